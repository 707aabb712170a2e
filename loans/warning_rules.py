"""Which arrears letter a loan is due for. Letters count within one spell of arrears.

A spell is an unbroken time in which something that was due before is unpaid (``loans.arrears``:
late). It ends on the day that all of it is paid; who falls behind again begins at the first letter.

Source: domain.md 4; that three letters go out after 1, 2 and 3 months in arrears, two weeks apart
at least, is [chosen].
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from loans.arrears import Payment, ReliefOf, RowDue, standing

LEVELS = (1, 2, 3)


class LateUnit(StrEnum):
    """What the limits of the letters count."""

    MONTHS = "months"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class WarningRules:
    """``after[n - 1]`` is how late (months in arrears, or days) a loan is due for letter n;
    ``days_between`` how many days at least lie between a letter and the one before."""

    unit: LateUnit
    after: tuple[int, int, int]
    days_between: int


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter of the present spell."""

    level: int
    issued_on: date


def late_since(
    disbursed_on: date,
    rows: Sequence[RowDue],
    payments: Sequence[Payment],
    as_of: date,
    reliefs: Sequence[ReliefOf] = (),
) -> date | None:
    """The first day of the spell of arrears that lasts at the end of ``as_of``; else ``None``.

    Whether a loan is late changes only on the day after a due date, and on the day of a payment
    or a relief: those days are looked at, the last one first.
    """
    days = {due_on + timedelta(days=1) for due_on, _, _ in rows}
    days |= {paid_on for paid_on, _, _ in payments} | {relief[0] for relief in reliefs}
    since = None
    for day in sorted((day for day in days if day <= as_of), reverse=True):
        if not standing(0, disbursed_on, rows, payments, day, reliefs).is_late:
            break
        since = day
    return since


def last_of(sent: Iterable[Sent]) -> Sent | None:
    """The highest letter of the spell so far."""
    return max(sent, key=lambda letter: letter.level, default=None)


def level_due(
    rules: WarningRules, months_late: int, days_late: int, last: Sent | None, on: date
) -> int | None:
    """The level of the letter that the loan is due for on a day; ``None`` if for none.

    Always the one after the last: a loan that is found very late begins at the first, too.
    """
    level = last.level + 1 if last else 1
    if level not in LEVELS:
        return None
    late = months_late if rules.unit == LateUnit.MONTHS else days_late
    if late < rules.after[level - 1]:
        return None
    if last and (on - last.issued_on).days < rules.days_between:
        return None
    return level
