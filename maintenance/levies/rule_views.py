"""Pages of levy rules: what villages decided, with the paper of it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from maintenance.levies.deciding import record_levy_rule, withdraw_levy_rule
from maintenance.levies.forms import RuleFilterForm, RuleForm, WithdrawRuleForm
from maintenance.levies.views import RECORDERS
from maintenance.models import LevyRule
from maintenance.models.levies import LevyRuleQuerySet
from upk.access import OFFICE, Role, roles
from upk.asked import asked_id
from upk.forms import form_page, told_as_done
from upk.offices.stored_files import LostFile, file_response
from upk.paging import page_of
from upk.periods import format_date, today


def _rules(request: HttpRequest) -> LevyRuleQuerySet:
    related = ("village__office", "file", "withdrawal")
    return LevyRule.objects.visible_to(request.user).select_related(*related)


@roles(*OFFICE)
@require_safe
def rule_list(request: HttpRequest) -> HttpResponse:
    """What the villages decided, with what ended it."""
    form = RuleFilterForm(request.user, request.GET)
    rules = _rules(request)
    if form.is_valid():
        if village := form.cleaned_data["desa"]:
            rules = rules.filter(village=village)
        if basis := form.cleaned_data["dasar"]:
            rules = rules.filter(basis=basis)
    context = {
        "form": form,
        "page": page_of(request, rules.with_end()),
        "today": today(request.user.office),
        "may_decide": request.user.role in RECORDERS,
        "may_withdraw": request.user.role == Role.MANAGER,
    }
    return render(request, "maintenance/levy_rule_list.html", context)


@roles(*RECORDERS)
@require_http_methods(["GET", "POST"])
def rule_add(request: HttpRequest) -> HttpResponse:
    """Record what a village decided; the rule before it ends."""
    day = today(request.user.office)
    initial = {"village": asked_id(request, "desa"), "decided_on": day, "since": day}
    form = RuleForm(request.user, request.POST or None, request.FILES or None, initial=initial)
    if form.is_valid():
        data = form.cleaned_data
        try:
            rule = record_levy_rule(
                data["village"], form.draft, request_key=data["request_key"], by=request.user,
                upload=data["file"],
            )  # fmt: skip
        except ValidationError as error:
            form.add_error(None, error)
        else:
            told_as_done(request, f"Aturan iuran Desa {rule.village}, {rule}, tercatat.")
            return redirect("maintenance:levy-card", rule.village_id)
    return render(request, "maintenance/levy_rule_form.html", {"form": form})


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def rule_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a rule hold no more from a day on."""
    rule = get_object_or_404(_rules(request), pk=pk)
    initial = {"since": today(request.user.office)}
    form = WithdrawRuleForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            withdraw_levy_rule(rule, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"{rule} Desa {rule.village} dicabut.")
            return redirect("maintenance:levy-card", rule.village_id)
    note = (
        f"Desa {rule.village}, {rule}, berlaku mulai {format_date(rule.since)}. Pada tanggal itu "
        "atau sebelumnya: dianggap tidak pernah ada, dan aturan sebelumnya tetap berlaku."
    )
    back = (reverse("maintenance:levy-rule-list"), "Aturan Iuran")
    return form_page(request, form, "Cabut aturan iuran", back, note=note)


@roles(*OFFICE)
@require_safe
def rule_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper of a decision, to those who may see the village."""
    rule = get_object_or_404(_rules(request).filter(file__isnull=False), pk=pk)
    try:
        return file_response(rule.file)
    except LostFile:
        messages.error(
            request, f"{rule.file.name} hilang atau berubah di server. Beri tahu pengelola."
        )
        return redirect("maintenance:levy-rule-list")
