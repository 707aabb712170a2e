"""Loans of the books that an office kept before these: brought in as they were lent and paid.

The only writer of disbursements and payments of kind ``opening``. Each is dated as it happened and
posted against the opening account, so sub-ledger and ledger agree on every day and no report knows
of it. The database takes them only before anything else is in the books (``loans.opening_guards``).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from groups.models import Group
from loans.models import Instalment, Loan, LoanStep, Product, Repayment, Share, StepShare
from loans.schedule import InstalmentRow
from loans.steps import ORIGIN
from upk.ledger.models import Account, Entry
from upk.ledger.services import EntryDraft, Move, lock_office, post_in_held_office
from upk.offices.models import Office, User

AT_ONCE = 500
"""Loans, or entries, that are written with the same few statements."""


@dataclass(frozen=True, slots=True)
class OldPayment:
    """What a group had paid on a day. Whole rupiah."""

    paid_on: date
    principal: int
    interest: int
    penalty: int = 0


@dataclass(frozen=True, slots=True)
class OldLoan:
    """A loan of the older books, with its whole schedule and everything paid until they ended.

    ``terms`` are columns of ``TermsFields``, ``shares`` ids of people and amounts (whole rupiah).
    """

    group: Group
    product: Product
    code: str
    principal: int
    proposed_on: date
    disbursed_on: date
    terms: dict
    shares: Sequence[tuple[int, int]]
    rows: Sequence[InstalmentRow]
    payments: Sequence[OldPayment]
    payment_day: int | None = None

    @property
    def left(self) -> int:
        """Principal and jasa that the schedule asks for and that isn't paid."""
        asked = sum(row.principal + row.interest for row in self.rows)
        return asked - sum(payment.principal + payment.interest for payment in self.payments)


@dataclass(slots=True)
class _Written:
    """A loan while it is written: the entry of its disbursement, those of its payments in order."""

    old: OldLoan
    disbursement: Entry | None = None
    entries: dict[int, Entry] = field(default_factory=dict)
    loan: Loan | None = None


@transaction.atomic
def bring_in(
    office: Office,
    loans: Sequence[OldLoan],
    *,
    opening: Account,
    by: User,
    progress: Callable[[int], None] = lambda count: None,
) -> list[Loan]:
    """Write loans of the older books: proposed, approved and paid out by one person, as they were.

    A constant number of statements for each ``AT_ONCE`` rows; vouchers are numbered in the order of
    their days. Jasa and penalties were income of the older books: only principal is posted, against
    ``opening`` (an equity account). A loan of which nothing is left is settled on the day of its
    last payment. ``progress`` is told how many loans are written.
    Raises ``ValidationError`` for closed books; the database refuses what doesn't add up, and all
    of it once the office has any entry that isn't an opening one.
    """
    office = lock_office(office)
    written = [_Written(old) for old in loans]
    _post(office, written, opening, by)
    count = 0
    for some in _slices(written):
        _write_loans(office, some, by)
        _pay_out(some, by)
        _write_payments(office, some, by)
        _settle(some, by)
        count += len(some)
        progress(count)
    return [one.loan for one in written]


def _slices(rows: Sequence) -> Iterator[Sequence]:
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]


def _post(office: Office, written: Sequence[_Written], opening: Account, by: User) -> None:
    """Post all disbursements and payments in the order of their days."""
    places: list[tuple[EntryDraft, _Written, int | None]] = []
    for one in written:
        old, receivable = one.old, one.old.product.receivable
        lent = [Move(receivable, opening, old.principal)]
        places.append((_draft(old.disbursed_on, f"Pencairan {old.code}", lent), one, None))
        for n, payment in enumerate(old.payments):
            if payment.principal:
                paid = [Move(opening, receivable, payment.principal)]
                places.append((_draft(payment.paid_on, f"Angsuran {old.code}", paid), one, n))
    places.sort(key=lambda place: place[0].happened_on)
    for some in _slices(places):
        entries = post_in_held_office(office, [draft for draft, _, _ in some], by=by)
        for entry, (_, one, n) in zip(entries, some, strict=True):
            if n is None:
                one.disbursement = entry
            else:
                one.entries[n] = entry


def _draft(on: date, memo: str, moves: Sequence[Move]) -> EntryDraft:
    return EntryDraft(on, f"{memo} (pindahan)", moves, Entry.Kind.OPENING, ORIGIN)


def _write_loans(office: Office, written: Sequence[_Written], by: User) -> None:
    """The loans as approved, with their shares, schedules and first step."""
    for one in written:
        old = one.old
        one.loan = Loan(
            office=office, group=old.group, product=old.product, code=old.code,
            principal=old.principal, proposed_on=old.proposed_on, approved_on=old.disbursed_on,
            payment_day=old.payment_day, status=Loan.Status.WAITING, **old.terms,
        )  # fmt: skip
    Loan.objects.bulk_create(one.loan for one in written)
    Share.objects.bulk_create(
        Share(loan=one.loan, person_id=person, principal=amount)
        for one in written
        for person, amount in one.old.shares
    )
    Instalment.objects.bulk_create(
        Instalment(
            loan=one.loan, n=row.n, due_on=row.due_on, principal=row.principal,
            interest=row.interest,
        )
        for one in written
        for row in one.old.rows
    )  # fmt: skip
    steps = LoanStep.objects.bulk_create(
        _step(one, "", Loan.Status.WAITING, one.old.disbursed_on, by, amount=one.old.principal)
        for one in written
    )
    StepShare.objects.bulk_create(
        StepShare(step=step, person_id=person, amount=amount)
        for step, one in zip(steps, written, strict=True)
        for person, amount in one.old.shares
    )


def _step(one: _Written, before: str, after: str, on: date, by: User, **fields) -> LoanStep:
    """A step that names the entry of the disbursement, unless ``fields`` name another."""
    return LoanStep(
        loan=one.loan, from_status=before, to_status=after, happened_on=on, made_by=by,
        **{"entry": one.disbursement, **fields},
    )  # fmt: skip


def _pay_out(written: Sequence[_Written], by: User) -> None:
    LoanStep.objects.bulk_create(
        _step(one, Loan.Status.WAITING, Loan.Status.ACTIVE, one.old.disbursed_on, by)
        for one in written
    )
    for one in written:
        one.loan.status = Loan.Status.ACTIVE
        one.loan.disbursed_on, one.loan.disbursement = one.old.disbursed_on, one.disbursement
    fields = ["status", "disbursed_on", "disbursement"]
    Loan.objects.bulk_update([one.loan for one in written], fields, batch_size=AT_ONCE)


def _write_payments(office: Office, written: Sequence[_Written], by: User) -> None:
    payments = [
        Repayment(
            office=office, loan=one.loan, kind=Repayment.Kind.OPENING, paid_on=payment.paid_on,
            principal=payment.principal, interest=payment.interest, penalty=payment.penalty,
            entry=one.entries.get(n), recorded_by=by,
        )
        for one in written
        for n, payment in enumerate(one.old.payments)
    ]  # fmt: skip
    for some in _slices(payments):
        Repayment.objects.bulk_create(some)


def _settle(written: Sequence[_Written], by: User) -> None:
    settled = [one for one in written if one.old.left == 0]
    steps = []
    for one in settled:
        n, last = max(enumerate(one.old.payments), key=lambda numbered: numbered[1].paid_on)
        status = Loan.Status.SETTLED
        entry = one.entries.get(n)
        steps.append(_step(one, one.loan.status, status, last.paid_on, by, entry=entry))
        one.loan.status = status
    LoanStep.objects.bulk_create(steps)
    Loan.objects.bulk_update([one.loan for one in settled], ["status"], batch_size=AT_ONCE)
