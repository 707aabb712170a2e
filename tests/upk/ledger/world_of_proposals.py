"""What the time before the money adds to the world: graded groups, findings of a verification."""

from datetime import date

from groups.assessing import assess_group
from groups.models import Assessment
from loans.findings import questions_list
from loans.models import Loan, MemberVerification
from loans.verifying import MemberForm, save_member_checks, save_papers
from tests import factories
from upk.offices.checklists import add_checklist, list_in_force
from upk.offices.models import User, Village

DAY = date(2010, 1, 16)


def add_proposals(village: Village, other: Village, by: User) -> dict[str, int]:
    """Ids by name: of a group that is graded, of a verified loan and of one still proposed."""
    office = village.office
    for kind, lines in (("papers", 2), ("member", 2), ("group", 2)):
        items = [(f"{kind} {n}", 1) for n in range(lines)]
        add_checklist(office, kind, since=DAY, items=items)
    theirs = add_checklist(other.office, "group", since=DAY, items=[("lain", 1)])
    group = factories.create_group(village)
    graded = list_in_force(office, "group", DAY)
    marks = {item.pk: 2 for item in graded.items.all()}
    assessment = assess_group(group, assessed_on=DAY, marks=marks, by=by)
    empty = Assessment.objects.create(
        group=group, checklist=graded, assessed_on=DAY, score=100, level="matang", made_by=by
    )
    frozen, open_form = _found(group, by), _found(factories.create_group(village), by)
    factories.advance(frozen.loan)
    return {
        "graded": group.pk,
        "assessment": assessment.pk,
        "empty_assessment": empty.pk,
        "mark": assessment.marks.first().pk,
        "their_list": theirs.pk,
        "their_item": theirs.items.get().pk,
        "frozen_loan": frozen.loan_id,
        "frozen_form": frozen.pk,
        "frozen_answer": frozen.answers.first().pk,
        "frozen_paper": frozen.loan.paper_checks.first().pk,
        "open_loan": open_form.loan_id,
        "open_form": open_form.pk,
        "open_answer": open_form.answers.first().pk,
        "open_paper": open_form.loan.paper_checks.first().pk,
    }


def _found(group, by: User) -> MemberVerification:
    """A proposal with all papers checked and every member's form; gives the first member's."""
    loan: Loan = factories.create_proposal(group, proposed_on=DAY)
    papers = list_in_force(loan.office, "papers", DAY)
    save_papers(loan, {item.pk: ("C", "") for item in papers.items.all()})
    answers = {item.pk: True for item in questions_list(loan).items.all()}
    said = {"identity_matches": True, "answers": answers, "income": 3, "cost": 1, "recommended": 1}
    forms = [MemberForm(share.person, **said) for share in loan.shares.order_by("pk")]
    return save_member_checks(loan, forms, by=by)[0]
