"""What the database itself refuses about moves (see ``upk.triggers``)."""

from upk.triggers import Guard, KeyWhere, append_only

GUARDS = [
    *append_only(
        "moving_movedin",
        unique=[("office_id", "sha256"), KeyWhere(("office_id",), "NOT {row}from_history")],
    ),
    # An office that came from another Bergulir is made whole by the restoring, without guards.
    Guard(
        "movedin_once",
        "moving_movedin",
        "INSERT",
        "EXISTS (SELECT 1 FROM moving_movedin WHERE office_id = NEW.office_id)",
        "moving_movedin: an office moves in once",
    ),
    Guard(
        "movedin_by_the_office",
        "moving_movedin",
        "INSERT",
        "NEW.moved_by_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM offices_user "
        "WHERE id = NEW.moved_by_id AND office_id = NEW.office_id)",
        "moving_movedin: only the office itself",
    ),
]
