"""Infrastructure and levies as the rows of their sheets."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q, Sum

from maintenance.levies.balances import held
from maintenance.models import Ending, Infrastructure, Inspection, LevyPayment, LevyRule
from upk.offices.models import Office

_FACTS = (
    "kind", "name", "built_year", "phase_year", "cost", "size", "unit", "location", "latitude",
    "longitude", "team", "registered_on",
)  # fmt: skip


def export_infrastructure(office: Office, on: date) -> Iterator[dict[str, object]]:
    """Each piece with its last inspection; three queries."""
    about = {"infrastructure__village__office": office}
    looks = Inspection.objects.standing().filter(**about, inspected_on__lte=on)
    last = {look.infrastructure_id: look for look in looks.order_by("inspected_on", "pk")}
    ended = Ending.objects.standing().filter(**about, ended_on__lte=on)
    ends = {end.infrastructure_id: end for end in ended}
    pieces = Infrastructure.objects.filter(village__office=office, registered_on__lte=on)
    for piece in pieces.select_related("village").order_by("pk"):
        look, end = last.get(piece.pk), ends.get(piece.pk)
        row = {"code": str(piece.pk), "village": piece.village.code}
        row |= {name: getattr(piece, name) for name in _FACTS}
        if look:
            row |= {name: getattr(look, name) for name in Inspection.FACTS}
        if end:
            row |= {"ended_on": end.ended_on, "ended_kind": end.kind, "ended_note": end.note}
        yield row


def export_levy_rules(office: Office, on: date) -> Iterator[dict[str, object]]:
    """Rules decided by then that weren't withdrawn; a query."""
    columns = ("basis", "number", "decided_on", "since", "amount", "per", "payers")
    stands = Q(withdrawal__isnull=True) | Q(withdrawal__since__gt=on)
    rules = LevyRule.objects.filter(stands, village__office=office, decided_on__lte=on)
    for village, *values in rules.order_by("village__code", "since").values_list(
        "village__code", *columns
    ):
        yield {"village": village, **dict(zip(columns, values, strict=True))}


def export_levy_payments(office: Office, on: date) -> Iterator[dict[str, object]]:
    """What was paid and not taken back, by village, quarter and day; a query."""
    columns = ("village__code", "year", "number", "received_on")
    payments = LevyPayment.objects.filter(office=office).standing_on(on).order_by(*columns)
    rows = payments.values_list(*columns).annotate(Sum("amount"))
    for village, year, quarter, received_on, amount in rows:
        yield {
            "village": village, "year": year, "quarter": quarter, "received_on": received_on,
            "amount": amount,
        }  # fmt: skip


def export_levy_balances(office: Office, on: date) -> Iterator[dict[str, object]]:
    """What is held of each village; two queries."""
    villages = dict(office.villages.order_by("code").values_list("pk", "code"))
    for pk, own in held(list(villages), on).items():
        if own.total:
            yield {"village": villages[pk], "cash": own.cash, "bank": own.bank}
