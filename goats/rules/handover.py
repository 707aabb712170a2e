"""When a mother goes on to the next household, and why then (domain.md 1 and 8).

Due is the hand-over on the day that the kid of a birth at this keeper is weaned: the day written
down or, where nobody wrote it down, the day the kid reaches the weaning age. [chosen] Of several
kids the last one counts, a kid that died or left before doesn't, and if none of a birth lives to be
weaned the mother stays for her next birth: the household has no goat yet. A mother that is due and
has newer kids is still due, but not to be taken from them before these are weaned.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from goats.rules.events import Rules
from upk.periods import add_months


@dataclass(frozen=True, slots=True)
class Kid:
    """What became of a kid. ``ended_on``: died, sold, lost; ``id`` is the goat's."""

    id: int
    weaned_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Birth:
    """A birth at the present keeper, with its kids, under the rules in force on its day."""

    on: date
    kids: tuple[Kid, ...]
    rules: Rules


class Stage(StrEnum):
    """How far a mother's obligation is."""

    NO_BIRTH = "no_birth"
    NO_KID = "no_kid"
    NURSING = "nursing"
    DUE = "due"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class HandOver:
    """When a mother goes on. ``due_on`` is None while nobody can tell.

    ``born_on``: the birth that makes it due. ``is_written``: whether the weaning was written down,
    else the age tells. ``nursing_until``: the day up to which a kid still needs its mother.
    """

    stage: Stage
    due_on: date | None = None
    born_on: date | None = None
    is_written: bool = False
    nursing_until: date | None = None

    @property
    def is_due(self) -> bool:
        """Due or overdue."""
        return self.stage in (Stage.DUE, Stage.OVERDUE)

    @property
    def is_early(self) -> bool:
        """Whether a hand-over now would be before weaning: only the manager decides that."""
        return not self.is_due or self.nursing_until is not None


def weaned_by(birth: Birth, kid: Kid) -> date | None:
    """The day that a kid is weaned by note or age; None if it didn't live to it."""
    day = kid.weaned_on or add_months(birth.on, birth.rules.weaning_months)
    if kid.ended_on and kid.ended_on < day:
        return None
    return day


def hand_over_of(births: Sequence[Birth], as_of: date, rules: Rules) -> HandOver:
    """What is due of a mother kept by a household since before ``births``, at the end of ``as_of``.

    ``births`` are those at this keeper by ``as_of``; kids as known then. ``rules`` are in force on
    ``as_of`` (for ``grace_days``). Guarantee: depends on nothing after ``as_of``.
    """
    if not births:
        return HandOver(Stage.NO_BIRTH)
    ready, nursing = [], []
    for birth in sorted(births, key=lambda birth: birth.on):
        days = [(day, kid) for kid in birth.kids if (day := weaned_by(birth, kid))]
        if days:
            last = max(day for day, _ in days)
            is_written = all(kid.weaned_on for day, kid in days if day == last)
            ready.append((last, birth.on, is_written))
        nursing += [day for day, kid in days if day > as_of and kid.ended_on is None]
    if not ready:
        return HandOver(Stage.NO_KID)
    due_on, born_on, is_written = min(ready)
    until = max(nursing) if nursing else None
    stage = Stage.NURSING
    if due_on <= as_of:
        late = as_of > due_on + timedelta(days=rules.grace_days)
        stage = Stage.OVERDUE if late else Stage.DUE
    return HandOver(stage, due_on, born_on, is_written, until)
