"""Closing and reopening the books: what is open, the checklist of a month, what closing posts."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from closing.results import plan_years
from closing.services import close_through, reopen_through
from upk.access import READERS, Role, roles
from upk.desk.closing_checks import check_list, stands_in_the_way, wants_a_reason
from upk.desk.closing_forms import CloseForm, ReopenForm, closable
from upk.ledger.models import Entry, PeriodChange
from upk.offices.models import Office
from upk.paging import page_of
from upk.periods import format_date, month_end


@roles(*READERS)
@require_safe
def periods(request: HttpRequest) -> HttpResponse:
    """How far the books are closed, which months can be, and what was changed when."""
    return _periods_page(request)


def _periods_page(
    request: HttpRequest, reopen_form: ReopenForm | None = None, status: int = 200
) -> HttpResponse:
    office = request.user.office
    changes = PeriodChange.objects.visible_to(request.user).select_related("made_by")
    may_close = request.user.role == Role.MANAGER
    context = {
        "office": office,
        "months": closable(office) if may_close else [],
        "reopen_form": reopen_form or (ReopenForm(office) if may_close else None),
        "page": page_of(request, changes.order_by("-id")),
    }
    return render(request, "desk/periods.html", context, status=status)


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def period_close(request: HttpRequest, month: str) -> HttpResponse:
    """The checklist of a month, what closing it would post, and the deed."""
    office = request.user.office
    through = _month_asked(office, month)
    if office.is_closed(through):  # a second click, or the page before it
        closed = format_date(office.books_closed_through)
        messages.info(request, f"Buku sudah ditutup sampai {closed}.")
        return redirect("desk:periods")
    lines = check_list(office, through)
    wants_reason = wants_a_reason(lines)
    form = CloseForm(request.POST if request.POST else None, wants_reason=wants_reason)
    if form.is_valid() and not stands_in_the_way(lines):
        reason = form.cleaned_data.get("reason", "")
        try:
            change = close_through(office, through=through, by=request.user, reason=reason)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"Buku ditutup sampai {format_date(change.closed_after)}.")
            return redirect("desk:periods")
    entries = Entry.objects.filter(office=office, happened_on__lte=through)
    if office.books_closed_through:
        entries = entries.filter(happened_on__gt=office.books_closed_through)
    context = {
        "office": office,
        "through": through,
        "lines": lines,
        "is_blocked": stands_in_the_way(lines),
        "form": form,
        "years": plan_years(office, through),
        "entry_count": entries.count(),
    }
    return render(request, "desk/period_close.html", context)


def _month_asked(office: Office, month: str) -> date:
    """The last day of a month like ``2010-01`` that can be closed or is; else there is no page."""
    try:
        through = month_end(date.fromisoformat(f"{month}-01"))
    except ValueError:
        raise Http404 from None
    if through not in closable(office) and not office.is_closed(through):
        raise Http404
    return through


@roles(Role.MANAGER)
@require_POST
def period_reopen(request: HttpRequest) -> HttpResponse:
    """Move the closed books back, with a reason."""
    form = ReopenForm(request.user.office, request.POST)
    if form.is_valid():
        try:
            reopen_through(request.user.office, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "Buku dibuka kembali.")
            return redirect("desk:periods")
    return _periods_page(request, form)
