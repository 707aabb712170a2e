"""Which cash boxes were counted when, and which still wait."""

from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Sum

from upk.cash.books import balance_of
from upk.cash.denominations import Denomination
from upk.cash.models import CashCount, CashDenomination, CashSettlement
from upk.ledger.models import Account, Posting
from upk.offices.models import Office

_STANDING = Prefetch(
    "settlements",
    CashSettlement.objects.standing().select_related("entry"),
    to_attr="standing_settlements",
)


def with_settlement(counts: QuerySet[CashCount]) -> QuerySet[CashCount]:
    """Counts with account, people and the entry that took their difference into the books.

    ``is_followed`` says that the box was counted again on that day or later.
    """
    related = ("account", "counted_by", "witnessed_by", "recorded_by")
    later = CashCount.objects.filter(_after(OuterRef("counted_on"), OuterRef("pk")))
    followed = Exists(later.filter(account=OuterRef("account")))
    found = counts.select_related(*related).prefetch_related(_STANDING)
    return found.annotate(is_followed=followed)


def _after(day, pk) -> Q:
    """Counts that came after one, told by its day and its id."""
    return Q(counted_on__gt=day) | Q(counted_on=day, pk__gt=pk)


def later_count(count: CashCount) -> CashCount | None:
    """The last count of the same box after this one, if there is any: then that one speaks."""
    later = CashCount.objects.filter(_after(count.counted_on, count.pk))
    return later.filter(account=count.account_id).order_by("-counted_on", "-pk").first()


def difference_now(count: CashCount) -> int:
    """Counted less what the books say of that day by now, with settlements dated since.

    Unit: whole rupiah. It is the count's own difference unless something was entered afterwards.
    """
    since = CashSettlement.objects.standing().filter(
        count__account=count.account_id, entry__happened_on__gt=count.counted_on
    )
    settled = since.aggregate(total=Sum("count__difference", default=0))["total"]
    return count.counted - balance_of(count.account, count.counted_on) - settled


def own_denominations(office: Office) -> list[Denomination]:
    """What the office says of notes and coins, in the order in which it said so; one query."""
    rows = CashDenomination.objects.filter(office=office).select_related("made_by")
    return [
        Denomination(row.kind, row.value, row.since, row.until or date.max, row.made_by.name)
        for row in rows.order_by("pk")
    ]


def missing_counts(office: Office, on: date) -> list[Account]:
    """Cash boxes with money in the books at the end of ``on`` that nobody counted that day.

    A sub-ledger's box isn't asked for: levies that wait for the bank are told village by village.
    Three queries. Source: issue 4 ("daily cash count").
    """
    counted = CashCount.objects.filter(office=office, counted_on=on).values("account")
    boxes = office.accounts.filter(liquidity=Account.Liquidity.CASH, subledger="")
    boxes = boxes.exclude(pk__in=counted)
    boxes = list(boxes)
    if not boxes:
        return []
    net = Posting.objects.touching(boxes).until(on).net_by_account()
    return [box for box in boxes if net.get(box.pk)]
