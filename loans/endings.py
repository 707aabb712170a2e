"""How a loan ends otherwise than by being paid: cancelled, written off, a member's death.

Rescheduling is ``loans.rescheduling``, settlement ``loans.settlement``. Everything is posted:
a write-off takes the principal left off the receivable against the allowance, what the allowance
lacks is expensed in the same entry (domain.md 12, Closing); jasa was never in the books and is
relieved without a posting. What stands can be undone with a reason, while nothing has followed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from loans.ending_problems import (
    Ruling,
    cancel_problems,
    ending_problems,
    ruling_problems,
    undo_problems,
)
from loans.models import Loan, LoanStep, Repayment
from loans.reasons import Problem, raise_if_any
from loans.relieving import LoanLeft, left_of, members_gone, reverse_relief, write_relief
from loans.remaining import RowLeft
from loans.steps import ORIGIN, hold_loan, take_step
from upk.ledger.lowest import lowest_balance
from upk.ledger.models import Account, Entry, Submission
from upk.ledger.services import (
    EntryDraft,
    Move,
    claim_submission,
    lock_office,
    post_in_held_office,
    reverse_entry,
)
from upk.offices.models import Decision, Person, User


@dataclass(frozen=True, slots=True)
class WriteOff:
    """What writing off a loan, or a member's part of it, does. Whole rupiah.

    ``kind`` is written_off, or death where a member's part counts as settled on a death letter.
    ``lack`` is what the allowance doesn't cover.
    """

    left: LoanLeft
    kind: str
    on: date
    rows: tuple[RowLeft, ...]
    person: Person | None
    lack: int

    @property
    def loan(self) -> Loan:
        return self.left.loan

    @property
    def principal(self) -> int:
        return sum(row.principal for row in self.rows)

    @property
    def interest(self) -> int:
        return sum(row.interest for row in self.rows)

    @property
    def is_whole(self) -> bool:
        """Whether nothing of the loan is left after it."""
        return (self.principal, self.interest) == (self.left.principal, self.left.interest)

    @property
    def to_status(self) -> str:
        """What the loan is afterwards."""
        if self.person is None:
            return Loan.Status.WRITTEN_OFF
        return Loan.Status.SETTLED if self.is_whole else Loan.Status.ACTIVE

    @property
    def moves(self) -> list[Move]:
        """Its postings; none where only jasa is left."""
        product = self.loan.product
        pairs = [
            (product.provision_expense, product.allowance, self.lack),
            (product.allowance, product.receivable, self.principal),
        ]
        return [Move(debit, credit, amount) for debit, credit, amount in pairs if amount]


def plan_write_off(
    loan: Loan,
    *,
    on: date,
    kind: str = Repayment.Kind.WRITTEN_OFF,
    person: Person | None = None,
) -> WriteOff:
    """What ``write_off`` would do now, for its preview."""
    left = left_of(loan)
    if person is None:
        rows = left.rows
    else:
        rows = tuple(left.member_rows(person)) if person in left.people else ()
    principal = sum(row.principal for row in rows)
    covered = max(0, lowest_balance(loan.product.allowance, on, is_credit=True))
    return WriteOff(left, kind, on, rows, person, max(0, principal - covered))


def write_off_problems(plan: WriteOff, ruling: Ruling) -> list[Problem]:
    """Every reason against it."""
    problems = [
        *ending_problems(plan.left, Loan.Status.WRITTEN_OFF, plan.on),
        *ruling_problems(ruling, plan.on),
    ]
    person = plan.person
    if person is not None and person not in plan.left.people:
        problems.append(Problem("member", f"{person} tidak ikut dalam pinjaman ini."))
    elif person is not None and person.pk in members_gone(plan.loan):
        text = f"Bagian {person} sudah dihapus atau dianggap lunas."
        problems.append(Problem("gone", text, person_id=person.pk))
    elif not plan.principal + plan.interest:
        problems.append(Problem("nothing_left", "Tidak ada sisa yang dapat dihapus."))
    if plan.kind == Repayment.Kind.DEATH and person is None:
        problems.append(Problem("member", "Pilih pemanfaat yang meninggal."))
    return problems


@transaction.atomic
def write_off(
    loan: Loan,
    *,
    on: date,
    ruling: Ruling,
    request_key: UUID,
    by: User,
    kind: str = Repayment.Kind.WRITTEN_OFF,
    person: Person | None = None,
    reason: str = "",
) -> Repayment:
    """Write off what is left of a loan, or of one member; the loan goes on for the others.

    ``kind`` death: the member's part counts as settled, ``ruling`` names the death letter.
    Idempotent by ``request_key``. Raises ``ValidationError`` with every reason against it.
    """
    office = lock_office(loan.office)
    loan = hold_loan(loan)
    content = {
        "write_off": loan.pk, "kind": kind, "person": person and person.pk, "on": on,
        "decision": [ruling.body, ruling.number, ruling.decided_on], "reason": reason,
    }  # fmt: skip
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return submission.repayments.get()
    # Two write-offs of one product can't both use the same allowance.
    Account.objects.select_for_update().get(pk=loan.product.allowance_id)
    plan = plan_write_off(loan, on=on, kind=kind, person=person)
    raise_if_any(write_off_problems(plan, ruling))
    decision = ruling.record(office)
    entry = _post(plan, decision, submission, by)
    repayment = write_relief(
        plan.left, kind, plan.rows, on=on, by=by, entry=entry, submission=submission,
        decision=decision, person=person, reason=reason,
    )  # fmt: skip
    if plan.to_status != Loan.Status.ACTIVE:
        take_step(loan, plan.to_status, on=on, by=by, entry=entry, reason=reason, decision=decision)
        loan.save(update_fields=["status"])
    return repayment


def _post(plan: WriteOff, decision: Decision, submission: Submission, by: User) -> Entry | None:
    """The entry of a write-off; none where only jasa is left."""
    if not plan.moves:
        return None
    memo = f"Penghapusan {plan.loan.code} ({decision})"
    draft = EntryDraft(plan.on, memo, plan.moves, origin=ORIGIN)
    [entry] = post_in_held_office(plan.loan.office, [draft], by=by, submission=submission)
    return entry


@transaction.atomic
def note_heirs_pay(
    loan: Loan,
    *,
    person: Person,
    on: date,
    ruling: Ruling,
    request_key: UUID,
    by: User,
    reason: str = "",
) -> LoanStep:
    """Note that a member died and the heirs go on paying: nothing is posted, nothing changes.

    The note names the member by the order of the shares: rows that stay for ever hold no names.
    """
    office = lock_office(loan.office)
    loan = hold_loan(loan)
    content = {"heirs": loan.pk, "person": person.pk, "on": on, "reason": reason,
               "decision": [ruling.body, ruling.number, ruling.decided_on]}  # fmt: skip
    _, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return loan.steps.filter(to_status=Loan.Status.ACTIVE).order_by("-id").first()
    plan = plan_write_off(loan, on=on, kind=Repayment.Kind.DEATH, person=person)
    raise_if_any(write_off_problems(plan, ruling))
    place = plan.left.people.index(person) + 1
    note = f"Pemanfaat ke-{place} meninggal, ahli waris melanjutkan angsuran. {reason}"
    step = take_step(
        loan, Loan.Status.ACTIVE, on=on, by=by, reason=note, decision=ruling.record(office)
    )
    loan.save(update_fields=["status"])
    return step


@transaction.atomic
def cancel_disbursement(loan: Loan, *, on: date, reason: str, request_key: UUID, by: User) -> Loan:
    """Take a disbursement back: its entry is reversed, the loan is cancelled for good.

    Idempotent by ``request_key``. Raises ``ValidationError`` with every reason against it, above
    all while money is on the loan.
    """
    office = lock_office(loan.office)
    loan = hold_loan(loan)
    content = {"cancel": loan.pk, "on": on, "reason": reason.strip()}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return loan
    raise_if_any(cancel_problems(loan, on, reason))
    entry = reverse_entry(
        loan.disbursement, happened_on=on, reason=reason, by=by, origin=ORIGIN,
        submission=submission,
    )  # fmt: skip
    take_step(loan, Loan.Status.CANCELLED, on=on, by=by, entry=entry, reason=reason)
    loan.save(update_fields=["status"])
    return loan


@transaction.atomic
def undo_relief(
    relief: Repayment, *, on: date, reason: str, request_key: UUID, by: User
) -> Repayment:
    """Take a write-off, a member's part of one or a waiver back; an ended loan is active again.

    Idempotent by ``request_key``. Raises ``ValidationError`` with every reason against it: it was
    undone, money was recovered, the loan has ended otherwise since.
    """
    office = lock_office(relief.office)
    loan = hold_loan(relief.loan)
    content = {"undo": relief.pk, "on": on, "reason": reason.strip()}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return submission.repayments.get()
    problems = undo_problems(relief, loan, on, reason)
    if relief.kind == Repayment.Kind.RESCHEDULED:
        problems.append(Problem("kind", "Batalkan penjadwalan ulangnya beserta pinjaman barunya."))
    raise_if_any(problems)
    entry = None
    if relief.entry:
        entry = reverse_entry(
            relief.entry, happened_on=on, reason=reason, by=by, origin=ORIGIN,
            submission=submission,
        )  # fmt: skip
    undone = reverse_relief(relief, on=on, by=by, reason=reason, entry=entry, submission=submission)
    if loan.status != Loan.Status.ACTIVE:
        take_step(loan, Loan.Status.ACTIVE, on=on, by=by, entry=entry, reason=reason)
        loan.save(update_fields=["status"])
    return undone


def mirrored(entries: Sequence[Entry]) -> list[Move]:
    """What reversing the entries posts, for a preview."""
    return [
        Move(debit=posting.credit, credit=posting.debit, amount=posting.amount)
        for entry in entries
        for posting in entry.postings.select_related("debit", "credit").order_by("id")
    ]
