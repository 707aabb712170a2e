"""Two people spend the same aid at once."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from goats.models import AidHandover, AidMove, AidPlan
from goats.rules.aid import AidKind
from tests.goats.aid.world import AidWorld
from tests.parallel import run_together
from upk.desk.check_aid import check_aid
from upk.offices.models import Office

pytestmark = pytest.mark.django_db(transaction=True)
LATER = date(2009, 6, 1)


@pytest.fixture
def world():
    return AidWorld()


def refused(results: list) -> list[str]:
    """What was refused; anything but a refusal fails here."""
    errors = [result for result in results if isinstance(result, Exception)]
    assert all(isinstance(error, ValidationError) for error in errors), errors
    return [message for error in errors for message in error.messages]


def in_order(world) -> bool:
    return check_aid(Office.objects.filter(pk=world.office.pk)).faults == ()


def test_plan_is_paid_once(world):
    plan = world.approved()

    results = run_together([lambda: world.pay(plan, 300_000)] * 4)

    assert len(refused(results)) == 3
    assert AidMove.objects.used() == 300_000
    assert in_order(world)


def test_two_plans_do_not_both_take_the_rest(world):
    results = run_together([lambda n=n: world.plan({n: 6_000_000}) for n in range(4)])

    assert len(refused(results)) == 3
    assert AidPlan.objects.get().code == "RTM-2009-01"


def test_budget_is_not_withdrawn_beside_its_spending(world):
    plan = world.approved()

    results = run_together([lambda: world.pay(plan, 500_000, LATER), lambda: world.withdraw(LATER)])

    assert len(refused(results)) == 1
    assert in_order(world)


def test_reversal_of_a_payment_and_its_hand_over_do_not_both_happen(world):
    plan = world.approved()
    paid = world.pay(plan, 500_000)

    results = run_together(
        [lambda: world.hand(plan, {0: 200_000}, LATER), lambda: world.reverse(paid, LATER)]
    )

    assert len(refused(results)) == 1
    assert in_order(world)


def test_form_sent_four_times_at_once_is_one_row(world):
    plan = world.approved({0: 650_000, 1: 100_000}, kind=AidKind.GOATS)
    key, other = uuid4(), uuid4()
    groceries = world.approved()
    world.pay(groceries, 500_000)

    bought = run_together([lambda: world.buy(plan, key=key)] * 4)
    handed = run_together([lambda: world.hand(groceries, {0: 200_000}, LATER, key=other)] * 4)

    assert refused(bought) == refused(handed) == []
    assert AidMove.objects.filter(kind="goats").count() == AidHandover.objects.count() == 1
