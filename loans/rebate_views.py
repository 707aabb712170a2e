"""Rebates (IPTW): the list to confirm and to pay, a loan's list to sign, taking one back."""

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from loans.models import Loan, Product, Rebate
from loans.rebate_forms import ApproveForm, PayForm, RebateReversalForm, paying_accounts
from loans.rebates import Claim, claims, loan_receivers, with_rebates
from loans.rebating import ListErrors, Payout, approve_rebates, pay_rebates, reverse_rebate
from upk.access import OFFICE, Role, roles
from upk.asked import asked_id, asked_text, row_id
from upk.forms import form_page
from upk.ledger.models import Posting
from upk.money import rupiah
from upk.offices.models import Village
from upk.paging import page_of
from upk.periods import today

STATES: dict[str, tuple[str, Callable[[Claim], bool]]] = {
    "belum-dibayar": ("Belum dibayar", lambda claim: claim.paid is None),
    "menunggu": ("Menunggu persetujuan", lambda claim: claim.is_open),
    "disetujui": ("Disetujui, belum dibayar", lambda claim: claim.is_approved),
    "dibayar": ("Sudah dibayar", lambda claim: claim.paid is not None),
    "tanpa-hak": ("Dibayar tanpa hak", lambda claim: claim.is_unfounded),
}


@roles(*OFFICE)
@require_safe
def rebate_list(request: HttpRequest) -> HttpResponse:
    """Who has a right to how much, what is confirmed, what is paid."""
    form = None
    if request.user.role == Role.MANAGER:
        form = ApproveForm()
    elif request.user.role == Role.TREASURER:
        form = _pay_form(request)
    return _list_page(request, form)


@roles(Role.MANAGER)
@require_POST
def rebate_approve(request: HttpRequest) -> HttpResponse:
    """Confirm the ticked rebates, so that the treasurer may pay them."""
    office = request.user.office
    form = ApproveForm(_data(request))
    if form.is_valid():
        given = form.cleaned_data
        try:
            done = approve_rebates(
                office, given["items"], on=today(office), request_key=given["request_key"],
                by=request.user,
            )  # fmt: skip
        except ValidationError as error:
            return _list_page(request, form, error)
        total = rupiah(sum(row.amount for row in done))
        messages.success(request, f"{len(done)} IPTW disetujui, {total}. Bendahara dapat membayar.")
        return redirect("loans:rebate-list")
    return _list_page(request, form, status=422)


@roles(Role.TREASURER)
@require_POST
def rebate_pay(request: HttpRequest) -> HttpResponse:
    """Pay the ticked rebates out, each with its voucher."""
    office = request.user.office
    form = _pay_form(request, _data(request))
    if form.is_valid():
        given = form.cleaned_data
        payout = Payout(given["paid_on"], given["cash"], given["items"], given["request_key"])
        try:
            done = pay_rebates(office, payout, by=request.user)
        except ValidationError as error:
            return _list_page(request, form, error)
        total = rupiah(sum(row.amount for row in done))
        messages.success(request, f"{len(done)} IPTW dibayar, {total}.")
        return redirect("loans:rebate-list")
    return _list_page(request, form, status=422)


def _data(request: HttpRequest) -> dict:
    """The form's data, with all ticked rows under one name."""
    return {**request.POST.dict(), "items": request.POST.getlist("items")}


def _pay_form(request: HttpRequest, data: dict | None = None) -> PayForm:
    office = request.user.office
    balances = Posting.objects.touching(paying_accounts(office)).net_by_account()
    return PayForm(data, office=office, balances=balances)


def _list_page(
    request: HttpRequest,
    form: ApproveForm | None,
    error: ValidationError | None = None,
    status: int = 200,
) -> HttpResponse:
    state = request.GET.get("status", "")
    state = state if state in STATES else "belum-dibayar"
    ticked = form.ticked() if form else set()
    found = _filtered(request, state, ticked)
    page = page_of(request, found)
    wrong = error.rows if isinstance(error, ListErrors) else {}
    can_tick = _tickable(request.user.role)
    every = request.GET.get("pilih") == "semua"
    rows = [
        {
            "claim": claim,
            "can_tick": can_tick(claim),
            "is_ticked": can_tick(claim) and (every or claim.key in ticked),
            "error": wrong.get(claim.key, ""),
        }
        for claim in page
    ]
    shown = {claim.key for claim in page}
    errors = list(error.messages) if error and not wrong else []
    errors += [message for key, message in wrong.items() if key not in shown]
    if form is not None and form.is_bound:
        errors += [message for found in form.errors.values() for message in found]
    context = {
        "page": page,
        "rows": rows,
        "total": sum(_sum_of(claim) for claim in found),
        "form": form,
        "errors": errors,
        "states": [(key, label) for key, (label, _) in STATES.items()],
        "state": state,
        "products": Product.objects.filter(office=request.user.office),
        "villages": Village.objects.visible_to(request.user),
        "chosen": request.GET,
        "can_tick": any(row["can_tick"] for row in rows),
    }
    return render(request, "loans/rebate_list.html", context, status=422 if error else status)


def _tickable(role: str) -> Callable[[Claim], bool]:
    if role == Role.MANAGER:
        return lambda claim: claim.is_open
    if role == Role.TREASURER:
        return lambda claim: claim.is_approved
    return lambda claim: False


def _sum_of(claim: Claim) -> int:
    return claim.paid.amount if claim.paid else claim.amount


def _filtered(request: HttpRequest, state: str, ticked: set) -> Sequence[Claim]:
    """The list's filters; what was ticked on a form shown again stays on it, and comes first."""
    loans = with_rebates(request.user.office).visible_to(request.user)
    if village := asked_id(request, "desa"):
        loans = loans.filter(group__village_id=village)
    if product := asked_id(request, "produk"):
        loans = loans.filter(product_id=product)
    if text := asked_text(request):
        loans = loans.matching(text)
    ordered = loans.order_by("group__village__name", "group__code", "code")
    found = claims(ordered, today(request.user.office))
    wanted = STATES[state][1]
    kept = [claim for claim in found if claim.key in ticked]
    return kept + [claim for claim in found if claim.key not in ticked and wanted(claim)]


@roles(*OFFICE)
@require_safe
def loan_rebates(request: HttpRequest, pk: int) -> HttpResponse:
    """A loan's rebates, and the list that its members sign."""
    loans = Loan.objects.visible_to(request.user)
    loan = get_object_or_404(loans.select_related("office", "group__village", "product"), pk=pk)
    on = today(loan.office)
    found = claims(Loan.objects.filter(pk=pk), on)
    n = row_id(request.GET.get("ke"))
    n = n if n in {claim.n for claim in found} else None
    lines = loan_receivers(loan, on, n)
    context = {
        "loan": loan,
        "on": on,
        "claims": found,
        "n": n,
        "chosen": next((claim for claim in found if claim.n == n), None),
        "lines": lines,
        "totals": {
            "share": sum(line.share for line in lines),
            "interest": sum(line.interest for line in lines),
            "amount": sum(line.amount for line in lines),
        },
    }
    return render(request, "loans/loan_rebates.html", context)


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def rebate_reverse(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a paid rebate back, with a reason."""
    rebates = Rebate.objects.visible_to(request.user)
    rebate = get_object_or_404(rebates.select_related("entry", "loan", "office"), pk=pk)
    form = RebateReversalForm(request.POST or None, initial={"happened_on": today(rebate.office)})
    if form.is_valid():
        try:
            reverse_rebate(rebate, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"IPTW {rebate.entry.label} dibatalkan.")
            return redirect("loans:loan-rebates", rebate.loan_id)
    back = (reverse("loans:loan-rebates", args=[rebate.loan_id]), f"IPTW {rebate.loan.code}")
    note = (
        f"{rupiah(rebate.amount)} untuk pinjaman {rebate.loan.code} kembali ke kas atau bank "
        "dengan bukti baru. IPTW ini dapat disetujui dan dibayar lagi selama haknya masih ada."
    )
    return form_page(request, form, f"Batalkan IPTW {rebate.entry.label}", back, note=note)
