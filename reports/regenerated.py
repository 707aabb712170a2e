"""Whether an issued report still says what the rows say: it is built anew and compared by keys.

Only the newest revision of a quarter that isn't outdated, and only of the present
``FORMAT_VERSION``; older ones are counted, not failed (design.md 7). Reports of registers that may
be completed later for a closed day are compared too, but a difference is told and is no fault.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from reports.chapters import CHAPTERS, OF_REGISTERS
from reports.chosen import Choice
from reports.differences import by_key, changes_between
from reports.figures import published
from reports.issued_files import Tampered, pack_of
from reports.models import IssuedReport
from reports.pack import Change, Pack, build_pack
from reports.value import FORMAT_VERSION, printed
from upk.offices.models import Office

TOLD = 5
"""Differences of one issue that are named; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was compared, what was left out, and what was found."""

    compared: int
    older: int
    faults: tuple[str, ...]
    completed: tuple[str, ...]
    """Reports whose registers were completed after they were issued."""


def regenerate(offices: Iterable[Office], newest: int | None = None) -> Outcome:
    """Build issued reports anew and compare: of each office the ``newest`` quarters, or all."""
    compared = older = 0
    faults: list[str] = []
    completed: list[str] = []
    for office in offices:
        reports = IssuedReport.objects.filter(office=office).newest().with_outdated()
        reports = reports.filter(outdated=False).order_by("-year", "-quarter")
        for issued in reports.iterator(20) if newest is None else reports[:newest]:
            if issued.format_version != FORMAT_VERSION:
                older += 1
                continue
            issued.office = office
            compared += 1
            wrong, grown = _compare(issued)
            head = f"{office.code} {issued.label}"
            faults += [f"{head}: {text}" for text in wrong[:TOLD]]
            if len(wrong) > TOLD:
                faults.append(f"{head}: {len(wrong) - TOLD} angka lain berbeda")
            completed += [f"{head}: {title}" for title in grown]
    return Outcome(compared, older, tuple(faults), tuple(completed))


def _compare(issued: IssuedReport) -> tuple[list[str], list[str]]:
    """What the rows say otherwise than the issue, and titles of registers that have grown."""
    try:
        kept = pack_of(issued)
    except Tampered:
        return [], []  # the check of digests names it
    if not _figures_agree(issued, kept):
        return ["angka yang diumumkan tidak sama dengan isi laporannya"], []
    now = _built_again(issued, kept)
    changes = changes_between(kept, now)
    before, after = by_key(kept.reports), by_key(now.reports)
    lost = [report for key, report in before.items() if key not in after]
    grown = {change.title for change in changes if change.report in OF_REGISTERS}
    grown |= {report.title for report in lost if report.name in OF_REGISTERS}
    wrong = [f"{report.full_title} hilang" for report in lost if report.name not in OF_REGISTERS]
    wrong += [_told(change) for change in changes if change.report not in OF_REGISTERS]
    return wrong, sorted(grown)


def _figures_agree(issued: IssuedReport, kept: Pack) -> bool:
    """Whether the rows of published figures are those of the frozen text."""
    rows = {row.key: (row.unit, row.value) for row in issued.figures.all()}
    return rows == {key: (f.unit.value, f.value) for key, f in published(kept).items()}


def _built_again(issued: IssuedReport, kept: Pack) -> Pack:
    """The pack from the rows, with the chapters that the issue has."""
    shown = {chapter.key for chapter in kept.chapters}
    left_out = frozenset(c.key for c in CHAPTERS if c.can_be_left_out and c.key not in shown)
    return build_pack(issued.office, issued.period, choice=Choice(left_out))


def _told(change: Change) -> str:
    """A changed figure in words."""
    issued, now = printed(change.before, change.unit), printed(change.after, change.unit)
    return f"{change.title}, {change.label}, {change.heading}: terbit {issued}, kini {now}"
