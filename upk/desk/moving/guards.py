"""What the database itself refuses about moves (see ``upk.triggers``)."""

from upk.triggers import Guard, KeyWhere, append_only, kept

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
    *kept(
        "moving_upload",
        unique=[KeyWhere(("office_id",), "{row}state IN ('checking', 'moving')")],
        fixed=("id", "office_id", "name", "sha256", "size", "made_by_id", "made_at"),
    ),
    Guard(
        "upload_by_the_manager",
        "moving_upload",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM offices_user WHERE id = NEW.made_by_id "
        "AND office_id = NEW.office_id AND role = 'manager')",
        "moving_upload: only the manager of the office",
    ),
    Guard(
        "upload_moved_in_stays",
        "moving_upload",
        "UPDATE",
        "OLD.state IN ('done', 'gone') AND NEW.state <> OLD.state",
        "moving_upload: what was moved in or thrown away stays so",
    ),
]
