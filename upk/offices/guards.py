"""What the database itself refuses about offices (see ``upk.triggers``)."""

from upk.offices.file_kinds import REMOVED_NAME
from upk.triggers import Guard, KeyWhere, append_only, changed, kept, never_lost

_OTHERS = "EXISTS (SELECT 1 FROM offices_assignment a WHERE a.village_id = NEW.village_id AND {})"

_OFFICE = "(SELECT v.office_id FROM offices_village v WHERE v.id = NEW.village_id)"
_CLOSED = (
    f"EXISTS (SELECT 1 FROM offices_office o WHERE o.id = {_OFFICE} "
    "AND o.books_closed_through {})"
)


_FIXED_OF_FILES = changed(
    "id", "office_id", "sha256", "size", "content_type", "stored_by_id", "stored_at"
)


def _without_gap(vendor: str, day_before: str, day_after: str) -> Guard:
    """Refuse an assignment that doesn't join those of its village before and after it."""
    earlier, later = "a.since < NEW.since", "a.since > NEW.since"
    joins_earlier, joins_later = f"a.until = {day_before}", f"a.since = {day_after}"
    return Guard(
        f"assignment_without_a_gap_{vendor}",
        "offices_assignment",
        "INSERT",
        f"({_OTHERS.format(earlier)} AND NOT {_OTHERS.format(joins_earlier)}) "
        f"OR ({_OTHERS.format(later)} AND NOT {_OTHERS.format(joins_later)})",
        "offices_assignment: begins the day after the one before it ends",
        only=vendor,
    )


def _of_one_key(column: str, event: str) -> Guard:
    """Refuse a digest under another key than the office's others (``upk.identity_keys``).

    Uniqueness by digest needs that. Digests begin with their key's mark, or with a hexadecimal
    digit under a key without one: letters sort alike in all collations.
    """
    own = f"CASE WHEN NEW.{column} >= 'g' THEN SUBSTR(NEW.{column}, 1, 6) ELSE '' END"
    stored = "SELECT 1 FROM offices_person p WHERE p.office_id = NEW.office_id AND p.{0} {1}"
    others = " OR ".join(
        f"EXISTS ({stored.format(name, side)})"
        for name in ("nik_digest", "kk_digest")
        for side in (f"< ({own})", f">= ({own}) || 'g'")
    )
    is_new = f"({changed(column)}) AND " if event == "UPDATE" else ""
    return Guard(
        f"person_{column}_of_the_offices_key_{event.lower()}",
        "offices_person",
        event,
        f"{is_new}NEW.{column} IS NOT NULL AND ({others})",
        "offices_person: all digests of an office are under one key",
    )


GUARDS = [
    # Whose money it is and who recorded it: nobody disappears or changes to another office.
    *kept("offices_district", [("code",)]),
    *kept("offices_village", [("office_id", "code"), ("office_id", "name")], ("id", "office_id")),
    *kept(
        "offices_person",
        [("office_id", "nik_digest"), ("office_id", "anonymous_number")],
        ("id", "office_id"),
    ),
    Guard(
        "person_stays_anonymous",
        "offices_person",
        "UPDATE",
        "OLD.anonymous_number IS NOT NULL AND ("
        + changed(
            "anonymous_number",
            "name",
            "sex",
            "birth_date",
            "phone",
            "address",
            "nik_cipher",
            "nik_digest",
            "kk_cipher",
            "kk_digest",
        )
        + ")",
        "offices_person: somebody anonymous gets no data again",
    ),
    *(_of_one_key(c, e) for c in ("nik_digest", "kk_digest") for e in ("INSERT", "UPDATE")),
    *kept("offices_user", [("username",)], ("id", "office_id", "district_id")),
    *kept(
        "offices_assignment",
        [KeyWhere(("village_id",), "{row}until IS NULL")],
        ("id", "user_id", "village_id", "since", "reason", "recorded_by_id"),
    ),
    Guard(
        "assignment_of_the_villages_office",
        "offices_assignment",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM offices_user u JOIN offices_village v "
        "ON v.office_id = u.office_id WHERE u.id = NEW.user_id AND v.id = NEW.village_id)",
        "offices_assignment: somebody of the office of the village",
    ),
    Guard(
        "assignment_handed_over_in_open_books",
        "offices_assignment",
        "INSERT",
        f"{_OTHERS.format('a.since < NEW.since')} AND {_CLOSED.format('>= NEW.since')}",
        "offices_assignment: the period is closed",
        lock_office=_OFFICE,
    ),
    Guard(
        "assignment_ends_in_open_books",
        "offices_assignment",
        "UPDATE",
        f"({changed('until')}) AND {_CLOSED.format('> NEW.until')}",
        "offices_assignment: it held in the closed period",
        lock_office=_OFFICE,
    ),
    Guard(
        "assignment_one_at_a_time",
        "offices_assignment",
        "INSERT",
        _OTHERS.format(
            "(a.until IS NULL OR a.until >= NEW.since) "
            "AND (NEW.until IS NULL OR a.since <= NEW.until)"
        ),
        "offices_assignment: one responsible at a time",
    ),
    _without_gap("sqlite", "date(NEW.since, '-1 day')", "date(NEW.until, '+1 day')"),
    _without_gap("postgresql", "NEW.since - 1", "NEW.until + 1"),
    Guard(
        "assignment_ends_once",
        "offices_assignment",
        "UPDATE",
        f"OLD.until IS NOT NULL AND ({changed('until')})",
        "offices_assignment: an end that is written down stays",
    ),
    *append_only("offices_decision", unique=[("office_id", "body", "number", "decided_on")]),
    *never_lost("offices_storedfile", unique=[("office_id", "sha256")]),
    Guard(
        "storedfile_never_changed_but_removed_once",
        "offices_storedfile",
        "UPDATE",
        "OLD.removed_at IS NOT NULL OR NEW.removed_at IS NULL "
        f"OR NEW.name <> '{REMOVED_NAME}' OR {_FIXED_OF_FILES}",
        "offices_storedfile: rows are never changed, but for the name of a file that was removed",
    ),
    Guard(
        "storedfile_by_somebody_of_the_office",
        "offices_storedfile",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM offices_user u WHERE u.id = NEW.stored_by_id "
        "AND u.office_id = NEW.office_id) OR LENGTH(NEW.sha256) <> 64",
        "offices_storedfile: stored by a user of the office, under its digest",
    ),
    *append_only("offices_checklist", unique=[("office_id", "kind", "since")]),
    *append_only("offices_checklistitem", unique=[("checklist_id", "position")]),
    *never_lost("offices_office", unique=[("code",)]),
    Guard(
        "office_books_follow_period_changes",
        "offices_office",
        "UPDATE",
        f"({changed('books_closed_through')}) AND NOT EXISTS ("
        "SELECT 1 FROM ledger_periodchange c WHERE c.office_id = NEW.id "
        "AND c.id = (SELECT MAX(id) FROM ledger_periodchange WHERE office_id = NEW.id) "
        "AND (c.closed_before = OLD.books_closed_through "
        "OR (c.closed_before IS NULL AND OLD.books_closed_through IS NULL)) "
        "AND (c.closed_after = NEW.books_closed_through "
        "OR (c.closed_after IS NULL AND NEW.books_closed_through IS NULL)))",
        "offices_office: books are closed and reopened through a period change only",
    ),
    Guard(
        "office_keeps_its_code",
        "offices_office",
        "UPDATE",
        changed("id", "code"),
        "offices_office: an office keeps its code",
    ),
]
