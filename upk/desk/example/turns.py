"""Lives of loans that go another way than by being paid, each on a day of its own. Pure data."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from upk.desk.example import rules
from upk.desk.example.events import (
    Cancellation,
    LoanPlan,
    Rebates,
    Recovery,
    Rescheduling,
    WriteOff,
)

if TYPE_CHECKING:
    from upk.desk.example.lending import Lending

RESCHEDULED_ON = date(2009, 5, 14)
WRITTEN_OFF_ON = date(2009, 6, 18)
CANCELLED_ON = date(2009, 7, 13)
DIED_ON = date(2009, 8, 13)
PART_WRITTEN_OFF_ON = date(2009, 11, 12)
REBATES_ON = date(2010, 2, 11)
RECOVERIES = {date(2009, 10, 15): 750_000, date(2010, 1, 21): 500_000}
"""Money for the loan that was written off, whole rupiah."""

RESCHEDULED_TROUBLE = date(2008, 4, 1)
WRITTEN_OFF_TROUBLE = date(2007, 8, 1)
PART_TROUBLE = date(2008, 11, 1)
"""Since when the groups had stopped paying whose loans these are."""

NEW_TENOR = 18
PAID_REBATES = 3
CANCELLED_AT_MOST, AGAIN_AFTER = timedelta(days=10), timedelta(days=12)
OFFICERS = 3
LEAST_MEMBERS_AT_DEATH = 8


class Turns:
    """Takes each turn on its day, in the first group in the order of the codes that it fits."""

    def __init__(self, lending: "Lending") -> None:
        self._lending = lending
        self._written_off: LoanPlan | None = None
        self._on: dict[date, Callable[[date], None]] = {
            RESCHEDULED_ON: self._reschedule,
            WRITTEN_OFF_ON: self._write_off,
            CANCELLED_ON: self._cancel,
            DIED_ON: self._die,
            PART_WRITTEN_OFF_ON: self._write_off_part,
            REBATES_ON: self._pay_rebates,
            **dict.fromkeys(RECOVERIES, self._recover),
        }

    def take(self, day: date) -> None:
        """What happens on that day, if anything does."""
        if turn := self._on.get(day):
            turn(day)

    def _running(self) -> Iterable[LoanPlan]:
        running = self._lending.running
        return (running[group] for group in self._lending.groups if group in running)

    def _of_trouble(self, since: date) -> LoanPlan:
        payers = self._lending.payers
        return next(loan for loan in self._running() if payers[loan.group].trouble == (since, None))

    def _reschedule(self, day: date) -> None:
        """A new loan of what is left takes over; half of the unpaid jasa is carried along."""
        loan = self._of_trouble(RESCHEDULED_TROUBLE)
        left = loan.left(day)
        shares = [0] * len(loan.shares)
        for place, rows in zip(loan.members, loan.left_of_members(day), strict=True):
            shares[place] = sum(row.principal for row in rows)
        due_interest = sum(row.interest for row in left if row.due_on <= day)
        new = LoanPlan(
            loan.group, {**loan.terms, "principal_every": 1, "tenor": NEW_TENOR},
            tuple(shares), tuple(shares), day, day, day, "MAD/R-01/2009", day,
            rescheduled_from=loan, carried_interest=due_interest // 2 // 1000 * 1000,
        )  # fmt: skip
        loan.relieve(day, left)
        new.disburse(day)
        self._lending.running[loan.group] = new
        self._lending.payers[loan.group].trouble = (RESCHEDULED_TROUBLE, day)
        reason = "Panen gagal, kelompok sanggup membayar dengan jangka baru"
        self._lending.events.append(Rescheduling(day, loan, new, reason))

    def _write_off(self, day: date) -> None:
        loan = self._of_trouble(WRITTEN_OFF_TROUBLE)
        principal = loan.outstanding
        loan.relieve(day, loan.left(day))
        del self._lending.running[loan.group]
        self._written_off = loan
        reason = "Kelompok bubar, usaha berhenti, jaminan tidak ada"
        self._lending.events.append(WriteOff(day, loan, principal, "MAD/H-01/2009", reason))

    def _recover(self, day: date) -> None:
        loan, amount = self._written_off, RECOVERIES[day]
        self._lending.cash[loan.category] += amount
        self._lending.events.append(Recovery(day, loan, amount))

    def _pay_rebates(self, day: date) -> None:
        """Some settled loans get theirs; the others' wait to be confirmed."""
        ended = self._lending.requests.ended
        loans = [ended[group] for group in self._lending.groups if group in ended]
        found = [(loan, rules.rebate_of(loan, day)) for loan in loans]
        amounts = tuple((loan, amount) for loan, amount in found if amount)[:PAID_REBATES]
        for loan, amount in amounts:
            self._lending.cash[loan.category] -= amount
        self._lending.events.append(Rebates(day, amounts))

    def _cancel(self, day: date) -> None:
        """The money of a loan that was paid out lately is brought back untouched."""
        loan = next(
            loan
            for loan in self._running()
            if not loan.payments and day - loan.disbursed_on <= CANCELLED_AT_MOST
        )
        lending = self._lending
        lending.cash[loan.category] += loan.principal
        del lending.running[loan.group]
        lending.early.pop(loan, None)
        lending.requests.free_from[loan.group] = day + timedelta(days=1)
        lending.ready[loan.group] = day + AGAIN_AFTER
        reason = "Kelompok menunda, uang dikembalikan utuh"
        lending.events.append(Cancellation(day, loan, reason))

    def _die(self, day: date) -> None:
        payers = self._lending.payers
        loan = next(
            loan
            for loan in self._running()
            if loan.category == "SPP"
            and len(loan.members) >= LEAST_MEMBERS_AT_DEATH
            and payers[loan.group].trouble is None
            and loan.disbursed_on.year == day.year
            and loan.due(day).principal_ahead
        )
        self._end_part(loan, day, "474.3/12/VIII/2009", "Surat kematian dari desa", died=True)

    def _write_off_part(self, day: date) -> None:
        loan = self._of_trouble(PART_TROUBLE)
        self._end_part(loan, day, "MAD/H-02/2009", "Pindah ke luar daerah, tidak diketahui")

    def _end_part(
        self, loan: LoanPlan, day: date, decision: str, reason: str, *, died: bool = False
    ) -> None:
        """The part of the last member who is no officer is taken off the loan."""
        place = [place for place in loan.members if place >= OFFICERS][-1]
        rows = loan.left_of_members(day)[loan.members.index(place)]
        principal = sum(row.principal for row in rows)
        loan.relieve(day, rows)
        self._lending.requests.gone[loan.group].add(place)
        self._lending.events.append(
            WriteOff(day, loan, principal, decision, reason, member=place, died=died)
        )
