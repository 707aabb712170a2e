"""Which notes and coins are offered when cash is counted, and new ones."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from upk.access import READERS, Role, roles
from upk.cash.count_forms import DenominationForm
from upk.cash.counting import add_denomination
from upk.cash.counts import own_denominations
from upk.cash.denominations import CHOSEN, Denomination, known
from upk.cash.models import CashCountLine
from upk.forms import form_page
from upk.money import rupiah
from upk.periods import today


@roles(*READERS)
@require_safe
def denomination_list(request: HttpRequest) -> HttpResponse:
    """All that the office knows, with the days on which each is legal tender."""
    user = request.user
    on = today(user.office)
    own = own_denominations(user.office)
    rows = [_shown(found, is_own=found in own) for found in known(own)]
    context = {"rows": rows, "on": on, "may_change": user.role == Role.MANAGER}
    return render(request, "cash/denomination_list.html", context)


def _shown(found: Denomination, *, is_own: bool) -> dict:
    """As the table shows it: an open end or beginning is nothing."""
    source = "belum ada sumbernya" if found.source == CHOSEN else found.source
    return {
        "kind": CashCountLine.Kind(found.kind).label,
        "value": found.value,
        "since": None if found.since == found.since.min else found.since,
        "until": None if found.until == found.until.max else found.until,
        "source": f"ditambahkan {source}" if is_own else source,
    }


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def denomination_add(request: HttpRequest) -> HttpResponse:
    """A note or coin from a day on, or until one."""
    office = request.user.office
    form = DenominationForm(request.POST or None, initial={"since": today(office)})
    if form.is_valid():
        try:
            made = add_denomination(office, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"{made.get_kind_display()} {rupiah(made.value)} dicatat.")
            return redirect("cash:denomination-list")
    back = (reverse("cash:denomination-list"), "Pecahan Uang")
    note = "Catat uang baru, atau hari terakhir uang yang dicabut. Opname yang ada tidak berubah."
    return form_page(request, form, "Pecahan uang", back, note=note)
