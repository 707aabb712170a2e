"""Loans whose groups pay on time, for the tests of rebates (IPTW)."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

from loans.models import Loan
from loans.rebates import Claim, claims
from loans.rebating import Payout, approve_rebates, pay_rebates
from loans.setup import add_rules
from tests import factories

DISBURSED = date(2009, 8, 10)
FIRST, SECOND = date(2009, 9, 10), date(2009, 10, 10)
REBATE = 7_500
"""5% of the 150.000 jasa of an instalment."""


def rebate_product(office, timing="instalment", **rules):
    """SPP: ten instalments of 1.000.000 + 150.000 for 10 million; 5% and 5 days."""
    product = factories.create_product(office)
    values = {"rebate_timing": timing, "rebate_percent": Decimal(5), "rebate_days": 5} | rules
    add_rules(product, since=date(2003, 1, 1), ceilings={}, **values)
    return product


def lend(product, **fields) -> Loan:
    group = factories.create_group(factories.create_village(product.office))
    return factories.create_loan(group, product, **{"disbursed_on": DISBURSED, **fields})


def claims_of(loan: Loan, as_of: date = factories.TODAY) -> list[Claim]:
    return claims(Loan.objects.filter(pk=loan.pk), as_of)


def items(found) -> list[tuple[int, int, int]]:
    return [(*claim.key, claim.amount) for claim in found]


def approve(loan: Loan, manager, *, on: date = factories.TODAY):
    found = items(claims_of(loan))
    return approve_rebates(loan.office, found, on=on, request_key=uuid4(), by=manager)


def pay_out(loan: Loan, treasurer, found=None, *, on: date = factories.TODAY, key=None, cash=None):
    found = items(claims_of(loan)) if found is None else found
    payout = Payout(on, cash or loan.product.cash, found, key or uuid4())
    return pay_rebates(loan.office, payout, by=treasurer)
