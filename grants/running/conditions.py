"""SQL that the guards of grants share: conditions on rows, in words that both databases know.

``{0}`` stands for an SQL expression of a row's id.
"""

from upk.ledger.guards import closed
from upk.triggers import Guard

PAID_ON_GRANT = "(SELECT COALESCE(SUM(amount), 0) FROM grants_grantmove WHERE grant_id = {0})"
"""What money rows of a grant come to: above 0 once something was paid and not reversed."""

PAID_ON_TRANCHE = "(SELECT COALESCE(SUM(amount), 0) FROM grants_grantmove WHERE tranche_id = {0})"

CANCELLED = "EXISTS (SELECT 1 FROM grants_grantcancellation c WHERE c.grant_id = {0})"

FINISHED = "EXISTS (SELECT 1 FROM grants_grantfinish f WHERE f.grant_id = {0})"

AGREEMENT_STANDS = "NOT EXISTS (SELECT 1 FROM grants_agreement n WHERE n.replaces_id = {0})"

PAPER_STANDS = "NOT EXISTS (SELECT 1 FROM grants_grantpaper n WHERE n.replaces_id = {0})"

SECTOR = (
    "(SELECT asked.sector FROM grants_grant own "
    "JOIN grants_proposal asked ON asked.id = own.proposal_id WHERE own.id = {0})"
)

USED = (
    "(SELECT COALESCE(SUM(u.amount), 0) FROM grants_grantpaper u WHERE u.grant_id = {0} "
    f"AND u.kind = 'lpd' AND {PAPER_STANDS.format('u.id')})"
)
"""What the use reports of a grant that stand say was spent."""


OFFICE = "(SELECT office_id FROM grants_grant WHERE id = NEW.grant_id)"


def not_closed(table: str, day: str, office: str = OFFICE) -> Guard:
    """Refuse a row dated in closed books: what was reported as of a day stays so."""
    return Guard(
        f"{table}_not_in_closed_period",
        table,
        "INSERT",
        closed(office, f"NEW.{day}"),
        f"{table}: the period is closed",
        lock_office=office,
    )


def own_file(table: str, office: str = OFFICE) -> Guard:
    """Refuse a row with a scan that another office keeps: whoever sees the row is handed it."""
    return Guard(
        f"{table}_file_of_its_office",
        table,
        "INSERT",
        "NEW.file_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM offices_storedfile k "
        f"WHERE k.id = NEW.file_id AND k.office_id = {office})",
        f"{table}: a file of the office",
    )


def while_it_runs(table: str) -> Guard:
    """Refuse a row about a grant that is finished or cancelled: its figures are told."""
    return Guard(
        f"{table}_while_it_runs",
        table,
        "INSERT",
        f"{FINISHED.format('NEW.grant_id')} OR {CANCELLED.format('NEW.grant_id')}",
        f"{table}: the grant is over",
    )


def same(column: str, one: str, other: str) -> str:
    """SQL that holds when both rows have the same value, or both none, in ``column``."""
    a, b = f"{one}.{column}", f"{other}.{column}"
    return f"({a} = {b} OR ({a} IS NULL AND {b} IS NULL))"
