"""Random entries over years with closings and reopenings: what holds on any date."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from closing.models import SurplusDecision
from closing.results import standing_closings
from closing.services import close_through, reopen_through
from closing.surpluses import divide_surplus, withdraw_division
from tests import factories
from tests.closing.office import CASH, FEES, INTEREST, RETAINED, WAGES, balance, post, resolution
from tests.reports.books.ledger import at
from upk.ledger.books import build_trial_balance
from upk.offices.models import Office

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2006, 1, 1), date(2010, 2, 15)
DAYS = (LAST - FIRST).days

days = st.integers(0, DAYS).map(lambda n: FIRST + timedelta(days=n))
entries = st.tuples(
    st.just("entry"),
    days,
    st.sampled_from([(CASH, INTEREST), (CASH, FEES), (WAGES, CASH), (CASH, "3.1.01.01")]),
    st.integers(1, 10**7),
)
steps = st.one_of(
    entries,
    entries,
    entries,
    st.tuples(st.just("close"), days),
    st.tuples(st.just("reopen"), days),
    st.tuples(st.just("divide"), days),
    st.tuples(st.just("withdraw"), days),
)


def take(step, by) -> None:
    """Do it, unless the books refuse it."""
    kind, day, *rest = step
    office = by.office = Office.objects.get(pk=by.office_id)
    try:
        with transaction.atomic():
            if kind == "entry":
                (debit, credit), amount = rest
                post(by, debit, credit, amount, day)
            elif kind == "close":
                close_through(office, through=day, by=by)
            elif kind == "reopen":
                reopen_through(office, through=day, reason="Salah", by=by)
            elif kind == "divide":
                for closing in reversed(standing_closings(office)):
                    decided = resolution(office, decided_on=day, number=str(uuid4())[:8])
                    divide_surplus(closing, decided, request_key=uuid4(), by=by)
            elif made := SurplusDecision.objects.filter(office=office).standing().first():
                withdraw_division(made, happened_on=day, reason="Salah", request_key=uuid4(), by=by)
    except ValidationError:
        return


def retained(by, day: date) -> int:
    """Results of the years closed by a day, less what was divided by then and not withdrawn."""
    closings = standing_closings(by.office).filter(happened_on__lte=day)
    last = max((entry.year for entry in closings), default=0)
    earned = sum(lived(by, year) for year in range(FIRST.year, last + 1))
    divided = 0
    for made in SurplusDecision.objects.filter(office=by.office, decided_on__lte=day):
        gone = getattr(made, "withdrawal", None)
        divided += made.divided if gone is None or gone.happened_on > day else 0
    return earned - divided


def lived(by, year: int) -> int:
    """Income less expense of a year's entries, without closing entries."""
    rows = [
        (p.debit.code, p.credit.code, p.amount)
        for entry in by.office.entries.exclude(kind="closing").exclude(reverses__kind="closing")
        if entry.year == year
        for p in entry.postings.select_related("debit", "credit")
    ]
    results = (INTEREST, FEES, WAGES)
    return sum(a * ((credit in results) - (debit in results)) for debit, credit, a in rows)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(steps, min_size=5, max_size=25), st.lists(days, min_size=3, max_size=3))
def test_the_sheet_balances_and_the_retained_surplus_is_what_closed_years_left(story, dates):
    with transaction.atomic():
        by = factories.create_user()
        for step in story:
            take(step, by)

        for day in dates:
            sheet = at("balance-sheet", by, day)
            totals = sheet.totals
            assert totals["assets"] == totals["liabilities"] + totals["equity"]
            for after_closing in (False, True):
                found = build_trial_balance(by.office, day, after_closing=after_closing)
                assert found.debit == found.credit
            assert balance(by.office, RETAINED, day) == retained(by, day)
        for closing in standing_closings(by.office):
            for code in (INTEREST, FEES, WAGES):
                assert balance(by.office, code, closing.happened_on) == 0
        transaction.set_rollback(True)
