"""What the database itself refuses about issued reports (see ``upk.triggers``, design.md 7)."""

from reports.models import IssuedFile
from upk.access import Role
from upk.ledger.guards import closed
from upk.triggers import Guard, KeyWhere, append_only, unknown

_OFFICE_OF_TABLE = "SELECT office_id FROM reports_healthtable WHERE id = NEW.table_id"
_SINCE_OF_TABLE = "SELECT since FROM reports_healthtable WHERE id = NEW.table_id"
_OFFICE_OF_ISSUE = "SELECT office_id FROM reports_issuedreport WHERE id = NEW.report_id"


_REOPENED = (
    "EXISTS (SELECT 1 FROM ledger_periodchange c WHERE c.office_id = n.office_id "
    "AND c.id > n.books_id AND c.closed_before IS NOT NULL "
    "AND (c.closed_after IS NULL OR (c.closed_after < c.closed_before "
    "AND c.closed_after < n.as_of)))"
)
_RETURNED = (
    "EXISTS (SELECT 1 FROM reports_issuedanswer a WHERE a.report_id = n.id AND a.kind = 'returned')"
)


def _ends_its_quarter(vendor: str, end: str) -> Guard:
    """Refuse an issue that is about another day than its quarter's last (``end``, an SQL date)."""
    return Guard(
        f"issuedreport_ends_its_quarter_{vendor}",
        "reports_issuedreport",
        "INSERT",
        f"NEW.as_of <> {end}",
        "reports_issuedreport: as of the last day of its quarter",
        only=vendor,
    )


def _dated(table: str) -> list:
    """A setting with ``since``: append-only, and it begins in open books."""
    return [
        *append_only(table),
        Guard(
            f"{table}_begins_in_open_books",
            table,
            "INSERT",
            closed("NEW.office_id", "NEW.since"),
            f"{table}: the period is closed",
            lock_office="NEW.office_id",
        ),
    ]


GUARDS = [
    *_dated("reports_statementsetting"),
    *_dated("reports_healthtable"),
    *_dated("reports_notetext"),
    *append_only("reports_healthband", unique=[("table_id", "ratio", "position")]),
    Guard(
        "healthband_begins_in_open_books",
        "reports_healthband",
        "INSERT",
        closed(f"({_OFFICE_OF_TABLE})", f"({_SINCE_OF_TABLE})"),
        "reports_healthband: the period is closed",
        lock_office=_OFFICE_OF_TABLE,
    ),
    *append_only(
        "reports_issuedreport",
        unique=[("office_id", "year", "quarter", "revision"), ("check_code",)],
    ),
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
    _ends_its_quarter(
        "sqlite",
        "date(NEW.year || '-01-01', '+' || (3 * NEW.quarter) || ' months', '-1 day')",
    ),
    _ends_its_quarter(
        "postgresql",
        "make_date(NEW.year, 1, 1) + (3 * NEW.quarter) * INTERVAL '1 month' - INTERVAL '1 day'",
    ),
    Guard(
        "issuedreport_by_the_manager",
        "reports_issuedreport",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM offices_user u JOIN ledger_periodchange c "
        "ON c.office_id = u.office_id WHERE u.id = NEW.issued_by_id AND c.id = NEW.books_id "
        f"AND u.office_id = NEW.office_id AND u.role = '{Role.MANAGER}')",
        "reports_issuedreport: issued by the manager of the office",
    ),
    Guard(
        "issuedreport_follows_what_fell",
        "reports_issuedreport",
        "INSERT",
        "EXISTS (SELECT 1 FROM reports_issuedreport n WHERE n.office_id = NEW.office_id "
        "AND n.year = NEW.year AND n.quarter = NEW.quarter AND n.revision = NEW.revision - 1 "
        f"AND NOT {_RETURNED} AND NOT {_REOPENED})",
        "reports_issuedreport: the revision before still holds",
    ),
    Guard(
        "issuedfile_of_a_kind_below_the_files",
        "reports_issuedfile",
        "INSERT",
        f"{unknown('kind', IssuedFile.Kind.values)} OR REPLACE(NEW.path, '..', '') <> NEW.path "
        "OR SUBSTR(NEW.path, 1, 1) = '/' OR LENGTH(NEW.sha256) <> 64",
        "reports_issuedfile: a known kind, kept among the files under its digest",
    ),
    *append_only("reports_packsetting"),
    *append_only("reports_issuedfigure", unique=[("report_id", "key")]),
    Guard(
        "issuedfigure_counted",
        "reports_issuedfigure",
        "INSERT",
        "(SELECT COUNT(*) FROM reports_issuedfigure WHERE report_id = NEW.report_id) >= "
        "(SELECT figure_count FROM reports_issuedreport WHERE id = NEW.report_id)",
        "reports_issuedfigure: the issue has all its figures",
    ),
    Guard(
        "issuedanswer_by_the_district",
        "reports_issuedanswer",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM reports_issuedreport r "
        "JOIN offices_office o ON o.id = r.office_id "
        "JOIN offices_user u ON u.district_id = o.district_id "
        "WHERE r.id = NEW.report_id AND u.id = NEW.by_id)",
        "reports_issuedanswer: only the district of the office answers",
        lock_office=_OFFICE_OF_ISSUE,
    ),
    Guard(
        "issuedanswer_to_the_newest",
        "reports_issuedanswer",
        "INSERT",
        "EXISTS (SELECT 1 FROM reports_issuedreport r JOIN reports_issuedreport n "
        "ON n.office_id = r.office_id AND n.year = r.year AND n.quarter = r.quarter "
        "AND n.revision > r.revision WHERE r.id = NEW.report_id)",
        "reports_issuedanswer: there is a newer revision",
    ),
    Guard(
        "issuedanswer_received_first",
        "reports_issuedanswer",
        "INSERT",
        "NEW.kind <> 'received' AND NOT EXISTS (SELECT 1 FROM reports_issuedanswer "
        "WHERE report_id = NEW.report_id AND kind = 'received')",
        "reports_issuedanswer: the report was not received yet",
    ),
    Guard(
        "issuedanswer_nothing_after_a_verdict",
        "reports_issuedanswer",
        "INSERT",
        "EXISTS (SELECT 1 FROM reports_issuedanswer WHERE report_id = NEW.report_id "
        "AND kind IN ('returned', 'accepted'))",
        "reports_issuedanswer: the district has decided",
    ),
    *append_only(
        "reports_issuedanswer",
        unique=[
            ("report_id", "kind"),
            KeyWhere(("report_id",), "{row}kind IN ('returned', 'accepted')"),
        ],
    ),
]
