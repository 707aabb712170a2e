"""The loans of a workbook with what belongs to them: shares, schedule, payments. Pure.

Checks, preview and writer read the same values, so what was checked is what is written.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from loans.schedule import InstalmentRow, InvalidTerms, Method, Period, Terms, build_schedule
from upk.desk.moving.content import Content, Row
from upk.money import RoundingMode

TERMS_UNLESS_SAID = {
    "period": Period.MONTH.value, "principal_every": 1, "interest_every": 1, "grace": 0,
    "rounding_step": 1, "rounding": RoundingMode.NEAREST.value,
}  # fmt: skip
"""What an empty cell means."""
NEEDED = ("code", "group", "product", "disbursed_on", "principal", "rate", "method", "tenor")
"""Without these a loan can't be looked at; their cells have problems of their own."""


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment; ``row`` is where it stands. Whole rupiah."""

    row: Row
    paid_on: date
    principal: int
    interest: int
    penalty: int


@dataclass(frozen=True, slots=True)
class Lent:
    """A loan of the workbook. ``given``: its rows of the sheet of schedules, by their number.

    ``schedule`` is empty where the terms make none (``wrong_terms`` says why) or where the given
    rows have cells that can't be read.
    """

    row: Row
    terms: dict
    shares: tuple[Row, ...]
    given: tuple[Row, ...]
    listed: tuple[Row, ...]
    payments: tuple[Paid, ...]
    schedule: tuple[InstalmentRow, ...]
    wrong_terms: InvalidTerms | None = None

    @property
    def principal(self) -> int:
        return self.row["principal"]

    @property
    def left(self) -> int:
        """Principal that isn't paid, whole rupiah."""
        return self.principal - sum(payment.principal for payment in self.payments)

    @property
    def left_interest(self) -> int:
        """Jasa of the schedule that isn't paid, whole rupiah."""
        asked = sum(row.interest for row in self.schedule)
        return asked - sum(payment.interest for payment in self.payments)


def terms_of(row: Row) -> dict:
    """The columns of ``TermsFields`` that a product's or a loan's row says."""
    said = {key: row[key] for key in ("rate", "method", "tenor", *TERMS_UNLESS_SAID)}
    return {
        key: TERMS_UNLESS_SAID.get(key) if value is None else value for key, value in said.items()
    }


def schedule_terms(
    terms: dict, principal: int, disbursed_on: date, payment_day: int | None = None
) -> Terms:
    """A row's terms as ``loans.schedule`` takes them. Raises ``InvalidTerms``."""
    return Terms(
        principal=principal,
        rate=terms["rate"],
        method=Method(terms["method"]),
        tenor=terms["tenor"],
        disbursed_on=disbursed_on,
        principal_every=terms["principal_every"],
        interest_every=terms["interest_every"],
        grace=terms["grace"],
        step=terms["rounding_step"],
        rounding=RoundingMode(terms["rounding"]),
        payment_day=payment_day,
        period=Period(terms["period"]),
    )


def lent_of(content: Content) -> Iterator[Lent]:
    """Every loan whose row can be read that far, in the order of the sheet."""
    shares, given, paid = (_by_loan(content[key]) for key in ("shares", "instalments", "payments"))
    for row in content["loans"]:
        if any(row[key] is None for key in NEEDED):
            continue
        terms, code = terms_of(row), row["code"]
        schedule, wrong = _schedule(row, terms, given[code])
        yield Lent(
            row, terms, tuple(shares[code]), tuple(given[code]), tuple(paid[code]),
            tuple(_payments(row, paid[code])), schedule, wrong,
        )  # fmt: skip


def _by_loan(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["loan"]].append(row)
    return found


def _payments(row: Row, listed: Iterable[Row]) -> Iterator[Paid]:
    """The payments that are listed; else the sum of the loan's row on its last day."""
    for one in listed:
        if None not in (one["paid_on"], one["principal"], one["interest"]):
            yield Paid(one, one["paid_on"], one["principal"], one["interest"], one["penalty"] or 0)
    principal, interest = row["paid_principal"] or 0, row["paid_interest"] or 0
    if not listed and (principal or interest) and row["last_paid_on"]:
        yield Paid(row, row["last_paid_on"], principal, interest, 0)


def _schedule(
    row: Row, terms: dict, given: list[Row]
) -> tuple[tuple[InstalmentRow, ...], InvalidTerms | None]:
    if given:
        return _given_schedule(row["principal"], given), None
    try:
        rows = build_schedule(
            schedule_terms(terms, row["principal"], row["disbursed_on"], row["payment_day"])
        )
    except InvalidTerms as error:
        return (), error
    return tuple(rows), None


def _given_schedule(principal: int, given: list[Row]) -> tuple[InstalmentRow, ...]:
    if any(None in row.values.values() for row in given):
        return ()
    left, rows = principal, []
    for row in sorted(given, key=lambda row: row["n"]):
        left -= row["principal"]
        rows.append(InstalmentRow(row["n"], row["due_on"], row["principal"], row["interest"], left))
    return tuple(rows)
