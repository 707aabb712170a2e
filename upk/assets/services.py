"""Writers of the inventory: what is acquired, looked at and taken back.

``lock_office`` comes first, then the office's classes: whoever writes inventory waits there, so
that numbers have no gaps and no two people depreciate a month.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q

from upk.assets.classes import ORIGIN
from upk.assets.depreciation import Terms, terms_of_purchase, terms_taken_over
from upk.assets.models import (
    Acquisition,
    Asset,
    AssetClass,
    AssetMove,
    Condition,
    ConditionCheck,
)
from upk.ledger.by_hand import check_day
from upk.ledger.lowest import lowest_balance
from upk.ledger.models import Account, AccountQuerySet, Entry, Submission
from upk.ledger.purses import MIXED, TRUST_FUNDS, is_same_purse
from upk.ledger.services import (
    EntryDraft,
    Move,
    claim_submission,
    lock_office,
    post_in_held_office,
    reverse_entry,
)
from upk.money import rupiah
from upk.offices.models import Office, User
from upk.periods import format_date

MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Goods:
    """What is acquired: ``quantity`` alike things. ``unit_cost`` is whole rupiah each."""

    asset_class: AssetClass
    name: str
    quantity: int
    unit_cost: int
    location: str
    condition: str = Condition.GOOD

    @property
    def total(self) -> int:
        return self.quantity * self.unit_cost


@dataclass(frozen=True, slots=True)
class Planned:
    """What a purchase or a takeover posts, when, and how long the things last."""

    kind: Acquisition.Kind
    bought_on: date
    happened_on: date
    terms: Terms
    moves: Sequence[Move]

    def memo(self, goods: Goods, codes: str = "") -> str:
        """The entry's memo; ``codes`` are the numbers of the things, given when it is saved."""
        what = f"{self.kind.label} inventaris {codes}".strip()
        return f"{what}: {goods.name}"[:200]


def hold_inventory(office: Office) -> Office:
    """The office, held against closing, and its inventory, held against other writers."""
    office = lock_office(office)
    list(AssetClass.objects.select_for_update(no_key=True).filter(office=office).order_by("pk"))
    return office


@transaction.atomic
def buy(
    goods: Goods, *, bought_on: date, paid_from: Account, request_key: UUID, by: User
) -> Acquisition:
    """Record a purchase: the class's account against cash, bank or what is owed for it.

    Each thing gets a number. Idempotent by ``request_key``. Raises ``ValidationError`` for a day or
    account that can't be used, a class that isn't used any more, or if there is too little money.
    """
    office = hold_inventory(goods.asset_class.office)
    content = {"buy": _content(goods), "on": bought_on, "from": paid_from.pk}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return submission.acquisitions.get()
    if paid_from.liquidity:  # nobody else spends its money meanwhile
        Account.objects.select_for_update(no_key=True).get(pk=paid_from.pk)
    planned = plan_purchase(office, goods, bought_on=bought_on, paid_from=paid_from)
    return _acquire(office, goods, planned, submission, by)


def plan_purchase(office: Office, goods: Goods, *, bought_on: date, paid_from: Account) -> Planned:
    """What ``buy`` would post as things are now; it raises the same, and writes nothing."""
    check_day(office, bought_on, field="bought_on")
    _check_goods(goods)
    _check_payment(goods, paid_from, bought_on)
    terms = terms_of_purchase(goods.unit_cost, goods.asset_class.months_on(bought_on), bought_on)
    moves = [Move(goods.asset_class.account, paid_from, goods.total)]
    return Planned(Acquisition.Kind.PURCHASE, bought_on, bought_on, terms, moves)


@transaction.atomic
def take_over(
    goods: Goods,
    *,
    bought_on: date,
    taken_on: date,
    opening: int,
    against: Account,
    request_key: UUID,
    by: User,
) -> Acquisition:
    """Record things that were there before the books were kept here.

    ``opening``: what was depreciated of each up to ``taken_on``, whole rupiah; the book value goes
    against an equity account. Idempotent by ``request_key``.
    Raises ``ValidationError`` for days, accounts or amounts that don't fit.
    """
    office = hold_inventory(goods.asset_class.office)
    content = {
        "take_over": _content(goods), "bought": bought_on, "on": taken_on, "opening": opening,
        "against": against.pk,
    }  # fmt: skip
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return submission.acquisitions.get()
    planned = plan_takeover(
        office, goods, bought_on=bought_on, taken_on=taken_on, opening=opening, against=against
    )
    return _acquire(office, goods, planned, submission, by)


def plan_takeover(
    office: Office,
    goods: Goods,
    *,
    bought_on: date,
    taken_on: date,
    opening: int,
    against: Account,
) -> Planned:
    """What ``take_over`` would post as things are now; it raises the same, and writes nothing."""
    check_day(office, taken_on, field="taken_on")
    _check_goods(goods)
    months = goods.asset_class.months_on(bought_on)
    _check_takeover(goods, bought_on, taken_on, opening, months, against)
    terms = terms_taken_over(goods.unit_cost, months, bought_on, taken_on, opening)
    cost = goods.asset_class.account
    moves = [Move(cost, against, goods.total - opening * goods.quantity)]
    if opening:
        moves.append(Move(cost, goods.asset_class.accumulated, opening * goods.quantity))
    return Planned(Acquisition.Kind.OPENING, bought_on, taken_on, terms, moves)


def _content(goods: Goods) -> list:
    return [
        goods.asset_class.pk, goods.name, goods.quantity, goods.unit_cost, goods.location,
        goods.condition,
    ]  # fmt: skip


def _check_goods(goods: Goods) -> None:
    if not goods.asset_class.is_active:
        raise ValidationError({"asset_class": "Golongan ini tidak dipakai lagi."})
    if not 1 <= goods.quantity <= MOST_AT_ONCE:
        raise ValidationError({"quantity": f"Isi 1 sampai {MOST_AT_ONCE} barang."})
    if goods.unit_cost < 1:
        raise ValidationError({"unit_cost": "Harga harus lebih dari nol."})


def payers(office: Office) -> AccountQuerySet:
    """Accounts that a purchase may be paid from: one's own money, or what is owed for it."""
    debts = Q(kind=Account.Kind.LIABILITY) & ~Q(fund__in=(*TRUST_FUNDS, Account.Fund.SOCIAL))
    free = office.accounts.free()
    return free.filter(Q(pk__in=free.own_money().values("pk")) | debts)


def _check_payment(goods: Goods, account: Account, on: date) -> None:
    if not is_same_purse([goods.asset_class.account, account]):
        raise ValidationError({"paid_from": MIXED})
    if not payers(account.office).filter(pk=account.pk).exists():
        raise ValidationError({"paid_from": "Pilih kas, bank, atau akun utang."})
    if not account.liquidity:
        return
    held = lowest_balance(account, on)
    if held < goods.total:
        raise ValidationError({"paid_from": f"Saldo {account} hanya {rupiah(max(held, 0))}."})


def _check_takeover(
    goods: Goods, bought_on: date, taken_on: date, opening: int, months: int | None, equity: Account
) -> None:
    if bought_on > taken_on:
        raise ValidationError({"bought_on": "Barang dibeli sesudah tanggal saldo awal."})
    if equity.kind != Account.Kind.EQUITY:
        raise ValidationError({"against": "Pilih akun modal."})
    if not 0 <= opening < goods.unit_cost:
        raise ValidationError({"opening": "Penyusutan harus kurang dari harga perolehan."})
    if opening and months is None:
        raise ValidationError({"opening": "Golongan ini tidak disusutkan."})


def _acquire(
    office: Office, goods: Goods, acquired: Planned, submission: Submission, by: User
) -> Acquisition:
    """Post the entry, number the things, and note how they are."""
    last = Asset.objects.filter(office=office).aggregate(last=Max("number"))["last"] or 0
    numbers = [last + n for n in range(1, goods.quantity + 1)]
    is_opening = acquired.kind == Acquisition.Kind.OPENING
    codes = "–".join(f"INV-{n:04}" for n in sorted({numbers[0], numbers[-1]}))
    kind = Entry.Kind.OPENING if is_opening else Entry.Kind.ORDINARY
    memo = acquired.memo(goods, codes)
    draft = EntryDraft(acquired.happened_on, memo, acquired.moves, kind, ORIGIN)
    [entry] = post_in_held_office(office, [draft], by=by, submission=submission)
    terms = acquired.terms
    made = Acquisition.objects.create(
        office=office, asset_class=goods.asset_class, kind=acquired.kind, name=goods.name,
        bought_on=acquired.bought_on, happened_on=acquired.happened_on, quantity=goods.quantity,
        unit_cost=terms.cost, opening=terms.opening, months=terms.months, begins=terms.begins,
        entry=entry, submission=submission, recorded_by=by,
    )  # fmt: skip
    assets = Asset.objects.bulk_create(
        Asset(office=office, acquisition=made, number=number) for number in numbers
    )
    AssetMove.objects.bulk_create(
        AssetMove(
            asset=asset, entry=entry, kind=AssetMove.Kind.ACQUIRED,
            happened_on=entry.happened_on, cost=terms.cost, accumulated=terms.opening,
        )
        for asset in assets
    )  # fmt: skip
    ConditionCheck.objects.bulk_create(
        ConditionCheck(
            asset=asset, checked_on=acquired.happened_on, condition=goods.condition,
            location=goods.location, recorded_by=by,
        )
        for asset in assets
    )  # fmt: skip
    return made


@transaction.atomic
def check_condition(
    asset: Asset, *, checked_on: date, condition: str, location: str, note: str, by: User
) -> ConditionCheck:
    """Note how and where a thing was found; the same again is noted once.

    Raises ``ValidationError`` for a day before it was acquired, that hasn't come or is closed: the
    inventory of that day says how its things were.
    """
    office = hold_inventory(asset.office)
    check_day(office, checked_on, field="checked_on")
    if checked_on < asset.acquisition.happened_on:
        raise ValidationError({"checked_on": "Barang ini belum ada pada tanggal itu."})
    found = {"condition": condition, "location": location.strip(), "note": note.strip()}
    last = asset.checks.filter(checked_on=checked_on).first()
    if last and all(getattr(last, key) == value for key, value in found.items()):
        return last
    return ConditionCheck.objects.create(
        asset=asset, checked_on=checked_on, recorded_by=by, **found
    )


@transaction.atomic
def undo_acquisition(
    acquisition: Acquisition, *, happened_on: date, reason: str, request_key: UUID, by: User
) -> Entry:
    """Take a wrong purchase or takeover back, with what was depreciated of it since.

    Idempotent by ``request_key``; gives the reversal of its entry.
    Raises ``ValidationError`` if one of the things was disposed of, or for a day before the last
    entry that moved them, or where ``reverse_entry`` does.
    """
    office = hold_inventory(acquisition.office)
    content = {"undo_acquisition": acquisition.pk, "on": happened_on, "reason": reason.strip()}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return submission.entries.get(reverses=acquisition.entry)
    check_day(office, happened_on)
    ids = list(acquisition.assets.values_list("pk", flat=True))
    assets = list(Asset.objects.filter(pk__in=ids).with_values(date.max))
    _check_can_undo(acquisition, assets, happened_on)
    reversal = reverse_entry(
        acquisition.entry, happened_on=happened_on, reason=reason, by=by, origin=ORIGIN,
        submission=submission,
    )  # fmt: skip
    _give_back_depreciation(acquisition, assets, happened_on, submission, by)
    mirror_moves(acquisition.entry, reversal)
    return reversal


def _check_can_undo(acquisition: Acquisition, assets: Sequence[Asset], day: date) -> None:
    if any(asset.cost == 0 for asset in assets):
        if not Acquisition.objects.standing().filter(pk=acquisition.pk).exists():
            raise ValidationError("Perolehan ini sudah dibatalkan.", code="already_reversed")
        raise ValidationError("Salah satu barangnya sudah dilepas. Batalkan dahulu pelepasannya.")
    moves = AssetMove.objects.filter(asset__in=assets)
    last = moves.aggregate(last=Max("happened_on"))["last"]
    if day < last:
        text = f"Sudah ada penyusutan atau pembatalan pada {format_date(last)}: pilih tanggal itu "
        raise ValidationError({"happened_on": f"{text}atau sesudahnya."})


def _give_back_depreciation(
    acquisition: Acquisition,
    assets: Sequence[Asset],
    on: date,
    submission: Submission,
    by: User,
) -> None:
    """Post back to the expense what was depreciated here, if anything was."""
    given = [(asset, asset.worn - acquisition.opening) for asset in assets]
    total = sum(amount for _, amount in given)
    if total == 0:
        return
    found = acquisition.asset_class
    memo = f"Penyusutan dikembalikan: batal {acquisition.entry.label}"
    moves = [Move(found.accumulated, found.expense, total)]
    draft = EntryDraft(on, memo, moves, origin=ORIGIN)
    [entry] = post_in_held_office(
        lock_office(acquisition.office), [draft], by=by, submission=submission
    )
    AssetMove.objects.bulk_create(
        AssetMove(
            asset=asset, entry=entry, kind=AssetMove.Kind.UNDONE, happened_on=on,
            accumulated=-amount,
        )
        for asset, amount in given
        if amount
    )  # fmt: skip


def mirror_moves(entry: Entry, reversal: Entry) -> None:
    """Note for each thing that ``entry`` moved that ``reversal`` moved it back."""
    AssetMove.objects.bulk_create(
        AssetMove(
            asset_id=move.asset_id, entry=reversal, kind=AssetMove.Kind.UNDONE,
            happened_on=reversal.happened_on, cost=-move.cost, accumulated=-move.accumulated,
        )
        for move in AssetMove.objects.filter(entry=entry).order_by("pk")
    )  # fmt: skip
