"""Where figures come in that other parts of lending keep: answers of the verification, marks of the
checklist, IPTW. Without a source a paper leaves room to write them by hand.

Each function takes a loan's facts; whoever keeps the rows puts the reading here, and nowhere else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from loans.papers.facts import LoanFacts
from loans.shares import MemberCell


@dataclass(frozen=True, slots=True)
class Answers:
    """What the verification team wrote about a member; ``None`` or missing: room by hand.

    ``yes`` by position of the question; amounts in whole rupiah a month.
    """

    yes: Mapping[int, bool] = field(default_factory=dict)
    income: int | None = None
    cost: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """How complete a document is: ``C``, ``K`` or ``TA``."""

    status: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class RebateRow:
    """A line of the IPTW list. Whole rupiah; ``amount`` is ``None`` until it is worked out."""

    name: str
    share: int
    interest: int
    amount: int | None


def member_answers(facts: LoanFacts) -> Mapping[int, Answers]:
    """Answers by person id."""
    return {}


def group_scores(facts: LoanFacts) -> Mapping[int, int]:
    """Scores of the group's grading by position of the criterion."""
    return {}


def paper_marks(facts: LoanFacts) -> Mapping[int, Mark]:
    """Marks of the checklist by position of the document."""
    return {}


def rebate_rows(facts: LoanFacts) -> list[RebateRow]:
    """Who gets how much for paying on time: every member with the jasa of the schedule."""
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
