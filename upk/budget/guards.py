"""What the database itself refuses about this app's tables (see ``upk.triggers``)."""

from upk.ledger.guards import closed
from upk.triggers import Guard, append_only

GUARDS = [
    *append_only("budget_budgetversion", unique=[("office_id", "year", "revision")]),
    Guard(
        "budget_not_in_closed_period",
        "budget_budgetversion",
        "INSERT",
        closed("NEW.office_id", "NEW.since"),
        "budget_budgetversion: the period is closed",
        lock_office="NEW.office_id",
    ),
    Guard(
        "budget_decided_by_the_office",
        "budget_budgetversion",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM offices_decision d WHERE d.id = NEW.decision_id "
        "AND d.office_id = NEW.office_id AND d.decided_on <= NEW.since)",
        "budget_budgetversion: a decision of the office comes before it",
    ),
    Guard(
        "budget_revisions_in_order",
        "budget_budgetversion",
        "INSERT",
        "NEW.revision <> (SELECT COUNT(*) FROM budget_budgetversion b "
        "WHERE b.office_id = NEW.office_id AND b.year = NEW.year) "
        "OR EXISTS (SELECT 1 FROM budget_budgetversion b WHERE b.office_id = NEW.office_id "
        "AND b.year = NEW.year AND b.since > NEW.since)",
        "budget_budgetversion: revisions are counted from 0, each later than the one before",
    ),
    *append_only("budget_budgetline", unique=[("version_id", "account_id", "month")]),
    Guard(
        "budget_line_within_its_version",
        "budget_budgetline",
        "INSERT",
        "(SELECT COUNT(*) FROM budget_budgetline WHERE version_id = NEW.version_id) >= "
        "(SELECT line_count FROM budget_budgetversion WHERE id = NEW.version_id)",
        "budget_budgetline: the version is complete",
    ),
    Guard(
        "budget_line_of_income_or_expense",
        "budget_budgetline",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM ledger_account a, budget_budgetversion b "
        "WHERE a.id = NEW.account_id AND b.id = NEW.version_id AND a.office_id = b.office_id "
        "AND a.kind IN ('income', 'expense') AND NOT a.is_header)",
        "budget_budgetline: the account is an income or expense of the office",
    ),
]
