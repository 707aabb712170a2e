"""Settling a loan, early or on time: what it costs on a day, and paying that.

The office's rule in force on that day (``LendingRules.full_interest_when_early``) says whether
jasa that isn't due yet is asked as well; without a rule it is. What isn't asked is waived: relieved
on the loan, without a posting, since it was never in the books. Money and waiver are written
together, and taking the receipt back takes the waiver back (``loans.repayments``).

A quotation for a later day supposes that nothing is paid until then.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from groups.models import Membership
from loans.allocation import Due, Parts, settlement
from loans.ending_problems import ending_problems
from loans.limits import rules_in_force
from loans.models import Loan, Repayment
from loans.owed import dues_of
from loans.reasons import Problem, raise_if_any
from loans.relieving import LoanLeft, left_of, write_relief
from loans.remaining import RowLeft
from loans.steps import ORIGIN, hold_loan, take_step
from upk.ledger.models import Account, Submission
from upk.ledger.services import (
    EntryDraft,
    Move,
    claim_submission,
    lock_office,
    post_in_held_office,
)
from upk.money import rupiah
from upk.offices.models import Person, User
from upk.periods import format_date


@dataclass(frozen=True, slots=True)
class Quotation:
    """What settles a loan on a day. Whole rupiah."""

    loan: Loan
    on: date
    due: Due
    full_interest: bool
    rule_since: date | None
    """Since when the rule holds that was applied; ``None``: the office has set none."""

    @property
    def asked(self) -> Parts:
        return settlement(self.due, self.full_interest)

    @property
    def total(self) -> int:
        return self.asked.total

    @property
    def principal(self) -> int:
        """All principal that is left."""
        return self.due.principal_now + self.due.principal_ahead

    @property
    def interest_ahead_asked(self) -> int:
        return self.due.interest_ahead if self.full_interest else 0

    @property
    def waived(self) -> int:
        """Jasa that isn't due yet and isn't asked."""
        return 0 if self.full_interest else self.due.interest_ahead

    @property
    def is_owed(self) -> bool:
        """Whether there is anything to settle."""
        return self.due.owed > 0


def quotation(loan: Loan, on: date) -> Quotation:
    """What settles the loan on a day, by the office's rule. Four queries at the most."""
    rules = rules_in_force(loan.product, on)
    return Quotation(
        loan=loan,
        on=on,
        due=dues_of([loan], on)[loan.pk].due,
        full_interest=rules.full_interest_when_early if rules else True,
        rule_since=rules.since if rules else None,
    )


@dataclass(frozen=True, slots=True)
class Settlement:
    """Money that settles a loan: how it is paid. ``penalty`` in whole rupiah.

    ``amount`` is what the payer was told, without the penalty: if it isn't what is owed any more
    (somebody paid meanwhile, the rule changed), nothing is recorded.
    """

    on: date
    cash: Account
    amount: int
    penalty: int = 0
    paid_in_by: Person | None = None


def settlement_problems(quote: Quotation, left: LoanLeft, paid: Settlement) -> list[Problem]:
    """Every reason against settling the loan so."""
    loan = quote.loan
    problems = ending_problems(left, Loan.Status.SETTLED, paid.on)
    cash = paid.cash
    if cash.office_id != loan.office_id or cash.liquidity == Account.Liquidity.NONE:
        problems.append(Problem("cash", "Pilih kas atau rekening bank penerima."))
    if loan.status == Loan.Status.ACTIVE and paid.amount != quote.total:
        problems.append(
            Problem(
                "amount",
                f"Pelunasan pada {format_date(paid.on)} adalah {rupiah(quote.total)}, "
                f"bukan {rupiah(paid.amount)}. Periksa rinciannya, lalu kirim lagi.",
            )
        )
    if not 0 <= paid.penalty <= loan.principal:
        problems.append(Problem("penalty", "Denda melebihi alokasi pinjaman. Periksa angkanya."))
    if paid.penalty and not quote.total:
        problems.append(Problem("penalty", "Tidak ada setoran untuk denda ini."))
    payer = paid.paid_in_by
    if payer and not Membership.objects.filter(group=loan.group_id, person=payer).exists():
        problems.append(Problem("payer", "Penyetor bukan anggota kelompok ini."))
    return problems


def settlement_moves(quote: Quotation, cash: Account, penalty: int = 0) -> list[Move]:
    """The postings of settling so."""
    product = quote.loan.product
    pairs = [
        (product.receivable, quote.asked.principal),
        (product.interest_income, quote.asked.interest),
        (product.penalty_income, penalty),
    ]
    return [Move(cash, account, amount) for account, amount in pairs if amount]


@transaction.atomic
def settle_loan(loan: Loan, paid: Settlement, *, request_key: UUID, by: User) -> list[Repayment]:
    """Take the money that settles a loan and waive what the rule doesn't ask: it is settled.

    Gives the receipt (none where nothing is asked any more) and the waiver (none where all jasa
    is asked). Idempotent by ``request_key``.
    Raises ``ValidationError`` with every reason against it.
    """
    office = lock_office(loan.office)
    loan = hold_loan(loan)
    payer = paid.paid_in_by
    content = {
        "settle": loan.pk, "on": paid.on, "cash": paid.cash.pk, "amount": paid.amount,
        "penalty": paid.penalty, "payer": payer and payer.pk,
    }  # fmt: skip
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return list(submission.repayments.order_by("pk"))
    quote, left = quotation(loan, paid.on), left_of(loan)
    raise_if_any(settlement_problems(quote, left, paid))
    written = [
        *_take_money(quote, paid, submission, by),
        *_waive(quote, left, submission, by),
    ]
    entry = written[0].entry
    take_step(loan, Loan.Status.SETTLED, on=paid.on, by=by, entry=entry)
    loan.save(update_fields=["status"])
    return written


def _take_money(
    quote: Quotation, paid: Settlement, submission: Submission, by: User
) -> list[Repayment]:
    moves = settlement_moves(quote, paid.cash, paid.penalty)
    if not moves:
        return []
    loan = quote.loan
    draft = EntryDraft(paid.on, f"Pelunasan {loan.code}", moves, origin=ORIGIN)
    [entry] = post_in_held_office(loan.office, [draft], by=by, submission=submission)
    return [
        Repayment.objects.create(
            office=loan.office, loan=loan, paid_on=paid.on, principal=quote.asked.principal,
            interest=quote.asked.interest, penalty=paid.penalty, paid_in_by=paid.paid_in_by,
            entry=entry, submission=submission, recorded_by=by,
        )
    ]  # fmt: skip


def _waive(quote: Quotation, left: LoanLeft, submission: Submission, by: User) -> list[Repayment]:
    """Relieve the loan of jasa that isn't due yet, where the rule doesn't ask it."""
    if not quote.waived:
        return []
    rows = [
        RowLeft(row.due_on, 0, row.interest if row.due_on > quote.on else 0) for row in left.rows
    ]
    return [
        write_relief(
            left, Repayment.Kind.WAIVED, rows, on=quote.on, by=by, entry=None,
            submission=submission,
        )
    ]  # fmt: skip
