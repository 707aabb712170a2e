"""What a clerk with SQL would try on the audit trail: hide what was done, or read the forgotten."""

from django.db import connection

from tests.upk.ledger.world import copied

ENTRY = ("trail_trailentry", "{trail_entry}")
KEY = ("trail_personkey", "{person_key}")
DESTROYED = "UPDATE trail_personkey SET {} WHERE id={{destroyed_key}}"

CASES: dict[str, tuple[str, str]] = {
    f"trail: {change}": (
        f"UPDATE trail_trailentry SET {change} WHERE id={{trail_entry}}",
        "never changed",
    )
    for change in (
        "user_id = NULL", "user_id = {elsewhere}", "office_id = NULL", "at = '2009-01-01'",
        "event = 'login'", "about = 'x'", "changes = '{{}}'", "sealed = ''", "person_id = NULL",
    )
}  # fmt: skip
"""As in ``attempts``."""

CASES |= {
    "key of another person": (
        "UPDATE trail_personkey SET person_id = 0 WHERE id={person_key}",
        "rows keep their",
    ),
    "key comes back": (
        DESTROYED.format("cipher = 'x', destroyed_at = NULL"),
        "never comes back",
    ),
    "day of destruction": (
        DESTROYED.format("destroyed_at = '2009-01-01'"),
        "never comes back",
    ),
    "user of the trail deleted": ("DELETE FROM offices_user WHERE id={by}", "never deleted"),
    "office of the trail deleted": ("DELETE FROM offices_office WHERE id={office}", "never"),
    "person of the trail deleted": (
        "DELETE FROM offices_person WHERE id={known_person}",
        "never deleted",
    ),
}

for table, row in (ENTRY, KEY):
    CASES[f"{table} delete"] = f"DELETE FROM {table} WHERE id={row}", "never deleted"
    CASES[f"{table} all deleted"] = f"DELETE FROM {table}", "never deleted"
    if connection.vendor == "postgresql":
        CASES[f"{table} truncate"] = f"TRUNCATE {table} CASCADE", "never deleted"
    else:
        replaced = copied(table, row, "INSERT OR REPLACE", id="id")
        CASES[f"{table} replace by id"] = replaced, "never replaced"

if connection.vendor == "sqlite":
    CASES |= {
        "trail id taken by update": (
            "UPDATE OR REPLACE trail_trailentry SET id={later_trail_entry} WHERE id={trail_entry}",
            "never changed|never replaced",
        ),
        "key replaced by person": (
            copied("trail_personkey", "{person_key}", "INSERT OR REPLACE"),
            "never replaced",
        ),
        "key id taken by update": (
            "UPDATE OR REPLACE trail_personkey SET id={destroyed_key} WHERE id={person_key}",
            "rows keep their|never replaced",
        ),
    }
