"""Neraca: assets against liabilities and equity on any day, in the newer or the older layout."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from reports.books.frame import (
    CODE,
    NAME,
    Chart,
    account_row,
    day_before,
    rows_of,
    statement,
    year_start,
)
from reports.books.frame import sections as sections_of
from reports.books.rules import layout_of
from reports.books.sorting import ALLOWANCE, begins
from reports.books.together import levies_rule, rows_together
from reports.grouping import total_row
from reports.models import Layout
from reports.question import Question
from reports.value import Column, Kind, Part, Report, Row, Rule, Section, Unit
from upk.ledger.books import economic_assets_of
from upk.ledger.flows import Closings, Span, flows_between, net_of, net_of_flows
from upk.ledger.models import Account, Posting
from upk.offices.models import Office

ECONOMIC_RULE = Rule(
    "economic_assets",
    "Aset ekonomi",
    "kas dan bank dana bergulir ditambah seluruh saldo pokok pinjaman, "
    "tanpa rekening titipan dan sebelum cadangan",
)
LAYOUT_TEXTS = {
    Layout.CONTRA: "cadangan kerugian pinjaman mengurangi aset (Kepmendesa 136/2022)",
    Layout.RESERVE: "cadangan kerugian pinjaman di sisi utang (susunan UPK)",
}
EARLIER_SURPLUS, SURPLUS_THIS_YEAR = "surplus_earlier", "surplus_this_year"
ASSETS = (Account.Kind.ASSET, Account.Kind.CONTRA_ASSET)
RESULTS = (Account.Kind.INCOME, Account.Kind.EXPENSE)
SIDES = (
    ("assets", "Aset", ASSETS),
    ("liabilities", "Utang dan titipan", (Account.Kind.LIABILITY,)),
    ("equity", "Modal", (Account.Kind.EQUITY,)),
)
RESERVE, RESERVE_TITLE = "reserve", "Cadangan risiko pinjaman"
NOW, PRIOR = "balance", "previous"


@dataclass(frozen=True, slots=True)
class Balances:
    """Net debits at the end of a day, and the surplus that no closing entry counts in yet.

    ``earlier`` is the surplus of the years before, ``income`` and ``expense`` are those of the
    day's own year, ``of_year`` its net debits by account; the closing entry of that very year is
    left out, so that its surplus stands apart whether the year is closed or not. Whole rupiah.
    """

    as_of: date
    net: dict[int, int]
    earlier: int
    income: int
    expense: int
    of_year: dict[int, int]

    @property
    def this_year(self) -> int:
        """The surplus of the day's own year so far."""
        return self.income - self.expense


def balances_of(office: Office, chart: Chart, as_of: date) -> tuple[Balances, Balances]:
    """Balances at ``as_of`` and at the end of the year before it; three queries."""
    first = year_start(as_of)
    last_year = Span(year_start(day_before(first)), day_before(first))
    this_year = Span(first, as_of)
    closings = Closings.of(office, Span(last_year.since, as_of))
    flows = flows_between(office, {"last": last_year, "this": this_year}, but=closings)
    everything = Posting.objects.of_office(office).until(last_year.until).net_by_account()
    last, this = (net_of_flows(flows, name) for name in ("last", "this"))
    now = _added(everything, this)
    closed = net_of(closings.on(last_year.until))
    before = _added(everything, {account: -amount for account, amount in closed.items()})
    return (
        _balances(chart, as_of, now, this),
        _balances(chart, last_year.until, before, last),
    )


def _added(*nets: dict[int, int]) -> dict[int, int]:
    total: dict[int, int] = {}
    for net in nets:
        for account, amount in net.items():
            total[account] = total.get(account, 0) + amount
    return total


def _balances(chart: Chart, as_of: date, net: dict[int, int], of_year: dict[int, int]) -> Balances:
    def debits(amounts: dict[int, int], *kinds: str) -> int:
        return sum(amount for pk, amount in amounts.items() if chart[pk].kind in kinds)

    income = -debits(of_year, Account.Kind.INCOME)
    expense = debits(of_year, Account.Kind.EXPENSE)
    earlier = -debits(net, *RESULTS) - (income - expense)
    return Balances(as_of, net, earlier, income, expense, of_year)


def build_balance_sheet(question: Question) -> Report:
    """Every account with a balance under the chart's headers, beside the year before.

    Unit: whole rupiah. Guarantee: ``assets == liabilities + equity`` in both columns, since every
    posting has two sides. The older layout shows the allowance for loan losses among the
    liabilities (``reserve``, counted in ``liabilities``), so that both sides are larger by it.
    """
    office, end = question.office, question.period.end
    layout = Layout(question.options.layout or layout_of(office, end))
    chart = Chart(office)
    now, prior = balances_of(office, chart, end)
    columns = _columns(now.as_of, prior.as_of)
    sheet = _Sheet(chart, columns, now, prior, layout)
    parts, sums = [], {}
    for key, title, kinds in SIDES:
        side = sheet.side(key, title, kinds)
        parts += side
        sums[key] = side[-1].totals[-1]
    economic = {
        column: economic_assets_of(chart.accounts.values(), net)
        for column, net in ((NOW, now.net), (PRIOR, prior.net))
    }
    both = {name: sums["liabilities"].values[name] + sums["equity"].values[name]
            for name in (NOW, PRIOR)}  # fmt: skip
    last = Row("liabilities_and_equity", both, Kind.TOTAL, "Jumlah utang, titipan, dan modal")
    return statement(
        question,
        "balance-sheet",
        "Neraca",
        columns,
        parts,
        total_rows=(last, *economic_row(economic)),
        rule=(
            Rule("layout", "Susunan", LAYOUT_TEXTS[layout]),
            ECONOMIC_RULE,
            *levies_rule(parts),
        ),
        part_label="Bagian",
        section_label="Golongan",
        totals={
            **{key: row.values[NOW] for key, row in sums.items()},
            **{f"{key}_previous": row.values[PRIOR] for key, row in sums.items()},
            "economic_assets": economic[NOW],
        },
    )


def economic_row(amounts: Mapping[str, int]) -> tuple[Row, ...]:
    """The figure that ``ECONOMIC_RULE`` explains, by column; none in an office with nothing."""
    if not any(amounts.values()):
        return ()
    return (Row("economic_assets", dict(amounts), Kind.FIGURE, "Aset ekonomi"),)


def _columns(now: date, prior: date) -> tuple[Column, ...]:
    return (
        CODE,
        NAME,
        Column(NOW, f"{now:%d-%m-%Y}", Unit.RUPIAH, width=18),
        Column(PRIOR, f"{prior:%d-%m-%Y}", Unit.RUPIAH, width=18),
    )


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Makes the parts of a balance sheet."""

    chart: Chart
    columns: Sequence[Column]
    now: Balances
    prior: Balances
    layout: Layout

    def side(self, key: str, title: str, kinds: Iterable[str]) -> list[Part]:
        """The parts of a side; the last one's totals end with the side's own sum."""
        accounts = [
            a for a in self.chart.moved(self.now.net, self.prior.net)
            if a.kind in kinds and not (key == "assets" and self._is_apart(a))
        ]  # fmt: skip
        parts = [
            self._part(header, list(group), key)
            for header, group in groupby(accounts, key=self.chart.part)
        ]
        if key == "liabilities" and (reserve := self._reserve()):
            parts.append(reserve)
        if key == "equity":
            parts.append(self._surplus())
        if not parts:
            parts.append(Part(f"{key}/none", title, ()))
        rows = [row for part in parts for row in rows_of(part.sections)]
        total = total_row(key, f"Jumlah {title.lower()}", rows, self.columns)
        last = parts[-1]
        parts[-1] = Part(last.key, last.title, last.sections, (*last.totals, total))
        return parts

    def _is_apart(self, account: Account) -> bool:
        """Whether the older layout moves it to the other side."""
        return self.layout == Layout.RESERVE and begins(account, ALLOWANCE)

    def _part(self, header: Account | None, accounts: list[Account], side: str) -> Part:
        sign = 1 if side == "assets" else -1

        def values(account: Account) -> dict[str, int]:
            return self._values(account, sign)

        made = sections_of(self.chart, accounts, self.columns, values, made_rows=rows_together)
        code, title = (header.code, header.name) if header else (f"{side}/none", "Lain-lain")
        return self._summed(code, title, made)

    def _summed(self, key: str, title: str, made: Sequence[Section]) -> Part:
        total = total_row(key, f"Jumlah {title}", rows_of(made), self.columns)
        return Part(key, title, tuple(made), (total,))

    def _values(self, account: Account, sign: int) -> dict[str, int]:
        return {
            NOW: sign * self.now.net.get(account.pk, 0),
            PRIOR: sign * self.prior.net.get(account.pk, 0),
        }

    def _reserve(self) -> Part | None:
        moved = self.chart.moved(self.now.net, self.prior.net)
        accounts = [a for a in moved if a.kind in ASSETS and self._is_apart(a)]
        if not accounts:
            return None
        rows = tuple(account_row(a, self._values(a, -1)) for a in accounts)
        return self._summed(RESERVE, RESERVE_TITLE, (Section(RESERVE, "", rows),))

    def _surplus(self) -> Part:
        """What closing entries have not yet taken to the equity, this year's apart."""
        lines = [(SURPLUS_THIS_YEAR, "Surplus tahun berjalan", "this_year")]
        if self.now.earlier or self.prior.earlier:
            lines.insert(0, (EARLIER_SURPLUS, "Surplus tahun lalu (belum ditutup)", "earlier"))
        rows = tuple(
            Row(key, {"code": "", "name": name, NOW: getattr(self.now, field),
                      PRIOR: getattr(self.prior, field)})
            for key, name, field in lines
        )  # fmt: skip
        return self._summed("surplus", "Surplus", (Section("surplus", "", rows),))
