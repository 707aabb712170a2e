"""What can happen to a goat (domain.md 8) and what the office's own rules say of it.

An event is dated and stays; a wrong one is reversed. Of one day the one recorded first comes first.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """Kinds of events. ``BOUGHT`` and ``BORN`` begin a goat's life, ``ENDS`` end it."""

    BOUGHT = "bought"
    BORN = "born"
    PLACED = "placed"
    MATED = "mated"
    GAVE_BIRTH = "gave_birth"
    WEANED = "weaned"
    HANDED_ON = "handed_on"
    ILL = "ill"
    DIED = "died"
    SOLD = "sold"
    LOST = "lost"
    REPLACED = "replaced"
    GIVEN = "given"
    """A kid that its owner gave to another household."""
    UNFOLLOWED = "unfollowed"
    """A kid that the office no longer follows."""
    TAKEN_BACK = "taken_back"
    """The office took the goat back, as when its keeper moved away. [chosen]"""
    RELEASED = "released"
    """The manager waived a replacement. [chosen]"""


BEGINNINGS = frozenset({Kind.BOUGHT, Kind.BORN})
ENDS = frozenset({Kind.DIED, Kind.SOLD, Kind.LOST, Kind.UNFOLLOWED})
BY_NEGLIGENCE = frozenset({Kind.DIED, Kind.LOST})
"""Ends of which the minutes say whether the keeper was negligent."""
RECEIPTS = frozenset({Kind.PLACED, Kind.HANDED_ON})
"""A poor household receives a goat, and with it the obligation to hand it on."""
OF_MOTHERS = frozenset({Kind.MATED, Kind.GAVE_BIRTH})
OF_KIDS = frozenset({Kind.WEANED, Kind.GIVEN, Kind.UNFOLLOWED})
OF_OFFICE = frozenset({Kind.PLACED, Kind.HANDED_ON, Kind.TAKEN_BACK, Kind.REPLACED, Kind.RELEASED})
"""Only goats of the office's chain: kids belong to their keepers."""
AFTER_THE_END = frozenset({Kind.REPLACED, Kind.RELEASED})
WITHOUT_KEEPER = frozenset({Kind.BOUGHT, Kind.PLACED, Kind.ILL, Kind.DIED, Kind.LOST})
"""What can happen before a goat is placed: it may fall ill, die or get lost at the office. [chosen]
"""


@dataclass(frozen=True, slots=True)
class Rules:
    """An office's rules from a day on. The defaults: domain.md 8; ``grace_days`` is [chosen].

    ``weaning_months``: age at which a kid counts as weaned if nobody wrote it down.
    ``gestation_days``: the least time between two births. ``first_birth_months``: age.
    ``grace_days``: days after the due day from which a hand-over is overdue.
    ``follows_kids``: whether kids are followed after they are weaned.
    """

    weaning_months: int = 4
    gestation_days: int = 150
    first_birth_months: int = 8
    grace_days: int = 30
    follows_kids: bool = True


DEFAULT_RULES = Rules()


@dataclass(frozen=True, slots=True)
class RuleBook:
    """An office's rules by the day they began, the earliest first; before the first the default."""

    rows: tuple[tuple[date, Rules], ...] = ()

    def on(self, day: date) -> Rules:
        """The rules in force on a day."""
        begun = [rules for since, rules in self.rows if since <= day]
        return begun[-1] if begun else DEFAULT_RULES


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to one goat on a day.

    ``household``: who keeps the goat after it (the receiver of a placement, hand-over or gift), for
    all other events who kept it then; ``giver``: who had it before a hand-over, a gift or the day
    it was taken back. ``is_negligent``: for deaths and losses at a household. ``birth``: of a kid's
    ``BORN`` the id of its mother's event.
    """

    id: int
    kind: Kind
    on: date
    household: int | None = None
    giver: int | None = None
    is_negligent: bool = False
    birth: int | None = None

    @property
    def order(self) -> tuple[date, int]:
        """Its place in the goat's life."""
        return self.on, self.id


@dataclass(frozen=True, slots=True)
class Facts:
    """What never changes about a goat. ``born_on`` is None where nobody knows it: then an adult."""

    is_female: bool
    born_on: date | None = None
