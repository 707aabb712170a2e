"""One group pays; its receipt, on A5 or on a roll of 80 mm; taking a receipt back."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from loans.allocation import Parts
from loans.day_sheet import Choice, Line, lines_of, payable_loans
from loans.member_books import SharesTooSmall, member_book
from loans.member_forms import PARTS, OnePaymentForm
from loans.member_splits import TOO_SMALL, proposed_parts
from loans.models import Instalment, Loan, LoanQuerySet, Rebate, Repayment, Share
from loans.repayments import preview_repayments, record_repayments, reverse_repayment
from loans.settlement import quotation
from loans.sheet_forms import ReversalForm
from loans.sheet_views import CASHIERS, day_of, receipts_of
from upk.access import OFFICE, READERS, Role, roles
from upk.asked import asked_text
from upk.ledger.models import Submission
from upk.money import number
from upk.paging import page_of
from upk.periods import format_date, today

FOUND_AT_ONCE = 20
PAPERS = {"a5": "A5", "80mm": "80 mm"}


@roles(*CASHIERS)
@require_GET
def repayment_search(request: HttpRequest) -> HttpResponse:
    """Find a running loan by its code, group or village, to take money for it."""
    on = today(request.user.office)
    text = asked_text(request)
    page = page_of(request, payable_loans(request.user, Choice(text=text), on), FOUND_AT_ONCE)
    context = {"text": text, "page": page, "lines": lines_of(page.object_list, on), "on": on}
    return render(request, "loans/repayment_search.html", context)


@roles(*CASHIERS)
@require_http_methods(["GET", "POST"])
def repayment_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Money from one group: a sheet of one row, with its receipt at once."""
    loans = Loan.objects.visible_to(request.user).exclude(disbursed_on=None).filter(pk=pk)
    step = request.POST.get("langkah", "simpan")
    if request.method == "POST" and step == "simpan":
        if not loans.exists():
            raise Http404
        return _post(request, pk, loans)
    line = _line(request, loans)
    if request.method == "GET":
        initial = {"paid_on": line.owed.on, "cash": line.loan.product.cash_id}
        form = _form(request, pk, initial=initial)
    elif step == "bagi-anggota":
        form = _proposed(request, line)
    else:
        form = _form(request, pk, _changed(request, line, step))
    return _entry_page(request, line, form)


def _line(request: HttpRequest, loans: LoanQuerySet) -> Line:
    loan = get_object_or_404(loans.select_related("group__village", "product"))
    return lines_of([loan], day_of(request))[0]


def _post(request: HttpRequest, pk: int, loans: LoanQuerySet) -> HttpResponse:
    """Take the money. What the loan owes is read here only for a form that is shown again."""
    form = _form(request, pk, request.POST)
    sheet = form.sheet()
    if sheet is not None:
        try:
            [receipt] = record_repayments(request.user.office, sheet, by=request.user)
        except ValidationError as error:
            form.add_error(error)
            if form.spent:
                form.spent = Submission.objects.filter(
                    key=sheet.request_key, office=request.user.office
                ).exists()
        else:
            messages.success(request, "Setoran tercatat.", extra_tags=f"draft:repayment:{pk}")
            return redirect("loans:receipt", pk=receipt.pk)
    return _entry_page(request, _line(request, loans), form, status=422)


def _form(request: HttpRequest, pk: int, data=None, initial=None) -> OnePaymentForm:
    shares = Share.objects.filter(loan=pk).select_related("person").order_by("pk")
    return OnePaymentForm(shares, request.user, [pk], data, initial=initial)


def _proposed(request: HttpRequest, line: Line) -> OnePaymentForm:
    """The form with what each member would pay of the amount typed, or of what is due."""
    data = _changed(request, line, "bagi-anggota")
    for name in [name for name in data if name.startswith("member-")]:
        del data[name]
    prefix = f"loan-{line.loan.pk}"
    if not any(data.get(f"{prefix}-{name}", "").strip() for name in ("amount", *PARTS)):
        data[f"{prefix}-amount"] = number(line.now)
    form = _form(request, line.loan.pk, data)
    sheet = form.sheet()
    if sheet is None:
        return form
    try:
        [planned] = preview_repayments(request.user.office, sheet)
        whole = (planned.parts.principal, planned.parts.interest, planned.row.penalty)
        parts = proposed_parts(member_book(line.loan), whole)
    except ValidationError as error:
        form.add_error(error)
        return form
    except SharesTooSmall:
        form.errors.append(TOO_SMALL)
        return form
    for part in parts:
        for name, amount in zip(PARTS, part.amounts, strict=True):
            data[f"member-{part.person_id}-{name}"] = number(amount) if amount else ""
    return _form(request, line.loan.pk, data)


def _changed(request: HttpRequest, line: Line, step: str):
    """What was typed, after a button that only changes the form."""
    data = request.POST.copy()
    prefix = f"loan-{line.loan.pk}"
    data["paid_on"] = line.owed.on.isoformat()
    if step == "isi-tagihan":
        data[f"{prefix}-amount"] = number(line.now)
    elif step == "isi-pelunasan":
        data[f"{prefix}-amount"] = number(quotation(line.loan, line.owed.on).total)
        data[f"{prefix}-ahead"] = "on"
    return data


def _entry_page(
    request: HttpRequest, line: Line, form: OnePaymentForm, status: int = 200
) -> HttpResponse:
    form.show([line])
    loan, due = line.loan, line.owed.due
    later = loan.instalments.filter(due_on__gte=line.owed.on).order_by("n")
    receipts = loan.repayments.payments().select_related("entry", "reversed_by").order_by("-id")
    context = {
        "loan": loan,
        "line": line,
        "due": due,
        "quote": quotation(loan, line.owed.on),
        "row": form.rows[0],
        "form": form,
        "split": form.split,
        "on": line.owed.on,
        "is_typed": form.head.is_bound,
        "next_due": later.first(),
        "receipts": receipts[:6],
        "spent": form.spent,
    }
    return render(request, "loans/repayment_form.html", context, status=status)


@roles(*OFFICE)
@require_GET
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """One receipt, to be looked at and printed; a reversal leads to the receipt it undid."""
    repayments = Repayment.objects.visible_to(request.user).select_related(
        "loan__group__village", "loan__product", "entry", "paid_in_by", "recorded_by",
        "reversed_by__entry", "office", "submission",
    )  # fmt: skip
    found = get_object_or_404(repayments, pk=pk)
    if found.kind == Repayment.Kind.REVERSAL:
        return redirect("loans:receipt", pk=found.reverses_id)
    if found.kind != Repayment.Kind.CASH:  # no money came in here, so there is no receipt
        return redirect("loans:loan-detail", found.loan_id)
    members = list(found.member_parts.select_related("person").order_by("pk"))
    context = {
        "repayment": found,
        "can_reverse": _can_reverse(request, found),
        "members": members,
        "can_split": not members and _can_split(request, found),
    }
    return _paper(request, "loans/receipt.html", [found], context)


@roles(*READERS)
@require_GET
def entry_source(request: HttpRequest, pk: int) -> HttpResponse:
    """From a voucher of the journal to what made it: the receipt, or the loan that was paid out."""
    receipts = Repayment.objects.visible_to(request.user)
    if found := receipts.filter(entry=pk).first():
        return redirect("loans:receipt", pk=found.pk)
    rebates = Rebate.objects.visible_to(request.user)
    if found := rebates.filter(entry=pk).first():
        return redirect("loans:loan-rebates", pk=found.loan_id)
    loans = Loan.objects.visible_to(request.user).filter(steps__entry=pk)
    return redirect("loans:loan-detail", pk=get_object_or_404(loans.distinct()).pk)


def _can_split(request: HttpRequest, found: Repayment) -> bool:
    return (
        request.user.role in CASHIERS
        and found.is_payment
        and not hasattr(found, "reversed_by")
        and not found.office.is_closed(found.paid_on)
    )


def _can_reverse(request: HttpRequest, found: Repayment) -> bool:
    return (
        request.user.role == Role.MANAGER
        and found.kind == Repayment.Kind.CASH
        and not hasattr(found, "reversed_by")
    )


@roles(*OFFICE)
@require_GET
def sheet_receipts(request: HttpRequest, key: UUID) -> HttpResponse:
    """All receipts of one sheet, in one print."""
    return _paper(request, "loans/receipt_list.html", receipts_of(request, key), {"key": key})


def _paper(
    request: HttpRequest, template: str, receipts: Sequence[Repayment], context: dict
) -> HttpResponse:
    size = request.GET.get("ukuran")
    left = left_after(receipts)
    context |= {
        "papers": PAPERS,
        "paper": size if size in PAPERS else "a5",
        "receipts": [(receipt, left[receipt.pk]) for receipt in receipts],
    }
    return render(request, template, context)


def left_after(receipts: Sequence[Repayment]) -> dict[int, Parts]:
    """What each loan owed once the receipt was recorded, by receipt id; two queries.

    Unit: whole rupiah. In the order of recording, not of the dates: so a receipt printed again
    says the same, whatever was entered with an earlier date since.
    """
    loans = {receipt.loan_id for receipt in receipts}
    scheduled = Instalment.objects.filter(loan__in=loans).order_by().values_list("loan_id")
    owed = {loan: sums for loan, *sums in scheduled.annotate(Sum("principal"), Sum("interest"))}
    paid = list(
        Repayment.objects.filter(loan__in=loans).values_list(
            "loan_id", "id", "principal", "interest", "is_payment", "submission_id"
        )
    )
    left = {}
    for receipt in receipts:
        mine = [
            row
            for row in paid
            if row[0] == receipt.loan_id and (row[1] <= receipt.pk or _came_with(row, receipt))
        ]
        principal, interest = owed[receipt.loan_id]
        left[receipt.pk] = Parts(
            principal - sum(row[2] for row in mine), interest - sum(row[3] for row in mine)
        )
    return left


def _came_with(row: tuple, receipt: Repayment) -> bool:
    """Whether a row is the waiver that was given for the receipt."""
    return not row[4] and row[5] == receipt.submission_id is not None


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def repayment_reverse(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a receipt back: the manager says why, and sees what will happen."""
    repayments = Repayment.objects.visible_to(request.user).select_related(
        "loan__group", "entry", "office", "reversed_by__entry"
    )
    found = get_object_or_404(repayments, pk=pk)
    day = today(request.user.office)
    form = ReversalForm(request.POST or None, initial={"happened_on": day})
    if form.is_valid():
        try:
            reverse_repayment(found, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"{_called(found)} dibatalkan.")
            return redirect("loans:receipt", pk=pk)
    context = {
        "repayment": found, "loan": found.loan, "form": form, "called": _called(found),
        "is_older": found.kind == Repayment.Kind.OPENING,
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "loans/repayment_reverse.html", context, status=status)


def _called(found: Repayment) -> str:
    """What a payment is called: one from before these books has no receipt here."""
    if found.kind == Repayment.Kind.OPENING:
        return f"Pembayaran {format_date(found.paid_on)} dari pembukuan lama"
    return f"Kwitansi {found.entry.label}" if found.entry else "Catatan ini"
