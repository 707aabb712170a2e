"""What happens to loans: approved, disbursed, repaid, a repayment reversed.

Each service holds the office and the loan (in that order), checks the state, computes with the
pure rules, posts to the ledger and writes its rows, all or nothing.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum

from groups.models import Group
from loans.models import Instalment, Loan, LoanStep, Product, ProductTerms, Share
from loans.problems import (
    Problem,
    approval_problems,
    disbursement_problems,
    raise_if_any,
    share_problems,
    terms_problems,
)
from loans.schedule import build_schedule
from upk.ledger.models import Account, Entry, Posting
from upk.ledger.services import (
    EntryDraft,
    Move,
    claim_submission,
    lock_office,
    post_entries,
)
from upk.money import rupiah
from upk.offices.models import Person, User
from upk.periods import format_date

ORIGIN = "loans"


def take_step(
    loan: Loan, to_status: str, *, on: date, by: User, entry: Entry | None = None, reason: str = ""
) -> None:
    """Write a step of the loan's life and bring its status along; the caller holds the loan."""
    LoanStep.objects.create(
        loan=loan,
        from_status=loan.status,
        to_status=to_status,
        happened_on=on,
        entry=entry,
        reason=reason,
        made_by=by,
    )
    loan.status = to_status


def next_code(group: Group, product: Product) -> str:
    """Code of the group's next loan of the product: group's code and how many it had."""
    earlier = Loan.objects.filter(group=group, product=product).count()
    return f"{group.code}-{product.code}{earlier + 1}"


@transaction.atomic
def approve_loan(
    group: Group,
    product: Product,
    *,
    principal: int,
    shares: Sequence[tuple[Person, int]],
    approved_on: date,
    by: User,
    decision: str = "",
    terms: dict | None = None,
    payment_day: int | None = None,
    request_key: UUID | None = None,
) -> Loan:
    """Enter a loan as approved by the funding team: it waits for disbursement.

    Unit: whole rupiah. ``terms`` replaces some of the product's terms in force on
    ``approved_on``. ``payment_day``: ``None`` is the village's, 0 the day of the disbursement.
    Idempotent by ``request_key`` (forms have one): the same content gives the first loan.
    Raises ``ValidationError`` with every reason against it.
    """
    office = lock_office(group.office)
    product.refresh_from_db(fields=["is_active"])  # nobody stops it from here on
    group = Group.objects.select_for_update(of=("self",)).select_related("village").get(pk=group.pk)
    group.office = office
    people = sorted(person.pk for person, _ in shares)
    held = Person.objects.select_for_update(no_key=True).filter(pk__in=people)
    list(held.order_by("pk").values_list("pk"))  # nobody gets into two new loans at once
    submission = None
    if request_key is not None:
        content = {
            "approve": group.pk, "product": product.pk, "principal": principal,
            "shares": [(person.pk, amount) for person, amount in shares], "on": approved_on,
            "decision": decision, "terms": terms, "payment_day": payment_day,
        }  # fmt: skip
        submission, is_new = claim_submission(office, request_key, content, by=by)
        if not is_new:
            return Loan.objects.get(submission=submission)
    try:
        loan = draft_loan(
            group, product, principal=principal, approved_on=approved_on, decision=decision,
            terms=terms, payment_day=payment_day,
        )  # fmt: skip
    except ValidationError as error:
        problems = approval_problems(
            group, product, principal=principal, shares=shares, on=approved_on
        )
        raise_if_any([*problems, Problem("terms", error.messages[0])])
    raise_if_any(loan_problems(loan, shares))
    loan.submission = submission
    loan.save()
    Share.objects.bulk_create(
        Share(loan=loan, person=person, principal=amount) for person, amount in shares
    )
    LoanStep.objects.create(
        loan=loan, to_status=loan.status, happened_on=approved_on, made_by=by, reason=decision
    )
    return loan


def draft_loan(
    group: Group,
    product: Product,
    *,
    principal: int,
    approved_on: date,
    decision: str = "",
    terms: dict | None = None,
    payment_day: int | None = None,
) -> Loan:
    """The loan that ``approve_loan`` would save, for a preview. See there.

    Raises ``ValidationError`` if the product had no terms yet on that day.
    """
    in_force = ProductTerms.objects.in_force(approved_on).filter(product=product).first()
    if in_force is None:
        on = format_date(approved_on)
        raise ValidationError(f"Ketentuan {product} belum berlaku pada {on}.", code="terms")
    if payment_day is None:
        payment_day = group.village.payment_day
    return Loan(
        office=group.office,
        group=group,
        product=product,
        code=next_code(group, product),
        principal=principal,
        approved_on=approved_on,
        decision=decision,
        payment_day=payment_day or None,
        status=Loan.Status.WAITING,
        **{**in_force.terms_values(), **(terms or {})},
    )


def loan_problems(loan: Loan, shares: Sequence[tuple[Person, int]]) -> list[Problem]:
    """Every reason against saving a drafted loan with these shares."""
    on = loan.approved_on
    return [
        *approval_problems(
            loan.group, loan.product, principal=loan.principal, shares=shares, on=on
        ),
        *terms_problems(loan, on),
        *share_problems(loan, [amount for _, amount in shares], on),
    ]


@transaction.atomic
def refuse_loan(loan: Loan, *, reason: str, on: date, by: User) -> Loan:
    """Take an approval back before the loan is paid out; the group may be proposed anew.

    Raises ``ValidationError`` without a reason, or if the loan isn't waiting any more.
    """
    lock_office(loan.office)
    loan = Loan.objects.select_for_update().get(pk=loan.pk)
    if not reason.strip():
        raise ValidationError({"reason": "Tulis alasannya."})
    if loan.status != Loan.Status.WAITING:
        raise ValidationError(f"Pinjaman {loan} tidak sedang menunggu pencairan.", code="status")
    take_step(loan, Loan.Status.REFUSED, on=on, by=by, reason=reason.strip()[:250])
    loan.save(update_fields=["status"])
    return loan


def cash_available(cash: Account, on: date) -> int:
    """The least that the account holds at the end of any day from ``on`` on. Whole rupiah.

    Only so much can leave it on that day without a negative balance then or later.
    """
    later: dict[date, int] = defaultdict(int)
    balance = 0
    for side, sign in (("debit", 1), ("credit", -1)):
        rows = Posting.objects.filter(**{side: cash}).order_by()
        balance += sign * (rows.aggregate(total=Sum("amount"))["total"] or 0)
        after = rows.filter(entry__office=cash.office_id, entry__happened_on__gt=on)
        for day, amount in after.values_list("entry__happened_on").annotate(Sum("amount")):
            later[day] += sign * amount
    lowest = balance
    for day in sorted(later, reverse=True):
        balance -= later[day]
        lowest = min(lowest, balance)
    return lowest


def _check_cash(cash: Account, amount: int, on: date) -> None:
    """Raise unless the account holds ``amount`` on that day and ever since."""
    Account.objects.select_for_update().get(pk=cash.pk)
    available = cash_available(cash, on)
    if available < amount:
        raise ValidationError(
            f"Saldo {cash.name} {rupiah(available)}, kurang {rupiah(amount - available)}. "
            "Pilih rekening lain atau pindahkan dana dahulu.",
            code="cash",
        )


def disburse_loan(
    loan: Loan, *, disbursed_on: date, cash: Account, request_key: UUID, by: User
) -> Loan:
    """Pay one waiting loan out; see ``disburse_loans``."""
    return disburse_loans(
        [loan], disbursed_on=disbursed_on, cash=cash, request_key=request_key, by=by
    )[0]


@transaction.atomic
def disburse_loans(
    loans: Sequence[Loan], *, disbursed_on: date, cash: Account, request_key: UUID, by: User
) -> list[Loan]:
    """Pay waiting loans of one office out on a day: schedules written, entries posted.

    Idempotent by ``request_key``; all or none.
    Raises ``ValidationError`` with all reasons: a loan isn't waiting, the day lies before an
    approval, in closed books or in the future, the account is no own one or lacks the money.
    """
    office = lock_office(loans[0].office)
    ids = sorted(loan.pk for loan in loans)
    held = Loan.objects.select_for_update(of=("self",)).select_related(
        "office", "product__receivable"
    )
    loans = list(held.filter(office=office, pk__in=ids).order_by("pk"))
    content = {"disburse": ids, "on": disbursed_on, "cash": cash.pk}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return loans
    if not loans or len(loans) != len(ids):
        raise ValidationError("Pinjaman tidak ditemukan. Buka kembali daftarnya.")
    problems = [
        problem
        for loan in loans
        for problem in disbursement_problems(loan, on=disbursed_on, cash=cash)
    ]
    raise_if_any(list(dict.fromkeys(problems)))
    _check_cash(cash, sum(loan.principal for loan in loans), disbursed_on)
    drafts = [
        EntryDraft(
            disbursed_on,
            f"Pencairan {loan.code}",
            [Move(loan.product.receivable, cash, loan.principal)],
            origin=ORIGIN,
        )
        for loan in loans
    ]
    entries = post_entries(office, drafts, by=by, submission=submission)
    for loan, entry in zip(loans, entries, strict=True):
        _write_schedule(loan, disbursed_on)
        take_step(loan, Loan.Status.ACTIVE, on=disbursed_on, entry=entry, by=by)
        loan.disbursed_on, loan.disbursement = disbursed_on, entry
        loan.save(update_fields=["status", "disbursed_on", "disbursement"])
    return loans


def _write_schedule(loan: Loan, disbursed_on: date) -> None:
    Instalment.objects.bulk_create(
        Instalment(
            loan=loan, n=row.n, due_on=row.due_on, principal=row.principal, interest=row.interest
        )
        for row in build_schedule(loan.schedule_terms(disbursed_on=disbursed_on))
    )
