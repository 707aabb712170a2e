"""What a clerk, or another district, with SQL would try on issued figures and their answers."""

from tests.upk.ledger.world import copied

FIGURE, ANSWER = "reports_issuedfigure", "reports_issuedanswer"
REPORT, FILE = "reports_issuedreport", "reports_issuedfile"
NEXT = {"revision": "revision + 1", "check_code": "'LAIN'"}
CASES: dict[str, tuple[str, str]] = {
    "a revision while the one before holds": (
        copied(REPORT, "{issued}", **NEXT),
        "still holds",
    ),
    "a revision of an accepted report": (
        copied(REPORT, "{accepted}", **NEXT),
        "still holds",
    ),
    "an issue by the treasurer": (
        copied(REPORT, "{issued}", **NEXT, issued_by_id="{aid_writer}"),
        "by the manager of the office",
    ),
    "an issue by somebody of another office": (
        copied(REPORT, "{issued}", **NEXT, issued_by_id="{elsewhere}"),
        "by the manager of the office",
    ),
    "an issue as of a day within its quarter": (
        copied(REPORT, "{issued}", **NEXT, as_of="'2009-12-30'"),
        "last day of its quarter",
    ),
    "an issued file of an invented kind": (
        copied(FILE, "{issued_file}", kind="'exe'"),
        "a known kind",
    ),
    "an issued file that lies elsewhere on the machine": (
        copied(FILE, "{issued_file}", kind="'pdf'", path="'../secret_key'"),
        "kept among the files",
    ),
    "one more published figure": (
        copied(FIGURE, "{issued_figure}", key="'lain'"),
        "has all its figures",
    ),
    "a published figure in the place of another": (
        copied(FIGURE, "{issued_figure}", value="1"),
        "never replaced|has all its figures",
    ),
    "the office accepts its own report": (
        copied(ANSWER, "{answer}", kind="'accepted'", by_id="{by}"),
        "only the district of the office",
    ),
    "another district accepts": (
        copied(ANSWER, "{answer}", kind="'accepted'", by_id="{district_elsewhere}"),
        "only the district of the office",
    ),
    "a report is received twice": (
        copied(ANSWER, "{answer}"),
        "never replaced|unique|UNIQUE",
    ),
    "a report is accepted that nobody received": (
        copied(ANSWER, "{answer}", report_id="{unanswered}", kind="'accepted'"),
        "not received yet",
    ),
    "a superseded revision is accepted": (
        copied(ANSWER, "{answer}", report_id="{superseded}", kind="'accepted'"),
        "newer revision|never replaced",
    ),
    "a superseded revision is received again by other words": (
        copied(ANSWER, "{answer}", report_id="{superseded}", kind="'received'", note="'lain'"),
        "newer revision|never replaced",
    ),
    "an accepted report is returned": (
        copied(ANSWER, "{answer}", report_id="{accepted}", kind="'returned'", note="'lain'"),
        "district has decided|never replaced",
    ),
    "a report is returned without a word": (
        copied(ANSWER, "{answer}", kind="'returned'"),
        "returned_with_a_note",
    ),
    "an answer of another sort": (
        copied(ANSWER, "{answer}", kind="'lain'"),
        "kind_known",
    ),
}
"""As in ``attempts``."""
