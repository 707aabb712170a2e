"""Grants that lack papers, levies that are behind, goats that are to be handed over."""

from django.urls import reverse

from goats.models import Goat
from grants.models import Grant
from grants.rules.tranches import Stage
from grants.running.problems import lack_text
from grants.running.stages import stage_label
from grants.running.standings import Standing, standings
from maintenance.levies.balances import paid_by_quarter
from maintenance.models import LevyPayment, LevyRule
from maintenance.rules.levy import due_of
from upk.desk.villages.scope import NONE, Scope, by_village, more, short
from upk.desk.villages.value import Head, Line, Section
from upk.money import rupiah
from upk.offices.models import Village
from upk.periods import Quarter

QUARTERS_BACK = 8
"""Levies are looked at for so many ended quarters: the window of the scores."""

OPEN_STAGES = (Stage.AGREEMENT, Stage.TRANCHES, Stage.REPORT, Stage.MEETING, Stage.FINAL)
GRANT_HEADS = (Head("Kegiatan"), Head("Tahap berikutnya"), Head("Yang kurang"))
LEVY_HEADS = (
    Head("Triwulan"), Head("Tagihan", True, True), Head("Dibayar", True, True),
    Head("Kurang", True, True),
)  # fmt: skip
GOAT_HEADS = (
    Head("Induk"), Head("Pemelihara"), Head("Jatuh tempo", is_short=True),
    Head("Keadaan", is_short=True),
)  # fmt: skip


def grant_section(scope: Scope) -> list[dict[int, Section]]:
    """Grants whose next step lacks a paper; nine queries."""
    grants = Grant.objects.filter(proposal__village__in=scope.ids)
    running = [s for s in standings(grants, scope.on) if s.stage in OPEN_STAGES]
    found = by_village(running, lambda standing: standing.grant.proposal.village_id)
    return [{v.pk: _grants(found[v.pk]) for v in scope.villages}]


def _grants(found: list[Standing]) -> Section:
    lines = []
    for standing in found:
        lacks = [lack_text(lack) for lack in standing.missing]
        if standing.stage != Stage.TRANCHES or lacks:
            label = stage_label(standing)
            lines.append(
                Line(
                    (
                        f"{standing.grant} {standing.grant.proposal.title}",
                        label,
                        " ".join(lacks) or f"{label}.",
                    ),
                    reverse("grants:grant-detail", args=[standing.grant.pk]),
                )
            )
    return Section(
        "kegiatan", "BLM kurang berkas", "Kegiatan BLM yang kurang berkas",
        GRANT_HEADS, tuple(lines), len(lines),
        "Tidak ada kegiatan yang kurang berkas.",
        note=f"{len(found)} kegiatan belum selesai." if found else "", tone="warning",
    )  # fmt: skip


def levy_section(scope: Scope) -> list[dict[int, Section]]:
    """Ended quarters whose levy wasn't paid in full, of the last two years; two queries."""
    quarters = [scope.quarter.previous()]
    while len(quarters) < QUARTERS_BACK:
        quarters.append(quarters[-1].previous())
    rates = LevyRule.objects.filter(village__in=scope.ids).rates()
    paid = paid_by_quarter(scope.ids, LevyPayment.objects.standing_on(scope.on))
    found = {}
    for village in scope.villages:
        due = [(q, due_of(rates.get(village.pk, []), q)) for q in quarters]
        received = paid.get(village.pk, {})
        rows = [(q, amount, received.get((q.year, q.number), 0)) for q, amount in due]
        found[village.pk] = _levies(village, rows, village.pk in rates)
    return [found]


def _levies(village: Village, rows: list[tuple[Quarter, int, int]], has_rule: bool) -> Section:
    """``rows``: quarter, due and paid."""
    behind = [(quarter, due, paid) for quarter, due, paid in rows if paid < due]
    lines = tuple(
        Line((quarter.label, rupiah(due), rupiah(paid), rupiah(due - paid)))
        for quarter, due, paid in behind
    )
    left = rupiah(sum(due - paid for _, due, paid in behind))
    card = reverse("maintenance:levy-card", args=[village.pk])
    return Section(
        "iuran", "Iuran belum lunas", "Iuran pemeliharaan yang belum lunas",
        LEVY_HEADS, lines, len(lines),
        "Iuran dua tahun terakhir sudah lunas."
        if has_rule else "Desa ini belum memutuskan iuran pemeliharaan.",
        figure=f"{left}, {len(lines)} triwulan" if lines else "", tone="danger",
        more=("Kartu iuran desa", card),
    )  # fmt: skip


def goat_section(scope: Scope) -> list[dict[int, Section]]:
    """Mothers whose hand-over is due; one query."""
    due = Goat.objects.filter(village__in=scope.ids).living().filter(due_on__lte=scope.on)
    rows = due.select_related("keeper__head").order_by("due_on", "number")
    found = by_village(rows, lambda goat: goat.village_id)
    return [{v.pk: _goats(scope, v, found[v.pk]) for v in scope.villages}]


def _goats(scope: Scope, village: Village, found: list[Goat]) -> Section:
    lines = tuple(
        Line(
            (goat.tag, str(goat.keeper.head) if goat.keeper else NONE, short(goat.due_on)),
            reverse("goats:goat-detail", args=[goat.pk]),
            ("warning", "Jatuh tempo"),
            scope.action("Serah terima", "goats:handover-add", goat.pk),
        )
        for goat in found
    )
    return Section(
        "kambing", "Serah terima kambing", "Kambing yang harus diserahterimakan",
        GOAT_HEADS, lines, len(lines),
        "Tidak ada induk yang harus diserahterimakan sekarang.", tone="warning",
        more=more("Semua kambing", "goats:goat-list", village),
    )  # fmt: skip
