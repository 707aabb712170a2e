"""The schedule of a loan: when what is due. The one engine; everything else reads its rows.

What the sources leave open is decided here [chosen], next to domain.md 3 and 12:

- Principal is spread evenly over the months after the grace period. Where the interval doesn't
  divide them the last row stands at the tenor and is smaller: 10 months with principal every 4
  are 4/10, 4/10 and 2/10. Jasa runs on from the first month on.
- An interval of 0 means once, at the end (tempo), for principal and for jasa alike.
- A row stands at every due date of principal or jasa, also where rounding leaves both at 0.
- A week is 12/52 of a month: weekly jasa is the monthly rate x 3/13. Weekly due dates are 7 days
  apart from the disbursement; payment day and cut-off day are days of a month and not used there.
- A cut-off day moves all due dates one month on, jasa stays that of the tenor.
- Annuity: the rate of an interval is the monthly rate x its months. Where rounding down leaves an
  instalment below its jasa the row has no principal.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from upk.money import RoundingMode, round_to_step
from upk.periods import add_months, day_in_month

LARGEST_PRINCIPAL = 10**15
LONGEST_TENOR = 600
HIGHEST_RATE = 100
"""Percent per month. With these limits no total passes what a 64-bit column holds."""

SAMPLE_PRINCIPAL = 10_000_000
"""What terms are tried with before they are taken."""

MONTHS_PER_WEEK = Fraction(12, 52)


class Method(StrEnum):
    """How jasa is computed: flat, menurun (declining) or anuitas."""

    FLAT = "flat"
    DECLINING = "declining"
    ANNUITY = "annuity"


class Period(StrEnum):
    """What tenor, grace and intervals count."""

    MONTH = "month"
    WEEK = "week"


class InvalidTerms(ValueError):
    """Terms that make no schedule.

    ``field`` is the name of a field of ``Terms``; ``code`` is one of ``not_whole``, ``not_a_rate``,
    ``too_small``, ``too_large``, ``unknown``, ``grace_fills_tenor``, ``annuity_needs_no_grace``,
    ``annuity_needs_equal_intervals``, ``annuity_interval_must_divide_tenor``, ``date_too_late``;
    ``limit`` is the smallest or largest value allowed, for ``too_small`` and ``too_large``.
    """

    def __init__(self, field: str, code: str, limit: int | None = None) -> None:
        super().__init__(f"{field}: {code}" + ("" if limit is None else f" ({limit})"))
        self.field = field
        self.code = code
        self.limit = limit


@dataclass(frozen=True, slots=True)
class Terms:
    """What a loan's schedule follows from.

    Unit: ``principal`` and ``step`` whole rupiah; ``rate`` percent per month; ``tenor``, ``grace``
    and the intervals periods (months, or weeks). The tenor includes the grace periods.
    Raises ``InvalidTerms``.
    """

    principal: int
    rate: Decimal
    method: Method
    tenor: int
    disbursed_on: date
    principal_every: int = 1
    interest_every: int = 1
    grace: int = 0
    step: int = 1
    rounding: RoundingMode = RoundingMode.NEAREST
    payment_day: int | None = None
    cutoff_day: int | None = None
    period: Period = Period.MONTH

    def __post_init__(self) -> None:
        _check_range("principal", self.principal, 1, LARGEST_PRINCIPAL)
        _check_range("tenor", self.tenor, 1, LONGEST_TENOR)
        _check_range("principal_every", self.principal_every, 0, LONGEST_TENOR)
        _check_range("interest_every", self.interest_every, 0, LONGEST_TENOR)
        _check_range("grace", self.grace, 0, LONGEST_TENOR)
        _check_range("step", self.step, 1, LARGEST_PRINCIPAL)
        for field in ("payment_day", "cutoff_day"):
            if getattr(self, field) is not None:
                _check_range(field, getattr(self, field), 1, 31)
        for field, kind in (("method", Method), ("rounding", RoundingMode), ("period", Period)):
            if getattr(self, field) not in list(kind):
                raise InvalidTerms(field, "unknown")
        self._check_rate()
        if self.grace >= self.tenor:
            raise InvalidTerms("grace", "grace_fills_tenor")
        if self.method == Method.ANNUITY:
            self._check_annuity()
        try:
            _due_on(self, self.tenor)
        except (ValueError, OverflowError):
            raise InvalidTerms("disbursed_on", "date_too_late") from None

    def _check_rate(self) -> None:
        if not isinstance(self.rate, Decimal | int) or not Decimal(self.rate).is_finite():
            raise InvalidTerms("rate", "not_a_rate")
        if self.rate < 0:
            raise InvalidTerms("rate", "too_small", 0)
        if self.rate > HIGHEST_RATE:
            raise InvalidTerms("rate", "too_large", HIGHEST_RATE)

    def _check_annuity(self) -> None:
        if self.grace:
            raise InvalidTerms("grace", "annuity_needs_no_grace")
        if self.principal_every != self.interest_every:
            raise InvalidTerms("interest_every", "annuity_needs_equal_intervals")
        if self.principal_every and self.tenor % self.principal_every:
            raise InvalidTerms("principal_every", "annuity_interval_must_divide_tenor")


def _check_range(field: str, value: int, low: int, high: int) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        raise InvalidTerms(field, "not_whole")
    if value < low:
        raise InvalidTerms(field, "too_small", low)
    if value > high:
        raise InvalidTerms(field, "too_large", high)


@dataclass(frozen=True, slots=True)
class InstalmentRow:
    """One due date. Unit: whole rupiah; ``balance_after`` is principal."""

    n: int
    due_on: date
    principal: int
    interest: int
    balance_after: int


def build_schedule(terms: Terms) -> list[InstalmentRow]:
    """The rows of a loan with these terms.

    Unit: whole rupiah. Rounding: each row to the office's step; total jasa of a flat loan, and
    each jasa of an annuity, to whole rupiah with halves up.
    Guarantee: principal rows add up to the principal and, for a flat loan, jasa rows to
    principal x rate x months; no row is negative; due dates strictly increase.
    Source: domain.md 3 (Terms, Due dates, Rounding) and 12 (Schedules).
    """
    return list(_rows(terms))


@lru_cache(maxsize=64)
def _rows(terms: Terms) -> tuple[InstalmentRow, ...]:
    """The rows, kept for a while: entering, checking and disbursing a loan ask for the same."""
    periods = _row_periods(terms)
    if terms.method == Method.ANNUITY:
        principal, interest = _annuity(terms, periods)
    else:
        principal = _principal_rows(terms, periods)
        make = _flat_interest if terms.method == Method.FLAT else _declining_interest
        interest = make(terms, periods, principal)

    rows, left = [], terms.principal
    for n, k in enumerate(periods, start=1):
        left -= principal[n - 1]
        rows.append(InstalmentRow(n, _due_on(terms, k), principal[n - 1], interest[n - 1], left))
    return tuple(rows)


def carry_interest(rows: Sequence[InstalmentRow], carried: int) -> list[InstalmentRow]:
    """The rows with unpaid jasa of an older loan on top: evenly, the last row the remainder.

    Unit: whole rupiah, ``carried >= 0``; the office's step doesn't apply.
    Guarantee: jasa grows by ``carried`` in all and nothing else changes; rows differ by at most
    the number of rows in what they get. Source: domain.md 3, Reschedule.
    """
    if carried < 0:
        raise ValueError("carried jasa is not negative")
    if not carried:
        return list(rows)
    each, rest = divmod(carried, len(rows))
    return [
        replace(row, interest=row.interest + each + (rest if row is rows[-1] else 0))
        for row in rows
    ]


def build_member_schedules(terms: Terms, shares: Sequence[int]) -> list[list[InstalmentRow]]:
    """A schedule of its own for each member, for offices that round per member.

    The group's rows are then their sum (``sum_schedules``), not ``build_schedule(terms)``; the
    other way, from the group's rows to the members' cells, is ``loans.shares``.
    Raises ``ValueError`` if the shares don't add up to it. Source: domain.md 12, Members.
    """
    if sum(shares) != terms.principal:
        raise ValueError("shares do not add up to the principal")
    return [build_schedule(replace(terms, principal=share)) for share in shares]


def sum_schedules(schedules: Sequence[Sequence[InstalmentRow]]) -> list[InstalmentRow]:
    """Add up schedules with the same due dates, row by row.

    Raises ``ValueError`` if their numbers of rows or due dates differ.
    """
    total = []
    for rows in zip(*schedules, strict=True):
        if len({row.due_on for row in rows}) != 1:
            raise ValueError("due dates differ")
        principal = sum(row.principal for row in rows)
        interest = sum(row.interest for row in rows)
        left = sum(row.balance_after for row in rows)
        total.append(InstalmentRow(rows[0].n, rows[0].due_on, principal, interest, left))
    return total


# -- dates -----------------------------------------------------------------------------------------


def _marks(first: int, every: int, tenor: int) -> list[int]:
    """Every ``every`` periods after ``first``; always ends at the tenor."""
    marks = list(range(first + every, tenor, every)) if every else []
    return [*marks, tenor]


def _principal_periods(terms: Terms) -> list[int]:
    return _marks(terms.grace, terms.principal_every, terms.tenor)


def _interest_periods(terms: Terms) -> list[int]:
    return _marks(0, terms.interest_every, terms.tenor)


def _row_periods(terms: Terms) -> list[int]:
    """The periods, counted from the disbursement, that have a row."""
    return sorted({*_principal_periods(terms), *_interest_periods(terms)})


def _due_on(terms: Terms, k: int) -> date:
    """The due date of period ``k``, from the disbursement date and never from another due date."""
    if terms.period == Period.WEEK:
        return terms.disbursed_on + timedelta(weeks=k)
    if terms.cutoff_day is not None and terms.disbursed_on.day >= terms.cutoff_day:
        k += 1
    mark = add_months(terms.disbursed_on, k)
    if terms.payment_day is None:
        return mark
    return day_in_month(mark.year, mark.month, terms.payment_day)


# -- amounts ---------------------------------------------------------------------------------------


def _rate_per_period(terms: Terms) -> Fraction:
    rate = Fraction(terms.rate) / 100
    return rate * MONTHS_PER_WEEK if terms.period == Period.WEEK else rate


def _spread(total: int, exact: dict[int, Fraction], periods: list[int], terms: Terms) -> list[int]:
    """Round each exact amount to the step; no row takes more than is left, the last takes it all.

    ``exact`` is by period; a period without an entry gets 0.
    """
    amounts, left = [], total
    for k in periods:
        if k == terms.tenor:
            amount = left
        elif k in exact:
            amount = min(left, round_to_step(exact[k], terms.step, terms.rounding))
        else:
            amount = 0
        amounts.append(amount)
        left -= amount
    return amounts


def _principal_rows(terms: Terms, periods: list[int]) -> list[int]:
    each = Fraction(terms.principal, terms.tenor - terms.grace)
    exact, before = {}, terms.grace
    for k in _principal_periods(terms):
        exact[k] = each * (k - before)
        before = k
    return _spread(terms.principal, exact, periods, terms)


def _flat_interest(terms: Terms, periods: list[int], principal: list[int]) -> list[int]:
    """Jasa of the original principal; the total is rounded to whole rupiah, never to the step."""
    each = terms.principal * _rate_per_period(terms)
    total = round_to_step(each * terms.tenor, 1)
    exact, before = {}, 0
    for k in _interest_periods(terms):
        exact[k] = each * (k - before)
        before = k
    return _spread(total, exact, periods, terms)


def _declining_interest(terms: Terms, periods: list[int], principal: list[int]) -> list[int]:
    """Jasa of the principal left, period by period, summed over its interval, then rounded."""
    rate = _rate_per_period(terms)
    at_interest = set(_interest_periods(terms))
    interest, left, before, accrued = [], terms.principal, 0, Fraction(0)
    for k, paid in zip(periods, principal, strict=True):
        accrued += left * rate * (k - before)
        before = k
        left -= paid
        if k in at_interest:
            interest.append(round_to_step(accrued, terms.step, terms.rounding))
            accrued = Fraction(0)
        else:
            interest.append(0)
    return interest


def _annuity(terms: Terms, periods: list[int]) -> tuple[list[int], list[int]]:
    """Equal instalments, rounded to the step; jasa to whole rupiah, principal the difference."""
    rate = _rate_per_period(terms) * (terms.principal_every or terms.tenor)
    instalment = annuity_instalment(terms.principal, rate, len(periods))
    instalment = round_to_step(instalment, terms.step, terms.rounding)
    principal, interest, left = [], [], terms.principal
    for k in periods:
        jasa = round_to_step(left * rate, 1)
        paid = left if k == terms.tenor else min(left, max(0, instalment - jasa))
        interest.append(jasa)
        principal.append(paid)
        left -= paid
    return principal, interest


def annuity_instalment(principal: int, rate: Fraction, count: int) -> Fraction:
    """The exact equal instalment of ``count`` periods at ``rate`` (a fraction) per period.

    Unit: rupiah, not rounded.
    """
    if rate == 0:
        return Fraction(principal, count)
    growth = (1 + rate) ** count
    return principal * rate * growth / (growth - 1)
