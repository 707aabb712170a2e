"""The ends of the example's years: provision before the books are closed, surplus divided after.

The rule of shares is ours but for the fifth that goes to poor households (domain.md 1): the
reserve is 5 %, the office's institutions get 10 %, the staff 1,5 % [chosen]. The remainder has a
capital account of its own, beside that of the grants.
"""

from datetime import date
from decimal import Decimal

from closing.provisions import post_provisions
from closing.results import standing_closings
from closing.surpluses import (
    ShareOf,
    add_surplus_rule,
    divide_surplus,
    offer_of,
    resolution_by,
    rule_on,
)
from loans.models import Loan
from upk.desk.example import calendar
from upk.desk.example.events import SurplusMeeting
from upk.desk.example.keys import Keys
from upk.desk.example.office import Setting
from upk.desk.example.places import FIRST_DAY, LAST_CLOSED_DAY

RESERVE_PERCENT = Decimal(5)
RESERVE, CAPITAL = "3.1.03.01", "3.1.02.02"
SHARES = (
    ("Dana sosial (RTM)", "2.4.01.01", Decimal(20), 100_000),
    ("Penguatan kelembagaan", "2.4.01.02", Decimal(10), 50_000),
    ("Bonus UPK", "2.1.02.04", Decimal("1.5"), 10_000),
)
MEETING_DAY = (2, 5)
"""Month and day of the meeting that hears how last year went."""


def plan_meetings() -> list[SurplusMeeting]:
    """A meeting for each closed year, early in the next."""
    years = range(FIRST_DAY.year, LAST_CLOSED_DAY.year + 1)
    return [
        SurplusMeeting(calendar.in_month(year + 1, *MEETING_DAY), year, f"BA/Tutup-Buku/{year}")
        for year in years
    ]


class ClosingDesk:
    """What the manager does when a year ends."""

    def __init__(self, setting: Setting, key: Keys) -> None:
        self.office = setting.office
        self.manager = setting.users["manajer"]
        self._key = key
        accounts = setting.accounts
        add_surplus_rule(
            self.office,
            since=FIRST_DAY,
            reserve_percent=RESERVE_PERCENT,
            reserve_account=accounts[RESERVE],
            capital_account=accounts[CAPITAL],
            shares=[ShareOf(name, accounts[code], pc, step) for name, code, pc, step in SHARES],
        )

    def provide(self, as_of: date) -> None:
        """Post the provision that a month's end needs, once there are loans."""
        if Loan.objects.filter(office=self.office).disbursed_by(as_of).exists():
            post_provisions(self.office, as_of=as_of, request_key=self._key(), by=self.manager)

    def divide(self, meeting: SurplusMeeting) -> None:
        """Divide the year's surplus as the rule has it."""
        closing = standing_closings(self.office).get(year=meeting.year)
        resolution = resolution_by(
            rule_on(self.office, meeting.on),
            offer_of(closing, meeting.on).amount,
            number=meeting.number,
            decided_on=meeting.on,
        )
        divide_surplus(closing, resolution, request_key=self._key(), by=self.manager)
