"""An issued report on the district's desk: its figures, its changes, and the answer to it."""

from uuid import uuid4

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from reports.models import IssuedFile, IssuedReport
from upk.access import Role, roles
from upk.desk.district.comparison import compare_office, history_of
from upk.desk.district.forms import AnswerForm
from upk.desk.district.rules.answers import Answer, open_answers
from upk.desk.district.rules.changes import RULE_TEXT
from upk.desk.district.services import answer_report, issue_of
from upk.desk.district.views.asking import asked_of
from upk.forms import told_as_done
from upk.offices.models import Office

DONE = {
    Answer.RECEIVED: "dinyatakan diterima",
    Answer.RETURNED: "dikembalikan dengan catatan",
    Answer.ACCEPTED: "disetujui",
}


@roles(Role.DISTRICT)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest issue or an older one; what may be said to it now, and the form to say it."""
    issues = IssuedReport.objects.visible_to(request.user).defer("value").with_outdated()
    issued = get_object_or_404(issues.select_related("office__district"), pk=pk)
    form = AnswerForm(request.POST or None, initial={"request_key": uuid4()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        answer = Answer(data["answer"])
        try:
            answer_report(
                issued, answer, note=data["note"], request_key=data["request_key"], by=request.user
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            told_as_done(request, f"{issued.office.name}, {issued.label}: {DONE[answer]}.")
            return redirect("desk:district-report", pk=issued.pk)
    return render(request, "desk/district/report.html", _context(request, issued, form))


def _context(request: HttpRequest, issued: IssuedReport, form: AnswerForm) -> dict:
    answers = list(issued.answers.all())
    revisions = issued.office.issued_reports.of_quarter(issued.period).for_lists()
    return {
        "issued": issued,
        "form": form,
        "answers": answers,
        "open": open_answers(issue_of(issued, [answer.kind for answer in answers])),
        "revisions": list(revisions),
        "compared": compare_office(issued.office, issued.period),
        "kinds": IssuedFile.IN_LISTS,
        "keeping": f"?triwulan={issued.period}",
        "rule": RULE_TEXT,
    }


@roles(Role.DISTRICT)
@require_safe
def office(request: HttpRequest, pk: int) -> HttpResponse:
    """An office's issued figures over eight quarters, with the change to the quarter before."""
    found = get_object_or_404(Office.objects.visible_to(request.user), pk=pk)
    asked = asked_of(request)
    context = asked.context() | {
        "office": found,
        "history": history_of(found, asked.quarter),
        "compared": compare_office(found, asked.quarter),
        "rule": RULE_TEXT,
    }
    return render(request, "desk/district/office.html", context)
