"""The stages of a grant in words, for lists, pages and reports alike."""

from grants.rules.tranches import Stage
from grants.running.standings import Standing

STAGES = {
    Stage.CAPITAL: ("Menunggu dibukukan", "secondary"),
    Stage.AGREEMENT: ("Menunggu SPPB", "secondary"),
    Stage.TRANCHES: ("Pencairan", "info"),
    Stage.REPORT: ("Menunggu LPD", "warning"),
    Stage.MEETING: ("Menunggu musyawarah", "warning"),
    Stage.FINAL: ("Menunggu laporan akhir", "warning"),
    Stage.DONE: ("Selesai", "success"),
    Stage.CANCELLED: ("Dibatalkan", "danger"),
}
"""Name and tone of each stage."""


def stage_label(standing: Standing) -> str:
    """The stage in words; which tranche is next, where one is."""
    following = standing.facts.next_tranche
    if standing.stage == Stage.TRANCHES and following:
        return f"Pencairan tahap {following.number}"
    return STAGES[standing.stage][0]
