"""Saying who of a group paid how much of a receipt: with the receipt, or once afterwards."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from loans.allocation import Parts
from loans.member_books import MemberBook, SharesTooSmall, member_book
from loans.models import Loan, MemberRepayment, Repayment
from upk.ledger.services import check_period_open, claim_submission, lock_office
from upk.money import rupiah, split_by_weights
from upk.offices.models import User

TOO_SMALL = "Bagian anggota terlalu kecil untuk dibagi per anggota."


@dataclass(frozen=True, slots=True)
class MemberPart:
    """What one member pays. Whole rupiah."""

    person_id: int
    principal: int
    interest: int
    penalty: int = 0

    @property
    def amounts(self) -> tuple[int, int, int]:
        return self.principal, self.interest, self.penalty


class SplitErrors(ValidationError):
    """What is wrong with a split: ``members`` by person id, ``whole`` of its sums."""

    def __init__(self, members: dict[int, list[str]], whole: Sequence[str]) -> None:
        self.members = members
        self.whole = list(whole)
        super().__init__([*whole, *(message for found in members.values() for message in found)])


def check_members(
    loan: Loan, parts: Sequence[MemberPart], whole: tuple[int, int, int], on: date
) -> None:
    """Raise ``SplitErrors`` unless ``parts`` may be those of a receipt of that day.

    ``whole`` is the receipt's principal, jasa and denda. Nobody is named with more than what the
    own part of the loan still asks for: who pays for a neighbour pays the neighbour's part.
    """
    try:
        book = member_book(loan)
    except SharesTooSmall:
        raise ValidationError(TOO_SMALL) from None
    members: dict[int, list[str]] = defaultdict(list)
    room = {share.person_id: left for share, left in zip(book.shares, book.room(on), strict=True)}
    names = {person.pk: person.name for person in book.people}
    seen: set[int] = set()
    for part in parts:
        errors = members[part.person_id]
        if part.person_id in seen:
            errors.append("Tercantum lebih dari sekali.")
        seen.add(part.person_id)
        if part.person_id not in room:
            errors.append("Bukan pemanfaat pinjaman ini.")
            continue
        name, left = names[part.person_id], room[part.person_id]
        if min(part.amounts) < 0:
            errors.append(f"{name}: jumlah tidak boleh kurang dari nol.")
        for label, amount, limit in (
            ("pokok", part.principal, left.principal), ("jasa", part.interest, left.interest)
        ):  # fmt: skip
            if amount > limit:
                errors.append(
                    f"{name}: {label} {rupiah(amount)} melebihi sisanya {rupiah(limit)} "
                    f"sebesar {rupiah(amount - limit)}."
                )
    found = {person: errors for person, errors in members.items() if errors}
    wrong = sum_errors(parts, whole)
    if found or wrong:
        raise SplitErrors(found, wrong)


def sum_errors(parts: Sequence[MemberPart], whole: tuple[int, int, int]) -> list[str]:
    """Which sums of ``parts`` aren't those of the receipt, and by how much."""
    errors = []
    for place, (label, amount) in enumerate(zip(("Pokok", "Jasa", "Denda"), whole, strict=True)):
        given = sum(part.amounts[place] for part in parts)
        if given != amount:
            way = "kurang" if given < amount else "lebih"
            errors.append(
                f"{label} semua anggota {rupiah(given)}, setoran kelompok {rupiah(amount)}: "
                f"{way} {rupiah(abs(amount - given))}."
            )
    return errors


def write_parts(receipts: Sequence[tuple[Repayment, Sequence[MemberPart]]]) -> None:
    """Write the members' rows of receipts, in one statement; whoever calls has checked them."""
    MemberRepayment.objects.bulk_create(
        MemberRepayment(
            repayment=repayment, person_id=part.person_id, principal=part.principal,
            interest=part.interest, penalty=part.penalty,
        )
        for repayment, parts in receipts
        for part in parts
        if any(part.amounts)
    )  # fmt: skip


def mirror_parts(repayment: Repayment, undone: Repayment) -> None:
    """Take back with a receipt what it says of members."""
    MemberRepayment.objects.bulk_create(
        MemberRepayment(
            repayment=undone, person_id=row.person_id, principal=-row.principal,
            interest=-row.interest, penalty=-row.penalty,
        )
        for row in repayment.member_parts.all()
    )  # fmt: skip


@transaction.atomic
def split_receipt(
    repayment: Repayment, parts: Sequence[MemberPart], *, request_key: UUID, by: User
) -> list[MemberRepayment]:
    """Say afterwards, once, who paid how much of a receipt.

    Idempotent by ``request_key``. Raises ``SplitErrors``; ``ValidationError`` if the receipt is
    divided already, was reversed, is no money, or lies in closed books.
    """
    office = lock_office(repayment.office)
    loan = Loan.objects.select_for_update().get(pk=repayment.loan_id)
    content = {"split": repayment.pk, "parts": [[p.person_id, *p.amounts] for p in parts]}
    _, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return list(repayment.member_parts.all())
    repayment.office = office
    check_divisible(repayment)
    whole = (repayment.principal, repayment.interest, repayment.penalty)
    check_members(loan, parts, whole, repayment.paid_on)
    write_parts([(repayment, parts)])
    return list(repayment.member_parts.all())


def check_divisible(repayment: Repayment) -> None:
    """Raise ``ValidationError`` unless the receipt can be divided over members now."""
    if not repayment.is_payment or repayment.kind == Repayment.Kind.REVERSAL:
        raise ValidationError("Hanya setoran yang dapat dibagi per anggota.")
    if Repayment.objects.filter(reverses=repayment).exists():
        raise ValidationError("Kwitansi ini sudah dibatalkan, jadi tidak dibagi lagi.")
    if repayment.member_parts.exists():
        raise ValidationError("Setoran ini sudah dibagi per anggota. Lihat di kwitansinya.")
    check_period_open(repayment.office, repayment.paid_on)


def proposed_parts(
    book: MemberBook, whole: tuple[int, int, int], *, of: Repayment | None = None
) -> list[MemberPart]:
    """The split to begin with: the oldest first; denda by what each then pays, else by share."""
    principal, interest, penalty = whole
    divided = book.proposal(Parts(principal, interest), of=of)
    weights = [parts.total for parts in divided]
    if not any(weights):
        weights = [share.principal for share in book.shares]
    fines = split_by_weights(penalty, weights)
    return [
        MemberPart(share.person_id, parts.principal, parts.interest, fine)
        for share, parts, fine in zip(book.shares, divided, fines, strict=True)
    ]
