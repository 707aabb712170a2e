"""What members' payments and rebates add to the world."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

from loans.member_splits import MemberPart
from loans.models import Loan
from loans.rebates import claims
from loans.rebating import Payout, approve_rebates, pay_rebates, reverse_rebate
from loans.repayments import reverse_repayment
from loans.setup import add_rules
from tests import factories
from upk.access import Role
from upk.ledger.services import Move, post_entry, reverse_entry
from upk.offices.models import User

DISBURSED, PAID, DAY = date(2010, 1, 13), date(2010, 1, 14), date(2010, 1, 20)


def add_rebates(group_of, product, by: User) -> dict[str, int]:
    """Ids by name; ``group_of`` makes a group. A loan paid by member, with rebates of it.

    The first two instalments are paid ahead; the rebate of the first stands, that of the second
    was paid and taken back, approvals of the third wait.
    """
    office = product.office
    manager = factories.create_user(Role.MANAGER, office)
    add_rules(
        product, since=DISBURSED, rebate_timing="instalment", rebate_percent=Decimal(5),
        rebate_days=5, ceilings={},
    )  # fmt: skip
    loan = factories.create_loan(group_of(), product, by=by, disbursed_on=DISBURSED)
    people = list(loan.shares.values_list("person_id", flat=True))
    parts = tuple(MemberPart(person, 600_000, 90_000) for person in people)
    factories.pay(loan, 3_450_000, on=PAID, by=by, ahead=True, members=parts)
    paid = _paid_by_member(loan, people, by)
    found = claims(Loan.objects.filter(pk=loan.pk), DAY)
    approvals = approve_rebates(
        office, [(*c.key, c.amount) for c in found], on=DAY, request_key=uuid4(), by=manager
    )
    first, second, third = [(*c.key, c.amount) for c in found]
    [rebate, taken] = pay_rebates(
        office, Payout(DAY, product.cash, [first, second], uuid4()), by=by
    )
    back = reverse_rebate(taken, happened_on=DAY, reason="Salah", request_key=uuid4(), by=manager)

    def post(amount: int, on: date = DAY, debit=product.rebate_expense, credit=product.cash) -> int:
        moves = [Move(debit, credit, amount)]
        return post_entry(office, happened_on=on, memo="x", moves=moves, by=by, origin="loans").pk

    expense = post(third[2])
    return {
        **paid,
        "other_member": people[1],
        "approval": approvals[2].pk,
        "spent_approval": approvals[0].pk,
        "approver": manager.pk,
        "rebate": rebate.pk,
        "rebate_reversal": back.pk,
        "third_row": found[2].instalment_id,
        "rebate_expense_entry": expense,
        "rebate_no_expense": post(third[2], debit=factories.account(office, "3.1.01.01")),
        "rebate_reversal_entry": reverse_entry(
            rebate.entry, happened_on=DAY, reason="x", by=by, origin="loans"
        ).pk,
        "rebate_refund": post(third[2], debit=product.cash, credit=product.rebate_expense),
    }


def _paid_by_member(loan: Loan, people: list[int], by: User) -> dict[str, int]:
    """Payments that were divided, by one member alone, and not divided; two were reversed."""
    half = tuple(MemberPart(person, 100_000, 15_000) for person in people)
    how = {"on": PAID, "by": by, "ahead": True}
    wrong = factories.pay(loan, 575_000, split=(500_000, 75_000), members=half, **how)
    undone = reverse_repayment(wrong, happened_on=PAID, reason="Salah", by=by)
    single = (MemberPart(people[0], 50_000, 7_500),)
    alone = factories.pay(loan, 57_500, split=(50_000, 7_500), members=single, **how)
    bare, bare_wrong = (
        factories.pay(loan, 115_000, split=(100_000, 15_000), **how) for _ in range(2)
    )
    bare_undone = reverse_repayment(bare_wrong, happened_on=PAID, reason="Salah", by=by)
    return {
        "member_part": alone.member_parts.get().pk,
        "member_reversal": undone.member_parts.first().pk,
        "alone": alone.pk,
        "bare": bare.pk,
        "bare_wrong": bare_wrong.pk,
        "bare_undone": bare_undone.pk,
    }
