"""What the district writes: answers to issued reports, reminders, its rule of deadlines."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from reports.models import IssuedAnswer, IssuedReport
from upk.desk.district.models import Reminder, ReportingRule, must_be_of
from upk.desk.district.records import Standing
from upk.desk.district.rules.answers import Answer, Issue, problems_of
from upk.desk.district.rules.states import State
from upk.ledger.services import claim_submission, lock_office_alone
from upk.offices.models import District, User
from upk.problems import Problem
from upk.refusing import raise_if_any

MISSING = {
    State.NOT_BEGUN: Reminder.Missing.REPORT,
    State.DRAFT: Reminder.Missing.REPORT,
    State.RETURNED: Reminder.Missing.REVISION,
    State.OUTDATED: Reminder.Missing.REISSUE,
}


@transaction.atomic
def answer_report(
    report: IssuedReport, answer: Answer, *, note: str = "", request_key: UUID, by: User
) -> IssuedAnswer:
    """Receive, return (with a ``note``) or accept an issued report.

    Idempotent: the same form gives the first answer. The office is held alone, as issuing holds
    it, so no revision comes in between and of two verdicts at once only one stands.
    Raises ``PermissionDenied`` unless ``by`` is of the office's district, ``ValidationError`` with
    all reasons otherwise (``rules.answers``).
    """
    must_be_of(by, report.office.district_id)
    office = lock_office_alone(report.office)
    note = note.strip()
    content = {"report": report.pk, "answer": str(answer), "note": note}
    _, is_first = claim_submission(office, request_key, content, by=by)
    given = {a.kind: a for a in IssuedAnswer.objects.filter(report=report)}
    if not is_first:
        return given[answer]
    raise_if_any(problems_of(issue_of(report, given), answer, note))
    return IssuedAnswer.objects.create(
        report=report, kind=answer, note=note, by=by, by_name=by.name
    )


def issue_of(report: IssuedReport, given: Iterable[str]) -> Issue:
    """The issue as ``rules.answers`` sees it, as it is now; one query."""
    same = IssuedReport.objects.filter(office_id=report.office_id).of_quarter(report.period)
    newest, is_outdated = (
        same.with_outdated().order_by("-revision").values_list("pk", "outdated").first()
    )
    return Issue(newest == report.pk, is_outdated, list(given))


@transaction.atomic
def remind(standings: Iterable[Standing], *, on: date, by: User) -> list[Reminder]:
    """Note that offices are reminded of what is late; their letters are printed from the rows.

    Once a day: an office that was reminded of the quarter on that day keeps its row, which is
    given back, so a second click notes nothing new.
    Raises ``PermissionDenied`` for an office of elsewhere, ``ValidationError`` if nothing is late.
    """
    late = [standing for standing in standings if standing.days_late]
    if not late:
        raise ValidationError("Tidak ada laporan yang terlambat di antara yang dipilih.")
    for standing in late:
        must_be_of(by, standing.district_id)
    quarter = late[0].quarter
    # One of two clicks at once waits here; on SQLite the write transaction is that lock.
    District.objects.select_for_update().get(pk=by.district_id)
    today = Reminder.objects.of_quarter(quarter).filter(reminded_on=on)
    have = set(today.values_list("office_id", flat=True))
    Reminder.objects.bulk_create(
        Reminder(
            office_id=standing.office_id,
            year=quarter.year,
            quarter=quarter.number,
            missing=MISSING[standing.state],
            due_on=standing.due,
            reminded_on=on,
            by=by,
            by_name=by.name,
        )
        for standing in late
        if standing.office_id not in have
    )
    offices = [standing.office_id for standing in late]
    return list(today.filter(office__in=offices).select_related("office__district"))


@transaction.atomic
def set_rule(
    district: District, *, since: date, deadline_days: int, bundle_days: int, on: date, by: User
) -> ReportingRule:
    """Let a rule of deadlines begin on ``since``.

    Idempotent: the same rule of the same day is given back. A deadline that has passed isn't
    moved: ``since`` lies after the last rule's, and not before ``on`` unless it is the first.
    Raises ``PermissionDenied``, ``ValidationError``.
    """
    must_be_of(by, district.pk)
    District.objects.select_for_update().get(pk=district.pk)
    values = {"deadline_days": deadline_days, "bundle_days": bundle_days}
    last = district.reporting_rules.first()
    if last and (last.since, last.deadline_days, last.bundle_days) == (since, *values.values()):
        return last
    raise_if_any(_rule_problems(last, since, on))
    return ReportingRule.objects.create(district=district, since=since, recorded_by=by, **values)


def _rule_problems(last: ReportingRule | None, since: date, on: date) -> Iterable[Problem]:
    if last and since <= last.since:
        text = f"Aturan terakhir berlaku mulai {last.since:%d-%m-%Y}; pilih tanggal sesudahnya."
        yield Problem("order", text, "since")
    elif last and since < on:
        text = "Aturan baru berlaku paling cepat hari ini: batas yang sudah lewat tidak berubah."
        yield Problem("past", text, "since")
