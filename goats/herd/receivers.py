"""Which household receives the next goat, and whether a household may receive one."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from goats.models import GoatEvent, Household
from goats.rules.events import RECEIPTS
from goats.rules.households import Step
from goats.rules.next_keeper import Waiting, in_order
from upk.access import Role
from upk.offices.models import Office, User
from upk.periods import format_date


def waiting_households(office: Office, on: date) -> QuerySet[Household]:
    """Households that wait for aid and never received a goat, by the end of ``on``."""
    received = GoatEvent.objects.standing().filter(
        kind__in=RECEIPTS, happened_on__lte=on, household__isnull=False
    )
    own = Household.objects.filter(village__office=office).as_of(on)
    own = own.filter(step_then=Step.CONFIRMED)
    return own.exclude(pk__in=received.filter(office=office).values("household"))


def queue(office: Office, on: date) -> list[Waiting]:
    """All waiting households as values; one query."""
    rows = waiting_households(office, on).order_by()
    facts = rows.values_list("pk", "village_id", "need_then", "step_then_on")
    return [Waiting(pk, village, need or 0, since) for pk, village, need, since in facts]


def proposed_for(office: Office, village: int | None, on: date) -> Household | None:
    """The household that comes next for a goat that is in ``village``; None if nobody waits."""
    waiting = in_order(queue(office, on), village)
    return (
        Household.objects.select_related("village", "head").get(pk=waiting[0].id)
        if waiting
        else None
    )


def check_receiver(household: Household, on: date) -> None:
    """Raise ``ValidationError`` where the household isn't confirmed by that day, or no longer
    counts as poor, moved or died by then. Holds it: no step slips in between."""
    Household.objects.select_for_update(no_key=True).get(pk=household.pk)
    then = Household.objects.as_of(on).values_list("step_then", flat=True).get(pk=household.pk)
    if then not in (Step.CONFIRMED, Step.REACHED):
        text = f"Rumah tangga ini tidak menunggu bantuan pada {format_date(on)}."
        if then is None:
            text = f"Rumah tangga ini belum ditetapkan pada {format_date(on)}."
        raise ValidationError({"household": ValidationError(text, code="unconfirmed")})


MOST_SHOWN = 100
"""How many waiting households a form offers at once: the others come later, or are searched."""


@dataclass(frozen=True, slots=True)
class Offered:
    """Households that a form offers, and how many there are to choose from.

    The first is the proposal, whatever is searched for.
    """

    households: list[Household]
    count: int

    @property
    def is_cut(self) -> bool:
        """Whether there are more than are offered."""
        return self.count > len(self.households)


def queue_seen_by(user: User, on: date) -> list[Waiting]:
    """The waiting households that the user may see; one query, or two for a facilitator."""
    waiting = queue(user.office, on)
    if user.role != Role.FACILITATOR:
        return waiting
    return [household for household in waiting if household.village in user.village_ids]


def next_households(user: User, village: int | None, on: date, text: str = "") -> Offered:
    """The waiting households that the user may see, in the order of the proposal.

    ``text`` narrows them to those that match it; the proposal stays. Two queries, three with it.
    """
    ids = [waiting.id for waiting in in_order(queue_seen_by(user, on), village)]
    if text:
        matching = waiting_households(user.office, on).matching(text).order_by()
        wanted = set(matching.values_list("pk", flat=True))
        ids = [pk for n, pk in enumerate(ids) if n == 0 or pk in wanted]
    shown = ids[:MOST_SHOWN]
    found = Household.objects.select_related("village", "head").in_bulk(shown)
    return Offered([found[pk] for pk in shown], len(ids))
