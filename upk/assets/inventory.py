"""What stands in the inventory on a day, and which depreciation isn't posted yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Sum

from upk.assets.depreciation import Terms, accumulated
from upk.assets.models import (
    Acquisition,
    Asset,
    AssetClass,
    AssetMove,
    Condition,
    DepreciationRun,
)
from upk.ledger.services import Move
from upk.offices.models import Office
from upk.periods import add_months, month_end, month_start


@dataclass(frozen=True, slots=True)
class AssetLine:
    """A thing on a day: its annotated row (``AssetQuerySet``). Whole rupiah."""

    asset: Asset
    condition_label: str


@dataclass(frozen=True, slots=True)
class ClassLines:
    """The things of a class, with their sums."""

    asset_class: AssetClass
    lines: tuple[AssetLine, ...]
    cost: int
    worn: int

    @property
    def value(self) -> int:
        return self.cost - self.worn


def terms_of(acquisition: Acquisition) -> Terms:
    """How each thing of an acquisition wears out."""
    return Terms(acquisition.unit_cost, acquisition.months, acquisition.begins, acquisition.opening)


@dataclass(frozen=True, slots=True)
class MonthPlan:
    """The depreciation that a month still needs: what each thing loses. Whole rupiah."""

    month: date
    amounts: tuple[tuple[Asset, int], ...]

    @property
    def total(self) -> int:
        return sum(amount for _, amount in self.amounts)

    @property
    def moves(self) -> list[Move]:
        """One posting for each pair of accounts."""
        sums: dict[tuple[int, int], int] = {}
        pairs = {}
        for asset, amount in self.amounts:
            found = asset.acquisition.asset_class
            key = (found.expense_id, found.accumulated_id)
            pairs[key] = found
            sums[key] = sums.get(key, 0) + amount
        return [Move(pairs[k].expense, pairs[k].accumulated, sums[k]) for k in sorted(sums)]


def plan_depreciation(office: Office, through: date) -> list[MonthPlan]:
    """The months up to that of ``through`` that lack depreciation, in order; empty ones left out.

    A month makes up for what earlier ones lack, so that what was entered late, or belongs to
    months that are closed, comes with the next one. Things that have left the books since are
    left out: they were depreciated before they left. Three queries.
    """
    assets = _wearing(office)
    if not assets:
        return []
    worn = dict(
        AssetMove.objects.filter(asset__office=office)
        .order_by()
        .values_list("asset_id")
        .annotate(Sum("accumulated"))
    )
    plans = []
    month = _first_month(office, assets)
    while month <= month_end(through):
        amounts = []
        for asset in assets:
            if asset.acquisition.happened_on <= month:
                lacking = accumulated(terms_of(asset.acquisition), month) - worn.get(asset.pk, 0)
                if lacking > 0:
                    amounts.append((asset, lacking))
                    worn[asset.pk] = worn.get(asset.pk, 0) + lacking
        if amounts:
            plans.append(MonthPlan(month, tuple(amounts)))
        month = month_end(add_months(month_start(month), 1))
    return plans


def _wearing(office: Office) -> list[Asset]:
    """Things that are in the books and wear out, whatever day they came."""
    held = Asset.objects.filter(office=office).held(date.max)
    related = ("acquisition__asset_class__expense", "acquisition__asset_class__accumulated")
    return list(held.filter(acquisition__months__isnull=False).select_related(*related))


def _first_month(office: Office, assets: Sequence[Asset]) -> date:
    """End of the first month that may be posted: after the last one, and in open books."""
    first = min(month_end(max(a.acquisition.begins, a.acquisition.happened_on)) for a in assets)
    run = DepreciationRun.objects.filter(office=office).standing().first()
    if run:
        first = max(first, month_end(run.month + timedelta(days=1)))
    closed = office.books_closed_through
    return max(first, month_end(closed + timedelta(days=1))) if closed else first


def inventory(office: Office, as_of: date) -> list[ClassLines]:
    """The things in the books at the end of ``as_of`` by class, with cost and book value.

    One query, whatever their number.
    """
    found = (
        Asset.objects.filter(office=office)
        .held(as_of)
        .with_condition(as_of)
        .select_related("acquisition__asset_class")
        .order_by("acquisition__asset_class__name", "acquisition__asset_class_id", "number")
    )
    by_class: dict[int, list[Asset]] = {}
    for asset in found:
        by_class.setdefault(asset.acquisition.asset_class_id, []).append(asset)
    return [_class_lines(assets) for assets in by_class.values()]


def _class_lines(assets: Sequence[Asset]) -> ClassLines:
    return ClassLines(
        assets[0].acquisition.asset_class,
        tuple(AssetLine(asset, condition_label(asset.condition)) for asset in assets),
        sum(asset.cost for asset in assets),
        sum(asset.worn for asset in assets),
    )


def condition_label(condition: str | None) -> str:
    """The condition in words; a dash where nobody had looked by then."""
    return Condition(condition).label if condition else "–"
