"""The district's statements: neraca, laba rugi and arus kas, added up by account code.

Offices that print the older layout have their allowances among the liabilities: they are put back
to the assets, as the newer layout has them, so that what is added up is of one kind.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import groupby

from reports.books.cash_flow import ACTIVITIES, DIRECTIONS
from reports.books.income import PARTS, RESULTS, SPANS, columns_of, result_row
from reports.grouping import total_row
from reports.lines import OPENING, RESERVE, SIDES
from reports.value import Column, Kind, Part, Report, Row, Rule, Section
from upk.desk.district.consolidation import (
    Coverage,
    Summed,
    consolidated,
    money,
    sums_of,
    year_before,
)
from upk.ledger.chart import template_accounts

CODE, NAME = Column("code", "Kode", width=12), Column("name", "Nama akun", width=48)
SIDE_TITLES = {"assets": "Aset", "liabilities": "Utang dan titipan", "equity": "Modal"}
GROUP, UNDER = 4, 7
"""``1.1.`` and ``1.1.03.`` of ``1.1.03.01``: the headers of the second and third level."""
LAYOUT_RULE = Rule(
    "layout",
    "Susunan",
    "cadangan kerugian pinjaman mengurangi aset, juga dari UPK yang mencetaknya di sisi utang",
)
ADDED_RULE = Rule(
    "added",
    "Cara menjumlah",
    "akun baku yang kodenya sama dijumlah; akun tambahan UPK masuk ke akun induknya, karena kode "
    "yang sama dapat berarti lain di UPK lain; uang antar-UPK tidak dihapuskan",
)
Amounts = dict[str, int]


class Template:
    """The chart that all offices began with: what accounts of its codes are called."""

    def __init__(self) -> None:
        self.lines = {line.code: line for line in template_accounts()}

    def place(self, code: str, label: str) -> tuple[str, str]:
        """Code and name of the line that an office's account is added up in.

        An account of the template under its own; one that an office added under the header above
        it, since another office may have given the same code to something else (the levy of a
        village). What has neither (the surplus, which has no code) keeps its own.
        """
        if code in self.lines:
            return code, self.lines[code].name
        for header in (f"{code[:UNDER]}00", f"{code[:GROUP]}00.00"):
            if header in self.lines:
                return header, f"{self.lines[header].name} (akun tambahan UPK)"
        return code, label

    def group(self, code: str) -> str:
        """The name of the second level's header."""
        header = self.lines.get(f"{code[:GROUP]}00.00")
        return header.name if header else "Lain-lain"


def build_balance_sheet(coverage: Coverage) -> Report:
    """Every account code with a balance in any office; one query beside the coverage.

    Guarantee: ``assets == liabilities + equity``, since it holds for each office.
    """
    end = coverage.period.end
    columns = (
        CODE, NAME, money("balance", f"{end:%d-%m-%Y}"),
        money("previous", f"{year_before(end):%d-%m-%Y}"),
    )  # fmt: skip
    template = Template()
    amounts, names = _by_account(sums_of(coverage, "balance-sheet"), template)
    parts: list[Part] = []
    sums: dict[str, Row] = {}
    for side in SIDES:
        own = {code: values for (place, code), values in amounts.items() if place == side}
        made = _groups(side, own, names, columns, template)
        rows = [row for part in made for section in part.sections for row in section.rows]
        sums[side] = total_row(side, f"Jumlah {SIDE_TITLES[side].lower()}", rows, columns)
        last = made[-1]
        made[-1] = Part(last.key, last.title, last.sections, (*last.totals, sums[side]))
        parts += made
    both = {
        column: sums["liabilities"].values[column] + sums["equity"].values[column]
        for column in ("balance", "previous")
    }
    closing = Row("liabilities_and_equity", both, Kind.TOTAL, "Jumlah utang, titipan, dan modal")
    return consolidated(
        coverage,
        "balance-sheet",
        "Neraca Gabungan",
        columns,
        parts if amounts else (),
        total_rows=(closing,) if amounts else (),
        rule=(LAYOUT_RULE, ADDED_RULE),
        part_label="Bagian",
        totals={side: row.values["balance"] for side, row in sums.items()},
    )


def _by_account(
    lines: Sequence[Summed], template: Template
) -> tuple[dict[tuple[str, str], Amounts], dict[str, str]]:
    """Amounts by (side, code) and column, allowances on the side of the assets; names by code."""
    amounts: dict[tuple[str, str], Amounts] = defaultdict(lambda: {"balance": 0, "previous": 0})
    names = {}
    for line in lines:
        place, own, column = line.path
        side, sign = ("assets", -1) if place == RESERVE else (place, 1)
        code, name = template.place(own, line.label)
        amounts[side, code][column] += sign * line.value
        names[code] = name
    return amounts, names


def _groups(
    side: str,
    amounts: Mapping[str, Amounts],
    names: Mapping[str, str],
    columns: Sequence[Column],
    template: Template,
) -> list[Part]:
    """A part for each header of the second level; the surplus, which has no code, comes last."""
    parts = []
    codes = sorted(amounts, key=lambda code: (not code[0].isdigit(), code))
    for group, members in groupby(codes, key=lambda c: c[:GROUP] if c[0].isdigit() else "surplus"):
        title = "Surplus" if group == "surplus" else template.group(group)
        rows = tuple(_account_row(code, names[code], amounts[code]) for code in members)
        total = total_row(f"{side}/{group}", f"Jumlah {title}", rows, columns)
        parts.append(Part(f"{side}/{group}", title, (Section(group, "", rows),), (total,)))
    return parts or [Part(f"{side}/none", SIDE_TITLES[side], ())]


def _account_row(code: str, name: str, values: Amounts, key: str = "") -> Row:
    shown = code if code[0].isdigit() else ""
    return Row(key or code, {"code": shown, "name": name, **values})


def build_income_statement(coverage: Coverage) -> Report:
    """Income and expense by account code; one query beside the coverage."""
    columns = columns_of(coverage.period)
    amounts: dict[tuple[str, str], Amounts] = defaultdict(lambda: dict.fromkeys(SPANS, 0))
    names, template = {}, Template()
    for line in sums_of(coverage, "income-statement"):
        place, own, column = line.path
        code, name = template.place(own, line.label)
        amounts[place, code][column] += line.value
        names[code] = name
    sums: dict[str, Row] = {}
    parts = []
    for place, title, _ in PARTS:
        rows = tuple(
            _account_row(code, names[code], _with_before(values))
            for (where, code), values in sorted(amounts.items())
            if where == place
        )
        sums[place] = total_row(place, f"Jumlah {title.lower()}", rows, columns)
        results = [result_row(sums, *result) for result in RESULTS.get(place, ())]
        sections = (Section(place, "", rows),)
        parts.append(Part(place, title, sections, (sums[place], *results)))
        sums |= {row.key: row for row in results}
    return consolidated(
        coverage,
        "income-statement",
        "Laba Rugi Gabungan",
        columns,
        parts if amounts else (),
        rule=(ADDED_RULE,),
        part_label="Bagian",
        totals={key: row.values["through"] for key, row in sums.items()},
    )


def _with_before(values: Amounts) -> Amounts:
    return values | {"before": values["through"] - values["within"]}


def build_cash_flow(coverage: Coverage) -> Report:
    """Receipts and payments by activity and account code; one query beside the coverage.

    Guarantee: opening and change make closing, since they do in each office.
    """
    columns = columns_of(coverage.period)
    amounts: dict[tuple[str, str, str], Amounts] = defaultdict(lambda: dict.fromkeys(SPANS, 0))
    names, template, opening = {}, Template(), dict.fromkeys(SPANS, 0)
    for line in sums_of(coverage, "cash-flow"):
        if line.path[0] == OPENING:
            opening[line.path[1]] = line.value
        else:
            activity, direction, own, column = line.path
            code, name = template.place(own, line.label)
            amounts[activity, direction, code][column] += line.value
            names[code] = name
    parts = [_activity(key, title, amounts, names, columns) for key, title in ACTIVITIES]
    change = {name: sum(part.totals[0].values[name] for part in parts) for name in SPANS}
    opening["before"] = opening["through"]
    closing = {name: opening[name] + change[name] for name in SPANS}
    return consolidated(
        coverage,
        "cash-flow",
        "Arus Kas Gabungan",
        columns,
        parts if amounts else (),
        total_rows=(
            Row("change", change, Kind.TOTAL, "Kenaikan (penurunan) kas dan bank"),
            Row("opening", opening, Kind.FIGURE, "Saldo awal kas dan bank"),
            Row("closing", closing, Kind.TOTAL, "Saldo akhir kas dan bank"),
        )
        if amounts
        else (),
        rule=(ADDED_RULE,),
        part_label="Kegiatan",
        section_label="Arah",
        totals={"change": change["within"], "closing": closing["through"]},
    )


def _activity(
    key: str,
    title: str,
    amounts: Mapping[tuple[str, str, str], Amounts],
    names: Mapping[str, str],
    columns: Sequence[Column],
) -> Part:
    sections, net = [], dict.fromkeys(SPANS, 0)
    for direction, label in DIRECTIONS:
        rows = tuple(
            _account_row(code, names[code], _with_before(values), f"{key}/{direction}/{code}")
            for (activity, way, code), values in sorted(amounts.items())
            if (activity, way) == (key, direction)
        )
        if not rows:
            continue
        below = f"Jumlah {label.lower()}"
        subtotal = total_row(f"{key}/{direction}", below, rows, columns, kind=Kind.SUBTOTAL)
        sections.append(Section(f"{key}/{direction}", label, rows, subtotal))
        sign = 1 if direction == "in" else -1
        net = {name: net[name] + sign * subtotal.values[name] for name in SPANS}
    total = Row(key, net, Kind.TOTAL, f"Kas bersih dari {title.lower()}")
    return Part(key, title, tuple(sections), (total,))
