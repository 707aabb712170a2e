"""An office in which loans end in every way there is; worked out by hand in the tests.

Each loan is of Rp 10.000.000, flat 1,5% over 10 months, disbursed on 10 August 2009 to five
members: ten rows of 1.000.000 + 150.000, due on the 10th of September 2009 to June 2010. Each
group pays the first two instalments. The allowance for losses holds Rp 3.000.000.
"""

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from loans.ending_problems import Ruling
from loans.endings import cancel_disbursement, undo_relief, write_off
from loans.models import Loan, Repayment
from loans.recoveries import Received, record_recovery, reverse_recovery
from loans.rescheduling import reschedule_loan, undo_rescheduling
from loans.settlement import Settlement, quotation, settle_loan
from loans.setup import add_rules
from tests import factories
from upk.ledger.services import Move, post_entry
from upk.offices.models import Office, User
from upk.periods import add_months

DISBURSED = date(2009, 8, 10)
ENDED = date(2010, 1, 20)
DECIDED = date(2010, 1, 5)
ALLOWANCE = 3_000_000


@dataclass
class World:
    """The office and its loans by name."""

    office: Office
    by: User
    loans: dict[str, Loan]


def ruling(number: str = "07/MAD/2010", body: str = "MAD") -> Ruling:
    return Ruling(body, number, DECIDED)


def how(by: User, on: date = ENDED) -> dict:
    """What every ending that is decided takes."""
    return {"on": on, "ruling": ruling(), "request_key": uuid4(), "by": by}


def back(by: User, on: date) -> dict:
    """What every undoing takes."""
    return {"on": on, "reason": "Salah catat", "request_key": uuid4(), "by": by}


def settle(loan: Loan, by: User, on: date = ENDED) -> list[Repayment]:
    paid = Settlement(on, loan.product.cash, quotation(loan, on).total)
    return settle_loan(loan, paid, request_key=uuid4(), by=by)


def received(loan: Loan, amount: int, on: date) -> Received:
    return Received(on, loan.product.cash, amount)


def create_office(
    *, full_interest: bool = False, allowance: int = ALLOWANCE
) -> tuple[Office, User]:
    """An office with one product, its rule of early settlement and its allowance."""
    office = factories.create_office()
    by = factories.create_user(office=office)
    product = factories.create_product(office)
    add_rules(product, since=date(2009, 1, 1), ceilings={}, full_interest_when_early=full_interest)
    if allowance:
        moves = [Move(product.provision_expense, product.allowance, allowance)]
        post_entry(office, happened_on=date(2009, 12, 31), memo="Cadangan", moves=moves, by=by)
    return office, by


def create_loan(office: Office, by: User, *, paid: int = 2, **fields) -> Loan:
    village = office.villages.first() or factories.create_village(office)
    loan = factories.create_loan(
        factories.create_group(village), disbursed_on=DISBURSED, by=by, **fields
    )
    for month in range(1, 1 + paid):
        factories.pay(loan, on=add_months(DISBURSED, month), by=by)
    return loan


def create_world() -> World:
    """Every ending once, and every undoing."""
    office, by = create_office()
    names = (
        "settled", "unsettled", "rescheduled", "put back", "written off", "member", "dead",
        "undone",
    )  # fmt: skip
    loans = {name: create_loan(office, by) for name in names}
    loans["cancelled"] = create_loan(office, by, paid=0)
    settle(loans["settled"], by)
    [_, waiver] = settle(loans["unsettled"], by)
    undo_relief(waiver, **back(by, date(2010, 2, 1)))
    loans["new"] = reschedule_loan(
        loans["rescheduled"], terms={"tenor": 12}, carried_interest=200_000, **how(by)
    )
    reschedule_loan(loans["put back"], terms={"tenor": 20}, **how(by))
    moved = loans["put back"].repayments.get(kind="rescheduled")
    undo_rescheduling(moved, **back(by, date(2010, 2, 3)))
    off = write_off(loans["written off"], **how(by))
    record_recovery(
        off, received(loans["written off"], 700_000, date(2010, 2, 4)), request_key=uuid4(), by=by
    )
    wrong = record_recovery(
        off, received(loans["written off"], 90_000, date(2010, 2, 5)), request_key=uuid4(), by=by
    )
    reverse_recovery(
        wrong, happened_on=date(2010, 2, 6), reason="Salah", by=by, request_key=uuid4()
    )
    first = loans["member"].shares.first().person
    write_off(loans["member"], person=first, **how(by))
    died = loans["dead"].shares.last().person
    write_off(loans["dead"], person=died, kind="death", **how(by))
    undone = write_off(loans["undone"], **how(by))
    undo_relief(undone, **back(by, date(2010, 2, 2)))
    cancel_disbursement(loans["cancelled"], **back(by, ENDED))
    for loan in loans.values():
        loan.refresh_from_db()
    return World(office, by, loans)
