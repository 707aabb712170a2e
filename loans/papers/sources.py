"""Where figures come in that other parts of lending keep: answers of the verification, marks of the
checklist, IPTW. Without a source a paper leaves room to write them by hand.

Each function takes a loan's facts; whoever keeps the rows puts the reading here, and nowhere else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from loans.papers.facts import LoanFacts
from loans.shares import MemberCell


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
    """Answers by person id; nobody who isn't in it was asked yet."""
    return {}


def group_scores(facts: LoanFacts) -> Sequence[Score]:
    """The group's grading; empty while there is none."""
    return ()


def paper_marks(facts: LoanFacts) -> Sequence[Mark]:
    """The marked checklist; empty while nobody marked it."""
    return ()


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
