"""The programme's forms about proposals as PDF, with its own numbers and names.

Source: data/programme_forms.csv. 5, 10, 11 and 12.x are about one proposal, 14 about a village's,
13, 15 and 27 about a phase's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.template.loader import render_to_string

from grants.models import Phase, Proposal
from grants.proposals.ranked import rankings
from grants.proposals.score_lines import explained
from grants.rules.documents import VERIFICATION, documents_of
from grants.rules.lifecycle import APPROVED, NOT_RECOMMENDED, PROPOSED, RECOMMENDED, WITHDRAWN
from grants.rules.sectors import PROPOSED as SECTORS
from upk.money import in_words
from upk.offices.models import Village
from upk.pdf import make_pdf, printed_text

STYLESHEET = Path(__file__).with_name("papers.css")


@dataclass(frozen=True, slots=True)
class Paper:
    """A form: its number in the programme, its name, and the key of its address and template."""

    key: str
    form: str
    name: str


PROPOSAL_PAPERS = (
    Paper("usulan", "5", "Usulan Kegiatan"),
    Paper("kelengkapan", "10", "Checklist Kelengkapan Dokumen Usulan"),
    Paper("verifikasi", "11", "Formulir Verifikasi Usulan"),
    Paper("verifikasi-bidang", "12", "Verifikasi menurut bidang"),
)
PHASE_PAPERS = (
    Paper("rekomendasi", "13", "Rekapitulasi Rekomendasi Tim Verifikasi"),
    Paper("prioritas", "15", "Daftar Prioritas Usulan Hasil MAD Prioritas Usulan"),
    Paper("didanai", "27", "Daftar Usulan Kegiatan yang akan didanai"),
)
VILLAGE_PAPER = Paper("usulan-desa", "14", "Rekapitulasi Usulan Desa")


def paper_named(papers: Iterable[Paper], key: str) -> Paper | None:
    """The paper of that key, if it is one of them."""
    return next((paper for paper in papers if paper.key == key), None)


def _html(paper: Paper, phase: Phase, subject: str, **context) -> str:
    frame = {
        "office": phase.office, "phase": phase, "paper": paper, "title": paper.name,
        "subject": subject, "printed": printed_text(),
    }  # fmt: skip
    return render_to_string(f"grants/papers/{paper.key}.html", frame | context)


def pdf_of(html: str) -> bytes:
    """The PDF of a paper. Raises ``PdfError``."""
    return make_pdf(html, STYLESHEET)


def proposal_html(paper: Paper, proposal: Proposal) -> str:
    """A form about one proposal, with phase, office and village loaded."""
    number, name = VERIFICATION[proposal.sector]
    if paper.key == "verifikasi-bidang":
        paper = Paper(paper.key, number, name)
    steps = list(proposal.steps.select_related("decision"))
    verified = next((step for step in reversed(steps) if step.from_status == PROPOSED), None)
    if proposal.status == PROPOSED:
        verified = None
    ticks = {d.form: d.is_there for d in verified.documents.all()} if verified else {}
    score = proposal.scores.order_by("-id").first() if verified else None
    lines = score.lines.select_related("criterion") if score else []
    return _html(
        paper, proposal.phase, f"Usulan {proposal.code}, Desa {proposal.village.name}",
        proposal=proposal, verified=verified, words=in_words(proposal.asked),
        total=proposal.asked + proposal.swadaya, proposed=steps[0],
        documents=[(form, name, ticks.get(form)) for form, name in documents_of(proposal.sector)],
        score=score, score_lines=[(line, explained(line.basis)) for line in lines],
    )  # fmt: skip


def phase_html(paper: Paper, phase: Phase) -> str:
    """A form about all proposals of a phase, with its office loaded."""
    build = {"rekomendasi": _recommended, "prioritas": _ranked, "didanai": _funded}[paper.key]
    return _html(paper, phase, f"Tahun anggaran {phase.year}", **build(phase))


def village_html(phase: Phase, village: Village) -> str:
    """Form 14: what a village asked of a phase."""
    rows = list(_proposals(phase).filter(village=village))
    context = {"village": village, "rows": rows, "sums": _sums(rows)}
    return _html(VILLAGE_PAPER, phase, f"Desa {village.name}", **context)


def _proposals(phase: Phase):
    found = Proposal.objects.filter(phase=phase).exclude(status=WITHDRAWN).with_amounts()
    return found.select_related("village").order_by("number")


def _sums(rows: Sequence[Proposal]) -> dict[str, int]:
    names = ("asked", "swadaya", "recommended", "approved", "men", "women", "poor")
    return {name: sum(getattr(row, name) or 0 for row in rows) for name in names}


def _recommended(phase: Phase) -> dict:
    """Every proposal that was verified, by sector."""
    rows = [p for p in _proposals(phase) if p.status != PROPOSED]
    verified = {}
    for proposal in Proposal.objects.filter(pk__in=[p.pk for p in rows]).prefetch_related(
        "steps__decision"
    ):
        steps = [s for s in proposal.steps.all() if s.to_status in (RECOMMENDED, NOT_RECOMMENDED)
                 and s.from_status == PROPOSED]  # fmt: skip
        verified[proposal.pk] = steps[-1] if steps else None
    rows = [p for p in rows if verified[p.pk]]
    sectors = [
        (name, [(p, verified[p.pk]) for p in rows if p.sector == sector])
        for sector, name in SECTORS
    ]
    return {"sectors": [(name, own) for name, own in sectors if own], "sums": _sums(rows)}


def _ranked(phase: Phase) -> dict:
    """Every ranking, in the order of the sectors."""
    found = rankings(phase)
    return {"sectors": [(name, found[sector]) for sector, name in SECTORS if sector in found]}


def _funded(phase: Phase) -> dict:
    """What the meeting approved, by sector, in the order of the ranking."""
    found = rankings(phase)
    sectors = []
    for sector, name in SECTORS:
        rows = [row for row in found.get(sector, []) if row.proposal.status == APPROVED]
        if rows:
            sectors.append((name, rows, _sums([row.proposal for row in rows])))
    everything = [row.proposal for _, rows, _ in sectors for row in rows]
    return {"sectors": sectors, "sums": _sums(everything)}
