"""The writer of budgets."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from upk.budget.comparison import KINDS
from upk.budget.models import BudgetLine, BudgetVersion
from upk.ledger.models import Account
from upk.ledger.services import check_period_open, claim_submission, lock_office_alone
from upk.offices.models import Office, User
from upk.offices.services import record_decision
from upk.periods import format_date, today


@transaction.atomic
def approve_budget(
    office: Office,
    *,
    year: int,
    amounts: Mapping[Account, Sequence[int]],
    body: str,
    number: str,
    decided_on: date,
    since: date,
    request_key: UUID,
    by: User,
) -> BudgetVersion:
    """Record a year's budget as decided: its first version, or a revision of it.

    ``amounts``: twelve months by account, whole rupiah, none negative. Idempotent by
    ``request_key``. Raises ``ValidationError`` if nothing is budgeted, an account is no income or
    expense, or the days don't fit: ``since`` lies in open books, not before the decision or the
    version before.
    """
    office = lock_office_alone(office)  # revisions are counted one at a time
    typed = sorted([account.pk, *months] for account, months in amounts.items())
    content = {"budget": year, "amounts": typed, "decision": [body, number.strip(), decided_on],
               "since": since}  # fmt: skip
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return submission.budgets.get()
    _check_amounts(office, amounts)
    _check_days(office, decided_on, since)
    decision = record_decision(office, body=body, number=number, decided_on=decided_on)
    last = BudgetVersion.objects.filter(office=office, year=year).first()
    if last and since < last.since:
        raise ValidationError(
            {"since": f"{last.label} berlaku mulai {format_date(last.since)}: tidak boleh lebih "
             "awal."}
        )  # fmt: skip
    lines = [
        (account, month, amount)
        for account, months in amounts.items()
        for month, amount in enumerate(months, start=1)
        if amount
    ]
    version = BudgetVersion.objects.create(
        office=office, year=year, revision=last.revision + 1 if last else 0, decision=decision,
        since=since, line_count=len(lines), submission=submission, recorded_by=by,
    )  # fmt: skip
    BudgetLine.objects.bulk_create(
        BudgetLine(version=version, account=account, month=month, amount=amount)
        for account, month, amount in lines
    )
    return version


def _check_amounts(office: Office, amounts: Mapping[Account, Sequence[int]]) -> None:
    for account, months in amounts.items():
        if account.office_id != office.pk or account.is_header or account.kind not in KINDS:
            raise ValidationError(f"Akun {account} bukan akun pendapatan atau beban.")
        if len(months) != 12 or min(months) < 0:
            raise ValidationError(f"Isi dua belas bulan untuk {account}, tidak kurang dari nol.")
    if not any(any(months) for months in amounts.values()):
        raise ValidationError("Isi sedikitnya satu anggaran.")


def _check_days(office: Office, decided_on: date, since: date) -> None:
    if decided_on > today(office):
        raise ValidationError({"decided_on": f"{format_date(decided_on)} belum tiba."})
    if since < decided_on:
        raise ValidationError({"since": "Anggaran berlaku paling awal pada tanggal keputusannya."})
    try:
        check_period_open(office, since)
    except ValidationError as error:
        raise ValidationError({"since": error.messages}) from error
