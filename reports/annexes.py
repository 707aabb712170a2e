"""The annex of a village: what a pack's reports say of it, and nothing of others. Pure.

It is cut out of the pack's own reports, so that it can't say anything else than they do.
"""

from collections.abc import Callable
from dataclasses import replace

from reports.chapters import BY_KEY
from reports.pack import Pack
from reports.value import NUMBER, Part, Report, Row, Section

VILLAGE = "village"
"""Key of the column that names a village in lists of grants, visits, findings …"""

_BOOKS = BY_KEY["keuangan"]
NOT_CUT = (
    "profile", "development", "provision", "grants-by-sector", *_BOOKS.reports, *_BOOKS.besides,
)  # fmt: skip
"""Reports that say nothing of a single village; a key of theirs may look like a village's code."""


def annex_of(pack: Pack, code: str, name: str) -> tuple[Report, ...]:
    """The parts of the pack's reports that are about the village of that code and name.

    Reports without a line about it are left out.
    """
    cut = (village_part(report, code, name) for report in pack.reports)
    return tuple(report for report in cut if report.row_count)


def village_part(report: Report, code: str, name: str) -> Report:
    """The report with the lines about one village: its sections whole, or its rows.

    A section's key ends with the village's code, as that of a row of a village does; a list that
    names the village in a column is cut by that. Sums of the whole are left out.
    """
    if report.name in NOT_CUT:
        return replace(report, parts=(), total_rows=(), totals={})

    def is_own(key: str) -> bool:
        return key == code or key.endswith(f"/{code}")

    def is_about(row: Row) -> bool:
        return is_own(row.key) or row.values.get(VILLAGE) == name

    parts = [replace(part, sections=tuple(_sections(part, is_own, is_about)), totals=(), note="")
             for part in report.parts]  # fmt: skip
    return replace(
        report,
        parts=tuple(part for part in parts if part.sections),
        total_rows=(),
        totals={},
        scope=", ".join(filter(None, [report.scope, f"Desa {name}"])),
        columns=tuple(column for column in report.columns if column != NUMBER),
    )


def _sections(part: Part, is_own: Callable, is_about: Callable) -> list[Section]:
    """A village's own section whole; of others the rows about it, without their sum."""
    found = []
    for section in part.sections:
        if is_own(section.key):
            found.append(section)
        elif rows := tuple(row for row in section.rows if is_about(row)):
            found.append(replace(section, rows=rows, subtotal=None))
    return found
