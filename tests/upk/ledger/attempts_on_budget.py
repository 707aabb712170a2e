"""What a clerk with SQL would try on budgets."""

from django.db import connection

from tests.upk.ledger.world import copied

CASES: dict[str, tuple[str, str]] = {}
"""As in ``attempts``."""

VERSION = ("budget_budgetversion", "{budget}")
LINE = ("budget_budgetline", "{budget_line}")
CHANGES = {VERSION: "line_count = 99", LINE: "amount = 1"}

for (table, row), change in CHANGES.items():
    CASES[f"{table} edit"] = f"UPDATE {table} SET {change} WHERE id={row}", "never changed"
    CASES[f"{table} delete"] = f"DELETE FROM {table} WHERE id={row}", "never deleted"
    if connection.vendor == "postgresql":
        CASES[f"{table} truncate"] = f"TRUNCATE {table} CASCADE", "never deleted"
    else:
        replaced = copied(table, row, "INSERT OR REPLACE", id="id")
        CASES[f"{table} replace by id"] = replaced, "never replaced"
CASES |= {
    "budget in the closed period": (
        copied(*VERSION, revision=1, since="'2009-12-31'"),
        "period is closed",
    ),
    "budget by another office's decision": (
        copied(*VERSION, revision=1, decision_id="{foreign_budget_decision}"),
        "a decision of the office",
    ),
    "budget before its decision": (
        copied(*VERSION, revision=1, since="'2010-01-19'"),
        "a decision of the office",
    ),
    "budget with a revision left out": (
        copied(*VERSION, revision=2),
        "counted from 0",
    ),
    "line for a version that is complete": (
        copied(*LINE, month=13),
        "the version is complete",
    ),
    "line for money instead of an expense": (
        copied(*VERSION, revision=1)
        + ";; "
        + copied(
            *LINE, version_id="(SELECT MAX(id) FROM budget_budgetversion)", account_id="{cash}"
        ),
        "income or expense of the office",
    ),
    "line for another office's expense": (
        copied(*VERSION, revision=1)
        + ";; "
        + copied(
            *LINE, version_id="(SELECT MAX(id) FROM budget_budgetversion)",
            account_id="{foreign_budget_account}",
        ),
        "income or expense of the office",
    ),
}  # fmt: skip
