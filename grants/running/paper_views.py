"""Pages on which papers are recorded: team, agreement, plans, use reports, checks, the end."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from grants.models import GrantPaper
from grants.rules.sectors import PHYSICAL
from grants.rules.tranches import tranche_amounts
from grants.running.agreements import percents_on, set_team, sign_agreement
from grants.running.finishing import built_with, finish_grant
from grants.running.forms import (
    AgreementForm,
    ApproveForm,
    CheckForm,
    FinishBuiltForm,
    FinishForm,
    MeetingForm,
    PlanForm,
    TeamForm,
    UseForm,
)
from grants.running.handing_in import (
    approve_plan,
    record_check,
    record_meeting,
    record_plan,
    record_use,
)
from grants.running.pages import (
    FIELD_WORK,
    OFFICE_WORK,
    grant_page,
    is_done,
    step,
    visible_grant,
    visible_tranche,
)
from grants.running.standings import standing_of
from upk.access import Role, roles
from upk.money import rupiah
from upk.periods import format_date, today


@roles(*FIELD_WORK)
@require_http_methods(["GET", "POST"])
def grant_team(request: HttpRequest, pk: int) -> HttpResponse:
    """Who carries the grant out."""
    grant = visible_grant(request, pk)
    return step(
        request, TeamForm(grant, request.POST or None), partial(set_team, grant),
        title=f"Pengurus TPK {grant.code}", told="Pengurus TPK tercatat.", back=grant_page(grant),
        note="Pengurus baru menggantikan yang lama sejak tanggalnya.",
    )  # fmt: skip


@roles(*OFFICE_WORK)
@require_http_methods(["GET", "POST"])
def agreement_add(request: HttpRequest, pk: int) -> HttpResponse:
    """The agreement with its budget; what tranches it will have is said beforehand."""
    grant = visible_grant(request, pk)
    form = AgreementForm(grant, request.POST or None, request.FILES or None)
    back = grant_page(grant)
    act = partial(sign_agreement, grant)
    if is_done(request, form, act, "SPPB tercatat dengan tahap-tahapnya."):
        return redirect(back[0])
    percents = percents_on(grant.office, today(grant.office))
    context = {
        "form": form,
        "grant": grant,
        "tranches": zip(percents, tranche_amounts(grant.amount, percents), strict=True),
        "back_url": back[0],
        "back_label": back[1],
    }
    return render(request, "grants/agreement_form.html", context)


@roles(*FIELD_WORK)
@require_http_methods(["GET", "POST"])
def plan_add(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan (RPD) of the tranche ``pk``."""
    tranche = visible_tranche(request, pk)
    grant = tranche.agreement.grant
    form = PlanForm(tranche, request.POST or None, request.FILES or None)
    return step(
        request, form, partial(record_plan, tranche),
        title=f"RPD tahap {tranche.number} {grant.code}",
        told=f"RPD tahap {tranche.number} tercatat; manajer menyetujuinya.", back=grant_page(grant),
        note=f"Jumlah semua baris {rupiah(tranche.amount)}. RPD baru menggantikan yang lama.",
    )  # fmt: skip


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def plan_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve a plan."""
    found = GrantPaper.objects.visible_to(request.user).filter(kind=GrantPaper.Kind.PLAN)
    paper = get_object_or_404(found.select_related("tranche", "recorded_by"), pk=pk)
    paper.grant = visible_grant(request, paper.grant_id)
    lines = paper.lines.select_related("budget_line")
    listed = "; ".join(f"{line.budget_line.text} {rupiah(line.amount)}" for line in lines)
    return step(
        request, ApproveForm(paper.grant.office, request.POST or None),
        partial(approve_plan, paper), title=f"Setujui {paper.title} {paper.grant.code}",
        told=f"{paper.title} disetujui; bendahara mencairkannya.", back=grant_page(paper.grant),
        note=f"{format_date(paper.made_on)}, {rupiah(paper.amount)}: {listed}. Dicatat oleh "
        f"{paper.recorded_by}. Yang menyetujui tidak boleh mencairkan.",
    )  # fmt: skip


@roles(*FIELD_WORK)
@require_http_methods(["GET", "POST"])
def use_add(request: HttpRequest, pk: int) -> HttpResponse:
    """The use report (LPD) of the tranche ``pk``."""
    tranche = visible_tranche(request, pk)
    grant = tranche.agreement.grant
    form = UseForm(tranche, request.POST or None, request.FILES or None)
    return step(
        request, form, partial(record_use, tranche),
        title=f"LPD tahap {tranche.number} {grant.code}",
        told=f"LPD tahap {tranche.number} tercatat.", back=grant_page(grant),
        note=f"Dana tahap {tranche.number}: {rupiah(tranche.amount)}. Sisa tahap sebelumnya boleh "
        "ikut dilaporkan. LPD baru menggantikan yang lama.",
    )  # fmt: skip


@roles(*FIELD_WORK)
@require_http_methods(["GET", "POST"])
def check_add(request: HttpRequest, pk: int) -> HttpResponse:
    """What a field check found (form 28.a)."""
    grant = visible_grant(request, pk)
    form = CheckForm(grant.office, request.POST or None, request.FILES or None)
    return step(
        request, form, partial(record_check, grant), title=f"Pemeriksaan lapangan {grant.code}",
        told="Pemeriksaan lapangan tercatat.", back=grant_page(grant),
        note="Formulir 28.a: wajib sebelum tahap terakhir dicairkan.",
    )  # fmt: skip


@roles(*FIELD_WORK)
@require_http_methods(["GET", "POST"])
def meeting_add(request: HttpRequest, pk: int) -> HttpResponse:
    """The accountability meeting."""
    grant = visible_grant(request, pk)
    form = MeetingForm(grant.office, request.POST or None, request.FILES or None)
    return step(
        request, form, partial(record_meeting, grant),
        title=f"Musyawarah pertanggungjawaban {grant.code}", told="Musyawarah tercatat.",
        back=grant_page(grant),
    )  # fmt: skip


@roles(*FIELD_WORK)
@require_http_methods(["GET", "POST"])
def grant_finish(request: HttpRequest, pk: int) -> HttpResponse:
    """The final report; for physical work with what enters the register."""
    grant = visible_grant(request, pk)
    is_physical = grant.proposal.sector == PHYSICAL
    data, files = request.POST or None, request.FILES or None
    form = (
        FinishBuiltForm(grant, data, files)
        if is_physical
        else FinishForm(grant.office, data, files)
    )
    standing = standing_of(grant, max(today(grant.office), grant.decree.decided_on))

    def finish(sheet, built=None, **more):
        facts = built_with(standing, **built) if built else None
        return finish_grant(grant, sheet, facts, **more)

    note = ""
    if is_physical:
        cost = rupiah(standing.facts.used + standing.given)
        note = f"Prasarananya masuk daftar prasarana desa dengan biaya {cost} (BLM dan swadaya)."
    return step(
        request, form, finish, title=f"Laporan akhir {grant.code}", told=f"{grant.code} selesai.",
        back=grant_page(grant), note=note,
    )  # fmt: skip
