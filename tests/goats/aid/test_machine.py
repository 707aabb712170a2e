"""Random lives of aid: whatever is planned, paid, returned, reversed and handed over in any order,
no year gives more than it has on any day, and the books agree."""

import os
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goats.aid.budget import FUND_CODE, sources
from goats.models import AidHandover, AidLine, AidMove, AidPlan
from goats.rules.aid import AidKind
from tests.closing.office import RETAINED, post
from tests.goats.aid.world import AidWorld
from upk.desk.check_aid import check_aid
from upk.ledger.by_hand import undo_entry
from upk.ledger.models import Entry, Posting
from upk.offices.models import Office

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("AID_EXAMPLES", "25"))
FIRST = date(2010, 1, 5)
ACTIONS = (
    "plan", "plan", "goats", "decide", "decide", "pay", "pay", "buy", "return", "hand", "hand",
    "reverse", "unhand", "end", "open", "close",
)  # fmt: skip
STEPS = st.lists(
    st.tuples(
        st.sampled_from(ACTIONS),
        st.integers(0, 5),  # which household, plan or row
        st.integers(1, 30) | st.integers(1, 1_500),  # thousands of rupiah
        st.integers(0, 30),  # which day
    ),
    min_size=5,
    max_size=22,
)


@pytest.fixture
def world():
    """A budget of 2009 that the meeting set aside, and 1.000.000 of 2010 brought by hand."""
    found = AidWorld()
    found.opening = post(found.manager, RETAINED, FUND_CODE, 1_000_000, FIRST)
    return found


def picked(rows, which: int):
    """One of the rows, or None of none."""
    found = list(rows.order_by("pk"))
    return found[which % len(found)] if found else None


def take(world, step) -> None:
    """One step; whoever does it may be told that it can't be."""
    action, which, thousands, days = step
    amount, day = thousands * 1_000, FIRST + timedelta(days)
    plan = picked(AidPlan.objects.all(), which)
    if action in ("plan", "goats"):
        kind = AidKind.GOATS if action == "goats" else AidKind.GROCERIES
        homes = {which: amount, (which + 1) % 6: amount}
        world.plan(homes, kind=kind, on=day, year=2010)
    elif action == "open":
        post(world.manager, RETAINED, FUND_CODE, amount, day)
    elif action == "close":
        undo_entry(
            world.opening, happened_on=day, reason="x", request_key=uuid4(), by=world.manager
        )
    elif plan is not None:
        _take_of_plan(world, plan, action, which, amount, day)


def _take_of_plan(world, plan, action, which, amount, day) -> None:
    if action == "decide":
        world.decide(plan, on=day, yes=which != 5)
    elif action == "pay":
        world.pay(plan, amount, day)
    elif action == "buy":
        world.buy(plan, 1 + which % 2, amount, day)
    elif action == "return":
        world.give_back(plan, amount, day)
    elif action == "hand":
        line = picked(AidLine.objects.filter(plan=plan), which)
        home = world.homes.index(line.household)
        world.hand(plan, {home: min(amount, line.amount)}, day)
    elif action == "end":
        world.end(plan, day)
    elif action == "reverse" and (move := picked(AidMove.objects.all(), which)):
        world.reverse(move, day)
    elif action == "unhand" and (handed := picked(AidHandover.objects.all(), which)):
        world.take_back(handed)


def naive_least(office, year: int) -> int:
    """The least of a year's budget on any day, from the ledger's own postings alone."""
    plans = {f"{plan}" for plan in AidPlan.objects.filter(office=office, year=year)}
    changes: dict[date, int] = {}
    rows = Posting.objects.filter(entry__office=office).select_related(
        "entry__reverses__reverses", "debit", "credit"
    )
    for row in rows:
        if FUND_CODE not in (row.debit.code, row.credit.code):
            continue
        entry = row.entry
        first: Entry = entry.reverses or entry
        of_year = first.memo[:11] in plans if entry.origin == "goats" else first.year == year
        if of_year:
            sign = 1 if row.credit.code == FUND_CODE else -1
            day = entry.happened_on
            changes[day] = changes.get(day, 0) + sign * row.amount
    least = running = 0
    for day in sorted(changes):
        running += changes[day]
        least = min(least, running)
    return least


@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_no_year_gives_more_than_it_has_and_the_books_agree(world, steps):
    with transaction.atomic():
        for step in steps:
            try:
                with transaction.atomic():
                    take(world, step)
            except ValidationError:
                continue

        assert check_aid(Office.objects.filter(pk=world.office.pk)).faults == ()
        assert naive_least(world.office, 2009) == naive_least(world.office, 2010) == 0
        left = sum(source.amount for source in sources(world.office)) - AidMove.objects.used()
        assert -world.balances()[FUND_CODE] == left >= 0
        transaction.set_rollback(True)
