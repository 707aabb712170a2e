"""Findings of the supervisor about the village, and groups whose officers aren't trained."""

from django.urls import reverse

from groups.models import Group
from oversight.records import Shown, open_findings
from training.records import coverage
from training.rules.coverage import GroupCoverage, summed
from upk.desk.villages.scope import NONE, Scope, by_village, more, short
from upk.desk.villages.value import Head, Line, Section
from upk.offices.models import Village

FINDING_HEADS = (
    Head("Temuan"), Head("Tentang"), Head("Batas jawaban", is_short=True),
    Head("Keadaan", is_short=True),
)  # fmt: skip
TRAINING_HEADS = (
    Head("Kelompok"), Head("Pengurus", True, True), Head("Sudah dilatih", True, True),
)  # fmt: skip


def finding_section(scope: Scope) -> list[dict[int, Section]]:
    """Findings that aren't settled; two queries."""
    names = {village.name: village.pk for village in scope.villages}
    shown = [
        row for row in open_findings(scope.office, scope.on, scope.ids) if row.village in names
    ]
    found = by_village(shown, lambda row: names[row.village])
    return [{v.pk: _findings(v, found[v.pk]) for v in scope.villages}]


def _findings(village: Village, found: list[Shown]) -> Section:
    lines = tuple(
        Line(
            (row.row.subject, row.about.text if row.about else NONE, short(row.deadline)),
            reverse("oversight:finding-detail", args=[row.row.pk]),
            ("danger", "Lewat waktu") if row.is_overdue else ("warning", row.state_label),
        )
        for row in found
    )
    late = sum(row.is_overdue for row in found)
    return Section(
        "temuan", "Temuan pengawas", "Temuan pengawas yang belum selesai",
        FINDING_HEADS, lines, len(lines), "Tidak ada temuan yang terbuka.",
        figure=f"{late} lewat waktu" if late else "", tone="danger" if late else "warning",
    )  # fmt: skip


def training_section(scope: Scope) -> list[dict[int, Section]]:
    """Groups with officers that were never trained; five queries."""
    rows = coverage(scope.office, scope.on, scope.ids)
    found = by_village(rows, lambda row: row.village)
    groups = Group.objects.in_bulk([row.group for row in rows if row.untrained])
    return [{v.pk: _training(v, found[v.pk], groups) for v in scope.villages}]


def _training(village: Village, rows: list[GroupCoverage], groups: dict[int, Group]) -> Section:
    lines = tuple(
        Line(
            (str(groups[row.group]), str(len(row.officers)), str(row.trained)),
            reverse("groups:group-detail", args=[row.group]),
        )
        for row in rows
        if row.untrained
    )
    whole = summed(rows)
    return Section(
        "pelatihan", "Pengurus belum dilatih", "Kelompok yang pengurusnya belum dilatih",
        TRAINING_HEADS, lines, len(lines),
        "Semua pengurus sudah dilatih." if rows else "Belum ada kelompok aktif.",
        note=f"{whole.trained} dari {whole.officers} pengurus sudah dilatih." if rows else "",
        figure=f"{whole.trained} dari {whole.officers} pengurus dilatih",
        more=more("Cakupan pelatihan", "training:coverage", village),
    )  # fmt: skip
