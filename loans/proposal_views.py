"""The steps before the money: a group's proposal, its verification, approval, refusal."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from groups.models import Group
from loans.findings import incomplete_papers
from loans.loan_views import preview_of, visible_loan
from loans.models import Loan, Product, ProductTerms
from loans.problems import standing_problems
from loans.proposal_forms import ProposalForm, RefuseForm, StepForm, TakeBackForm
from loans.proposals import (
    approve_loan,
    draft_loan,
    open_problems,
    proposal_problems,
    propose_loan,
    refuse_loan,
    take_back,
    verify_loan,
    with_decision,
)
from loans.reasons import problems_of
from loans.step_amounts import Amounts, amounts_of, steps_of
from upk.access import Role, roles
from upk.asked import asked_id, asked_text
from upk.offices.models import Person
from upk.paging import page_of
from upk.periods import format_date, today

VERIFIED, WAITING = Loan.Status.VERIFIED, Loan.Status.WAITING


@roles(Role.MANAGER, Role.SECRETARY)
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
    product_id = asked_id(request, "produk")
    product = (products.filter(pk=product_id) if product_id else products).first()
    if product is None:
        messages.error(request, f"Belum ada produk untuk kelompok {group.get_category_display()}.")
        return redirect("groups:group-detail", group.pk)
    return _proposal_form(request, group, product, list(products))


def _choose_borrower(request: HttpRequest, groups) -> HttpResponse:
    """The first step; works without JavaScript, by a plain GET form."""
    text = asked_text(request)
    found = groups.select_related("village").order_by("code")
    if text:
        found = found.matching(text)
    context = {"page": page_of(request, found, 25), "text": text}
    return render(request, "loans/loan_borrower.html", context)


def _proposal_form(
    request: HttpRequest, group: Group, product: Product, products: list[Product]
) -> HttpResponse:
    on = today(group.office)
    form = _filled_form(request, group, product, on)
    preview, problems, standing = None, [], None
    if "bagi" in request.POST:
        form = form.split_evenly()
        form.full_clean()
        form.errors.clear()
    elif form.is_valid():
        try:
            if "simpan" in request.POST:
                return _save_proposal(request, form, group, product)
            drafted = draft_loan(group, product, **form.values())
            problems = proposal_problems(drafted, form.shares)
            people = [person for person, _ in form.shares]
            asked = {"principal": drafted.principal, "on": drafted.proposed_on}
            standing = standing_problems(group, product, people, **asked)
            preview = preview_of(drafted, drafted.proposed_on)
        except ValidationError as error:
            problems = problems_of(error)
    if standing is None:
        standing = standing_problems(group, product, [], principal=0, on=on)
    return render(
        request,
        "loans/loan_form.html",
        {
            "form": form,
            "group": group,
            "product": product,
            "products": products,
            "preview": preview,
            "problems": problems,
            "standing": standing,
        },
    )


def _filled_form(request: HttpRequest, group: Group, product: Product, on: date) -> ProposalForm:
    """The form with the product's terms and the group's members of that day."""
    members = Person.objects.filter(memberships__in=group.memberships.on(on)).distinct()
    terms = ProductTerms.objects.in_force(on).filter(product=product).first()
    initial = {"proposed_on": on, "payment_day": group.village.payment_day}
    initial |= terms.terms_values() if terms else {}
    return ProposalForm(request.POST or None, members=members.order_by("name"), initial=initial)


def _save_proposal(
    request: HttpRequest, form: ProposalForm, group: Group, product: Product
) -> HttpResponse:
    key = form.cleaned_data["request_key"]
    loan = propose_loan(
        group, product, shares=form.shares, by=request.user, request_key=key, **form.values()
    )
    draft = f"draft:loan-add:{group.pk}"
    messages.success(request, f"Usulan {loan} dicatat.", extra_tags=draft)
    return redirect("loans:loan-detail", loan.pk)


@roles(Role.MANAGER, Role.SECRETARY)
@require_http_methods(["GET", "POST"])
def loan_verify(request: HttpRequest, pk: int) -> HttpResponse:
    """What the verification team recommends, filled in from the members' forms."""
    loan = visible_loan(request, pk)
    amounts = amounts_of(loan, steps_of(loan))
    given = {s.person_id: s.principal for s in loan.shares.all()}
    given |= dict(loan.member_checks.values_list("person_id", "recommended"))
    return _step_form(request, loan, VERIFIED, amounts, given)


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def loan_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """What the funding team or the MAD approved; nothing may stand in the way."""
    loan = visible_loan(request, pk)
    amounts = amounts_of(loan, steps_of(loan))
    given = {s.person_id: s.principal for s in loan.shares.all()}
    return _step_form(request, loan, WAITING, amounts, given)


SERVICES = {VERIFIED: verify_loan, WAITING: approve_loan}
DONE = {VERIFIED: "Verifikasi {} dicatat.", WAITING: "Pinjaman {} disetujui."}


def _step_form(
    request: HttpRequest, loan: Loan, to_status: str, amounts: Amounts, given: dict[int, int]
) -> HttpResponse:
    on = today(loan.office)
    form = StepForm(
        request.POST or None,
        to_status=to_status,
        members=[row.person for row in amounts.rows],
        given=given,
        initial={"principal": sum(given.values()), "on": on},
    )
    problems = []
    if form.is_valid():
        try:
            with_decision(SERVICES[to_status], loan, by=request.user, **form.values())
        except ValidationError as error:
            problems = problems_of(error)
        else:
            draft = f"draft:step-{to_status}:{loan.pk}"
            messages.success(request, DONE[to_status].format(loan), extra_tags=draft)
            return redirect("loans:loan-detail", loan.pk)
    fields = dict(form.share_rows())
    return render(
        request,
        "loans/step_form.html",
        {
            "loan": loan,
            "form": form,
            "is_approval": to_status == WAITING,
            "columns": amounts.columns,
            "rows": [(row, fields[row.person]) for row in amounts.rows],
            "problems": problems,
            "standing": [] if problems else open_problems(loan, on),
            "missing": incomplete_papers(loan),
        },
    )


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def loan_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuse what a group asks for, before it is paid out."""
    loan = visible_loan(request, pk)
    form = RefuseForm(request.POST or None, initial={"on": today(loan.office), "body": "TV"})
    if form.is_valid():
        try:
            with_decision(refuse_loan, loan, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"Pinjaman {loan} ditolak.")
            return redirect("loans:loan-detail", loan.pk)
    note = "Pinjaman ini tidak akan dicairkan. Kelompok dapat mengajukan usulan baru."
    return _reason_page(request, loan, form, f"Tolak {loan}", note, "Tolak")


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def loan_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the last step back, with a reason."""
    loan = visible_loan(request, pk)
    last = loan.steps.order_by("-id").first()
    form = TakeBackForm(request.POST or None, initial={"seen_step": last.pk})
    if form.is_valid():
        try:
            loan = take_back(loan, on=today(loan.office), by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            status = loan.get_status_display().lower()
            messages.success(request, f"Langkah terakhir ditarik; {loan} sekarang {status}.")
            return redirect("loans:loan-detail", loan.pk)
    taken = f"{last.get_to_status_display().lower()} ({format_date(last.happened_on)})"
    note = f"Langkah yang ditarik: {taken}. Jumlahnya kembali seperti pada langkah sebelumnya."
    return _reason_page(request, loan, form, f"Kembalikan {loan}", note, "Kembalikan")


def _reason_page(
    request: HttpRequest, loan: Loan, form, title: str, note: str, button: str
) -> HttpResponse:
    return render(
        request,
        "includes/form_page.html",
        {
            "form": form,
            "title": title,
            "note": note,
            "back_url": reverse("loans:loan-detail", args=[loan.pk]),
            "back_label": str(loan),
            "button": button,
            "is_danger": True,
        },
    )
