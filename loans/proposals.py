"""What a group asks for, until the money is paid out: proposed, verified, approved, refused.

Each step says an amount for every member and keeps it for ever (``StepShare``); the loan and its
shares carry those of the last step. Nobody gets more from a later step than from the one before,
and nobody joins after the proposal: take the step back and propose anew [chosen].
"""

from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models, transaction

from groups.models import Group
from loans.findings import finding_problems
from loans.lifecycle import back_from
from loans.models import Loan, LoanStep, Product, ProductTerms, Share
from loans.problems import (
    approval_problems,
    input_problems,
    share_problems,
    standing_problems,
    step_problems,
    terms_problems,
)
from loans.reasons import Problem, raise_if_any
from loans.steps import hold_loan, take_step
from upk.ledger.models import Submission
from upk.ledger.services import claim_submission, lock_office
from upk.money import rupiah
from upk.offices.models import Decision, Office, Person, User
from upk.offices.services import hold_identities, record_decision
from upk.periods import format_date
from upk.prepared import Prepared

Shares = Sequence[tuple[Person, int]]
"""Members and what each gets, whole rupiah."""


# Asked at every step of every loan.
_shares_of = Prepared(
    lambda loan: Share.objects.filter(loan=loan).order_by().values_list("person_id", "principal"),
    models.BigIntegerField(),
)
_held_people = Prepared(
    lambda *people: (
        Person.objects.select_for_update(no_key=True)
        .filter(pk__in=people)
        .order_by("pk")
        .values_list("nik_digest")
    ),
    models.BigIntegerField(),
)


@transaction.atomic
def propose_loan(
    group: Group,
    product: Product,
    *,
    principal: int,
    shares: Shares,
    proposed_on: date,
    by: User,
    terms: dict | None = None,
    payment_day: int | None = None,
    request_key: UUID | None = None,
) -> Loan:
    """Enter what a group asks for.

    Unit: whole rupiah. ``terms`` replaces some of the product's terms in force on that day.
    ``payment_day``: ``None`` is the village's, 0 the day of the disbursement.
    Idempotent by ``request_key`` (forms have one): the same content gives the first loan.
    Raises ``ValidationError`` with every reason against it.
    """
    office = lock_office(group.office)
    product.refresh_from_db(fields=["is_active"])  # nobody stops it from here on
    group = Group.objects.select_for_update(of=("self",)).select_related("village").get(pk=group.pk)
    group.office = office
    content = {
        "propose": group.pk, "product": product.pk, "terms": terms, "payment_day": payment_day,
        **_content(principal, shares, proposed_on),
    }  # fmt: skip
    submission, is_new = _claim(office, request_key, content, by)
    if not is_new:
        return Loan.objects.get(submission=submission)
    asked = {"principal": principal, "shares": shares, "on": proposed_on}
    try:
        loan = draft_loan(
            group, product, principal=principal, proposed_on=proposed_on, terms=terms,
            payment_day=payment_day,
        )  # fmt: skip
    except ValidationError as error:
        problems = input_problems(group, product, **asked)
        raise_if_any([*problems, Problem("terms", error.messages[0])])
    raise_if_any(proposal_problems(loan, shares))
    loan.submission = submission
    loan.save()
    _write_shares(loan, shares)
    take_step(loan, loan.status, on=proposed_on, by=by, shares=shares, is_first=True)
    return loan


def draft_loan(
    group: Group,
    product: Product,
    *,
    principal: int,
    proposed_on: date,
    terms: dict | None = None,
    payment_day: int | None = None,
) -> Loan:
    """The loan that ``propose_loan`` would save, for a preview. See there.

    Raises ``ValidationError`` if the product had no terms yet on that day.
    """
    in_force = ProductTerms.objects.in_force(proposed_on).filter(product=product).first()
    if in_force is None:
        on = format_date(proposed_on)
        raise ValidationError(f"Ketentuan {product} belum berlaku pada {on}.", code="terms")
    if payment_day is None:
        payment_day = group.village.payment_day
    return Loan(
        office=group.office,
        group=group,
        product=product,
        code=next_code(group, product),
        principal=principal,
        proposed_on=proposed_on,
        payment_day=payment_day or None,
        status=Loan.Status.PROPOSED,
        **{**in_force.terms_values(), **(terms or {})},
    )


def next_code(group: Group, product: Product) -> str:
    """Code of the group's next loan of the product: group's code and how many it had."""
    earlier = Loan.objects.filter(group=group, product=product).count()
    return f"{group.code}-{product.code}{earlier + 1}"


def proposal_problems(loan: Loan, shares: Shares) -> list[Problem]:
    """Every reason against saving a drafted proposal with these shares."""
    on = loan.proposed_on
    return [
        *input_problems(loan.group, loan.product, principal=loan.principal, shares=shares, on=on),
        *terms_problems(loan, on),
        *share_problems(loan, [amount for _, amount in shares], on),
    ]


def open_problems(loan: Loan, on: date) -> list[Problem]:
    """What stands between a loan and its approval as of a day; for one that waits, what came up.

    Empty once it is paid out or refused.
    """
    if loan.status not in Loan.OPEN:
        return []
    shares = [(s.person, s.principal) for s in loan.shares.select_related("person")]
    asked = {"principal": loan.principal, "on": on, "loan": loan}
    people = [person for person, _ in shares]
    if loan.status == Loan.Status.WAITING:
        return standing_problems(loan.group, loan.product, people, **asked)
    found = finding_problems(loan, people) if loan.status == Loan.Status.PROPOSED else []
    return [*found, *approval_problems(loan.group, loan.product, shares=shares, **asked)]


def verify_loan(
    loan: Loan,
    *,
    principal: int,
    shares: Shares,
    on: date,
    by: User,
    decision: Decision | None = None,
    request_key: UUID | None = None,
) -> Loan:
    """Enter what the verification team recommends: P becomes V.

    Unit: whole rupiah. Members without an amount drop out. Papers and members' forms must be there
    where the office has lists of them (``loans.findings``). Idempotent by ``request_key``.
    Raises ``ValidationError`` with every reason against it.
    """
    return _advance(
        loan, Loan.Status.VERIFIED, principal, shares,
        on=on, by=by, decision=decision, request_key=request_key,
    )  # fmt: skip


def approve_loan(
    loan: Loan,
    *,
    principal: int,
    shares: Shares,
    on: date,
    by: User,
    decision: Decision | None = None,
    request_key: UUID | None = None,
) -> Loan:
    """Enter what the funding team or the MAD approved: V becomes W, the loan waits for its money.

    As ``verify_loan``, but for papers and forms; besides, nothing may stand in the group's or a
    member's way, and the decision must be named.
    """
    return _advance(
        loan, Loan.Status.WAITING, principal, shares,
        on=on, by=by, decision=decision, request_key=request_key,
    )  # fmt: skip


@transaction.atomic
def _advance(
    loan: Loan,
    to_status: str,
    principal: int,
    shares: Shares,
    *,
    on: date,
    by: User,
    decision: Decision | None,
    request_key: UUID | None,
) -> Loan:
    office = lock_office(loan.office)
    _hold_people(shares)
    loan = hold_loan(loan)
    loan.group.office = loan.office  # one row in memory: nobody asks for it again
    content = {"advance": loan.pk, "to": to_status, "decision": decision and decision.pk}
    _, is_new = _claim(office, request_key, content | _content(principal, shares, on), by)
    if not is_new:
        return loan
    problems = advance_problems(loan, to_status, principal, shares, on)
    raise_if_any([*problems, *_decision_problems(to_status, decision)])
    loan.principal = principal
    _write_shares(loan, shares)
    if to_status == Loan.Status.WAITING:
        loan.approved_on, loan.decision = on, decision
    take_step(loan, to_status, on=on, by=by, decision=decision, shares=shares)
    loan.save(update_fields=["principal", "approved_on", "decision", "status"])
    return loan


def advance_problems(
    loan: Loan, to_status: str, principal: int, shares: Shares, on: date
) -> list[Problem]:
    """Every reason against verifying or approving these amounts on that day."""
    is_approval = to_status == Loan.Status.WAITING
    kept = [person for person, amount in shares if amount]
    check = approval_problems if is_approval else input_problems
    changed = Loan(
        pk=loan.pk, office=loan.office, product=loan.product, principal=principal, code=loan.code
    )
    for name in ("payment_day", *Loan.TERMS):
        setattr(changed, name, getattr(loan, name))
    return [
        *step_problems(loan, to_status, on),
        *check(loan.group, loan.product, principal=principal, shares=shares, on=on, loan=loan),
        *_raised_problems(loan, shares),
        *([] if is_approval else finding_problems(loan, kept)),
        *terms_problems(changed, on),
        *share_problems(changed, [amount for _, amount in shares], on),
    ]


def _decision_problems(to_status: str, decision: Decision | None) -> list[Problem]:
    if to_status == Loan.Status.WAITING and decision is None:
        return [Problem("decision", "Tulis nomor keputusan persetujuannya.")]
    return []


def _raised_problems(loan: Loan, shares: Shares) -> list[Problem]:
    """Members who would get more than in the step before, or who weren't in it."""
    before = dict(_shares_of(loan.pk))
    problems = []
    for person, amount in shares:
        if person.pk not in before:
            text = f"{person} tidak ada dalam usulan. Kembalikan ke usulan untuk menambahkannya."
            problems.append(Problem("not_proposed", text, person_id=person.pk))
        elif amount > before[person.pk]:
            text = f"Bagian {person} melebihi {rupiah(before[person.pk])} pada langkah sebelumnya."
            problems.append(Problem("raised", text, person_id=person.pk))
    return problems


@transaction.atomic
def with_decision(
    service: Callable[..., Loan], loan: Loan, *, body: str, number: str, on: date, **given
) -> Loan:
    """Call a service of this module with the decision of that body and day, recorded with it.

    Without a number there is none. What the service refuses leaves no decision behind.
    """
    decision = None
    if number.strip():
        decision = record_decision(loan.office, body=body, number=number, decided_on=on)
    return service(loan, on=on, decision=decision, **given)


@transaction.atomic
def refuse_loan(
    loan: Loan, *, reason: str, on: date, by: User, decision: Decision | None = None
) -> Loan:
    """Refuse what a group asks for before it is paid out; the group may propose anew.

    Raises ``ValidationError`` without a reason, or if the loan can't be refused any more.
    """
    lock_office(loan.office)
    loan = hold_loan(loan)
    _need(reason)
    raise_if_any(step_problems(loan, Loan.Status.REFUSED, on))
    take_step(loan, Loan.Status.REFUSED, on=on, by=by, reason=reason, decision=decision)
    loan.save(update_fields=["status"])
    return loan


@transaction.atomic
def take_back(loan: Loan, *, reason: str, on: date, by: User, seen_step: int | None = None) -> Loan:
    """One step back before the money is paid out: V to P, W to V, T to what it was before.

    The amounts are again those of the step that is gone back to. ``seen_step`` is the id of the
    last step that the user saw: so a second click doesn't go back twice.
    Raises ``ValidationError`` without a reason, or where no step back exists.
    """
    lock_office(loan.office)
    loan = hold_loan(loan)
    _need(reason)
    last = loan.steps.order_by("-id").first()
    if seen_step is not None and seen_step != last.pk:
        raise ValidationError(
            f"Langkah ini sudah ditarik, atau pinjaman {loan} sudah berubah: sekarang "
            f"{loan.get_status_display().lower()}."
        )
    to_status = back_from(loan.status, last.from_status)
    if not to_status:
        status = loan.get_status_display().lower()
        raise ValidationError(f"Pinjaman {loan} {status}; tidak ada langkah yang dapat ditarik.")
    raise_if_any(step_problems(loan, to_status, on))
    if loan.status != Loan.Status.REFUSED:
        _restore_amounts(loan, to_status)
    if to_status in (Loan.Status.PROPOSED, Loan.Status.VERIFIED):
        loan.approved_on = loan.decision = None
    take_step(loan, to_status, on=on, by=by, reason=reason)
    loan.save()
    return loan


def _restore_amounts(loan: Loan, status: str) -> None:
    """Principal and shares as the last step to ``status`` with amounts said."""
    steps = LoanStep.objects.filter(loan=loan, to_status=status, amount__isnull=False)
    step = steps.order_by("-id").first()
    loan.principal = step.amount
    _write_shares(loan, [(s.person, s.amount) for s in step.shares.select_related("person")])


def _write_shares(loan: Loan, shares: Shares) -> None:
    """Let the loan have these shares; those that stand already stay."""
    wanted = {person.pk: amount for person, amount in shares if amount}
    standing = dict(_shares_of(loan.pk))
    if standing == wanted:
        return
    if standing:
        loan.shares.all().delete()
    Share.objects.bulk_create(
        Share(loan=loan, person=person, principal=amount) for person, amount in shares if amount
    )


def _hold_people(shares: Shares) -> None:
    """Hold the members and their NIKs, so that nobody gets into two new loans at once."""
    people = sorted(person.pk for person, _ in shares)
    hold_identities([digest for (digest,) in _held_people(*people)] if people else [])


def _need(reason: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": "Tulis alasannya."})


def _content(principal: int, shares: Shares, on: date) -> dict:
    amounts = [(person.pk, amount) for person, amount in shares]
    return {"principal": principal, "shares": amounts, "on": on.isoformat()}


def _claim(
    office: Office, key: UUID | None, content: dict, by: User
) -> tuple[Submission | None, bool]:
    if key is None:
        return None, True
    return claim_submission(office, key, content, by=by)
