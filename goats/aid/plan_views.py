"""Pages of a plan: written, decided, ended, and how far it is."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from goats.aid.forms import KIND_CHOICES, DecisionForm, EndForm, PlanForm
from goats.aid.handing import WRITERS
from goats.aid.pages import lines_of, years_of_aid
from goats.aid.planning import decide_plan, end_plan, free_of_year, make_plan
from goats.aid.problems import STATE_TEXTS
from goats.aid.standings import standing_of
from goats.herd.views import is_done
from goats.models import AidMove, AidPlan, Household
from goats.rules.aid import AidKind, PlanState
from goats.rules.households import RECEIVES
from upk.access import OFFICE, READERS, STAFF, Role, roles
from upk.asked import asked_id
from upk.forms import AmountField, form_page, told_as_done
from upk.money import rupiah
from upk.offices.models import Village
from upk.periods import today

MOST_HOMES = 100
"""How many households one form offers; a village rarely has more, and plans can be many."""


def visible_plan(request: HttpRequest, pk: int) -> AidPlan:
    """The plan, if the user may see it, with office, decision and end."""
    plans = AidPlan.objects.visible_to(request.user)
    loaded = plans.select_related("office", "recorded_by", "decision__recorded_by", "end")
    return get_object_or_404(loaded, pk=pk)


def back_to_plan(plan: AidPlan) -> tuple[str, str]:
    """The page of a plan as the page above."""
    return reverse("goats:aid-plan", args=[plan.pk]), plan.code


@roles(*OFFICE)
@require_safe
def plan_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A plan: sums by kind, households with what they received, its money, what can be done now."""
    plan = visible_plan(request, pk)
    user, standing = request.user, standing_of(plan)
    moves = AidMove.objects.visible_to(user).filter(plan=plan)
    context = {
        "plan": plan,
        "standing": standing,
        "state": STATE_TEXTS[standing.state],
        "lines": lines_of(plan, user, plan.office),
        "moves": moves.select_related("entry", "plan", "account", "reversed_by"),
        "reads_money": user.role in READERS,
        "may_undo": user.role in (Role.MANAGER, Role.TREASURER),
        **_may(user, plan, standing),
    }
    return render(request, "goats/aid_plan.html", context)


def _may(user, plan: AidPlan, standing) -> dict[str, bool]:
    """What this user can do with the plan now."""
    is_open = standing.state in (PlanState.WRITTEN, PlanState.APPROVED)
    other_kinds = [kind for kind in standing.kinds if not kind.is_goats]
    pays = user.role == Role.TREASURER and standing.state == PlanState.APPROVED
    goats = standing.of(AidKind.GOATS)
    is_unpaid = sum(kind.sums.unpaid for kind in other_kinds) > 0
    holds = sum(kind.sums.in_hand for kind in other_kinds) > 0
    return {
        "may_decide": user.role == Role.MANAGER and standing.state == PlanState.WRITTEN
        and plan.recorded_by_id != user.pk,
        "may_end": is_open and (user.role == Role.MANAGER or plan.recorded_by_id == user.pk),
        "may_pay": pays and is_unpaid,
        "may_buy": pays and goats is not None and goats.sums.unpaid > 0,
        "may_return": user.role == Role.TREASURER and holds,
        "may_hand": user.role in WRITERS and holds,
        "has_goats_in_hand": user.role in STAFF and goats is not None and goats.sums.in_hand > 0,
        "has_list": bool(other_kinds),
    }  # fmt: skip


@roles(*STAFF)
@require_http_methods(["GET", "POST"])
def plan_add(request: HttpRequest) -> HttpResponse:
    """Write a plan: households of a village, or the neediest of all, each with kind and amount."""
    office = request.user.office
    on = today(office)
    years = [(row.year, max(row.free, 0)) for row in years_of_aid(office, on)]
    village, chosen = asked_id(request, "desa"), request.GET
    homes = Household.objects.visible_to(request.user).filter(state__in=RECEIVES)
    if village:
        homes = homes.filter(village_id=village)
    homes = homes.select_related("village", "head").order_by("-need", "confirmed_on", "pk")
    form = PlanForm(
        list(homes[:MOST_HOMES]), years, request.POST or None, kind=_asked_kind(chosen),
        amount=_asked_amount(chosen), initial={"made_on": on},
    )  # fmt: skip
    if form.is_valid() and is_done(form, make_plan, office, **form.values(), by=request.user):
        told_as_done(request, "Rencana tertulis. Manajer yang memutuskannya.")
        return redirect("goats:aid-year", form.cleaned_data["year"])
    context = {
        "form": form,
        "years": years,
        "villages": Village.objects.visible_to(request.user),
        "kinds": KIND_CHOICES,
        "kind": _asked_kind(chosen),
        "chosen": chosen,
        "query": chosen.urlencode(),
        "is_cut": len(form.homes) == MOST_HOMES,
    }
    status = 422 if form.is_bound else 200
    return render(request, "goats/aid_plan_form.html", context, status=status)


def _asked_kind(chosen) -> str:
    kind = chosen.get("jenis", "")
    return kind if kind in dict(KIND_CHOICES) else AidKind.GROCERIES


def _asked_amount(chosen) -> int | None:
    try:
        return AmountField(required=False).clean(chosen.get("jumlah"))
    except ValidationError:
        return None


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def plan_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The manager approves or refuses a plan that somebody else wrote."""
    plan = visible_plan(request, pk)
    form = DecisionForm(request.POST or None, initial={"decided_on": today(plan.office)})
    if form.is_valid() and is_done(form, decide_plan, plan, **form.cleaned_data, by=request.user):
        told_as_done(request, f"Keputusan atas {plan.code} tercatat.")
        return redirect("goats:aid-plan", plan.pk)
    free = free_of_year(plan.office, plan.year, today(plan.office), but=plan.pk)
    note = (
        f"{plan.purpose}: {rupiah(plan.total)} untuk {plan.line_count} bantuan. Yang belum "
        f"direncanakan dari anggaran {plan.year} selain ini: {rupiah(max(free, 0))}."
    )
    title = f"Putuskan {plan.code}"
    return form_page(request, form, title, back_to_plan(plan), note=note, is_long=True)


@roles(*STAFF)
@require_http_methods(["GET", "POST"])
def plan_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing more is paid from the plan."""
    plan = visible_plan(request, pk)
    form = EndForm(request.POST or None, initial={"ended_on": today(plan.office)})
    if form.is_valid() and is_done(form, end_plan, plan, **form.cleaned_data, by=request.user):
        messages.success(request, f"{plan.code} diakhiri.")
        return redirect("goats:aid-plan", plan.pk)
    note = (
        "Tidak ada lagi yang dibayar dari rencana ini, dan sisanya dapat direncanakan lagi. Yang "
        "sudah dibayar masih dapat diserahkan atau dikembalikan."
    )
    return form_page(request, form, f"Akhiri {plan.code}", back_to_plan(plan), note=note)
