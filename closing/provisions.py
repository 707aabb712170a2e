"""The allowance for loan losses: what a month's end needs, what the books hold, the difference.

Proposed for every product, posted on confirmation. The need is that of the collectibility report:
the same positions, classes and percentages (``loans.portfolio``, ``loans.collectibility``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from closing.models import ProvisionPosting
from closing.services import ORIGIN
from loans.collectibility import provision
from loans.models import Loan, Product
from loans.portfolio import class_sets, outstanding_by_class, portfolio, running
from upk.ledger.lowest import lowest_balance
from upk.ledger.models import Account, Posting, Submission
from upk.ledger.services import (
    EntryDraft,
    Move,
    check_period_open,
    claim_submission,
    lock_office,
    post_in_held_office,
    reverse_entry,
)
from upk.money import rupiah
from upk.offices.models import Office, User
from upk.periods import format_date, month_end, today


@dataclass(frozen=True, slots=True)
class Need:
    """An allowance account on a month's end. Whole rupiah.

    ``products`` are those that keep their allowance there, the first gives the expense account.
    ``posted`` is the posting that stands for this very day, if any.
    """

    products: tuple[Product, ...]
    outstanding: int
    needed: int
    held: int
    posted: ProvisionPosting | None

    @property
    def product(self) -> Product:
        return self.products[0]

    @property
    def codes(self) -> str:
        """Codes of the products, as they are shown."""
        return ", ".join(product.code for product in self.products)

    @property
    def difference(self) -> int:
        """What is missing; negative where there is too much."""
        return self.needed - self.held

    @property
    def moves(self) -> list[Move]:
        """What posting the difference moves; nothing where the books hold what is needed."""
        expense, allowance = self.product.provision_expense, self.product.allowance
        if self.difference > 0:
            return [Move(expense, allowance, self.difference)]
        return [Move(allowance, expense, -self.difference)] if self.difference else []


def plan_provisions(office: Office, as_of: date) -> list[Need]:
    """What each allowance account needs at the end of ``as_of``, beside what it holds.

    A constant number of queries, whatever the number of loans and products.
    """
    products = list(
        Product.objects.filter(office=office).select_related("allowance", "provision_expense")
    )
    outstanding, needed = _needs(office, as_of)
    accounts = {product.allowance_id: product.allowance for product in products}
    postings = Posting.objects.of_office(office).touching(accounts.values()).until(as_of)
    net = postings.net_by_account()
    posted = {
        row.product_id: row
        for row in ProvisionPosting.objects.filter(
            office=office, as_of=as_of, reverses__isnull=True, reversed_by__isnull=True
        ).select_related("entry")
    }
    needs = []
    for pk in accounts:
        sharing = tuple(product for product in products if product.allowance_id == pk)
        ids = [product.pk for product in sharing]
        needs.append(
            Need(
                sharing,
                sum(outstanding.get(i, 0) for i in ids),
                sum(needed.get(i, 0) for i in ids),
                -net.get(pk, 0),
                next((posted[i] for i in ids if i in posted), None),
            )
        )
    return needs


def _needs(office: Office, as_of: date) -> tuple[dict[int, int], dict[int, int]]:
    """Outstanding principal and the provision that it needs, both by product id."""
    loans = Loan.objects.filter(office=office)
    still = running(loans, since=as_of + timedelta(days=1), as_of=as_of)
    by_product: dict[int, list] = {}
    for position in portfolio(office, still, as_of=as_of):
        by_product.setdefault(position.product_id, []).append(position)
    sets = class_sets(office, as_of)
    held = {pk: outstanding_by_class(found) for pk, found in by_product.items()}
    needed = {pk: sum(provision(classes, sets[pk]).values()) for pk, classes in held.items()}
    return {pk: sum(classes.values()) for pk, classes in held.items()}, needed


def check_provision_day(office: Office, as_of: date) -> None:
    """Raise ``ValidationError`` unless ``as_of`` is a month's end that has come, in open books."""
    if as_of != month_end(as_of):
        raise ValidationError({"as_of": "Cadangan dihitung pada akhir bulan."})
    if as_of > today(office):
        raise ValidationError({"as_of": f"{format_date(as_of)} belum tiba."})
    check_period_open(office, as_of)


@transaction.atomic
def post_provisions(
    office: Office,
    *,
    as_of: date,
    request_key: UUID,
    by: User,
    shown: dict[int, int] | None = None,
) -> list[ProvisionPosting]:
    """Bring every allowance to what ``as_of`` needs; products that need nothing are left out.

    ``shown``: the differences that were confirmed, by product id; if they aren't those of now,
    nothing is posted. Idempotent by ``request_key``.
    Raises ``ValidationError`` for a day that can't be used, a product posted for that day already,
    figures that changed since, or where nothing is to be posted.
    """
    office = lock_office(office)
    submission, is_new = claim_submission(office, request_key, {"provision": as_of}, by=by)
    if not is_new:
        return list(submission.provisions.order_by("pk"))
    check_provision_day(office, as_of)
    _hold_allowances(office)
    needs = [need for need in plan_provisions(office, as_of) if need.difference]
    if not needs:
        raise ValidationError("Cadangan sudah sama dengan kebutuhannya. Tidak ada yang dibukukan.")
    for need in needs:
        if need.posted:
            raise ValidationError(
                f"Cadangan {need.codes} per {format_date(as_of)} sudah dibukukan dengan "
                f"{need.posted.entry.label}. Batalkan dahulu bila angkanya berubah."
            )
    if shown is not None and shown != {n.product.pk: n.difference for n in needs}:
        raise ValidationError("Angkanya berubah sejak halaman dibuka. Periksa sekali lagi.")
    made = _post(office, as_of, needs, submission, by)
    for need in needs:
        if need.difference < 0:
            _check_unused(need.product, as_of)
    return made


def _check_unused(product: Product, as_of: date) -> None:
    """Raise ``ValidationError`` if the allowance was used since for more than is left by now."""
    lowest = lowest_balance(product.allowance, as_of, is_credit=True)
    if lowest < 0:
        raise ValidationError(
            f"Cadangan {product.code} sudah dipakai sesudah {format_date(as_of)} dan akan kurang "
            f"{rupiah(-lowest)}. Biarkan: selisihnya dibukukan pada akhir bulan berikutnya."
        )


def _hold_allowances(office: Office) -> None:
    """Let nobody post for the same day, or write a loan off against them, meanwhile."""
    ids = Product.objects.filter(office=office).values("allowance")
    list(Account.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))


def _post(
    office: Office, as_of: date, needs: Sequence[Need], submission: Submission, by: User
) -> list[ProvisionPosting]:
    drafts = [
        EntryDraft(as_of, f"Cadangan kerugian piutang {n.codes}", n.moves, origin=ORIGIN)
        for n in needs
    ]
    entries = post_in_held_office(office, drafts, by=by, submission=submission)
    rows = [
        ProvisionPosting(
            office=office, product=need.product, as_of=as_of, needed=need.needed, held=need.held,
            amount=need.difference, entry=entry, submission=submission, recorded_by=by,
        )
        for need, entry in zip(needs, entries, strict=True)
    ]  # fmt: skip
    return ProvisionPosting.objects.bulk_create(rows)


@transaction.atomic
def reverse_provision(
    posting: ProvisionPosting, *, reason: str, request_key: UUID, by: User
) -> ProvisionPosting:
    """Take a posting back on its own day, so that it can be made anew.

    Idempotent by ``request_key``. Raises ``ValidationError`` if it was taken back already, its day
    is closed, it is a reversal itself, a write-off or a later provision uses it, or without a
    reason.
    """
    office = lock_office(posting.office)
    content = {"reverse_provision": posting.pk, "reason": reason.strip()}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return submission.provisions.get()
    _hold_allowances(office)
    entry = reverse_entry(
        posting.entry, happened_on=posting.as_of, reason=reason, by=by, origin=ORIGIN,
        submission=submission,
    )  # fmt: skip
    if posting.amount > 0:
        _check_unused(posting.product, posting.as_of)
    return ProvisionPosting.objects.create(
        office=office, product=posting.product, as_of=posting.as_of, needed=posting.needed,
        held=posting.held, amount=-posting.amount, entry=entry, reverses=posting,
        submission=submission, recorded_by=by,
    )  # fmt: skip


def difference_text(need: Need) -> str:
    """What a difference says to who closes the books."""
    word = "kurang" if need.difference > 0 else "lebih"
    return f"Cadangan {need.codes} {word} {rupiah(abs(need.difference))}"
