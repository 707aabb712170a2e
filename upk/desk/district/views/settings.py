"""The district's rule: by when reports are due, and how long bundles are kept."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from upk.access import Role, roles
from upk.desk.district.forms import RuleForm
from upk.desk.district.models import ReportingRule
from upk.desk.district.records import Rules
from upk.desk.district.services import set_rule
from upk.desk.district.views.asking import asked_of
from upk.forms import told_as_done


@roles(Role.DISTRICT)
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """The rule in force, the form of the next one, and those that were."""
    asked = asked_of(request)
    now = Rules(asked.district).on(asked.today)
    initial = {
        "since": asked.today,
        "deadline_days": now.deadline_days,
        "bundle_days": now.bundle_days,
    }
    form = RuleForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            set_rule(asked.district, **form.cleaned_data, on=asked.today, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            told_as_done(request, "Aturan batas laporan tersimpan.")
            return redirect("desk:district-rules")
    earlier = ReportingRule.objects.visible_to(request.user).select_related("recorded_by")
    context = {"form": form, "now": now, "earlier": earlier}
    return render(request, "desk/district/rules.html", context)
