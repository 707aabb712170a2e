"""Which household receives the next goat, and whether a household may receive one."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from goats.models import GoatEvent, Household
from goats.rules.events import RECEIPTS
from goats.rules.next_keeper import Waiting, in_order
from upk.access import Role
from upk.offices.models import Office, User
from upk.periods import format_date


def waiting_households(office: Office, on: date) -> QuerySet[Household]:
    """Confirmed households that never received a goat, by the end of ``on``."""
    received = GoatEvent.objects.standing().filter(
        kind__in=RECEIPTS, happened_on__lte=on, household__isnull=False
    )
    own = Household.objects.filter(village__office=office, confirmed_on__lte=on)
    return own.exclude(pk__in=received.filter(office=office).values("household"))


def queue(office: Office, on: date) -> list[Waiting]:
    """All waiting households as values; one query."""
    rows = waiting_households(office, on).order_by()
    return [Waiting(*row) for row in rows.values_list("pk", "village_id", "need", "confirmed_on")]


def proposed_for(office: Office, village: int | None, on: date) -> Household | None:
    """The household that comes next for a goat that is in ``village``; None if nobody waits."""
    waiting = in_order(queue(office, on), village)
    return (
        Household.objects.select_related("village", "head").get(pk=waiting[0].id)
        if waiting
        else None
    )


def check_receiver(household: Household, on: date) -> None:
    """Raise ``ValidationError`` where the household isn't confirmed by that day."""
    if household.confirmed_on is None or household.confirmed_on > on:
        text = f"Rumah tangga ini belum ditetapkan pada {format_date(on)}."
        raise ValidationError({"household": ValidationError(text, code="unconfirmed")})


MOST_SHOWN = 100
"""How many waiting households a form offers: the others come later anyway."""


def queue_seen_by(user: User, on: date) -> list[Waiting]:
    """The waiting households that the user may see; one query, or two for a facilitator."""
    waiting = queue(user.office, on)
    if user.role != Role.FACILITATOR:
        return waiting
    return [household for household in waiting if household.village in user.village_ids]


def next_households(user: User, village: int | None, on: date) -> list[Household]:
    """The waiting households that the user may see, in the order of the proposal; two queries."""
    ids = [waiting.id for waiting in in_order(queue_seen_by(user, on), village)][:MOST_SHOWN]
    found = Household.objects.select_related("village", "head").in_bulk(ids)
    return [found[pk] for pk in ids]
