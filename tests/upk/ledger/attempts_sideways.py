"""What a clerk who knows SQL well would try: many rows at once, other verbs, tables in between."""

from tests.upk.ledger.attempts import POSTGRESQL, SQLITE
from tests.upk.ledger.world import copied

CASES: dict[str, tuple[str, str]] = {}
"""As in ``attempts``."""

POSTINGS = "INSERT INTO {schema}ledger_posting (entry_id, debit_id, credit_id, amount) VALUES "
MINE, OWN_OFFICE = ("main.", "temp.offices_office") if SQLITE else ("public.", "offices_office")
INTO_CLOSED = POSTINGS.format(schema=MINE) + "({empty_old}, {cash}, {capital}, 600)"
OPENED = "UPDATE {table} SET books_closed_through = NULL;;"

CASES |= {
    "every posting a rupiah more": (
        "UPDATE ledger_posting SET amount = amount + 1",
        "never changed",
    ),
    "amounts from another table": (
        "UPDATE ledger_posting SET amount = e.total FROM ledger_entry e "
        "WHERE e.id = ledger_posting.entry_id",
        "never changed",
    ),
    "entries deleted by way of a query": (
        "WITH old AS (SELECT id FROM ledger_entry) "
        "DELETE FROM ledger_entry WHERE id IN (SELECT id FROM old)",
        "never deleted",
    ),
    "two postings in one statement, beyond the total": (
        POSTINGS.format(schema="")
        + "({empty}, {cash}, {capital}, 600), ({empty}, {cash}, {capital}, 600)",
        "complete",
    ),
    "three postings in one statement, beyond the count": (
        POSTINGS.format(schema="") + ", ".join(["({empty}, {cash}, {capital}, 300)"] * 3),
        "complete",
    ),
    "books opened by an upsert": (
        copied("offices_office", "{office}", id="id")
        + " ON CONFLICT (id) DO UPDATE SET books_closed_through = NULL",
        "replaced|period change only",
    ),
    "an office of the session's own, with open books": (
        "CREATE TEMP TABLE offices_office AS SELECT * FROM offices_office;;"
        + OPENED.format(table=OWN_OFFICE)
        + INTO_CLOSED,
        "period is closed",
    ),
    "counter and number in one go": (
        "UPDATE ledger_vouchercounter SET last_number = last_number + 1, year = 2011 "
        "WHERE id={counter}",
        "given once",
    ),
    "repayments of every loan halved": (
        "UPDATE loans_repayment SET principal = principal / 2, interest = interest * 2",
        "never changed",
    ),
}
if SQLITE:
    CASES |= {
        f"entry by {verb}": (copied("ledger_entry", "{entry}", verb, id="id"), "never replaced")
        for verb in ("INSERT OR IGNORE", "INSERT OR FAIL", "INSERT OR ROLLBACK", "REPLACE")
    }
    CASES["posting changed by UPDATE OR IGNORE"] = (
        "UPDATE OR IGNORE ledger_posting SET amount = 1 WHERE id={posting}",
        "never changed",
    )
if POSTGRESQL:
    CASES |= {
        "postings merged": (
            "MERGE INTO ledger_posting p USING ledger_entry e ON e.id = p.entry_id "
            "WHEN MATCHED THEN UPDATE SET amount = 1",
            "never changed",
        ),
        "two postings by two writing queries": (
            "WITH first AS ("
            + POSTINGS.format(schema="")
            + "({empty}, {cash}, {capital}, 600) RETURNING id) "
            + POSTINGS.format(schema="")
            + "({empty}, {cash}, {capital}, 600)",
            "complete",
        ),
        "an office in a schema searched first": (
            "CREATE SCHEMA mine;;"
            "CREATE TABLE mine.offices_office AS SELECT * FROM offices_office;;"
            + OPENED.format(table="mine.offices_office")
            + "SET LOCAL search_path = mine, public;;"
            + INTO_CLOSED,
            "period is closed",
        ),
        "villages truncated along with what points to them": (
            "TRUNCATE offices_village CASCADE",
            "never deleted",
        ),
    }
