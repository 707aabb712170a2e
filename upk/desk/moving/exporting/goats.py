"""Goats and their former keepers as the rows of their sheets."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from goats.models import Goat, GoatEvent, VillagePopulation
from goats.rules.events import AFTER_THE_END, BEGINNINGS, ENDS, Kind
from upk.offices.models import Office

_MOVES = (Kind.BORN, Kind.PLACED, Kind.HANDED_ON, Kind.GIVEN, Kind.TAKEN_BACK)
_TOLD = (*_MOVES, Kind.BOUGHT, Kind.WEANED, *ENDS, *AFTER_THE_END)
Stays = list[tuple[date, int | None]]


def _events(office: Office, on: date) -> dict[int, list[GoatEvent]]:
    found: dict[int, list[GoatEvent]] = defaultdict(list)
    events = GoatEvent.objects.standing().filter(office=office, happened_on__lte=on, kind__in=_TOLD)
    for event in events.order_by("happened_on", "pk"):
        found[event.goat_id].append(event)
    return found


def _stays(events: list[GoatEvent]) -> Stays:
    """Where a goat went: the day and the household, None for back to the office."""
    return [(event.happened_on, event.household_id) for event in events if event.kind in _MOVES]


def export_goats(office: Office, on: date) -> Iterator[dict[str, object]]:
    """Goats that had come by then; two queries and one for the numbers of others."""
    told = _events(office, on)
    numbers = dict(Goat.objects.filter(office=office).values_list("pk", "number"))
    goats = Goat.objects.filter(office=office, pk__in=list(told))
    for goat in goats.order_by("number"):
        events = told[goat.pk]
        if any(event.kind in BEGINNINGS for event in events):
            yield _facts(goat, numbers) | _life(events, numbers)


def _facts(goat: Goat, numbers: dict[int, int]) -> dict[str, object]:
    found = {name: getattr(goat, name) for name in ("number", "sex", "breed", "origin", "born_on")}
    found["mother"] = numbers.get(goat.mother_id)
    if not goat.is_kid:
        found |= {name: getattr(goat, name) for name in ("price", "funding", "funding_year")}
    return found


def _life(events: list[GoatEvent], numbers: dict[int, int]) -> dict[str, object]:
    found: dict[str, object] = {}
    stays = _stays(events)
    if stays and stays[-1][1] is not None:
        since, household = stays[-1]
        found |= {"keeper": str(household), "since": since}
    for event in events:
        if event.kind == Kind.BOUGHT:
            found["came_on"] = event.happened_on
        elif event.kind == Kind.WEANED:
            found["weaned_on"] = event.happened_on
        elif event.kind in ENDS:
            found |= {
                "end": event.kind, "ended_on": event.happened_on, "cause": event.cause,
                "minutes": event.minutes, "negligent": event.is_negligent,
            }  # fmt: skip
        elif event.kind in AFTER_THE_END:
            found["settled_on"] = event.happened_on
            found["replaced_by"] = numbers.get(event.replacement_id)
    return found


def export_goat_stays(office: Office, on: date) -> Iterator[dict[str, object]]:
    """Keepers before the present or last one; two queries."""
    told = _events(office, on)
    numbers = Goat.objects.filter(office=office, pk__in=list(told)).order_by("number")
    for pk, number in numbers.values_list("pk", "number"):
        stays = _stays(told[pk])
        former = stays[:-1] if stays and stays[-1][1] is not None else stays
        for since, household in former:
            home = str(household) if household else None
            yield {"goat": number, "household": home, "since": since}


def export_populations(office: Office, on: date) -> Iterator[dict[str, object]]:
    """How many people lived in the villages, the last word on each year; a query."""
    rows = VillagePopulation.objects.filter(village__office=office, year__lte=on.year)
    columns = ("village__code", "year", "inhabitants")
    last = {
        (village, year): inhabitants
        for village, year, inhabitants in rows.order_by("pk").values_list(*columns)
    }
    for (village, year), inhabitants in sorted(last.items()):
        yield {"village": village, "year": year, "inhabitants": inhabitants}
