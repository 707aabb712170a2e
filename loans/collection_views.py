"""Arrears work on screen: the work list, contacts with promises, the reminder of a group."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from groups.models import Group
from loans.collection import WorkRow, is_pressing, work_list
from loans.collection_forms import ContactForm
from loans.contacts import record_contact
from loans.group_reminder import reminder_for
from loans.loan_views import visible_loan
from loans.models import ArrearsContact, Loan, Product
from loans.promises import State
from loans.work_totals import totals_by
from upk.access import OFFICE, STAFF, Role, roles
from upk.asked import asked_id, asked_text
from upk.offices.models import Village
from upk.paging import page_of
from upk.periods import today

RECORDERS = (*STAFF, Role.FACILITATOR)
PROMISES = {
    "hari-ini": ("Janji jatuh tempo hari ini", lambda p: is_pressing(p, State.DUE)),
    "lewat": ("Janji lewat, belum dibayar", lambda p: is_pressing(p, State.BROKEN)),
    "terbuka": ("Janji belum jatuh tempo", lambda p: is_pressing(p, State.OPEN)),
    "tanpa": ("Tanpa janji", lambda p: p is None),
}
LONG_AGO = date.min
SORTS = {
    "kelompok": lambda row: row.position.group_name,
    "petugas": lambda row: row.responsible,
    "sejak": lambda row: row.position.standing.oldest_unpaid_due,
    "pokok": lambda row: row.position.standing.arrears_principal,
    "jasa": lambda row: row.position.standing.arrears_interest,
    "jumlah": lambda row: row.position.standing.arrears,
    "bayar": lambda row: row.last_paid_on or LONG_AGO,
    "kontak": lambda row: row.contact.happened_on if row.contact else LONG_AGO,
    "janji": lambda row: row.promise.contact.promised_on if row.promise else LONG_AGO,
    "surat": lambda row: row.letter.level if row.letter else 0,
}


@roles(*OFFICE)
@require_safe
def arrears_work(request: HttpRequest) -> HttpResponse:
    """Late loans by age and person responsible, with what was done about each."""
    on = today(request.user.office)
    rows = work_list(request.user, on)
    found = _filtered(rows, request)
    context = {
        "on": on,
        "page": page_of(request, found),
        "found": len(found),
        "by_age": totals_by(rows, lambda row: (row.age.code, row.age)),
        "by_person": totals_by(rows, lambda row: (row.responsible_id or "tanpa", row.responsible)),
        "villages": Village.objects.visible_to(request.user),
        "products": Product.objects.filter(office=request.user.office),
        "promises": [(key, label) for key, (label, _) in PROMISES.items()],
        "chosen": request.GET,
        "may_record": request.user.role in RECORDERS,
    }
    return render(request, "loans/collection/work_list.html", context)


def _filtered(rows: list[WorkRow], request: HttpRequest) -> list[WorkRow]:
    """The filters and the order, from the address."""
    chosen = request.GET
    if age := chosen.get("usia"):
        rows = [row for row in rows if row.age.code == age]
    if chosen.get("petugas"):
        person = asked_id(request, "petugas")  # none: nobody is responsible
        rows = [row for row in rows if row.responsible_id == person]
    if village := asked_id(request, "desa"):
        rows = [row for row in rows if row.position.village_id == village]
    if product := asked_id(request, "produk"):
        rows = [row for row in rows if row.position.product_id == product]
    if promise := PROMISES.get(chosen.get("janji", "")):
        rows = [row for row in rows if promise[1](row.promise)]
    if text := asked_text(request).lower():
        rows = [row for row in rows if text in _searched(row)]
    wanted = chosen.get("urut", "")
    if key := SORTS.get(wanted.removeprefix("-")):
        rows = sorted(rows, key=key, reverse=wanted.startswith("-"))
    return rows


def _searched(row: WorkRow) -> str:
    p = row.position
    return f"{p.code} {p.group_code} {p.group_name} {p.village_name}".lower()


@roles(*RECORDERS)
@require_http_methods(["GET", "POST"])
def contact_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down a visit, call or meeting about a loan."""
    loans = Loan.objects.exclude(disbursed_on=None)
    get_object_or_404(loans.visible_to(request.user), pk=pk)
    loan = visible_loan(request, pk)
    form = ContactForm(request.POST or None, initial={"happened_on": today(loan.office)})
    return _contact_page(request, loan, form, None)


@roles(*RECORDERS)
@require_http_methods(["GET", "POST"])
def contact_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct or cancel a contact by a new row; the old one stays in the books."""
    contact = get_object_or_404(ArrearsContact.objects.visible_to(request.user), pk=pk)
    names = ("kind", "happened_on", "met", "note", "promised_on", "promised_amount")
    initial = {name: getattr(contact, name) for name in names}
    form = ContactForm(request.POST or None, initial=initial, is_correction=True)
    return _contact_page(request, visible_loan(request, contact.loan_id), form, contact)


def _contact_page(
    request: HttpRequest, loan: Loan, form: ContactForm, corrects: ArrearsContact | None
) -> HttpResponse:
    draft = f"contact-correct:{corrects.pk}" if corrects else f"contact:{loan.pk}"
    if form.is_valid():
        try:
            record_contact(loan, **form.cleaned_data, corrects=corrects, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            text = "Catatan diperbaiki." if corrects else "Catatan disimpan."
            messages.success(request, text, extra_tags=f"draft:{draft}")
            return redirect("loans:loan-detail", loan.pk)
    context = {"loan": loan, "form": form, "corrects": corrects, "draft": draft}
    status = 422 if form.is_bound else 200
    return render(request, "loans/collection/contact_form.html", context, status=status)


@roles(*OFFICE)
@require_safe
def reminder(request: HttpRequest, pk: int) -> HttpResponse:
    """A text to copy, or to open in WhatsApp on the user's own phone; nothing is sent from here."""
    groups = Group.objects.visible_to(request.user).select_related("office", "village")
    group = get_object_or_404(groups, pk=pk)
    context = {
        "group": group,
        "reminder": reminder_for(group, request.user, today(group.office)),
    }
    return render(request, "loans/collection/reminder.html", context)
