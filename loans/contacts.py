"""Writing down what was said with a group about its arrears."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import transaction

from loans.models import ArrearsContact, Loan
from loans.reasons import Problem, raise_if_any
from upk.access import Role
from upk.ledger.services import claim_submission, lock_office
from upk.offices.models import User
from upk.periods import format_date, today

MANY_DAYS = 366
"""A promise lies at most a year ahead [chosen]: farther is surely a typing error."""


def contact_problems(
    loan: Loan,
    *,
    kind: str,
    happened_on: date,
    note: str,
    promised_on: date | None,
    promised_amount: int | None,
) -> list[Problem]:
    """What is wrong with a contact, all of it."""
    found = []
    if loan.disbursed_on is None or happened_on < loan.disbursed_on:
        found.append(Problem("not_lent", f"Pinjaman {loan} belum cair pada tanggal itu."))
    if happened_on > today(loan.office):
        found.append(Problem("future", "Tanggalnya belum tiba. Catat yang sudah terjadi."))
    if kind == ArrearsContact.Kind.VOID and (promised_on or promised_amount):
        found.append(Problem("void", "Catatan yang dibatalkan tidak memuat janji."))
    if not note.strip() and promised_on is None:
        found.append(Problem("empty", "Isi catatan atau janjinya."))
    if (promised_on is None) != (not promised_amount):
        found.append(Problem("promise", "Isi tanggal dan jumlah janji, keduanya."))
    elif promised_on is not None:
        if promised_on < happened_on:
            text = f"Janji tidak boleh sebelum {format_date(happened_on)}."
            found.append(Problem("promise_before", text))
        if (promised_on - happened_on).days > MANY_DAYS:
            found.append(Problem("promise_far", "Tanggal janji terlalu jauh. Periksa tahunnya."))
    return found


@transaction.atomic
def record_contact(
    loan: Loan,
    *,
    kind: str,
    happened_on: date,
    met: str = "",
    note: str = "",
    promised_on: date | None = None,
    promised_amount: int | None = None,
    corrects: ArrearsContact | None = None,
    request_key: UUID,
    by: User,
) -> ArrearsContact:
    """Write a contact down, or correct one by a new row that takes its place.

    Idempotent by ``request_key``. Raises ``ValidationError`` with all reasons; only who wrote a
    row and the manager may correct it, once.
    """
    office = lock_office(loan.office)
    values: Mapping[str, object] = {
        "kind": kind,
        "happened_on": happened_on,
        "met": met.strip(),
        "note": note.strip(),
        "promised_on": promised_on,
        "promised_amount": promised_amount or None,
    }
    content = {"contact": loan.pk, "corrects": corrects.pk if corrects else None, **values}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return ArrearsContact.objects.get(submission=submission)
    checked = {name: value for name, value in values.items() if name != "met"}
    problems = contact_problems(loan, **checked)
    if corrects:
        corrects = ArrearsContact.objects.select_for_update().get(pk=corrects.pk)
        problems += correction_problems(corrects, by)
    elif kind == ArrearsContact.Kind.VOID:
        problems.append(Problem("void", "Hanya catatan yang sudah ada yang dapat dibatalkan."))
    raise_if_any(problems)
    return ArrearsContact.objects.create(
        loan=loan, corrects=corrects, submission=submission, made_by=by, **values
    )


def correction_problems(contact: ArrearsContact, by: User) -> list[Problem]:
    """Why ``by`` may not correct the contact; empty if allowed."""
    found = []
    if ArrearsContact.objects.filter(corrects=contact).exists():
        found.append(Problem("corrected", "Catatan ini sudah diperbaiki. Perbaiki yang terbaru."))
    if contact.kind == ArrearsContact.Kind.VOID:
        found.append(Problem("void", "Catatan ini sudah dibatalkan. Buat catatan baru."))
    if by.role != Role.MANAGER and contact.made_by_id != by.pk:
        found.append(Problem("other", "Hanya pencatatnya atau manajer yang memperbaiki catatan."))
    return found


def may_correct(contact: ArrearsContact, by: User) -> bool:
    """Whether the page offers the correction; the service decides."""
    is_own = by.role == Role.MANAGER or contact.made_by_id == by.pk
    return is_own and contact.kind != ArrearsContact.Kind.VOID
