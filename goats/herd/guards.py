"""What the database itself refuses about goats and their events.

A whole life is led again by the services; here stands what one row and those before it tell. A day
in the closed books is refused throughout, and so is the reversal of what happened in them: what a
quarter's report said stays true until the quarter is reopened.
"""

from goats.models import Goat
from goats.rules.events import (
    AFTER_THE_END,
    BEGINNINGS,
    ENDS,
    OF_KIDS,
    OF_MOTHERS,
    OF_OFFICE,
    Kind,
)
from upk.ledger.guards import closed, has_begun
from upk.triggers import Guard, append_only, kept, unknown

GOAT, EVENT, REVERSAL = "goats_goat", "goats_goatevent", "goats_eventreversal"
_STANDING = "NOT EXISTS (SELECT 1 FROM goats_eventreversal r WHERE r.event_id = e.id)"


def _words(kinds) -> str:
    return ", ".join(f"'{kind}'" for kind in sorted(kinds))


_MOVES = _words({Kind.BORN, Kind.PLACED, Kind.HANDED_ON, Kind.GIVEN, Kind.TAKEN_BACK})
_FROM_GIVER = _words({Kind.HANDED_ON, Kind.GIVEN, Kind.TAKEN_BACK})
_ANY_KEEPER = _words({Kind.BOUGHT, Kind.BORN, Kind.REPLACED, Kind.RELEASED})
_KEEPER = (
    f"(SELECT e.household_id FROM {EVENT} e WHERE e.goat_id = NEW.goat_id "
    f"AND e.kind IN ({_MOVES}) AND e.happened_on <= NEW.happened_on AND {_STANDING} "
    "ORDER BY e.happened_on DESC, e.id DESC LIMIT 1)"
)
_NAMED = (
    "(CASE WHEN NEW.kind = 'placed' THEN NULL "
    f"WHEN NEW.kind IN ({_FROM_GIVER}) THEN NEW.giver_id ELSE NEW.household_id END)"
)


def _earlier(kinds, more: str = "") -> str:
    """SQL that holds where a standing event of the goat is one of ``kinds``."""
    return (
        f"EXISTS (SELECT 1 FROM {EVENT} e WHERE e.goat_id = NEW.goat_id "
        f"AND e.kind IN ({_words(kinds)}) AND {_STANDING}{more})"
    )


def _of_goat(condition: str) -> str:
    return f"EXISTS (SELECT 1 FROM {GOAT} g WHERE g.id = NEW.goat_id AND {condition})"


def _guard(name: str, table: str, when: str, text: str, lock: str = "") -> Guard:
    return Guard(name, table, "INSERT", when, f"{table}: {text}", lock_office=lock)


def _by_somebody_of(table: str, office: str, user: str = "recorded_by_id", key: bool = True):
    """Refuse a row whose writer, or key, is of another office."""
    spent = (
        " OR NOT EXISTS (SELECT 1 FROM ledger_submission s WHERE s.id = NEW.submission_id "
        f"AND s.office_id = {office})"
    )
    return _guard(
        f"{table}_by_somebody_of_the_office",
        table,
        f"NOT EXISTS (SELECT 1 FROM offices_user u WHERE u.id = NEW.{user} "
        f"AND u.office_id = {office})" + (spent if key else ""),
        "recorded by a user of the office, with a key of it",
    )


def _household_of_office(column: str, village: str) -> str:
    """SQL that holds where the household isn't of the office, or not of the village named."""
    return (
        f"(NEW.{column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM goats_household h "
        f"JOIN offices_village v ON v.id = h.village_id WHERE h.id = NEW.{column} "
        f"AND v.office_id = NEW.office_id AND v.id = NEW.{village}))"
    )


_EVENT_OFFICE = "(SELECT e.office_id FROM goats_goatevent e WHERE e.id = NEW.event_id)"
_GOAT_OFFICE = "(SELECT office_id FROM goats_goat WHERE id = NEW.goat_id)"
_VILLAGE_OFFICE = "(SELECT office_id FROM offices_village WHERE id = NEW.village_id)"
_FIXED = tuple(
    field.column for field in Goat._meta.concrete_fields if field.column not in Goat.COPIES
)

GUARDS = [
    *kept(GOAT, unique=[("office_id", "number")], fixed=_FIXED),
    *[
        Guard(
            f"goat_known_words_{event.lower()}",
            GOAT,
            event,
            " OR ".join(
                unknown(column, found)
                for column, found in (
                    ("sex", Goat.Sex.values),
                    ("origin", Goat.Origin.values),
                    ("funding", ["", *Goat.Funding.values]),
                    ("state", Goat.State.values),
                )
            ),
            f"{GOAT}: unknown word",
        )
        for event in ("INSERT", "UPDATE")
    ],
    _by_somebody_of(GOAT, "NEW.office_id"),
    _guard(
        "goat_of_a_mother_of_the_office",
        GOAT,
        f"NEW.mother_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {GOAT} m "
        "WHERE m.id = NEW.mother_id AND m.office_id = NEW.office_id AND m.sex = 'F' "
        "AND m.generation = NEW.generation - 1)",
        "its mother is a female of the office, one generation before",
    ),
    _guard(
        "goat_of_old_books_before_new_ones",
        GOAT,
        f"NEW.is_from_old_books AND {has_begun('NEW.office_id')}",
        "the books have begun",
    ),
    *append_only(EVENT),
    _guard("goat_event_known_words", EVENT, unknown("kind", list(Kind)), "unknown word"),
    _guard(
        "goat_event_not_in_closed_period",
        EVENT,
        closed("NEW.office_id", "NEW.happened_on"),
        "the period is closed",
        lock="NEW.office_id",
    ),
    _by_somebody_of(EVENT, "NEW.office_id"),
    _guard(
        "goat_event_of_one_office",
        EVENT,
        f"NOT {_of_goat('g.office_id = NEW.office_id')} "
        f"OR {_household_of_office('household_id', 'village_id')} "
        f"OR {_household_of_office('giver_id', 'from_village_id')} "
        f"OR (NEW.replacement_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {GOAT} g "
        "WHERE g.id = NEW.replacement_id AND g.office_id = NEW.office_id "
        "AND g.funding = 'replacement' AND g.id <> NEW.goat_id))",
        "goat and households are of the office, villages those of the households",
    ),
    _guard(
        "goat_event_begins_once",
        EVENT,
        f"NEW.kind IN ({_words(BEGINNINGS)}) AND {_earlier(BEGINNINGS)}",
        "a goat comes once",
    ),
    _guard(
        "goat_event_begins_as_it_came",
        EVENT,
        f"NEW.kind IN ({_words(BEGINNINGS)}) AND NOT {_of_goat('g.origin = NEW.kind')}",
        "a goat comes as its register says",
    ),
    _guard(
        "goat_event_after_it_came",
        EVENT,
        f"NEW.kind NOT IN ({_words(BEGINNINGS)}) "
        f"AND NOT {_earlier(BEGINNINGS, ' AND e.happened_on <= NEW.happened_on')}",
        "the goat is not there yet",
    ),
    _guard(
        "goat_event_not_after_the_end",
        EVENT,
        f"NEW.kind NOT IN ({_words(AFTER_THE_END)}) "
        f"AND {_earlier(ENDS, ' AND e.happened_on <= NEW.happened_on')}",
        "the goat is dead, sold, lost or no longer followed",
    ),
    _guard(
        "goat_event_ends_last",
        EVENT,
        f"NEW.kind IN ({_words(ENDS)}) AND EXISTS (SELECT 1 FROM {EVENT} e "
        f"WHERE e.goat_id = NEW.goat_id AND e.happened_on > NEW.happened_on AND {_STANDING})",
        "something happened to the goat later",
    ),
    _guard(
        "goat_event_settles_what_is_owed",
        EVENT,
        f"NEW.kind IN ({_words(AFTER_THE_END)}) AND (NOT {_earlier(ENDS)} "
        f"OR {_earlier(AFTER_THE_END)})",
        "no replacement is due",
    ),
    _guard(
        "goat_event_of_the_right_sort_of_goat",
        EVENT,
        " OR ".join(
            f"(NEW.kind IN ({_words(kinds)}) AND NOT {_of_goat(condition)})"
            for kinds, condition in (
                (OF_MOTHERS, "g.sex = 'F'"),
                (OF_KIDS, "g.origin = 'born'"),
                (OF_OFFICE, "g.origin = 'bought'"),
            )
        ),
        "births are of females, hand-overs of goats of the office, weaning of kids",
    ),
    _guard(
        "goat_event_one_keeper",
        EVENT,
        f"NEW.kind NOT IN ({_ANY_KEEPER}) AND COALESCE({_NAMED}, 0) <> COALESCE({_KEEPER}, 0)",
        "one keeper at a time, and the one that the event names",
    ),
    _guard(
        "goat_event_one_birth_a_day",
        EVENT,
        "NEW.kind = 'gave_birth' AND "
        + _earlier({Kind.GAVE_BIRTH}, " AND e.happened_on = NEW.happened_on"),
        "two births on one day",
    ),
    _guard(
        "goat_event_born_of_its_mother",
        EVENT,
        f"NEW.kind = 'born' AND NOT EXISTS (SELECT 1 FROM {EVENT} e JOIN {GOAT} g "
        "ON g.mother_id = e.goat_id WHERE e.id = NEW.birth_id AND e.kind = 'gave_birth' "
        "AND g.id = NEW.goat_id AND e.happened_on = NEW.happened_on "
        "AND g.born_on = NEW.happened_on AND e.household_id = NEW.household_id "
        f"AND {_STANDING})",
        "a kid is born in a birth of its mother, at her keeper",
    ),
    *append_only(REVERSAL, unique=[("event_id",)]),
    _by_somebody_of(REVERSAL, _EVENT_OFFICE),
    Guard(
        "goat_event_reversed_in_open_books",
        REVERSAL,
        "INSERT",
        f"EXISTS (SELECT 1 FROM {EVENT} e JOIN offices_office o ON o.id = e.office_id "
        "WHERE e.id = NEW.event_id AND o.books_closed_through >= e.happened_on)",
        f"{REVERSAL}: what lies in a closed period stays",
        lock_office=_EVENT_OFFICE,
    ),
    *append_only("goats_goatphoto", unique=[("goat_id", "file_id")]),
    _by_somebody_of("goats_goatphoto", _GOAT_OFFICE, "attached_by_id", key=False),
    _guard(
        "goat_photo_is_a_picture_of_the_office",
        "goats_goatphoto",
        "NOT EXISTS (SELECT 1 FROM offices_storedfile f WHERE f.id = NEW.file_id "
        f"AND f.office_id = {_GOAT_OFFICE} AND f.content_type = 'image/jpeg')",
        "a picture kept by the office",
    ),
    *append_only("goats_herdrules"),
    _guard(
        "herd_rules_not_in_closed_period",
        "goats_herdrules",
        closed("NEW.office_id", "NEW.since"),
        "the period is closed",
        lock="NEW.office_id",
    ),
    _by_somebody_of("goats_herdrules", "NEW.office_id", "made_by_id", key=False),
    *append_only("goats_villagepopulation"),
    _by_somebody_of("goats_villagepopulation", _VILLAGE_OFFICE, "made_by_id", key=False),
]
