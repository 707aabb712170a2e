"""Writers of depreciation: posting the months that lack it, taking the last month back."""

from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from upk.assets.classes import ORIGIN
from upk.assets.inventory import MonthPlan, plan_depreciation
from upk.assets.models import AssetMove, DepreciationRun
from upk.assets.services import hold_inventory, mirror_moves
from upk.ledger.models import Entry
from upk.ledger.services import (
    EntryDraft,
    check_period_open,
    claim_submission,
    post_in_held_office,
    reverse_entry,
)
from upk.offices.models import Office, User
from upk.periods import format_date, format_month, month_end, today


@transaction.atomic
def post_depreciation(
    office: Office, *, through: date, request_key: UUID, by: User, shown: int | None = None
) -> list[DepreciationRun]:
    """Post every month up to that of ``through`` that lacks depreciation, one entry a month.

    ``shown``: the sum that was confirmed, whole rupiah; another one posts nothing.
    Idempotent by ``request_key``. Raises ``ValidationError`` unless ``through`` is a month's end
    that has come, in open books, and something is to be posted.
    """
    office = hold_inventory(office)
    submission, is_new = claim_submission(office, request_key, {"depreciate": through}, by=by)
    if not is_new:
        return list(submission.depreciation_runs.order_by("month"))
    _check_month(office, through)
    plans = plan_depreciation(office, through)
    if not plans:
        raise ValidationError("Tidak ada penyusutan yang belum dibukukan sampai bulan ini.")
    if shown is not None and shown != sum(plan.total for plan in plans):
        raise ValidationError("Angkanya berubah sejak halaman dibuka. Periksa sekali lagi.")
    entries = post_in_held_office(
        office, [_draft(plan) for plan in plans], by=by, submission=submission
    )
    runs = [
        DepreciationRun(
            office=office, month=plan.month, entry=entry, submission=submission, recorded_by=by
        )
        for plan, entry in zip(plans, entries, strict=True)
    ]
    AssetMove.objects.bulk_create(
        AssetMove(
            asset=asset, entry=entry, kind=AssetMove.Kind.DEPRECIATED, happened_on=plan.month,
            accumulated=amount,
        )
        for plan, entry in zip(plans, entries, strict=True)
        for asset, amount in plan.amounts
    )  # fmt: skip
    return DepreciationRun.objects.bulk_create(runs)


def _check_month(office: Office, through: date) -> None:
    if through != month_end(through):
        raise ValidationError("Penyusutan dibukukan pada akhir bulan.")
    if through > today(office):
        raise ValidationError(f"{format_date(through)} belum tiba.")
    check_period_open(office, through)


def _draft(plan: MonthPlan) -> EntryDraft:
    memo = f"Penyusutan inventaris {format_month(plan.month)}"
    return EntryDraft(plan.month, memo, plan.moves, origin=ORIGIN)


@transaction.atomic
def undo_depreciation(run: DepreciationRun, *, reason: str, request_key: UUID, by: User) -> Entry:
    """Take the last posted month back, on its own day, so that it can be posted anew.

    Idempotent by ``request_key``. Raises ``ValidationError`` if later months are posted, something
    that it depreciated has left the books since, or where ``reverse_entry`` does.
    """
    office = hold_inventory(run.office)
    content = {"undo_depreciation": run.pk, "reason": reason.strip()}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return submission.entries.get()
    if DepreciationRun.objects.filter(office=office, month__gt=run.month).standing().exists():
        raise ValidationError("Batalkan dahulu penyusutan bulan-bulan sesudahnya.")
    later = AssetMove.objects.filter(
        asset__in=run.entry.asset_moves.values("asset"), entry__gt=run.entry_id
    ).select_related("asset", "entry")
    if moved := later.first():
        raise ValidationError(
            f"{moved.asset} sudah berubah dengan {moved.entry.label} sesudah penyusutan ini."
        )
    reversal = reverse_entry(
        run.entry, happened_on=run.month, reason=reason, by=by, origin=ORIGIN,
        submission=submission,
    )  # fmt: skip
    mirror_moves(run.entry, reversal)
    return reversal
