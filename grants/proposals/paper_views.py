"""The programme's forms about proposals, handed out as PDF."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from grants.models import Phase
from grants.proposals.papers import (
    PHASE_PAPERS,
    PROPOSAL_PAPERS,
    Paper,
    paper_named,
    pdf_of,
    phase_html,
    proposal_html,
    village_html,
)
from grants.proposals.views import find_proposal
from upk.access import OFFICE, READERS, roles
from upk.asked import asked_id
from upk.offices.models import Office, Village
from upk.pdf import pdf_or_back


@roles(*OFFICE)
@require_safe
def proposal_paper(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """A form about one proposal."""
    proposal = find_proposal(request, pk)
    paper = _paper(PROPOSAL_PAPERS, key)
    name = f"{proposal.phase.year}-{proposal.code}-{key}"
    html = proposal_html(paper, proposal)
    return _answer(request, proposal.phase.office, html, name, ("grants:proposal-detail", pk))


@roles(*READERS)
@require_safe
def phase_paper(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """A form about all proposals of a phase."""
    phase = _phase(request, pk)
    html = phase_html(_paper(PHASE_PAPERS, key), phase)
    name = f"{phase.year}-{key}"
    return _answer(request, phase.office, html, name, ("grants:phase-detail", pk))


@roles(*OFFICE)
@require_safe
def village_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Form 14 of the village that the address names (``?desa=``)."""
    phase = _phase(request, pk)
    villages = Village.objects.visible_to(request.user)
    village = get_object_or_404(villages, pk=asked_id(request, "desa"))
    name = f"{phase.year}-usulan-{village.code}"
    html = village_html(phase, village)
    return _answer(request, phase.office, html, name, ("grants:phase-detail", pk))


def _phase(request: HttpRequest, pk: int) -> Phase:
    return get_object_or_404(Phase.objects.visible_to(request.user).select_related("office"), pk=pk)


def _paper(papers: tuple[Paper, ...], key: str) -> Paper:
    paper = paper_named(papers, key)
    if paper is None:
        raise Http404
    return paper


def _answer(
    request: HttpRequest, office: Office, html: str, name: str, back: tuple
) -> HttpResponse:
    return pdf_or_back(request, lambda: pdf_of(html), f"{office.code}-blm-{name}", *back)
