"""Laba Rugi: income less expense of the year so far, before and within the period."""

from collections.abc import Mapping, Sequence

from reports.books.frame import CODE, NAME, Chart, rows_of, sections, statement, year_start
from reports.books.frame import day_before as before
from reports.books.sorting import INCOME_STATEMENT, Result
from reports.grouping import total_row
from reports.period import ReportPeriod
from reports.question import Question
from reports.value import Column, Kind, Part, Report, Row, Rule, Unit
from upk.ledger.flows import Closings, Span, flows_between, net_of_flows
from upk.ledger.models import Account

SPANS = ("before", "within", "through")
PARTS = (
    (Result.OPERATING_INCOME, "Pendapatan usaha", 1),
    (Result.OPERATING_EXPENSE, "Beban usaha", -1),
    (Result.OTHER_INCOME, "Pendapatan lain", 1),
    (Result.OTHER_EXPENSE, "Beban lain", -1),
    (Result.TAX, "Pajak", -1),
)
RESULTS = {
    Result.OPERATING_EXPENSE: (("operating_surplus", "Surplus usaha", PARTS[:2]),),
    Result.OTHER_EXPENSE: (
        ("other_surplus", "Surplus di luar usaha", PARTS[2:4]),
        ("surplus_before_tax", "Surplus sebelum pajak", PARTS[:4]),
    ),
    Result.TAX: (("surplus", "Surplus sesudah pajak", PARTS),),
}
"""What is worked out below a part: key, label, the parts that it adds up with their signs."""

RULE = Rule(
    "income",
    "Cara menghitung",
    "pendapatan dan beban sejak 1 Januari, tanpa jurnal penutup; jasa diakui saat diterima",
)


def spans_of(period: ReportPeriod) -> dict[str, Span]:
    """The year before the period, the period, and both together, from 1 January on."""
    first = year_start(period.end)
    start = max(period.start, first)
    return {
        "before": Span(first, before(start)),
        "within": Span(start, period.end),
        "through": Span(first, period.end),
    }


def columns_of(period: ReportPeriod) -> tuple[Column, ...]:
    """Code, name and the three figures under the heads of a month or a quarter."""
    figures = zip(SPANS, period.heads, strict=True)
    return (CODE, NAME, *(Column(key, head, Unit.RUPIAH, width=18) for key, head in figures))


def build_income_statement(question: Question) -> Report:
    """Operating, other and tax, each account with what it earned or cost; three queries.

    Unit: whole rupiah. Guarantee: ``surplus`` through the last day is the balance sheet's surplus
    of the year.
    """
    office, period = question.office, question.period
    columns, chart = columns_of(period), Chart(office)
    spans = spans_of(period)
    flows = flows_between(office, spans, but=Closings.of(office, spans["through"]))
    nets = {name: net_of_flows(flows, name) for name in SPANS}
    sums: dict[str, Row] = {}
    parts = []
    for place, title, sign in PARTS:
        part = _part(chart, place, title, sign, nets, columns)
        sums[place] = part.totals[0]
        results = [result_row(sums, *result) for result in RESULTS.get(place, ())]
        parts.append(Part(part.key, title, part.sections, (*part.totals, *results)))
        sums |= {row.key: row for row in results}
    return statement(
        question,
        "income-statement",
        "Laporan Laba Rugi",
        columns,
        parts,
        rule=(RULE,),
        part_label="Bagian",
        section_label="Golongan",
        totals=_totals(sums),
    )


def _part(
    chart: Chart,
    place: str,
    title: str,
    sign: int,
    nets: Mapping[str, dict[int, int]],
    columns: Sequence[Column],
) -> Part:
    """Accounts of a place; income counts its credits (``sign`` 1), expense its debits."""

    def values(account: Account) -> dict[str, int]:
        return {name: -sign * nets[name].get(account.pk, 0) for name in SPANS}

    accounts = [a for a in chart.moved(*nets.values()) if place_of(a) == place]
    made = sections(chart, accounts, columns, values)
    total = total_row(place, f"Jumlah {title.lower()}", rows_of(made), columns)
    return Part(place, title, tuple(made), (total,))


def place_of(account: Account) -> str:
    """The part of the income statement that an account belongs to; empty for a balance."""
    sorting = INCOME_STATEMENT.get(account.kind)
    return sorting.place(account) if sorting else ""


def result_row(sums: Mapping[str, Row], key: str, label: str, signed: Sequence[tuple]) -> Row:
    """What is worked out below a part: the parts added up with their signs."""
    values = {
        name: sum(sign * sums[place].values[name] for place, _, sign in signed) for name in SPANS
    }
    return Row(key, values, Kind.TOTAL, label)


def _totals(sums: Mapping[str, Row]) -> dict[str, int]:
    """Named figures of the year so far; ``…_within`` are those of the period alone."""
    through = {key: row.values["through"] for key, row in sums.items()}
    within = {f"{key}_within": row.values["within"] for key, row in sums.items()}
    return {
        "income": through["operating_income"] + through["other_income"],
        "expense": through["operating_expense"] + through["other_expense"] + through["tax"],
        **through,
        **within,
    }
