"""How a loan went over its whole life: its worst class, and instalments paid on time. No Django.

A class gets better only on a day with a payment or a relief, or, by the basis "instalments", when
the next due date comes. In between it only worsens. So the worst day is one of those before such a
day, or the last: no other needs looking at.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from loans.arrears import Payment, ReliefOf, RowDue, relieve, standing
from loans.collectibility import ClassRule, ClassSet, classify

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Life:
    """A disbursed loan's rows and what came in, up to its ``end``: its last day, or the one asked.

    Unit: whole rupiah. ``rows`` are in the order of their due dates. ``known_from`` is the first
    day of which the payments are known: a loan that was moved in brings one sum for all before.
    """

    principal: int
    disbursed_on: date
    rows: Sequence[RowDue]
    payments: Sequence[Payment]
    reliefs: Sequence[ReliefOf]
    end: date
    known_from: date = date.min


@dataclass(frozen=True, slots=True)
class Punctuality:
    """How many of the rows that came due were paid by their due date."""

    on_time: int
    due: int


def worst_class(life: Life, class_set: ClassSet) -> ClassRule:
    """The worst class that the loan was ever in at the end of a day, by this set."""
    changes = {paid_on for paid_on, _, _ in life.payments}
    changes |= {relief[0] for relief in life.reliefs} | {row[0] for row in life.rows}
    days = {day - DAY for day in changes if life.disbursed_on < day <= life.end}
    days = {day for day in days if day >= life.known_from} | {life.end}
    seen = [classify(_standing(life, day), class_set) for day in days]
    return max(seen, key=class_set.classes.index)


def _standing(life: Life, day: date):
    return standing(life.principal, life.disbursed_on, life.rows, life.payments, day, life.reliefs)


def punctuality(life: Life, *, days: int = 0) -> Punctuality:
    """Rows that were paid in full, with all before them, at most ``days`` after their due date.

    Only rows whose last such day has come by the end of the loan are counted, and those that were
    paid before. A row that asks for nothing by then (relieved, or empty) isn't counted, nor one
    that was due before the payments are known.
    """
    on_time = due = 0
    for n, (due_on, _, _) in enumerate(life.rows, start=1):
        by = due_on + days * DAY
        day = min(by, life.end)
        asked = relieve(life.rows[:n], life.reliefs, day)
        if not asked[-1][1] + asked[-1][2] or due_on < life.known_from:
            continue
        paid = [p for p in life.payments if p[0] <= day]
        is_paid = sum(r[1] for r in asked) <= sum(p[1] for p in paid) and sum(
            r[2] for r in asked
        ) <= sum(p[2] for p in paid)
        if is_paid or by <= life.end:
            due += 1
            on_time += is_paid
    return Punctuality(on_time, due)


def ceiling(last_principal: int, percent: int | None) -> int | None:
    """The next loan at the most, given the percent for the worst class of the last.

    Unit: whole rupiah. Rounding: down. ``None`` is no ceiling.
    """
    return None if percent is None else last_principal * percent // 100
