"""Pages of payments: the sheet of a day, the list, receipts, taking one back."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from maintenance.levies.forms import (
    PaymentFilterForm,
    PaymentSheetForm,
    SheetChoiceForm,
    payable_quarters,
)
from maintenance.levies.overview import overview, quarters_of
from maintenance.levies.papers import receipts_pdf
from maintenance.levies.services import QUARTERS_AHEAD, PaymentSheet, record_payments
from maintenance.levies.views import CASHIERS
from maintenance.models import LevyPayment
from maintenance.models.levies import LevyPaymentQuerySet
from upk.access import OFFICE, READERS, Role, roles
from upk.offices.models import Village
from upk.paging import page_of
from upk.pdf import pdf_or_back
from upk.periods import today


@roles(*CASHIERS)
@require_http_methods(["GET", "POST"])
def payment_sheet(request: HttpRequest) -> HttpResponse:
    """One day's payments of many villages for a quarter: typed, recorded all or none."""
    office = request.user.office
    quarters = payable_quarters(quarters_of(office, today(office)), QUARTERS_AHEAD)
    choice = SheetChoiceForm(office, quarters, request.GET)
    villages = list(Village.objects.visible_to(request.user))
    initial = {"received_on": choice.day, "quarter": str(choice.quarter)}
    form = PaymentSheetForm(villages, request.POST or None, initial=initial)
    draft = f"levy-sheet:{choice.day}:{choice.quarter}"
    if form.is_valid():
        made = _recorded(request, form)
        if made:
            text = f"Iuran {len(made)} desa tercatat."
            messages.success(request, text, extra_tags=f"draft:{draft}")
            return redirect("maintenance:levy-receipts", made[0].submission.key)
    found = overview(villages, choice.quarter, choice.day, paid_by=date.max)
    rows = [(line, form.cell(line.village)) for line in found.lines if line.rate]
    context = {
        "choice": choice, "form": form, "rows": rows, "overview": found, "draft": draft,
        "query": request.GET.urlencode(),
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "maintenance/levy_sheet.html", context, status=status)


def _recorded(request: HttpRequest, form: PaymentSheetForm) -> list[LevyPayment]:
    data = form.cleaned_data
    sheet = PaymentSheet(data["received_on"], data["quarter"], form.amounts, data["may_exceed"])
    try:
        return record_payments(
            request.user.office, sheet, request_key=data["request_key"], by=request.user
        )
    except ValidationError as error:
        form.add_error(None, ValidationError(error.messages))
        return []


def _payments(request: HttpRequest) -> LevyPaymentQuerySet:
    related = ("office", "village", "entry__reversed_by", "submission", "recorded_by")
    return LevyPayment.objects.visible_to(request.user).select_related(*related)


@roles(*OFFICE)
@require_safe
def payment_list(request: HttpRequest) -> HttpResponse:
    """What was received, by village, year and day."""
    form = PaymentFilterForm(request.user, request.GET)
    payments, given = _payments(request), {}
    if form.is_valid():
        names = {"desa": "village", "tahun": "year", "tanggal": "received_on"}
        given = {names[key]: value for key, value in form.cleaned_data.items() if value}
        payments = payments.filter(**given)
    context = {
        "form": form,
        "chosen": given,
        "page": page_of(request, payments),
        "may_collect": request.user.role in CASHIERS,
    }
    return render(request, "maintenance/levy_payment_list.html", context)


@roles(*OFFICE)
@require_safe
def payment_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One receipt, to be looked at and printed."""
    payment = get_object_or_404(_payments(request), pk=pk)
    may_undo = request.user.role == Role.MANAGER and not hasattr(payment.entry, "reversed_by")
    context = {
        "receipts": [payment],
        "payment": payment,
        "paper_url": reverse("maintenance:levy-payment-paper", args=[pk]),
        "may_undo": may_undo,
        "may_read_books": request.user.role in READERS,
        "may_collect": request.user.role in CASHIERS,
    }
    return render(request, "maintenance/levy_receipts.html", context)


def _of_sheet(request: HttpRequest, key: UUID) -> list[LevyPayment]:
    found = list(_payments(request).filter(submission__key=key).order_by("pk"))
    if not found:
        raise Http404
    return found


@roles(*OFFICE)
@require_safe
def sheet_receipts(request: HttpRequest, key: UUID) -> HttpResponse:
    """All receipts of one sheet."""
    context = {
        "receipts": _of_sheet(request, key),
        "paper_url": reverse("maintenance:levy-receipts-paper", args=[key]),
        "may_collect": request.user.role in CASHIERS,
    }
    return render(request, "maintenance/levy_receipts.html", context)


@roles(*OFFICE)
@require_safe
def payment_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """One receipt as PDF."""
    payment = get_object_or_404(_payments(request), pk=pk)
    return _paper(request, [payment], "maintenance:levy-payment", pk)


@roles(*OFFICE)
@require_safe
def sheet_paper(request: HttpRequest, key: UUID) -> HttpResponse:
    """All receipts of one sheet as one PDF."""
    return _paper(request, _of_sheet(request, key), "maintenance:levy-receipts", key)


def _paper(
    request: HttpRequest, payments: Sequence[LevyPayment], instead: str, argument: object
) -> HttpResponse:
    name = f"kwitansi-iuran-{payments[0].entry.label}"
    return pdf_or_back(request, lambda: receipts_pdf(payments), name, instead, argument)
