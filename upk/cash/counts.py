"""Which cash boxes were counted when, and which still wait."""

from datetime import date

from django.db.models import Prefetch, QuerySet

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
    """Counts with account, people and the entry that took their difference into the books."""
    related = ("account", "counted_by", "witnessed_by", "recorded_by")
    return counts.select_related(*related).prefetch_related(_STANDING)


def own_denominations(office: Office) -> list[Denomination]:
    """What the office says of notes and coins, in the order in which it said so; one query."""
    rows = CashDenomination.objects.filter(office=office).select_related("made_by")
    return [
        Denomination(row.kind, row.value, row.since, row.until or date.max, row.made_by.name)
        for row in rows.order_by("pk")
    ]


def missing_counts(office: Office, on: date) -> list[Account]:
    """Cash boxes with money in the books at the end of ``on`` that nobody counted that day.

    Three queries. Source: issue 4 ("daily cash count").
    """
    counted = CashCount.objects.filter(office=office, counted_on=on).values("account")
    boxes = office.accounts.filter(liquidity=Account.Liquidity.CASH).exclude(pk__in=counted)
    boxes = list(boxes)
    if not boxes:
        return []
    net = Posting.objects.touching(boxes).until(on).net_by_account()
    return [box for box in boxes if net.get(box.pk)]
