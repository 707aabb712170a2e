"""Pages of the levies' bank: deposits, interest, tax and fees, what each did, taking it back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from maintenance.levies.accounts import ORIGIN
from maintenance.levies.balances import held, lowest_held
from maintenance.levies.forms import BankItemForm, DayForm, DepositForm, SpendForm, UndoForm
from maintenance.levies.services import record_bank_item, record_deposit
from maintenance.levies.spending import spend_on_repair
from maintenance.levies.undoing import undo
from maintenance.levies.views import CASHIERS
from maintenance.models import (
    LevyBankItem,
    LevyDeposit,
    LevyFund,
    LevyMove,
    LevyPayment,
    LevyWithdrawal,
)
from upk.access import READERS, Role, roles
from upk.forms import form_page, told_as_done
from upk.ledger.models import Entry, EntryQuerySet
from upk.money import number, rupiah
from upk.offices.models import Village
from upk.paging import page_of
from upk.periods import format_date, today

UP = "Setoran dan Bank"
MADE_BY = ("levy_payment", "levy_deposit", "levy_bank_item", "levy_withdrawal")
"""What an entry of the levies comes from: one of these."""


def _entries(request: HttpRequest) -> EntryQuerySet:
    """Entries of the levies, without their reversals."""
    related = ("reversed_by", *MADE_BY, "levy_withdrawal__repair__infrastructure__village__office")
    entries = Entry.objects.visible_to(request.user).filter(origin=ORIGIN, reverses__isnull=True)
    return entries.select_related("office", *related)


@roles(*READERS)
@require_safe
def bank_list(request: HttpRequest) -> HttpResponse:
    """What went to the bank and what the bank added or took, the latest first."""
    entries = _entries(request).filter(levy_payment__isnull=True)
    fund = LevyFund.objects.filter(office=request.user.office).select_related("bank").first()
    context = {
        "page": page_of(request, entries.order_by("-happened_on", "-pk")),
        "fund": fund,
        "may_collect": request.user.role in CASHIERS,
    }
    return render(request, "maintenance/levy_bank_list.html", context)


@roles(*READERS)
@require_safe
def levy_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """What an entry did to each village's money; a payment leads to its receipt."""
    entry = get_object_or_404(_entries(request), pk=pk)
    if hasattr(entry, "levy_payment"):
        return redirect("maintenance:levy-payment", entry.levy_payment.pk)
    moves = LevyMove.objects.filter(entry=entry).select_related("village").order_by("village__name")
    context = {
        "entry": entry,
        "moves": moves,
        "may_undo": request.user.role == Role.MANAGER and not hasattr(entry, "reversed_by"),
    }
    return render(request, "maintenance/levy_entry.html", context)


@roles(*CASHIERS)
@require_http_methods(["GET", "POST"])
def deposit_add(request: HttpRequest) -> HttpResponse:
    """One trip to the bank: what is collected and not deposited is filled in."""
    office = request.user.office
    chooser = DayForm(office, request.GET)
    villages = list(Village.objects.visible_to(request.user))
    collected = lowest_held([village.pk for village in villages], chooser.day)
    initial = {"deposited_on": chooser.day}
    ready = {village.pk: collected[village.pk].cash for village in villages}
    initial |= {f"village-{pk}": number(cash) for pk, cash in ready.items() if cash}
    form = DepositForm(villages, request.POST or None, initial=initial)
    draft = f"levy-deposit:{chooser.day}"
    if form.is_valid():
        data = form.cleaned_data
        try:
            made = record_deposit(
                office, form.amounts, deposited_on=data["deposited_on"], slip=data["slip"],
                request_key=data["request_key"], by=request.user,
            )  # fmt: skip
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            text = f"Setoran {rupiah(made.amount)} tercatat dengan {made.entry.label}."
            messages.success(request, text, extra_tags=f"draft:{draft}")
            return redirect("maintenance:levy-entry", made.entry_id)
    rows = [
        (village, collected[village.pk].cash, form.cell(village))
        for village in villages
        if collected[village.pk].cash or form.cell(village).errors or form.cell(village).value()
    ]
    context = {
        "chooser": chooser, "form": form, "rows": rows, "draft": draft,
        "total": sum(row[1] for row in rows), "query": request.GET.urlencode(),
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "maintenance/levy_deposit.html", context, status=status)


@roles(*CASHIERS)
@require_http_methods(["GET", "POST"])
def bank_item_add(request: HttpRequest) -> HttpResponse:
    """Interest, tax or a fee as the bank booked it, shared among the villages."""
    office = request.user.office
    form = BankItemForm(request.POST or None, initial={"happened_on": today(office)})
    if form.is_valid():
        try:
            made = record_bank_item(office, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            text = f"{made.get_kind_display()} {rupiah(made.amount)} dibagi kepada desa."
            messages.success(request, text)
            return redirect("maintenance:levy-entry", made.entry_id)
    note = (
        "Uang bank ini milik desa: bunga, pajak, dan biayanya dibagi menurut saldo setiap desa di "
        "bank pada akhir tanggal itu, tidak masuk pendapatan atau beban UPK."
    )
    back = (reverse("maintenance:levy-bank-list"), UP)
    return form_page(request, form, "Bunga, pajak, atau biaya bank", back, note=note)


@roles(*CASHIERS)
@require_http_methods(["GET", "POST"])
def spend_add(request: HttpRequest, pk: int) -> HttpResponse:
    """A repair that the village's levies pay: money from the bank, and the work."""
    villages = Village.objects.visible_to(request.user).select_related("office")
    village = get_object_or_404(villages, pk=pk)
    day = today(village.office)
    form = SpendForm(village, day, request.POST or None)
    if form.is_valid():
        key = form.cleaned_data["request_key"]
        try:
            made = spend_on_repair(form.draft, request_key=key, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            told_as_done(request, f"Perbaikan {rupiah(made.amount)} dibayar dari iuran.")
            return redirect("maintenance:levy-entry", made.entry_id)
    bank = held([pk], day)[pk].bank
    note = (
        f"Desa {village} mempunyai {rupiah(bank)} di bank. Uang yang belum disetor tidak dapat "
        "dipakai: setorkan dahulu. Perbaikannya tercatat pada prasarananya."
    )
    back = (reverse("maintenance:levy-card", args=[pk]), f"Kartu Iuran Desa {village}")
    return form_page(request, form, "Bayar perbaikan dari iuran", back, note=note, is_long=True)


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def levy_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a payment, a deposit or an item of the bank back."""
    entry = get_object_or_404(_entries(request), pk=pk)
    row = _row_of(entry)
    form = UndoForm(request.POST or None, initial={"happened_on": today(request.user.office)})
    if form.is_valid():
        try:
            reversal = undo(row, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"{entry.label} dibatalkan dengan {reversal.label}.")
            return redirect("maintenance:levy-entry", entry.pk)
    note = f"{entry.memo}, {format_date(entry.happened_on)}: {rupiah(entry.total)}."
    back = (reverse("maintenance:levy-entry", args=[pk]), entry.label)
    return form_page(request, form, f"Batalkan {entry.label}", back, note=note)


def _row_of(entry: Entry) -> LevyPayment | LevyDeposit | LevyBankItem | LevyWithdrawal:
    """What made the entry."""
    return next(getattr(entry, name) for name in MADE_BY if hasattr(entry, name))
