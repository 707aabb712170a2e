"""The portfolio as of a date, against a slow computation loan by loan, and which loans belong."""

import random
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from loans.models import Loan, Repayment
from loans.portfolio import outstanding_by_class, portfolio, running
from loans.repayments import reverse_repayment
from tests import factories
from upk.ledger.services import reverse_entry
from upk.periods import add_months, today

pytestmark = pytest.mark.django_db
START = date(2008, 11, 3)
BOUNDS = ((0, "I"), (2, "II"), (4, "III"), (6, "IV"))


def naive(loan: Loan, as_of: date, since: date) -> dict:
    """One loan, straight from the definitions of domain.md 4 and 12."""
    paid = [r for r in loan.repayments.all() if r.paid_on <= as_of]
    principal = sum(r.principal for r in paid)
    interest = sum(r.interest for r in paid)
    due = [row for row in loan.instalments.all() if row.due_on <= as_of]
    oldest, left_principal, left_interest = None, principal, interest
    for row in due:
        left_principal -= row.principal
        left_interest -= row.interest
        if row.due_on < as_of and (left_principal < 0 or left_interest < 0):
            oldest = row.due_on
            break
    months = 0
    if oldest:
        marks = (add_months(loan.disbursed_on, k) for k in range(1, 200))
        months = 1 + sum(oldest < mark <= as_of for mark in marks)
    return {
        "outstanding": loan.principal - principal,
        "arrears": max(0, sum(row.principal for row in due) - principal)
        + max(0, sum(row.interest for row in due) - interest),
        "months": months,
        "class": next((code for most, code in BOUNDS if months <= most), "V"),
        "before": sum(r.principal + r.interest for r in paid if r.paid_on < since),
    }


def shown(position) -> dict:
    return {
        "outstanding": position.outstanding,
        "arrears": position.standing.arrears,
        "months": position.standing.months_in_arrears,
        "class": position.rule.code,
        "before": position.realised_before_principal + position.realised_before_interest,
    }


def live(loan: Loan, chance: random.Random) -> None:
    """Some payments of any size on any day, some of them reversed."""
    for _ in range(chance.randrange(8)):
        day = loan.disbursed_on + timedelta(chance.randrange(1, 460))
        amount = chance.choice([200_000, 560_000, 1_000_000, 2_500_000])
        day = min(day, today(loan.office))
        try:
            repayment = factories.pay(loan, amount, on=day, ahead=True)
        except ValidationError:
            continue  # more than was left
        if chance.random() < 0.3:
            on = min(day + timedelta(chance.randrange(40)), today(loan.office))
            reverse_repayment(repayment, happened_on=on, reason="Salah", by=repayment.recorded_by)


@pytest.mark.parametrize("seed", range(6))
def test_portfolio_equals_the_slow_computation(seed):
    chance = random.Random(f"loans {seed}")
    product = factories.create_product()
    village = factories.create_village(product.office)
    for _ in range(3):
        terms = {
            "tenor": chance.choice([6, 10, 12]),
            "principal_every": chance.choice([1, 1, 3]),
            "method": chance.choice(["flat", "declining"]),
        }
        loan = factories.create_loan(
            factories.create_group(village, member_count=2), product, principal=5_000_000,
            disbursed_on=START + timedelta(chance.randrange(120)), terms=terms,
        )  # fmt: skip
        live(loan, chance)

    for as_of in (START + timedelta(days) for days in (30, 150, 183, 300, 469)):
        since = as_of - timedelta(60)
        loans = Loan.objects.disbursed_by(as_of).order_by("code")
        positions = portfolio(product.office, loans, as_of=as_of, since=since)

        assert [shown(p) for p in positions] == [naive(loan, as_of, since) for loan in loans]


@pytest.mark.parametrize("count", [1, 5])
def test_portfolio_asks_a_constant_number_of_queries(count, django_assert_num_queries):
    product = factories.create_product()
    village = factories.create_village(product.office)
    for _ in range(count):
        loan = factories.create_loan(factories.create_group(village, member_count=2), product)
        factories.pay(loan)
    loans = running(Loan.objects.all(), since=date(2010, 1, 1), as_of=factories.TODAY)

    # terms, sets, classes, instalments, repayments, reliefs, loans
    with django_assert_num_queries(7):
        positions = portfolio(product.office, loans, as_of=factories.TODAY)

    assert len(positions) == count


def test_outstanding_is_summed_by_class():
    first = factories.create_loan(disbursed_on=date(2010, 1, 20))
    group = factories.create_group(first.group.village)
    factories.create_loan(group, first.product, disbursed_on=date(2009, 4, 10))

    positions = portfolio(first.office, Loan.objects.all(), as_of=factories.TODAY)

    assert outstanding_by_class(positions) == {"I": 10_000_000, "V": 10_000_000}


def test_nothing_lent_is_an_empty_portfolio():
    office = factories.create_product().office

    assert portfolio(office, Loan.objects.all(), as_of=factories.TODAY) == []
    assert portfolio(office, Loan.objects.none(), as_of=factories.TODAY) == []


# Which loans belong


def running_codes(since, as_of):
    return list(running(Loan.objects.all(), since=since, as_of=as_of))


@pytest.fixture
def settled():
    """Lent on 10 August 2009, settled on 10 November."""
    loan = factories.create_loan(disbursed_on=date(2009, 8, 10))
    factories.pay(loan, 1_150_000, on=date(2009, 9, 10))
    factories.pay(loan, 10_350_000, on=date(2009, 11, 10), ahead=True)
    return loan


def test_loan_belongs_from_its_disbursement_to_the_period_it_was_settled_in(settled):
    assert running_codes(date(2009, 7, 1), date(2009, 8, 9)) == []
    assert running_codes(date(2009, 7, 1), date(2009, 8, 10)) == [settled]
    assert running_codes(date(2009, 10, 1), date(2009, 12, 31)) == [settled]
    assert running_codes(date(2009, 11, 10), date(2009, 11, 10)) == [settled]
    assert running_codes(date(2009, 11, 11), date(2009, 12, 31)) == []


def test_reversed_settlement_brings_the_loan_back_from_its_day_on(settled):
    last = Repayment.objects.latest("pk")
    reverse_repayment(last, happened_on=date(2010, 2, 1), reason="Salah", by=last.recorded_by)

    assert running_codes(date(2010, 1, 1), date(2010, 1, 31)) == []
    assert running_codes(date(2010, 2, 1), date(2010, 2, 15)) == [settled]
    assert running_codes(date(2010, 2, 5), date(2010, 2, 15)) == [settled]
    [position] = portfolio(settled.office, Loan.objects.all(), as_of=date(2010, 1, 31))
    assert position.outstanding == 0
    [position] = portfolio(settled.office, Loan.objects.all(), as_of=date(2010, 2, 1))
    assert position.outstanding == 9_000_000


def test_settlement_by_a_backdated_receipt_counts_from_the_last_payment():
    loan = factories.create_loan(disbursed_on=date(2009, 8, 10))
    factories.pay(loan, 5_000_000, on=date(2010, 1, 20), ahead=True)
    factories.pay(loan, 6_500_000, on=date(2009, 12, 10), ahead=True)

    assert running_codes(date(2009, 12, 20), date(2009, 12, 31)) == [loan]
    assert running_codes(date(2010, 1, 1), date(2010, 1, 31)) == [loan]
    assert running_codes(date(2010, 2, 1), date(2010, 2, 15)) == []


def test_loan_refused_or_waiting_never_belongs():
    factories.create_loan(disbursed_on=None)

    assert running_codes(date(2009, 1, 1), factories.TODAY) == []


def undo(repayment: Repayment, on: date) -> None:
    by = repayment.recorded_by
    entry = reverse_entry(repayment.entry, happened_on=on, reason="Uji", by=by, origin="loans")
    Repayment.objects.create(
        office=repayment.office, loan=repayment.loan, kind="reversal", paid_on=on,
        principal=-repayment.principal, interest=-repayment.interest, entry=entry,
        reverses=repayment, recorded_by=by,
    )  # fmt: skip


def test_the_reversal_of_money_counts_as_money_on_its_own_day():
    loan = factories.create_loan(principal=10_000_000, disbursed_on=date(2009, 8, 10))
    undo(factories.pay(loan, 1_150_000, on=date(2009, 9, 10)), date(2009, 10, 2))

    (position,) = portfolio(
        loan.office, Loan.objects.all(), as_of=date(2009, 10, 31), since=date(2009, 10, 1)
    )

    assert position.realised_before_principal == 1_000_000
    assert position.realised_principal == 0
