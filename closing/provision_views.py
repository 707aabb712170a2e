"""The provision of a month's end: the proposal, its posting, taking a posting back."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from closing.models import ProvisionPosting
from closing.provisions import plan_provisions, post_provisions, reverse_provision
from closing.surplus_forms import ProvisionForm, TakeBackForm
from upk.access import READERS, Role, roles
from upk.forms import DayField, form_page
from upk.money import rupiah
from upk.offices.models import Office
from upk.paging import page_of
from upk.periods import add_months, format_date, month_end, month_start, today

WRITERS = (Role.MANAGER, Role.TREASURER)
MONTHS_SHOWN = 15
POSTINGS_SHOWN = 20


@roles(*READERS)
@require_safe
def provision_list(request: HttpRequest) -> HttpResponse:
    """What each allowance needs at a month's end, and what was posted."""
    return _page(request, _day_asked(request, request.GET.get("per", "")))


@roles(*WRITERS)
@require_POST
def provision_post(request: HttpRequest) -> HttpResponse:
    """Post the differences that the page showed."""
    form = ProvisionForm(request.POST)
    office = request.user.office
    if form.is_valid():
        try:
            made = post_provisions(office, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            total = rupiah(sum(row.amount for row in made))
            messages.success(request, f"Cadangan dibukukan: {len(made)} bukti, selisih {total}.")
            day = made[0].as_of
            return redirect(f"{reverse('closing:provision-list')}?per={day}")
    return _page(request, _day_asked(request, request.POST.get("as_of", "")), form, status=422)


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def provision_reverse(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a posting back, so that the month's end can be posted anew."""
    postings = ProvisionPosting.objects.visible_to(request.user).filter(reverses__isnull=True)
    posting = get_object_or_404(postings.select_related("office", "product", "entry"), pk=pk)
    form = TakeBackForm(request.POST or None)
    if form.is_valid():
        try:
            undone = reverse_provision(posting, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            messages.success(request, f"Dibatalkan dengan {undone.entry.label}.")
            return redirect(f"{reverse('closing:provision-list')}?per={posting.as_of}")
    note = f"{posting.entry.label}, {format_date(posting.as_of)}: {rupiah(posting.amount)}."
    back = (reverse("closing:provision-list"), "Cadangan Kerugian")
    return form_page(request, form, f"Batalkan cadangan {posting.product}", back, note=note)


def _day_asked(request: HttpRequest, text: str) -> date:
    """The month's end asked for; else the last one that has passed."""
    try:
        return month_end(DayField().clean(text))
    except ValidationError:
        return month_ends(request.user.office)[0]


def month_ends(office: Office) -> list[date]:
    """Month ends that have come, the newest first."""
    now = today(office)
    first = now if now == month_end(now) else add_months(month_start(now), -1)
    return [month_end(add_months(month_start(first), -n)) for n in range(MONTHS_SHOWN)]


def _page(
    request: HttpRequest, as_of: date, form: ProvisionForm | None = None, status: int = 200
) -> HttpResponse:
    office = request.user.office
    needs = plan_provisions(office, as_of)
    shown = {need.product.pk: need.difference for need in needs if need.difference}
    is_open = not office.is_closed(as_of) and as_of <= today(office)
    postings = ProvisionPosting.objects.visible_to(request.user)
    related = ("product", "entry", "reverses__entry", "reversed_by")
    days = month_ends(office)
    context = {
        "as_of": as_of,
        "days": days if as_of in days else [as_of, *days],
        "needs": needs,
        "totals": {
            name: sum(getattr(need, name) for need in needs)
            for name in ("outstanding", "needed", "held", "difference")
        },
        "is_closed": office.is_closed(as_of),
        "errors": form.non_field_errors() if form else [],
        "form": ProvisionForm(initial={"as_of": as_of, "shown": shown}),
        "may_post": request.user.role in WRITERS and is_open and bool(shown),
        "may_reverse": request.user.role == Role.MANAGER,
        "closed_through": office.books_closed_through or date.min,
        "page": page_of(request, postings.select_related(*related), POSTINGS_SHOWN),
    }
    return render(request, "closing/provision_list.html", context, status=status)
