"""Entering aid from the surplus through the services of its screens."""

from collections.abc import Callable

from goats.aid.handing import hand_over_aid
from goats.aid.paying import Payment, pay_aid, return_money
from goats.aid.planning import NewPlan, PlannedLine, decide_plan, end_plan, make_plan
from goats.models import AidPlan
from upk.desk.example.accounts import CASH
from upk.desk.example.keys import Keys
from upk.desk.example.office import Setting
from upk.desk.example.poor import happenings as happened
from upk.desk.example.poor.home_desk import HomeDesk


class AidDesk:
    """Calls the services of aid; ``plans`` are the rows of the plans."""

    def __init__(self, setting: Setting, homes: HomeDesk, key: Keys) -> None:
        self.office = setting.office
        self.manager = setting.users["manajer"]
        self.treasurer = setting.users["bendahara"]
        self.secretary = setting.users["sekretaris"]
        self.cash = setting.accounts[CASH]
        self.plans: dict[happened.AidPlan, AidPlan] = {}
        self._homes, self._key = homes, key

    @property
    def ways(self) -> dict[type, Callable]:
        """How each kind of happening is entered."""
        return {
            happened.AidPlanned: self.plan,
            happened.AidDecided: self.decide,
            happened.AidMoney: self.pay,
            happened.AidGiven: self.give,
            happened.AidEnded: self.end,
        }

    def plan(self, event: happened.AidPlanned) -> None:
        plan = event.plan
        homes = self._homes.homes
        lines = [PlannedLine(homes[home], plan.kind, amount) for home, amount in plan.lines]
        self.plans[plan] = make_plan(
            self.office, NewPlan(event.on.year, plan.purpose, lines), made_on=event.on,
            request_key=self._key(), by=self.secretary,
        )  # fmt: skip

    def decide(self, event: happened.AidDecided) -> None:
        decide_plan(
            self.plans[event.plan], is_approved=event.plan.is_approved, decided_on=event.on,
            note=event.plan.note, request_key=self._key(), by=self.manager,
        )  # fmt: skip

    def pay(self, event: happened.AidMoney) -> None:
        payment = Payment(event.plan.kind, event.amount, event.on, self.cash)
        service = return_money if event.is_return else pay_aid
        service(self.plans[event.plan], payment, request_key=self._key(), by=self.treasurer)

    def give(self, event: happened.AidGiven) -> None:
        plan = self.plans[event.plan]
        came = {self._homes.homes[home].pk for home in event.homes}
        lines = plan.lines.filter(household__in=came)
        given = dict(lines.values_list("pk", "amount"))
        hand_over_aid(plan, given, on=event.on, request_key=self._key(), by=self.secretary)

    def end(self, event: happened.AidEnded) -> None:
        end_plan(
            self.plans[event.plan], ended_on=event.on, reason=event.reason,
            request_key=self._key(), by=self.manager,
        )  # fmt: skip
