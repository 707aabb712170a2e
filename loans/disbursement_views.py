"""Paying loans out: one, or several at once from the waiting list; and the papers after it."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from loans.disbursement_forms import DisburseForm, disbursing_accounts
from loans.loan_views import visible_loan
from loans.models import Loan
from loans.payouts import Payout, cash_available, payout_problems, plan_payouts
from loans.services import disburse_loans
from loans.waiting_list import chosen_next
from upk.access import OFFICE, Role, roles
from upk.asked import row_id
from upk.ledger.models import Posting
from upk.periods import today

MOST_AT_ONCE = 50
"""Loans in one disbursement: more don't fit a screen that somebody checks."""


@roles(Role.TREASURER)
@require_http_methods(["GET", "POST"])
def loan_disburse(request: HttpRequest, pk: int) -> HttpResponse:
    """Pay a waiting loan out, after a look at its schedule and the account."""
    loan = visible_loan(request, pk)
    back = (reverse("loans:loan-detail", args=[pk]), str(loan))
    return _disburse(request, [loan], back)


@roles(Role.TREASURER)
@require_http_methods(["GET", "POST"])
def loans_disburse(request: HttpRequest) -> HttpResponse:
    """Pay the ticked loans out on one day from one account: all of them or none."""
    asked = {row_id(text) for text in request.GET.getlist("pinjaman")} - {None}
    visible = Loan.objects.visible_to(request.user)
    loans = list(
        visible.filter(pk__in=asked).select_related(
            "office", "group__village", "product", "product__cash"
        )
    )
    if not asked or len(asked) > MOST_AT_ONCE:
        messages.error(request, f"Centang 1 sampai {MOST_AT_ONCE} pinjaman yang akan dicairkan.")
        return redirect("loans:waiting-list")
    if len(loans) != len(asked):
        raise Http404
    return _disburse(request, loans, (reverse("loans:waiting-list"), "Daftar Tunggu"))


def _disburse(request: HttpRequest, loans: Sequence[Loan], back: tuple[str, str]) -> HttpResponse:
    office, product = loans[0].office, loans[0].product
    accounts = list(disbursing_accounts(office))
    balances = Posting.objects.touching(accounts).net_by_account()
    form = DisburseForm(
        request.POST or None, office=office, balances=balances, cash=product.cash_id
    )
    on, problems = today(office), []
    cash = next((a for a in accounts if a.pk == product.cash_id), None)
    if form.is_valid():
        on, cash = form.cleaned_data["disbursed_on"], form.cleaned_data["cash"]
        if "cairkan" in request.POST:
            try:
                disburse_loans(loans, **form.cleaned_data, by=request.user)
            except ValidationError as error:
                problems = error.messages
            else:
                messages.success(request, f"{_named(loans)} cair.")
                return redirect("loans:disbursement", form.cleaned_data["request_key"])
    payouts = plan_payouts(loans, on)
    if cash and not problems:
        found = payout_problems(payouts, on=on, cash=cash, by=request.user)
        problems = [problem.message for problem in found]
    chosen = chosen_next(product)
    context = {
        "form": form,
        "loans": [_shown(payout) for payout in payouts],
        "heading": f"Cairkan {_named(loans)}",
        "problems": problems,
        "chosen": chosen if chosen and chosen.loan not in loans else None,
        "account": _account(payouts, cash, on),
        "on": on,
        "back_url": back[0],
        "back_label": back[1],
    }
    return render(request, "loans/loan_disburse.html", context)


def _named(loans: Sequence[Loan]) -> str:
    return str(loans[0]) if len(loans) == 1 else f"{len(loans)} pinjaman"


def _account(payouts: Sequence[Payout], cash, on) -> dict | None:
    """What the account can pay on the day, before and after. Whole rupiah."""
    total = sum(payout.loan.principal for payout in payouts)
    if cash is None:
        return {"total": total}
    before = cash_available(cash, on)
    return {"name": cash.name, "before": before, "total": total, "after": before - total}


def _shown(payout: Payout) -> dict:
    """A loan's rows with what each member pays of them, and both sums."""
    lines = [
        {"row": row, "due": row.principal + row.interest, "cells": [_due(c) for c in cells]}
        for row, cells in zip(payout.rows, payout.cells, strict=True)
    ]
    columns = zip(*(line["cells"] for line in lines), strict=True)
    return {
        "loan": payout.loan,
        "shares": payout.shares,
        "per_member": payout.per_member,
        "lines": lines,
        "principal": sum(row.principal for row in payout.rows),
        "interest": payout.interest,
        "due": sum(line["due"] for line in lines),
        "totals": [sum(column) for column in columns],
    }


def _due(cell) -> int:
    return cell.principal + cell.interest


@roles(*OFFICE)
@require_safe
def disbursement(request: HttpRequest, key: UUID) -> HttpResponse:
    """What one form paid out, with its vouchers and papers."""
    loans = Loan.objects.visible_to(request.user).filter(disbursement__submission__key=key)
    loans = list(loans.select_related("disbursement", "group__village", "office").order_by("pk"))
    if not loans:
        raise Http404
    context = {"loans": loans, "total": sum(loan.principal for loan in loans)}
    return render(request, "loans/disbursement.html", context)


@roles(*OFFICE)
@require_safe
def handover(request: HttpRequest, pk: int) -> HttpResponse:
    """The group's receipt for the money, and the list that its members sign."""
    paid_out = Loan.objects.visible_to(request.user).filter(disbursed_on__isnull=False)
    loan = get_object_or_404(
        paid_out.select_related(
            "office", "group__village", "product", "disbursement__recorded_by", "decision"
        ),
        pk=pk,
    )
    shares = loan.shares.select_related("person").order_by("pk")
    return render(request, "loans/handover.html", {"loan": loan, "shares": shares})
