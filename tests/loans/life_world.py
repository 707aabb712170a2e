"""Where the lives of ``test_life_machine`` are led: an office whose loans run already.

``Walk`` is what every life needs, whatever its steps: a day, the loans that stand in each group's
name, and ``attempt``, which takes a step and keeps count of those that were taken.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from hypothesis.stateful import RuleBasedStateMachine

from loans.ending_problems import Ruling
from loans.models import Loan, LoanStep, Product, Recovery, Repayment
from loans.setup import add_rules
from tests import factories
from upk.access import Role
from upk.desk.check_books import check_books
from upk.ledger.models import Entry
from upk.ledger.services import Move, post_entry
from upk.offices.models import Office

BEGINNING = date(2009, 8, 10)
PAID_OUT = date(2009, 12, 15)
"""When the first loans were paid out: half of them before the office rounds per member."""
FIRST_DAY = date(2010, 4, 20)
TODAY = date(2011, 6, 30)

CATEGORIES = ("SPP", "UEP", "SPP", "UEP", "SPP", "UEP")
RUNNING = 4
"""So many of the groups have a loan at the beginning."""


class World:
    """An office that lends two products to six groups, with the people who take the steps."""

    def __init__(self) -> None:
        self.office = factories.create_office(practice_date=TODAY)
        self.approver = factories.create_user(Role.MANAGER, self.office)
        self.treasurer = factories.create_user(Role.TREASURER, self.office)
        village = factories.create_village(self.office)
        codes = sorted(set(CATEGORIES))
        products = {code: factories.create_product(self.office, code=code) for code in codes}
        self.groups = [
            factories.create_group(village, category=code, member_count=3) for code in CATEGORIES
        ]
        self.products = [products[group.category] for group in self.groups]
        self.poor = factories.account(self.office, "1.1.01.05")
        for product in products.values():
            self._set_up(product)
        self.loans = {group: self._lend(group) for group in range(RUNNING)}

    def _set_up(self, product: Product) -> None:
        """Money, an allowance, and rules that change on the way."""
        by = self.approver
        factories.put_money_in(product.cash, 60_000_000, by=by)
        moves = [Move(product.provision_expense, product.allowance, 500_000)]
        post_entry(self.office, happened_on=BEGINNING, memo="Cadangan", moves=moves, by=by)
        asks_all = product.code == "UEP"
        add_rules(product, since=BEGINNING, ceilings={}, full_interest_when_early=asks_all)
        add_rules(
            product, since=PAID_OUT, ceilings={}, full_interest_when_early=asks_all,
            rounds_per_member=True,
        )  # fmt: skip

    def _lend(self, group: int) -> Loan:
        """A loan of a group, one instalment of which was paid."""
        loan = factories.create_loan(
            self.groups[group], self.products[group], principal=2_400_000 + group * 700_000,
            disbursed_on=PAID_OUT - timedelta(days=40 * (group % 2)),
        )  # fmt: skip
        factories.pay(loan, 200_000, on=FIRST_DAY - timedelta(days=60), by=self.treasurer)
        return loan


class Walk(RuleBasedStateMachine):
    """A life without its steps. What it did to the office is undone at its end."""

    world: World
    taken: Counter
    """How often each step was taken, over all lives."""
    refused: Counter

    def __init__(self) -> None:
        super().__init__()
        self.undoing = transaction.atomic()
        self.undoing.__enter__()
        self.day = FIRST_DAY
        self.loans = dict(self.world.loans)
        self.has_asked_early = False

    def teardown(self) -> None:
        try:
            faults = [(r.key, r.faults) for r in check_books(Office.objects.all()) if r.faults]
            assert not faults, faults
        finally:
            transaction.set_rollback(True)
            self.undoing.__exit__(None, None, None)

    # What a step needs

    def loan(self, group: int) -> Loan | None:
        """The group's newest loan as it is now."""
        if group in self.loans:
            self.loans[group] = Loan.objects.get(pk=self.loans[group].pk)
        return self.loans.get(group)

    def group_with(self, statuses: str, pick: int) -> int | None:
        """A group whose loan is in one of the statuses; once in a while one whose loan isn't.

        ``None`` if no group has a loan that is.
        """
        ids = {loan.pk: group for group, loan in self.loans.items()}
        found = Loan.objects.filter(pk__in=ids, status__in=statuses).order_by("pk")
        apt = [ids[pk] for pk in found.values_list("pk", flat=True)]
        if not apt:
            return None
        pool = [*apt * 5, *(g for g in self.loans if g not in apt)]
        return pool[pick % len(pool)]

    def idle_group(self, pick: int) -> int | None:
        """A group that may be lent to: none of its loans runs or waits, nothing was written off."""
        in_the_way = Loan.objects.filter(
            Q(status__in="PVWAH")
            | Q(repayments__kind="written_off", repayments__reversed_by__isnull=True)
        )
        busy = set(in_the_way.values_list("group_id", flat=True))
        idle = [n for n, group in enumerate(self.world.groups) if group.pk not in busy]
        return idle[pick % len(idle)] if idle else None

    def back_on(self, days: int) -> date:
        """The day, or one a little earlier or later."""
        return self.day + timedelta(days=days)

    def how(self, on: date) -> dict:
        return {"on": on, "request_key": uuid4(), "by": self.world.approver}

    def ruling(self) -> Ruling:
        return Ruling("MAD", "1/MAD", self.day)

    def undoing_how(self, days: int) -> dict:
        return self.how(self.back_on(days)) | {"reason": "Salah catat"}

    # Taking it

    def attempt(self, name: str, step: Callable, *, may_pass: bool = True):
        """Take a step; a refusal leaves nothing behind."""
        before = self._counts()
        try:
            with transaction.atomic():
                done = step()
        except ValidationError as refusal:
            self.refused[name] += 1
            messages = refusal.messages
        else:
            self.taken[name] += 1
            assert may_pass, "this step should have been refused"
            return done
        assert messages
        assert all(messages)
        assert self._counts() == before
        return None

    def _counts(self) -> tuple:
        statuses = tuple(Loan.objects.order_by("pk").values_list("status", "principal"))
        models = (Entry, LoanStep, Repayment, Recovery)
        return (*(model.objects.count() for model in models), statuses)
