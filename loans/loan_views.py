"""Loans: the register, a loan and its card, its proposal, its disbursement."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from groups.models import Group
from loans.card import build_card
from loans.collection import collection_of
from loans.contacts import may_correct
from loans.loan_forms import (
    DisburseForm,
    LoanForm,
    RefuseForm,
    disbursing_accounts,
)
from loans.models import Instalment, Loan, LoanQuerySet, Product, ProductTerms
from loans.portfolio import portfolio
from loans.problems import UNSETTLED, disbursement_problems
from loans.proposals import draft_loan, proposal_problems, propose_loan, refuse_loan
from loans.schedule import InstalmentRow, build_schedule
from loans.services import disburse_loan
from loans.shares import CellTooSmall, member_schedule
from upk.access import OFFICE, Role, roles
from upk.asked import asked_id
from upk.ledger.models import Posting
from upk.money import rupiah
from upk.offices.models import Person, Village
from upk.paging import page_of
from upk.periods import format_date, today

SORTS = {
    "nomor": "code",
    "kelompok": "group__name",
    "desa": "group__village__name",
    "cair": "disbursed_on",
    "alokasi": "principal",
}
UNFINISHED = "belum-lunas"
EVERY = "semua"


@roles(*OFFICE)
@require_safe
def loan_list(request: HttpRequest) -> HttpResponse:
    office = request.user.office
    loans = Loan.objects.visible_to(request.user).select_related("group__village", "product")
    page = page_of(request, _filtered(loans, request))
    rows = Loan.objects.filter(pk__in=[loan.pk for loan in page])
    positions = {p.loan_id: p for p in portfolio(office, rows, as_of=today(office))}
    for loan in page:
        loan.position = positions.get(loan.pk)
    return render(
        request,
        "loans/loan_list.html",
        {
            "page": page,
            "villages": Village.objects.visible_to(request.user),
            "products": Product.objects.filter(office=office),
            "statuses": [(UNFINISHED, "Belum lunas"), *Loan.Status.choices, (EVERY, "Semua")],
            "status": request.GET.get("status", UNFINISHED),
            "chosen": request.GET,
        },
    )


def _filtered(loans: LoanQuerySet, request: HttpRequest) -> LoanQuerySet:
    """The register's filters, from the address."""
    chosen = request.GET
    status = chosen.get("status") or UNFINISHED
    if status == UNFINISHED:
        loans = loans.filter(status__in=UNSETTLED)
    elif status != EVERY:
        loans = loans.filter(status=status)
    if village := asked_id(request, "desa"):
        loans = loans.filter(group__village_id=village)
    if product := asked_id(request, "produk"):
        loans = loans.filter(product_id=product)
    if text := chosen.get("cari", "").strip():
        loans = loans.matching(text)
    wanted = chosen.get("urut", "")
    field = SORTS.get(wanted.removeprefix("-"), "code")
    return loans.order_by(f"-{field}" if wanted.startswith("-") else field, "code")


def visible_loan(request: HttpRequest, pk: int) -> Loan:
    """The loan with what its pages show of it, or 404."""
    loans = Loan.objects.visible_to(request.user)
    return get_object_or_404(
        loans.select_related("office", "group__village", "product", "decision"), pk=pk
    )


@roles(*OFFICE)
@require_safe
def loan_detail(request: HttpRequest, pk: int) -> HttpResponse:
    loan = visible_loan(request, pk)
    return render(
        request,
        "loans/loan_detail.html",
        {
            "loan": loan,
            "terms": _terms_facts(loan),
            "shares": loan.shares.select_related("person").order_by("pk"),
            "card": build_card(loan, today(loan.office)),
            "steps": _steps(loan),
            "collection": _collection(request, loan),
        },
    )


def _collection(request: HttpRequest, loan: Loan) -> dict | None:
    """Contacts, promises and letters about a disbursed loan."""
    if loan.disbursed_on is None:
        return None
    collection = collection_of(loan, today(loan.office))
    for line in collection["contacts"]:
        line["may_correct"] = line["stands"] and may_correct(line["contact"], request.user)
    return collection


@roles(*OFFICE)
@require_safe
def loan_card(request: HttpRequest, pk: int) -> HttpResponse:
    """The card on paper: schedule, payments, signatures."""
    loan = visible_loan(request, pk)
    context = {
        "loan": loan,
        "terms": _terms_facts(loan),
        "card": build_card(loan, today(loan.office)),
    }
    return render(request, "loans/loan_card.html", context)


def _steps(loan: Loan) -> list:
    steps = list(loan.steps.select_related("made_by", "entry"))
    labels = dict(Loan.Status.choices)
    for step in steps:
        step.label = labels[step.to_status]
    return steps


def _terms_facts(loan: Loan) -> list[tuple[str, str]]:
    """The loan's own terms, in words."""
    unit = "minggu" if loan.period == "week" else "bulan"

    def every(interval: int) -> str:
        return f"setiap {interval} {unit}" if interval else "sekali di akhir"

    rate = f"{loan.rate.normalize():f}".replace(".", ",")
    facts = [
        ("Jasa", f"{rate}% per bulan, {loan.get_method_display().lower()}"),
        ("Jangka", f"{loan.tenor} {unit}"),
        ("Pokok", every(loan.principal_every)),
        ("Jasa dibayar", every(loan.interest_every)),
        ("Pembulatan", rupiah(loan.rounding_step)),
        ("Tanggal angsuran", str(loan.payment_day or "sama dengan pencairan")),
        ("Diusulkan", format_date(loan.proposed_on)),
        ("Disetujui", format_date(loan.approved_on) if loan.approved_on else "—"),
        ("Keputusan", str(loan.decision or "—")),
    ]
    if loan.grace:
        facts.insert(4, ("Tenggang pokok", f"{loan.grace} {unit}"))
    return facts


@roles(*OFFICE)
@require_safe
def loan_shares(request: HttpRequest, pk: int) -> HttpResponse:
    """What each member pays of every instalment, computed from the rows and the shares."""
    loan = visible_loan(request, pk)
    shares = list(loan.shares.select_related("person").order_by("pk"))
    rows: list[Instalment] | list[InstalmentRow] = list(loan.instalments.order_by("n"))
    if not rows:
        planned_on = loan.approved_on or loan.proposed_on
        rows = build_schedule(loan.schedule_terms(disbursed_on=planned_on))
    part = request.GET.get("bagian", "jumlah")
    table, totals, problem = [], [], ""
    try:
        cells = member_schedule(rows, [share.principal for share in shares])
    except CellTooSmall:
        problem = "Bagian terlalu kecil untuk dibagi per anggota."
    else:
        table = [
            {
                "row": row,
                "cells": (amounts := [_part(cell, part) for cell in line]),
                "sum": sum(amounts),
            }
            for row, line in zip(rows, cells, strict=True)
        ]
        totals = [sum(column) for column in zip(*(line["cells"] for line in table), strict=True)]
    return render(
        request,
        "loans/loan_shares.html",
        {
            "loan": loan,
            "shares": shares,
            "table": table,
            "totals": totals,
            "total": sum(totals),
            "part": part,
            "parts": [("jumlah", "Pokok dan jasa"), ("pokok", "Pokok"), ("jasa", "Jasa")],
            "problem": problem,
        },
    )


def _part(cell, part: str) -> int:
    return {"pokok": cell.principal, "jasa": cell.interest}.get(
        part, cell.principal + cell.interest
    )


@roles(Role.MANAGER, Role.SECRETARY, Role.TREASURER)
@require_http_methods(["GET", "POST"])
def loan_add(request: HttpRequest) -> HttpResponse:
    """Enter what a group asks for: the borrower, then terms and shares, a look, and save."""
    office = request.user.office
    groups = Group.objects.visible_to(request.user).filter(is_active=True)
    group_id = asked_id(request, "kelompok")
    if group_id is None:
        return _choose_borrower(request, groups)
    group = get_object_or_404(groups.select_related("village", "office"), pk=group_id)
    products = Product.objects.filter(office=office, is_active=True, category=group.category)
    if product_id := asked_id(request, "produk"):
        products = products.filter(pk=product_id)
    product = products.first()
    if product is None:
        messages.error(request, f"Belum ada produk untuk kelompok {group.get_category_display()}.")
        return redirect("groups:group-detail", group.pk)
    return _loan_form(request, group, product)


def _choose_borrower(request: HttpRequest, groups) -> HttpResponse:
    """The first step; works without JavaScript, by a plain GET form."""
    text = request.GET.get("cari", "").strip()
    found = groups.select_related("village").order_by("code")
    if text:
        found = found.matching(text)
    context = {"page": page_of(request, found, 25), "text": text}
    return render(request, "loans/loan_borrower.html", context)


def _loan_form(request: HttpRequest, group: Group, product: Product) -> HttpResponse:
    on = today(group.office)
    members = Person.objects.filter(memberships__in=group.memberships.on(on)).distinct()
    terms = ProductTerms.objects.in_force(on).filter(product=product).first()
    initial = {"proposed_on": on, "payment_day": group.village.payment_day}
    initial |= terms.terms_values() if terms else {}
    form = LoanForm(request.POST or None, members=members.order_by("name"), initial=initial)
    preview, problems = None, []
    if "bagi" in request.POST:
        form = form.split_evenly()
        form.full_clean()
        form.errors.clear()
    elif form.is_valid():
        try:
            if "simpan" in request.POST:
                loan = propose_loan(
                    group, product, shares=form.shares, by=request.user,
                    request_key=form.cleaned_data["request_key"], **form.values(),
                )  # fmt: skip
                draft = f"draft:loan-add:{group.pk}"
                messages.success(request, f"Usulan {loan} dicatat.", extra_tags=draft)
                return redirect("loans:loan-detail", loan.pk)
            draft_of = draft_loan(group, product, **form.values())
            problems = [p.message for p in proposal_problems(draft_of, form.shares)]
            preview = _preview(draft_of, form.cleaned_data["proposed_on"])
        except ValidationError as error:
            problems = error.messages
    return render(
        request,
        "loans/loan_form.html",
        {
            "form": form,
            "group": group,
            "product": product,
            "preview": preview,
            "problems": problems,
        },
    )


def _preview(loan: Loan, on: date) -> dict | None:
    """The schedule of the loan if it were paid out on a day; ``None`` if there can't be one."""
    try:
        rows = build_schedule(loan.schedule_terms(disbursed_on=on))
    except ValueError:
        return None
    return {
        "on": on,
        "rows": [(row, row.principal + row.interest) for row in rows],
        "principal": sum(row.principal for row in rows),
        "interest": sum(row.interest for row in rows),
        "due": sum(row.principal + row.interest for row in rows),
    }


@roles(Role.TREASURER)
@require_http_methods(["GET", "POST"])
def loan_disburse(request: HttpRequest, pk: int) -> HttpResponse:
    """Pay a waiting loan out, after a look at the schedule and the account."""
    loan = visible_loan(request, pk)
    accounts = disbursing_accounts(loan.office)
    balances = Posting.objects.touching(accounts).net_by_account()
    form = DisburseForm(
        request.POST or None, office=loan.office, balances=balances, cash=loan.product.cash_id
    )
    on, problems = today(loan.office), []
    if form.is_valid():
        on = form.cleaned_data["disbursed_on"]
        if "cairkan" in request.POST:
            try:
                disburse_loan(loan, **form.cleaned_data, by=request.user)
            except ValidationError as error:
                problems = error.messages
            else:
                messages.success(request, f"Pinjaman {loan} cair pada {format_date(on)}.")
                return redirect("loans:loan-detail", loan.pk)
        else:
            cash = form.cleaned_data["cash"]
            found = disbursement_problems(loan, on=on, cash=cash, by=request.user)
            problems = [p.message for p in found]
    return render(
        request,
        "loans/loan_disburse.html",
        {"loan": loan, "form": form, "preview": _preview(loan, on), "problems": problems},
    )


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def loan_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an approval back before the loan is paid out."""
    loan = visible_loan(request, pk)
    form = RefuseForm(request.POST or None)
    if form.is_valid():
        try:
            refuse_loan(loan, on=today(loan.office), by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"Persetujuan pinjaman {loan} ditarik kembali.")
            return redirect("loans:loan-detail", loan.pk)
    return render(
        request,
        "includes/form_page.html",
        {
            "form": form,
            "title": f"Tarik persetujuan {loan}",
            "note": "Pinjaman ini tidak akan dicairkan. Kelompok dapat diajukan kembali.",
            "back_url": reverse("loans:loan-detail", args=[loan.pk]),
            "back_label": str(loan),
            "button": "Tarik persetujuan",
        },
    )
