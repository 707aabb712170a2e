"""A loan from approval to settlement and back, by the services alone."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from loans.models import Loan, Repayment
from loans.portfolio import portfolio
from tests import factories
from upk import triggers

pytestmark = pytest.mark.django_db


def test_every_declared_guard_is_in_the_database():
    triggers.check_all(connection)

    assert len(triggers.declared(connection.vendor)) > 60


def test_loan_disbursed_paid_and_settled():
    loan = factories.create_loan(principal=10_000_000, disbursed_on=date(2009, 8, 10))

    first = factories.pay(loan, 1_150_000, on=date(2009, 9, 10))
    rest = factories.pay(loan, 10_350_000, on=date(2010, 2, 15), ahead=True)

    loan.refresh_from_db()
    assert (first.principal, first.interest) == (1_000_000, 150_000)
    assert (rest.principal, rest.interest) == (9_000_000, 1_350_000)
    assert first.entry.label == "BKM-2009-000002"  # the first one is the capital
    assert loan.status == Loan.Status.SETTLED


def test_overpayment_is_refused_by_its_excess():
    loan = factories.create_loan(principal=10_000_000, disbursed_on=date(2010, 1, 10))

    with pytest.raises(ValidationError, match=r"kewajiban sebesar Rp 1[.]"):
        factories.pay(loan, 11_500_001, ahead=True)

    assert not Repayment.objects.exists()


def test_portfolio_knows_arrears_of_a_group_that_never_paid():
    loan = factories.create_loan(principal=10_000_000, disbursed_on=date(2009, 8, 10))

    [position] = portfolio(loan.office, Loan.objects.all(), as_of=date(2010, 2, 15))

    assert position.standing.arrears_principal == 6_000_000
    assert position.rule.code == "V" if position.standing.months_in_arrears > 6 else "IV"
