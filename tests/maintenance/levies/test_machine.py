"""Random lives of the levies: no village's money is ever less than nothing, and the books agree."""

import os
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maintenance.levies.card import levy_card
from maintenance.models import (
    LevyBankItem,
    LevyDeposit,
    LevyMove,
    LevyPayment,
    LevyTrust,
    LevyWithdrawal,
)
from tests.maintenance.levies.office import create_setting
from tests.maintenance.levies.test_spending import build, spend
from upk.desk.check_levies import check_levy_cards, check_levy_rows
from upk.offices.models import Office

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("LEVY_EXAMPLES", "25"))
FIRST = date(2009, 1, 1)
KINDS = (LevyPayment, LevyDeposit, LevyBankItem, LevyWithdrawal)

STEPS = st.lists(
    st.tuples(
        st.sampled_from(("pay", "pay", "deposit", "deposit", "interest", "fee", "spend", "undo")),
        st.integers(0, 1),  # which village
        st.integers(1, 9) | st.integers(1, 400_000),
        st.integers(0, 40),  # which day
        st.integers(0, 20),  # which row to take back
    ),
    min_size=4,
    max_size=14,
)


@pytest.fixture
def setting():
    found = create_setting()
    for village in found.villages[:2]:
        found.decide(village)
    return found


def take(setting, roads, step) -> bool:
    """One step; whoever does it may be told that it can't be. Whether there was anything to do."""
    action, which, amount, days, row = step
    village, day = setting.villages[which], FIRST + timedelta(days)
    if action == "pay":
        setting.pay({village: amount}, day, may_exceed=True)
    elif action == "deposit":
        setting.deposit({village: amount}, day)
    elif action in ("interest", "fee"):
        setting.bank(action, amount, day)
    elif action == "spend":
        spend(setting, roads[which], amount, day)
    else:
        rows = [made for kind in KINDS for made in kind.objects.order_by("pk")]
        if not rows:
            return False
        setting.undo(rows[row % len(rows)], day)
    return True


@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_money_is_never_less_than_nothing_and_cards_are_accounts(setting, steps):
    with transaction.atomic():
        roads = [build(setting, village) for village in setting.villages[:2]]
        done = 0
        for step in steps:
            try:
                with transaction.atomic():
                    done += take(setting, roads, step)
            except ValidationError:
                continue

        office = Office.objects.filter(pk=setting.office.pk)
        assert check_levy_cards(office).faults == ()
        assert check_levy_rows(office).faults == ()
        for village in setting.villages[:2]:
            lines = levy_card(village, date(2010, 2, 15))
            by_day = {line.move.happened_on: line for line in lines}
            assert all(min(line.cash, line.bank) >= 0 for line in by_day.values())
            account = LevyTrust.objects.get(village=village).account.code
            balance = lines[-1].balance if lines else 0
            assert -setting.balances().get(account, 0) == balance
        assert LevyMove.objects.count() >= done
        transaction.set_rollback(True)
