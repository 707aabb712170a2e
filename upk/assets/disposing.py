"""Writers of disposals: a thing is sold, scrapped or lost, and what that brings or costs."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from upk.assets.classes import ORIGIN
from upk.assets.depreciation import accumulated
from upk.assets.inventory import terms_of
from upk.assets.models import Asset, AssetClass, AssetMove, Disposal
from upk.assets.services import hold_inventory, mirror_moves
from upk.ledger.by_hand import check_day
from upk.ledger.models import Account, Entry
from upk.ledger.purses import MIXED, is_same_purse
from upk.ledger.services import (
    EntryDraft,
    Move,
    claim_submission,
    post_in_held_office,
    reverse_entry,
)
from upk.offices.models import User
from upk.periods import format_date, format_month, month_start


@dataclass(frozen=True, slots=True)
class DisposalPlan:
    """What a disposal moves. Whole rupiah; ``result`` is a loss where it is negative."""

    cost: int
    worn: int
    proceeds: int
    moves: tuple[Move, ...]

    @property
    def value(self) -> int:
        return self.cost - self.worn

    @property
    def result(self) -> int:
        return self.proceeds - self.value

    @property
    def total(self) -> int:
        return sum(move.amount for move in self.moves)


def plan_disposal(
    asset: Asset, *, happened_on: date, kind: str, proceeds: int, received_in: Account | None
) -> DisposalPlan:
    """What disposing of ``asset`` would post: depreciated up to the month before.

    Raises ``ValidationError`` if it isn't in the books, if the months before lack depreciation or
    later ones have it, or if money and manner don't fit.
    """
    check_day(asset.office, happened_on)
    _check_money(asset, kind, proceeds, received_in)
    now = Asset.objects.with_values(date.max).get(pk=asset.pk)
    if now.cost == 0:
        raise ValidationError("Barang ini sudah tidak ada dalam buku.", code="gone")
    _check_depreciation(asset, now.worn, happened_on)
    moves = _moves(asset.acquisition.asset_class, now.cost, now.worn, proceeds, received_in)
    return DisposalPlan(now.cost, now.worn, proceeds, tuple(moves))


def _check_money(asset: Asset, kind: str, proceeds: int, received_in: Account | None) -> None:
    if (kind == Disposal.Kind.SOLD) != (proceeds > 0):
        raise ValidationError({"proceeds": "Isi hasil penjualan bila dijual, dan hanya bila itu."})
    if proceeds and (received_in is None or not received_in.liquidity):
        raise ValidationError({"received_in": "Pilih kas atau bank yang menerima uangnya."})
    if proceeds and not is_same_purse([asset.acquisition.asset_class.account, received_in]):
        raise ValidationError({"received_in": MIXED})


def _check_depreciation(asset: Asset, worn: int, on: date) -> None:
    last = AssetMove.objects.filter(asset=asset).order_by("-happened_on").first()
    before = month_start(on) - timedelta(days=1)
    needed = accumulated(terms_of(asset.acquisition), before)
    if last.happened_on > on:
        raise ValidationError(
            {"happened_on": f"Barang ini dibukukan sampai {format_date(last.happened_on)}: pilih "
             "tanggal sesudahnya, atau batalkan dahulu penyusutan bulan itu."}
        )  # fmt: skip
    if worn > needed:
        raise ValidationError(
            {"happened_on": f"Penyusutan {format_month(on)} sudah dibukukan. Pilih tanggal di "
             "bulan berikutnya, atau batalkan dahulu penyusutan bulan itu."}
        )  # fmt: skip
    if worn < needed:
        raise ValidationError(f"Bukukan dahulu penyusutan sampai {format_month(before)}.")


def _moves(
    found: AssetClass, cost: int, worn: int, proceeds: int, received_in: Account | None
) -> list[Move]:
    value = cost - worn
    moves = [
        (found.accumulated, found.account, worn),
        (received_in, found.account, min(proceeds, value)),
        (received_in, found.gain, proceeds - value),
        (found.loss, found.account, value - proceeds),
    ]
    return [Move(debit, credit, amount) for debit, credit, amount in moves if amount > 0]


@transaction.atomic
def dispose(
    asset: Asset,
    *,
    happened_on: date,
    kind: str,
    proceeds: int,
    received_in: Account | None,
    note: str,
    request_key: UUID,
    by: User,
) -> Disposal:
    """Take a thing out of the books. Idempotent by ``request_key``; raises as ``plan_disposal``."""
    office = hold_inventory(asset.office)
    account = received_in and received_in.pk
    content = {
        "dispose": asset.pk, "on": happened_on, "kind": kind, "proceeds": proceeds, "in": account,
        "note": note.strip(),
    }  # fmt: skip
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return submission.disposals.get()
    plan = plan_disposal(
        asset, happened_on=happened_on, kind=kind, proceeds=proceeds, received_in=received_in
    )
    memo = f"{asset.code} {Disposal.Kind(kind).label.lower()}: {asset.acquisition.name}"[:200]
    draft = EntryDraft(happened_on, memo, plan.moves, origin=ORIGIN)
    [entry] = post_in_held_office(office, [draft], by=by, submission=submission)
    AssetMove.objects.create(
        asset=asset, entry=entry, kind=AssetMove.Kind.DISPOSED, happened_on=happened_on,
        cost=-plan.cost, accumulated=-plan.worn,
    )  # fmt: skip
    return Disposal.objects.create(
        office=office, asset=asset, kind=kind, happened_on=happened_on, proceeds=proceeds,
        result=plan.result, note=note.strip(), entry=entry, submission=submission, recorded_by=by,
    )  # fmt: skip


@transaction.atomic
def undo_disposal(disposal: Disposal, *, reason: str, request_key: UUID, by: User) -> Entry:
    """Put a thing back into the books, on the day of its disposal.

    Idempotent by ``request_key``. Raises ``ValidationError`` where ``reverse_entry`` does.
    """
    office = hold_inventory(disposal.office)
    content = {"undo_disposal": disposal.pk, "reason": reason.strip()}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return submission.entries.get()
    reversal = reverse_entry(
        disposal.entry, happened_on=disposal.happened_on, reason=reason, by=by, origin=ORIGIN,
        submission=submission,
    )  # fmt: skip
    mirror_moves(disposal.entry, reversal)
    return reversal
