"""What a clerk with SQL would try on the rows of the district's desk."""

from django.db import connection

from tests.upk.ledger.world import copied

CASES: dict[str, tuple[str, str]] = {}
"""As in ``attempts``."""

RULE, REMINDER, BUNDLE = "district_reportingrule", "district_reminder", "district_bundle"
ROWS = {
    # table: a row of ours in it, and a change that somebody could want; a bundle's row changes
    RULE: ("reporting_rule", "deadline_days = 90"),
    REMINDER: ("reminder", "reminded_on = '2009-12-01'"),
    BUNDLE: ("bundle", ""),
}
for table, (row, change) in ROWS.items():
    if change:
        CASES[f"{table} edit"] = f"UPDATE {table} SET {change} WHERE id={{{row}}}", "never changed"
    CASES[f"{table} delete"] = f"DELETE FROM {table} WHERE id={{{row}}}", "never deleted"
    if connection.vendor == "postgresql":
        CASES[f"{table} truncate"] = f"TRUNCATE {table} CASCADE", "never deleted"
    else:
        replaced = copied(table, f"{{{row}}}", "INSERT OR REPLACE", id="id")
        CASES[f"{table} replace by id"] = replaced, "never replaced"
        by_key = copied(table, f"{{{row}}}", "INSERT OR REPLACE")
        CASES[f"{table} replaced by its key"] = by_key, "never replaced"

CASES |= {
    "rule before the last one": (
        copied(RULE, "{reporting_rule}", since="'2008-12-31'"),
        "begins after those before it",
    ),
    "rule of another district": (
        copied(RULE, "{reporting_rule}", since="'2010-02-01'", recorded_by_id="{foreign_desk}"),
        "only the district itself",
    ),
    "reminder by another district": (
        copied(REMINDER, "{reminder}", reminded_on="'2009-11-02'", by_id="{foreign_desk}"),
        "only the district of the office",
    ),
    "reminder by the office itself": (
        copied(REMINDER, "{reminder}", reminded_on="'2009-11-02'", by_id="{by}"),
        "only the district of the office",
    ),
    "bundle of another district": (
        copied(BUNDLE, "{bundle}", quarter="1", requested_by_id="{foreign_desk}"),
        "only the district itself",
    ),
    "bundle of another quarter": (
        f"UPDATE {BUNDLE} SET quarter = 1 WHERE id={{bundle}}",
        "keep their",
    ),
    "another digest for a finished bundle": (
        f"UPDATE {BUNDLE} SET sha256 = 'lain' WHERE id={{done_bundle}}",
        "stays what it is",
    ),
    "a finished bundle begun again": (
        f"UPDATE {BUNDLE} SET state = 'failed', sha256 = '', finished_at = NULL "
        "WHERE id={done_bundle}",
        "stays what it is",
    ),
}
