"""Arrears letters: which loans are due for one, issuing a batch, withdrawing a wrong one.

A letter that was withdrawn keeps its number and its figures; for what is due it was never sent.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from loans.collection import late_positions, rules_in_force, spells_of
from loans.models import ArrearsLetter, CollectionRules, LetterWithdrawal, Loan, LoanQuerySet
from loans.portfolio import Position
from loans.problems import date_problems
from loans.reasons import Problem, raise_if_any
from loans.reminders import text_faults
from loans.warning_rules import LEVELS, Sent, WarningRules, last_of, level_due
from upk.ledger.services import check_period_open, claim_submission, lock_office_alone
from upk.offices.models import Office, User
from upk.periods import format_date


@dataclass(frozen=True, slots=True)
class Candidate:
    """A late loan as of a date with its letters in the present spell of arrears.

    ``due`` is the level that it is due for now, ``None`` if for none.
    """

    position: Position
    late_since: date
    last: Sent | None
    due: int | None

    @property
    def levels(self) -> tuple[int, ...]:
        """The letters that may still be sent in this spell."""
        return tuple(n for n in LEVELS if self.last is None or n > self.last.level)


def candidates(
    office: Office, loans: LoanQuerySet, rules: WarningRules, as_of: date
) -> list[Candidate]:
    """Every late loan of ``loans`` with the letter that it is due for. Constant queries."""
    positions = late_positions(office, loans, as_of)
    since = spells_of(positions, as_of)
    sent: dict[int, list[Sent]] = defaultdict(list)
    rows = ArrearsLetter.objects.standing_on(as_of).filter(loan__in=list(since))
    for loan_id, level, issued_on in rows.values_list("loan_id", "level", "issued_on"):
        if issued_on >= since[loan_id]:
            sent[loan_id].append(Sent(level, issued_on))
    found = []
    for position in positions:
        last = last_of(sent[position.loan_id])
        late = position.standing
        due = level_due(rules, late.months_in_arrears, late.days_in_arrears, last, as_of)
        found.append(Candidate(position, since[position.loan_id], last, due))
    return found


def letters_due(user: User, as_of: date) -> list[Candidate]:
    """Late loans that the user may see, for which a letter can still be sent; due ones first."""
    rules = rules_in_force(user.office, as_of).warning_rules()
    found = candidates(user.office, Loan.objects.visible_to(user), rules, as_of)
    return sorted((c for c in found if c.levels), key=lambda c: c.due is None)


@transaction.atomic
def issue_letters(
    office: Office,
    choices: Sequence[tuple[int, int]],
    *,
    on: date,
    reason: str = "",
    request_key: UUID,
    by: User,
) -> list[ArrearsLetter]:
    """Issue letters of a day as one batch: loan's number and level of each; all or none.

    Figures are frozen as of ``on``; numbers go on without gaps in office and year. A letter that
    isn't due yet, or leaves one out, needs ``reason``. Idempotent by ``request_key``.
    Raises ``ValidationError`` with all reasons.
    """
    office = lock_office_alone(office)  # numbers have no gaps: one batch at a time
    choices = sorted(choices)
    content = {"letters": choices, "on": on, "reason": reason.strip()}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return list(submission.arrears_letters.order_by("number"))
    rules = rules_in_force(office, on).warning_rules()
    loans = Loan.objects.visible_to(by).filter(pk__in=[loan for loan, _ in choices])
    known = {c.position.loan_id: c for c in candidates(office, loans, rules, on)}
    raise_if_any(_problems(choices, known, reason.strip()))
    choices = sorted(choices, key=lambda c: (known[c[0]].position.village_id, c[0]))  # by village
    rows = ArrearsLetter.objects.filter(office=office, year=on.year)
    number = rows.aggregate(last=Max("number"))["last"] or 0
    editions = _editions(choices)
    letters = []
    for n, (loan_id, level) in enumerate(choices, number + 1):
        candidate = known[loan_id]
        stands = candidate.position.standing
        letters.append(
            ArrearsLetter(
                office=office, loan_id=loan_id, level=level, year=on.year, number=n, issued_on=on,
                edition=1 + editions[loan_id, level, candidate.late_since],
                late_since=candidate.late_since, oldest_due=stands.oldest_unpaid_due,
                months_late=stands.months_in_arrears, principal=stands.arrears_principal,
                interest=stands.arrears_interest, outstanding=stands.outstanding,
                reason="" if level == candidate.due else reason.strip(),
                submission=submission, made_by=by,
            )
        )  # fmt: skip
    return ArrearsLetter.objects.bulk_create(letters)


def _editions(choices: Sequence[tuple[int, int]]) -> Counter[tuple[int, int, date]]:
    """How many letters of a loan, level and spell were withdrawn."""
    withdrawn = ArrearsLetter.objects.filter(
        loan__in=[loan for loan, _ in choices], withdrawal__isnull=False
    )
    return Counter(withdrawn.values_list("loan_id", "level", "late_since"))


@transaction.atomic
def withdraw_letter(
    letter: ArrearsLetter, *, on: date, reason: str, request_key: UUID, by: User
) -> LetterWithdrawal:
    """Take back a letter that should never have gone out; its level may be issued anew.

    Its number stays used. Idempotent by ``request_key``. Raises ``ValidationError`` with every
    reason against it.
    """
    office = lock_office_alone(letter.office)  # as issuing does: what is due stays as it is
    content = {"withdraw": letter.pk, "on": on, "reason": reason.strip()}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return submission.letter_withdrawals.get()
    raise_if_any(withdrawal_problems(letter, on, reason))
    return LetterWithdrawal.objects.create(
        letter=letter, withdrawn_on=on, reason=reason.strip()[:200], submission=submission,
        made_by=by,
    )  # fmt: skip


def withdrawal_problems(letter: ArrearsLetter, on: date, reason: str) -> list[Problem]:
    """Every reason against withdrawing the letter on that day."""
    found = [*date_problems(letter.office, on)]
    if not reason.strip():
        found.append(Problem("reason", "Tulis alasannya."))
    if on < letter.issued_on:
        issued = format_date(letter.issued_on)
        found.append(Problem("before_letter", f"Surat {letter} baru terbit pada {issued}."))
    if LetterWithdrawal.objects.filter(letter=letter).exists():
        found.append(Problem("withdrawn", f"Surat {letter} sudah dibatalkan."))
    later = ArrearsLetter.objects.filter(
        loan=letter.loan_id, late_since=letter.late_since, level__gt=letter.level,
        withdrawal__isnull=True,
    )  # fmt: skip
    found += [
        Problem(
            "later_letter",
            f"Surat {other} untuk tunggakan yang sama masih berlaku. Batalkan surat itu dahulu.",
            loan_id=letter.loan_id,
        )
        for other in later.order_by("level")
    ]
    return found


def _problems(
    choices: Sequence[tuple[int, int]], known: dict[int, Candidate], reason: str
) -> list[Problem]:
    """Why the batch can't be issued, all of it."""
    if not choices:
        return [Problem("nothing", "Centang sedikitnya satu pinjaman.")]
    if len({loan for loan, _ in choices}) < len(choices):
        return [Problem("twice", "Satu pinjaman hanya mendapat satu surat sekaligus.")]
    found = []
    for loan_id, level in choices:
        candidate = known.get(loan_id)
        if candidate is None:
            text = "Satu pinjaman yang dicentang tidak menunggak lagi. Buka kembali daftarnya."
            found.append(Problem("not_late", text))
            continue
        code = candidate.position.code
        if level not in candidate.levels:
            text = f"{code}: surat peringatan {level} untuk tunggakan ini sudah terbit."
            found.append(Problem("sent", text, loan_id=loan_id))
        elif level != candidate.due and not reason:
            text = f"{code}: surat peringatan {level} belum waktunya. Tulis alasannya."
            found.append(Problem("reason", text, loan_id=loan_id))
    return list(dict.fromkeys(found))


@transaction.atomic
def add_collection_rules(office: Office, *, since: date, by: User, **fields) -> CollectionRules:
    """Give the office other rules of letters and another reminder from a day on.

    Raises ``ValidationError`` with all reasons: a closed day, letters out of order, placeholders
    that don't exist.
    """
    office = lock_office_alone(office)
    check_period_open(office, since)
    rules = CollectionRules(office=office, since=since, made_by=by, **fields)
    raise_if_any(list(_rules_problems(rules)))
    rules.save()
    return rules


def _rules_problems(rules: CollectionRules) -> Iterable[Problem]:
    after = rules.warning_rules().after
    if after[0] < 1 or list(after) != sorted(after):
        text = "Surat kedua tidak boleh sebelum yang pertama, atau yang ketiga sebelum yang kedua."
        yield Problem("order", text)
    for text in text_faults(rules.reminder):
        yield Problem("reminder", text)
