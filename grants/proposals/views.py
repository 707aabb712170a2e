"""Pages of proposals: the list, one with its story, entering, correcting, and its steps."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from grants.models import Phase, Proposal, ProposalStep
from grants.models.proposals import ProposalQuerySet
from grants.proposals.forms import CorrectForm, ProposeForm, ReasonForm, VerifyForm
from grants.proposals.papers import PROPOSAL_PAPERS
from grants.proposals.phase_views import PROPOSERS
from grants.proposals.ranked import place_of
from grants.proposals.score_lines import explained
from grants.proposals.services import (
    correct_proposal,
    propose,
    take_back_step,
    verify_proposal,
    way_back,
    withdraw_proposal,
)
from grants.rules import lifecycle
from grants.rules.sectors import PROPOSED
from upk.access import OFFICE, Role, roles
from upk.asked import asked_id, asked_text
from upk.forms import form_page, told_as_done
from upk.offices.models import Village
from upk.paging import page_of

VERIFIERS = (Role.MANAGER, Role.SECRETARY)
DECIDERS = (Role.MANAGER,)

SORTS = {"nomor": "number", "desa": "village__name", "dana": "asked"}


@roles(*OFFICE)
@require_safe
def proposal_list(request: HttpRequest) -> HttpResponse:
    """Proposals, filtered by phase, village, sector, state and words."""
    visible = Proposal.objects.visible_to(request.user).select_related("phase", "village")
    context = {
        "page": page_of(request, _filtered(visible.with_amounts(), request)),
        "phases": Phase.objects.visible_to(request.user),
        "villages": Village.objects.visible_to(request.user),
        "sectors": PROPOSED,
        "statuses": lifecycle.STATUSES,
        "chosen": request.GET,
        "may_propose": request.user.role in PROPOSERS,
    }
    return render(request, "grants/proposal_list.html", context)


def _filtered(proposals: ProposalQuerySet, request: HttpRequest) -> ProposalQuerySet:
    chosen = request.GET
    if phase := asked_id(request, "tahap"):
        proposals = proposals.filter(phase_id=phase)
    if village := asked_id(request, "desa"):
        proposals = proposals.filter(village_id=village)
    for name, column in (("bidang", "sector"), ("status", "status")):
        if value := chosen.get(name):
            proposals = proposals.filter(**{column: value[:20]})
    if text := asked_text(request):
        proposals = proposals.matching(text)
    wanted = chosen.get("urut", "")
    field = SORTS.get(wanted.removeprefix("-"), "number")
    order = f"-{field}" if wanted.startswith("-") else field
    first = ["-phase__year"] if field == "number" else []
    return proposals.order_by(*first, order, "-phase__year", "number")


def find_proposal(request: HttpRequest, pk: int) -> Proposal:
    """The proposal with its amounts, if the user may see it."""
    found = Proposal.objects.visible_to(request.user).with_amounts()
    return get_object_or_404(found.select_related("phase__office", "village"), pk=pk)


@roles(*OFFICE)
@require_safe
def proposal_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What a village asks for, what was found and decided, and what comes next."""
    proposal = find_proposal(request, pk)
    steps = list(proposal.steps.select_related("decision", "made_by"))
    verified = next((s for s in reversed(steps) if s.from_status == lifecycle.PROPOSED), None)
    ranked, of = place_of(proposal) or (None, 0)
    lines = ranked.score.lines.all() if ranked else []
    context = {
        "proposal": proposal,
        "facts": _facts(proposal),
        "steps": steps,
        "verified": verified,
        "documents": verified.documents.all() if verified else [],
        "ranked": ranked,
        "ranked_of": of,
        "score_lines": [(line, explained(line.basis)) for line in lines],
        "papers": PROPOSAL_PAPERS,
        "may": _allowed(proposal, request.user.role, steps),
    }
    return render(request, "grants/proposal_detail.html", context)


def _facts(proposal: Proposal) -> list[tuple[str, str]]:
    people = f"{proposal.served} orang: {proposal.men} laki-laki, {proposal.women} perempuan"
    return [
        ("Desa", proposal.village.name),
        ("Bidang", proposal.get_sector_display()),
        ("Jenis kegiatan", proposal.kind),
        ("Lokasi", proposal.location),
        ("Volume", proposal.volume or "–"),
        ("Pemanfaat", people),
        ("Warga miskin (RTM)", f"{proposal.poor} orang"),
    ]


def _allowed(proposal: Proposal, role: str, steps: list[ProposalStep]) -> dict[str, bool]:
    """Which of the page's buttons lead somewhere."""
    status = proposal.status
    is_open = lifecycle.may_follow(status, lifecycle.WITHDRAWN)
    back = lifecycle.back_from(status, steps[-1].from_status if steps else "")
    return {
        "edit": status == lifecycle.PROPOSED and role in PROPOSERS,
        "verify": status == lifecycle.PROPOSED and role in VERIFIERS,
        "score": status == lifecycle.RECOMMENDED and role in VERIFIERS,
        "decide": is_open and role in DECIDERS,
        "withdraw": is_open and role in PROPOSERS,
        "take_back": bool(back) and role in DECIDERS,
    }


@roles(*PROPOSERS)
@require_http_methods(["GET", "POST"])
def proposal_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter what a village asks of a phase."""
    phases = Phase.objects.visible_to(request.user).select_related("office")
    phase = get_object_or_404(phases, pk=pk)
    form = ProposeForm(request.user, request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        made = _done(form, lambda: propose(
            phase, data["village"], form.facts(), proposed_on=data["proposed_on"],
            request_key=data["request_key"], by=request.user,
        ))  # fmt: skip
        if made:
            told_as_done(request, f"Usulan {made.code} tercatat.")
            return redirect("grants:proposal-detail", made.pk)
    back = (reverse("grants:phase-detail", args=[phase.pk]), f"Tahun Anggaran {phase.year}")
    return form_page(request, form, f"Usulan baru {phase.year}", back, is_long=True)


def _done(form, work: Callable):
    """What the service gave; ``None`` if it refused, which the form then says."""
    try:
        return work()
    except ValidationError as error:
        form.add_error(None, error)
        return None


def back_to(proposal: Proposal) -> tuple[str, str]:
    """Address and name of a proposal's page, as ``form_page`` takes them."""
    return reverse("grants:proposal-detail", args=[proposal.pk]), f"Usulan {proposal.code}"


@roles(*PROPOSERS)
@require_http_methods(["GET", "POST"])
def proposal_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what a proposal says, until it is verified."""
    proposal = find_proposal(request, pk)
    form = CorrectForm(proposal, request.POST or None)
    if form.is_valid():
        key = form.cleaned_data["request_key"]
        if _done(form, lambda: correct_proposal(
            proposal, form.facts(), request_key=key, by=request.user
        )):  # fmt: skip
            told_as_done(request, f"Usulan {proposal.code} disimpan.")
            return redirect("grants:proposal-detail", pk)
    title = f"Ubah usulan {proposal.code}"
    return form_page(request, form, title, back_to(proposal), is_long=True)


@roles(*VERIFIERS)
@require_http_methods(["GET", "POST"])
def proposal_verify(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what the verification team found."""
    proposal = find_proposal(request, pk)
    form = VerifyForm(proposal, request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        if _done(form, lambda: verify_proposal(
            proposal, form.finding(), verified_on=data["happened_on"],
            request_key=data["request_key"], by=request.user,
        )):  # fmt: skip
            told_as_done(request, f"Verifikasi usulan {proposal.code} tercatat.")
            return redirect("grants:proposal-detail", pk)
    title = f"Verifikasi usulan {proposal.code} {proposal.title}"
    return form_page(request, form, title, back_to(proposal), is_long=True)


@roles(*PROPOSERS)
@require_http_methods(["GET", "POST"])
def proposal_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The village takes its proposal back."""
    proposal = find_proposal(request, pk)
    form = ReasonForm(request.user.office, request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        if _done(form, lambda: withdraw_proposal(
            proposal, withdrawn_on=data["happened_on"], reason=data["reason"],
            request_key=data["request_key"], by=request.user,
        )):  # fmt: skip
            told_as_done(request, f"Usulan {proposal.code} ditarik.")
            return redirect("grants:proposal-detail", pk)
    return form_page(request, form, f"Tarik usulan {proposal.code}", back_to(proposal))


@roles(*DECIDERS)
@require_http_methods(["GET", "POST"])
def proposal_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """One step back, with a reason."""
    proposal = find_proposal(request, pk)
    form = ReasonForm(request.user.office, request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        if _done(form, lambda: take_back_step(
            proposal, happened_on=data["happened_on"], reason=data["reason"],
            request_key=data["request_key"], by=request.user,
        )):  # fmt: skip
            told_as_done(request, f"Langkah terakhir usulan {proposal.code} dikembalikan.")
            return redirect("grants:proposal-detail", pk)
    to = dict(lifecycle.STATUSES).get(way_back(proposal), "")
    note = f"Dari “{proposal.get_status_display()}” kembali ke “{to}”." if to else ""
    title = f"Kembalikan satu langkah: usulan {proposal.code}"
    return form_page(request, form, title, back_to(proposal), note=note)
