"""Two people spend or deposit the same money of a village at once."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from maintenance.models import LevyDeposit, LevyFund, LevyPayment, LevyTrust, LevyWithdrawal
from tests.maintenance.levies.office import SOON, create_setting
from tests.maintenance.levies.test_spending import build, spend
from tests.parallel import run_together
from upk.desk.check_levies import check_levy_cards, check_levy_rows
from upk.offices.models import Office

pytestmark = pytest.mark.django_db(transaction=True)
LATER = date(2009, 2, 1)


@pytest.fixture
def setting():
    found = create_setting()
    found.decide()
    return found


def refused(results: list) -> list[str]:
    """What was refused; anything but a refusal fails here."""
    errors = [result for result in results if isinstance(result, Exception)]
    assert all(isinstance(error, ValidationError) for error in errors), errors
    return [message for error in errors for message in error.messages]


def test_money_is_deposited_once(setting):
    setting.pay(300_000)

    results = run_together([lambda: setting.deposit(200_000, LATER)] * 4)

    assert len(refused(results)) == 3
    assert all("hanya Rp 100.000" in text for text in refused(results))
    assert LevyDeposit.objects.count() == 1
    assert setting.held() == (100_000, 200_000)


def test_money_is_spent_once_whatever_the_piece(setting):
    setting.pay(300_000)
    setting.deposit(300_000)
    roads = [build(setting, name=f"Jalan {n}") for n in range(4)]

    results = run_together([lambda road=road: spend(setting, road, 200_000) for road in roads])

    assert len(refused(results)) == 3
    assert LevyWithdrawal.objects.count() == 1
    assert setting.held() == (0, 100_000)


def test_deposit_and_reversal_of_its_payment_do_not_both_happen(setting):
    [paid] = setting.pay(300_000)

    results = run_together(
        [lambda: setting.deposit(300_000, LATER), lambda: setting.undo(paid, LATER)]
    )

    assert len(refused(results)) == 1
    assert sum(setting.held()) in (0, 300_000)
    office = Office.objects.filter(pk=setting.office.pk)
    assert check_levy_cards(office).faults == check_levy_rows(office).faults == ()


def test_form_sent_four_times_at_once_is_one_payment(setting):
    key = uuid4()

    results = run_together([lambda: setting.pay(100_000, SOON, key=key)] * 4)

    assert refused(results) == []
    assert LevyPayment.objects.count() == 1


def test_first_rules_at_once_open_one_cash_box_and_an_account_each():
    found = create_setting()

    results = run_together([lambda v=village: found.decide(v) for village in found.villages])

    assert refused(results) == []
    assert LevyFund.objects.count() == 1
    codes = LevyTrust.objects.values_list("account__code", flat=True)
    assert sorted(codes) == ["2.3.02.02", "2.3.02.03", "2.3.02.04"]
