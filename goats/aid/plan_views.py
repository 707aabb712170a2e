"""Pages of a plan: written, decided, ended, and how far it is."""

from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from goats.aid.forms import KIND_CHOICES, DecisionForm, EndForm, PlanForm
from goats.aid.handing import WRITERS
from goats.aid.pages import lines_of, years_of_aid
from goats.aid.planning import decide_plan, end_plan, free_of_year, make_plan
from goats.aid.problems import STATE_TEXTS, deciding_problems, ending_problems
from goats.aid.standings import standing_of
from goats.models import AidMove, AidPlan, Household
from goats.rules.aid import AidKind, PlanState
from goats.rules.households import RECEIVES
from upk.access import OFFICE, READERS, STAFF, Role, roles
from upk.asked import LONGEST_TEXT, asked_id
from upk.forms import AmountField, form_page, is_done, told_as_done
from upk.money import rupiah
from upk.offices.models import Village
from upk.paging import page_of
from upk.periods import today
from upk.problems import Problem

MOST_HOMES = 100
"""How many households one form offers; a village rarely has more, and plans can be many."""
HOMES_SHOWN = 12
"""So many of them are in sight at once: a phone shows no more in a few strokes."""
LINES_SHOWN = 25


def visible_plan(request: HttpRequest, pk: int) -> AidPlan:
    """The plan, if the user may see it, with office, decision and end."""
    plans = AidPlan.objects.visible_to(request.user)
    loaded = plans.select_related("office", "recorded_by", "decision__recorded_by", "end")
    return get_object_or_404(loaded, pk=pk)


def back_to_plan(plan: AidPlan) -> tuple[str, str]:
    """The page of a plan as the page above."""
    return reverse("goats:aid-plan", args=[plan.pk]), plan.code


def led_back(
    request: HttpRequest, plan: AidPlan, problems: Iterable[Problem]
) -> HttpResponse | None:
    """Back to the plan with the reasons why a form has nothing to be filled in for; else None.

    A form that is sent is answered by its service, which knows what the same form did before.
    """
    why = " ".join(problem.message for problem in problems)
    if request.method == "POST" or not why:
        return None
    messages.warning(request, why)
    return redirect("goats:aid-plan", plan.pk)


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
        "page": page_of(request, lines_of(standing, user), LINES_SHOWN),
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
    """Write a plan: households of a village, or the neediest of all, each with kind and amount.

    ``lihat`` names a page of the list to look at: what is typed comes along and nothing is written.
    """
    office = request.user.office
    on = today(office)
    years = [(row.year, max(row.free, 0)) for row in years_of_aid(office, on)]
    chosen, is_looking = request.GET, "lihat" in request.POST
    form = PlanForm(
        _homes(request), years, None if is_looking else request.POST or None,
        kind=_asked_kind(chosen), amount=_asked_amount(chosen),
        initial=request.POST.dict() if is_looking else {"made_on": on},
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
        "is_looking": is_looking,
        **_in_sight(form, request.POST),
    }
    status = 422 if form.is_bound else 200
    return render(request, "goats/aid_plan_form.html", context, status=status)


def _homes(request: HttpRequest) -> list[Household]:
    """The households that a plan may be for, of the village that was asked for, neediest first."""
    homes = Household.objects.visible_to(request.user).filter(state__in=RECEIVES)
    if village := asked_id(request, "desa"):
        homes = homes.filter(village_id=village)
    homes = homes.select_related("village", "head").order_by("-need", "confirmed_on", "pk")
    return list(homes[:MOST_HOMES])


def _in_sight(form: PlanForm, sent: QueryDict) -> dict:
    """A page of the form's rows, those that match a search, or those that are wrong.

    The others are in the form too, out of sight.
    """
    rows, text = form.rows(), sent.get("cari", "").strip()[:LONGEST_TEXT]
    wrong = [row for row in rows if row.is_wrong]
    matching = wrong or [row for row in rows if row.has(text)]
    page = Paginator(matching, HOMES_SHOWN).get_page(sent.get("lihat"))
    shown = {row.household.pk for row in page}
    others = [row for row in rows if row.household.pk not in shown]
    return {
        "page": page,
        "others": others,
        "filled_elsewhere": sum(1 for row in others if row.amount.value()),
        "text": text,
        "has_search": len(rows) > HOMES_SHOWN,
    }


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
    if back := led_back(request, plan, deciding_problems(standing_of(plan), request.user)):
        return back
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
    if back := led_back(request, plan, ending_problems(standing_of(plan), request.user)):
        return back
    form = EndForm(request.POST or None, initial={"ended_on": today(plan.office)})
    if form.is_valid() and is_done(form, end_plan, plan, **form.cleaned_data, by=request.user):
        messages.success(request, f"{plan.code} diakhiri.")
        return redirect("goats:aid-plan", plan.pk)
    note = (
        "Tidak ada lagi yang dibayar dari rencana ini, dan sisanya dapat direncanakan lagi. Yang "
        "sudah dibayar masih dapat diserahkan atau dikembalikan."
    )
    return form_page(request, form, f"Akhiri {plan.code}", back_to_plan(plan), note=note)
