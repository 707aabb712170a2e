"""Mothers whose hand-over comes: which are due by a date, when and why, and to whom they go."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from goats.herd.lives import hand_over_at, kids_of, rule_book, told_of
from goats.herd.receivers import queue_seen_by
from goats.models import Goat, GoatEvent, Household
from goats.rules.events import ENDS, RECEIPTS, Event, Kind
from goats.rules.handover import HandOver, Stage
from goats.rules.next_keeper import assigned
from upk.ids import id_set
from upk.offices.models import Office, User

WHY = {
    Stage.NO_BIRTH: "belum beranak di pemelihara ini",
    Stage.NO_KID: "belum ada anak yang hidup sampai sapih",
}


def why(hand_over: HandOver) -> str:
    """Why a hand-over is or isn't due, as a sentence for the screen."""
    if hand_over.stage in WHY:
        return WHY[hand_over.stage]
    how = "disapih" if hand_over.is_written else "cukup umur sapih"
    text = f"anak lahir {hand_over.born_on:%d-%m-%Y}, {how} {hand_over.due_on:%d-%m-%Y}"
    if hand_over.is_due and hand_over.nursing_until:
        text += f"; masih menyusui sampai {hand_over.nursing_until:%d-%m-%Y}"
    return text


@dataclass(frozen=True, slots=True)
class Owed:
    """A mother with her keeper since a day, and her hand-over. Ids of goat, household, village."""

    goat: int
    household: int
    village: int
    since: date
    hand_over: HandOver


@dataclass(frozen=True, slots=True)
class Moves:
    """Where the office's own goats went by a date, from one query.

    ``open``: goat, household, village and day of each stay that lasts. ``days``: how long each stay
    was that a hand-over ended. ``receivers``: the households that received a goat, by village.
    """

    open: list[tuple[int, int, int, date]]
    days: list[int]
    receivers: dict[int, set[int]]


def moves_until(office: Office, as_of: date) -> Moves:
    """Where the goats of the chain went by the end of ``as_of``; one query."""
    rows = GoatEvent.objects.standing().filter(
        office=office, happened_on__lte=as_of, kind__in=[*RECEIPTS, Kind.TAKEN_BACK, *ENDS]
    )
    moves = Moves([], [], defaultdict(set))
    stay, receipts = None, {kind.value for kind in RECEIPTS}
    columns = ("goat_id", "kind", "household_id", "village_id", "happened_on")
    ordered = rows.order_by("goat_id", "happened_on", "pk").values_list(*columns)
    for goat, kind, household, village, on in ordered:
        if stay and stay[0] != goat:
            moves.open.append(stay)
            stay = None
        if stay and kind == Kind.HANDED_ON:
            moves.days.append((on - stay[3]).days)
        stay = None
        if kind in receipts:
            stay = (goat, household, village, on)
            moves.receivers[village].add(household)
    if stay:
        moves.open.append(stay)
    return moves


def owed_at(office: Office, as_of: date, moves: Moves | None = None) -> list[Owed]:
    """Every mother that a household kept at the end of ``as_of``; five queries.

    From the events alone, so that the same day always gives the same answer. ``moves``: where they
    have been read already.
    """
    book = rule_book(office)
    stays = (moves or moves_until(office, as_of)).open
    births = _births({goat: since for goat, _, _, since in stays}, as_of)
    here = {
        goat: [birth for birth in births[goat] if birth.household == household]
        for goat, household, _, _ in stays
    }
    kids = kids_of([birth.id for found in here.values() for birth in found], as_of)
    return [
        Owed(
            goat, household, village, since,
            hand_over_at(here[goat], kids, since, book, as_of)[0],
        )
        for goat, household, village, since in stays
    ]  # fmt: skip


def _births(since: dict[int, date], as_of: date) -> dict[int, list[Event]]:
    """The births of each goat from a day on."""
    found: dict[int, list[Event]] = defaultdict(list)
    if not since:
        return found
    rows = GoatEvent.objects.standing().filter(
        goat__in=id_set(since),
        kind=Kind.GAVE_BIRTH,
        happened_on__range=(min(since.values()), as_of),
    )
    for goat, pk, on, household in rows.order_by("happened_on").values_list(
        "goat_id", "pk", "happened_on", "household_id"
    ):
        if on >= since[goat]:
            found[goat].append(Event(pk, Kind.GAVE_BIRTH, on, household))
    return found


@dataclass(frozen=True, slots=True)
class DueLine:
    """A line of the list of mothers that are due: why, and which household is proposed."""

    goat: Goat
    hand_over: HandOver
    why: str
    proposed: Household | None

    @property
    def is_overdue(self) -> bool:
        return self.hand_over.stage == Stage.OVERDUE


def due_lines(goats: Sequence[Goat], user: User, on: date) -> list[DueLine]:
    """What is due of the mothers of a page; no household is proposed twice. Six queries."""
    told = told_of(goats, rule_book(user.office), on)
    proposed = propose(goats, user, on)
    lines = []
    for goat in goats:
        if hand_over := told[goat.pk].hand_over:
            lines.append(DueLine(goat, hand_over, why(hand_over), proposed.get(goat.pk)))
    return lines


def propose(goats: Sequence[Goat], user: User, on: date) -> dict[int, Household]:
    """The next household for each goat, in the order given, of those the user sees; two queries."""
    asked = [(goat.pk, goat.village_id) for goat in goats]
    chosen = {pk: home.id for pk, home in assigned(asked, queue_seen_by(user, on)).items()}
    rows = Household.objects.select_related("village", "head")
    found = rows.filter(pk__in=id_set(chosen.values())).in_bulk()
    return {goat: found[household] for goat, household in chosen.items()}
