"""Pages of the maintenance grade's terms: how the office grades its villages, from when on."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from maintenance.levies.forms import GradeRuleForm
from maintenance.levies.grading import add_grade_rule, terms_on
from maintenance.models import GradeRule
from upk.access import READERS, Role, roles
from upk.forms import form_page
from upk.paging import page_of
from upk.periods import today


@roles(*READERS)
@require_safe
def grade_rule_list(request: HttpRequest) -> HttpResponse:
    """The terms in force, and all that the office set."""
    day = today(request.user.office)
    context = {
        "terms": terms_on(request.user.office, day),
        "as_of": day,
        "page": page_of(request, GradeRule.objects.visible_to(request.user)),
        "may_change": request.user.role == Role.MANAGER,
    }
    return render(request, "maintenance/grade_rule_list.html", context)


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def grade_rule_add(request: HttpRequest) -> HttpResponse:
    """New terms from a day in open books on."""
    office = request.user.office
    day = today(office)
    terms = terms_on(office, day)
    initial = {name: getattr(terms, name) for name in GradeRule.FIGURES} | {"since": day}
    form = GradeRuleForm(request.POST or None, initial=initial)
    if form.is_valid():
        since = form.cleaned_data["since"]
        try:
            add_grade_rule(office, form.terms, since=since, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "Cara menilai pemeliharaan disimpan.")
            return redirect("maintenance:grade-rule-list")
    note = (
        "Nilai = rata-rata berbobot dari persen iuran yang dibayar (paling banyak 100) dan nilai "
        "kondisi prasarana. Desa tanpa aturan iuran bernilai 0 untuk iurannya."
    )
    back = (reverse("maintenance:grade-rule-list"), "Nilai Pemeliharaan")
    return form_page(request, form, "Ubah cara menilai", back, note=note)
