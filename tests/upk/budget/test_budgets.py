"""Budgets as decided, and what happened beside them."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from tests.upk.budget.office import INTEREST, POWER, SALARY, approve, create_setting
from upk.budget.comparison import compare, months_of, realisation
from upk.budget.models import BudgetVersion
from upk.ledger.services import Move, close_books, post_entry, reverse_entry

pytestmark = pytest.mark.django_db
JANUARY, FEBRUARY = date(2010, 1, 1), date(2010, 2, 1)
TODAY = date(2010, 2, 15)


@pytest.fixture
def setting():
    return create_setting()


def compared(setting, start=FEBRUARY, end=TODAY) -> dict[str, tuple]:
    found = compare(setting.office, start, end)
    return {
        r.account.code: (r.budget, r.real, r.budget_to_date, r.real_to_date, r.left, r.over)
        for r in found.rows
    }


def test_budget_is_kept_by_account_and_month(setting):
    months = [100, 0, *[50] * 10]

    version = approve(setting, {SALARY: months, POWER: [0, 7, *[0] * 10]})

    assert months_of(version) == {
        setting.account(SALARY).pk: months,
        setting.account(POWER).pk: [0, 7, *[0] * 10],
    }
    assert (version.label, version.line_count) == ("Anggaran 2010", 12)


def test_budget_sent_twice_is_recorded_once(setting):
    key = uuid4()

    first, second = (approve(setting, {SALARY: [1] * 12}, request_key=key) for _ in range(2))

    assert first == second
    assert BudgetVersion.objects.count() == 1


def test_revision_is_in_force_from_its_day_on(setting):
    approve(setting, {SALARY: [100] * 12})
    revised = approve(
        setting, {SALARY: [120] * 12}, decided_on=date(2010, 2, 1), since=date(2010, 2, 5)
    )

    assert revised.label == "Anggaran 2010, perubahan ke-1"
    assert compared(setting, end=date(2010, 2, 4))[SALARY][2] == 200
    assert compared(setting, end=date(2010, 2, 5))[SALARY][2] == 240


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"decided_on": date(2010, 2, 16), "since": date(2010, 2, 16)}, "belum tiba"),
        ({"since": date(2010, 1, 3)}, "paling awal pada tanggal keputusannya"),
        ({"decided_on": date(2009, 12, 1), "since": date(2009, 12, 31)}, "Buku sudah ditutup"),
        ({"number": " "}, "Tulis nomor"),
        ({"amounts": {}}, "sedikitnya satu"),
    ],
)
def test_budget_that_cannot_be(setting, fields, problem):
    close_books(setting.office, through=date(2009, 12, 31), by=setting.manager)

    with pytest.raises(ValidationError, match=problem):
        approve(setting, {SALARY: [1] * 12}, **fields)

    assert not BudgetVersion.objects.exists()


def test_budget_names_income_and_expenses_with_twelve_months(setting):
    with pytest.raises(ValidationError, match="bukan akun pendapatan atau beban"):
        approve(setting, {"1.1.01.01": [1] * 12})
    with pytest.raises(ValidationError, match="dua belas bulan"):
        approve(setting, {SALARY: [1] * 11})
    with pytest.raises(ValidationError, match="tidak kurang dari nol"):
        approve(setting, {SALARY: [-1, *[1] * 11]})


def test_revision_does_not_begin_before_the_version_before(setting):
    approve(setting, {SALARY: [1] * 12}, since=date(2010, 1, 20))

    with pytest.raises(ValidationError, match="tidak boleh lebih awal"):
        approve(setting, {SALARY: [2] * 12}, since=date(2010, 1, 19))


def test_month_year_to_date_and_what_is_left(setting):
    approve(setting, {SALARY: [100] * 12, INTEREST: [1_000] * 12})
    setting.earn(INTEREST, 900, JANUARY)
    setting.spend(SALARY, 90, JANUARY)
    setting.spend(SALARY, 130, FEBRUARY)
    setting.spend(POWER, 5, date(2010, 2, 16))

    assert compared(setting) == {
        INTEREST: (1_000, 0, 2_000, 900, 11_100, 0),  # too little income is no overspending
        SALARY: (100, 130, 200, 220, 980, 20),
    }


def test_expense_without_a_budget_is_over_it(setting):
    setting.spend(POWER, 5, FEBRUARY)

    assert compared(setting) == {POWER: (0, 5, 0, 5, -5, 5)}
    assert compare(setting.office, FEBRUARY, TODAY).version is None


def test_quarter_has_the_budget_of_its_months(setting):
    approve(setting, {SALARY: list(range(1, 13))}, year=2009)

    rows = compared(setting, date(2009, 10, 1), date(2009, 12, 31))

    assert rows == {}  # it was decided in 2010
    approve(setting, {POWER: list(range(1, 13))})
    assert compared(setting, date(2010, 4, 1), date(2010, 6, 30))[POWER][:3] == (15, 0, 21)


def test_reversal_counts_and_closing_does_not(setting):
    spent = setting.spend(SALARY, 100, date(2009, 12, 1))
    setting.spend(SALARY, 40, date(2009, 12, 2))
    reverse_entry(spent, happened_on=date(2009, 12, 3), reason="x", by=setting.treasurer)
    moves = [Move(setting.account("3.2.01.01"), setting.account(SALARY), 40)]
    post_entry(
        setting.office, happened_on=date(2009, 12, 31), memo="x", moves=moves, kind="closing",
        origin="closing", by=setting.manager,
    )  # fmt: skip

    found = realisation(setting.office, date(2009, 1, 1), date(2009, 12, 31))

    assert found == {setting.account(SALARY).pk: [0] * 11 + [40]}


@pytest.mark.parametrize("codes", [[SALARY], [SALARY, POWER, INTEREST]])
def test_comparison_takes_the_same_queries_for_many_accounts(
    setting, codes, django_assert_num_queries
):
    approve(setting, {code: [1] * 12 for code in codes})

    with django_assert_num_queries(5):  # version, lines, debits, credits, accounts
        found = compare(setting.office, FEBRUARY, TODAY)

    assert len(found.rows) == len(codes)
