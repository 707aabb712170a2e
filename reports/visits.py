"""Visits and meetings by village and group in a quarter, beside the quarter before."""

from collections import Counter
from itertools import groupby

from reports.grouping import Values, report_of, total_row
from reports.question import Question
from reports.value import NUMBER, Column, Kind, Part, Report, Row, Rule, Section, Unit
from upk.periods import Quarter
from visits.records import Agreed, Visited, agreements_on, visited_in
from visits.rules import State

VISITS, PRESENT, AGREED = "Kunjungan", "Hadir triwulan ini", "Kesepakatan"
COLUMNS = (
    NUMBER,
    Column("code", "Kode", width=10),
    Column("place", "Kelompok", width=26),
    Column("visits", "Triwulan ini", Unit.COUNT, VISITS, 10),
    Column("before", "Triwulan lalu", Unit.COUNT, VISITS, 10),
    Column("change", "Perubahan", Unit.COUNT, VISITS, 10),
    Column("last_on", "Terakhir", Unit.DATE, VISITS, 12),
    Column("officers", "Pengurus", Unit.COUNT, PRESENT, 10),
    Column("members", "Anggota, warga", Unit.COUNT, PRESENT, 10),
    Column("agreed", "Dibuat", Unit.COUNT, AGREED, 9),
    Column("open", "Belum selesai", Unit.COUNT, AGREED, 10),
    Column("overdue", "Lewat waktu", Unit.COUNT, AGREED, 10),
)
VILLAGE = "Desa (bukan untuk satu kelompok)"
RULES = (
    Rule(
        "visits_counted",
        "Yang dihitung",
        "kunjungan dan pertemuan dari awal triwulan sampai tanggal laporan, tanpa yang dibatalkan; "
        "kelompok yang punya anggota pada tanggal itu",
    ),
    Rule(
        "agreements_counted",
        "Kesepakatan",
        "yang dibuat dalam triwulan ini; dan semua yang pada tanggal laporan belum selesai, atau "
        "lewat waktu",
    ),
)


def build_visits(question: Question) -> Report:
    """A row for each group under its village, of the quarter that the period's last day lies in.

    Seven queries. An office that never wrote a visit down has no rows.
    """
    end = question.period.end
    quarter = Quarter.of(end)
    villages = list(question.villages().order_by("name", "pk"))
    found = visited_in(villages, quarter, end, only_active=False)
    agreements = agreements_on([village.pk for village in villages], end)
    is_used = any(row.last_on for row in found)
    sections = _sections(found, _by_place(agreements, quarter)) if is_used else ()
    rows = [row for section in sections for row in section.rows]
    total = total_row("total", "Jumlah", rows, COLUMNS)
    parts = (Part("total", "", tuple(sections), (total,)),) if rows else ()
    groups = [row for row in found if row.group]
    return report_of(
        question, "visits", "Kunjungan dan Pertemuan", COLUMNS, parts, rule=RULES,
        section_label="Desa",
        totals={
            "groups": len(groups),
            "groups_not_visited": sum(not row.count for row in groups),
            "villages_not_visited": sum(
                not any(row.count for row in rows)
                for _, rows in groupby(found, key=lambda row: row.village.pk)
            ),
        },
    )  # fmt: skip


def _by_place(agreements: list[Agreed], quarter: Quarter) -> Counter[tuple[int, str]]:
    """How many agreements each place has by column; a village's own under minus its number."""
    counted: Counter[tuple[int, str]] = Counter()
    for row in agreements:
        place = row.visit.group_id or -row.visit.village_id
        counted[place, "agreed"] += row.visit.quarter == quarter
        counted[place, "open"] += row.state.is_open
        counted[place, "overdue"] += row.state == State.OVERDUE
    return counted


def _sections(found: list[Visited], agreed: Counter[tuple[int, str]]) -> list[Section]:
    number, sections = 0, []
    for _, of_village in groupby(found, key=lambda row: row.village.pk):
        rows = []
        for place in of_village:
            number += 1
            rows.append(_row(place, agreed, number))
        village = place.village
        subtotal = total_row(
            village.code, f"Jumlah {village.name}", rows, COLUMNS, kind=Kind.SUBTOTAL
        )
        sections.append(Section(village.code, village.name, tuple(rows), subtotal))
    return sections


def _row(place: Visited, agreed: Counter[tuple[int, str]], number: int) -> Row:
    group, village = place.group, place.village
    key = group.pk if group else -village.pk
    values: Values = {
        "no": number,
        "code": group.code if group else village.code,
        "place": group.name if group else VILLAGE,
        "visits": place.count,
        "before": place.before,
        "change": place.count - place.before,
        "last_on": place.last_on,
        "officers": place.officers,
        "members": place.members,
        **{name: agreed[key, name] for name in ("agreed", "open", "overdue")},
    }
    link = ("group_visits", group.pk) if group else ("village_visits", village.pk)
    return Row(group.code if group else f"{village.code}/desa", values, link=link)
