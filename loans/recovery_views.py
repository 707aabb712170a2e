"""Money after a write-off: taking it, its receipt, taking the receipt back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from loans.ending_forms import ReasonForm, RecoveryForm
from loans.ending_pages import Look, Texts, ending_page, money_facts, visible_relief
from loans.ending_views import loan_page
from loans.endings import mirrored
from loans.models import Recovery
from loans.problems import date_problems
from loans.receipt_views import PAPERS
from loans.recoveries import (
    record_recovery,
    recoverable,
    recovery_problems,
    reverse_recovery,
)
from loans.relieving import WRITE_OFFS
from loans.sheet_views import CASHIERS
from upk.access import OFFICE, Role, roles
from upk.ledger.services import Move
from upk.money import rupiah
from upk.periods import today


@roles(*CASHIERS)
@require_http_methods(["GET", "POST"])
def recovery_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Take money for a write-off; ``pk`` is the write-off's."""
    write_off = visible_relief(request, pk, WRITE_OFFS)
    loan = write_off.loan
    initial = {"on": today(loan.office), "cash": loan.product.cash_id}
    form = RecoveryForm(request.POST or None, loan=loan, initial=initial)

    def look() -> Look:
        money = form.received()
        moves = [Move(money.cash, loan.product.recovery_income, money.amount)]
        left = recoverable(write_off)
        facts = money_facts(
            ("Belum tertagih", left),
            ("Diterima sekarang", money.amount),
            ("Sisa sesudahnya", left - money.amount),
        )
        return Look(facts, moves if money.amount else [], recovery_problems(write_off, money))

    def act() -> tuple[str, str]:
        key = form.cleaned_data["request_key"]
        done = record_recovery(write_off, form.received(), request_key=key, by=request.user)
        url = reverse("loans:recovery-detail", args=[done.pk])
        return f"{rupiah(done.amount)} tercatat sebagai pendapatan.", url

    texts = Texts(
        f"Terima pembayaran {loan}",
        f"{loan.group.name}: pinjaman yang dihapus. Belum tertagih "
        f"{rupiah(recoverable(write_off))}. Uangnya menjadi pendapatan, pinjaman tetap dihapus.",
        "Terima uang",
        is_dangerous=False,
        back=loan_page(loan),
    )
    return ending_page(request, loan, form, texts=texts, look=look, act=act)


def _visible_recovery(request: HttpRequest, pk: int) -> Recovery:
    related = (
        "office", "entry", "paid_in_by", "recorded_by", "reversed_by__entry", "write_off__office",
        "write_off__loan__office", "write_off__loan__group__village", "write_off__loan__product",
    )  # fmt: skip
    recoveries = Recovery.objects.visible_to(request.user).select_related(*related)
    return get_object_or_404(recoveries, pk=pk)


@roles(*OFFICE)
@require_GET
def recovery_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt, to be looked at and printed; a reversal leads to the receipt it undid."""
    found = _visible_recovery(request, pk)
    if found.reverses_id:
        return redirect("loans:recovery-detail", pk=found.reverses_id)
    size = request.GET.get("ukuran")
    before = Recovery.objects.filter(write_off=found.write_off_id, pk__lte=found.pk)
    context = {
        "recovery": found,
        "left": found.write_off.principal - sum(before.values_list("amount", flat=True)),
        "papers": PAPERS,
        "paper": size if size in PAPERS else "a5",
        "can_reverse": request.user.role == Role.MANAGER and not hasattr(found, "reversed_by"),
    }
    return render(request, "loans/recovery_detail.html", context)


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def recovery_reverse(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a receipt back with a reason."""
    found = _visible_recovery(request, pk)
    loan = found.write_off.loan
    form = ReasonForm(request.POST or None, initial={"on": today(loan.office)})
    url = reverse("loans:recovery-detail", args=[pk])

    def look() -> Look:
        problems = date_problems(found.office, form.cleaned_data["on"])
        return Look(money_facts(("Jumlah", found.amount)), mirrored([found.entry]), problems)

    def act() -> tuple[str, str]:
        data = form.values()
        reverse_recovery(found, happened_on=data.pop("on"), by=request.user, **data)
        return f"Kwitansi {found.entry.label} dibatalkan.", url

    texts = Texts(
        f"Batalkan kwitansi {found.entry.label}",
        f"{rupiah(found.amount)} dari {loan.group.name} ({loan}). Jurnalnya dibalik.",
        "Batalkan kwitansi",
        back=(url, "Kwitansi"),
    )
    return ending_page(request, loan, form, texts=texts, look=look, act=act)
