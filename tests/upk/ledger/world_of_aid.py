"""What aid adds to the world: plans in every state, money, goats, hand-overs, and spare entries."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

from goats.aid.handing import hand_over_aid, reverse_handover
from goats.aid.paying import GoatPurchase, Payment, buy_aid_goats, pay_aid, return_money
from goats.aid.planning import NewPlan, PlannedLine, decide_plan, end_plan, make_plan
from goats.herd.services import Receiver, place_goat
from goats.models import AidPlan, Household
from goats.rules.aid import AidKind
from tests import factories
from tests.goats.households_made import confirmed
from upk.access import Role
from upk.ledger.models import Account, Entry
from upk.ledger.services import Move, claim_submission, post_entry, reverse_entry
from upk.offices.models import User, Village

CONFIRMED, MADE, DECIDED, PAID, BACK, HANDED, SPARE, GONE = (
    date(2010, 1, day) for day in (2, 5, 6, 10, 12, 15, 20, 30)
)
BANK = "1.1.01.05"  # nothing else of the world moves it


class _Desk:
    """The office's people who write, decide and pay."""

    def __init__(self, village: Village, by: User) -> None:
        self.office, self.by = village.office, by
        self.treasurer = factories.create_user(Role.TREASURER, self.office)
        self.bank = factories.account(self.office, BANK)
        self.fund = factories.account(self.office, "2.4.01.01")
        self.homes: list[Household] = [
            confirmed(village, need=1, on=CONFIRMED, by=by) for _ in range(3)
        ]

    def plan(self, *lines: tuple[int, AidKind, int]) -> AidPlan:
        planned = [PlannedLine(self.homes[n], kind, amount) for n, kind, amount in lines]
        new = NewPlan(2010, "Bantuan", planned)
        return make_plan(self.office, new, made_on=MADE, request_key=uuid4(), by=self.treasurer)

    def decide(self, plan: AidPlan, yes: bool = True):
        return decide_plan(
            plan, is_approved=yes, decided_on=DECIDED, note="BA", request_key=uuid4(), by=self.by
        )

    def pay(self, plan: AidPlan, amount: int, kind: AidKind = AidKind.GROCERIES):
        payment = Payment(kind, amount, PAID, self.bank)
        return pay_aid(plan, payment, request_key=uuid4(), by=self.treasurer)

    def post(self, debit: Account, credit: Account, amount: int, on: date, **fields) -> Entry:
        return post_entry(
            self.office, happened_on=on, memo="x", moves=[Move(debit, credit, amount)], by=self.by,
            **fields,
        )  # fmt: skip

    def spare(self, amount: int, account: Account | None = None, *, is_back: bool = False) -> int:
        """An entry of aid for which there is no row yet."""
        account = account or self.bank
        sides = (account, self.fund) if is_back else (self.fund, account)
        return self.post(*sides, amount, SPARE, origin="goats").pk


def add_aid(village: Village, by: User, empty: Callable[..., Entry]) -> dict[str, int]:
    """Ids by name. 1.000.000 stays set aside of 2010; 9.000.000 were taken back after a plan of
    6.000.000 was approved. Of the plan: groceries 200.000, of which 150.000 were paid, 20.000 came
    back and 80.000 were handed over; two goats at 100.000, one of them placed."""
    desk = _Desk(village, by)
    opening = desk.post(desk.bank, desk.fund, 1_000_000, MADE)
    passing = desk.post(desk.bank, desk.fund, 9_000_000, MADE)
    big = desk.plan((0, AidKind.OTHER, 6_000_000))
    desk.decide(big)
    plan = desk.plan(
        (0, AidKind.GROCERIES, 100_000),
        (1, AidKind.GROCERIES, 100_000),
        (2, AidKind.GOATS, 300_000),
    )
    decision = desk.decide(plan)
    waiting = desk.plan((1, AidKind.OTHER, 50_000))
    refused, ended = desk.plan((1, AidKind.OTHER, 50_000)), desk.plan((1, AidKind.OTHER, 50_000))
    desk.decide(refused, yes=False)
    end = end_plan(ended, ended_on=HANDED, reason="Salah", request_key=uuid4(), by=by)
    too_big = desk.plan((2, AidKind.OTHER, 2_000_000))
    partial = AidPlan.objects.create(
        office=desk.office, year=2010, number=too_big.number + 1, purpose="x", made_on=MADE,
        line_count=2, total=200_000, submission=plan.submission, recorded_by=desk.treasurer,
    )  # fmt: skip
    reverse_entry(passing, happened_on=GONE, reason="x", by=by)
    return _money(desk, plan) | {
        "aid_plan": plan.pk, "aid_decision": decision.pk, "aid_end": end.pk,
        "aid_waiting": waiting.pk, "aid_refused": refused.pk, "aid_partial": partial.pk,
        "aid_big": big.pk, "aid_too_big": too_big.pk, "aid_writer": desk.treasurer.pk,
        "aid_fund": desk.fund.pk, "aid_bank": desk.bank.pk,
        "aid_home_confirmation": desk.homes[0].steps.get().pk, "aid_home": desk.homes[0].pk,
        "aid_opening_back": empty(
            happened_on=SPARE, kind="reversal", reverses=opening, posting_count=1,
            total=1_000_000,
        ).pk,
    }  # fmt: skip


def _money(desk: _Desk, plan: AidPlan) -> dict[str, int]:
    paid = desk.pay(plan, 150_000)
    payment = Payment(AidKind.GROCERIES, 20_000, BACK, desk.bank)
    back = return_money(plan, payment, request_key=uuid4(), by=desk.treasurer)
    purchase = GoatPurchase(2, "F", "Kacang", 100_000, PAID, desk.bank)
    move, goats = buy_aid_goats(plan, purchase, request_key=uuid4(), by=desk.treasurer)
    receiver = Receiver(desk.homes[2], HANDED, choice_reason="musyawarah")
    place_goat(goats[0], receiver, request_key=uuid4(), by=desk.by)
    lines = {line.household_id: line for line in plan.lines.all()}
    first, second, goat = (lines[home.pk] for home in desk.homes)
    how = {"on": HANDED, "by": desk.by}
    [handed] = hand_over_aid(plan, {first.pk: 80_000}, request_key=uuid4(), **how)
    [wrong] = hand_over_aid(plan, {second.pk: 40_000}, request_key=uuid4(), **how)
    reversal = reverse_handover(wrong, reason="Salah", request_key=uuid4(), by=desk.by)
    key, _ = claim_submission(desk.office, uuid4(), {}, by=desk.by)
    trust = factories.account(desk.office, "1.1.01.07")
    undone = reverse_entry(move.entry, happened_on=SPARE, reason="x", by=desk.by, origin="goats")
    return {
        "aid_line": first.pk, "aid_open_line": second.pk, "aid_goat_line": goat.pk,
        "aid_move": paid.pk, "aid_return": back.pk, "aid_goats_move": move.pk,
        "aid_handover": handed.pk, "aid_handover_reversal": reversal.pk,
        "aid_goat": goats[1].pk, "aid_goat_bought": goats[1].events.get().pk,
        "aid_key": key.pk, "aid_trust": trust.pk, "aid_goats_undone": undone.pk,
        "aid_small": desk.spare(10_000), "aid_above_plan": desk.spare(100_000),
        "aid_above_budget": desk.spare(2_000_000), "aid_from_trust": desk.spare(10_000, trust),
        "aid_too_much_back": desk.spare(60_000, is_back=True),
    }  # fmt: skip
