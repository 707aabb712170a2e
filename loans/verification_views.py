"""The verification of a proposal: papers, members, and what came of it; staff read, two write."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from loans.findings import papers_list, questions_list
from loans.loan_views import visible_loan
from loans.models import Loan, PaperCheck
from loans.step_amounts import previous_shares
from loans.verification_forms import (
    MemberCheckForm,
    PapersForm,
    member_initial,
    papers_initial,
)
from loans.verifying import member_checks, save_member_check, save_papers
from upk.access import OFFICE, Role, roles

PREPARES = (Role.MANAGER, Role.SECRETARY)
"""Roles that enter proposals and what the verification team found."""


@roles(*OFFICE)
@require_safe
def verification(request: HttpRequest, pk: int) -> HttpResponse:
    """All that was found about a proposal, on one page."""
    loan = visible_loan(request, pk)
    members = member_checks(loan)
    previous = previous_shares(loan, [member.person.pk for member in members])
    questions = questions_list(loan)
    checks = {check.item_id: check for check in loan.paper_checks.all()}
    papers = papers_list(loan)
    return render(
        request,
        "loans/verification.html",
        {
            "loan": loan,
            "members": [(m, m.ability, previous.get(m.person.pk)) for m in members],
            "questions": len(questions.items.all()) if questions else 0,
            "proposed": sum(m.proposed for m in members),
            "recommended": sum(m.form.recommended for m in members if m.form),
            "papers": [(i, checks.get(i.pk)) for i in papers.items.all()] if papers else [],
            "can_edit": _can_edit(request, loan),
        },
    )


def _can_edit(request: HttpRequest, loan: Loan) -> bool:
    return loan.status == Loan.Status.PROPOSED and request.user.role in PREPARES


@roles(*PREPARES)
@require_http_methods(["GET", "POST"])
def papers_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether each paper of the office's list is there and will do."""
    loan = visible_loan(request, pk)
    checklist = papers_list(loan)
    if checklist is None:
        messages.error(request, "Belum ada daftar dokumen pada tanggal usulan.")
        return redirect("loans:loan-verification", loan.pk)
    initial = papers_initial(list(loan.paper_checks.all()))
    form = PapersForm(request.POST or None, checklist=checklist, initial=initial)
    if form.is_valid():
        try:
            save_papers(loan, form.marks)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            draft = f"draft:papers:{loan.pk}"
            messages.success(request, "Kelengkapan dokumen disimpan.", extra_tags=draft)
            return redirect("loans:loan-verification", loan.pk)
    return render(
        request,
        "loans/papers_form.html",
        {"loan": loan, "form": form, "statuses": PaperCheck.Status.choices},
    )


@roles(*PREPARES)
@require_http_methods(["GET", "POST"])
def member_check(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """The form about one member; after saving comes the next one without a form."""
    loan = visible_loan(request, pk)
    members = member_checks(loan)
    member = next((m for m in members if m.person.pk == person), None)
    if member is None:
        raise Http404
    form = MemberCheckForm(
        request.POST or None,
        checklist=questions_list(loan),
        initial=member_initial(member.form, member.proposed),
    )
    if form.is_valid():
        try:
            save_member_check(loan, member.person, by=request.user, **form.values())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            draft = f"draft:member:{loan.pk}:{person}"
            messages.success(request, f"Formulir {member.person} disimpan.", extra_tags=draft)
            rest = [m for m in members if m.form is None and m.person.pk != person]
            if rest and "berikut" in request.POST:
                return redirect("loans:loan-member", loan.pk, rest[0].person.pk)
            return redirect("loans:loan-verification", loan.pk)
    previous = previous_shares(loan, [person]).get(person)
    return render(
        request,
        "loans/member_form.html",
        {"loan": loan, "member": member, "ability": member.ability, "form": form,
         "previous": previous},
    )  # fmt: skip
