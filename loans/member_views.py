"""Members of a loan: their cards, and who of them paid how much of a receipt."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from loans.member_books import SharesTooSmall, member_book
from loans.member_cards import build_member_cards
from loans.member_forms import ReceiptSplitForm, SplitForm
from loans.member_splits import (
    TOO_SMALL,
    SplitErrors,
    check_divisible,
    proposed_parts,
    split_receipt,
)
from loans.models import Loan, Repayment
from upk.access import OFFICE, Role, roles
from upk.periods import today


@roles(*OFFICE)
@require_safe
def member_cards(request: HttpRequest, pk: int) -> HttpResponse:
    """The cards of all members, with who is behind; for the screen and for paper."""
    loans = Loan.objects.visible_to(request.user)
    loan = get_object_or_404(loans.select_related("office", "group__village", "product"), pk=pk)
    cards, problem = None, ""
    try:
        cards = build_member_cards(loan, today(loan.office))
    except SharesTooSmall:
        problem = TOO_SMALL
    context = {"loan": loan, "cards": cards, "problem": problem}
    return render(request, "loans/member_cards.html", context)


@roles(Role.MANAGER, Role.TREASURER)
@require_http_methods(["GET", "POST"])
def receipt_split(request: HttpRequest, pk: int) -> HttpResponse:
    """Say afterwards, once, who of the group paid how much of a receipt."""
    receipts = Repayment.objects.visible_to(request.user).select_related(
        "loan__group", "entry", "office"
    )
    receipt = get_object_or_404(receipts, pk=pk)
    shares = receipt.loan.shares.select_related("person").order_by("pk")
    head = ReceiptSplitForm(request.POST or None)
    if request.method == "GET":
        try:
            check_divisible(receipt)
            whole = (receipt.principal, receipt.interest, receipt.penalty)
            parts = proposed_parts(member_book(receipt.loan), whole, of=receipt)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("loans:receipt", pk=pk)
        except SharesTooSmall:
            messages.error(request, TOO_SMALL)
            return redirect("loans:receipt", pk=pk)
        return _split_page(request, receipt, head, SplitForm(shares, parts=parts))
    split = SplitForm(shares, request.POST)
    given = split.read()
    if head.is_valid() and not split.has_errors:
        try:
            split_receipt(receipt, given, request_key=head.cleaned_data["request_key"],
                          by=request.user)  # fmt: skip
        except SplitErrors as error:
            split.place(error.members, error.whole)
        except ValidationError as error:
            split.errors += error.messages
        else:
            done = f"draft:receipt-split:{pk}"
            messages.success(request, "Setoran dibagi per anggota.", extra_tags=done)
            return redirect("loans:receipt", pk=pk)
    return _split_page(request, receipt, head, split, status=422)


def _split_page(
    request: HttpRequest, receipt: Repayment, head: ReceiptSplitForm, split: SplitForm, status=200
) -> HttpResponse:
    context = {"repayment": receipt, "loan": receipt.loan, "form": head, "split": split}
    return render(request, "loans/receipt_split.html", context, status=status)
