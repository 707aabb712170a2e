"""What the database itself refuses about offices (see ``upk.triggers``)."""

from upk.triggers import Guard, KeyWhere, append_only, changed, kept, never_lost

GUARDS = [
    # Whose money it is and who recorded it: nobody disappears or changes to another office.
    *kept("offices_district", [("code",)]),
    *kept("offices_village", [("office_id", "code"), ("office_id", "name")], ("id", "office_id")),
    *kept("offices_person", [("office_id", "nik_digest")], ("id", "office_id")),
    *kept("offices_user", [("username",)], ("id", "office_id", "district_id")),
    *kept(
        "offices_assignment",
        [KeyWhere(("village_id",), "{row}until IS NULL")],
        ("id", "user_id", "village_id", "since"),
    ),
    *append_only("offices_decision", unique=[("office_id", "body", "number", "decided_on")]),
    *append_only("offices_storedfile", unique=[("office_id", "sha256")]),
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
