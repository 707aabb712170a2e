"""Straight-line depreciation by month: from the month of purchase, down to Rp 1.

Pure rules. Months are named by any day in them. Source: domain.md 6 (Usual entries).
"""

from dataclasses import dataclass
from datetime import date

from upk.periods import add_months, month_end, month_start

LEAST_VALUE = 1
"""Whole rupiah that stay in the books as long as the thing is there."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a thing cost, and over which months it wears out.

    ``begins`` is the first day of the first month that is depreciated here, ``months`` how many
    follow with it (``None``: land, which doesn't wear out), ``opening`` what was depreciated
    before. Whole rupiah.
    """

    cost: int
    months: int | None
    begins: date
    opening: int = 0


def terms_of_purchase(cost: int, months: int | None, bought_on: date) -> Terms:
    """Terms of something new: the month of purchase counts, on whatever day it was."""
    return Terms(cost, months, month_start(bought_on))


def terms_taken_over(
    cost: int, months: int | None, bought_on: date, taken_on: date, opening: int
) -> Terms:
    """Terms of something that was depreciated elsewhere up to the day it is taken over.

    ``opening`` covers the months that had ended by ``taken_on``, that day included. What is left
    is spread over what is left of the life, or falls into the next month if nothing is left.
    """
    is_ended = taken_on == month_end(taken_on)
    begins = add_months(month_start(taken_on), 1) if is_ended else month_start(taken_on)
    if months is None:
        return Terms(cost, None, begins)
    begins = max(begins, month_start(bought_on))
    worn = months_between(month_start(bought_on), begins)
    return Terms(cost, max(months - worn, 1), begins, opening)


def accumulated(terms: Terms, month: date) -> int:
    """What is depreciated by the end of ``month``, ``opening`` included.

    Unit: whole rupiah. Rounding: down, of the sum so far, so that the months' parts add up exactly.
    Guarantee: never less than the month before, never more than ``cost`` less Rp 1, which it is
    from the last month on.
    """
    if terms.months is None:
        return 0
    worn = min(max(months_between(terms.begins, month) + 1, 0), terms.months)
    left = max(terms.cost - LEAST_VALUE - terms.opening, 0)
    return terms.opening + left * worn // terms.months


def of_month(terms: Terms, month: date) -> int:
    """What ``month`` alone adds. Unit: whole rupiah."""
    return accumulated(terms, month) - accumulated(terms, add_months(month_start(month), -1))


def months_between(first: date, last: date) -> int:
    """How many months ``last``'s month lies after ``first``'s; negative before it."""
    return (last.year - first.year) * 12 + last.month - first.month
