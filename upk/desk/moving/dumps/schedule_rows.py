"""Schedules that differ from what our terms make of them, from ``rencana_angsuran``."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from sqlite3 import Row

from loans.schedule import InvalidTerms, Method, Period, Terms, build_schedule
from upk.desk.moving.dumps.findings import About
from upk.desk.moving.dumps.paid import Paid
from upk.desk.moving.dumps.store import day
from upk.desk.moving.dumps.work import Cells, Work
from upk.money import RoundingMode, rupiah


@dataclass(frozen=True, slots=True)
class Due:
    """What is due on a day. Unit: whole rupiah."""

    on: date
    principal: int
    interest: int


_OF_LOAN = "SELECT * FROM rencana_angsuran WHERE loan = ? ORDER BY due_on, n"


@dataclass(frozen=True, slots=True)
class Schedules:
    """``rows``: those of the sheet. ``settled``: loans of which nothing is left on the cut-over."""

    rows: list[Cells]
    settled: frozenset[str]


def schedules_of(
    work: Work, loans: list[Row], terms: dict[str, Cells], paid: dict[str, Paid]
) -> Schedules:
    """The rows of old schedules that our engine doesn't make from the terms by itself.

    A payment day that the old schedule keeps is put into the loan's ``terms``. A settled loan asks
    for the jasa that was paid of it, since there the rest was let off without a row saying so.
    """
    rows: list[Cells] = []
    settled: set[str] = set()
    for loan in loans:
        old = _old_schedule(work, loan)
        ours = _ours(loan, terms[loan["id"]], old)
        due = old or ours
        if due is None:
            continue
        if _is_settled(loan, due, paid[loan["id"]]):
            settled.add(loan["id"])
            due = _as_paid(work, loan, due, paid[loan["id"]].interest)
        if due != ours:
            rows += _sheet_rows(loan["id"], due)
    return Schedules(rows, frozenset(settled))


def _sheet_rows(loan: str, dues: list[Due]) -> Iterator[Cells]:
    for n, due in enumerate(dues, start=1):
        yield {
            "loan": loan,
            "n": n,
            "due_on": due.on,
            "principal": due.principal,
            "interest": due.interest,
        }


def _is_settled(loan: Row, due: list[Due], paid: Paid) -> bool:
    """No principal is left, and no jasa either unless the old table says so itself."""
    if paid.principal < loan["principal"] or paid.interest < 0:
        return False
    return loan["status"].upper() == "L" or paid.interest >= sum(row.interest for row in due)


def _as_paid(work: Work, loan: Row, dues: list[Due], interest: int) -> list[Due]:
    """The schedule with as much jasa as was paid, less or more of it at the end."""
    rest = sum(due.interest for due in dues) - interest
    if not rest:
        return dues
    found = f"lunas, jasa dibayar {rupiah(interest)}, jadwal {rupiah(interest + rest)}"
    done = "Jasa di jadwalnya ditulis sebanyak yang dibayar."
    work.tell(About.PAID, "pinjaman_kelompok", loan["id"], found, done)
    kept: list[Due] = []
    for due in reversed(dues):
        less = min(rest, due.interest)
        rest -= less
        due = replace(due, interest=due.interest - less)
        if due.principal or due.interest:
            kept.append(due)
    return kept[::-1]


def _old_schedule(work: Work, loan: Row) -> list[Due] | None:
    """The old rows, those of one day added up, without empty ones; ``None`` if they are no use."""
    by_day: dict[date, Due] = {}
    done = "Jadwal dihitung dari syarat pinjaman."
    for row in work.store.rows(_OF_LOAN, loan["id"]):
        if not row["principal"] and not row["interest"]:
            continue
        on = day(row["due_on"])
        if on is None:
            work.tell(About.DAY, "rencana_angsuran", row["id"], "jatuh_tempo kosong", done)
            return None
        if row["principal"] < 0 or row["interest"] < 0:
            found = f"pokok {rupiah(row['principal'])}, jasa {rupiah(row['interest'])}"
            work.tell(About.NEGATIVE, "rencana_angsuran", row["id"], found, done)
            return None
        before = by_day.get(on, Due(on, 0, 0))
        by_day[on] = Due(on, before.principal + row["principal"], before.interest + row["interest"])
    total = sum(due.principal for due in by_day.values())
    if total != loan["principal"]:
        found = f"jadwal {rupiah(total)}, pinjaman {rupiah(loan['principal'])}"
        work.tell(About.SCHEDULE, "pinjaman_kelompok", loan["id"], found, done)
        return None
    return [by_day[on] for on in sorted(by_day)]


def _ours(loan: Row, terms: Cells, old: list[Due] | None) -> list[Due] | None:
    """What our engine makes of the terms: with the payment day that makes the old rows, if any."""
    for payment_day in (None, old[0].on.day) if old else ():
        if (made := _schedule(loan, terms, payment_day)) == old:
            terms["payment_day"] = payment_day
            return made
    return _schedule(loan, terms, None)


def _schedule(loan: Row, terms: Cells, payment_day: int | None) -> list[Due] | None:
    try:
        rows = build_schedule(
            Terms(
                principal=loan["principal"],
                rate=terms["rate"],
                method=Method(terms["method"]),
                tenor=terms["tenor"],
                disbursed_on=day(loan["disbursed_on"]),
                principal_every=terms["principal_every"] or 1,
                interest_every=terms["interest_every"] or 1,
                grace=terms["grace"],
                step=terms["rounding_step"] or 1,
                rounding=RoundingMode(terms["rounding"] or RoundingMode.NEAREST),
                payment_day=payment_day,
                period=Period(terms["period"]),
            )
        )
    except (InvalidTerms, ValueError):
        return None
    return [
        Due(row.due_on, row.principal, row.interest)
        for row in rows
        if row.principal or row.interest
    ]
