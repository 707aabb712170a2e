"""What a clerk with SQL would try on the row that says which file an office came from."""

from django.db import connection

from tests.upk.ledger.world import copied

TABLE, UPLOAD = "moving_movedin", "moving_upload"
OTHER_FILE = {"sha256": f"'{'2' * 64}'", "from_history": "TRUE", "cut_over": "NULL"}
CASES: dict[str, tuple[str, str]] = {
    "move edit": (f"UPDATE {TABLE} SET sha256 = 'lain' WHERE id={{moved_in}}", "never changed"),
    "move delete": (f"DELETE FROM {TABLE} WHERE id={{moved_in}}", "never deleted"),
    "a second move": (copied(TABLE, "{moved_in}", **OTHER_FILE), "moves in once"),
    "a move by another office": (
        copied(TABLE, "{moved_in}", office_id="{other}"),
        "only the office itself",
    ),
    "upload delete": (f"DELETE FROM {UPLOAD} WHERE id={{upload}}", "never deleted"),
    "upload of another file": (
        f"UPDATE {UPLOAD} SET sha256 = 'lain' WHERE id={{upload}}",
        "keep their",
    ),
    "upload of another office": (
        copied(UPLOAD, "{upload}", office_id="{other}"),
        "only the manager of the office",
    ),
    "upload by somebody else": (
        copied(UPLOAD, "{done_upload}", made_by_id="{foreign_desk}"),
        "only the manager of the office",
    ),
    "an upload that was moved in begun again": (
        f"UPDATE {UPLOAD} SET state = 'failed', message = 'x' WHERE id={{done_upload}}",
        "stays so",
    ),
}
"""As in ``attempts``."""
if connection.vendor == "postgresql":
    CASES["upload truncate"] = f"TRUNCATE {UPLOAD} CASCADE", "never deleted"
    CASES["move truncate"] = f"TRUNCATE {TABLE} CASCADE", "never deleted"
else:
    CASES |= {
        f"upload replaced by {name}": (
            copied(UPLOAD, "{upload}", "INSERT OR REPLACE", **kept),
            "never replaced",
        )
        for name, kept in (("its id", {"id": "id"}), ("the one under way", {}))
    }
    for kept in ({"id": "id"}, {"sha256": f"'{'2' * 64}'"}, {}):
        name = f"move replaced by {', '.join(kept) or 'its file'}"
        CASES[name] = copied(TABLE, "{moved_in}", "INSERT OR REPLACE", **kept), "never replaced"
