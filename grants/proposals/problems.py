"""Why a proposal can't go ahead: every reason at once, as values."""

from datetime import date
from typing import TYPE_CHECKING

from grants.models import Phase, Proposal
from grants.proposals.days import future_problems
from grants.rules.lifecycle import may_advance, may_follow
from grants.rules.sectors import PROPOSED
from upk.money import LARGEST_AMOUNT, rupiah
from upk.offices.models import Office, Village
from upk.periods import format_date
from upk.problems import Problem

if TYPE_CHECKING:
    from grants.proposals.services import ProposalFacts

MOST_PEOPLE = 1_000_000
"""More than any sub-district has: a typing error."""


def fact_problems(facts: "ProposalFacts") -> list[Problem]:
    """What is wrong in what a village asks for."""
    found = []
    if facts.sector not in dict(PROPOSED):
        found.append(Problem("sector", "Pilih bidang usulannya.", "sector"))
    if not all(text.strip() for text in (facts.title, facts.kind, facts.location)):
        found.append(Problem("empty", "Isi judul, jenis kegiatan dan lokasinya."))
    if facts.men + facts.women <= 0:
        found.append(Problem("nobody", "Isi jumlah pemanfaat laki-laki atau perempuan.", "men"))
    if facts.poor > facts.men + facts.women:
        message = f"Warga miskin {facts.poor} orang melebihi pemanfaat {facts.men + facts.women}."
        found.append(Problem("poor", message, "poor"))
    if min(facts.men, facts.women, facts.poor, facts.swadaya) < 0:
        found.append(Problem("negative", "Jumlah tidak boleh kurang dari nol."))
    if max(facts.men, facts.women) > MOST_PEOPLE:
        found.append(Problem("too_many", "Periksa jumlah pemanfaatnya.", "men"))
    if not 0 < facts.asked <= LARGEST_AMOUNT or facts.asked + facts.swadaya > LARGEST_AMOUNT:
        found.append(Problem("asked", "Isi dana yang diusulkan, lebih dari nol.", "asked"))
    return found


def phase_problems(office: Office, phase: Phase, village: Village, on: date) -> list[Problem]:
    """Why a village can't propose in this phase on that day."""
    found = future_problems(office, on, "proposed_on")
    if phase.office_id != office.pk or village.office_id != office.pk:
        found.append(Problem("village", "Pilih desa dari kantor ini.", "village"))
    return found


def step_problems(
    office: Office, proposal: Proposal, status: str, on: date, *, is_back: bool = False
) -> list[Problem]:
    """Why a proposal can't go to ``status`` on that day, whatever the step says.

    ``is_back``: it is a step taken back; no other leads to an earlier state.
    """
    found = future_problems(office, on)
    if not (may_follow if is_back else may_advance)(proposal.status, status):
        state = proposal.get_status_display()
        message = f"{proposal.code}: usulan ini {state[:1].lower()}{state[1:]}."
        found.append(Problem("out_of_order", f"{message} Langkah ini tidak dapat diambil."))
    last = proposal.steps.order_by("-id").first()
    if last and on < last.happened_on:
        day = format_date(last.happened_on)
        message = f"{proposal.code}: langkah sebelumnya {day}. Pilih tanggal yang sama atau sesudah"
        found.append(Problem("before_last", f"{message}nya.", "happened_on"))
    return found


def verification_problems(
    proposal: Proposal, number: str, amount: int | None, notes: str, has_all_papers: bool
) -> list[Problem]:
    """Why a verification can't be recorded as it was entered."""
    found = []
    if not number.strip():
        found.append(Problem("no_number", "Tulis nomor berita acara verifikasi.", "number"))
    if amount is None and not notes.strip():
        message = "Tulis mengapa usulan ini tidak direkomendasikan."
        found.append(Problem("no_notes", message, "notes"))
    if amount is not None and not 0 < amount <= proposal.asked:
        message = f"Rekomendasikan lebih dari nol, paling banyak {rupiah(proposal.asked)}."
        found.append(Problem("amount", message, "amount"))
    if not has_all_papers:
        found.append(Problem("documents", "Tandai setiap dokumen: ada atau belum."))
    return found
