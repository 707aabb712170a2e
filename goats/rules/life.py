"""A goat's life, led event by event; what can't have happened is refused with the reason.

State, keeper, obligation and descent are never stored: they are what the events lead to by a date.
Whoever adds an event, or reverses one, leads the whole life again with it or without it, so that an
entry that comes late can't contradict what came after (domain.md 8).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from goats.rules.events import (
    AFTER_THE_END,
    BEGINNINGS,
    ENDS,
    OF_KIDS,
    OF_MOTHERS,
    OF_OFFICE,
    WITHOUT_KEEPER,
    Event,
    Facts,
    Kind,
    RuleBook,
    Rules,
)
from upk.periods import add_months


class Impossible(ValueError):
    """The event can't have happened; ``reason`` is a code, ``event`` the one that can't be.

    ``day``: the day that it has to do with, where there is one (the death, the last birth …).
    """

    def __init__(self, reason: str, event: Event, day: date | None = None) -> None:
        self.reason, self.event, self.day = reason, event, day
        super().__init__(f"{reason}: {event.kind} on {event.on}")


@dataclass(frozen=True, slots=True)
class Stay:
    """A goat's time with one household; ``until`` is None while it lasts.

    ``began`` and ``ended`` are the kinds of the events at its ends.
    """

    household: int
    since: date
    began: Kind
    until: date | None = None
    ended: Kind | None = None

    @property
    def days(self) -> int | None:
        """How many days it lasted, once it is over."""
        return (self.until - self.since).days if self.until else None


@dataclass(slots=True)
class Life:
    """What a goat's events lead to.

    ``debtor``: the household that owes a hand-over or, once ``replacement_since`` is set, another
    goat; None for kids, which belong to their keepers, and when nothing is owed.
    """

    facts: Facts
    begun: Event | None = None
    keeper: int | None = None
    stays: list[Stay] = field(default_factory=list)
    births: list[Event] = field(default_factory=list)
    weaned_on: date | None = None
    end: Event | None = None
    debtor: int | None = None
    replacement_since: date | None = None

    @property
    def is_kid(self) -> bool:
        """Born at a household, and that household's own."""
        return self.begun is not None and self.begun.kind == Kind.BORN

    @property
    def is_living(self) -> bool:
        """Alive and followed."""
        return self.begun is not None and self.end is None

    @property
    def born_on(self) -> date | None:
        """The day of birth, if somebody knows it."""
        return self.begun.on if self.is_kid else self.facts.born_on

    @property
    def stay(self) -> Stay | None:
        """The time with the present keeper."""
        return self.stays[-1] if self.stays and self.stays[-1].until is None else None


def lead(facts: Facts, events: Iterable[Event], book: RuleBook, until: date = date.max) -> Life:
    """The life that ``events`` lead to by the end of ``until``.

    Each birth is judged by the rules of its day. Raises ``Impossible`` at the first event that
    can't have happened after those before it.
    """
    life = Life(facts)
    for event in sorted(events, key=lambda event: event.order):
        if event.on > until:
            break
        _check(life, event, book.on(event.on))
        _take(life, event)
    return life


def _check(life: Life, event: Event, rules: Rules) -> None:
    kind = event.kind
    if kind in BEGINNINGS:
        if life.begun:
            raise Impossible("begun_before", event, life.begun.on)
        return
    if life.begun is None:
        raise Impossible("not_there_yet", event)
    if kind in AFTER_THE_END:
        if life.replacement_since is None:
            raise Impossible("nothing_owed", event)
        return
    if life.end:
        raise Impossible("ended", event, life.end.on)
    if kind in OF_OFFICE and life.is_kid:
        raise Impossible("belongs_to_keeper", event)
    if kind in OF_KIDS and not life.is_kid:
        raise Impossible("not_a_kid", event)
    if life.keeper is None and kind not in WITHOUT_KEEPER:
        raise Impossible("not_placed", event)
    _check_keeper(life, event)
    if kind in OF_MOTHERS and not life.facts.is_female:
        raise Impossible("male", event)
    if kind == Kind.GAVE_BIRTH:
        _check_birth(life, event, rules)
    if kind == Kind.WEANED and life.weaned_on:
        raise Impossible("weaned_before", event, life.weaned_on)


def _check_keeper(life: Life, event: Event) -> None:
    """One keeper at a time, and the one that the event names."""
    if event.kind == Kind.PLACED:
        if life.keeper is not None:
            raise Impossible("second_keeper", event)
        return
    moves = event.kind in (Kind.HANDED_ON, Kind.GIVEN, Kind.TAKEN_BACK)
    if (event.giver if moves else event.household) != life.keeper:
        raise Impossible("other_keeper", event)
    if moves and event.household == life.keeper:
        raise Impossible("same_household", event)


def _check_birth(life: Life, event: Event, rules: Rules) -> None:
    born = life.born_on
    if born and event.on < add_months(born, rules.first_birth_months):
        raise Impossible("too_young", event, add_months(born, rules.first_birth_months))
    if life.births:
        earliest = life.births[-1].on + timedelta(days=rules.gestation_days)
        if event.on < earliest:
            raise Impossible("within_gestation", event, life.births[-1].on)


def _take(life: Life, event: Event) -> None:
    match event.kind:
        case Kind.BOUGHT | Kind.BORN:
            life.begun = event
            if event.household is not None:
                _move(life, event)
        case Kind.PLACED | Kind.HANDED_ON:
            _move(life, event)
            life.debtor = event.household
        case Kind.GIVEN:
            _move(life, event)
        case Kind.TAKEN_BACK:
            _move(life, event)
            life.debtor = None
        case Kind.GAVE_BIRTH:
            life.births.append(event)
        case Kind.WEANED:
            life.weaned_on = event.on
        case kind if kind in ENDS:
            _end(life, event)
        case Kind.REPLACED | Kind.RELEASED:
            life.debtor = life.replacement_since = None


def _move(life: Life, event: Event) -> None:
    _leave(life, event)
    life.keeper = event.household
    if event.household is not None:
        life.stays.append(Stay(event.household, event.on, event.kind))


def _leave(life: Life, event: Event) -> None:
    if life.stay:
        life.stays[-1] = replace(life.stays[-1], until=event.on, ended=event.kind)
    life.keeper = None


def _end(life: Life, event: Event) -> None:
    """A death or loss without negligence ends the obligation, else a replacement is due."""
    life.end = event
    _leave(life, event)
    if life.debtor is None:
        return
    if event.kind == Kind.SOLD or event.is_negligent:
        life.replacement_since = event.on
    else:
        life.debtor = None
