"""The waiting list of an office on a day: rows for the rules of ``loans.waiting``.

For all products at once and in a constant number of queries. What waited on a past day follows
from the steps up to that day; the money is then what the account held at the day's end.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import OuterRef, Subquery, Sum

from loans.arrears import relieve
from loans.limits import rules_by_product
from loans.models import (
    Instalment,
    LendingRules,
    Loan,
    LoanStep,
    Product,
    Relief,
    Repayment,
    WaitingChoice,
)
from loans.portfolio import running
from loans.reliefs import reliefs_of
from loans.waiting import (
    RATE_MONTHS,
    Due,
    Month,
    Place,
    Rate,
    Request,
    expected,
    in_order,
    places,
    still_due,
)
from upk.ledger.lowest import lowest_balances
from upk.ledger.models import Posting
from upk.offices.models import Office
from upk.periods import add_months, today


@dataclass(frozen=True, slots=True)
class WaitingLoan:
    """A waiting loan with its place; its amount is what was approved by the day."""

    loan: Loan
    place: Place

    @property
    def is_next(self) -> bool:
        """Whether it is the one to be paid out next."""
        return self.place.turn == 1


@dataclass(frozen=True, slots=True)
class WaitingList:
    """Who waits for the money of a product, and for how long. Whole rupiah.

    ``balance`` is what the product's account can pay; of it ``reserve`` stays by the office's
    rule, and ``promised`` is approved for other products that are paid from the same account.
    """

    product: Product
    as_of: date
    by_priority: bool
    balance: int
    reserve: int
    promised: int
    rate: Rate
    months: tuple[Month, ...]
    loans: tuple[WaitingLoan, ...]
    choice: WaitingChoice | None

    @property
    def money(self) -> int:
        """What can be lent now."""
        return self.balance - self.reserve - self.promised

    @property
    def needed(self) -> int:
        """What all that wait ask for."""
        return self.loans[-1].place.needed if self.loans else 0

    @property
    def left(self) -> int:
        """What is left when all are paid out; negative where money lacks."""
        return self.money - self.needed

    @property
    def lacking(self) -> int:
        """What is missing to pay all out."""
        return max(0, -self.left)

    @property
    def order_label(self) -> str:
        """The office's order, in words."""
        orders = LendingRules.WaitingOrder
        return (orders.PRIORITY if self.by_priority else orders.DATE).label


def waiting_lists(office: Office, *, as_of: date) -> list[WaitingList]:
    """The waiting list of each product that is lent or waited for, in the order of the paper."""
    loans, requests = _requests(office, as_of)
    of_office = Product.objects.filter(office=office).select_related("cash")
    products = [p for p in of_office if p.is_active or requests.get(p.pk)]
    if not products:
        return []
    facts = _Facts(
        as_of, loans, requests, products, rules_by_product(products, as_of),
        _choices(office, as_of), _balances(office, products, as_of), _dues(office, as_of),
        repayment_rate(office, as_of),
    )  # fmt: skip
    return [_of_product(product, facts) for product in products]


@dataclass(frozen=True, slots=True)
class _Facts:
    """What was fetched for all products; by product id, but for ``loans`` and ``balances``."""

    as_of: date
    loans: dict[int, Loan]
    requests: dict[int, list[Request]]
    products: Sequence[Product]
    rules: dict[int, LendingRules]
    choices: dict[int, WaitingChoice]
    balances: dict[int, int]
    dues: dict[int, list[Due]]
    rate: Rate

    def promised_besides(self, product: Product) -> int:
        """What waits for other products that are paid from the same account."""
        return sum(
            request.amount
            for other in self.products
            if other.cash_id == product.cash_id and other.pk != product.pk
            for request in self.requests.get(other.pk, [])
        )


def _of_product(product: Product, facts: _Facts) -> WaitingList:
    rules, asked = facts.rules.get(product.pk), facts.requests.get(product.pk, [])
    by_priority = bool(rules and rules.waiting_order == LendingRules.WaitingOrder.PRIORITY)
    choice = _valid(facts.choices.get(product.pk), asked)
    balance, promised = facts.balances[product.cash_id], facts.promised_besides(product)
    reserve = rules.cash_reserve if rules else 0
    money = balance - reserve - promised
    months = expected(facts.dues[product.pk], money=money, as_of=facts.as_of, rate=facts.rate)
    first = choice.loan_id if choice else None
    in_turn = places(in_order(asked, by_priority=by_priority, first=first), money, months)
    listed = tuple(WaitingLoan(facts.loans[place.request.loan_id], place) for place in in_turn)
    return WaitingList(
        product, facts.as_of, by_priority, balance, reserve, promised, facts.rate, tuple(months),
        listed, choice,
    )  # fmt: skip


def first_by_rule(waiting: WaitingList) -> Loan:
    """Whom the office's order alone puts first, whatever the manager chose."""
    requests = [listed.place.request for listed in waiting.loans]
    first = in_order(requests, by_priority=waiting.by_priority)[0]
    return next(listed.loan for listed in waiting.loans if listed.loan.pk == first.loan_id)


def chosen_next(product: Product) -> WaitingChoice | None:
    """The manager's choice that counts at present; one query."""
    made = WaitingChoice.objects.filter(loan__product=product).select_related("loan")
    choice = made.order_by("-id").first()
    if choice is None or choice.loan.status != Loan.Status.WAITING:
        return None
    return choice if choice.chosen_on >= choice.loan.approved_on else None


def _requests(office: Office, as_of: date) -> tuple[dict[int, Loan], dict[int, list[Request]]]:
    """Loans that waited at the end of the day by id, and what they ask for by product."""
    steps = LoanStep.objects.filter(loan=OuterRef("pk"), happened_on__lte=as_of)
    steps = steps.order_by("-happened_on", "-id")
    waiting = (
        Loan.objects.filter(office=office, proposed_on__lte=as_of)
        .alias(_last=Subquery(steps.values("to_status")[:1]))
        .filter(_last=Loan.Status.WAITING)
        .select_related("group__village", "product")
    )
    loans = {loan.pk: loan for loan in waiting}
    approvals = LoanStep.objects.filter(
        loan__in=list(loans), to_status=Loan.Status.WAITING, amount__isnull=False,
        happened_on__lte=as_of,
    )  # fmt: skip
    approved = {
        loan_id: (amount, on)
        for loan_id, amount, on in approvals.order_by("id").values_list(
            "loan_id", "amount", "happened_on"
        )
    }
    requests = defaultdict(list)
    for loan in loans.values():
        amount, since = approved.get(loan.pk, (loan.principal, loan.approved_on))
        priority = loan.group.village.lending_priority
        requests[loan.product_id].append(Request(loan.pk, amount, since, priority))
    return loans, requests


def _choices(office: Office, as_of: date) -> dict[int, WaitingChoice]:
    """The newest choice by product id."""
    made = WaitingChoice.objects.filter(loan__office=office, chosen_on__lte=as_of)
    made = made.select_related("loan", "first_by_rule", "made_by").order_by("id")
    return {choice.loan.product_id: choice for choice in made}


def _valid(choice: WaitingChoice | None, requests: Sequence[Request]) -> WaitingChoice | None:
    """The choice, if its loan still waits and has waited since."""
    since = {request.loan_id: request.since for request in requests}
    if choice and choice.loan_id in since and choice.chosen_on >= since[choice.loan_id]:
        return choice
    return None


def _balances(office: Office, products: Sequence[Product], as_of: date) -> dict[int, int]:
    """What the products' accounts can pay, by account id."""
    accounts = list({product.cash_id: product.cash for product in products}.values())
    if as_of >= today(office):
        return lowest_balances(accounts, as_of)
    held = Posting.objects.of_office(office).until(as_of).touching(accounts).net_by_account()
    return {account.pk: held.get(account.pk, 0) for account in accounts}


def _dues(office: Office, as_of: date) -> dict[int, list[Due]]:
    """What active loans still ask for from the day on, by product id."""
    active = running(
        Loan.objects.filter(office=office), since=as_of + timedelta(days=1), as_of=as_of
    )
    product_of = dict(active.values_list("pk", "product_id"))
    inner = active.order_by().values("pk")
    paid = dict(
        Repayment.objects.filter(loan__in=inner).payments().until(as_of).order_by()
        .values_list("loan_id").annotate(Sum("principal"))
    )  # fmt: skip
    reliefs = reliefs_of(inner, as_of)
    rows: dict[int, list] = defaultdict(list)
    instalments = Instalment.objects.filter(loan__in=inner).order_by("loan_id", "n")
    for loan_id, due_on, principal in instalments.values_list("loan_id", "due_on", "principal"):
        rows[loan_id].append((due_on, principal, 0))
    dues: dict[int, list[Due]] = defaultdict(list)
    for loan_id, product_id in product_of.items():
        asked = relieve(rows[loan_id], reliefs.get(loan_id, ()), as_of)
        left = [(due_on, principal) for due_on, principal, _ in asked]
        dues[product_id] += still_due(left, paid.get(loan_id, 0), as_of)
    return dues


def repayment_rate(office: Office, as_of: date) -> Rate:
    """Principal that came in over the last 12 months against what fell due in them.

    All products of the office. Rows count as reliefs left them by the day; loans whose
    disbursement was taken back don't count.
    """
    start = add_months(as_of, -RATE_MONTHS)
    loans = running(Loan.objects.filter(office=office), since=start, as_of=as_of)
    due = Instalment.objects.filter(
        loan__in=loans.order_by().values("pk"), due_on__gt=start, due_on__lte=as_of
    )
    relieved = Relief.objects.filter(instalment__in=due, repayment__paid_on__lte=as_of)
    paid = Repayment.objects.filter(office=office, paid_on__gt=start).payments().until(as_of)
    target = due.aggregate(total=Sum("principal", default=0))["total"]
    target -= relieved.aggregate(total=Sum("principal", default=0))["total"]
    came_in = paid.aggregate(total=Sum("principal", default=0))["total"]
    return Rate(max(0, came_in), max(0, target))
