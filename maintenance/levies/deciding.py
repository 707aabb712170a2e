"""The writer of levy rules: what villages decide to collect, and that it doesn't hold any more."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from maintenance.levies.accounts import open_accounts
from maintenance.models import LevyPayment, LevyRule, LevyRuleWithdrawal
from maintenance.rules.levy import in_force
from upk.ledger.services import check_period_open, claim_submission, lock_office
from upk.offices.models import Office, User, Village
from upk.offices.stored_files import store_file
from upk.periods import format_date, today


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """What a village decided. ``amount`` is whole rupiah for each payer and ``per``."""

    basis: str
    number: str
    decided_on: date
    since: date
    amount: int
    per: str
    payers: int


@transaction.atomic
def record_levy_rule(
    village: Village,
    draft: RuleDraft,
    *,
    request_key: UUID,
    by: User,
    upload: UploadedFile | None = None,
) -> LevyRule:
    """Record a village's rule, and open its accounts with the first one; the rule before it ends.

    Idempotent by ``request_key``. Raises ``ValidationError`` for days that don't fit (``since``
    lies in open books and not before the decision), amounts below 1, a second rule since the same
    day, or a file that can't be kept.
    """
    office = lock_office(village.office)
    content = {
        "levy_rule": village.pk, "decision": [draft.basis, draft.number.strip(), draft.decided_on],
        "since": draft.since, "rate": [draft.amount, draft.per, draft.payers],
    }  # fmt: skip
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return submission.levy_rule
    open_accounts(village)  # holds the office's headings: one rule at a time
    _check_rule(office, village, draft)
    return LevyRule.objects.create(
        village=village, basis=draft.basis, number=draft.number.strip(),
        decided_on=draft.decided_on, since=draft.since, amount=draft.amount, per=draft.per,
        payers=draft.payers, file=store_file(office, upload, by=by) if upload else None,
        submission=submission, recorded_by=by,
    )  # fmt: skip


def _check_rule(office: Office, village: Village, draft: RuleDraft) -> None:
    if not draft.number.strip():
        raise ValidationError({"number": "Tulis nomor keputusannya."})
    for name in ("amount", "payers"):
        if getattr(draft, name) < 1:
            raise ValidationError({name: "Isi lebih dari nol."})
    if draft.decided_on > today(office):
        raise ValidationError({"decided_on": f"{format_date(draft.decided_on)} belum tiba."})
    if draft.since < draft.decided_on:
        raise ValidationError({"since": "Aturan berlaku paling awal pada tanggal keputusannya."})
    _check_open(office, draft.since)
    rates = LevyRule.objects.filter(village=village).rates().get(village.pk, [])
    if any(rate.since == draft.since and not rate.never_held for rate in rates):
        since = format_date(draft.since)
        raise ValidationError(
            {"since": f"Desa {village} sudah punya aturan mulai {since}. Cabut dahulu yang itu."}
        )


def _check_open(office: Office, since: date) -> None:
    try:
        check_period_open(office, since)
    except ValidationError as error:
        raise ValidationError({"since": error.messages}) from error


@transaction.atomic
def withdraw_levy_rule(rule: LevyRule, *, since: date, reason: str, by: User) -> LevyRuleWithdrawal:
    """Let a rule hold no more from ``since`` on; twice with the same day and reason is once.

    On its first day or before: it never held, and the one before it goes on.
    Raises ``ValidationError`` without a reason, for a day in closed books, for a rule that was
    withdrawn, or where a payment would be left without a rule.
    """
    office = lock_office(rule.village.office)
    open_accounts(rule.village)
    if found := LevyRuleWithdrawal.objects.filter(rule=rule).first():
        if (found.since, found.reason) == (since, reason.strip()):
            return found
        raise ValidationError("Aturan ini sudah dicabut.")
    if not reason.strip():
        raise ValidationError({"reason": "Tulis alasannya."})
    _check_open(office, since)
    withdrawal = LevyRuleWithdrawal.objects.create(
        rule=rule, since=since, reason=reason.strip(), made_by=by
    )
    _check_payments_keep_a_rule(rule.village)
    return withdrawal


def _check_payments_keep_a_rule(village: Village) -> None:
    rates = LevyRule.objects.filter(village=village).rates()[village.pk]
    payments = LevyPayment.objects.standing().filter(village=village).select_related("entry")
    for payment in payments.order_by("received_on", "pk"):
        if in_force(rates, payment.received_on) is None:
            on = format_date(payment.received_on)
            raise ValidationError(
                f"Iuran {payment.entry.label} tanggal {on} diterima menurut aturan ini. "
                "Batalkan dahulu penerimaannya, atau pilih tanggal sesudahnya."
            )
