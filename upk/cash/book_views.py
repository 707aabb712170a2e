"""Cash and bank accounts with what they hold, and the book of each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from upk.access import READERS, Role, roles
from upk.cash.books import holdings
from upk.cash.forms import MonthForm
from upk.cash.papers import book_pdf
from upk.ledger.books import AccountBook, build_account_book
from upk.ledger.models import Account
from upk.paging import page_of
from upk.pdf import pdf_or_back
from upk.periods import today


@roles(*READERS)
@require_safe
def account_list(request: HttpRequest) -> HttpResponse:
    """What the office's cash and banks hold today."""
    day = today(request.user.office)
    rows = holdings(request.user.office, day)
    context = {
        "as_of": day,
        "rows": rows,
        "total": sum(row.balance for row in rows),
        "may_write": request.user.role in (Role.MANAGER, Role.TREASURER),
    }
    return render(request, "cash/account_list.html", context)


def _asked_book(request: HttpRequest, pk: int) -> tuple[MonthForm, AccountBook]:
    accounts = Account.objects.visible_to(request.user).cash_and_bank()
    account = get_object_or_404(accounts.select_related("office__district"), pk=pk)
    form = MonthForm(account.office, request.GET)
    return form, build_account_book(account, *form.days)


@roles(*READERS)
@require_safe
def book(request: HttpRequest, pk: int) -> HttpResponse:
    """A month of a cash or bank book: in, out, balance."""
    form, found = _asked_book(request, pk)
    context = {"form": form, "book": found, "page": page_of(request, found.rows)}
    return render(request, "cash/book.html", context)


@roles(*READERS)
@require_safe
def book_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The same month as PDF."""
    form, found = _asked_book(request, pk)
    kind = "kas" if found.account.liquidity == Account.Liquidity.CASH else "bank"
    name = f"{found.account.office.code}-buku-{kind}-{found.account.code}-{form.month}"
    return pdf_or_back(request, lambda: book_pdf(found), name, "cash:book", pk)
