"""Early settlement: what it costs on a day, on screen and paper, and taking the money."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from loans.ending_forms import SettleForm
from loans.ending_pages import (
    Look,
    Texts,
    disbursed_loan,
    ending_page,
    money_facts,
)
from loans.ending_views import loan_page
from loans.models import Loan, Repayment
from loans.relieving import left_of
from loans.settlement import (
    Quotation,
    quotation,
    settle_loan,
    settlement_moves,
    settlement_problems,
)
from loans.sheet_views import CASHIERS
from upk.access import OFFICE, roles
from upk.money import rupiah
from upk.periods import today


def _day(request: HttpRequest, loan: Loan) -> date:
    """The day in the address, or today; never before the disbursement."""
    try:
        asked = date.fromisoformat(request.GET.get("tanggal", ""))
    except ValueError:
        asked = today(loan.office)
    return max(asked, loan.disbursed_on)


@roles(*OFFICE)
@require_safe
def loan_quotation(request: HttpRequest, pk: int) -> HttpResponse:
    """What settles the loan on a day: a page to look at and to print."""
    loan = disbursed_loan(request, pk)
    quote = quotation(loan, _day(request, loan))
    context = {"loan": loan, "quote": quote, "today": today(loan.office)}
    return render(request, "loans/quotation.html", context)


@roles(*CASHIERS)
@require_http_methods(["GET", "POST"])
def loan_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the money that settles the loan; jasa that the rule doesn't ask is waived."""
    loan = disbursed_loan(request, pk)
    on = min(_day(request, loan), today(loan.office))
    form = SettleForm(
        request.POST or None, loan=loan, initial={"on": on, "cash": loan.product.cash_id}
    )

    def look() -> Look:
        quote = quotation(loan, form.cleaned_data["on"])
        form.show_amount(quote.total)
        paid = form.settlement(quote.total)
        problems = settlement_problems(quote, left_of(loan), paid)
        moves = settlement_moves(quote, paid.cash, paid.penalty)
        return Look(_quotation_facts(quote, paid.penalty), moves, problems)

    def act() -> tuple[str, str]:
        key = form.cleaned_data["request_key"]
        written = settle_loan(loan, form.settlement(), request_key=key, by=request.user)
        receipt = written[0]
        if receipt.kind != Repayment.Kind.CASH:
            return f"Pinjaman {loan} lunas.", loan_page(loan)[0]
        text = f"Pinjaman {loan} lunas: {rupiah(receipt.amount)} diterima."
        return text, reverse("loans:receipt", args=[receipt.pk])

    texts = Texts(
        f"Pelunasan {loan}",
        f"{loan.group.name}, Desa {loan.group.village.name}. Seluruh sisa pinjaman dibayar "
        "sekaligus menurut ketentuan kantor.",
        "Terima pelunasan",
        is_dangerous=False,
        back=(reverse("loans:loan-quotation", args=[pk]), "Rincian pelunasan"),
    )
    return ending_page(request, loan, form, texts=texts, look=look, act=act)


def _quotation_facts(quote: Quotation, penalty: int) -> list[tuple[str, str]]:
    due = quote.due
    return [
        *money_facts(
            ("Sisa pokok", quote.principal),
            ("Jasa tertunggak", due.interest_arrears),
            ("Jasa jatuh tempo hari itu", due.interest_due),
            ("Jasa belum jatuh tempo, diminta", quote.interest_ahead_asked),
            ("Jasa belum jatuh tempo, dibebaskan", quote.waived),
            ("Denda", penalty),
        ),
        ("Jumlah yang diterima", rupiah(quote.total + penalty)),
    ]
