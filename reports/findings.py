"""Notes of the supervisor and the office's answers, as the quarter's report has them."""

from collections.abc import Sequence

from oversight.records import Shown, in_period, shown
from oversight.rules.findings import State
from reports.grouping import report_of
from reports.question import Question
from reports.value import NUMBER, Column, Part, Report, Row, Rule, Section, Unit

COLUMNS = (
    NUMBER,
    Column("code", "Nomor", width=11),
    Column("found_on", "Tanggal", Unit.DATE, width=11),
    Column("subject", "Pokok temuan", width=30),
    Column("about", "Tentang", width=24),
    Column("village", "Desa", width=14),
    Column("severity", "Tingkat", width=9),
    Column("addressee", "Dijawab oleh", width=14),
    Column("deadline", "Batas", Unit.DATE, width=11),
    Column("answered_on", "Tanggal catatan terakhir", Unit.DATE, width=11),
    Column("answer", "Jawaban atau catatan terakhir", width=34),
    Column("state", "Keadaan", width=16),
)
RULE = Rule(
    "findings",
    "Temuan",
    "yang ditemukan atau selesai dalam masa ini, dan yang belum selesai pada akhirnya; tanpa yang "
    "dicabut; yang menyatakan selesai hanya pengawas",
)


def build_findings(question: Question) -> Report:
    """Findings that concern the period, as of its end, those of the period first.

    Three queries at the most.
    """
    start, end = question.period.start, question.period.end
    rows = in_period(question.office, start, end)
    if question.village_ids is not None:
        rows = rows.in_villages(question.village_ids)
    found = shown(rows, end)
    new = [item for item in found if item.row.found_on >= start]
    old = [item for item in found if item.row.found_on < start]
    sections = [
        Section(key, title, tuple(_row(item, first + n) for n, item in enumerate(items, 1)))
        for key, title, items, first in (
            ("new", "Ditemukan dalam masa ini", new, 0),
            ("earlier", "Temuan sebelumnya", old, len(new)),
        )
        if items
    ]
    parts = (Part("findings", "", tuple(sections)),) if found else ()
    return report_of(
        question, "findings", "Catatan Pengawas dan Jawaban", COLUMNS, parts,
        totals=_totals(found, len(new)), rule=(RULE,), section_label="Masa",
    )  # fmt: skip


def _row(item: Shown, number: int) -> Row:
    row = item.row
    values = {
        "no": number,
        "code": row.code,
        "found_on": row.found_on,
        "subject": row.subject,
        "about": item.about.text if item.about else "Kantor",
        "village": item.village,
        "severity": row.get_severity_display(),
        "addressee": row.get_addressee_display(),
        "deadline": item.deadline,
        "answered_on": item.last.happened_on if item.last else None,
        "answer": item.last.text if item.last else "",
        "state": "Lewat batas" if item.is_overdue else item.state_label,
    }
    return Row(row.code, values, link=("finding", row.pk))


def _totals(found: Sequence[Shown], new: int) -> dict[str, int]:
    """How many there are, by what they wait for."""
    states = [item.state for item in found]
    return {
        "findings": len(found),
        "findings_in_period": new,
        "findings_unanswered": states.count(State.OPEN),
        "findings_overdue": sum(item.is_overdue for item in found),
        "findings_answered": states.count(State.ANSWERED),
        "findings_closed": states.count(State.CLOSED),
    }
