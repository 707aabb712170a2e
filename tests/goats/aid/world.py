"""An office that set money aside for poor households; shortcuts to plans, money, hand-overs."""

from collections.abc import Mapping
from datetime import date
from uuid import uuid4

from closing.results import standing_closings
from closing.services import close_through
from closing.surpluses import divide_surplus, withdraw_division
from goats.aid.handing import hand_over_aid, reverse_handover
from goats.aid.paying import (
    GoatPurchase,
    Payment,
    buy_aid_goats,
    pay_aid,
    return_money,
    reverse_move,
)
from goats.aid.planning import NewPlan, PlannedLine, decide_plan, end_plan, make_plan
from goats.models import AidHandover, AidMove, AidPlan, Goat, Household
from goats.rules.aid import AidKind
from tests import factories
from tests.closing.office import CASH, earn, resolution
from tests.goats.households_made import confirmed
from upk.access import Role
from upk.ledger.models import Account, Posting

MEETING = date(2009, 2, 5)
PLANNED = date(2009, 3, 1)
DECIDED = date(2009, 3, 5)
PAID = date(2009, 3, 10)
HANDED = date(2009, 3, 12)


class AidWorld:
    """The year 2008 brought 50.000.000; the meeting of 2009 set 10.000.000 of it aside.

    Two villages, Alas and Bayan, with three confirmed households each.
    """

    def __init__(self, *, is_divided: bool = True) -> None:
        self.office = factories.create_office()
        self.manager = factories.create_user(Role.MANAGER, self.office)
        self.treasurer = factories.create_user(Role.TREASURER, self.office)
        self.secretary = factories.create_user(Role.SECRETARY, self.office)
        self.villages = [
            factories.create_village(self.office, name=name, code=name.upper())
            for name in ("Alas", "Bayan")
        ]
        self.homes: list[Household] = [
            confirmed(village, need=90 - 10 * n, on=date(2009, 1, 1), by=self.secretary)
            for village in self.villages
            for n in range(3)
        ]
        earn(self.manager, date(2008, 6, 1), 50_000_000)
        self.decision = self.divide() if is_divided else None

    def divide(self, **changes):
        """Close 2008 and divide its surplus."""
        if self.office.books_closed_through is None:
            close_through(self.office, through=date(2008, 12, 31), by=self.manager)
            self.office.refresh_from_db()
        closing = standing_closings(self.office).get(year=2008)
        taken = resolution(self.office, **{"decided_on": MEETING, "number": "BA/1/2009"} | changes)
        return divide_surplus(closing, taken, request_key=uuid4(), by=self.manager)

    def withdraw(self, on: date = date(2009, 12, 1)):
        return withdraw_division(
            self.decision, happened_on=on, reason="Salah hitung", request_key=uuid4(),
            by=self.manager,
        )  # fmt: skip

    @property
    def cash(self) -> Account:
        return factories.account(self.office, CASH)

    def plan(
        self,
        amounts: Mapping[int, int] | None = None,
        *,
        kind: AidKind = AidKind.GROCERIES,
        on: date = PLANNED,
        year: int = 2009,
        by=None,
        key=None,
    ) -> AidPlan:
        """A plan by the secretary: households by their place in the list, with amounts."""
        amounts = amounts or {0: 200_000, 1: 200_000, 3: 100_000}
        lines = [PlannedLine(self.homes[n], kind, amount) for n, amount in amounts.items()]
        new = NewPlan(year, "Sembako Lebaran", lines)
        return make_plan(
            self.office, new, made_on=on, request_key=key or uuid4(), by=by or self.secretary
        )

    def decide(self, plan: AidPlan, *, yes: bool = True, on: date = DECIDED, by=None, note="BA/2"):
        return decide_plan(
            plan, is_approved=yes, decided_on=on, note=note, request_key=uuid4(),
            by=by or self.manager,
        )  # fmt: skip

    def approved(self, amounts: Mapping[int, int] | None = None, **fields) -> AidPlan:
        plan = self.plan(amounts, **fields)
        self.decide(plan, on=max(DECIDED, plan.made_on))
        return plan

    def end(self, plan: AidPlan, on: date = HANDED, by=None, reason="Sisanya tidak perlu"):
        return end_plan(
            plan, ended_on=on, reason=reason, request_key=uuid4(), by=by or self.manager
        )

    def payment(self, amount: int, on: date, kind: AidKind, account=None) -> Payment:
        return Payment(kind, amount, on, account or self.cash)

    def pay(
        self, plan: AidPlan, amount: int, on: date = PAID, *, kind=AidKind.GROCERIES, by=None,
        key=None, account=None,
    ) -> AidMove:  # fmt: skip
        payment = self.payment(amount, on, kind, account)
        return pay_aid(plan, payment, request_key=key or uuid4(), by=by or self.treasurer)

    def give_back(
        self, plan: AidPlan, amount: int, on: date = HANDED, *, kind=AidKind.GROCERIES, by=None
    ) -> AidMove:
        payment = self.payment(amount, on, kind)
        return return_money(plan, payment, request_key=uuid4(), by=by or self.treasurer)

    def reverse(self, move: AidMove, on: date = HANDED, by=None, reason="Salah catat") -> AidMove:
        return reverse_move(
            move, happened_on=on, reason=reason, request_key=uuid4(), by=by or self.manager
        )

    def buy(self, plan: AidPlan, count: int = 1, price: int = 600_000, on: date = PAID, key=None):
        purchase = GoatPurchase(count, Goat.Sex.FEMALE, "Kacang", price, on, self.cash)
        return buy_aid_goats(plan, purchase, request_key=key or uuid4(), by=self.treasurer)

    def line(self, plan: AidPlan, home: int):
        return plan.lines.get(household=self.homes[home])

    def hand(
        self, plan: AidPlan, homes: Mapping[int, int], on: date = HANDED, *, by=None, key=None
    ) -> list[AidHandover]:
        """Hand over to households by their place in the list: what it was worth."""
        given = {self.line(plan, n).pk: amount for n, amount in homes.items()}
        return hand_over_aid(plan, given, on=on, request_key=key or uuid4(), by=by or self.manager)

    def take_back(self, handover: AidHandover, reason="Salah centang", by=None):
        return reverse_handover(handover, reason=reason, request_key=uuid4(), by=by or self.manager)

    def balances(self, as_of: date = date.max) -> dict[str, int]:
        """Net debit of the fund and the cash box, by code."""
        net = Posting.objects.of_office(self.office).until(as_of).net_by_account()
        codes = dict(self.office.accounts.values_list("pk", "code"))
        found = {codes[pk]: amount for pk, amount in net.items()}
        return {code: found.get(code, 0) for code in ("1.1.01.01", "2.4.01.01")}
