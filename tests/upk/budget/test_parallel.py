"""Two people at once at the budget."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from tests.parallel import run_together
from tests.upk.budget.office import POWER, SALARY, approve, create_setting
from upk.budget.models import BudgetVersion
from upk.desk.check_books import check_books
from upk.ledger.services import close_books
from upk.offices.models import Decision, Office

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def setting():
    return create_setting()


def test_budgets_at_once_are_a_version_and_its_revisions(setting):
    results = run_together([lambda n=n: approve(setting, {SALARY: [n] * 12}) for n in (1, 2, 3)])

    assert {type(result) for result in results} == {BudgetVersion}
    assert sorted(BudgetVersion.objects.values_list("revision", flat=True)) == [0, 1, 2]
    assert Decision.objects.count() == 1
    assert [r for r in check_books(Office.objects.all()) if r.faults] == []


def test_a_budget_does_not_slip_into_books_that_are_being_closed(setting):
    day = date(2010, 1, 31)

    def close():
        return close_books(setting.office, through=day, by=setting.manager)

    def draw_up():
        return approve(setting, {POWER: [5] * 12}, since=day)

    closed, made = run_together([close, draw_up])

    assert closed.closed_after == day
    if isinstance(made, Exception):
        assert isinstance(made, ValidationError)
        assert "Buku sudah ditutup" in made.messages[0]
    else:
        assert made.recorded_at < closed.made_at
