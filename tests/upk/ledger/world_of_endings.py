"""What the endings of loans add to the world: a write-off with a recovery, a rescheduling."""

from datetime import date
from uuid import uuid4

from loans.ending_problems import Ruling
from loans.endings import write_off
from loans.recoveries import Received, record_recovery, reverse_recovery
from loans.rescheduling import reschedule_loan
from loans.services import write_schedule
from tests import factories
from upk.ledger.services import Move, post_entry, reverse_entry
from upk.offices.models import User

DAY = date(2010, 1, 20)


def add_endings(group_of, product, by: User) -> dict[str, int]:
    """Ids by name; ``group_of`` makes a group. The new loans are of 13 January 2010."""
    office = product.office
    lent = {"disbursed_on": date(2010, 1, 13), "by": by}
    gone, taken = (factories.create_loan(group_of(), product, **lent) for _ in range(2))
    how = {"on": DAY, "ruling": Ruling("MAD", "BA/2", DAY), "by": by}
    off = write_off(gone, request_key=uuid4(), **how)
    money = Received(DAY, product.cash, 1_000)
    recovery = record_recovery(off, money, request_key=uuid4(), by=by)
    taken_back = record_recovery(off, money, request_key=uuid4(), by=by)
    undone = reverse_recovery(
        taken_back, happened_on=DAY, reason="Salah", by=by, request_key=uuid4()
    )
    reschedule_loan(taken, terms={"tenor": 12}, request_key=uuid4(), **how)

    almost = factories.create_loan(group_of(), product, by=by, disbursed_on=None, approved_on=DAY)
    write_schedule(almost, DAY)

    def post(
        amount: int, on: date = DAY, debit=product.cash, credit=product.recovery_income
    ) -> int:
        """An entry of the loans for which there is no row yet."""
        moves = [Move(debit, credit, amount)]
        return post_entry(office, happened_on=on, memo="x", moves=moves, by=by, origin="loans").pk

    return {
        "write_off": off.pk,
        "recovery": recovery.pk,
        "recovery_reversal": undone.pk,
        "free_income": post(1_000),
        "free_income_of_all": post(10_000_000),
        "early_income": post(1_000, date(2010, 1, 19)),
        "no_income": post(1_000, credit=factories.account(office, "3.1.01.01")),
        "refunded_income": post(1_000, debit=product.recovery_income, credit=product.cash),
        "write_off_reversal": reverse_entry(
            off.entry, happened_on=DAY, reason="Salah", by=by, origin="loans"
        ).pk,
        "almost": almost.pk,
        "almost_entry": post(
            almost.principal, debit=product.receivable, credit=product.rescheduling
        ),
        "rescheduled": taken.pk,
    }
