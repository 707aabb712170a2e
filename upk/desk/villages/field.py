"""What is to be done on the spot: visits, meetings, agreements, inspections."""

from django.urls import reverse

from maintenance.models import Infrastructure
from maintenance.register.lists import with_last_look, with_quarter
from maintenance.templatetags.maintenance import condition_name
from upk.desk.villages.scope import Scope, by_village, more, short
from upk.desk.villages.value import Head, Line, Section
from upk.offices.models import Village
from visits.models import Visit
from visits.records import Agreed, Meeting, Visited, agreements_on, next_meetings, visited_in
from visits.rules import State

VISIT_HEADS = (
    Head("Kelompok"), Head("Hari pertemuan"), Head("Terakhir dikunjungi", is_short=True),
)  # fmt: skip
MEETING_HEADS = (Head("Tempat"), Head("Tanggal", is_short=True), Head("Keadaan", is_short=True))
AGREEMENT_HEADS = (
    Head("Kesepakatan"), Head("Tempat"), Head("Siapa"), Head("Paling lambat", is_short=True),
    Head("Keadaan", is_short=True),
)  # fmt: skip
PIECE_HEADS = (
    Head("Prasarana"), Head("Tempat"), Head("Kondisi terakhir"),
    Head("Diperiksa", is_short=True),
)  # fmt: skip
STATES = {
    State.OVERDUE: ("danger", "Lewat waktu"),
    State.SOON: ("warning", "Segera"),
    State.OPEN: ("secondary", "Terbuka"),
}


def visit_sections(scope: Scope) -> list[dict[int, Section]]:
    """Who wasn't visited this quarter, the next meetings, what was agreed and is open."""
    visited = by_village(
        visited_in(scope.villages, scope.quarter, scope.on), lambda row: row.village.pk
    )
    meetings = by_village(next_meetings(scope.ids, scope.on), lambda m: m.visit.village_id)
    agreed = by_village(
        [row for row in agreements_on(scope.ids, scope.on) if row.state.is_open],
        lambda row: row.visit.village_id,
    )
    return [
        {v.pk: _not_visited(scope, v, visited[v.pk]) for v in scope.villages},
        {v.pk: _meetings(scope, meetings[v.pk]) for v in scope.villages},
        {v.pk: _agreements(scope, v, agreed[v.pk]) for v in scope.villages},
    ]


def _not_visited(scope: Scope, village: Village, rows: list[Visited]) -> Section:
    groups = [row for row in rows if row.group]
    left = [row for row in groups if not row.count]
    lines = tuple(
        Line(
            (str(row.group), row.group.meeting_day or "–", short(row.last_on)),
            reverse("groups:group-detail", args=[row.group.pk]),
            action=scope.action("Catat kunjungan", "visits:visit-add-group", row.group.pk),
        )
        for row in left
    )
    own = sum(row.count for row in rows)
    return Section(
        "kunjungan", "Belum dikunjungi", f"Belum dikunjungi {scope.quarter.label}",
        VISIT_HEADS, lines, len(left),
        "Semua kelompok sudah dikunjungi." if groups else "Belum ada kelompok aktif.",
        note=f"{own} kunjungan dan pertemuan di desa ini pada triwulan ini." if rows else "",
        figure=f"{len(left)} dari {len(groups)} kelompok", tone="warning",
        more=more("Semua kunjungan", "visits:visit-list", village),
    )  # fmt: skip


def _place(visit: Visit) -> str:
    return str(visit.group) if visit.group else f"Desa {visit.village.name}"


def _meetings(scope: Scope, found: list[Meeting]) -> Section:
    lines = []
    for meeting in found:
        group = meeting.visit.group
        name = "visits:visit-add-group" if group else "visits:visit-add-village"
        lines.append(
            Line(
                (_place(meeting.visit), short(meeting.on)),
                reverse("visits:visit-detail", args=[meeting.visit.pk]),
                ("danger", "Terlewat") if meeting.is_past else ("info", "Akan datang"),
                scope.action("Catat", name, group.pk if group else meeting.visit.village_id),
            )
        )
    past = sum(meeting.is_past for meeting in found)
    return Section(
        "pertemuan", "Pertemuan", "Pertemuan berikutnya",
        MEETING_HEADS, tuple(lines), len(lines),
        "Belum ada pertemuan yang dijadwalkan. Tanggalnya ditulis bersama kunjungan.",
        figure=f"{past} terlewat" if past else short(found[0].on) if found else "",
        tone="warning" if past else "",
    )  # fmt: skip


def _agreements(scope: Scope, village: Village, found: list[Agreed]) -> Section:
    lines = tuple(
        Line(
            (row.agreement.text, _place(row.visit), row.agreement.who,
             short(row.agreement.due_on)),
            reverse("visits:visit-detail", args=[row.visit.pk]),
            STATES[row.state],
            scope.action("Tutup", "visits:agreement-close", row.agreement.pk),
        )
        for row in found
    )  # fmt: skip
    late = sum(row.state == State.OVERDUE for row in found)
    return Section(
        "kesepakatan", "Kesepakatan", "Kesepakatan yang belum selesai",
        AGREEMENT_HEADS, lines, len(lines),
        "Tidak ada kesepakatan yang terbuka.",
        figure=f"{late} lewat waktu" if late else "",
        tone="danger" if late else "",
        more=more("Semua kesepakatan", "visits:agreement-list", village, keadaan="semua"),
    )  # fmt: skip


def inspection_section(scope: Scope) -> list[dict[int, Section]]:
    """What was built and wasn't inspected this quarter; one query."""
    standing = Infrastructure.objects.filter(village__in=scope.ids).standing(scope.on)
    pieces = with_last_look(with_quarter(standing, scope.quarter), scope.on)
    found = by_village(pieces.order_by("name", "pk"), lambda piece: piece.village_id)
    return [{v.pk: _pieces(scope, v, found[v.pk]) for v in scope.villages}]


def _pieces(scope: Scope, village: Village, pieces: list[Infrastructure]) -> Section:
    left = [piece for piece in pieces if not piece.is_inspected]
    lines = tuple(
        Line(
            (piece.name, piece.location, condition_name(piece.condition),
             short(piece.inspected_on)),
            reverse("maintenance:infrastructure-detail", args=[piece.pk]),
            action=scope.action("Periksa", "maintenance:inspection-add", piece.pk),
        )
        for piece in left
    )  # fmt: skip
    return Section(
        "prasarana", "Prasarana belum diperiksa",
        f"Prasarana belum diperiksa {scope.quarter.label}", PIECE_HEADS, lines,
        len(left),
        "Semua prasarana sudah diperiksa." if pieces else "Belum ada prasarana yang terdaftar.",
        figure=f"{len(left)} dari {len(pieces)}", tone="warning",
        more=more("Semua prasarana", "maintenance:infrastructure-list", village),
    )  # fmt: skip
