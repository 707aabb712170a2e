"""Grants led through any sequence of steps, allowed or not: the books agree after each of them.

What a step refuses it refuses as ``ValidationError``: never by the database, which would mean that
a service knows less than the guards. After every step the sums are added up anew.
"""

from collections import Counter
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from grants.models import Grant, GrantMove
from grants.rules.tranches import Lack, missing_for
from grants.running.handing_in import approve_plan
from grants.running.payments import book_capital, return_money, reverse_move
from grants.running.standings import standing_of, standings
from tests import factories
from tests.grants.running import world as w
from upk.desk.check_grants import check_grant_money, check_grants
from upk.ledger.models import Posting

pytestmark = pytest.mark.django_db
PICKS = st.integers(0, 5)
DAYS = st.integers(0, 40)
SECTORS = st.sampled_from(["fisik", "kesehatan", "ekonomi"])


class Grants(RuleBasedStateMachine):
    """An office whose phase gets its money little by little, and three of its grants."""

    taken: Counter = Counter()
    world: w.World

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.savepoint()
        self.day = date(2009, 6, 1)

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.point)

    def attempt(self, name: str, act) -> None:
        """Do it, or be refused with reasons."""
        try:
            with transaction.atomic():
                act()
        except ValidationError:
            self.taken[f"{name} refused"] += 1
        else:
            self.taken[name] += 1

    def later(self, days: int) -> date:
        return min(self.day + timedelta(days=days), factories.TODAY)

    def tranches(self, sector: str) -> list:
        agreement = self.world.grants[sector].agreements.order_by("-pk").first()
        return list(agreement.tranches.order_by("number")) if agreement else []

    @rule(days=st.integers(0, 20))
    def time_passes(self, days: int) -> None:
        self.day = self.later(days)

    @rule(part=st.integers(1, 8), source=st.sampled_from(["apbn", "apbd"]))
    def money_comes(self, part: int, source: str) -> None:
        self.attempt(
            "receive",
            lambda: w.receive(self.world, part * 40_000_000, source=source, on=self.day),
        )

    @rule(sector=SECTORS)
    def sign(self, sector: str) -> None:
        grant = self.world.grants[sector]
        self.attempt("sign", lambda: w.sign(grant, self.world.secretary, signed_on=self.day))

    @rule(sector=st.sampled_from(["fisik", "kesehatan"]), steps=st.integers(1, 4))
    def go_on(self, sector: str, steps: int) -> None:
        """What the grant's page says is next, so that some grants come far."""
        for _ in range(steps):
            self.next_step(sector)

    def next_step(self, sector: str) -> None:
        facts = standing_of(self.world.grants[sector], date.max).facts
        row, tranches = facts.next_tranche, self.tranches(sector)
        if row is None:
            return self.sign(sector) if not tranches else None
        tranche, before = tranches[row.number - 1], tranches[row.number - 2]
        lacks = {missing.lack for missing in missing_for(facts, row.number)}
        if Lack.PLAN in lacks:
            self.attempt("plan", lambda: w.plan(self.world, tranche, self.day))
        if Lack.APPROVAL in lacks:
            self.approve(sector, by_manager=True)
        if Lack.REPORT_BEFORE in lacks:
            self.attempt("use", lambda: w.use(self.world, before, self.day))
        if Lack.CHECK in lacks:
            self.look(sector, is_passed=True)
        if not lacks:
            self.attempt("pay", lambda: w.pay(self.world, tranche, self.day))
        return None

    @rule(sector=SECTORS, pick=PICKS)
    def plan(self, sector: str, pick: int) -> None:
        for tranche in self.tranches(sector)[pick % 3 :][:1]:
            self.attempt("plan", lambda tranche=tranche: w.plan(self.world, tranche, self.day))

    @rule(sector=SECTORS, by_manager=st.booleans())
    def approve(self, sector: str, by_manager: bool) -> None:
        paper = self.world.grants[sector].papers.standing().filter(kind="rpd").last()
        by = self.world.manager if by_manager else self.world.secretary
        if paper:
            self.attempt(
                "approve",
                lambda: approve_plan(paper, approved_on=self.day, request_key=uuid4(), by=by),
            )

    @rule(sector=SECTORS, pick=PICKS, days=DAYS)
    def pay(self, sector: str, pick: int, days: int) -> None:
        on = self.later(days - 10)
        for tranche in self.tranches(sector)[pick % 3 :][:1]:
            self.attempt("pay", lambda tranche=tranche: w.pay(self.world, tranche, on))

    @rule(sector=SECTORS, pick=PICKS, percent=st.sampled_from([0, 60, 100, 101]))
    def report_use(self, sector: str, pick: int, percent: int) -> None:
        for tranche in self.tranches(sector)[pick % 3 :][:1]:
            used = tranche.amount * percent // 100
            self.attempt(
                "use", lambda t=tranche, used=used: w.use(self.world, t, self.day, used=used)
            )

    @rule(sector=SECTORS, is_passed=st.booleans())
    def look(self, sector: str, is_passed: bool) -> None:
        grant = self.world.grants[sector]
        self.attempt("check", lambda: w.check(self.world, grant, self.day, is_passed=is_passed))

    @rule(sector=SECTORS, amount=st.sampled_from([1, 5_000_000, 60_000_000]))
    def give_back(self, sector: str, amount: int) -> None:
        self.attempt(
            "return",
            lambda: return_money(
                self.world.grants[sector], amount=amount, returned_on=self.day,
                request_key=uuid4(), by=self.world.treasurer,
            ),
        )  # fmt: skip

    @rule()
    def capital(self) -> None:
        bank = factories.account(self.world.office, "1.1.01.04")
        self.attempt(
            "capital",
            lambda: book_capital(
                self.world.grants["ekonomi"], booked_on=self.day, bank=bank, request_key=uuid4(),
                by=self.world.treasurer,
            ),
        )  # fmt: skip

    @rule(pick=PICKS)
    def take_back(self, pick: int) -> None:
        moves = list(GrantMove.objects.order_by("-pk"))
        for move in moves[pick % max(len(moves), 1) :][:1]:
            self.attempt(
                "reverse",
                lambda move=move: reverse_move(
                    move, happened_on=self.day, reason="Salah", request_key=uuid4(),
                    by=self.world.manager,
                ),
            )  # fmt: skip

    @invariant()
    def everything_agrees(self) -> None:
        offices = [self.world.office]
        for check in (check_grant_money, check_grants):
            assert check(offices).faults == ()
        kinds = Posting.objects.of_office(self.world.office)
        assert not kinds.filter(debit__kind__in=("income", "expense")).exists()
        assert not kinds.filter(credit__kind__in=("income", "expense")).exists()
        for row in standings(Grant.objects.all(), factories.TODAY):
            facts = row.facts
            assert 0 <= facts.received <= facts.amount
            assert facts.is_capital or facts.unspent >= 0
            numbers = [t.number for t in facts.tranches if t.paid_on]
            assert numbers == list(range(1, len(numbers) + 1))


def test_books_agree_after_any_sequence_of_steps():
    Grants.world, Grants.taken = w.create_world(), Counter()
    bounds = settings(
        max_examples=12, stateful_step_count=40, derandomize=True, deadline=None, database=None,
        suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate],
    )  # fmt: skip

    run_state_machine_as_test(Grants, settings=bounds)

    for name in ("receive", "sign", "plan", "approve", "pay", "use", "check", "reverse", "capital"):
        assert Grants.taken[name], Grants.taken
    for name in ("receive", "pay", "use", "return", "reverse"):
        assert Grants.taken[f"{name} refused"], Grants.taken
