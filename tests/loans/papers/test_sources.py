"""What the verification wrote comes out on its papers."""

from datetime import date

import pytest

from groups.assessing import assess_group
from loans.findings import papers_list, questions_list
from loans.papers import proposal, verification
from loans.papers.blocks import html_of
from loans.papers.sources import Mark, group_scores, member_answers, paper_marks
from loans.verifying import save_member_check, save_papers
from tests import factories
from tests.loans.papers.states import create_in_state, create_office, facts_of
from tests.loans.papers.test_papers import printing
from upk.offices.checklists import create_default_lists, list_in_force

pytestmark = pytest.mark.django_db


@pytest.fixture
def loan(db):
    office, treasurer = create_office()
    create_default_lists(office, date(2009, 1, 1))
    village = factories.create_village(office)
    return create_in_state("P", village, factories.create_product(office), treasurer)


def test_answers_of_a_member_are_printed_and_the_others_have_room(loan):
    questions = list(questions_list(loan).items.all())
    first, second = factories.shares_of(loan)[:2]
    save_member_check(
        loan, first[0], identity_matches=True, income=2_000_000, cost=1_200_000,
        recommended=1_500_000, note="Warung", by=factories.approver(loan.office),
        answers={item.pk: n == 0 for n, item in enumerate(questions)},
    )  # fmt: skip
    facts = facts_of(loan)

    answers = member_answers(facts)

    answered, open_one = answers[first[0].pk], answers[second[0].pk]
    assert answered.questions == [(q.text, n == 0) for n, q in enumerate(questions)]
    assert (answered.income, answered.cost, answered.recommended) == (
        2_000_000, 1_200_000, 1_500_000,
    )  # fmt: skip
    assert answered.burden is not None
    assert (open_one.questions, open_one.income) == ((), None)
    assert open_one.instalment == 230_000
    html = html_of(verification.member_forms(printing(facts)))
    assert "Rp 1.500.000" in html
    assert "Warung" in html


def test_marks_of_papers_and_of_the_group_are_printed(loan):
    first, second, *others = papers_list(loan).items.all()
    save_papers(loan, {first.pk: ("C", ""), second.pk: ("TA", "menyusul")})
    grading = list_in_force(loan.office, "group", factories.TODAY)
    lines = list(grading.items.all())
    by = factories.approver(loan.office)
    assess_group(loan.group, assessed_on=date(2010, 1, 5), by=by,
                 marks={item.pk: 2 for item in lines})  # fmt: skip
    facts = facts_of(loan)

    assert paper_marks(facts) == [
        Mark(first.text, "C"), Mark(second.text, "TA", "menyusul"),
        *(Mark(item.text, "") for item in others),
    ]  # fmt: skip
    assert [(s.criterion, s.weight, s.score) for s in group_scores(facts)] == [
        (item.text, item.weight, 2) for item in lines
    ]  # fmt: skip
    assert "menyusul" in html_of(proposal.checklist_table(printing(facts)))
