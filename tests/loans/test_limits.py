"""The ceiling of the next loan by the worst class of the last: worked examples with numbers."""

from datetime import date

import pytest

from loans.limits import ceiling_problems
from loans.models import Loan
from loans.proposals import open_problems
from loans.setup import DEFAULT_CEILINGS, add_rules
from tests import factories

pytestmark = pytest.mark.django_db
DAY = date(2010, 2, 10)


@pytest.fixture
def product():
    made = factories.create_product()
    add_rules(made, since=factories.BEGINNING, ceilings=DEFAULT_CEILINGS)
    return made


@pytest.fixture
def group(product):
    return factories.create_group(factories.create_village(product.office), member_count=3)


def last_loan(group, product, *, paid_on: date | None = None) -> Loan:
    """10 million from 10 January 2009 on, due from 10 February; paid at once or not at all."""
    loan = factories.create_loan(group, product, disbursed_on=date(2009, 1, 10))
    if paid_on:
        factories.pay(loan, 11_500_000, on=paid_on, ahead=True)
        loan.refresh_from_db()
        assert loan.status == Loan.Status.SETTLED
    return loan


def told(group, product, principal) -> list[str]:
    return [p.message for p in ceiling_problems(group, product, principal, DAY)]


def test_first_loan_has_no_ceiling(group, product):
    assert told(group, product, 900_000_000) == []


def test_group_that_was_never_late_may_rise(group, product):
    last_loan(group, product, paid_on=date(2009, 2, 10))

    assert told(group, product, 900_000_000) == []


@pytest.mark.parametrize(
    ("paid_on", "most", "sentence"),
    [
        (
            date(2009, 3, 20), 10_000_000,
            "pernah di kelas II (Dalam Perhatian Khusus): paling banyak 100% = Rp 10.000.000; "
            "Rp 10.000.001 melebihinya Rp 1.",
        ),
        (
            date(2009, 5, 20), 7_500_000,
            "pernah di kelas III (Kurang Lancar): paling banyak 75% = Rp 7.500.000; "
            "Rp 7.500.001 melebihinya Rp 1.",
        ),
        (
            # 0% holds until it is settled; then the lowest other ceiling
            date(2009, 12, 20), 7_500_000,
            "pernah di kelas V (Macet): paling banyak 75% = Rp 7.500.000; "
            "Rp 7.500.001 melebihinya Rp 1.",
        ),
    ],
)  # fmt: skip
def test_ceiling_by_the_worst_class_of_the_last_loan(group, product, paid_on, most, sentence):
    loan = last_loan(group, product, paid_on=paid_on)

    assert told(group, product, most) == []
    assert told(group, product, most + 1) == [f"Pinjaman terakhir {loan} Rp 10.000.000 {sentence}"]


def test_bad_loan_that_still_runs_allows_none(group, product):
    loan = last_loan(group, product)

    [problem] = ceiling_problems(group, product, 1, DAY)

    assert problem.loan_id == loan.pk
    assert problem.message == (
        f"Pinjaman terakhir {loan} Rp 10.000.000 pernah di kelas V (Macet): belum boleh meminjam "
        "lagi sebelum lunas."
    )


def test_rules_of_the_day_count(group, product):
    last_loan(group, product, paid_on=date(2009, 3, 20))
    add_rules(product, since=date(2010, 2, 9), ceilings={"II": 50})

    assert "50% = Rp 5.000.000" in told(group, product, 5_000_001)[0]
    assert ceiling_problems(group, product, 10_000_000, date(2010, 2, 8)) == []


def test_without_ceilings_nothing_is_looked_up(group, product, django_assert_num_queries):
    last_loan(group, product)
    add_rules(product, since=date(2010, 2, 9), ceilings={})

    with django_assert_num_queries(2):  # rules, ceilings
        assert told(group, product, 900_000_000) == []


def test_ceiling_is_shown_from_the_proposal_on(group, product):
    loan = last_loan(group, product, paid_on=date(2009, 5, 20))
    proposal = factories.create_proposal(group, product, principal=8_000_000, proposed_on=DAY)

    [problem] = open_problems(proposal, DAY)

    assert (problem.code, problem.loan_id) == ("ceiling", loan.pk)
    assert "melebihinya Rp 500.000" in problem.message
