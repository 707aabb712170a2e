"""What the database itself refuses about issued reports (see ``upk.triggers``, design.md 7)."""

from upk.triggers import Guard, append_only

GUARDS = [
    *append_only("reports_issuedreport", unique=[("office_id", "year", "quarter", "revision")]),
    *append_only("reports_issuedfile", unique=[("report_id", "kind")]),
    Guard(
        "issuedreport_of_closed_books",
        "reports_issuedreport",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM offices_office WHERE id = NEW.office_id "
        "AND books_closed_through >= NEW.as_of)",
        "reports_issuedreport: the quarter is not closed",
        lock_office="NEW.office_id",
    ),
    Guard(
        "issuedreport_counts_revisions",
        "reports_issuedreport",
        "INSERT",
        "NEW.revision <> 1 + (SELECT COUNT(*) FROM reports_issuedreport "
        "WHERE office_id = NEW.office_id AND year = NEW.year AND quarter = NEW.quarter)",
        "reports_issuedreport: revisions are counted from 1",
    ),
]
