"""The check of the budgets finds what is spoilt behind the triggers' back."""

from datetime import date

import pytest
from django.db import connection

from tests import databases
from tests.upk.budget.office import SALARY, approve, create_setting
from upk.desk.check_books import check_books
from upk.offices.models import Office

pytestmark = pytest.mark.django_db


def budgets():
    [found] = [r for r in check_books(Office.objects.all()) if r.key == "budgets"]
    return found


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        (
            "DELETE FROM budget_budgetline WHERE month = 12",
            "Anggaran 2010, perubahan ke-1: 11 dari 12 baris",
        ),
        (
            "UPDATE budget_budgetversion SET revision = 3 WHERE revision = 1",
            "Anggaran 2010, perubahan ke-3: nomor perubahan tidak urut",
        ),
    ],
)
def test_each_fault_is_found(sql, fault):
    setting = create_setting()
    approve(setting, {SALARY: [100] * 11 + [0]})
    approve(setting, {SALARY: [110] * 12}, since=date(2010, 2, 1))
    before = budgets()
    connection.check_constraints()

    with databases.triggers_lifted(), connection.cursor() as cursor:
        cursor.execute(sql)

    assert (before.faults, before.looked_at) == ((), "2 anggaran, Rp 2.420")
    assert budgets().faults == (fault,)
