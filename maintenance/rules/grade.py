"""How well a village keeps what was built: one grade from its levies and its pieces' condition.

Formula [chosen]: the score is the mean of two parts, weighted: what was paid of the levies due, in
percent and at most 100, and the score of the pieces' condition, both over the last quarters. A
village that owes no levy, since it decided none, has 0 for it. Pieces of which nobody knows the
condition make 0; a village without any piece is graded by its levies alone.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from upk.money import HUNDRED, ZERO_PERCENT, round_to_step


@dataclass(frozen=True, slots=True)
class GradeTerms:
    """Weights of the two parts, how many quarters are looked at, where each grade begins."""

    levy_weight: int
    condition_weight: int
    quarters: int
    a_from: int
    b_from: int
    c_from: int

    def grade_of(self, score: Decimal) -> str:
        """``A`` to ``D``; a score on a limit has the better grade."""
        for name, limit in (("A", self.a_from), ("B", self.b_from), ("C", self.c_from)):
            if score >= limit:
                return name
        return "D"


DEFAULT_TERMS = GradeTerms(
    levy_weight=50, condition_weight=50, quarters=4, a_from=85, b_from=70, c_from=50
)
"""[chosen], until the office sets its own: both parts weigh the same, over a year."""

GRADE_LABELS = {"A": "Sangat baik", "B": "Baik", "C": "Cukup", "D": "Kurang"}


@dataclass(frozen=True, slots=True)
class Grade:
    """A village's grade with the figures that it comes from; ``None`` where a part is left out."""

    levy: Decimal
    condition: Decimal | None
    score: Decimal
    name: str

    @property
    def label(self) -> str:
        """``A Sangat baik``."""
        return f"{self.name} {GRADE_LABELS[self.name]}"


def grade(
    terms: GradeTerms, levy_percent: Decimal | None, condition: Decimal | None, *, has_pieces: bool
) -> Grade:
    """The grade by the formula above.

    Unit: percent, two decimals. Rounding: the score once, halves up.
    """
    levy = min(levy_percent, HUNDRED) if levy_percent is not None else ZERO_PERCENT
    if not has_pieces:
        return Grade(levy, None, levy, terms.grade_of(levy))
    known = condition if condition is not None else ZERO_PERCENT
    weighted = Fraction(levy) * terms.levy_weight + Fraction(known) * terms.condition_weight
    exact = weighted / (terms.levy_weight + terms.condition_weight)
    score = Decimal(round_to_step(exact * 100, 1)).scaleb(-2)
    return Grade(levy, known, score, terms.grade_of(score))
