"""What a clerk with SQL would try on the office's profile."""

from django.db import connection

from tests.upk.ledger.world import copied

CASES: dict[str, tuple[str, str]] = {}
"""As in ``attempts``."""

TEXT = ("profile_profiletext", "{profile_text}")
OFFICER = ("profile_officer", "{officer}")
FORMER = ("profile_officer", "{former_officer}")
WRONG = ("profile_officer", "{wrong_officer}")
DOCUMENT = ("profile_legaldocument", "{legal_document}")
for fixed in ("title = 'x'", "name = 'x'", "since = '2009-01-01'", "counts_from = '2010-01-21'"):
    CASES[f"officer: {fixed}"] = f"UPDATE {OFFICER[0]} SET {fixed} WHERE id={OFFICER[1]}", "only w"
for fixed in ("number = 'x'", "file_id = NULL", "is_public = NOT is_public", "kind = 'tax'"):
    CASES[f"document: {fixed}"] = f"UPDATE {DOCUMENT[0]} SET {fixed} WHERE id={DOCUMENT[1]}", "only"

for table, row in (TEXT, OFFICER, DOCUMENT):
    CASES[f"{table} delete"] = f"DELETE FROM {table} WHERE id={row}", "never deleted"
    if connection.vendor == "postgresql":
        CASES[f"{table} truncate"] = f"TRUNCATE {table} CASCADE", "never deleted"
    else:
        replaced = copied(table, row, "INSERT OR REPLACE", id="id")
        CASES[f"{table} replace by id"] = replaced, "never replaced"
        CASES[f"{table} id taken by update"] = (
            f"UPDATE OR REPLACE {table} SET id={{wrong_officer}} WHERE id={row}",
            "never changed|only withdrawn|never replaced",
        )


def _withdrawn(table: str, row: str, day: str = "2010-02-15", by: str = "{by}") -> str:
    return f"UPDATE {table} SET withdrawn_on = '{day}', withdrawn_by_id = {by} WHERE id={row}"


CASES |= {
    "profile text edited": (
        f"UPDATE {TEXT[0]} SET text = 'x' WHERE id={TEXT[1]}", "never changed"
    ),
    "profile text in closed books": (copied(*TEXT, since="'2009-12-31'"), "period is closed"),
    "profile text of no section": (copied(*TEXT, key="'slogan'"), "a text of the profile"),
    "profile text by somebody else": (
        copied(*TEXT, written_by_id="{elsewhere}"), "by a user of the office"
    ),
    "officer counted in closed books": (
        copied(*OFFICER, since="'2009-12-01'", counts_from="'2009-12-31'"), "period is closed"
    ),
    "officer by somebody else": (
        copied(*OFFICER, recorded_by_id="{elsewhere}"), "by a user of the office"
    ),
    "officer written as withdrawn": (copied(*WRONG), "withdrawn after it was written"),
    "officer ends twice": (
        f"UPDATE {FORMER[0]} SET until = '2010-02-02' WHERE id={FORMER[1]}", "filled in once"
    ),
    "officer comes back": (
        f"UPDATE {FORMER[0]} SET until = NULL WHERE id={FORMER[1]}", "filled in once"
    ),
    "officer ends in closed books": (
        f"UPDATE {OFFICER[0]} SET until = '2009-12-31' WHERE id={OFFICER[1]}", "period is closed"
    ),
    "officer no longer withdrawn": (
        f"UPDATE {WRONG[0]} SET withdrawn_on = NULL, withdrawn_by_id = NULL WHERE id={WRONG[1]}",
        "by a user of the office|filled in once",
    ),
    "officer withdrawn on another day": (
        f"UPDATE {WRONG[0]} SET withdrawn_on = '2010-02-14' WHERE id={WRONG[1]}", "filled in once"
    ),
    "officer withdrawn in closed books": (
        _withdrawn(*OFFICER, day="2009-12-31"), "period is closed"
    ),
    "officer withdrawn by somebody else": (
        _withdrawn(*OFFICER, by="{elsewhere}"), "withdrawn by a user of the office"
    ),
    "document counted in closed books": (
        copied(*DOCUMENT, dated_on="'2009-12-01'", counts_from="'2009-12-31'"), "period is closed"
    ),
    "document by somebody else": (
        copied(*DOCUMENT, recorded_by_id="{elsewhere}"), "by a user of the office"
    ),
    "document of no kind": (copied(*DOCUMENT, kind="'surat'"), "a known kind"),
    "document with another office's file": (
        copied(*DOCUMENT, file_id="{foreign_file}"), "a file of the office"
    ),
    "document written as withdrawn": (
        copied(*DOCUMENT, withdrawn_on="'2010-02-15'", withdrawn_by_id="{by}"),
        "withdrawn after it was written",
    ),
    "document withdrawn in closed books": (
        _withdrawn(*DOCUMENT, day="2009-12-31"), "period is closed"
    ),
    "document withdrawn by somebody else": (
        _withdrawn(*DOCUMENT, by="{elsewhere}"), "withdrawn by a user of the office"
    ),
    "document withdrawn twice": (
        _withdrawn(*DOCUMENT)
        + f";; UPDATE {DOCUMENT[0]} SET withdrawn_on = '2010-02-14' WHERE id={DOCUMENT[1]}",
        "filled in once",
    ),
}  # fmt: skip
