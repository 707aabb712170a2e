"""Screens of the books: journal, account book, trial balance, vouchers, chart, closing."""

import re

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from upk.access import READERS, STAFF, Role, roles
from upk.forms import form_page
from upk.ledger.books import build_account_book, build_trial_balance
from upk.ledger.by_hand import add_account, change_account, check_entry, record_entry, undo_entry
from upk.ledger.file_forms import AttachForm
from upk.ledger.forms import (
    DETAILED,
    AccountChangeForm,
    AccountForm,
    DayForm,
    DetailedEntryForm,
    EntryForm,
    JournalForm,
    PeriodForm,
    ReversalForm,
)
from upk.ledger.models import Account, Entry, Posting, Voucher
from upk.ledger.services import voucher_of
from upk.paging import page_of

WRITERS = (Role.MANAGER, Role.TREASURER)
_POSTINGS = Prefetch("postings", Posting.objects.select_related("debit", "credit"))
_LABEL = re.compile(r"\s*(BKM|BKK|BM)\W*(\d{4})\W+(\d{1,9})\s*", re.IGNORECASE)


@roles(*READERS)
@require_safe
def journal(request: HttpRequest) -> HttpResponse:
    form = JournalForm(request.user.office, request.GET)
    found = _journal_entries(Entry.objects.visible_to(request.user), form)
    rows = found.select_related("reverses", "reversed_by").prefetch_related(_POSTINGS)
    context = {
        "form": form,
        "page": page_of(request, rows),
        "total": found.order_by().aggregate(total=Sum("total", default=0))["total"],
        "may_write": request.user.role in WRITERS,
    }
    return render(request, "ledger/journal.html", context)


def _journal_entries(entries: QuerySet, form: JournalForm) -> QuerySet:
    """What the filters leave; a voucher's number is found in any month."""
    first, last = form.days
    data = form.cleaned_data if form.is_valid() else {}
    text = data.get("cari", "")
    if label := _LABEL.fullmatch(text):
        voucher, year, number = label.groups()
        return entries.filter(voucher=voucher.upper(), year=int(year), number=int(number))
    entries = entries.filter(happened_on__range=(first, last))
    if text:
        entries = entries.filter(memo__icontains=text)
    if voucher := data.get("bukti"):
        entries = entries.filter(voucher=voucher)
    if account := data.get("akun"):
        entries = entries.filter(pk__in=Posting.objects.touching([account]).values("entry"))
    return entries


@roles(*READERS)
@require_safe
def account_book(request: HttpRequest, pk: int) -> HttpResponse:
    account = get_object_or_404(Account.objects.visible_to(request.user), pk=pk)
    form = PeriodForm(request.user.office, request.GET)
    book = build_account_book(account, *form.days)
    page = page_of(request, book.rows)
    return render(request, "ledger/account_book.html", {"form": form, "book": book, "page": page})


@roles(*READERS)
@require_safe
def trial_balance(request: HttpRequest) -> HttpResponse:
    form = DayForm(request.user.office, request.GET)
    balance = build_trial_balance(request.user.office, form.day)
    return render(request, "ledger/trial_balance.html", {"form": form, "balance": balance})


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def entry_add(request: HttpRequest) -> HttpResponse:
    """Typed, looked at, saved; or given more rows (``langkah`` says which button it was)."""
    office, step = request.user.office, request.POST.get("langkah", "lihat")
    is_detailed = request.GET.get("cara") == DETAILED
    form = (DetailedEntryForm if is_detailed else EntryForm)(office, request.POST or None)
    if is_detailed and form.is_bound and step == "tambah":
        form.with_more_rows()
    elif step in ("lihat", "simpan") and form.is_valid():
        data = form.cleaned_data
        try:
            check_entry(office, data["happened_on"], form.moves)
            if step == "lihat":
                return entry_preview(request, form)
            entry = record_entry(
                office,
                happened_on=data["happened_on"],
                memo=data["memo"],
                moves=form.moves,
                request_key=data["request_key"],
                by=request.user,
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"{entry.label} tersimpan.", extra_tags="draft:entry")
            return redirect("ledger:entry-detail", entry.pk)
    return render(request, "ledger/entry_form.html", {"form": form, "is_detailed": is_detailed})


def entry_preview(
    request: HttpRequest, form: EntryForm, title: str = "Periksa jurnal"
) -> HttpResponse:
    """What a valid form with ``moves`` would post; sent again as it is, it is saved."""
    sent = [(k, v) for k, v in request.POST.items() if k not in ("csrfmiddlewaretoken", "langkah")]
    context = {
        "form": form,
        "title": title,
        "sent": sent,
        "voucher": Voucher(voucher_of(form.moves)),
        "total": sum(move.amount for move in form.moves),
    }
    return render(request, "ledger/entry_preview.html", context)


def _voucher(request: HttpRequest, pk: int) -> Entry:
    entries = Entry.objects.visible_to(request.user).prefetch_related(_POSTINGS)
    related = ("office", "recorded_by", "reverses", "reversed_by")
    return get_object_or_404(entries.select_related(*related), pk=pk)


@roles(*READERS)
@require_safe
def entry_detail(request: HttpRequest, pk: int) -> HttpResponse:
    entry = _voucher(request, pk)
    is_standing = entry.kind != Entry.Kind.REVERSAL and not hasattr(entry, "reversed_by")
    context = {
        "entry": entry,
        "files": entry.files.select_related("file", "attached_by", "withdrawal"),
        "attach_form": AttachForm() if request.user.role in STAFF else None,
        "may_withdraw": request.user.role == Role.MANAGER,
        "is_standing": is_standing,
        "may_reverse": request.user.role == Role.MANAGER
        and is_standing
        and entry.kind == Entry.Kind.ORDINARY
        and entry.origin == "ledger",
    }
    return render(request, "ledger/entry_detail.html", context)


@roles(*READERS)
@require_safe
def entry_print(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "ledger/entry_print.html", {"entry": _voucher(request, pk)})


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def entry_reverse(request: HttpRequest, pk: int) -> HttpResponse:
    entry = _voucher(request, pk)
    form = ReversalForm(request.user.office, request.POST or None)
    if form.is_valid():
        try:
            reversal = undo_entry(entry, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"{entry.label} dibatalkan dengan {reversal.label}.")
            return redirect("ledger:entry-detail", reversal.pk)
    return render(request, "ledger/entry_reverse.html", {"entry": entry, "form": form})


@roles(*READERS)
@require_safe
def account_list(request: HttpRequest) -> HttpResponse:
    accounts = Account.objects.visible_to(request.user)
    may_change = request.user.role == Role.MANAGER
    context = {"accounts": accounts, "may_change": may_change}
    return render(request, "ledger/account_list.html", context)


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def account_add(request: HttpRequest) -> HttpResponse:
    form = AccountForm(request.user.office, request.POST or None)
    if form.is_valid():
        try:
            account = add_account(**form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"Akun {account} ditambahkan.")
            return redirect("ledger:account-list")
    return form_page(request, form, "Akun baru", (reverse("ledger:account-list"), "Daftar Akun"))


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def account_edit(request: HttpRequest, pk: int) -> HttpResponse:
    account = get_object_or_404(Account.objects.visible_to(request.user), pk=pk)
    now = {"name": account.name, "is_active": account.is_active}
    form = AccountChangeForm(request.POST or None, initial=now)
    if form.is_valid():
        try:
            account = change_account(account, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"Akun {account} disimpan.")
            return redirect("ledger:account-list")
    back = (reverse("ledger:account-list"), "Daftar Akun")
    return form_page(request, form, f"Ubah akun {account.code}", back)
