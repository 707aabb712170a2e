"""The whole plan of the example office, as data, before anything is written.

1. ``OTHER_PARTS``: bookings that touch the fund besides loans and running costs; what the villages'
   grants bring it; and what poor households and their goats get of the surplus (``OF_OTHERS``).
2. The loans are told with that money and the expected costs.
3. The running costs are scaled, and their last entry solved, so that the economic assets at the
   end of 2009 are the published figure to the rupiah.
4. The treasury brings cash to the banks, and everything is put in order.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from upk.desk.example import costs
from upk.desk.example.accounts import BANK, CASH, economic_codes, parts
from upk.desk.example.budgets import plan_budgets
from upk.desk.example.cash_watch import plan_counts, plan_papers, plan_statements
from upk.desk.example.closing import plan_meetings
from upk.desk.example.events import (
    Booking,
    Correction,
    DaySheet,
    Event,
    Paid,
    Purchase,
    Rebates,
    Recovery,
    Sale,
    Settlement,
    WriteOff,
)
from upk.desk.example.funds import plan_bank_interest
from upk.desk.example.groups import GroupPlan, plan_groups
from upk.desk.example.inventory import plan_inventory, plan_month_ends
from upk.desk.example.lending import Lending
from upk.desk.example.overseeing import plan_oversight
from upk.desk.example.places import FIRST_DAY, LAST_CLOSED_DAY
from upk.desk.example.poor.happenings import AidMoney, GoatsBought
from upk.desk.example.poor.plan import plan_poor
from upk.desk.example.trainings import plan_trainings
from upk.desk.example.treasury import Treasury
from upk.desk.example.villages.happenings import Capital
from upk.desk.example.villages.plan import plan_villages
from upk.desk.example.visiting import plan_visits

ECONOMIC_ASSETS = 3_302_099_385
"""Published for the end of 2009 (data/kalijambe.csv), whole rupiah."""

EXPECTED_SCALE = 1.0
"""Scale of the costs that the loans are told with; near what is solved afterwards."""

OF_OTHERS = (Capital, AidMoney, GoatsBought)
"""What happens to villages and poor households and touches the fund's money."""
OTHER_PARTS: tuple[Callable[[], list[Paid]], ...] = (plan_inventory,)


@dataclass(frozen=True, slots=True)
class Plan:
    """What the example consists of; ``events`` in the order in which they happen."""

    groups: list[GroupPlan]
    events: list[Event]
    last_cost: int
    costs_of_2009: int


def make_plan() -> Plan:
    """The plan, the same one each time. Raises ``LoansMustBeTuned`` or ``NotEnoughMoney``."""
    groups = plan_groups()
    told = [*plan_villages().happenings, *plan_poor().happenings]
    other: list[Paid] = [happening for happening in told if isinstance(happening, OF_OTHERS)]
    other += [booking for part in OTHER_PARTS for booking in part()]
    expected = costs.plan_costs(EXPECTED_SCALE, FIRST_DAY)
    lending = Lending(groups, _by_product([*other, *expected]), FIRST_DAY)
    loans = lending.tell()
    other += plan_bank_interest(lending.cash_at_month_end)

    to_spend = economic_effect([*loans, *other]) - ECONOMIC_ASSETS
    paid, last = costs.solve(to_spend, lambda scale: costs.plan_costs(scale, FIRST_DAY))
    of_others = [happening for happening in told if not isinstance(happening, OF_OTHERS)]
    without_money = [*plan_meetings(), *plan_month_ends(), *plan_budgets(), *of_others]
    without_money += [*plan_counts(), *plan_statements(), *plan_papers()]
    without_money += [*plan_visits(groups), *plan_trainings(groups), *plan_oversight()]
    events = Treasury().run([*loans, *other, *paid, last, *without_money])
    return Plan(groups, events, last.moves[0][2], costs.of_year([*other, *paid, last], 2009))


def _by_product(bookings: Sequence[Paid]) -> dict[str, dict[date, int]]:
    """What bookings bring to each product's money and take from it, by day."""
    money: dict[str, dict[date, int]] = {product: defaultdict(int) for product in BANK}
    for booking in bookings:
        for debit, credit, amount in booking.moves:
            for code, signed in ((debit, amount), (credit, -amount)):
                for product, part in parts(signed).items():
                    if code == CASH:
                        money[product][booking.on] += part
                    elif code == BANK[product]:
                        money[product][booking.on] += signed
    return money


def economic_effect(events: Sequence[Event]) -> int:
    """What the events up to the end of 2009 add to the economic assets, whole rupiah."""
    codes = economic_codes()
    total = 0
    for event in events:
        if event.on > LAST_CLOSED_DAY:
            continue
        match event:
            case DaySheet():
                total += sum(p.parts.interest + p.penalty for p in event.payments)
            case Correction():
                total -= event.parts.interest
            case Settlement():
                total += event.parts.interest
            case Recovery():
                total += event.amount
            case Rebates():
                total -= sum(amount for _, amount in event.amounts)
            case WriteOff():
                total -= event.principal
            case Booking() | Purchase() | Sale() | Capital() | AidMoney() | GoatsBought():
                for debit, credit, amount in event.moves:
                    total += amount * ((debit in codes) - (credit in codes))
    return total
