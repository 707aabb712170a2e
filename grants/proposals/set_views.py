"""Pages of the criteria: staff read them, the manager adds new ones from a day on."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from grants.models import ScoringSet
from grants.proposals.scoring_forms import ScoringSetForm
from grants.proposals.scoring_sets import add_scoring_set, set_in_force
from upk.access import READERS, Role, roles
from upk.forms import told_as_done
from upk.periods import format_date, today


@roles(*READERS)
@require_safe
def scoring_set_list(request: HttpRequest) -> HttpResponse:
    """All sets, the newest first; the one of today is open."""
    sets = list(ScoringSet.objects.visible_to(request.user).prefetch_related("criteria"))
    on = today(request.user.office)
    present = next((one for one in sets if one.since <= on), None)
    context = {
        "present": present,
        "others": [one for one in sets if one != present],
        "today": on,
        "may_write": request.user.role == Role.MANAGER,
    }
    return render(request, "grants/scoring_set_list.html", context)


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def scoring_set_add(request: HttpRequest) -> HttpResponse:
    """New criteria, filled in with the present ones; what was scored keeps its own."""
    office = request.user.office
    on = today(office)
    present = set_in_force(office, on)
    criteria = list(present.criteria.all()) if present else []
    form = ScoringSetForm(criteria, request.POST or None, initial={"since": on})
    if form.is_valid():
        try:
            made = add_scoring_set(
                office, since=form.cleaned_data["since"], terms=form.terms(), by=request.user
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            told_as_done(request, f"Kriteria baru berlaku mulai {format_date(made.since)}.")
            return redirect("grants:scoring-set-list")
    return render(request, "grants/scoring_set_form.html", {"form": form})
