"""Rescheduling: the old loan ends, a new one of its principal takes over. No cash moves.

Two entries of one day pass the principal through the product's rescheduling account, which is
empty at the day's end. All unpaid jasa is relieved on the old loan; what the meeting decides to
carry along, out of what is due so far, is spread over the new rows and income when it is paid.
The new loan's shares are what each member owes of the principal (``loans.remaining``).
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from groups.models import Group
from loans.ending_problems import (
    Ruling,
    ending_problems,
    ruling_problems,
    undo_problems,
    unpaid_problems,
)
from loans.models import Loan, Repayment, Share
from loans.problems import share_problems, terms_problems
from loans.proposals import next_code
from loans.reasons import Problem, raise_if_any
from loans.relieving import LoanLeft, left_of, reverse_relief, write_relief
from loans.services import write_schedule
from loans.steps import ORIGIN, hold_loan, take_step
from upk.ledger.models import Entry, Submission
from upk.ledger.services import (
    EntryDraft,
    Move,
    claim_submission,
    lock_office,
    post_in_held_office,
    reverse_entry,
)
from upk.money import rupiah
from upk.offices.models import Decision, Office, Person, User


@dataclass(frozen=True, slots=True)
class Rescheduling:
    """What rescheduling a loan would do. Whole rupiah; ``new`` isn't saved."""

    left: LoanLeft
    on: date
    new: Loan
    shares: tuple[tuple[Person, int], ...]

    @property
    def old(self) -> Loan:
        return self.left.loan

    @property
    def carriable(self) -> int:
        """Unpaid jasa that is due by now: the most that may be carried along."""
        return self.left.interest_until(self.on)

    @property
    def forgiven(self) -> int:
        """Unpaid jasa that isn't carried along."""
        return self.left.interest - self.new.carried_interest

    @property
    def moves(self) -> tuple[list[Move], list[Move]]:
        """The postings of the old loan's entry, and of the new one's."""
        product, principal = self.old.product, self.left.principal
        return (
            [Move(product.rescheduling, product.receivable, principal)],
            [Move(product.receivable, product.rescheduling, principal)],
        )


def plan_rescheduling(
    loan: Loan, *, on: date, terms: dict, payment_day: int | None = None, carried_interest: int = 0
) -> Rescheduling:
    """What ``reschedule_loan`` would do now, for its preview."""
    left = left_of(loan)
    new = Loan(
        office=loan.office,
        group=loan.group,
        product=loan.product,
        code=next_code(loan.group, loan.product),
        principal=left.principal,
        proposed_on=on,
        approved_on=on,
        payment_day=payment_day or None,
        status=Loan.Status.WAITING,
        rescheduled_from=loan,
        carried_interest=carried_interest,
        **{**loan.terms_values(), **terms},
    )
    return Rescheduling(left, on, new, tuple(left.member_principal()))


def rescheduling_problems(plan: Rescheduling, ruling: Ruling) -> list[Problem]:
    """Every reason against it."""
    problems = [
        *ending_problems(plan.left, Loan.Status.RESCHEDULED, plan.on),
        *ruling_problems(ruling, plan.on),
    ]
    if not plan.left.principal:
        problems.append(Problem("nothing_left", "Tidak ada sisa pokok yang dapat dijadwal ulang."))
    carried = plan.new.carried_interest
    if not 0 <= carried <= plan.carriable:
        problems.append(
            Problem(
                "carried",
                f"Jasa yang dibawa {rupiah(carried)}; yang sudah jatuh tempo dan belum dibayar "
                f"{rupiah(plan.carriable)}.",
            )
        )
        return problems
    return [
        *problems,
        *terms_problems(plan.new, plan.on),
        *share_problems(plan.new, [amount for _, amount in plan.shares], plan.on),
    ]


@transaction.atomic
def reschedule_loan(
    loan: Loan,
    *,
    on: date,
    ruling: Ruling,
    terms: dict,
    request_key: UUID,
    by: User,
    payment_day: int | None = None,
    carried_interest: int = 0,
    reason: str = "",
) -> Loan:
    """Close a loan and let a new one of its principal take over; gives the new one.

    Unit: whole rupiah. ``terms`` are those of the new loan, by column. ``payment_day``: ``None``
    or 0 is the day of the rescheduling. Idempotent by ``request_key``.
    Raises ``ValidationError`` with every reason against it.
    """
    office = lock_office(loan.office)
    # The new loan takes the group's next number, as a proposal does.
    Group.objects.select_for_update(of=("self",)).get(pk=loan.group_id)
    loan = hold_loan(loan)
    content = {
        "reschedule": loan.pk, "on": on, "terms": terms, "payment_day": payment_day or 0,
        "carried": carried_interest, "reason": reason,
        "decision": [ruling.body, ruling.number, ruling.decided_on],
    }  # fmt: skip
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return Loan.objects.get(submission=submission)
    plan = plan_rescheduling(
        loan, on=on, terms=terms, payment_day=payment_day, carried_interest=carried_interest
    )
    raise_if_any(rescheduling_problems(plan, ruling))
    decision = ruling.record(office)
    closing, opening = _post(office, plan, decision, submission, by)
    _close(plan, closing, decision, submission, by, reason)
    return _take_over(plan, opening, decision, submission, by)


def _post(
    office: Office, plan: Rescheduling, decision: Decision, submission: Submission, by: User
) -> list[Entry]:
    """Both entries: the old loan's and the new one's."""
    codes = (plan.old.code, plan.new.code)
    drafts = [
        EntryDraft(plan.on, f"Penjadwalan ulang {code} ({decision})", moves, origin=ORIGIN)
        for code, moves in zip(codes, plan.moves, strict=True)
    ]
    return post_in_held_office(office, drafts, by=by, submission=submission)


def _close(
    plan: Rescheduling,
    entry: Entry,
    decision: Decision,
    submission: Submission,
    by: User,
    reason: str,
) -> None:
    """End the old loan, relieved of all that is unpaid."""
    how = {"on": plan.on, "by": by, "entry": entry, "decision": decision}
    write_relief(
        plan.left, Repayment.Kind.RESCHEDULED, plan.left.rows, submission=submission,
        reason=reason, **how,
    )  # fmt: skip
    take_step(plan.old, Loan.Status.RESCHEDULED, reason=reason, **how)
    plan.old.save(update_fields=["status"])


def _take_over(
    plan: Rescheduling, entry: Entry, decision: Decision, submission: Submission, by: User
) -> Loan:
    """Enter the new loan, approved and paid out on the same day by the decision."""
    new = plan.new
    new.decision, new.submission = decision, submission
    new.save()
    Share.objects.bulk_create(
        Share(loan=new, person=person, principal=amount) for person, amount in plan.shares
    )
    step = {"on": plan.on, "by": by, "decision": decision}
    take_step(new, Loan.Status.WAITING, shares=plan.shares, is_first=True, **step)
    write_schedule(new, plan.on)
    take_step(new, Loan.Status.ACTIVE, entry=entry, **step)
    new.disbursed_on, new.disbursement = plan.on, entry
    new.save(update_fields=["status", "disbursed_on", "disbursement"])
    return new


def undo_rescheduling_problems(
    relief: Repayment, old: Loan, new: Loan, on: date, reason: str
) -> list[Problem]:
    """Every reason against undoing it on that day: above all money on the new loan."""
    problems = undo_problems(relief, old, on, reason)
    if new.status != Loan.Status.ACTIVE:
        status = new.get_status_display().lower()
        problems.append(
            Problem("new_status", f"Pinjaman baru {new} sudah {status}.", loan_id=new.pk)
        )
    return problems + unpaid_problems(new)


def successor(old: Loan) -> Loan:
    """The loan that took over from a rescheduled one."""
    return old.rescheduled_to.exclude(status=Loan.Status.CANCELLED).get()


@transaction.atomic
def undo_rescheduling(
    relief: Repayment, *, on: date, reason: str, request_key: UUID, by: User
) -> Loan:
    """Take a rescheduling back: the new loan is cancelled, the old one active again.

    Idempotent by ``request_key``. Gives the old loan.
    Raises ``ValidationError`` with every reason against it.
    """
    office = lock_office(relief.office)
    old = hold_loan(relief.loan)
    content = {"undo_rescheduling": relief.pk, "on": on, "reason": reason.strip()}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return old
    if old.status != Loan.Status.RESCHEDULED:
        raise_if_any(undo_problems(relief, old, on, reason))
    new = hold_loan(successor(old))  # it is younger, so the order of the locks holds
    raise_if_any(undo_rescheduling_problems(relief, old, new, on, reason))
    how = {"happened_on": on, "reason": reason, "by": by, "submission": submission}
    taken = reverse_entry(new.disbursement, origin=ORIGIN, **how)
    step = {"on": on, "by": by, "reason": reason}
    take_step(new, Loan.Status.CANCELLED, entry=taken, **step)
    new.save(update_fields=["status"])
    given = reverse_entry(relief.entry, origin=ORIGIN, **how)
    reverse_relief(relief, on=on, by=by, reason=reason, entry=given, submission=submission)
    take_step(old, Loan.Status.ACTIVE, entry=given, **step)
    old.save(update_fields=["status"])
    return old
