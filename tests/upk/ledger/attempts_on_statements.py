"""What a clerk with SQL would try on the settings of the statements."""

from tests.upk.ledger.world import copied

CASES: dict[str, tuple[str, str]] = {
    "layout of a closed day": (
        copied("reports_statementsetting", "{layout}", since="'2009-12-31'"),
        "reports_statementsetting: the period is closed",
    ),
    "health bands of a closed day": (
        copied("reports_healthtable", "{health_table}", since="'2009-12-31'"),
        "reports_healthtable: the period is closed",
    ),
    "note's wording of a closed day": (
        copied("reports_notetext", "{note_text}", since="'2009-12-31'"),
        "reports_notetext: the period is closed",
    ),
    "one more band where the books are closed": (
        copied("reports_healthband", "{health_band}", table_id="{old_bands}", position="99"),
        "reports_healthband: the period is closed",
    ),
    "a kinder band in the place of another": (
        copied("reports_healthband", "{health_band}", bound="99"),
        "never replaced|unique|UNIQUE",
    ),
}
"""As in ``attempts``."""
