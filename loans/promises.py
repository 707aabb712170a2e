"""What became of a promise to pay, as of a date: derived from payments, never stored.

A promise is kept when at least its amount was paid from the day it was made to the promised day,
both included. Until then it is open, on the promised day it is due, after it it is broken.

[chosen] One rupiah keeps one promise only: promises are served in the order of their promised
days, each takes from the payments of its own days what is left of its amount. A payment that was
taken back by the date of the question counts as never paid; the caller leaves it out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class State(StrEnum):
    """What a promise is on a day."""

    OPEN = "open"
    DUE = "due"
    KEPT = "kept"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Promise:
    """``amount`` (whole rupiah) promised on ``made_on`` to be paid by ``promised_on``."""

    made_on: date
    promised_on: date
    amount: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """A promise as of a date. ``paid`` is what was paid towards it, at most its amount."""

    promise: Promise
    paid: int
    state: State

    @property
    def left(self) -> int:
        """Whole rupiah that are still missing."""
        return self.promise.amount - self.paid


def outcomes(
    promises: Sequence[Promise], payments: Iterable[tuple[date, int]], as_of: date
) -> list[Outcome]:
    """What each promise is at the end of ``as_of``, in the order given.

    Unit: whole rupiah. ``payments`` are positive amounts with their days, in any order; those
    after ``as_of`` don't count.
    Guarantee: what is paid towards all promises together is at most what was paid, and after its
    promised day the outcome of a promise stays the same, whatever is paid later.
    """
    left = [list(payment) for payment in sorted(payments) if payment[0] <= as_of]
    order = sorted(
        range(len(promises)), key=lambda i: (promises[i].promised_on, promises[i].made_on, i)
    )
    paid = [0] * len(promises)
    for i in order:
        promise = promises[i]
        for payment in left:
            if promise.made_on <= payment[0] <= promise.promised_on:
                used = min(payment[1], promise.amount - paid[i])
                payment[1] -= used
                paid[i] += used
    return [
        Outcome(promise, done, _state(promise, done, as_of))
        for promise, done in zip(promises, paid, strict=True)
    ]


def _state(promise: Promise, paid: int, as_of: date) -> State:
    if paid >= promise.amount:
        return State.KEPT
    if as_of < promise.promised_on:
        return State.OPEN
    return State.DUE if as_of == promise.promised_on else State.BROKEN
