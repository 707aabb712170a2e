"""Pages of the levies: the villages at one look, and the card of each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from maintenance.levies.card import levy_card, sums_by_kind
from maintenance.levies.forms import QuarterForm
from maintenance.levies.overview import overview, quarters_of, village_quarters
from maintenance.models import LevyRule
from maintenance.rules.levy import in_force
from upk.access import OFFICE, READERS, STAFF, Role, roles
from upk.offices.models import Village
from upk.paging import page_of
from upk.periods import today

CASHIERS = (Role.MANAGER, Role.TREASURER)
RECORDERS = (*STAFF, Role.FACILITATOR)
"""Those who record what villages decided."""

QUARTERS_SHOWN = 8


@roles(*OFFICE)
@require_safe
def levy_list(request: HttpRequest) -> HttpResponse:
    """Every village in a quarter: its rule, what is due and paid, what is held."""
    day = today(request.user.office)
    form = QuarterForm(quarters_of(request.user.office, day), request.GET)
    villages = list(Village.objects.visible_to(request.user))
    found = overview(villages, form.quarter, min(form.quarter.end, day))
    context = {
        "form": form,
        "overview": found,
        "village_count": len(villages),
        "has_rules": LevyRule.objects.visible_to(request.user).exists(),
        "may_collect": request.user.role in CASHIERS,
        "may_decide": request.user.role in RECORDERS,
        "may_read_books": request.user.role in READERS,
    }
    return render(request, "maintenance/levy_list.html", context)


@roles(*OFFICE)
@require_safe
def levy_card_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A village's card: its rules, its quarters, the running book of its money."""
    village = get_object_or_404(Village.objects.visible_to(request.user), pk=pk)
    day = today(request.user.office)
    lines = levy_card(village, day)
    rules = LevyRule.objects.filter(village=village)
    rates = rules.rates().get(village.pk, [])
    quarters = village_quarters(village, day)
    context = {
        "village": village,
        "as_of": day,
        "rate": in_force(rates, day),
        "last": lines[-1] if lines else None,
        "sums": sums_by_kind(lines),
        "quarters": quarters[:QUARTERS_SHOWN],
        "earlier_open": sum(line.open for line in quarters[QUARTERS_SHOWN:]),
        "page": page_of(request, lines[::-1]),
        "may_read_books": request.user.role in READERS,
        "may_decide": request.user.role in RECORDERS,
        "may_collect": request.user.role in CASHIERS,
    }
    return render(request, "maintenance/levy_card.html", context)
