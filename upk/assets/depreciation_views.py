"""Pages of depreciation: the months that lack it, posting them, taking the last one back."""

from datetime import date, timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from upk.access import READERS, Role, roles
from upk.assets.depreciating import post_depreciation, undo_depreciation
from upk.assets.forms import DepreciationForm, UndoForm
from upk.assets.inventory import plan_depreciation
from upk.assets.models import DepreciationRun
from upk.assets.views import WRITERS, back_to
from upk.forms import form_page
from upk.money import rupiah
from upk.offices.models import Office
from upk.paging import page_of
from upk.periods import format_month, month_end, month_start, today


@roles(*READERS)
@require_safe
def depreciation_list(request: HttpRequest) -> HttpResponse:
    """The months that lack depreciation, and those that have it."""
    return _page(request)


@roles(*WRITERS)
@require_POST
def depreciation_post(request: HttpRequest) -> HttpResponse:
    """Post the months that the page showed."""
    form = DepreciationForm(request.POST)
    if form.is_valid():
        try:
            runs = post_depreciation(request.user.office, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            total = rupiah(sum(run.entry.total for run in runs))
            messages.success(request, f"Penyusutan {len(runs)} bulan dibukukan: {total}.")
            return redirect("assets:depreciation-list")
    return _page(request, form, status=422)


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def depreciation_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the last posted month back."""
    found = DepreciationRun.objects.visible_to(request.user).select_related("entry", "office")
    run = get_object_or_404(found, pk=pk)
    form = UndoForm(request.POST or None)
    if form.is_valid():
        try:
            entry = undo_depreciation(run, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            messages.success(request, f"Dibatalkan dengan {entry.label}.")
            return redirect("assets:depreciation-list")
    note = f"{run.entry.label}: {rupiah(run.entry.total)}."
    back = back_to("assets:depreciation-list", "Penyusutan")
    title = f"Batalkan penyusutan {format_month(run.month)}"
    return form_page(request, form, title, back, note=note)


def last_month(office: Office) -> date:
    """The end of the last month that has passed, today included."""
    now = today(office)
    return now if now == month_end(now) else month_start(now) - timedelta(days=1)


def _page(
    request: HttpRequest, form: DepreciationForm | None = None, status: int = 200
) -> HttpResponse:
    through = last_month(request.user.office)
    plans = plan_depreciation(request.user.office, through)
    total = sum(plan.total for plan in plans)
    runs = DepreciationRun.objects.visible_to(request.user)
    last = runs.standing().first() if request.user.role == Role.MANAGER else None
    context = {
        "through": through,
        "plans": plans,
        "total": total,
        "errors": form.non_field_errors() if form else [],
        "form": DepreciationForm(initial={"through": through, "shown": total}),
        "may_write": request.user.role in WRITERS,
        "undoable": last if last and not request.user.office.is_closed(last.month) else None,
        "page": page_of(request, runs.select_related("entry", "entry__reversed_by")),
    }
    return render(request, "assets/depreciation_list.html", context, status=status)
