"""What a clerk with SQL would try on the row that says which file an office came from."""

from django.db import connection

from tests.upk.ledger.world import copied

TABLE = "moving_movedin"
OTHER_FILE = {"sha256": f"'{'2' * 64}'", "from_history": "TRUE", "cut_over": "NULL"}
CASES: dict[str, tuple[str, str]] = {
    "move edit": (f"UPDATE {TABLE} SET sha256 = 'lain' WHERE id={{moved_in}}", "never changed"),
    "move delete": (f"DELETE FROM {TABLE} WHERE id={{moved_in}}", "never deleted"),
    "a second move": (copied(TABLE, "{moved_in}", **OTHER_FILE), "moves in once"),
    "a move by another office": (
        copied(TABLE, "{moved_in}", office_id="{other}"),
        "only the office itself",
    ),
}
"""As in ``attempts``."""
if connection.vendor == "postgresql":
    CASES["move truncate"] = f"TRUNCATE {TABLE} CASCADE", "never deleted"
else:
    for kept in ({"id": "id"}, {"sha256": f"'{'2' * 64}'"}, {}):
        name = f"move replaced by {', '.join(kept) or 'its file'}"
        CASES[name] = copied(TABLE, "{moved_in}", "INSERT OR REPLACE", **kept), "never replaced"
