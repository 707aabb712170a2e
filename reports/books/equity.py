"""Perubahan Modal: each account of the equity from 1 January to the day, and why it changed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reports.books.balance_sheet import EARLIER_SURPLUS, RESULTS, SURPLUS_THIS_YEAR
from reports.books.frame import (
    CODE,
    NAME,
    Chart,
    day_before,
    rows_of,
    sections,
    statement,
    year_start,
)
from reports.books.sorting import RETAINED, TAKEN_OVER, begins
from reports.grouping import total_row
from reports.question import Question
from reports.value import Column, Kind, Part, Report, Row, Rule, Section, Unit
from upk.ledger.flows import Closings, Flow, Span, flows_between
from upk.ledger.models import Account, Posting

CHANGES = (("additions", "Penambahan"), ("result", "Hasil usaha"), ("division", "Pembagian"))
NO_CHANGE = dict.fromkeys((key for key, _ in CHANGES), 0)
DIVIDED_TO = (Account.Kind.EQUITY, Account.Kind.LIABILITY)
RULE = Rule(
    "equity_changes",
    "Cara menghitung",
    "sejak 1 Januari; hasil usaha adalah surplus tahun ini; pembagian adalah yang dipindahkan "
    "dari laba ditahan ke modal, dana, atau utang; selebihnya penambahan (atau pengurangan)",
)


@dataclass(frozen=True, slots=True)
class Changes:
    """How the equity changed since ``first``, by account id and cause. Whole rupiah, credit > 0.

    ``earlier`` is the surplus of the years before that no closing entry took to the equity,
    ``this_year`` that of the year.
    """

    opening: dict[int, int]
    by_cause: dict[str, dict[int, int]]
    earlier: int
    this_year: int


def changes_of(question: Question, chart: Chart) -> Changes:
    """Worked out from the flows between accounts; three queries."""
    office, end = question.office, question.period.end
    first = year_start(end)
    span = Span(first, end)
    flows = flows_between(office, {"year": span}, but=Closings.of(office, span))
    net = Posting.objects.of_office(office).until(day_before(first)).net_by_account()
    by_cause: dict[str, dict[int, int]] = {
        "additions": defaultdict(int),
        "division": defaultdict(int),
    }
    for flow in flows:
        _sort(chart, flow, by_cause)
    results = {pk for pk, account in chart.accounts.items() if account.kind in RESULTS}
    return Changes(
        opening={pk: -amount for pk, amount in net.items() if _is_equity(chart[pk])},
        by_cause=by_cause,
        earlier=-sum(net.get(pk, 0) for pk in results),
        this_year=sum(
            flow.amounts["year"] * ((flow.credit in results) - (flow.debit in results))
            for flow in flows
        ),
    )


def _is_equity(account: Account) -> bool:
    return account.kind == Account.Kind.EQUITY


def _sort(chart: Chart, flow: Flow, by_cause: dict[str, dict[int, int]]) -> None:
    debit, credit = chart[flow.debit], chart[flow.credit]
    cause = "division" if _divides(debit, credit) or _divides(credit, debit) else "additions"
    for account, sign in ((credit, 1), (debit, -1)):
        if _is_equity(account):
            by_cause[cause][account.pk] += sign * flow.amounts["year"]


def _divides(source: Account, target: Account) -> bool:
    """Whether a posting between the two divides the surplus (or takes a division back)."""
    return (
        begins(source, RETAINED)
        and target.kind in DIVIDED_TO
        and not begins(target, TAKEN_OVER)
        and not begins(target, RETAINED)
    )


def build_equity_changes(question: Question) -> Report:
    """Opening, additions, result, division and closing per account of the equity; four queries.

    Unit: whole rupiah. Guarantee: ``closing`` is the equity of the balance sheet of that day.
    """
    end = question.period.end
    chart = Chart(question.office)
    changes = changes_of(question, chart)
    columns = _columns(year_start(end), end)

    def values(account: Account) -> dict[str, int]:
        causes = {cause: net.get(account.pk, 0) for cause, net in changes.by_cause.items()}
        return _line(changes.opening.get(account.pk, 0), **NO_CHANGE | causes)

    moved = chart.moved(changes.opening, *changes.by_cause.values())
    made = sections(chart, moved, columns, values)
    made.append(_surplus(changes))
    total = total_row("equity", "Jumlah modal", rows_of(made), columns)
    return statement(
        question,
        "equity-changes",
        "Laporan Perubahan Modal",
        columns,
        (Part("equity", "", tuple(made), (total,)),),
        rule=(RULE,),
        section_label="Golongan",
        totals=dict(total.values),
    )


def _columns(first: date, end: date) -> tuple[Column, ...]:
    return (
        CODE,
        NAME,
        Column("opening", f"Saldo {first:%d-%m-%Y}", Unit.RUPIAH, width=17),
        *(Column(key, label, Unit.RUPIAH, width=16) for key, label in CHANGES),
        Column("closing", f"Saldo {end:%d-%m-%Y}", Unit.RUPIAH, width=17),
    )


def _line(opening: int, **causes: int) -> dict[str, int]:
    return {"opening": opening, **causes, "closing": opening + sum(causes.values())}


def _surplus(changes: Changes) -> Section:
    """The surplus that is not yet an account's: of the years before, and of this year."""
    lines: Sequence[tuple[str, str, dict]] = (
        (EARLIER_SURPLUS, "Surplus tahun lalu (belum ditutup)",
         _line(changes.earlier, **NO_CHANGE)),
        (SURPLUS_THIS_YEAR, "Surplus tahun berjalan",
         _line(0, **NO_CHANGE | {"result": changes.this_year})),
    )  # fmt: skip
    rows = tuple(
        Row(key, {"code": "", "name": name, **values}, Kind.ROW)
        for key, name, values in lines
        if any(values.values())
    )
    return Section("surplus", "Surplus", rows)
