"""What a clerk with SQL would try on goats."""

from django.db import connection

from tests.upk.ledger.world import copied

CASES: dict[str, tuple[str, str]] = {}
"""As in ``attempts``."""

GOAT, EVENT, REVERSAL = "goats_goat", "goats_goatevent", "goats_eventreversal"
FIXED = {
    (EVENT, "{mated}"): "cause = 'lain'",
    (REVERSAL, "{goat_reversal}"): "reason = 'lain'",
    ("goats_goatphoto", "{goat_photo}"): "goat_id = {buck}",
    ("goats_herdrules", "{herd_rules}"): "grace_days = 90",
    ("goats_villagepopulation", "{population}"): "inhabitants = 1",
}
KEPT = {(GOAT, "{mother}"): None}

for (table, row), change in (FIXED | KEPT).items():
    if change:
        CASES[f"{table} edit"] = f"UPDATE {table} SET {change} WHERE id={row}", "never changed"
    CASES[f"{table} delete"] = f"DELETE FROM {table} WHERE id={row}", "never deleted"
    if connection.vendor == "postgresql":
        CASES[f"{table} truncate"] = f"TRUNCATE {table} CASCADE", "never deleted"
    else:
        replaced = copied(table, row, "INSERT OR REPLACE", id="id")
        CASES[f"{table} replace by id"] = replaced, "never replaced"

if connection.vendor == "sqlite":
    CASES |= {
        "goat replaced by its number": (
            copied(GOAT, "{mother}", "INSERT OR REPLACE"), "never replaced",
        ),
        "goat replaced by its number in an update": (
            f"UPDATE OR REPLACE {GOAT} SET number = 1 WHERE id={{mother}}", "rows keep their|never",
        ),
        "reversal replaced": (
            copied(REVERSAL, "{goat_reversal}", "INSERT OR REPLACE"), "never replaced",
        ),
        "photo replaced": (
            copied("goats_goatphoto", "{goat_photo}", "INSERT OR REPLACE"), "never replaced",
        ),
    }  # fmt: skip


def event(row: str, **changes) -> str:
    """SQL that copies an event with changes; the copy is of the mother's last days."""
    return copied(EVENT, row, **changes)


LATE = "'2010-02-10'"
CASES |= {
    "goat of another sex": (
        f"UPDATE {GOAT} SET sex = 'M' WHERE id={{mother}}", "rows keep their",
    ),
    "goat in an unknown state": (
        f"UPDATE {GOAT} SET state = 'lain' WHERE id={{mother}}", "unknown word",
    ),
    "goat of an unknown sex": (copied(GOAT, "{mother}", number=990, sex="'X'"), "unknown word"),
    "goat recorded by a stranger": (
        copied(GOAT, "{mother}", number=990, recorded_by_id="{herd_user}"), "user of the office",
    ),
    "goat with a stranger's key": (
        copied(GOAT, "{mother}", number=990, submission_id="{herd_key}"), "user of the office",
    ),
    "kid of a buck": (
        copied(GOAT, "{kid}", number=990, mother_id="{buck}"), "its mother is a female",
    ),
    "kid a generation too far": (
        copied(GOAT, "{kid}", number=990, generation=5), "its mother is a female",
    ),
    "event of an unknown kind": (event("{mated}", kind="'terbang'"), "unknown word"),
    "event in the closed period": (
        event("{mated}", happened_on="'2009-12-31'"), "period is closed",
    ),
    "event by a stranger": (
        event("{mated}", recorded_by_id="{herd_user}"), "user of the office",
    ),
    "event of another office's goat": (
        event("{mated}", goat_id="{foreign_goat}"), "are of the office",
    ),
    "event at another office's household": (
        event("{mated}", household_id="{foreign_home}", village_id="{foreign_home_village}"),
        "are of the office",
    ),
    "event in another village than the household's": (
        event("{mated}", village_id="{foreign_home_village}"), "are of the office",
    ),
    "replaced by a goat that is none": (
        event("{goat_replaced}", replacement_id="{buck}"), "are of the office",
    ),
    "goat bought twice": (event("{goat_bought}", happened_on=LATE), "comes once"),
    "kid bought": (
        f"{copied(GOAT, '{kid}', number=990)};; "
        + event("{goat_bought}", goat_id=f"(SELECT MAX(id) FROM {GOAT})"),
        "as its register says",
    ),
    "event before the goat came": (
        event("{mated}", happened_on="'2010-01-03'"), "not there yet",
    ),
    "dead goat mated": (
        event("{mated}", goat_id="{goat_owed}", happened_on=LATE, household_id="{first_home}"),
        "dead, sold, lost",
    ),
    "dead goat placed": (
        event("{goat_placed}", goat_id="{goat_owed}", happened_on=LATE), "dead, sold, lost",
    ),
    "death before what happened later": (
        event(
            "{goat_died}", goat_id="{mother}", happened_on="'2010-01-12'",
        ),
        "happened to the goat later",
    ),
    "replacement that nobody owes": (
        event("{goat_replaced}", goat_id="{mother}", household_id="{second_home}"),
        "no replacement is due",
    ),
    "replacement a second time": (event("{goat_replaced}"), "no replacement is due"),
    "birth by a buck": (
        event("{goat_gave_birth}", goat_id="{buck}"), "births are of females",
    ),
    "kid handed on": (
        event("{handed}", goat_id="{kid}", happened_on=LATE), "births are of females",
    ),
    "mother weaned": (
        event("{kid_weaned}", goat_id="{mother}"), "births are of females",
    ),
    "second keeper": (event("{goat_placed}", happened_on=LATE), "one keeper at a time"),
    "handed on by somebody who hasn't it": (
        event("{handed}", happened_on=LATE), "one keeper at a time",
    ),
    "mated before it is placed": (
        event("{mated}", goat_id="{goat_unplaced}"), "one keeper at a time",
    ),
    "two births on one day": (event("{goat_gave_birth}"), "two births on one day"),
    "kid of no birth": (
        f"{copied(GOAT, '{kid}', number=990)};; "
        + event("{kid_born}", goat_id=f"(SELECT MAX(id) FROM {GOAT})", birth_id="{mated}"),
        "born in a birth of its mother",
    ),
    "reversal by a stranger": (
        copied(REVERSAL, "{goat_reversal}", event_id="{mated}", recorded_by_id="{herd_user}"),
        "user of the office",
    ),
    "reversal in the closed period": (
        copied(REVERSAL, "{goat_reversal}", event_id="{old_goat_event}"),
        "closed period stays",
    ),
    "photo by a stranger": (
        copied("goats_goatphoto", "{goat_photo}", goat_id="{buck}", attached_by_id="{herd_user}"),
        "user of the office",
    ),
    "photo that is a PDF": (
        copied("goats_goatphoto", "{goat_photo}", file_id="{stored_file}"),
        "a picture kept by the office",
    ),
    "rules in the closed period": (
        copied("goats_herdrules", "{herd_rules}", since="'2009-12-31'"), "period is closed",
    ),
    "rules by a stranger": (
        copied("goats_herdrules", "{herd_rules}", made_by_id="{herd_user}"), "user of the office",
    ),
    "inhabitants by a stranger": (
        copied("goats_villagepopulation", "{population}", made_by_id="{herd_user}"),
        "user of the office",
    ),
}  # fmt: skip
