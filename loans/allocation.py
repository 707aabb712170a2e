"""How a payment is split between jasa and principal, and how much may be taken.

Two words that are kept apart: *arrears* were due before the day of the payment, *due* is due on
that very day, which is not late. Source: domain.md 3 (A payment) and 12 (Payments).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

RowDue = tuple[date, int, int]
"""A row of the schedule: due date, principal, interest; in the order of the due dates."""


class PaymentOrder(StrEnum):
    """What a payment covers first; a setting of the office, copied to the loan."""

    INTEREST_FIRST = "interest_first"
    """Jasa, principal in arrears, principal due; the norm."""
    PRINCIPAL_FIRST = "principal_first"
    """Principal in arrears, principal due, jasa."""


class NegativeAmount(ValueError):
    """A negative payment or part of one. ``part`` is amount, principal or interest."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


class Overpayment(ValueError):
    """More than may be taken. Whole rupiah.

    ``fits_ahead`` tells that all of it could be taken if the payer says that the rest is for the
    next instalments (bayar di muka): then ``limit`` is what is due now, else all that is owed.
    ``excess`` is how much more than ``limit`` it is.
    """

    part = "amount"

    def __init__(self, excess: int, limit: int, fits_ahead: bool) -> None:
        super().__init__(f"{self.part} is {excess} more than {limit}")
        self.excess = excess
        self.limit = limit
        self.fits_ahead = fits_ahead


class PrincipalOverpayment(Overpayment):
    """The principal part of a split is more than may be taken."""

    part = "principal"


class InterestOverpayment(Overpayment):
    """The jasa part of a split is more than may be taken."""

    part = "interest"


@dataclass(frozen=True, slots=True)
class Parts:
    """A payment's parts. Unit: whole rupiah."""

    principal: int
    interest: int

    @property
    def total(self) -> int:
        """Principal and interest together."""
        return self.principal + self.interest


@dataclass(frozen=True, slots=True)
class Due:
    """What is unpaid of a loan on a day. Unit: whole rupiah, none negative.

    ``ahead`` are the unpaid parts of later instalments, in the order of their due dates.
    """

    interest_arrears: int
    interest_due: int
    principal_arrears: int
    principal_due: int
    ahead: tuple[Parts, ...] = ()

    @property
    def interest_now(self) -> int:
        """Jasa in arrears and due."""
        return self.interest_arrears + self.interest_due

    @property
    def principal_now(self) -> int:
        """Principal in arrears and due."""
        return self.principal_arrears + self.principal_due

    @property
    def interest_ahead(self) -> int:
        """Unpaid jasa of later instalments."""
        return sum(parts.interest for parts in self.ahead)

    @property
    def principal_ahead(self) -> int:
        """Unpaid principal of later instalments."""
        return sum(parts.principal for parts in self.ahead)

    @property
    def now(self) -> int:
        """All that is in arrears and due."""
        return self.interest_now + self.principal_now

    @property
    def owed(self) -> int:
        """All remaining principal and scheduled jasa: no payment may be more."""
        return self.now + self.interest_ahead + self.principal_ahead


def dues(rows: Iterable[RowDue], paid_principal: int, paid_interest: int, on: date) -> Due:
    """What is in arrears, due and still to come on the day ``on``, given what has been paid.

    Unit: whole rupiah. Payments count against the oldest rows first, principal and jasa apart.
    ``rows`` are in the order of their due dates.
    """
    interest_arrears = interest_due = principal_arrears = principal_due = 0
    ahead = []
    left_principal, left_interest = paid_principal, paid_interest
    for due_on, principal, interest in rows:
        covered_principal = min(principal, max(0, left_principal))
        covered_interest = min(interest, max(0, left_interest))
        left_principal -= covered_principal
        left_interest -= covered_interest
        principal -= covered_principal
        interest -= covered_interest
        if due_on < on:
            principal_arrears += principal
            interest_arrears += interest
        elif due_on == on:
            principal_due += principal
            interest_due += interest
        elif principal or interest:
            ahead.append(Parts(principal, interest))
    return Due(interest_arrears, interest_due, principal_arrears, principal_due, tuple(ahead))


def allocate(
    amount: int,
    due: Due,
    order: PaymentOrder = PaymentOrder.INTEREST_FIRST,
    ahead: bool = False,
) -> Parts:
    """Split a payment: jasa due, principal in arrears, principal due; then the next instalments.

    The next instalments are covered one after the other, jasa first, and only if the payer says
    so in advance (``ahead``). With ``PRINCIPAL_FIRST`` principal comes before jasa throughout.

    Unit: whole rupiah. Guarantee: the parts add up to ``amount`` and pass ``check_split``. An
    amount of 0 gives parts of 0, since somebody may pay a penalty alone.
    Raises ``NegativeAmount``; ``Overpayment`` if ``amount`` is more than may be taken.
    """
    if amount < 0:
        raise NegativeAmount("amount")
    limit = due.owed if ahead or amount > due.owed else due.now
    if amount > limit:
        raise Overpayment(amount - limit, limit, amount <= due.owed)
    left, principal, interest = amount, 0, 0
    for owed in (Parts(due.principal_now, due.interest_now), *(due.ahead if ahead else ())):
        part = _take(left, owed, order)
        left -= part.total
        principal += part.principal
        interest += part.interest
    return Parts(principal, interest)


def _take(amount: int, owed: Parts, order: PaymentOrder) -> Parts:
    """As much of ``owed`` as ``amount`` covers, in the given order."""
    if order == PaymentOrder.PRINCIPAL_FIRST:
        principal = min(amount, owed.principal)
        return Parts(principal, min(amount - principal, owed.interest))
    interest = min(amount, owed.interest)
    return Parts(min(amount - interest, owed.principal), interest)


def check_split(principal: int, interest: int, due: Due, ahead: bool = False) -> Parts:
    """Check a split that the cashier typed instead of the rule's; the order is free.

    Unit: whole rupiah. Raises ``NegativeAmount``; ``PrincipalOverpayment`` or
    ``InterestOverpayment`` if a part is more than may be taken of it.
    """
    if principal < 0:
        raise NegativeAmount("principal")
    if interest < 0:
        raise NegativeAmount("interest")
    all_principal = due.principal_now + due.principal_ahead
    all_interest = due.interest_now + due.interest_ahead
    limit = all_principal if ahead or principal > all_principal else due.principal_now
    if principal > limit:
        raise PrincipalOverpayment(principal - limit, limit, principal <= all_principal)
    limit = all_interest if ahead or interest > all_interest else due.interest_now
    if interest > limit:
        raise InterestOverpayment(interest - limit, limit, interest <= all_interest)
    return Parts(principal, interest)


def settlement(due: Due, full_interest: bool = True) -> Parts:
    """What settles a loan early: all principal and, by default, all scheduled jasa.

    Unit: whole rupiah. ``full_interest`` is a setting of the office; without it only the jasa in
    arrears and due is asked. Source: domain.md 3, Early settlement.
    """
    interest = due.interest_now + (due.interest_ahead if full_interest else 0)
    return Parts(due.principal_now + due.principal_ahead, interest)
