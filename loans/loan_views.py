"""Loans: the register, a loan, its card. Others: ``proposal_views``, ``disbursement_views``."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from loans.card import build_card
from loans.collection import collection_of
from loans.contacts import may_correct
from loans.ending_lines import relief_lines
from loans.members import cells_of
from loans.models import Loan, LoanQuerySet, LoanStep, Product
from loans.payouts import plan_payouts
from loans.portfolio import portfolio
from loans.problems import UNSETTLED
from loans.proposals import open_problems
from loans.schedule import build_schedule
from loans.shares import CellTooSmall
from loans.stages import NEXT, stages
from loans.step_amounts import Amounts, amounts_of, steps_of
from loans.track_record import earlier_loans
from upk.access import OFFICE, roles
from upk.asked import asked_id, asked_text
from upk.money import rupiah
from upk.offices.models import Decision, Village
from upk.paging import page_of
from upk.periods import format_date, today

SORTS = {
    "nomor": "code",
    "kelompok": "group__name",
    "desa": "group__village__name",
    "usul": "proposed_on",
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
    if text := asked_text(request):
        loans = loans.matching(text)
    wanted = chosen.get("urut", "")
    field = SORTS.get(wanted.removeprefix("-"), "code")
    return loans.order_by(f"-{field}" if wanted.startswith("-") else field, "code")


def visible_loan(request: HttpRequest, pk: int) -> Loan:
    """The loan with what its pages show of it, or 404."""
    loans = Loan.objects.visible_to(request.user)
    return get_object_or_404(
        loans.select_related("office", "group__village", "product", "decision", "rescheduled_from"),
        pk=pk,
    )


@roles(*OFFICE)
@require_safe
def loan_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the loan stands, what comes next, what is in the way, and how it came here."""
    loan = visible_loan(request, pk)
    on = today(loan.office)
    steps = steps_of(loan)
    amounts = amounts_of(loan, steps)
    return render(
        request,
        "loans/loan_detail.html",
        {
            "loan": loan,
            "terms": _terms_facts(loan),
            "stages": stages([(step.to_status, step.happened_on) for step in steps]),
            "next": NEXT.get(loan.status, ""),
            "problems": open_problems(loan, on),
            "amounts": amounts,
            "decisions": _decisions(steps, amounts),
            "card": build_card(loan, on),
            "reliefs": relief_lines(loan) if loan.disbursed_on else [],
            "steps": steps,
            "earlier": earlier_loans(loan.group, on, besides=loan),
            "collection": _collection(request, loan),
        },
    )


def _decisions(steps: list[LoanStep], amounts: Amounts) -> list[Decision]:
    """The decisions that hold: behind the amounts, and behind the step that ended the loan."""
    held = [column.decision for column in amounts.columns] + [step.decision for step in steps[-1:]]
    return list(dict.fromkeys(filter(None, held)))


def _collection(request: HttpRequest, loan: Loan) -> dict | None:
    """Contacts, promises and letters about a disbursed loan.

    ``is_shown`` says whether there is anything to do or to read: a loan that ended without a
    contact needs no such part on its page.
    """
    if loan.disbursed_on is None:
        return None
    collection = collection_of(loan, today(loan.office))
    may_follow = loan.status in (Loan.Status.ACTIVE, Loan.Status.WRITTEN_OFF)
    collection["is_shown"] = may_follow or collection["contacts"] or collection["letters"]
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
        "reliefs": relief_lines(loan) if loan.disbursed_on else [],
    }
    return render(request, "loans/loan_card.html", context)


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
        ("Disetujui", format_date(loan.approved_on) if loan.approved_on else "–"),
        ("Keputusan", str(loan.decision or "–")),
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
    rows = list(loan.instalments.order_by("n"))
    part = request.GET.get("bagian", "jumlah")
    table, totals, problem = [], [], ""
    try:
        if rows:
            cells = cells_of(loan, rows, [share.principal for share in shares])
        else:
            [planned] = plan_payouts([loan], loan.approved_on or loan.proposed_on)
            rows, cells = planned.rows, planned.cells
            problem = " ".join(found.message for found in planned.problems)
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


def preview_of(loan: Loan, on: date) -> dict | None:
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
