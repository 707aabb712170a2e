"""The one page on which a loan ends: a form, a look at what would be posted, and the deed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from loans.ending_forms import EndingForm
from loans.models import Loan, Repayment
from loans.reasons import Problem
from loans.remaining import RowLeft
from upk.forms import told_as_done
from upk.ledger.services import Move
from upk.money import rupiah
from upk.offices.models import Person


@dataclass(frozen=True, slots=True)
class Look:
    """What would happen: figures, postings, the new schedule and shares, reasons against it."""

    facts: Sequence[tuple[str, str]] = ()
    moves: Sequence[Move] = ()
    problems: Sequence[Problem] = ()
    schedule: dict | None = None
    shares: Sequence[tuple[Person, int]] = ()
    rows: Sequence[RowLeft] = ()


@dataclass(frozen=True, slots=True)
class Texts:
    """The words of a page."""

    title: str
    note: str
    button: str
    is_dangerous: bool = True
    back: tuple[str, str] = field(default=("", ""))
    """Address and label of the page above."""


Act = Callable[[], tuple[str, str]]
"""Does the deed; gives the sentence of success and the address to go to."""


def ending_page(
    request: HttpRequest,
    loan: Loan,
    form: EndingForm,
    *,
    texts: Texts,
    look: Callable[[], Look],
    act: Act,
) -> HttpResponse:
    """Show the form; after a look the button that does it; then go on.

    ``look`` and ``act`` are called with a valid form. The deed is asked for by the second button,
    which only a page with a look has.
    """
    seen, problems = None, []
    if form.is_valid():
        if "simpan" in request.POST:
            try:
                sentence, url = act()
            except ValidationError as error:
                problems = error.messages
            else:
                told_as_done(request, sentence)
                return redirect(url)
        seen = look()
        problems = problems or [problem.message for problem in seen.problems]
    context = {"loan": loan, "form": form, "texts": texts, "look": seen, "problems": problems}
    status = 422 if form.errors or problems else 200
    return render(request, "loans/ending.html", context, status=status)


def disbursed_loan(request: HttpRequest, pk: int) -> Loan:
    """A loan that was paid out and the user may see, or 404."""
    loans = Loan.objects.visible_to(request.user).exclude(disbursed_on=None)
    return get_object_or_404(loans.select_related("office", "group__village", "product"), pk=pk)


def visible_relief(request: HttpRequest, pk: int, kinds: Sequence[str]) -> Repayment:
    """A relief of one of these kinds that the user may see, or 404."""
    reliefs: QuerySet = Repayment.objects.visible_to(request.user).filter(kind__in=kinds)
    related = ("office", "loan__office", "loan__group__village", "loan__product", "entry", "person")
    return get_object_or_404(reliefs.select_related(*related), pk=pk)


def schedule_look(loan: Loan, on) -> dict | None:
    """The rows of a loan that isn't saved, for ``loans/_preview.html``; ``None`` if none fit."""
    try:
        rows = loan.build_rows(on)
    except ValueError:
        return None
    return {
        "on": on,
        "rows": [(row, row.principal + row.interest) for row in rows],
        "principal": sum(row.principal for row in rows),
        "interest": sum(row.interest for row in rows),
        "due": sum(row.principal + row.interest for row in rows),
    }


def money_facts(*pairs: tuple[str, int]) -> list[tuple[str, str]]:
    """Figures in words; those of nothing are left out."""
    return [(label, rupiah(amount)) for label, amount in pairs if amount]
