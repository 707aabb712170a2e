"""What of a verification isn't there yet: the papers' list and the members' forms.

The office's dated lists say what is asked: without a list of papers, or of questions, in force on
the day of the proposal, nothing of that kind is. A paper that is there but not yet in order
("kurang") may follow until the disbursement and stops nothing; one that isn't there ("tidak ada"),
that nobody looked at, or a member without a form stops the verification [chosen; domain.md 2, 4].
"""

from collections.abc import Iterable

from loans.models import Loan, MemberAnswer, MemberVerification, PaperCheck
from loans.reasons import Problem
from upk.offices.checklists import list_in_force
from upk.offices.models import Checklist, Person


def papers_list(loan: Loan) -> Checklist | None:
    """The list of papers by which this proposal is checked."""
    first = PaperCheck.objects.filter(loan=loan).select_related("item__checklist").first()
    if first:
        return first.item.checklist
    return list_in_force(loan.office, Checklist.Kind.PAPERS, loan.proposed_on)


def questions_list(loan: Loan) -> Checklist | None:
    """The list of questions that this proposal's members are asked."""
    answers = MemberAnswer.objects.filter(verification__loan=loan)
    first = answers.select_related("item__checklist").first()
    if first:
        return first.item.checklist
    return list_in_force(loan.office, Checklist.Kind.MEMBER, loan.proposed_on)


def finding_problems(loan: Loan, people: Iterable[Person]) -> list[Problem]:
    """Why the verification can't be decided for these members. Nine queries at the most."""
    return [*_form_problems(loan, list(people)), *_paper_problems(loan)]


def _form_problems(loan: Loan, people: list[Person]) -> list[Problem]:
    if questions_list(loan) is None:
        return []
    filled = set(MemberVerification.objects.filter(loan=loan).values_list("person_id", flat=True))
    missing = [str(person) for person in people if person.pk not in filled]
    if not missing:
        return []
    text = f"Formulir pemanfaat belum diisi: {', '.join(missing)}."
    return [Problem("member_form", text)]


def _paper_problems(loan: Loan) -> list[Problem]:
    checklist = papers_list(loan)
    if checklist is None:
        return []
    items = {item.pk: item.text for item in checklist.items.all()}
    statuses = dict(PaperCheck.objects.filter(loan=loan).values_list("item_id", "status"))
    problems = []
    if unchecked := len(items.keys() - statuses.keys()):
        text = f"Dokumen yang belum diperiksa: {unchecked} dari {len(items)}."
        problems.append(Problem("paper_unchecked", text))
    absent = [items[pk] for pk in items if statuses.get(pk) == PaperCheck.Status.MISSING]
    if absent:
        problems.append(Problem("paper_missing", f"Dokumen yang tidak ada: {'; '.join(absent)}."))
    return problems


def incomplete_papers(loan: Loan) -> list[str]:
    """Papers that are there and not yet in order, in a sentence; they stop nothing."""
    lacking = PaperCheck.objects.filter(loan=loan, status=PaperCheck.Status.LACKING)
    texts = list(lacking.values_list("item__text", flat=True))
    return [f"Dokumen yang kurang: {'; '.join(texts)}."] if texts else []
