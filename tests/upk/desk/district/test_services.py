"""Answers, reminders and deadlines: what the district writes, and what is refused."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from reports.models import IssuedAnswer
from tests import factories
from tests.parallel import run_together
from tests.upk.desk.district.world import (
    FOURTH,
    THIRD,
    answer,
    create_desk,
    create_offices,
    issue,
)
from upk.access import Role
from upk.desk.district.models import Reminder, ReportingRule
from upk.desk.district.records import DEADLINE_DAYS, Rules, standings
from upk.desk.district.rules.answers import Answer
from upk.desk.district.rules.states import State
from upk.desk.district.services import answer_report, remind, set_rule
from upk.ledger.services import reopen_books
from upk.offices.models import Office
from upk.periods import Quarter

RECEIVED, RETURNED, ACCEPTED = Answer.RECEIVED, Answer.RETURNED, Answer.ACCEPTED
TODAY = factories.TODAY


@pytest.fixture
def desk(db):
    return create_desk()


@pytest.fixture
def office(desk):
    return create_offices(desk.district, 1)[0]


@pytest.fixture
def issued(office):
    return issue(office, FOURTH)


def kinds(report) -> list[str]:
    return [given.kind for given in report.answers.all()]


def stand(desk, *quarters):
    offices = list(Office.objects.visible_to(desk).order_by("subdistrict"))
    return standings(offices, quarters or [FOURTH], Rules(desk.district), TODAY)


def test_a_report_is_received_then_accepted(desk, issued):
    answer(issued, desk, RECEIVED, ACCEPTED)

    assert kinds(issued) == ["received", "accepted"]
    assert stand(desk)[0].state == State.ACCEPTED


def test_a_form_that_is_sent_twice_answers_once(desk, issued):
    key = uuid4()

    first = answer_report(issued, RECEIVED, request_key=key, by=desk)
    second = answer_report(issued, RECEIVED, request_key=key, by=desk)

    assert first == second
    assert kinds(issued) == ["received"]


def test_a_key_that_was_used_for_another_answer_is_refused(desk, issued):
    key = uuid4()
    answer_report(issued, RECEIVED, request_key=key, by=desk)

    with pytest.raises(ValidationError):
        answer_report(issued, ACCEPTED, request_key=key, by=desk)

    assert kinds(issued) == ["received"]


def test_returning_wants_a_note(desk, issued):
    answer(issued, desk, RECEIVED)

    with pytest.raises(ValidationError) as refused:
        answer_report(issued, RETURNED, note="  ", request_key=uuid4(), by=desk)

    assert list(refused.value.error_dict) == ["note"]
    assert kinds(issued) == ["received"]


def test_a_verdict_is_final(desk, issued):
    answer(issued, desk, RECEIVED, RETURNED, note="Lampiran kurang")

    with pytest.raises(ValidationError, match="sudah dikembalikan"):
        answer(issued, desk, ACCEPTED)

    assert kinds(issued) == ["received", "returned"]


def test_only_the_newest_revision_is_answered(desk, office, issued):
    second = issue(office, FOURTH)

    with pytest.raises(ValidationError, match="revisi yang lebih baru"):
        answer(issued, desk, RECEIVED)
    answer(second, desk, RECEIVED)

    assert (kinds(issued), kinds(second)) == ([], ["received"])


def test_a_report_of_reopened_books_is_not_answered(desk, office, issued):
    manager = office.users.get(role=Role.MANAGER)
    office = Office.objects.get(pk=office.pk)
    reopen_books(office, through=THIRD.end, reason="Salah", by=manager)

    with pytest.raises(ValidationError, match="dibuka kembali"):
        answer(issued, desk, RECEIVED)

    assert stand(desk)[0].state == State.OUTDATED
    assert stand(desk)[0].days_late == 31


@pytest.mark.parametrize("role", list(Role))
def test_nobody_but_the_offices_district_answers(issued, role):
    others = [factories.create_user(role)]
    if role != Role.DISTRICT:
        others.append(factories.create_user(role, issued.office))

    for other in others:
        with pytest.raises(PermissionDenied):
            answer_report(issued, RECEIVED, request_key=uuid4(), by=other)

    assert kinds(issued) == []


@pytest.mark.django_db(transaction=True)
def test_of_two_verdicts_at_once_one_stands():
    desk = create_desk()
    issued = issue(create_offices(desk.district, 1)[0], FOURTH)
    answer(issued, desk, RECEIVED)

    def accept():
        return answer_report(issued, ACCEPTED, request_key=uuid4(), by=desk)

    def give_back():
        return answer_report(issued, RETURNED, note="Kurang", request_key=uuid4(), by=desk)

    results = run_together([accept, give_back, accept])

    assert sum(isinstance(result, IssuedAnswer) for result in results) == 1
    assert sum(isinstance(result, ValidationError) for result in results) == 2
    assert IssuedAnswer.objects.filter(report=issued).count() == 2


# -- where reports stand ---------------------------------------------------------------------------


def test_standings_of_a_district(desk):
    offices = create_offices(desk.district, 4)
    issue(offices[1], FOURTH)
    received = issue(offices[3], FOURTH)
    answer(received, desk, RECEIVED)

    found = stand(desk)

    assert [row.state for row in found] == [
        State.NOT_BEGUN, State.ISSUED, State.NOT_BEGUN, State.RECEIVED,
    ]  # fmt: skip
    assert [row.days_late for row in found] == [31, 0, 31, 0]


@pytest.mark.parametrize("count", [1, 12])
def test_standings_take_as_many_queries_for_many_offices(desk, count, django_assert_num_queries):
    for office in create_offices(desk.district, count):
        issue(office, FOURTH)
    offices, rules = list(Office.objects.visible_to(desk)), Rules(desk.district)

    with django_assert_num_queries(4):  # issues, begun, first issued, reminders
        standings(offices, [THIRD, FOURTH, Quarter(2010, 1)], rules, TODAY)


# -- reminders -------------------------------------------------------------------------------------


def test_reminding_notes_what_is_missing_and_once_a_day(desk, office):
    first = remind(stand(desk), on=TODAY, by=desk)
    second = remind(stand(desk), on=TODAY, by=desk)

    reminder = Reminder.objects.get()
    assert first == second == [reminder]
    assert (reminder.office, reminder.period, reminder.missing) == (office, FOURTH, "report")
    assert (reminder.due_on, reminder.reminded_on) == (date(2010, 1, 15), TODAY)
    assert stand(desk)[0].reminded_on == TODAY


def test_nothing_late_is_nothing_to_remind_of(desk, issued):
    with pytest.raises(ValidationError, match="Tidak ada laporan yang terlambat"):
        remind(stand(desk), on=TODAY, by=desk)


def test_offices_of_another_district_are_not_reminded(desk, office):
    late = stand(desk)

    with pytest.raises(PermissionDenied):
        remind(late, on=TODAY, by=create_desk())

    assert not Reminder.objects.exists()


# -- deadlines -------------------------------------------------------------------------------------


def rule(desk, since, days, **fields):
    return set_rule(
        desk.district, since=since, deadline_days=days, bundle_days=30, on=TODAY,
        **{"by": desk} | fields,
    )  # fmt: skip


def test_a_quarter_follows_the_rule_of_its_last_day(desk):
    assert Rules(desk.district).of_quarter(FOURTH).deadline_days == DEADLINE_DAYS

    rule(desk, date(2009, 12, 31), 10)
    rule(desk, date(2010, 4, 1), 20)

    rules = Rules(desk.district)
    assert rules.of_quarter(THIRD).deadline_days == DEADLINE_DAYS
    assert rules.of_quarter(FOURTH).deadline_days == 10
    assert rules.of_quarter(Quarter(2010, 1)).deadline_days == 10
    assert rules.of_quarter(Quarter(2010, 2)).deadline_days == 20


def test_a_rule_sent_twice_is_one_rule(desk):
    assert rule(desk, TODAY, 10) == rule(desk, TODAY, 10)
    assert ReportingRule.objects.count() == 1


@pytest.mark.parametrize("since", [date(2010, 1, 1), date(2010, 1, 31)])
def test_a_deadline_that_has_passed_is_not_moved(desk, since):
    rule(desk, date(2010, 1, 1), 10)

    with pytest.raises(ValidationError) as refused:
        rule(desk, since, 20)

    assert list(refused.value.error_dict) == ["since"]
    assert ReportingRule.objects.count() == 1


def test_only_the_district_sets_its_rule(desk):
    with pytest.raises(PermissionDenied):
        rule(desk, TODAY, 10, by=create_desk())
