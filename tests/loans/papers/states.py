"""Loans in every state, for papers to be printed of."""

from datetime import date
from uuid import uuid4

from loans.ending_problems import Ruling
from loans.endings import cancel_disbursement, write_off
from loans.models import Loan
from loans.papers.facts import LoanFacts, OfficeFacts, read_facts
from loans.proposals import refuse_loan
from loans.rescheduling import reschedule_loan
from loans.services import disburse_loan
from tests import factories
from upk.access import Role
from upk.offices.models import Office, User
from upk.offices.services import record_decision

DISBURSED = date(2009, 8, 10)
"""Six instalments have come due by ``factories.TODAY``."""


def create_office() -> tuple[Office, User]:
    """An office with a manager, a treasurer and money."""
    office = factories.create_office(subdistrict="Kalijambe", name="UPK Kalijambe")
    approver = f"penyetuju-{office.pk}"  # the one manager, so that papers name him
    factories.create_user(Role.MANAGER, office, username=approver, name="Sutarno Wibowo")
    treasurer = factories.create_user(Role.TREASURER, office, name="Sri Rahayu")
    return office, treasurer


def create_in_state(status: str, village, product, by: User) -> Loan:
    """A loan of a new group in that state; the active one is late, the settled one is paid."""
    group = factories.create_group(village, name="Melati")
    loan = factories.create_proposal(group, product, proposed_on=date(2009, 8, 1))
    if status == "P":
        return loan
    loan = factories.advance(loan)
    if status == "T":
        return refuse_loan(loan, reason="Tidak layak", on=DISBURSED, by=by)
    if status == "V":
        return loan
    decision = record_decision(
        loan.office, body="TP", number="04/TP/VIII/2009", decided_on=date(2009, 8, 5)
    )
    loan = factories.advance(loan, on=date(2009, 8, 5), decision=decision)
    if status == "W":
        return loan
    factories.put_money_in(product.cash, loan.principal, by=by)
    loan = disburse_loan(
        loan, disbursed_on=DISBURSED, cash=product.cash, request_key=uuid4(), by=by
    )
    if status == "L":
        factories.pay(loan, 11_500_000, by=by, ahead=True)
    elif status == "A":
        factories.pay(loan, 1_150_000, on=date(2009, 9, 10), by=by)
    else:
        end(loan, status, by)
    loan.refresh_from_db()
    assert loan.status == status
    return loan


def end(loan: Loan, status: str, by: User) -> None:
    """Reschedule, write off or cancel a loan on which nothing was paid."""
    how = {"on": date(2010, 1, 5), "request_key": uuid4(), "by": by}
    ruling = Ruling("MAD", "01/MAD/2010", date(2010, 1, 4))
    if status == "R":
        reschedule_loan(loan, ruling=ruling, terms={"tenor": 12}, **how)
    elif status == "H":
        write_off(loan, ruling=ruling, **how)
    else:
        cancel_disbursement(loan, reason="Salah kelompok", **how)


def facts_of(loan: Loan, on: date = factories.TODAY) -> LoanFacts:
    return read_facts([loan], OfficeFacts.of(loan.office, on))[0]
