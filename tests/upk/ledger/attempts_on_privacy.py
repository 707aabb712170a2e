"""What somebody with SQL would try on personal data, and on the rule of how long they are kept."""

from django.db import connection

from tests.upk.ledger.world import copied

CASES: dict[str, tuple[str, str]] = {}
"""As in ``attempts``."""

RULE = ("privacy_retentionrule", "{retention_rule}")
NEXT = {"since": "'2012-01-01'"}

CASES |= {
    "retention rule changed": (
        f"UPDATE {RULE[0]} SET years = 1 WHERE id={RULE[1]}", "never changed"
    ),
    "retention rule deleted": (f"DELETE FROM {RULE[0]} WHERE id={RULE[1]}", "never deleted"),
    "retention rule by another office": (
        copied(*RULE, **NEXT, recorded_by_id="{elsewhere}"), "by the manager"
    ),
    "retention rule by somebody who isn't the manager": (
        f"UPDATE offices_user SET role = 'treasurer' WHERE id={{by}};; {copied(*RULE, **NEXT)}",
        "by the manager",
    ),
    "somebody anonymous gets a name again": (
        "UPDATE offices_person SET anonymous_number = 1, name = 'Anonim 1' WHERE id={person};; "
        "UPDATE offices_person SET name = 'Siti' WHERE id={person}",
        "no data again",
    ),
    "NIK found under another key than the others": (
        "UPDATE offices_person SET nik_digest = 'zzzzzz0' WHERE id={person}", "under one key"
    ),
    "KK of somebody new found under another key": (
        copied("offices_person", "{person}", nik_digest="NULL", kk_digest="'zzzzzz0'"),
        "under one key",
    ),
}  # fmt: skip
if connection.vendor == "postgresql":
    CASES["retention rules truncated"] = f"TRUNCATE {RULE[0]} CASCADE", "never deleted"
else:
    CASES["retention rule replaced by id"] = (
        copied(*RULE, "INSERT OR REPLACE", id="id", **NEXT), "never replaced"
    )  # fmt: skip
    CASES["retention rule replaced by its day"] = (
        copied(*RULE, "INSERT OR REPLACE"), "never replaced"
    )  # fmt: skip
