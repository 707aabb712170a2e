"""The standing events of goats as values, for the rules; a constant number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from goats.models import Goat, GoatEvent, HerdRules
from goats.rules.events import ENDS, Event, Facts, Kind, RuleBook
from goats.rules.handover import Birth, HandOver, Kid, hand_over_of
from goats.rules.life import Life, lead
from upk.ids import id_set
from upk.offices.models import Office

_COLUMNS = (
    "goat_id", "pk", "kind", "happened_on", "household_id", "giver_id", "is_negligent", "birth_id",
)  # fmt: skip


def rule_book(office: Office) -> RuleBook:
    """All dated rules of an office; one query."""
    rows = HerdRules.objects.filter(office=office).order_by("since", "id")
    return RuleBook(tuple((row.since, row.value) for row in rows))


def facts_of(goat: Goat) -> Facts:
    """What never changes about a goat."""
    return Facts(goat.is_female, goat.born_on)


def events_of(goats: Collection[int], until: date = date.max) -> dict[int, list[Event]]:
    """Standing events of each goat by the end of ``until``, in their order; one query."""
    rows = GoatEvent.objects.standing().filter(goat__in=id_set(goats), happened_on__lte=until)
    found: dict[int, list[Event]] = defaultdict(list)
    for goat, *values in rows.order_by("happened_on", "pk").values_list(*_COLUMNS):
        pk, kind, *rest = values
        found[goat].append(Event(pk, Kind(kind), *rest))
    return found


def kids_of(births: Collection[int], until: date = date.max) -> dict[int, list[Kid]]:
    """The kids of births (ids of events) with what became of them by ``until``; two queries."""
    rows = GoatEvent.objects.standing().filter(kind=Kind.BORN, birth__in=id_set(births))
    born = list(rows.order_by("goat_id").values_list("birth_id", "goat_id"))
    later = GoatEvent.objects.standing().filter(
        goat__in=id_set(goat for _, goat in born),
        kind__in=[Kind.WEANED, *ENDS],
        happened_on__lte=until,
    )
    weaned: dict[int, date] = {}
    ended: dict[int, date] = {}
    for goat, kind, on in later.order_by().values_list("goat_id", "kind", "happened_on"):
        if kind == Kind.WEANED:
            weaned[goat] = on
        elif kind != Kind.UNFOLLOWED:
            ended[goat] = on
    found: dict[int, list[Kid]] = defaultdict(list)
    for birth, goat in born:
        found[birth].append(Kid(goat, weaned.get(goat), ended.get(goat)))
    return found


@dataclass(frozen=True, slots=True)
class Told:
    """A goat's life by a date, and its hand-over: None where none is owed."""

    life: Life
    hand_over: HandOver | None
    births: tuple[Birth, ...] = ()


def hand_over_at(
    births: Iterable[Event], kids: dict[int, list[Kid]], since: date, book: RuleBook, on: date
) -> tuple[HandOver, tuple[Birth, ...]]:
    """What is due at a keeper since ``since``, with the births that it rests on."""
    here = tuple(
        Birth(birth.on, tuple(kids.get(birth.id, ())), book.on(birth.on))
        for birth in births
        if birth.on >= since
    )
    return hand_over_of(here, on, book.on(on)), here


def told_of(goats: Sequence[Goat], book: RuleBook, on: date) -> dict[int, Told]:
    """The life of each goat by the end of ``on``, by its id; three queries whatever their number.

    Raises ``Impossible`` where a stored life contradicts itself.
    """
    events = events_of([goat.pk for goat in goats], on)
    lives = {goat.pk: lead(facts_of(goat), events[goat.pk], book, on) for goat in goats}
    births = [birth.id for life in lives.values() if life.debtor for birth in life.births]
    kids = kids_of(births, on)
    return {pk: _told(life, kids, book, on) for pk, life in lives.items()}


def _told(life: Life, kids: dict[int, list[Kid]], book: RuleBook, on: date) -> Told:
    if life.debtor is None or life.stay is None:
        return Told(life, None)
    found, births = hand_over_at(_since(life), kids, life.stay.since, book, on)
    return Told(life, found, births)


def _since(life: Life) -> list[Event]:
    """The births at the present keeper: of a hand-over's day those recorded after it."""
    return [birth for birth in life.births if birth.household == life.keeper]
