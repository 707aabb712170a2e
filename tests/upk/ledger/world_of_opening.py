"""An office whose loans are just being brought in from older books: nothing else is there yet."""

from datetime import date
from decimal import Decimal

from groups.models import Group
from loans.models import Instalment, Loan, LoanStep, Product, Repayment, Share
from loans.opening import OldLoan, OldPayment, bring_in
from loans.schedule import Method, Terms, build_schedule
from tests import factories
from upk.ledger.models import Entry, VoucherCounter
from upk.ledger.services import Move, close_books, post_entry
from upk.offices.models import User

LENT = date(2009, 9, 10)


def add_opening() -> dict[str, int]:
    """Ids by name: a loan that is in, one that waits for its money, entries without a row."""
    office = factories.create_office()
    by = factories.create_user(office=office)
    product = factories.create_product(office)
    group = factories.create_group(factories.create_village(office), member_count=2)
    opening, cash = (factories.account(office, code) for code in ("3.3.01.01", "1.1.01.01"))
    old = _old(group, product, "LAMA-1")
    [loan] = bring_in(office, [old], opening=opening, by=by)
    unused, other = (
        post_entry(
            office, happened_on=LENT, memo="x",
            moves=[Move(product.receivable, opening, 4_000_000)],
            kind="opening", origin="loans", by=by,
        )
        for _ in range(2)
    )  # fmt: skip
    waiting = _approved(_old(group, product, "LAMA-2"), unused, by)
    repayment, empty = Repayment.objects.get(loan=loan), _empty(other)
    counter = VoucherCounter.objects.get(office=office, voucher="BM", year=LENT.year)
    return {
        "op_loan": loan.pk, "op_repayment": repayment.pk, "op_waiting": waiting.pk,
        "op_posting": loan.disbursement.postings.get().pk, "op_other": other.pk,
        "op_step": loan.steps.get(to_status="A").pk, "op_empty": empty.pk,
        "op_disbursement": loan.disbursement_id, "op_counter": counter.pk,
        "op_last": counter.last_number, "op_cash": cash.pk,
        "op_capital": factories.account(office, "3.1.01.01").pk,
    }  # fmt: skip


def add_moved() -> dict[str, int]:
    """Ids by name: an office that moved in within a year, and in which nothing happened since."""
    office = factories.create_office()
    by = factories.create_user(office=office)
    cash, capital, opening = (
        factories.account(office, code) for code in ("1.1.01.01", "3.1.01.01", "3.3.01.01")
    )
    entry = post_entry(
        office, happened_on=LENT, memo="Saldo awal pindahan", by=by, kind="opening",
        moves=[Move(cash, opening, 5_000_000), Move(opening, capital, 5_000_000)],
    )  # fmt: skip
    change = close_books(office, through=LENT, by=by)
    counter = VoucherCounter.objects.get(office=office, voucher="BKM", year=LENT.year)
    return {
        "mv_office": office.pk, "mv_entry": entry.pk, "mv_posting": entry.postings.first().pk,
        "mv_counter": counter.pk, "mv_last": counter.last_number, "mv_change": change.pk,
        "mv_capital": capital.pk,
    }  # fmt: skip


def _old(group: Group, product: Product, code: str) -> OldLoan:
    terms = Terms(4_000_000, Decimal("1.5"), Method.FLAT, tenor=4, disbursed_on=LENT)
    people = group.memberships.order_by("pk").values_list("person_id", flat=True)
    return OldLoan(
        group, product, code, 4_000_000, LENT, LENT,
        {"rate": terms.rate, "method": "flat", "tenor": 4},
        [(person, 2_000_000) for person in people], build_schedule(terms),
        [OldPayment(date(2009, 10, 10), 1_000_000, 60_000)],
    )  # fmt: skip


def _approved(old: OldLoan, entry: Entry, by: User) -> Loan:
    """A loan with everything but its money."""
    loan = Loan.objects.create(
        office=entry.office, group=old.group, product=old.product, code=old.code, status="W",
        principal=old.principal, proposed_on=LENT, approved_on=LENT, **old.terms,
    )  # fmt: skip
    for person, amount in old.shares:
        Share.objects.create(loan=loan, person_id=person, principal=amount)
    Instalment.objects.bulk_create(
        Instalment(loan=loan, n=r.n, due_on=r.due_on, principal=r.principal, interest=r.interest)
        for r in old.rows
    )
    LoanStep.objects.create(
        loan=loan, from_status="", to_status="W", happened_on=LENT, amount=old.principal,
        entry=entry, made_by=by,
    )  # fmt: skip
    return loan


def _empty(like: Entry) -> Entry:
    """An opening entry that waits for its two postings, as only SQL can leave one."""
    counter = VoucherCounter.objects.get(office=like.office, voucher="BM", year=LENT.year)
    counter.last_number += 1
    counter.save()
    return Entry.objects.create(
        office=like.office, voucher="BM", year=LENT.year, number=counter.last_number, memo="x",
        kind="opening", origin="loans", happened_on=LENT, posting_count=2, total=8_000_000,
        recorded_by=like.recorded_by,
    )  # fmt: skip
