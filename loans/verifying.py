"""What the verification team found: the proposal's papers, and the form of each member.

Written while the loan is a proposal, frozen from its verification on, open again after a step
back. The lists are those in force on the day of the proposal; once something is answered, the list
it was answered by.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from loans.ability import Ability, monthly_instalment
from loans.findings import papers_list, questions_list
from loans.models import Loan, MemberAnswer, MemberVerification, PaperCheck
from loans.schedule import InvalidTerms, build_schedule
from loans.steps import hold_loan
from upk.ledger.services import lock_office
from upk.offices.models import Person, User


@transaction.atomic
def save_papers(loan: Loan, marks: Mapping[int, tuple[str, str]]) -> None:
    """Keep status and note of papers, by the id of the list's line; what has none is taken out.

    Raises ``ValidationError`` once the loan is verified, or for lines of another list.
    """
    loan = _open_loan(loan)
    checklist = papers_list(loan)
    items = {item.pk for item in checklist.items.all()} if checklist else set()
    if not set(marks) <= items:
        raise ValidationError("Daftar dokumen lain daripada yang diisi. Buka kembali halamannya.")
    PaperCheck.objects.filter(loan=loan).exclude(item__in=marks).delete()
    kept = {check.item_id: check for check in PaperCheck.objects.filter(loan=loan)}
    checks = [
        kept.get(item_id) or PaperCheck(loan=loan, item_id=item_id, status=status)
        for item_id, (status, _) in marks.items()
    ]
    for check, (status, note) in zip(checks, marks.values(), strict=True):
        check.status, check.note = status, note.strip()
    _keep(PaperCheck, checks, ["status", "note"])


def _keep(model: type[Model], rows: Sequence[Model], fields: Sequence[str]) -> None:
    """Save new rows and these fields of rows that were there, in two statements."""
    were_there = [row for row in rows if row.pk is not None]
    model.objects.bulk_create(row for row in rows if row.pk is None)
    model.objects.bulk_update(were_there, fields)


@dataclass(frozen=True, slots=True)
class MemberForm:
    """What the form of one member says.

    Unit: whole rupiah, income and cost per month. ``answers`` is yes or no by the id of the
    question, all of the list.
    """

    person: Person
    identity_matches: bool
    answers: Mapping[int, bool]
    income: int
    cost: int
    recommended: int
    note: str = ""


def save_member_check(loan: Loan, person: Person, *, by: User, **said) -> MemberVerification:
    """Keep the form of one member: the rest of ``MemberForm``. See ``save_member_checks``."""
    return save_member_checks(loan, [MemberForm(person, **said)], by=by)[0]


@transaction.atomic
def save_member_checks(
    loan: Loan, forms: Sequence[MemberForm], *, by: User
) -> list[MemberVerification]:
    """Keep the forms of members; what was kept of them before is replaced. All or none.

    Raises ``ValidationError`` with every reason against it.
    """
    loan = _open_loan(loan)
    if problems := _form_problems(loan, forms):
        raise ValidationError(problems)
    kept = {form.person_id: form for form in MemberVerification.objects.filter(loan=loan)}
    made = [
        kept.get(form.person.pk) or MemberVerification(loan=loan, person=form.person)
        for form in forms
    ]
    was_there = [row for row in made if row.pk is not None]
    for row, form in zip(made, forms, strict=True):
        row.identity_matches, row.recommended = form.identity_matches, form.recommended
        row.income, row.cost, row.note = form.income, form.cost, form.note.strip()
        row.checked_by, row.checked_at = by, timezone.now()
    _keep(MemberVerification, made, FORM_FIELDS)
    _keep_answers(made, was_there, forms)
    return made


FORM_FIELDS = (
    "identity_matches", "recommended", "income", "cost", "note", "checked_by", "checked_at"
)  # fmt: skip


def _keep_answers(
    made: Sequence[MemberVerification],
    was_there: Sequence[MemberVerification],
    forms: Sequence[MemberForm],
) -> None:
    kept = {}
    if was_there:
        answers = MemberAnswer.objects.filter(verification__in=was_there)
        answers = answers.select_related("verification")
        kept = {(answer.verification_id, answer.item_id): answer for answer in answers}
    rows = []
    for row, form in zip(made, forms, strict=True):
        for item_id, is_yes in form.answers.items():
            answer = kept.get((row.pk, item_id)) or MemberAnswer(verification=row, item_id=item_id)
            answer.is_yes = is_yes
            rows.append(answer)
    _keep(MemberAnswer, rows, ["is_yes"])


def _form_problems(loan: Loan, forms: Sequence[MemberForm]) -> list[str]:
    proposed = dict(loan.shares.values_list("person_id", "principal"))
    checklist = questions_list(loan)
    items = {item.pk for item in checklist.items.all()} if checklist else set()
    problems = []
    for form in forms:
        person = form.person
        if person.pk not in proposed:
            problems.append(f"{person} tidak ada dalam usulan ini.")
        elif form.recommended > proposed[person.pk]:
            problems.append("Rekomendasi melebihi yang diajukan.")
        if set(form.answers) != items:
            problems.append("Jawab semua pertanyaan dari daftar yang berlaku.")
        if form.recommended and not form.identity_matches:
            problems.append("KTP tidak cocok: rekomendasi harus 0 sampai identitasnya jelas.")
    return problems


def _open_loan(loan: Loan) -> Loan:
    """The loan, held, if it can still be verified."""
    lock_office(loan.office)
    loan = hold_loan(loan)
    if loan.status != Loan.Status.PROPOSED:
        status = loan.get_status_display().lower()
        raise ValidationError(
            f"Pinjaman {loan} sudah {status}, sehingga hasil pemeriksaannya tetap. "
            "Kembalikan dahulu ke usulan bila perlu diubah."
        )
    return loan


@dataclass(frozen=True)
class MemberCheck:
    """A member of the proposal with the form about him or her, if there is one."""

    loan: Loan
    person: Person
    proposed: int
    form: MemberVerification | None

    @cached_property
    def amount(self) -> int:
        """What is judged: the recommendation, or what is asked for while there is none."""
        return self.form.recommended if self.form else self.proposed

    @cached_property
    def ability(self) -> Ability | None:
        """The household's ratios with that amount; ``None`` without a form."""
        if self.form is None:
            return None
        return Ability(self.form.income, self.form.cost, instalment_of(self.loan, self.amount))

    @cached_property
    def yes(self) -> int:
        """How many questions were answered with yes; prefetch ``answers`` for many."""
        return sum(a.is_yes for a in self.form.answers.all()) if self.form else 0


def instalment_of(loan: Loan, amount: int) -> int:
    """What ``amount`` at the loan's terms costs in a month. Whole rupiah; 0 where it can't be."""
    if amount <= 0:
        return 0
    terms = Loan(principal=amount, payment_day=loan.payment_day, **loan.terms_values())
    try:
        rows = build_schedule(terms.schedule_terms(disbursed_on=loan.proposed_on))
    except InvalidTerms:
        return 0
    total = sum(row.principal + row.interest for row in rows)
    return monthly_instalment(total, loan.tenor, loan.period)


def member_checks(loan: Loan) -> list[MemberCheck]:
    """Each member of the loan with the form; those who dropped out at a later step included."""
    forms = MemberVerification.objects.filter(loan=loan).select_related("person", "checked_by")
    by_person = {form.person_id: form for form in forms.prefetch_related("answers")}
    first = loan.steps.filter(to_status=Loan.Status.PROPOSED, amount__isnull=False).last()
    if first:
        asked = [(s.person, s.amount) for s in first.shares.select_related("person")]
    else:
        asked = [(s.person, s.principal) for s in loan.shares.select_related("person")]
    return [MemberCheck(loan, person, amount, by_person.get(person.pk)) for person, amount in asked]
