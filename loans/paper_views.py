"""Papers of a loan: which may be printed now, and the PDF of one or of a step's set."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from loans.loan_views import visible_loan
from loans.models import Loan
from loans.paper_forms import PlannedDayForm
from loans.papers.facts import OfficeFacts, read_facts
from loans.papers.paper import Paper, PaperSet, paper_problems
from loans.papers.registry import PAPERS, SETS
from loans.papers.render import papers_pdf
from upk.access import OFFICE, roles
from upk.pdf import pdf_or_back
from upk.periods import today
from upk.trail.services import paper_taken


@roles(*OFFICE)
@require_safe
def loan_papers(request: HttpRequest, pk: int) -> HttpResponse:
    """The sets and the papers of a loan: each can be printed, or the page says why not."""
    loan = visible_loan(request, pk)
    [facts] = read_facts([loan], OfficeFacts.of(loan.office, today(loan.office)))
    form = PlannedDayForm(request.GET or None)
    context = {
        "loan": loan,
        "sets": [
            {"set": s, "problems": s.problems(facts), "papers": s.printable(facts)}
            for s in SETS.values()
        ],
        "papers": [{"paper": p, "problems": paper_problems(p, facts)} for p in PAPERS.values()],
        "form": form,
        "is_planned": loan.disbursed_on is None,
        "planned_on": planned_day(request, loan),
    }
    return render(request, "loans/papers/loan_papers.html", context)


def planned_day(request: HttpRequest, loan: Loan) -> date | None:
    """The day for which a loan that isn't paid out yet is planned: asked for, else today."""
    if loan.disbursed_on:
        return None
    form = PlannedDayForm(request.GET)
    asked = form.cleaned_data["tanggal"] if form.is_valid() else None
    on = asked or today(loan.office)
    return max(on, loan.approved_on) if loan.approved_on else on


@roles(*OFFICE)
@require_safe
def loan_paper(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """One paper or one set as PDF; back to the list with the reason where it may not be."""
    asked: Paper | PaperSet | None = SETS.get(key) or PAPERS.get(key)
    if asked is None:
        raise Http404
    loan = visible_loan(request, pk)
    shared = OfficeFacts.of(loan.office, today(loan.office))
    [facts] = read_facts([loan], shared, planned_day(request, loan))
    papers = [asked]
    if isinstance(asked, PaperSet):
        papers = asked.printable(facts) if not asked.problems(facts) else [asked.papers[0]]
    pairs = [(paper, facts) for paper in papers]

    def make() -> bytes:
        return papers_pdf(pairs, title=f"{asked.title} {loan}", by=request.user)

    answer = pdf_or_back(request, make, f"{key}-{loan}", "loans:loan-papers", pk)
    return paper_taken(request, answer, asked.title, loan)
