"""Whatever was posted, closed and taken back: on any day the statements agree.

What they are compared with is added up here from the postings one by one, not by the code that
is tested.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from closing.services import close_through, reopen_through
from reports.models import Layout
from reports.period import ReportPeriod
from tests import factories
from tests.reports.books.ledger import at, keyed, made, post
from upk.ledger.models import Entry, Posting
from upk.ledger.services import reverse_entry
from upk.periods import Quarter

pytestmark = pytest.mark.django_db
CODES = (
    "1.1.01.01", "1.1.01.04", "1.1.01.07", "1.1.02.01", "1.1.03.08", "1.1.04.01", "1.2.01.04",
    "1.2.02.03", "2.1.01.01", "2.1.04.01", "2.3.01.01", "2.4.01.02", "3.1.01.01", "3.1.03.01",
    "3.2.01.01", "3.3.01.01", "4.1.01.01", "4.2.01.01", "5.1.01.01", "5.1.07.01", "5.3.01.01",
    "5.4.01.01",
)  # fmt: skip
FIRST, LAST = date(2007, 11, 1), date(2010, 2, 10)
DAYS = st.dates(FIRST, LAST)
EDGES = st.sampled_from([date(y, m, d) for y in (2007, 2008, 2009)
                         for m, d in ((1, 1), (12, 30), (12, 31))])  # fmt: skip


@dataclass(frozen=True)
class Typed:
    debit: str
    credit: str
    amount: int
    on: date
    taken_back_after: int | None


ENTRIES = st.lists(
    st.builds(
        Typed,
        st.sampled_from(CODES),
        st.sampled_from(CODES),
        st.integers(1, 10**9),
        DAYS,
        st.one_of(st.none(), st.integers(0, 60)),
    ).filter(lambda typed: typed.debit != typed.credit),
    min_size=1,
    max_size=14,
)
CLOSED = st.lists(st.tuples(st.sampled_from((2007, 2008, 2009)), st.booleans()), max_size=4)
"""Years that the books are closed through, or (true) opened again from their end on."""


def write(entries, closed):
    """The user of an office with these books; some years are closed, some opened again."""
    by = factories.create_user()
    for typed in entries:
        entry = post(by, typed.debit, typed.credit, typed.amount, typed.on)
        if typed.taken_back_after is not None:
            on = min(typed.on + timedelta(days=typed.taken_back_after), LAST)
            reverse_entry(entry, happened_on=on, reason="Salah", by=by)
    for year, is_opened_again in closed:
        with suppress(ValidationError):  # closed already, or not yet
            if is_opened_again:
                reopen_through(by.office, through=date(year, 12, 30), reason="Salah", by=by)
            else:
                close_through(by.office, through=date(year, 12, 31), by=by)
    return by


def postings(by):
    """Day, whether it closes a year, kind and cash of both sides, amount: one by one."""
    rows = Posting.objects.filter(entry__office=by.office).select_related(
        "debit", "credit", "entry__reverses"
    )
    for row in rows:
        target = row.entry.reverses or row.entry
        yield row, row.entry.happened_on, target.kind == Entry.Kind.CLOSING


def cash_at(by, day: date) -> int:
    return sum(
        row.amount * (bool(row.debit.liquidity) - bool(row.credit.liquidity))
        for row, on, _ in postings(by)
        if on <= day
    )


def surplus_of(by, first: date, last: date) -> int:
    kinds = ("income", "expense")
    return sum(
        row.amount * ((row.credit.kind in kinds) - (row.debit.kind in kinds))
        for row, on, is_closing in postings(by)
        if first <= on <= last and not is_closing
    )


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(entries=ENTRIES, closed=CLOSED, day=st.one_of(DAYS, EDGES), layout=st.sampled_from(Layout))
def test_statements_agree_on_any_day(db, entries, closed, day, layout):
    by = write(entries, closed)
    sheet = at("balance-sheet", by, day, layout=layout)
    income, flow, equity, trial = (
        at(name, by, day)
        for name in ("income-statement", "cash-flow", "equity-changes", "trial-balance")
    )

    for column in ("balance", "previous"):
        sums = {key: figures[0] for key, figures in keyed(sheet, column).items()}
        assert sums["assets"] == sums["liabilities"] + sums["equity"]
    this_year = surplus_of(by, date(day.year, 1, 1), day)
    assert income.totals["surplus"] == this_year
    assert keyed(sheet, "balance")["surplus_this_year"] == (this_year,)
    assert equity.totals["closing"] == sheet.totals["equity"]
    assert trial.totals["debit"] == trial.totals["credit"]
    assert flow.totals["closing"] == cash_at(by, day)
    assert flow.totals["opening"] == cash_at(by, day.replace(day=1) - timedelta(days=1))


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(entries=ENTRIES, closed=CLOSED)
def test_quarters_of_a_year_follow_each_other(db, entries, closed):
    by = write(entries, closed)
    periods = [ReportPeriod.of_quarter(Quarter(2009, number)) for number in (1, 2, 3, 4)]
    flows = [made("cash-flow", by, period).totals for period in periods]
    incomes = [made("income-statement", by, period) for period in periods]

    for before, after in pairwise(flows):
        assert before["closing"] == after["opening"]
    surplus = [keyed(report, "before", "within", "through")["surplus"] for report in incomes]
    assert surplus[0][0] == 0
    for (_, _, through), (before, _, _) in pairwise(surplus):
        assert through == before
    assert sum(within for _, within, _ in surplus) == surplus[3][2]
