"""Everything that the page of a goat shows, in a constant number of queries."""

from dataclasses import dataclass
from datetime import date

from goats.herd.due import why
from goats.herd.forms import shown_home
from goats.herd.lives import rule_book, told_of
from goats.models import Goat, GoatEvent
from goats.rules.descent import Node, tree_of
from goats.rules.events import RECEIPTS, Kind
from goats.rules.handover import HandOver
from upk.access import Role
from upk.ids import id_set
from upk.money import rupiah
from upk.offices.models import Office, User
from upk.periods import format_date


@dataclass(frozen=True, slots=True)
class ShownStay:
    """A time with a household, and how many kids were born in it."""

    household: str
    since: date
    until: date | None
    days: int | None
    kids: int


@dataclass(frozen=True, slots=True)
class ShownEvent:
    """An event as the page shows it; ``may_reverse``: whether the user may take it back."""

    row: GoatEvent
    where: str
    is_standing: bool
    may_reverse: bool

    @property
    def has_paper(self) -> bool:
        """Whether there is an official report to print."""
        return self.is_standing and self.row.kind in RECEIPTS

    @property
    def note(self) -> str:
        """Cause, minutes and reasons, as one text; empty without any."""
        row = self.row
        parts = [
            row.cause,
            f"BA {row.minutes}" if row.minutes else "",
            row.choice_reason,
            row.reason,
        ]
        if not self.is_standing:
            parts.append(f"Dibatalkan: {row.reversal.reason}")
        return ". ".join(part for part in parts if part)


@dataclass(frozen=True)
class Card:
    """A goat's life as a line of households and births, with all that was written down."""

    facts: list[tuple[str, str]]
    stays: list[ShownStay]
    events: list[ShownEvent]
    kids: list[Goat]
    hand_over: HandOver | None
    why: str
    debtor: str
    replacement_since: date | None
    photo: int | None

    @property
    def unweaned(self) -> list[Goat]:
        """Living kids whose weaning nobody wrote down."""
        return [kid for kid in self.kids if kid.state == Goat.State.KEPT and not kid.is_weaned]


def card_of(goat: Goat, on: date, by: User) -> Card:
    """The card of a goat (office loaded) as ``by`` sees it on a day. Nine queries."""
    told = told_of([goat], rule_book(goat.office), on)[goat.pk]
    rows = list(
        goat.events.select_related(
            "household__head", "household__village", "giver__head", "giver__village",
            "recorded_by", "reversal",
        )
    )  # fmt: skip
    homes = {home.pk: home for row in rows for home in (row.household, row.giver) if home}
    kids = kids_with_weaning(goat)
    for kid in kids:
        kid.is_visible = is_seen_by(by, kid)
    births = {row.pk: row.household_id for row in rows if row.kind == Kind.GAVE_BIRTH}
    photo = goat.photos.values_list("pk", flat=True).first()
    life = told.life
    return Card(
        facts=_facts(goat),
        stays=[
            ShownStay(
                shown_home(homes[stay.household], by), stay.since, stay.until, stay.days,
                sum(
                    births.get(kid.birth) == stay.household
                    and stay.since <= kid.born_on <= (stay.until or on)
                    for kid in kids
                ),
            )
            for stay in life.stays
        ],
        events=[_event(row, goat.office, by) for row in rows],
        kids=kids,
        hand_over=told.hand_over,
        why=why(told.hand_over) if told.hand_over else "",
        debtor=shown_home(homes[life.debtor], by) if life.debtor else "",
        replacement_since=life.replacement_since,
        photo=photo,
    )  # fmt: skip


def kids_with_weaning(mother: Goat) -> list[Goat]:
    """A mother's kids, the oldest first, each with ``is_weaned`` and the id of its ``birth``."""
    kids = list(mother.kids.real().order_by("born_on", "number"))
    events = GoatEvent.objects.standing().filter(
        goat__in=id_set(kid.pk for kid in kids), kind__in=[Kind.BORN, Kind.WEANED]
    )
    found = {(goat, kind): birth for goat, kind, birth in events.values_list(
        "goat_id", "kind", "birth_id"
    )}  # fmt: skip
    for kid in kids:
        kid.is_weaned = (kid.pk, Kind.WEANED) in found
        kid.birth = found.get((kid.pk, Kind.BORN))
    return kids


def _facts(goat: Goat) -> list[tuple[str, str]]:
    facts = [
        ("Jenis kelamin", goat.get_sex_display()),
        ("Ras", goat.breed),
        ("Asal", goat.get_origin_display()),
        ("Lahir", format_date(goat.born_on) if goat.born_on else "–"),
        ("Keturunan ke-", str(goat.generation)),
    ]
    if goat.is_kid:
        return [*facts, ("Induk", goat.mother.tag)]
    year = f" {goat.funding_year}" if goat.funding_year else ""
    return [
        *facts,
        ("Harga", rupiah(goat.price) if goat.price else "–"),
        ("Asal dana", f"{goat.get_funding_display()}{year}"),
    ]


def _event(row: GoatEvent, office: Office, by: User) -> ShownEvent:
    is_standing = not hasattr(row, "reversal")
    may = by.role == Role.MANAGER or row.recorded_by_id == by.pk
    is_open = not office.is_closed(row.happened_on) and row.kind != Kind.BORN
    return ShownEvent(row, _where(row, by), is_standing, is_standing and may and is_open)


def _where(row: GoatEvent, by: User) -> str:
    names = [shown_home(home, by) for home in (row.giver, row.household) if home]
    return " → ".join(names)


def is_seen_by(user: User, goat: Goat) -> bool:
    """Whether ``GoatQuerySet.visible_to`` would give the user this goat of the own office."""
    return user.role != Role.FACILITATOR or goat.village_id in user.village_ids


def family_tree(goat: Goat, by: User) -> tuple[Node, dict[int, Goat]]:
    """The tree below a goat, and its goats by id with ``is_visible``; a query a generation."""
    kids: dict[int, list[int]] = {}
    goats, level = {goat.pk: goat}, [goat.pk]
    goat.is_visible = True
    while level:
        rows = Goat.objects.real().filter(mother__in=id_set(level)).order_by("born_on", "number")
        level = []
        for row in rows.select_related("village"):
            row.is_visible = is_seen_by(by, row)
            goats[row.pk] = row
            kids.setdefault(row.mother_id, []).append(row.pk)
            level.append(row.pk)
    return tree_of(goat.pk, kids), goats
