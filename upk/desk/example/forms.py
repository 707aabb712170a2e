"""What the verification team wrote down: papers and member forms, plausible and invented."""

from dataclasses import dataclass
from random import Random

from loans.models import PaperCheck
from upk.desk.example.events import LoanPlan

PAPER_LACKS, ANSWER_IS_NO = 0.06, 0.05
LACKS = "Diminta melengkapi sebelum pencairan"
NO_IDENTITY = "KTP asli tidak dapat ditunjukkan"
INCOME_STEP = 50_000


@dataclass(frozen=True, slots=True)
class FormPlan:
    """The form of a member; whole rupiah per month, ``answers`` in the order of the questions."""

    place: int
    identity_matches: bool
    income: int
    cost: int
    recommended: int
    note: str
    answers: tuple[bool, ...]


def paper_marks(loan: LoanPlan, count: int) -> list[tuple[str, str]]:
    """Status and note of each paper on the list."""
    rng = Random(f"papers {loan.group.code} {loan.proposed_on}")
    enough = (PaperCheck.Status.ENOUGH, "")
    lacking = (PaperCheck.Status.LACKING, LACKS)
    return [lacking if rng.random() < PAPER_LACKS else enough for _ in range(count)]


def member_forms(loan: LoanPlan, questions: int) -> list[FormPlan]:
    """The forms of all who asked; who gets nothing could not show her identity card."""
    rng = Random(f"forms {loan.group.code} {loan.proposed_on}")
    return [_form(place, loan, questions, rng) for place, asked in enumerate(loan.asked) if asked]


def _form(place: int, loan: LoanPlan, questions: int, rng: Random) -> FormPlan:
    """A household that can pay the instalment, from four to nine times of which it earns."""
    recommended = loan.shares[place]
    asked = loan.asked[place]
    monthly = asked // loan.terms["tenor"] + asked * 3 // 200
    income = monthly * rng.randint(40, 90) // 10 // INCOME_STEP * INCOME_STEP
    cost = income * rng.randint(45, 65) // 100 // INCOME_STEP * INCOME_STEP
    answers = tuple(rng.random() >= ANSWER_IS_NO for _ in range(questions))
    note = "" if recommended else NO_IDENTITY
    return FormPlan(place, bool(recommended), income, cost, recommended, note, answers)
