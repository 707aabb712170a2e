"""Confirming rebates (IPTW), paying them out, taking a payment back.

Each service holds the office and the loans (in that order), works out the rights anew, and takes
all of a list or none of it. Who confirmed a rebate doesn't pay it out.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from loans.models import Loan, Rebate, RebateApproval
from loans.rebates import Claim, Key, claims
from loans.steps import ORIGIN
from upk.ledger.lowest import lowest_balance
from upk.ledger.models import Account
from upk.ledger.services import (
    EntryDraft,
    Move,
    check_period_open,
    claim_submission,
    lock_office,
    post_in_held_office,
    reverse_entry,
)
from upk.money import rupiah
from upk.offices.models import Office, User
from upk.periods import format_date, today

Item = tuple[int, int, int]
"""A loan's id, the instalment's number (0: settlement), and the rebate as it was shown."""


class ListErrors(ValidationError):
    """What is wrong with rows of a list: ``rows`` by the rebate's key."""

    def __init__(self, rows: dict[Key, str]) -> None:
        self.rows = rows
        super().__init__(list(rows.values()))


@dataclass(frozen=True, slots=True)
class Payout:
    """A list that the treasurer pays on a day from one account."""

    paid_on: date
    cash: Account
    items: Sequence[Item]
    request_key: UUID


@transaction.atomic
def approve_rebates(
    office: Office, items: Sequence[Item], *, on: date, request_key: UUID, by: User
) -> list[RebateApproval]:
    """Say that these rebates may be paid as they were shown.

    Idempotent by ``request_key``. Raises ``ListErrors`` for rebates whose right has changed, that
    are confirmed already or paid; ``ValidationError`` for an empty list or a day to come.
    """
    office = lock_office(office)
    held = _hold(office, items)
    content = {"approve": sorted(items), "on": on}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return list(submission.rebate_approvals.all())
    if on > today(office):
        raise ValidationError("Tanggal persetujuan belum tiba.")
    found = _asked(held, items, on, _why_not_approved)
    return RebateApproval.objects.bulk_create(
        RebateApproval(
            loan=claim.loan, instalment_id=claim.instalment_id, interest=claim.interest,
            amount=claim.amount, approved_on=on, submission=submission, recorded_by=by,
        )
        for claim in found
    )  # fmt: skip


@transaction.atomic
def pay_rebates(office: Office, payout: Payout, *, by: User) -> list[Rebate]:
    """Pay confirmed rebates out, each with a voucher of its own.

    Idempotent by the payout's key. Raises ``ListErrors`` for rebates that aren't confirmed as they
    are, were confirmed by ``by``, or are paid; ``ValidationError`` for a day or an account that
    can't be used, or that lacks the money.
    """
    office = lock_office(office)
    held = _hold(office, payout.items)
    content = {"rebates": sorted(payout.items), "on": payout.paid_on, "cash": payout.cash.pk}
    submission, is_new = claim_submission(office, payout.request_key, content, by=by)
    if not is_new:
        return list(submission.rebates.select_related("entry").order_by("pk"))
    _check_payout(office, payout)
    found = _asked(held, payout.items, payout.paid_on, lambda c: _why_not_paid(c, payout, by))
    _check_money(payout.cash, sum(claim.amount for claim in found), payout.paid_on)
    drafts = [
        EntryDraft(
            payout.paid_on,
            f"IPTW {claim.loan.code} {claim.label.lower()}",
            [Move(claim.loan.product.rebate_expense, payout.cash, claim.amount)],
            origin=ORIGIN,
        )
        for claim in found
    ]
    entries = post_in_held_office(office, drafts, by=by, submission=submission)
    return Rebate.objects.bulk_create(
        Rebate(
            office=office, loan=claim.loan, instalment_id=claim.instalment_id,
            interest=claim.interest, amount=claim.amount, approval=claim.approval,
            paid_on=payout.paid_on, entry=entry, submission=submission, recorded_by=by,
        )
        for claim, entry in zip(found, entries, strict=True)
    )  # fmt: skip


@transaction.atomic
def reverse_rebate(
    rebate: Rebate, *, happened_on: date, reason: str, request_key: UUID, by: User
) -> Rebate:
    """Take a paid rebate back with a reason, once: the money is in the account again.

    Idempotent by ``request_key``. Raises ``ValidationError`` if it is a reversal itself, was
    reversed already, or the day can't be used.
    """
    office = lock_office(rebate.office)
    Loan.objects.select_for_update().get(pk=rebate.loan_id)
    content = {"undo_rebate": rebate.pk, "on": happened_on, "reason": reason.strip()}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return submission.rebates.get()
    if rebate.reverses_id:
        raise ValidationError("Pembatalan tidak dapat dibatalkan. Bayarkan IPTW-nya sekali lagi.")
    if happened_on > today(office):
        raise ValidationError({"happened_on": "Tanggal pembatalan belum tiba."})
    entry = reverse_entry(
        rebate.entry, happened_on=happened_on, reason=reason, by=by, origin=ORIGIN,
        submission=submission,
    )  # fmt: skip
    return Rebate.objects.create(
        office=office, loan_id=rebate.loan_id, instalment_id=rebate.instalment_id,
        interest=-rebate.interest, amount=-rebate.amount, paid_on=happened_on, entry=entry,
        submission=submission, reverses=rebate, reason=reason.strip()[:200], recorded_by=by,
    )  # fmt: skip


def _hold(office: Office, items: Iterable[Item]) -> list[int]:
    """Ids of the office's loans in the list, their rows held in the order of the ids."""
    ids = {loan_id for loan_id, _, _ in items}
    held = Loan.objects.select_for_update().filter(office=office, pk__in=ids)
    return [loan.pk for loan in held.order_by("pk")]


def _asked(
    held: Sequence[int], items: Sequence[Item], on: date, why_not: Callable[[Claim], str]
) -> list[Claim]:
    """The claims of the list in its order, as they are now; raises ``ListErrors``."""
    if not items:
        raise ValidationError("Belum ada IPTW yang dipilih.", code="empty")
    loans = Loan.objects.filter(pk__in=held).order_by("pk")
    known = {claim.key: claim for claim in claims(loans, on)}
    errors: dict[Key, str] = {}
    found = []
    for loan_id, n, amount in items:
        claim = known.get((loan_id, n))
        if claim is None:
            errors[loan_id, n] = f"Tidak ada hak IPTW pada {format_date(on)}. Buka kembali daftar."
        elif claim in found:
            errors[claim.key] = f"{_name(claim)} tercantum lebih dari sekali."
        elif claim.paid:
            errors[claim.key] = f"{_name(claim)} sudah dibayar ({claim.paid.entry.label})."
        elif claim.amount != amount:
            errors[claim.key] = (
                f"{_name(claim)} sekarang {rupiah(claim.amount)}, bukan {rupiah(amount)}. "
                "Periksa lagi lalu kirim ulang."
            )
        elif reason := why_not(claim):
            errors[claim.key] = reason
        else:
            found.append(claim)
    if errors:
        raise ListErrors(errors)
    return found


def _name(claim: Claim) -> str:
    return f"IPTW {claim.loan.code} {claim.label.lower()}"


def _why_not_approved(claim: Claim) -> str:
    return f"{_name(claim)} sudah disetujui." if claim.is_approved else ""


def _why_not_paid(claim: Claim, payout: Payout, by: User) -> str:
    if not claim.is_approved or claim.approval is None:
        return f"{_name(claim)} belum disetujui sebesar {rupiah(claim.amount)}."
    if claim.approval.recorded_by_id == by.pk:
        return f"{_name(claim)} Anda setujui sendiri; yang membayarkan harus orang lain."
    if claim.approval.approved_on > payout.paid_on:
        return (
            f"{_name(claim)} baru disetujui {format_date(claim.approval.approved_on)}; "
            "pakai tanggal itu atau sesudahnya."
        )
    return ""


def _check_payout(office: Office, payout: Payout) -> None:
    check_period_open(office, payout.paid_on)
    if payout.paid_on > today(office):
        raise ValidationError(f"Tanggal {format_date(payout.paid_on)} belum tiba.", code="future")
    cash = payout.cash
    if cash.office_id != office.pk or cash.liquidity == Account.Liquidity.NONE:
        raise ValidationError("Pilih kas atau rekening bank pembayar.", code="cash")
    if cash.fund != Account.Fund.REVOLVING:
        raise ValidationError(f"{cash.name} bukan dana bergulir. Pilih rekening lain.", code="cash")


def _check_money(cash: Account, amount: int, on: date) -> None:
    """Raise unless the account holds ``amount`` on that day and ever since."""
    Account.objects.select_for_update().get(pk=cash.pk)
    available = lowest_balance(cash, on)
    if available < amount:
        raise ValidationError(
            f"Saldo {cash.name} {rupiah(available)}, kurang {rupiah(amount - available)}. "
            "Pilih rekening lain atau pindahkan dana dahulu.",
            code="cash",
        )
