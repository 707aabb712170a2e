"""Poor households, their members and the aid they had as the rows of their sheets."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from goats.models import AidHandover, Household, HouseholdMember, HouseholdStep
from goats.rules.households import Step
from upk.offices.models import Office


def export_households(office: Office, on: date) -> Iterator[dict[str, object]]:
    """Households registered by then, since their first confirmation, with their last step if that
    is another; two queries. What lies between is told by the history sheets alone."""
    steps: dict[int, list[HouseholdStep]] = defaultdict(list)
    standing = HouseholdStep.objects.standing().filter(
        household__village__office=office, happened_on__lte=on
    )
    for step in standing.order_by("happened_on", "pk"):
        steps[step.household_id].append(step)
    homes = Household.objects.real().filter(village__office=office, registered_on__lte=on)
    for home in homes.select_related("village").order_by("pk"):
        yield {
            "code": str(home.pk), "village": home.village.code, "hamlet": home.hamlet,
            "address": home.address, "head": str(home.head_id), "proposed_by": home.proposed_by,
            "registered_on": home.registered_on, **_told(steps[home.pk]),
        }  # fmt: skip


def _told(steps: list[HouseholdStep]) -> dict[str, object]:
    found: dict[str, object] = {}
    confirmed = next((step for step in steps if step.kind == Step.CONFIRMED), None)
    if confirmed:
        found |= {"confirmed_on": confirmed.happened_on, "minutes": confirmed.minutes}
    if steps and steps[-1].kind != Step.CONFIRMED:
        last = steps[-1]
        found |= {"became": last.kind, "became_on": last.happened_on, "note": last.note}
    return found


def export_members(office: Office, on: date) -> Iterator[dict[str, object]]:
    """Who lives in the households at the end of the day; a query."""
    members = HouseholdMember.objects.filter(
        household__in=Household.objects.real().filter(village__office=office), since__lte=on
    ).exclude(departure__left_on__lte=on)
    columns = ("household_id", "person_id", "relation", "since")
    for household, person, relation, since in members.order_by("household", "pk").values_list(
        *columns
    ):
        yield {
            "household": str(household), "person": str(person), "relation": relation,
            "since": since,
        }  # fmt: skip


def export_aid(office: Office, on: date) -> Iterator[dict[str, object]]:
    """What was handed over by then, summed where a household had the same twice a day; a query."""
    given = AidHandover.objects.standing().filter(line__plan__office=office, handed_on__lte=on)
    sums: dict[tuple, int] = defaultdict(int)
    years: dict[tuple, int] = {}
    columns = ("line__household_id", "line__kind", "handed_on", "line__plan__year", "amount")
    for household, kind, day, year, amount in given.order_by("handed_on", "pk").values_list(
        *columns
    ):
        sums[household, kind, day] += amount
        years.setdefault((household, kind, day), year)
    for (household, kind, day), amount in sums.items():
        yield {
            "household": str(household), "kind": kind, "handed_on": day, "amount": amount,
            "year": years[household, kind, day],
        }  # fmt: skip
