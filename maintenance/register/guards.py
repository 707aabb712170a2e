"""What the database itself refuses about pieces, inspections, repairs and photos.

A day in the closed books is refused throughout: issuing a quarter's report closes its books, so
what a report said of a quarter stays true until the quarter is reopened.
"""

from maintenance.models import CONDITIONS, Ending, Infrastructure, Kind, Repair, SizeUnit
from upk.ledger.guards import closed
from upk.triggers import Guard, append_only, changed, kept, unknown

TABLE = "maintenance_infrastructure"
_OFFICE_OF_VILLAGE = "(SELECT office_id FROM offices_village WHERE id = NEW.village_id)"
_OFFICE = (
    "(SELECT v.office_id FROM maintenance_infrastructure i "
    "JOIN offices_village v ON v.id = i.village_id WHERE i.id = NEW.infrastructure_id)"
)
_NOT_STANDING = "(c.is_void OR EXISTS (SELECT 1 FROM {0} d WHERE d.corrects_id = c.id))"


def _standing(table: str, where: str) -> str:
    """SQL that holds where another standing row of the piece, not the corrected one, fits."""
    return (
        f"EXISTS (SELECT 1 FROM {table} c WHERE c.infrastructure_id = NEW.infrastructure_id "
        f"AND (NEW.corrects_id IS NULL OR c.id <> NEW.corrects_id) AND {where} "
        f"AND NOT {_NOT_STANDING.format(table)})"
    )


def _in_open_books(table: str, office: str, day: str) -> Guard:
    return Guard(
        f"{table}_not_in_closed_period",
        table,
        "INSERT",
        closed(office, f"NEW.{day}"),
        f"{table}: the period is closed",
        lock_office=office,
    )


def _known(table: str, event: str = "INSERT", **words: list[str]) -> Guard:
    return Guard(
        f"{table}_known_words_{event.lower()}",
        table,
        event,
        " OR ".join(unknown(column, found) for column, found in words.items()),
        f"{table}: unknown word",
    )


def _made_in_office(table: str, office: str, user: str = "recorded_by_id") -> Guard:
    """Refuse a row whose key or writer is of another office."""
    return Guard(
        f"{table}_by_somebody_of_the_office",
        table,
        "INSERT",
        f"NOT EXISTS (SELECT 1 FROM offices_user u WHERE u.id = NEW.{user} "
        f"AND u.office_id = {office}) OR NOT EXISTS (SELECT 1 FROM ledger_submission s "
        f"WHERE s.id = NEW.submission_id AND s.office_id = {office})",
        f"{table}: recorded by a user of the office, with a key of it",
    )


def _correctable(table: str, day: str) -> list[Guard]:
    """Guards of a dated row about a piece that a later one may correct."""
    return [
        _in_open_books(table, _OFFICE, day),
        _made_in_office(table, _OFFICE),
        Guard(
            f"{table}_corrects_its_own_piece",
            table,
            "INSERT",
            f"NEW.corrects_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {table} c "
            "WHERE c.id = NEW.corrects_id AND c.infrastructure_id = NEW.infrastructure_id "
            f"AND NOT {_NOT_STANDING.format(table)})",
            f"{table}: a correction takes the place of a standing row of the same piece",
        ),
        Guard(
            f"{table}_corrects_in_open_books",
            table,
            "INSERT",
            f"NEW.corrects_id IS NOT NULL AND EXISTS (SELECT 1 FROM {table} c "
            f"JOIN offices_office o ON o.id = {_OFFICE} "
            f"WHERE c.id = NEW.corrects_id AND o.books_closed_through >= c.{day})",
            f"{table}: what lies in a closed period stays",
        ),
        Guard(
            f"{table}_not_before_its_piece",
            table,
            "INSERT",
            "EXISTS (SELECT 1 FROM maintenance_infrastructure i "
            f"WHERE i.id = NEW.infrastructure_id AND i.registered_on > NEW.{day})",
            f"{table}: not before the piece was registered",
        ),
    ]


def _while_kept(table: str, day: str) -> Guard:
    """Refuse what is dated after the piece was given up."""
    ended = f"c.ended_on < NEW.{day}"
    standing = (
        "EXISTS (SELECT 1 FROM maintenance_ending c WHERE "
        f"c.infrastructure_id = NEW.infrastructure_id AND {ended} "
        f"AND NOT {_NOT_STANDING.format('maintenance_ending')})"
    )
    return Guard(
        f"{table}_while_the_piece_is_kept",
        table,
        "INSERT",
        f"NOT NEW.is_void AND {standing}",
        f"{table}: the piece was given up before",
    )


def _built_by(vendor: str, year: str) -> list[Guard]:
    return [
        Guard(
            f"infrastructure_built_before_{event.lower()}_{vendor}",
            TABLE,
            event,
            f"NEW.built_year > {year}",
            f"{TABLE}: built before it was registered",
            only=vendor,
        )
        for event in ("INSERT", "UPDATE")
    ]


def _told(field: str) -> Guard:
    """Refuse an update of the field that no change row of the new revision tells."""
    return Guard(
        f"infrastructure_change_of_{field}_is_told",
        TABLE,
        "UPDATE",
        f"({changed(field)}) AND NOT EXISTS (SELECT 1 FROM maintenance_infrastructurechange c "
        f"WHERE c.infrastructure_id = NEW.id AND c.revision = NEW.revision "
        f"AND c.field = '{field}')",
        f"{TABLE}: a change of {field} must be told",
    )


_INSPECTION_FIXED = (
    "id", "infrastructure_id", "corrects_id", "is_void", "reason", "submission_id",
    "recorded_by_id", "recorded_at", "inspected_on", "condition", "notes", "work_needed",
)  # fmt: skip

GUARDS = [
    *kept(
        TABLE,
        unique=[("village_id", "kind", "name", "built_year")],
        fixed=("id", "village_id", "registered_on", "submission_id", "recorded_by_id"),
    ),
    *[
        _known(TABLE, event, kind=Kind.values, unit=SizeUnit.values)
        for event in ("INSERT", "UPDATE")
    ],
    _in_open_books(TABLE, _OFFICE_OF_VILLAGE, "registered_on"),
    _made_in_office(TABLE, _OFFICE_OF_VILLAGE),
    *_built_by("sqlite", "CAST(substr(NEW.registered_on, 1, 4) AS INTEGER)"),
    *_built_by("postgresql", "EXTRACT(YEAR FROM NEW.registered_on)"),
    Guard(
        "infrastructure_begins_unrevised",
        TABLE,
        "INSERT",
        "NEW.revision <> 0",
        f"{TABLE}: revisions begin with 0",
    ),
    Guard(
        "infrastructure_revised_one_by_one",
        TABLE,
        "UPDATE",
        "NEW.revision <> OLD.revision + 1 OR NOT EXISTS (SELECT 1 FROM "
        "maintenance_infrastructurechange c WHERE c.infrastructure_id = NEW.id "
        "AND c.revision = NEW.revision)",
        f"{TABLE}: each change is a revision of its own, and told",
    ),
    *[_told(field) for field in Infrastructure.CORRECTABLE],
    *append_only(
        "maintenance_infrastructurechange", unique=[("infrastructure_id", "revision", "field")]
    ),
    _known("maintenance_infrastructurechange", field=list(Infrastructure.CORRECTABLE)),
    _made_in_office("maintenance_infrastructurechange", _OFFICE),
    Guard(
        "infrastructure_change_of_the_next_revision",
        "maintenance_infrastructurechange",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM maintenance_infrastructure i WHERE "
        "i.id = NEW.infrastructure_id AND NEW.revision = i.revision + 1 "
        "AND NEW.changed_on >= i.registered_on)",
        "maintenance_infrastructurechange: belongs to the next revision of its piece",
    ),
    Guard(
        "infrastructure_change_changes_something",
        "maintenance_infrastructurechange",
        "INSERT",
        "NEW.before = NEW.after",
        "maintenance_infrastructurechange: the value before and after differ",
    ),
    *append_only("maintenance_ending", unique=[("corrects_id",)]),
    *_correctable("maintenance_ending", "ended_on"),
    _known("maintenance_ending", kind=Ending.Kind.values),
    Guard(
        "ending_once",
        "maintenance_ending",
        "INSERT",
        f"NOT NEW.is_void AND {_standing('maintenance_ending', '1 = 1')}",
        "maintenance_ending: a piece is given up once",
    ),
    Guard(
        "ending_after_what_happened",
        "maintenance_ending",
        "INSERT",
        "NOT NEW.is_void AND ("
        + " OR ".join(
            f"EXISTS (SELECT 1 FROM {table} c WHERE c.infrastructure_id = NEW.infrastructure_id "
            f"AND c.{day} > NEW.ended_on AND NOT {_NOT_STANDING.format(table)})"
            for table, day in (
                ("maintenance_inspection", "inspected_on"),
                ("maintenance_repair", "repaired_on"),
            )
        )
        + ")",
        "maintenance_ending: not before its last inspection and repair",
    ),
    *kept("maintenance_inspection", unique=[("corrects_id",)], fixed=_INSPECTION_FIXED),
    *_correctable("maintenance_inspection", "inspected_on"),
    _while_kept("maintenance_inspection", "inspected_on"),
    _known("maintenance_inspection", condition=[word for word, _ in CONDITIONS]),
    Guard(
        "inspection_keeps_or_loses_its_name",
        "maintenance_inspection",
        "UPDATE",
        "NEW.inspector_name <> '' AND NEW.inspector_name <> OLD.inspector_name",
        "maintenance_inspection: a name is emptied, never changed",
    ),
    Guard(
        "inspection_once_a_day",
        "maintenance_inspection",
        "INSERT",
        "NOT NEW.is_void AND "
        + _standing("maintenance_inspection", "c.inspected_on = NEW.inspected_on"),
        "maintenance_inspection: a piece is inspected once a day",
    ),
    *append_only("maintenance_repair", unique=[("corrects_id",)]),
    *_correctable("maintenance_repair", "repaired_on"),
    _while_kept("maintenance_repair", "repaired_on"),
    _known("maintenance_repair", kind=Repair.Kind.values, payer=Repair.Payer.values),
    *append_only("maintenance_photo"),
    Guard(
        "photo_of_its_own_piece",
        "maintenance_photo",
        "INSERT",
        "(NEW.inspection_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM maintenance_inspection "
        "WHERE id = NEW.inspection_id AND infrastructure_id = NEW.infrastructure_id)) "
        "OR (NEW.repair_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM maintenance_repair "
        "WHERE id = NEW.repair_id AND infrastructure_id = NEW.infrastructure_id))",
        "maintenance_photo: the inspection or repair is of the same piece",
    ),
    Guard(
        "photo_is_a_picture_of_the_office",
        "maintenance_photo",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM offices_storedfile f WHERE f.id = NEW.file_id "
        f"AND f.office_id = {_OFFICE} AND f.content_type = 'image/jpeg') "
        "OR NOT EXISTS (SELECT 1 FROM offices_user u WHERE u.id = NEW.attached_by_id "
        f"AND u.office_id = {_OFFICE})",
        "maintenance_photo: a picture kept by the office",
    ),
    *append_only("maintenance_photowithdrawal", unique=[("photo_id",)]),
    *append_only("maintenance_conditionweights"),
    _in_open_books("maintenance_conditionweights", "NEW.office_id", "since"),
]
