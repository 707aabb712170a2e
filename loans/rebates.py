"""Who has a right to a rebate (IPTW), what is confirmed and what is paid of it, as of a day.

The rule of time is ``loans.rebate``; here are the rows it is asked about. The percentage, the days
and the timing are those of the product's rules in force on the day of the loan's disbursement.
A loan that was rescheduled or written off, also in part, has no right, nor has one that takes over
from a rescheduled loan [chosen] or whose disbursement was taken back. A receipt that was reversed
never was on time: after the reversal's day the right is gone, even if it was paid already
(``Claim.is_unfounded``).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from loans.models import (
    Instalment,
    LendingRules,
    Loan,
    LoanQuerySet,
    Rebate,
    RebateApproval,
    Relief,
    Repayment,
    Share,
)
from loans.rebate import SETTLEMENT, Payment, RebateRule, ReliefOf, Right, Timing, rights
from upk.money import split_by_weights
from upk.offices.models import Office

BARRED = (Repayment.Kind.RESCHEDULED, Repayment.Kind.WRITTEN_OFF)
Key = tuple[int, int]
"""A loan's id, and the instalment's number or ``SETTLEMENT``."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A right to a rebate, or a rebate that was paid; whole rupiah.

    ``amount`` and ``interest`` are what the group has a right to, 0 where it has none (any more).
    ``approval`` waits to be paid, ``paid`` is the rebate that stands.
    """

    loan: Loan
    n: int
    instalment_id: int | None
    earned_on: date | None
    interest: int
    amount: int
    approval: RebateApproval | None = None
    paid: Rebate | None = None

    @property
    def key(self) -> Key:
        return self.loan.pk, self.n

    @property
    def label(self) -> str:
        """What it is for, in words."""
        return f"Angsuran ke-{self.n}" if self.n else "Pelunasan"

    @property
    def is_unfounded(self) -> bool:
        """Whether more or less was paid than there is a right to."""
        return self.paid is not None and self.paid.amount != self.amount

    @property
    def is_open(self) -> bool:
        """Whether the right waits for the manager's word."""
        return self.paid is None and not self.is_approved

    @property
    def is_approved(self) -> bool:
        """Whether it may be paid: confirmed as it is now. Another amount needs another word."""
        word = self.approval
        return (
            self.paid is None
            and word is not None
            and (word.amount, word.interest) == (self.amount, self.interest)
        )


@dataclass(frozen=True, slots=True)
class Receiver:
    """A line of the list to sign: a member, the share of the loan, jasa paid, rebate."""

    name: str
    share: int
    interest: int
    amount: int


@dataclass
class _Rows:
    """What the rule asks about a loan."""

    instalments: list[tuple[int, int, date, int, int]]
    """Id, number, due date, principal, interest."""
    payments: list[Payment]
    reliefs: list[ReliefOf]
    is_barred: bool = False


def with_rebates(office: Office) -> LoanQuerySet:
    """Loans of an office that may have a right, or were given a rebate."""
    timed = LendingRules.objects.exclude(rebate_timing=Timing.NEVER).filter(product__office=office)
    return Loan.objects.filter(
        Q(status__in=(Loan.Status.ACTIVE, Loan.Status.SETTLED), product__in=timed.values("product"))
        | Q(pk__in=Rebate.objects.filter(office=office).values("loan")),
        office=office,
        disbursed_on__isnull=False,
    )


def claims(loans: LoanQuerySet, as_of: date) -> list[Claim]:
    """The rights and rebates of ``loans`` at the end of a day, in the order of the queryset.

    A constant number of queries. Without ordering by loan and instalment among equals the rows of
    one loan stay together, in the order of their instalments.
    """
    # Cancelled ones, too: a rebate that still stands must be seen to be taken back.
    paid_out = loans.filter(disbursed_on__lte=as_of)
    found = list(paid_out.select_related("group__village", "product"))
    inner = Loan.objects.filter(pk__in=[loan.pk for loan in found]).order_by().values("pk")
    rules = _rules({loan.product_id for loan in found})
    rows = _rows(inner, as_of)
    approvals = {
        _key(row): row
        for row in RebateApproval.objects.filter(loan__in=inner, rebate=None)
        .select_related("instalment")
        .order_by("id")
    }
    paid: dict[int, dict[int, Rebate]] = defaultdict(dict)
    standing = Rebate.objects.filter(loan__in=inner, paid_on__lte=as_of, reverses=None)
    for row in (
        standing.exclude(reversed_by__paid_on__lte=as_of)
        .select_related("instalment", "entry")
        .order_by("id")
    ):
        paid[row.loan_id][_key(row)[1]] = row
    return [
        claim
        for loan in found
        for claim in _claims_of(loan, rules, rows[loan.pk], paid[loan.pk], approvals, as_of)
    ]


def _claims_of(
    loan: Loan,
    rules: dict[int, list[LendingRules]],
    rows: _Rows,
    paid: dict[int, Rebate],
    approvals: dict[Key, RebateApproval],
    as_of: date,
) -> Iterable[Claim]:
    earned = {right.n: right for right in _rights(loan, rules, rows, as_of)}
    instalments = {n: pk for pk, n, *_ in rows.instalments}
    for n in sorted(earned.keys() | paid.keys()):
        right = earned.get(n)
        yield Claim(
            loan=loan,
            n=n,
            instalment_id=instalments.get(n),
            earned_on=right.earned_on if right else None,
            interest=right.interest if right else 0,
            amount=right.amount if right else 0,
            approval=approvals.get((loan.pk, n)),
            paid=paid.get(n),
        )


def _rights(
    loan: Loan, rules: dict[int, list[LendingRules]], rows: _Rows, as_of: date
) -> list[Right]:
    rule = next((r for r in rules[loan.product_id] if r.since <= loan.disbursed_on), None)
    no_right = (Loan.Status.CANCELLED, Loan.Status.RESCHEDULED, Loan.Status.WRITTEN_OFF)
    if rule is None or rows.is_barred or loan.rescheduled_from_id or loan.status in no_right:
        return []
    return rights(
        RebateRule(rule.rebate_percent, rule.rebate_days, Timing(rule.rebate_timing)),
        [row[2:] for row in rows.instalments],
        rows.payments,
        rows.reliefs,
        as_of=as_of,
    )


def _rules(products: Iterable[int]) -> dict[int, list[LendingRules]]:
    """Each product's rules, the newest first."""
    found: dict[int, list[LendingRules]] = defaultdict(list)
    for row in LendingRules.objects.filter(product__in=products).order_by("-since", "-id"):
        found[row.product_id].append(row)
    return found


def _rows(inner: LoanQuerySet, as_of: date) -> dict[int, _Rows]:
    """What stands of each loan's payments and reliefs at the end of a day, with its schedule."""
    found: dict[int, _Rows] = defaultdict(lambda: _Rows([], [], []))
    for loan_id, *row in (
        Instalment.objects.filter(loan__in=inner)
        .order_by("loan_id", "n")
        .values_list("loan_id", "pk", "n", "due_on", "principal", "interest")
    ):
        found[loan_id].instalments.append(tuple(row))
    standing = Repayment.objects.filter(loan__in=inner, reverses=None).until(as_of)
    standing = standing.exclude(reversed_by__paid_on__lte=as_of)
    relieved = False
    for loan_id, kind, is_payment, *payment in standing.order_by().values_list(
        "loan_id", "kind", "is_payment", "paid_on", "principal", "interest"
    ):
        if is_payment:
            found[loan_id].payments.append(tuple(payment))
        else:
            relieved = True
            found[loan_id].is_barred |= kind in BARRED
    if relieved:
        reliefs = Relief.objects.filter(repayment__in=standing.filter(is_payment=False))
        for loan_id, *relief in reliefs.order_by("id").values_list(
            "repayment__loan_id", "repayment__paid_on", "instalment__due_on", "principal",
            "interest",
        ):  # fmt: skip
            found[loan_id].reliefs.append(tuple(relief))
    return found


def _key(row: Rebate | RebateApproval) -> Key:
    return row.loan_id, row.instalment.n if row.instalment else SETTLEMENT


def shares_of(loans: Iterable[Loan]) -> dict[int, list[Share]]:
    """Each loan's shares with their people, in order; one query."""
    found: dict[int, list[Share]] = defaultdict(list)
    shares = Share.objects.filter(loan__in=[loan.pk for loan in loans]).select_related("person")
    for share in shares.order_by("pk"):
        found[share.loan_id].append(share)
    return found


def receivers(shares: Sequence[Share], interest: int, amount: int) -> list[Receiver]:
    """What each member gets of a rebate, in the order of the shares.

    Unit: whole rupiah. Rounding: by the shares, largest remainder. Guarantee: jasa and rebate add
    up to those of the group.
    """
    weights = [share.principal for share in shares]
    parts = zip(
        shares, split_by_weights(interest, weights), split_by_weights(amount, weights), strict=True
    )
    return [Receiver(s.person.name, s.principal, jasa, rebate) for s, jasa, rebate in parts]


def loan_receivers(loan: Loan, as_of: date, n: int | None = None) -> list[Receiver]:
    """The list to sign for a loan, for its papers: of instalment ``n`` or of all rights so far.

    Each right is divided by itself, so that the lists of all instalments add up to that of the
    loan. Empty where there is no right.
    """
    found = [
        claim
        for claim in claims(Loan.objects.filter(pk=loan.pk), as_of)
        if claim.amount and n in (None, claim.n)
    ]
    shares = shares_of([loan])[loan.pk]
    lists = [receivers(shares, claim.interest, claim.amount) for claim in found]
    return [
        Receiver(
            lines[0].name,
            lines[0].share,
            sum(line.interest for line in lines),
            sum(line.amount for line in lines),
        )
        for lines in zip(*lists, strict=True)
    ]
