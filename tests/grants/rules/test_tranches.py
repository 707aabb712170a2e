"""Tranches: amounts that add up, and the papers that each needs."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.rules.tranches import (
    DEFAULT_PERCENTS,
    BadPercents,
    GrantFacts,
    Lack,
    Missing,
    Stage,
    TooSmall,
    TrancheFacts,
    Unfinished,
    earliest_payment,
    missing_for,
    missing_for_end,
    missing_for_meeting,
    stage,
    tranche_amounts,
)


def day(n: int) -> date:
    return date(2009, 6, n)


def facts(*tranches: TrancheFacts, **fields) -> GrantFacts:
    return GrantFacts(
        **{"amount": sum(t.amount for t in tranches), "signed_on": day(1), "tranches": tranches}
        | fields
    )


def paid(number: int, amount: int = 40, **fields) -> TrancheFacts:
    papers = {"planned_on": day(2), "approved_on": day(3), "paid_on": day(4)}
    return TrancheFacts(number, amount, **papers | fields)


def reported(number: int, amount: int = 40, **fields) -> TrancheFacts:
    return paid(number, amount, **{"reported_on": day(9), "used": amount} | fields)


def test_tranches_of_a_grant_by_hand():
    assert tranche_amounts(123_456_789, DEFAULT_PERCENTS) == [49_382_715, 49_382_715, 24_691_359]


def test_last_tranche_takes_what_rounding_leaves():
    thirds = [Decimal("33.33"), Decimal("33.33"), Decimal("33.34")]

    assert tranche_amounts(100_000_001, thirds) == [33_330_000, 33_330_000, 33_340_001]


@pytest.mark.parametrize(
    ("percents", "total"), [([40, 40, 19], 99), ([40, 60, 20], 120), ([], 0), ([100, 0], 100)]
)
def test_percentages_that_divide_nothing_are_refused(percents, total):
    with pytest.raises(BadPercents) as refusal:
        tranche_amounts(1_000, [Decimal(p) for p in percents])

    assert refusal.value.total == total


def test_tranche_without_a_rupiah_is_refused():
    with pytest.raises(TooSmall) as refusal:
        tranche_amounts(2, DEFAULT_PERCENTS)

    assert refusal.value.number == 1


@given(
    total=st.integers(100_000, 10**13),
    parts=st.lists(st.integers(1, 10_000), min_size=1, max_size=6),
)
def test_tranches_add_up_and_none_is_empty(total, parts):
    percents = [Decimal(p * 10_000 // sum(parts)) / 100 + Decimal("0.01") for p in parts[1:]]
    rest = 100 - sum(percents, Decimal(0))
    if rest <= 0:
        return
    percents = [rest, *percents]

    amounts = tranche_amounts(total, percents)

    assert sum(amounts) == total
    assert min(amounts) >= 1
    for amount, percent in zip(amounts[:-1], percents[:-1], strict=True):
        assert amount == int(total * percent / 100)


def test_nothing_is_paid_before_the_agreement():
    assert missing_for(facts(TrancheFacts(1, 40), signed_on=None), 1) == [
        Missing(Lack.AGREEMENT, 1)
    ]


def test_first_tranche_needs_a_plan_and_then_its_approval():
    bare, planned = TrancheFacts(1, 40), TrancheFacts(1, 40, planned_on=day(2))

    assert missing_for(facts(bare), 1) == [Missing(Lack.PLAN, 1)]
    assert missing_for(facts(planned), 1) == [Missing(Lack.APPROVAL, 1)]
    assert missing_for(facts(TrancheFacts(1, 40, 0, day(2), day(3))), 1) == []


def test_every_lack_of_the_last_tranche_is_said_at_once():
    tranches = reported(1), TrancheFacts(2, 40), TrancheFacts(3, 20)

    assert missing_for(facts(*tranches), 3) == [
        Missing(Lack.ORDER, 2),
        Missing(Lack.REPORT_BEFORE, 2),
        Missing(Lack.PLAN, 3),
        Missing(Lack.CHECK, 3),
    ]


def test_field_check_counts_after_the_payment_before_the_last():
    last = TrancheFacts(3, 20, 0, day(10), day(11))
    tranches = reported(1), reported(2, paid_on=day(8)), last

    assert missing_for(facts(*tranches, checked_on=day(7)), 3) == [Missing(Lack.CHECK, 3)]
    assert missing_for(facts(*tranches, checked_on=day(8)), 3) == []


def test_middle_tranche_and_a_single_one_need_no_field_check():
    second = TrancheFacts(2, 40, 0, day(10), day(11))
    single = TrancheFacts(1, 100, 0, day(2), day(3))

    assert missing_for(facts(reported(1), second, TrancheFacts(3, 20)), 2) == []
    assert missing_for(facts(single), 1) == []


def test_paid_tranche_lacks_nothing_but_is_paid():
    assert missing_for(facts(paid(1)), 1) == [Missing(Lack.PAID, 1)]


def test_payment_comes_after_its_last_paper():
    last = TrancheFacts(3, 20, 0, day(10), day(11))
    whole = facts(reported(1), reported(2, reported_on=day(14)), last, checked_on=day(12))

    assert earliest_payment(whole, 3) == day(14)
    assert earliest_payment(facts(TrancheFacts(1, 40)), 1) == day(1)


def test_meeting_needs_payments_reports_work_and_no_money_left():
    open_ended = facts(reported(1), TrancheFacts(2, 60), is_physical=True, progress=Decimal(50))
    left_over = facts(reported(1, used=30), reported(2, 60), progress=Decimal(100))

    assert missing_for_meeting(open_ended) == [
        Unfinished.PAYMENT,
        Unfinished.REPORT,
        Unfinished.PROGRESS,
    ]
    assert left_over.unspent == 10
    assert missing_for_meeting(left_over) == [Unfinished.MONEY]
    assert missing_for_end(facts(reported(1), returned=0)) == [Unfinished.MEETING]


def test_money_given_back_counts_as_accounted_for():
    assert missing_for_meeting(facts(reported(1, used=30), returned=10)) == []


@pytest.mark.parametrize(
    ("grant", "expected"),
    [
        (facts(TrancheFacts(1, 40), signed_on=None), Stage.AGREEMENT),
        (facts(reported(1), TrancheFacts(2, 60)), Stage.TRANCHES),
        (facts(paid(1)), Stage.REPORT),
        (facts(reported(1)), Stage.MEETING),
        (facts(reported(1), met_on=day(20)), Stage.FINAL),
        (facts(reported(1), met_on=day(20), finished_on=day(21)), Stage.DONE),
        (facts(reported(1), is_cancelled=True), Stage.CANCELLED),
        (GrantFacts(100, is_capital=True), Stage.CAPITAL),
        (GrantFacts(100, is_capital=True, capital=100), Stage.DONE),
    ],
)
def test_stage_is_what_comes_next(grant, expected):
    assert stage(grant) == expected
