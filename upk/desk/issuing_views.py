"""Issuing a quarter: the checklist, what issuing closes, and the deed.

It stands here because the checklist joins several apps (``closing_checks``); what was issued is
shown by ``reports.quarter_views``.
"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from closing.results import plan_years
from reports.issued_files import make_after_commit
from reports.issuing import issue_quarter, receivable_differences, why_not
from reports.models import IssuedFile, IssuedReport
from reports.pack import PackQuestion
from reports.quarter_views import quarter_asked
from reports.quarters import QuarterState, state_of
from upk.access import Role, roles
from upk.desk.closing_checks import Line, check_list, stands_in_the_way, wants_a_reason
from upk.desk.closing_forms import IssueForm
from upk.offices.models import Office
from upk.periods import Quarter


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def quarter_issue(request: HttpRequest, quarter: str) -> HttpResponse:
    """What issuing will do and whether all is in order; posting it issues.

    A second click finds the quarter issued, so nothing to check: the service gives that issue.
    """
    office, asked = request.user.office, quarter_asked(quarter)
    state = state_of(office, asked)
    lines = check_list(office, asked.end) if state.can_issue else []
    form = IssueForm(request.POST or None, wants_reason=wants_a_reason(lines))
    if form.is_valid() and not stands_in_the_way(lines):
        data = form.cleaned_data
        try:
            issued = issue_quarter(
                office, asked, by=request.user, render=False,
                request_key=data["request_key"], reason=data.get("reason", ""),
            )  # fmt: skip
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _issued(request, issued)
    context = {"form": form, "lines": lines, **_prospect(office, asked, state, lines)}
    return render(request, "desk/quarter_issue.html", context)


def _issued(request: HttpRequest, issued: IssuedReport) -> HttpResponse:
    make_after_commit(issued, IssuedFile.Kind.PDF)
    messages.success(request, f"{issued.label} sudah diterbitkan.")
    return redirect("reports:issued-detail", pk=issued.pk)


def _prospect(office: Office, asked: Quarter, state: QuarterState, lines: list[Line]) -> dict:
    """What issuing the quarter would do, or why it can't be."""
    question = PackQuestion.of_quarter(office, asked)
    differences = receivable_differences(question)
    is_closed = office.is_closed(asked.end)
    holds = state.issued and not state.issued.is_to_be_issued_again
    return {
        "quarter": asked,
        "state": state,
        "office": office,
        "is_closed": is_closed,
        "problem": "" if holds else why_not(office, asked),
        "differences": differences,
        "outstanding": sum(p.outstanding for p in question.owed_at_end()),
        "years": [] if is_closed or not state.can_issue else plan_years(office, asked.end),
        "can_issue": state.can_issue and not differences and not stands_in_the_way(lines),
    }
