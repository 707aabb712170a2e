"""Where the money lies: taken in as cash, brought to the bank of its product every week.

Costs are paid from cash, which is fetched from the bank when there isn't enough of it.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from upk.desk.example import calendar
from upk.desk.example.accounts import BANK, CASH, parts
from upk.desk.example.events import (
    Booking,
    Cancellation,
    CashCounted,
    Correction,
    DaySheet,
    Disbursement,
    Event,
    Paid,
    PaperScanned,
    Purchase,
    Rebates,
    Recovery,
    Sale,
    Settlement,
    StatementCame,
)
from upk.desk.example.lending import DISBURSEMENT_DAYS
from upk.desk.example.order import in_order
from upk.desk.example.places import FIRST_DAY, PRACTICE_DATE
from upk.desk.example.poor.happenings import AidMoney, GoatsBought
from upk.desk.example.villages.happenings import Capital

FLOAT = 1_500_000
"""What each product leaves in the cash box, whole rupiah."""

SMALLEST_DEPOSIT = 250_000
AFTER_THE_BANK = (Disbursement, CashCounted, StatementCame, PaperScanned)
"""What comes after the day's money was brought to the bank."""

STEP = 1_000


class NotEnoughMoney(Exception):
    """The plan spends what isn't there."""


class Treasury:
    """Follows cash and banks through the events and adds the transfers between them."""

    def __init__(self) -> None:
        self.cash = {"SPP": 0, "UEP": 0}
        self.bank = {"SPP": 0, "UEP": 0}
        self.transfers: list[Booking] = []
        self._bank_days = {
            calendar.in_month(year, month, day)
            for year, month in calendar.months(FIRST_DAY, PRACTICE_DATE)
            for day in DISBURSEMENT_DAYS
        }

    def run(self, events: Sequence[Event]) -> list[Event]:
        """The events with the transfers, in order. Raises ``NotEnoughMoney``."""
        by_day: dict[date, list[Event]] = defaultdict(list)
        for event in in_order(events):
            by_day[event.on].append(event)
        told: list[Event] = []
        for day in calendar.days(FIRST_DAY, PRACTICE_DATE):
            told += self._day(day, by_day.get(day, []))
        return told

    def _day(self, day: date, events: list[Event]) -> list[Event]:
        lent = [event for event in events if isinstance(event, AFTER_THE_BANK)]
        others = [event for event in events if not isinstance(event, AFTER_THE_BANK)]
        told: list[Event] = []
        for event in others:
            if isinstance(event, Paid):
                told += self._fetch(event)
            self._follow(event)
            told.append(event)
        if day.weekday() == calendar.FRIDAY or day in self._bank_days:
            told += self._bring(day)
        for event in lent:
            self._follow(event)
            told.append(event)
        return told

    def _follow(self, event: Event) -> None:
        match event:
            case DaySheet():
                for payment in event.payments:
                    self.cash[payment.loan.category] += payment.amount + payment.penalty
            case Correction():
                self.cash[event.loan.category] -= event.parts.total
            case Settlement():
                self.cash[event.loan.category] += event.parts.total
            case Recovery():
                self.cash[event.loan.category] += event.amount
            case Cancellation():
                self.bank[event.loan.category] += event.loan.principal
            case Rebates():
                for loan, amount in event.amounts:
                    self.bank[loan.category] -= amount
            case Disbursement():
                for loan in event.loans:
                    self.bank[loan.category] -= loan.principal
            case Booking() | Purchase() | Sale() | Capital() | AidMoney() | GoatsBought():
                for debit, credit, amount in event.moves:
                    self._move(debit, amount)
                    self._move(credit, -amount)
        if min(*self.cash.values(), *self.bank.values()) < 0:
            raise NotEnoughMoney(f"{event.on}: cash {self.cash}, bank {self.bank}")

    def _move(self, code: str, amount: int) -> None:
        if code == CASH:
            for product, part in parts(amount).items():
                self.cash[product] += part
        for product, bank in BANK.items():
            if code == bank:
                self.bank[product] += amount

    def _transfer(self, day: date, product: str, to_bank: int) -> Booking:
        self.cash[product] -= to_bank
        self.bank[product] += to_bank
        bank = BANK[product]
        if to_bank > 0:
            return Booking(day, f"Setor kas ke Bank {product}", ((bank, CASH, to_bank),))
        return Booking(day, f"Ambil kas dari Bank {product}", ((CASH, bank, -to_bank),))

    def _fetch(self, booking: Paid) -> list[Booking]:
        """Bring cash from the bank when the booking needs more than there is."""
        needed = sum(amount for _, credit, amount in booking.moves if credit == CASH)
        return [
            self._transfer(booking.on, product, self.cash[product] - part - FLOAT)
            for product, part in parts(needed).items()
            if needed and part > self.cash[product]
        ]

    def _bring(self, day: date) -> list[Booking]:
        transfers = []
        for product, cash in self.cash.items():
            surplus = (cash - FLOAT) // STEP * STEP
            if surplus >= SMALLEST_DEPOSIT:
                transfers.append(self._transfer(day, product, surplus))
        return transfers
