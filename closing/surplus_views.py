"""Surplus decisions: closed years, dividing one, its paper, taking it back, the rule of shares."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from closing.decision_paper import decision_pdf
from closing.models import SurplusDecision, SurplusRule, SurplusRuleShare, SurplusShare
from closing.results import closed_years
from closing.services import retained_surplus
from closing.surplus_forms import ResolutionForm, RuleForm, WithdrawalForm
from closing.surpluses import (
    Offer,
    add_surplus_rule,
    divide_surplus,
    nothing_text,
    offer_of,
    plan_division,
    resolution_by,
    rule_on,
    withdraw_division,
)
from upk.access import READERS, Role, roles
from upk.forms import form_page
from upk.ledger.models import Entry
from upk.money import rupiah
from upk.paging import page_of
from upk.pdf import pdf_or_back
from upk.periods import format_date, today

_SHARES = Prefetch("shares", SurplusShare.objects.select_related("account"))


@roles(*READERS)
@require_safe
def surplus_list(request: HttpRequest) -> HttpResponse:
    """Closed years with what they brought and what was decided; the rules of shares."""
    user = request.user
    rules = SurplusRule.objects.visible_to(user).select_related("reserve_account")
    shares = Prefetch("shares", SurplusRuleShare.objects.select_related("account"))
    context = {
        "page": page_of(request, closed_years(user.office, retained_surplus(user.office))),
        "rules": rules.prefetch_related(shares),
        "may_write": user.role == Role.MANAGER,
    }
    return render(request, "closing/surplus_list.html", context)


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def surplus_divide(request: HttpRequest, pk: int) -> HttpResponse:
    """Type what the meeting resolved, look at what it posts, save."""
    entries = Entry.objects.visible_to(request.user).filter(kind=Entry.Kind.CLOSING)
    closing = get_object_or_404(entries.select_related("office"), pk=pk)
    on = today(closing.office)
    offer = offer_of(closing, on)
    form = _resolution_form(request, offer)
    plan = None
    if form.is_valid():
        try:
            plan = plan_division(closing, form.resolution)
            if request.POST.get("langkah") == "simpan":
                key = form.cleaned_data["request_key"]
                made = divide_surplus(closing, form.resolution, request_key=key, by=request.user)
                told = f"Surplus {made.year} dibagi: {rupiah(made.divided)}."
                messages.success(request, told, extra_tags=f"draft:surplus:{closing.pk}")
                return redirect("closing:surplus-detail", made.pk)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
    context = {
        "closing": closing,
        "offer": offer,
        "nothing": "" if offer.amount > 0 else nothing_text(offer),
        "form": form,
        "plan": plan,
    }
    return render(request, "closing/surplus_form.html", context)


def _resolution_form(request: HttpRequest, offer: Offer) -> ResolutionForm:
    """The form, filled in as the rule in force has it."""
    office, on = offer.closing.office, today(offer.closing.office)
    rule = rule_on(office, on)
    initial = {"decided_on": on}
    if rule:
        amount = max(0, offer.amount)
        initial["reserve"] = resolution_by(rule, amount, number="", decided_on=on).reserve
    return ResolutionForm(office, rule, request.POST or None, initial=initial)


def _decision(request: HttpRequest, pk: int) -> SurplusDecision:
    related = ("office__district", "decision", "entry", "closing", "recorded_by", "withdrawal")
    decisions = SurplusDecision.objects.visible_to(request.user).select_related(*related)
    return get_object_or_404(decisions.prefetch_related(_SHARES), pk=pk)


@roles(*READERS)
@require_safe
def surplus_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What a meeting decided, with its postings and its paper."""
    made = _decision(request, pk)
    standing = not hasattr(made, "withdrawal")
    context = {"made": made, "may_withdraw": standing and request.user.role == Role.MANAGER}
    return render(request, "closing/surplus_detail.html", context)


@roles(*READERS)
@require_safe
def surplus_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The attachment to the minutes as PDF."""
    made = _decision(request, pk)
    name = f"{made.office.code}-surplus-{made.year}"
    return pdf_or_back(request, lambda: decision_pdf(made), name, "closing:surplus-detail", pk)


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def surplus_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a decision back, with a reason."""
    made = _decision(request, pk)
    form = WithdrawalForm(today(made.office), request.POST or None)
    if form.is_valid():
        try:
            withdrawal = withdraw_division(made, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            label = withdrawal.entry.label
            messages.success(request, f"Pembagian surplus {made.year} dicabut dengan {label}.")
            return redirect("closing:surplus-detail", made.pk)
    back = (reverse("closing:surplus-detail", args=[made.pk]), f"Surplus {made.year}")
    note = f"Diputuskan {format_date(made.decided_on)}: {rupiah(made.divided)} dibagi."
    return form_page(request, form, f"Cabut pembagian surplus {made.year}", back, note=note)


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def rule_add(request: HttpRequest) -> HttpResponse:
    """A new rule of shares from a day on, filled in with the one followed now."""
    office = request.user.office
    form = RuleForm(office, rule_on(office, today(office)), request.POST or None)
    if form.is_valid():
        try:
            rule = add_surplus_rule(office, **form.values())
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            told = f"Aturan pembagian mulai {format_date(rule.since)} dicatat."
            messages.success(request, told, extra_tags="draft:surplus-rule")
            return redirect("closing:surplus-list")
    return render(request, "closing/rule_form.html", {"form": form})
