"""The lives of the example's loans: every state, every end, the office's rules since 2010."""

from collections import Counter
from datetime import date

import pytest
from django.urls import reverse

from groups.grading import grade
from groups.models import Group, Membership
from loans.limits import ceiling_problems
from loans.models import (
    Instalment,
    Loan,
    LoanStep,
    MemberVerification,
    PaperCheck,
    Product,
    Repayment,
    StepShare,
    WaitingChoice,
)
from loans.models import Recovery as RecoveryRow
from loans.problems import approval_problems
from upk.desk.example import OFFICE_CODE
from upk.desk.example.events import (
    Approval,
    Cancellation,
    Disbursement,
    Proposal,
    Refusal,
    Rescheduling,
    StepBack,
    Verification,
    WriteOff,
)
from upk.desk.example.places import FORMS_SINCE, RULES_SINCE
from upk.desk.example.plan import make_plan
from upk.desk.example.turns import RECOVERIES
from upk.ledger.models import Posting
from upk.offices.default_lists import PAPERS
from upk.offices.models import Office, User

PRACTICE_DATE = date(2010, 2, 15)


@pytest.fixture
def office(example_db) -> Office:
    return Office.objects.get(code=OFFICE_CODE)


@pytest.fixture(scope="module")
def plan():
    return make_plan()


# Every state, by the steps that lead there


def planned_states(plan) -> Counter:
    """How many loans the plan leaves in each state."""
    state = {}
    for event in plan.events:
        match event:
            case Proposal():
                state[event.loan] = "P"
            case Verification():
                state[event.loan] = "V"
            case Approval():
                state[event.loan] = "W"
            case StepBack():
                state[event.loan] = {"V": "P", "W": "V"}[state[event.loan]]
            case Refusal():
                state[event.loan] = "T"
            case Disbursement():
                state |= dict.fromkeys(event.loans, "A")
            case Cancellation():
                state[event.loan] = "X"
            case Rescheduling():
                state |= {event.loan: "R", event.new: "A"}
            case WriteOff(member=None):
                state[event.loan] = "H"
    paid = {loan: "L" for loan, code in state.items() if code == "A" and loan.is_settled}
    return Counter({**state, **paid}.values())


def test_loans_stand_in_every_state_as_planned(office, plan):
    states = Counter(Loan.objects.filter(office=office).values_list("status", flat=True))

    assert states == planned_states(plan)
    assert set(states) == set(Loan.Status.values)


def test_steps_have_days_and_people_of_their_own(office):
    lent = Loan.objects.filter(office=office, disbursed_on__isnull=False, rescheduled_from=None)
    for loan in lent.prefetch_related("steps__made_by"):
        steps = [(s.to_status, s.made_by.username) for s in loan.steps.all()][:4]
        days = [s.happened_on for s in loan.steps.all()][:4]

        assert steps == [
            ("P", "sekretaris"), ("V", "sekretaris"), ("W", "manajer"), ("A", "bendahara"),
        ]  # fmt: skip
        assert days == sorted(days)
        assert days[0] < days[3]


def test_approved_loans_name_the_meeting_that_decided(office):
    approved = Loan.objects.filter(office=office, approved_on__isnull=False)

    assert approved.exclude(status="T").count() == approved.exclude(decision=None).count()
    for loan in approved.select_related("decision"):
        assert loan.decision.decided_on <= loan.approved_on


def test_papers_and_members_of_the_last_two_years_were_checked(office):
    seen = Loan.objects.filter(
        steps__to_status="V", proposed_on__gte=FORMS_SINCE, rescheduled_from=None
    ).distinct()
    asked = StepShare.objects.filter(step__loan__in=seen, step__from_status="").count()

    forms = MemberVerification.objects.filter(loan__in=seen)

    assert forms.count() == asked == MemberVerification.objects.count()
    assert forms.exclude(answers__isnull=True).distinct().count() == asked
    assert not [f for f in forms if not f.cost < f.income]
    assert PaperCheck.objects.count() == seen.count() * len(PAPERS)
    assert set(PaperCheck.objects.values_list("status", flat=True)) == {"C", "K"}


def test_members_were_dropped_at_the_verification(office):
    dropped = MemberVerification.objects.filter(identity_matches=False)

    assert dropped.count() >= 2
    for form in dropped:
        assert form.recommended == 0
        assert not form.loan.shares.filter(person=form.person).exists()


def test_steps_were_taken_back_with_a_reason(office):
    steps = LoanStep.objects.filter(from_status__in=["V", "W"], to_status__in=["P", "V"])
    back = list(steps)

    assert {(step.from_status, step.to_status) for step in back} == {("V", "P"), ("W", "V")}
    assert all(step.reason for step in back)


def test_refused_loans_say_why(office):
    refusals = LoanStep.objects.filter(to_status="T")

    assert {step.from_status for step in refusals} == {"P", "V"}
    assert all(step.reason for step in refusals)


def test_waiting_loans_could_be_approved_today(office):
    waiting = list(Loan.objects.filter(status="W").select_related("group", "product"))

    assert waiting
    for loan in waiting:
        shares = [(share.person, share.principal) for share in loan.shares.all()]
        asked = {"principal": loan.principal, "shares": shares, "on": PRACTICE_DATE}
        assert approval_problems(loan.group, loan.product, loan=loan, **asked) == []


def test_loans_approved_since_the_rules_keep_to_the_ceilings(office):
    approved = Loan.objects.filter(approved_on__gte=RULES_SINCE).select_related("group", "product")

    assert approved.count() > 10
    for loan in approved:
        found = ceiling_problems(
            loan.group, loan.product, loan.principal, loan.approved_on, loan=loan.pk
        )
        assert found == []


def test_manager_chose_who_is_next(office):
    choice = WaitingChoice.objects.get()

    assert (choice.loan.status, choice.chosen_on) == ("W", PRACTICE_DATE)
    assert choice.loan != choice.first_by_rule
    assert choice.reason


def test_levels_follow_from_the_newest_assessment(office):
    for group in Group.objects.filter(office=office).prefetch_related("assessments__marks__item"):
        newest = max(group.assessments.all(), key=lambda a: a.assessed_on)
        marks = [(mark.item.weight, mark.mark) for mark in newest.marks.all()]

        assert group.level == grade(marks).level

    assert set(Group.objects.values_list("level", flat=True)) == set(Group.Level.values)


# Other ends


def test_loan_was_written_off_by_the_meeting_and_recovered_in_part(office, plan):
    [planned] = [e for e in plan.events if isinstance(e, WriteOff) and e.member is None]
    written_off = Repayment.objects.get(kind="written_off", person=None)

    assert written_off.loan.status == "H"
    assert (written_off.principal, written_off.paid_on) == (planned.principal, planned.on)
    assert (written_off.decision.body, written_off.decision.decided_on.year) == ("MAD", 2009)
    received = dict(RecoveryRow.objects.values_list("paid_on", "amount"))
    assert received == RECOVERIES
    assert sum(received.values()) < written_off.principal


def test_members_parts_ended_by_write_off_and_by_death(office):
    part = Repayment.objects.get(kind="written_off", person__isnull=False)
    death = Repayment.objects.get(kind="death")

    assert part.decision.body == "MAD"
    assert not Membership.objects.open().filter(person=death.person).exists()
    later = Loan.objects.filter(proposed_on__gt=death.paid_on, shares__person=death.person)
    assert not later.exists()


def test_rescheduled_loan_lives_on_in_its_successor(office):
    new = Loan.objects.get(rescheduled_from__isnull=False)
    closing = Repayment.objects.get(kind="rescheduled")

    assert new.rescheduled_from.status == "R"
    assert (new.principal, new.disbursed_on) == (closing.principal, closing.paid_on)
    assert 0 < new.carried_interest < closing.interest
    net = Posting.objects.of_office(office).until(PRACTICE_DATE).net_by_account()
    assert {net.get(product.rescheduling_id, 0) for product in Product.objects.all()} == {0}


def test_loans_were_settled_early_with_and_without_jasa_forgiven(office):
    last_due = dict(Instalment.objects.order_by("due_on").values_list("loan_id", "due_on"))
    settled = LoanStep.objects.filter(to_status="L").values_list("loan_id", "happened_on")
    early = {loan for loan, on in settled if on < last_due[loan]}
    forgiven = set(Repayment.objects.filter(kind="waived").values_list("loan_id", flat=True))

    assert forgiven
    assert forgiven < early
    assert min(Repayment.objects.filter(kind="waived").dates("paid_on", "day")) >= RULES_SINCE


def test_cancelled_loan_left_no_money_with_the_group(office):
    loan = Loan.objects.get(status="X")

    assert loan.disbursement.reversed_by.total == loan.principal
    assert not loan.repayments.exists()
    assert Loan.objects.filter(group=loan.group, disbursed_on__gt=loan.disbursed_on).exists()


def test_register_shows_nothing_owed_of_the_cancelled_loan(office, client):
    client.force_login(User.objects.get(username="manajer"))

    page = client.get(reverse("loans:loan-list"), {"status": "X"}).context["page"]

    [loan] = page
    assert loan.status == "X"
    assert loan.position is None
