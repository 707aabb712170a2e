"""Pages of phases: the list, one with its budget beside what is proposed, opening and changing."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from grants.models import Phase, PhaseVersion
from grants.proposals.papers import PHASE_PAPERS
from grants.proposals.phase_forms import PhaseForm
from grants.proposals.phases import change_phase, open_phase
from grants.proposals.ranked import ranked_sectors
from grants.proposals.summary import chart_of, phase_rows, sector_rows, total_of
from upk.access import OFFICE, READERS, Role, roles
from upk.forms import told_as_done
from upk.money import ratio
from upk.offices.models import Village
from upk.paging import page_of
from upk.periods import today

WRITERS = (Role.MANAGER,)
PROPOSERS = (Role.MANAGER, Role.SECRETARY, Role.FACILITATOR)
"""Who enters what a village asks for, and withdraws it; a facilitator for the assigned ones."""


@roles(*OFFICE)
@require_safe
def phase_list(request: HttpRequest) -> HttpResponse:
    """Phases, the newest first."""
    office = request.user.office
    page = page_of(request, Phase.objects.visible_to(request.user))
    shown = Phase.objects.filter(pk__in=[phase.pk for phase in page])
    context = {
        "page": page,
        "rows": phase_rows(office, shown, today(office)),
        "may_write": request.user.role in WRITERS,
    }
    return render(request, "grants/phase_list.html", context)


@roles(*OFFICE)
@require_safe
def phase_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A phase: where its money comes from, what is set aside, asked and approved by sector."""
    phase = _phase(request, pk)
    version = newest(phase)
    rows = sector_rows(phase, version)
    villages = Village.objects.visible_to(request.user)
    own = {None, *(village.pk for village in villages)}
    sources = [(source, ratio(source.amount, version.amount)) for source in version.sources.all()]
    context = {
        "phase": phase,
        "version": version,
        "sources": sources,
        "allotments": [row for row in version.allotments.all() if row.village_id in own],
        "rows": rows,
        "total": total_of(rows),
        "chart": chart_of(rows),
        "ranked": ranked_sectors(phase),
        "versions": phase.versions.select_related("decision", "recorded_by"),
        "papers": PHASE_PAPERS,
        "villages": villages,
        "may_write": request.user.role in WRITERS,
        "may_propose": request.user.role in PROPOSERS,
        "may_rank": request.user.role in READERS,
    }
    return render(request, "grants/phase_detail.html", context)


def _phase(request: HttpRequest, pk: int) -> Phase:
    return get_object_or_404(Phase.objects.visible_to(request.user).select_related("office"), pk=pk)


def newest(phase: Phase) -> PhaseVersion:
    """The phase's newest amounts, with everything that belongs to them."""
    versions = phase.versions.select_related("decision").order_by("-revision")
    return versions.prefetch_related("sources", "budgets", "allotments__village")[0]


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def phase_add(request: HttpRequest) -> HttpResponse:
    """Open a year's phase."""
    office = request.user.office
    form = PhaseForm(office, request.POST or None)
    if request.POST.get("langkah") == "hitung":
        form = form.worked_out(office, None)
    elif form.is_valid():
        try:
            phase = open_phase(
                office, form.cleaned_data["year"], form.amounts(), form.meeting(),
                request_key=form.cleaned_data["request_key"], by=request.user,
            )  # fmt: skip
        except ValidationError as error:
            form.add_error(None, error)
        else:
            told_as_done(request, f"Dana tahun anggaran {phase.year} tercatat.")
            return redirect("grants:phase-detail", phase.pk)
    context = {"form": form, "title": "Tahun anggaran baru", "is_answered": _is_answered(request)}
    return render(request, "grants/phase_form.html", context)


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def phase_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a phase's amounts by a later decision."""
    office, phase = request.user.office, _phase(request, pk)
    present = newest(phase)
    form = PhaseForm(office, request.POST or None, present=present)
    if request.POST.get("langkah") == "hitung":
        form = form.worked_out(office, present)
    elif form.is_valid():
        try:
            change_phase(
                phase, form.amounts(), form.meeting(), reason=form.cleaned_data["reason"],
                request_key=form.cleaned_data["request_key"], by=request.user,
            )  # fmt: skip
        except ValidationError as error:
            form.add_error(None, error)
        else:
            told_as_done(request, f"Perubahan dana tahun anggaran {phase.year} tercatat.")
            return redirect("grants:phase-detail", phase.pk)
    title = f"Ubah dana tahun anggaran {phase.year}"
    context = {"form": form, "title": title, "phase": phase, "is_answered": _is_answered(request)}
    return render(request, "grants/phase_form.html", context)


def _is_answered(request: HttpRequest) -> bool:
    """Whether the server filled something in, so that the browser's draft mustn't undo it."""
    return request.POST.get("langkah") == "hitung"
