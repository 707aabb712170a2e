"""Pages of hand-overs: what waits, the sheet of a plan, the receipt list, taking one back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from goats.aid.forms import HandoverForm
from goats.aid.handing import WRITERS, hand_over_aid, reverse_handover, with_handover
from goats.aid.pages import lines_of, open_plans
from goats.aid.papers import receipt_list_pdf
from goats.aid.plan_views import back_to_plan, led_back, visible_plan
from goats.aid.problems import nothing_in_hand, taking_back_problems
from goats.aid.standings import standing_of
from goats.herd.forms import ReasonForm
from goats.models import AidHandover, AidLine
from goats.rules.aid import AidKind, PlanState
from upk.access import OFFICE, READERS, roles
from upk.asked import asked_id
from upk.forms import form_page, is_done, told_as_done
from upk.offices.models import Village
from upk.pdf import pdf_or_back
from upk.periods import format_date, today
from upk.problems import Problem
from upk.trail.services import paper_taken


@roles(*OFFICE)
@require_safe
def handover_list(request: HttpRequest) -> HttpResponse:
    """Plans that are paid for, with how many of the user's households still wait."""
    context = {
        "plans": open_plans(request.user),
        "may_hand": request.user.role in WRITERS,
        "reads_money": request.user.role in READERS,
    }
    return render(request, "goats/aid_handover_list.html", context)


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def handover_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick who received what was paid for; who didn't come stays open."""
    plan = visible_plan(request, pk)
    others = [kind for kind in standing_of(plan).kinds if not kind.is_goats]
    if back := led_back(request, plan, nothing_in_hand(others)):
        return back
    lines = AidLine.objects.visible_to(request.user).filter(plan=plan)
    if village := asked_id(request, "desa"):
        lines = lines.filter(household__village_id=village)
    lines = with_handover(lines.exclude(kind=AidKind.GOATS)).select_related(
        "household__village", "household__head"
    )
    shown = list(lines.order_by("household__village__name", "household__head__name", "pk"))
    form = HandoverForm(shown, request.POST or None, initial={"on": today(plan.office)})
    if form.is_valid() and is_done(
        form, hand_over_aid, plan, form.given(), on=form.cleaned_data["on"],
        request_key=form.cleaned_data["request_key"], by=request.user,
    ):  # fmt: skip
        told_as_done(request, f"{len(form.given())} penyerahan tercatat.")
        return redirect("goats:aid-plan", plan.pk)
    context = {
        "plan": plan,
        "form": form,
        "villages": Village.objects.visible_to(request.user).filter(
            households__aid_lines__plan=plan
        ).distinct(),
        "chosen": request.GET,
        "query": request.GET.urlencode(),
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "goats/aid_handover_form.html", context, status=status)


@roles(*OFFICE)
@require_safe
def receipt_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The list to sign, before the hand-over or after it."""
    plan = visible_plan(request, pk)
    standing = standing_of(plan)
    if standing.state == PlanState.REFUSED:
        return led_back(request, plan, [Problem("state", f"{plan.code} ditolak.")])
    lines = lines_of(standing, request.user)
    if village := asked_id(request, "desa"):
        lines = [shown for shown in lines if shown.line.household.village_id == village]
    if all(shown.line.kind == AidKind.GOATS for shown in lines):
        text = "Tidak ada yang ditandatangani: kambing punya berita acara."
        if not lines:
            text = "Tidak ada rumah tangga rencana ini di desa itu."
        return led_back(request, plan, [Problem("nobody", text)])

    def make() -> bytes:
        return receipt_list_pdf(standing, lines)

    name = f"daftar-terima-{plan.code}"
    answer = pdf_or_back(request, make, name, "goats:aid-plan", plan.pk)
    return paper_taken(request, answer, name, plan)


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def handover_reverse(request: HttpRequest, pk: int) -> HttpResponse:
    """The household didn't receive it after all."""
    rows = AidHandover.objects.visible_to(request.user).select_related(
        "line__plan__office", "line__household__head"
    )
    handover = get_object_or_404(rows, pk=pk)
    plan = handover.line.plan
    if back := led_back(request, plan, taking_back_problems(handover, plan.office, request.user)):
        return back
    form = ReasonForm(request.POST or None)
    if form.is_valid() and is_done(
        form, reverse_handover, handover, **form.cleaned_data, by=request.user
    ):
        messages.success(request, "Penyerahan dibatalkan.")
        return redirect("goats:aid-plan", plan.pk)
    name = handover.line.household.head.name
    note = f"{name}, {handover.line.get_kind_display()}, {format_date(handover.handed_on)}."
    return form_page(request, form, "Batalkan penyerahan", back_to_plan(plan), note=note)
