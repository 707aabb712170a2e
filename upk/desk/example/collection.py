"""Work on arrears: letters in batches, visits, promises kept and broken; and who paid."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from upk.desk.example.events import Contact, Event, Letters, LoanPlan, Split
from upk.desk.example.places import PRACTICE_DATE

if TYPE_CHECKING:
    from upk.desk.example.lending import Lending

LETTER_DAYS = (date(2009, 10, 22), date(2009, 11, 19), date(2009, 12, 17))
"""None in January: some are left for those who practise."""

VISIT, CALL, MEETING = "visit", "call", "meeting"
SPLITS, SPLIT_SINCE = 3, date(2010, 2, 1)
KEPT_SINCE = date(2010, 1, 20)
ASKED_BEFORE = timedelta(days=3)

VISITED_ON = date(2010, 1, 19)
BROKEN = (date(2010, 1, 20), date(2010, 2, 5), 750_000)
DUE_TODAY = (date(2010, 2, 8), PRACTICE_DATE, 500_000)
LATER = (date(2010, 2, 10), date(2010, 2, 24), 600_000)
"""Made on a day, to be paid by another, whole rupiah."""


def collected(lending: "Lending") -> list[Event]:
    """Letters and contacts of the last months, and some receipts divided over the members."""
    return [*map(Letters, LETTER_DAYS), *_contacts(lending), *_splits(lending)]


def _contacts(lending: "Lending") -> list[Event]:
    visited, broken, due, later = lending.in_trouble()[:4]
    events: list[Event] = [
        Contact(VISITED_ON, visited, VISIT, "Ketua tidak di rumah, pesan dititipkan"),
        _promise(broken, VISIT, BROKEN, "Hasil panen belum terjual"),
        _promise(due, MEETING, DUE_TODAY, "Dibicarakan dalam pertemuan kelompok"),
        _promise(later, CALL, LATER, "Menunggu pembayaran dari pembeli"),
    ]
    loan, paid_on, amount = _late_payment(lending)
    made = (paid_on - ASKED_BEFORE, paid_on, amount)
    return [*events, _promise(loan, CALL, made, "Bendahara datang ke kantor minggu ini")]


def _promise(loan: LoanPlan, kind: str, promise: tuple[date, date, int], note: str) -> Contact:
    on, promised_on, amount = promise
    return Contact(on, loan, kind, note, promised_on, amount)


def _late_payment(lending: "Lending") -> tuple[LoanPlan, date, int]:
    """A payment that the group brought to the office by itself, after its village's day."""
    return next(
        (loan, on, principal + interest)
        for loan in lending.punctual()
        for on, principal, interest in loan.payments
        if on >= KEPT_SINCE
        and on - ASKED_BEFORE > loan.disbursed_on
        and on.day > loan.group.village.payment_day + ASKED_BEFORE.days
        and principal + interest > 0
    )


def _splits(lending: "Lending") -> list[Event]:
    """Receipts of the last weeks, of loans on which nothing was ever taken back."""
    last = [
        (loan, loan.payments[-1][0])
        for loan in lending.punctual()
        if loan.payments and all(principal >= 0 for _, principal, _ in loan.payments)
    ]
    recent = [(loan, on) for loan, on in last if on >= SPLIT_SINCE and not loan.reliefs]
    return [Split(on, loan, on) for loan, on in recent[:SPLITS]]
