"""Pages of aid: the years with their budgets, and one year with what it is made of."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goats.aid.handover_views import handover_list
from goats.aid.pages import years_of_aid
from goats.models import AidMove
from upk.access import OFFICE, READERS, STAFF, Role, roles
from upk.paging import page_of
from upk.periods import today


@roles(*OFFICE)
@require_safe
def aid_list(request: HttpRequest) -> HttpResponse:
    """Every year's budget; who is responsible for villages sees what waits to be handed over."""
    if request.user.role == Role.FACILITATOR:
        return handover_list(request)
    office = request.user.office
    years = years_of_aid(office, today(office))
    context = {"years": years, "may_plan": request.user.role in STAFF}
    return render(request, "goats/aid_list.html", context)


@roles(*READERS)
@require_safe
def aid_year(request: HttpRequest, year: int) -> HttpResponse:
    """A year's budget: what set it aside, its plans, and its money row by row."""
    office = request.user.office
    years = years_of_aid(office, today(office))
    found = next((row for row in years if row.year == year), None)
    if found is None:
        raise Http404
    moves = AidMove.objects.visible_to(request.user).filter(plan__year=year)
    moves = moves.select_related("entry", "plan", "account", "reversed_by")
    context = {
        "found": found,
        "page": page_of(request, moves.order_by("-happened_on", "-pk")),
        "may_plan": request.user.role in STAFF,
        "may_undo": request.user.role in (Role.MANAGER, Role.TREASURER),
    }
    return render(request, "goats/aid_year.html", context)
