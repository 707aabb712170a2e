"""Pages of money: paid, goats bought, returned, reversed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from goats.aid.forms import GoatPurchaseForm, PaymentForm, ReversalForm
from goats.aid.paying import buy_aid_goats, pay_aid, return_money, reverse_move
from goats.aid.plan_views import back_to_plan, led_back, visible_plan
from goats.aid.problems import (
    nothing_in_hand,
    nothing_unpaid,
    reversing_problems,
    state_problems,
)
from goats.aid.standings import KindStanding, PlanStanding, standing_of
from goats.models import AidMove, AidPlan
from goats.rules.aid import AidKind
from upk.access import Role, roles
from upk.forms import form_page, is_done, told_as_done
from upk.money import rupiah
from upk.periods import format_date, today


def _kinds(standing: PlanStanding) -> list[KindStanding]:
    return [kind for kind in standing.kinds if not kind.is_goats]


def _form(request: HttpRequest, plan: AidPlan, standing: PlanStanding, *, into: bool):
    kinds = _kinds(standing)
    sums = [kind.sums.in_hand if into else kind.sums.unpaid for kind in kinds]
    amount = next((amount for amount in sums if amount > 0), None)
    initial = {"on": today(plan.office), "amount": amount}
    choices = [(kind.kind.value, kind.label) for kind in kinds]
    return PaymentForm(plan.office, choices, request.POST or None, into=into, initial=initial)


@roles(Role.TREASURER)
@require_http_methods(["GET", "POST"])
def payment_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Pay for what a plan gives."""
    plan = visible_plan(request, pk)
    standing, on = standing_of(plan), today(plan.office)
    against = state_problems(standing, request.user, on, "on") + nothing_unpaid(_kinds(standing))
    if back := led_back(request, plan, against[:1]):
        return back
    form = _form(request, plan, standing, into=False)
    if form.is_valid() and is_done(form, pay_aid, plan, **form.values(), by=request.user):
        told_as_done(request, f"{rupiah(form.cleaned_data['amount'])} dibayar dari Dana RTM.")
        return redirect("goats:aid-plan", plan.pk)
    left = [f"{kind.label} {rupiah(kind.sums.unpaid)}" for kind in _kinds(standing)]
    note = f"Belum dibayar: {', '.join(left)}. Bukti kas keluar dibuat sekaligus."
    title = f"Bayar {plan.code}"
    return form_page(request, form, title, back_to_plan(plan), note=note, is_long=True)


@roles(Role.TREASURER)
@require_http_methods(["GET", "POST"])
def goats_buy(request: HttpRequest, pk: int) -> HttpResponse:
    """Buy goats for a plan: payment and register in one step."""
    plan = visible_plan(request, pk)
    standing, on = standing_of(plan), today(plan.office)
    kind = standing.of(AidKind.GOATS)
    against = state_problems(standing, request.user, on, "on")
    if back := led_back(request, plan, [*against, *nothing_unpaid([kind] if kind else [])][:1]):
        return back
    form = GoatPurchaseForm(plan.office, request.POST or None, initial={"on": on})
    if form.is_valid() and is_done(form, buy_aid_goats, plan, **form.values(), by=request.user):
        told_as_done(request, f"{form.cleaned_data['count']} ekor dibayar dan terdaftar.")
        return redirect("goats:aid-plan", plan.pk)
    left = rupiah(kind.sums.unpaid if kind else 0)
    note = (
        f"Rencana kambing yang belum dibayar {left}. Kambing langsung mendapat nomor; "
        "penyerahannya dicatat sebagai penempatan pada halaman kambing."
    )
    title = f"Beli kambing untuk {plan.code}"
    return form_page(request, form, title, back_to_plan(plan), note=note, is_long=True)


@roles(Role.TREASURER)
@require_http_methods(["GET", "POST"])
def return_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Money that wasn't needed came back."""
    plan = visible_plan(request, pk)
    standing = standing_of(plan)
    if back := led_back(request, plan, nothing_in_hand(_kinds(standing))):
        return back
    form = _form(request, plan, standing, into=True)
    if form.is_valid() and is_done(form, return_money, plan, **form.values(), by=request.user):
        told_as_done(request, f"{rupiah(form.cleaned_data['amount'])} kembali ke Dana RTM.")
        return redirect("goats:aid-plan", plan.pk)
    left = [f"{kind.label} {rupiah(kind.sums.in_hand)}" for kind in _kinds(standing)]
    note = f"Sudah dibayar dan belum diserahkan: {', '.join(left)}."
    title = f"Uang kembali dari {plan.code}"
    return form_page(request, form, title, back_to_plan(plan), note=note, is_long=True)


@roles(Role.MANAGER, Role.TREASURER)
@require_http_methods(["GET", "POST"])
def move_reverse(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a payment or a return back."""
    moves = AidMove.objects.visible_to(request.user).select_related("plan__office", "entry")
    move = get_object_or_404(moves, pk=pk)
    if back := led_back(request, move.plan, reversing_problems(move)):
        return back
    form = ReversalForm(request.POST or None, initial={"happened_on": today(move.plan.office)})
    if form.is_valid() and is_done(form, reverse_move, move, **form.cleaned_data, by=request.user):
        messages.success(request, f"{move.entry.label} dibatalkan.")
        return redirect("goats:aid-plan", move.plan_id)
    note = (
        f"{move.get_sort_display()} {rupiah(abs(move.amount))}, {format_date(move.happened_on)}. "
        "Buktinya tetap ada dengan jurnal pembatalnya."
    )
    if move.kind == AidKind.GOATS:
        note += " Kambing yang dibeli dengannya ikut dibatalkan."
    title = f"Batalkan {move.entry.label}"
    return form_page(request, form, title, back_to_plan(move.plan), note=note)
