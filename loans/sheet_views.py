"""Entering a day's repayments: form, preview, posting, the result and the blank sheet.

One address serves form, preview and posting (``langkah`` says which), so that after an idle
logout ``next=`` leads back to the form with the same choice, where the draft is put back.
"""

from datetime import date
from functools import cached_property
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from loans.day_sheet import SHEET_SIZE, Choice, Line, lines_of, payable_loans
from loans.models import Loan, LoanQuerySet, Repayment
from loans.repayments import (
    Planned,
    Sheet,
    is_recorded,
    preview_repayments,
    record_repayments,
)
from loans.sheet_forms import ChoiceForm, SheetForm, posted_loans
from upk.access import OFFICE, READERS, Role, roles
from upk.forms import DayField
from upk.ledger.models import Account, Submission
from upk.money import number, rupiah
from upk.offices.models import Village
from upk.paging import page_of
from upk.periods import today

CASHIERS = (Role.MANAGER, Role.TREASURER)
"""Those who take money."""


def day_of(request: HttpRequest) -> date:
    """The day of the payments: as typed in the form, as in the address, or today."""
    for given in (request.POST.get("paid_on"), request.GET.get("tanggal")):
        try:
            if day := DayField(required=False).clean(given):
                return day
        except ValidationError:
            continue
    return today(request.user.office)


class _Request:
    """What a request for the sheet is about: the choice, the day, and the lines."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.office = request.user.office
        self.chooser = ChoiceForm(request.user, request.GET)
        self.choice = self.chooser.choice()
        self.on = day_of(request)

    @cached_property
    def page(self) -> Page:
        return page_of(self.request, self.loans(), SHEET_SIZE)

    def loans(self) -> LoanQuerySet:
        """All loans of the choice."""
        if not self.choice:
            return Loan.objects.none()
        return payable_loans(self.request.user, self.choice, self.on)

    def lines(self) -> list[Line]:
        """The loans of the choice, then those that were typed for and aren't among them."""
        loans = list(self.page.object_list)
        missing = set(posted_loans(self.request.POST)) - {loan.pk for loan in loans}
        if missing:
            others = Loan.objects.visible_to(self.request.user).filter(pk__in=missing)
            loans += others.exclude(disbursed_on=None).select_related("group__village", "product")
        return lines_of(loans, self.on)

    @property
    def query(self) -> str:
        """The choice and the day as they stand in the address."""
        choice = self.choice
        parts = {
            "tanggal": self.on.isoformat(),
            "desa": choice.village and choice.village.pk,
            "produk": choice.product and choice.product.pk,
            "minggu": choice.this_week and "on",
            "cari": choice.text,
            "halaman": self.page.number > 1 and self.page.number,
        }
        return urlencode({name: value for name, value in parts.items() if value})

    @property
    def draft(self) -> str:
        return f"day-sheet:{self.query}"


@roles(*CASHIERS)
@require_http_methods(["GET", "POST"])
def day_sheet(request: HttpRequest) -> HttpResponse:
    """The sheet: choose, type, look at the preview, post."""
    asked = _Request(request)
    if request.method == "GET":
        return _form_page(asked, _new_form(asked))
    step = request.POST.get("langkah", "pratinjau")
    if step in ("pratinjau", "simpan"):
        return _check_or_post(asked, is_final=step == "simpan")
    data = _changed(asked, step)
    return _form_page(asked, SheetForm.of_lines(request.user, asked.lines(), data), old=request.GET)


def _new_form(asked: _Request) -> SheetForm:
    lines = asked.lines()
    initial = {"paid_on": asked.on, "cash": _usual_cash(asked.choice, lines)}
    return SheetForm.of_lines(asked.request.user, lines, initial=initial)


def _usual_cash(choice: Choice, lines: list[Line]) -> int | None:
    products = [choice.product] if choice.product else [line.loan.product for line in lines]
    return products[0].cash_id if products else None


def _changed(asked: _Request, step: str) -> QueryDict:
    """What was typed, after a step that only changes the form: for those without JavaScript."""
    data = asked.request.POST.copy()
    data["paid_on"] = asked.on.isoformat()
    if step == "baru":
        data["request_key"] = str(uuid4())
    if step.startswith("isi-"):
        for line in asked.lines():
            name = f"loan-{line.loan.pk}-amount"
            wanted = step == f"isi-{line.loan.pk}" or (step == "isi-semua" and not data.get(name))
            if wanted and line.now:
                data[name] = number(line.now)
    return data


def _form_page(
    asked: _Request, form: SheetForm, old: QueryDict | None = None, status: int = 200
) -> HttpResponse:
    """The form; ``old`` is the address from which another day or key was asked for."""
    lines = [row.line for row in form.rows]
    key = form.head["request_key"].value()
    context = {
        "chooser": asked.chooser,
        "choice": asked.choice,
        "on": asked.on,
        "page": asked.page,
        "form": form,
        "query": asked.query,
        "draft": asked.draft,
        "draft_done": _old_draft(asked, old),
        "is_typed": form.head.is_bound,
        "due": sum(line.now for line in lines),
        "villages": [] if asked.choice else _villages(asked),
        "spent_url": reverse("loans:sheet-result", args=[key]) if form.spent else "",
    }
    return render(asked.request, "loans/sheet_form.html", context, status=status)


def _old_draft(asked: _Request, old: QueryDict | None) -> str:
    """The draft that this form replaces: typed for another day, or with a spent key."""
    if old is None:
        return ""
    before = old.get("tanggal") or today(asked.office).isoformat()
    if asked.request.POST.get("langkah") == "baru":
        return asked.draft
    if before == asked.on.isoformat():
        return ""
    return asked.draft.replace(f"tanggal={asked.on.isoformat()}", f"tanggal={before}")


def _villages(asked: _Request):
    running = Q(groups__loans__status=Loan.Status.ACTIVE)
    villages = Village.objects.visible_to(asked.request.user)
    return villages.annotate(loan_count=Count("groups__loans", filter=running))


def _check_or_post(asked: _Request, *, is_final: bool) -> HttpResponse:
    """The preview, or the posting; whatever is wrong leads back to the form as it was typed."""
    form = SheetForm.of_lines(asked.request.user, asked.lines(), asked.request.POST)
    sheet = form.sheet()
    if sheet is None:
        _add_errors_of_readable_rows(asked, form)
    else:
        try:
            if is_final:
                record_repayments(asked.office, sheet, by=asked.request.user)
            elif not is_recorded(asked.office, sheet):
                plan = preview_repayments(asked.office, sheet)
                return _preview_page(asked, form, sheet, plan)
            return _to_result(asked, sheet)
        except ValidationError as error:
            form.add_error(error)
    form.spent = (
        form.spent
        and Submission.objects.filter(key=sheet.request_key, office=asked.office).exists()
    )
    return _form_page(asked, form, status=422)


def _add_errors_of_readable_rows(asked: _Request, form: SheetForm) -> None:
    """What the service says to the rows that can be read: all errors of a sheet show at once."""
    readable = form.readable_sheet()
    if readable is None:
        return
    try:
        preview_repayments(asked.office, readable)
    except ValidationError as error:
        form.add_error(error)


def _to_result(asked: _Request, sheet: Sheet) -> HttpResponse:
    count = len(sheet.rows)
    tag = f"draft:{asked.draft}"
    messages.success(asked.request, f"{count} setoran tercatat.", extra_tags=tag)
    return redirect("loans:sheet-result", key=sheet.request_key)


def _preview_page(
    asked: _Request, form: SheetForm, sheet: Sheet, plan: list[Planned]
) -> HttpResponse:
    total = sum(planned.total for planned in plan)
    counted = form.head.cleaned_data["counted"]
    context = {
        "plan": plan,
        "sheet": sheet,
        "query": asked.query,
        "carried": form.carried(),
        "principal": sum(planned.parts.principal for planned in plan),
        "interest": sum(planned.parts.interest for planned in plan),
        "penalty": sum(planned.row.penalty for planned in plan),
        "total": total,
        "accounts": _by_account(sheet.cash, plan),
        "counted": counted,
        "difference": None if counted is None else counted - total,
        "difference_text": rupiah(abs((counted or 0) - total)),
    }
    return render(asked.request, "loans/sheet_preview.html", context)


def _by_account(cash: Account, plan: list[Planned]) -> list[tuple[Account, int, int]]:
    """What each account gets, as account, debit, credit: the cash first."""
    moves = [move for planned in plan for move in planned.moves(cash)]
    credits: dict[Account, int] = {}
    for move in moves:
        credits[move.credit] = credits.get(move.credit, 0) + move.amount
    ordered = sorted(credits.items(), key=lambda pair: pair[0].code)
    return [(cash, sum(move.amount for move in moves), 0), *((a, 0, sum_) for a, sum_ in ordered)]


@roles(*READERS)
@require_GET
def sheet_result(request: HttpRequest, key: UUID) -> HttpResponse:
    """What a sheet posted: its receipts and their sum."""
    receipts = receipts_of(request, key)
    context = {
        "receipts": receipts,
        "key": key,
        "total": sum(receipt.amount for receipt in receipts),
        "paid_on": receipts[0].paid_on,
        "cash": receipts[0].entry.postings.all()[0].debit,
    }
    return render(request, "loans/sheet_result.html", context)


def receipts_of(request: HttpRequest, key: UUID) -> list[Repayment]:
    """Receipts of one submission that the user may see; 404 if there are none."""
    receipts = Repayment.objects.visible_to(request.user).filter(
        submission__key=key, office_id=request.user.office_id, kind=Repayment.Kind.CASH
    )
    found = list(
        receipts.select_related(
            "loan__group__village", "loan__product", "entry", "paid_in_by", "recorded_by",
            "reversed_by__entry", "office",
        ).prefetch_related("entry__postings__debit").order_by("pk")
    )  # fmt: skip
    if not found:
        raise Http404
    return found


@roles(*OFFICE)
@require_GET
def day_sheet_print(request: HttpRequest) -> HttpResponse:
    """The blank sheet, to take along to the village: what is due, and room to write."""
    asked = _Request(request)
    lines = lines_of(asked.loans(), asked.on) if asked.choice else []
    context = {
        "chooser": asked.chooser,
        "choice": asked.choice,
        "on": asked.on,
        "office": asked.office,
        "lines": lines,
        "query": asked.query,
        "due": sum(line.now for line in lines),
    }
    return render(request, "loans/sheet_print.html", context)
