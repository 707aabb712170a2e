"""Where figures come in that other parts of lending keep: answers of the verification, marks of the
checklist, IPTW. Without a source a paper leaves room to write them by hand.

Each function takes a loan's facts; whoever keeps the rows puts the reading here, and nowhere else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from loans.findings import papers_list
from loans.papers.facts import LoanFacts
from loans.rebates import loan_receivers
from loans.shares import MemberCell
from loans.verifying import MemberCheck, instalment_of, member_checks


@dataclass(frozen=True, slots=True)
class Answers:
    """What the verification team wrote about a member; ``None`` or empty: room by hand.

    ``questions`` as they were asked, with yes or no; amounts in whole rupiah, income, cost and
    instalment a month. ``burden`` is the instalment in percent of what the household has left;
    ``None`` besides an income says that nothing is left.
    """

    questions: Sequence[tuple[str, bool]] = ()
    identity_matches: bool | None = None
    income: int | None = None
    cost: int | None = None
    instalment: int | None = None
    burden: Decimal | None = None
    recommended: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """How complete a document of the proposal is: ``C``, ``K`` or ``TA``."""

    document: str
    status: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """A criterion of the group's grading with its weight and score."""

    criterion: str
    weight: int
    score: int | None


@dataclass(frozen=True, slots=True)
class RebateRow:
    """A line of the IPTW list. Whole rupiah; ``amount`` is ``None`` until it is worked out."""

    name: str
    share: int
    interest: int
    amount: int | None


def member_answers(facts: LoanFacts) -> Mapping[int, Answers]:
    """Answers by person id; of somebody who wasn't asked yet only the instalment is known."""
    return {check.person.pk: _answers(check) for check in member_checks(facts.loan)}


def _answers(check: MemberCheck) -> Answers:
    if check.form is None:
        return Answers(instalment=instalment_of(check.loan, check.proposed))
    form, ability = check.form, check.ability
    return Answers(
        questions=[(answer.item.text, answer.is_yes) for answer in form.answers.all()],
        identity_matches=form.identity_matches,
        income=form.income,
        cost=form.cost,
        instalment=ability.instalment,
        burden=ability.instalment_percent,
        recommended=form.recommended,
        note=form.note,
    )


def group_scores(facts: LoanFacts) -> Sequence[Score]:
    """The group's newest grading by the day; empty while there is none."""
    graded = facts.group.assessments.filter(assessed_on__lte=facts.on)
    newest = graded.order_by("-assessed_on", "-id").prefetch_related("marks__item").first()
    marks = newest.marks.all() if newest else ()
    return [Score(mark.item.text, mark.item.weight, mark.mark) for mark in marks]


def paper_marks(facts: LoanFacts) -> Sequence[Mark]:
    """The marked checklist with what isn't marked yet; empty while nobody marked it."""
    checks = {check.item_id: check for check in facts.loan.paper_checks.all()}
    checklist = papers_list(facts.loan) if checks else None
    return [
        Mark(item.text, checks[item.pk].status, checks[item.pk].note)
        if item.pk in checks
        else Mark(item.text, "")
        for item in (checklist.items.all() if checklist else ())
    ]


def rebate_rows(facts: LoanFacts) -> list[RebateRow]:
    """Who gets how much for paying on time; without a right yet, the schedule's jasa alone."""
    if entitled := loan_receivers(facts.loan, facts.on):
        return [RebateRow(r.name, r.share, r.interest, r.amount) for r in entitled]
    interest = [sum(cell.interest for cell in column) for column in columns_of(facts)]
    return [
        RebateRow(member.person.name, member.share, jasa, None)
        for member, jasa in zip(facts.borrowers, interest, strict=True)
    ]


def columns_of(facts: LoanFacts) -> list[list[MemberCell]]:
    """Members' cells, a list for each member; empty lists where shares are too small."""
    if facts.cells is None:
        return [[] for _ in facts.borrowers]
    return [list(column) for column in zip(*facts.cells, strict=True)]
