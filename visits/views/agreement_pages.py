"""Agreements of visits: what is open and overdue, and what became of each."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from upk.access import OFFICE, roles
from upk.asked import asked_id
from upk.forms import form_page, is_done
from upk.offices.models import Village
from upk.paging import page_of
from upk.periods import today
from visits.forms import ReopenForm, StepForm
from visits.models import VisitAgreement
from visits.records import agreements_on
from visits.rules import State, Step
from visits.services.agreements import record_step
from visits.services.problems import WRITERS
from visits.views.common import back_to_visit

CHOICES = (
    ("", "Belum selesai"), ("lewat", "Lewat waktu"), ("selesai", "Sudah ditutup"),
    ("semua", "Semua"),
)  # fmt: skip


@roles(*OFFICE)
@require_safe
def agreement_list(request: HttpRequest) -> HttpResponse:
    """Agreements by due date; at first those that are still open."""
    villages = Village.objects.visible_to(request.user)
    village = asked_id(request, "desa")
    ids = [v.pk for v in villages if village in (None, v.pk)]
    state = request.GET.get("keadaan", "")
    found = agreements_on(ids, today(request.user.office))
    wanted = {
        "lewat": lambda row: row.state == State.OVERDUE,
        "selesai": lambda row: not row.state.is_open,
        "semua": lambda row: True,
    }.get(state, lambda row: row.state.is_open)
    context = {
        "page": page_of(request, [row for row in found if wanted(row)]),
        "overdue": sum(row.state == State.OVERDUE for row in found),
        "open": sum(row.state.is_open for row in found),
        "villages": villages,
        "choices": CHOICES,
        "chosen": request.GET,
        "may_write": request.user.role in WRITERS,
    }
    return render(request, "visits/agreement_list.html", context)


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def agreement_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that an agreement was done, or comes to nothing."""
    agreement = _visible(request, pk)
    initial = {"on": today(agreement.visit.village.office)}
    form = StepForm(request.POST or None, initial=initial)
    if form.is_valid() and is_done(
        form, record_step, agreement, **form.cleaned_data, by=request.user
    ):
        messages.success(request, "Kesepakatan ditutup.")
        return redirect("visits:visit-detail", agreement.visit_id)
    return _form(request, form, agreement, "Tutup kesepakatan")


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def agreement_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that an agreement isn't done after all."""
    agreement = _visible(request, pk)
    initial = {"on": today(agreement.visit.village.office)}
    form = ReopenForm(request.POST or None, initial=initial)
    if form.is_valid() and is_done(
        form, record_step, agreement, kind=Step.REOPENED, **form.cleaned_data, by=request.user
    ):
        messages.success(request, "Kesepakatan dibuka lagi.")
        return redirect("visits:visit-detail", agreement.visit_id)
    return _form(request, form, agreement, "Buka lagi kesepakatan")


def _form(request: HttpRequest, form, agreement: VisitAgreement, title: str) -> HttpResponse:
    due = f"{agreement.due_on:%d-%m-%Y}"
    note = f"{agreement.text} ({agreement.who}, paling lambat {due})."
    return form_page(request, form, title, back_to_visit(agreement.visit), note=note)


def _visible(request: HttpRequest, pk: int) -> VisitAgreement:
    found = VisitAgreement.objects.visible_to(request.user)
    return get_object_or_404(found.select_related("visit__village__office", "visit__group"), pk=pk)
