"""Published loan cases of other systems against our schedule, allocation and arrears.

Amounts are scaled by the case's ``currency_decimals`` to whole numbers. Rows are compared exactly
where the source lets the last row take the remainder. Where it spreads the remainder over the rows
each row but the last may be 1 apart, and the sums are equal, so the last one takes the rest.
"""

import json
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from loans.allocation import Overpayment, Parts, allocate, dues
from loans.arrears import standing
from loans.schedule import (
    InvalidTerms,
    Method,
    Period,
    Terms,
    annuity_instalment,
    build_schedule,
)
from upk.money import RoundingMode, round_to_step

CASES = {
    case["id"]: case
    for case in json.loads((Path(__file__).parent.parent / "data" / "loan_cases.json").read_text())[
        "cases"
    ]
}
METHODS = {
    "flat": Method.FLAT,
    "declining_equal_principal": Method.DECLINING,
    "annuity": Method.ANNUITY,
}

DAILY = "jasa by days, and the schedule is made anew at each payment"
LEFT_OUT = {
    "FLAT-001": "lateness begins after days of tolerance that the case does not state",
    "FLAT-033": "the sum of principal and jasa is rounded to the step, not each of them",
    "FLAT-041": "no jasa in the grace period",
    "FLAT-043": "no jasa in the grace period",
    "FLAT-047": "the sum of principal and jasa is rounded to the step, not each of them",
    "FLAT-061": "jasa by days of a year of 365",
    "ANN-008": "annuity with grace, which our terms refuse",
    "ANN-010": "annuity with grace, which our terms refuse",
    "ANN-024": "covers the oldest instalment first; ours covers all jasa that is due first",
    "ANN-026": "annuity with grace, which our terms refuse",
}
"""Cases that our terms can't express, with the reason."""

SCHEDULE_LEFT_OUT = {
    "FLAT-067": "due every 30 days; only the ageing is compared",
    "FLAT-069": "due every 30 days; only the ageing is compared",
    "FLAT-071": "due every 30 days; only the ageing is compared",
    "FLAT-073": "due every 30 days; only the ageing is compared",
    **{f"ANN-{n:03}": DAILY for n in (12, 14, 16, 18, 20, 22)},
}
"""Cases of which only standing or ageing is compared, on the rows that they state."""

DATES_LEFT_OUT = {id for id, case in CASES.items() if "calendar" in case["inputs"]} | {"FLAT-055"}
"""Due dates move off weekends and holidays there; ours never do. Amounts are compared."""

SPREAD = {"FLAT-037", "FLAT-039", "DECL-002", "ANN-030", "ANN-034"}
"""The source spreads the remainder over the rows (rounding type Approximate)."""

UNROUNDED = {"ANN-036"}
"""The source prints rows of an unrounded schedule: jasa and balance may be 1 apart."""

EXTRA_TERMS = {
    "FLAT-045": {"rounding": RoundingMode.DOWN},  # 312,5 to the even 312
    "FLAT-051": {"payment_day": 29},  # an explicit first due date becomes the seed
    "FLAT-075": {"rounding": RoundingMode.UP},  # "ceiling to 1"
    "ANN-036": {"rounding": RoundingMode.UP},  # "ceiling to 1"
}


def scaled(amount, case):
    exact = Decimal(str(amount)) * 10 ** case["inputs"].get("currency_decimals", 0)
    assert exact == exact.to_integral_value()
    return int(exact)


def monthly_rate(inputs):
    """Percent per month: ``period_rate_pct`` of a month, or a twelfth of the year's."""
    if "period_rate_pct" in inputs:
        return Decimal(str(inputs["period_rate_pct"]))
    return Decimal(str(inputs.get("annual_rate_pct", 0))) / 12


def make_terms(case, **changes):
    inputs = case["inputs"]
    every = inputs.get("every_months", 1)
    step = inputs.get("round_all_to") or inputs.get("instalment_in_multiples_of")
    values = {
        "principal": scaled(inputs["principal"], case),
        "rate": monthly_rate(inputs),
        "method": METHODS[case["method"]],
        "tenor": inputs["tenor"] * every,
        "principal_every": every,
        "interest_every": every,
        "grace": inputs.get("grace_principal", 0),
        "step": scaled(step, case) if step else 1,
        "disbursed_on": date.fromisoformat(inputs.get("disbursed_on", "2024-01-01")),
    }
    return Terms(**values | EXTRA_TERMS.get(case["id"], {}) | changes)


def rows_of(case):
    """The schedule that the case states, as (due date, principal, interest)."""
    return [
        (
            date.fromisoformat(row["due"]),
            scaled(row["principal"], case),
            scaled(row["interest"], case),
        )
        for row in case["expect"]["schedule"]
    ]


def ids(*kinds, key=None, without=()):
    return [
        id
        for id, case in CASES.items()
        if (case["kind"] in kinds or (key and key in case["expect"]))
        and id not in LEFT_OUT
        and id not in without
    ]


def test_every_case_is_compared_or_left_out_for_a_reason():
    compared = {
        *ids("schedule", "schedule_after_repayments", "due_dates", "late_fee", "ageing"),
        *ids("outstanding", "repayment_split", "repayment_split_and_journal", "late_repayment"),
        *ids("totals", "first_row", "instalment", "overdue"),
    }

    assert compared | set(LEFT_OUT) == set(CASES)
    assert compared & set(LEFT_OUT) == set()
    assert len(LEFT_OUT) == 10


# -- schedules -------------------------------------------------------------------------------------


@pytest.mark.parametrize("id", ids(key="schedule", without=SCHEDULE_LEFT_OUT))
def test_schedule_matches(id):
    case = CASES[id]
    expected = case["expect"]["schedule"]

    rows = build_schedule(make_terms(case))

    assert len(rows) == len(expected)
    if "due" in expected[0] and id not in DATES_LEFT_OUT:
        assert [row.due_on.isoformat() for row in rows] == [row["due"] for row in expected]
    for part in ("principal", "interest"):
        ours = [getattr(row, part) for row in rows]
        theirs = [scaled(row[part], case) for row in expected]
        if id in SPREAD:
            compare_spread(ours, theirs)
        else:
            assert ours == theirs
    if "balance_after" in expected[0]:
        balances = [scaled(row["balance_after"], case) for row in expected]
        assert [row.balance_after for row in rows] == balances


def compare_spread(ours, theirs):
    """Each row but the last within 1, and the same sum."""
    assert all(abs(a - b) <= 1 for a, b in zip(ours[:-1], theirs[:-1], strict=True))
    assert abs(ours[-1] - theirs[-1]) <= len(ours) - 1
    assert sum(ours) == sum(theirs)


@pytest.mark.parametrize("id", ids(key="rows_checked"))
def test_checked_rows_match(id):
    case = CASES[id]
    tolerance = 1 if id in UNROUNDED else 0

    rows = build_schedule(make_terms(case))

    for expected in case["expect"]["rows_checked"]:
        row = rows[expected["n"] - 1]
        for key in ("principal", "interest", "balance_after"):
            if key in expected:
                assert abs(getattr(row, key) - scaled(expected[key], case)) <= tolerance
        if "due" in expected:
            assert row.due_on.isoformat() == expected["due"]


def test_ceiled_instalment_and_totals_match():
    case = CASES["ANN-036"]

    rows = build_schedule(make_terms(case))

    assert rows[0].principal + rows[0].interest == case["expect"]["instalment"]
    assert sum(row.interest for row in rows) == case["expect"]["interest_total_rounded"]


@pytest.mark.parametrize("id", ids("totals"))
def test_totals_match(id):
    """Totals shown with few decimals: ours in hundredths, rounded as the source prints them."""
    case = CASES[id]
    inputs = case["inputs"]
    terms = make_terms(case, principal=int(inputs["principal"] * 100))

    total = Fraction(sum(row.interest for row in build_schedule(terms)), 100)

    if inputs.get("final_round") == "ceiling to 1":
        assert round_to_step(total, 1, RoundingMode.UP) == case["expect"]["interest_total"]
    else:
        assert Decimal(round_to_step(total * 10, 1)) / 10 == Decimal(
            str(case["expect"]["interest_total"])
        )


def test_first_row_matches():
    case = CASES["FLAT-065"]
    inputs = case["inputs"]
    terms = Terms(  # one decimal
        principal=int(inputs["principal"] * 10),
        rate=Decimal(str(inputs["interest_total"])) / inputs["tenor"],
        method=Method.FLAT,
        tenor=inputs["tenor"],
        disbursed_on=date(2024, 1, 1),
    )

    first = build_schedule(terms)[0]

    assert first.principal == case["expect"]["principal"] * 10
    assert first.interest == case["expect"]["interest"] * 10


def test_instalment_matches():
    case = CASES["ANN-044"]
    inputs = case["inputs"]
    rate = Fraction(inputs["annual_rate_pct"], 1200)

    instalment = annuity_instalment(int(inputs["principal"]) * 100, rate, inputs["tenor"])

    assert round_to_step(instalment, 1) == round(case["expect"]["instalment"] * 100)


@pytest.mark.parametrize("id", ["ANN-008", "ANN-010", "ANN-026"])
def test_annuity_with_grace_is_refused(id):
    with pytest.raises(InvalidTerms, match="annuity_needs_no_grace"):
        make_terms(CASES[id])


# -- payments and balances -------------------------------------------------------------------------


def pay(rows, case):
    """Take the case's payments as our rules do. Returns them as (date, principal, interest).

    Money beyond what is owed, which we refuse, is not taken; an undone payment gets a reversal.
    """
    payments = []
    for event in case.get("events", ()):
        on = date.fromisoformat(event["date"])
        if event["type"] == "undo_repayment":
            that_day = [payment for payment in payments if payment[0] == on]
            _, principal, interest = that_day[event["nth_on_date"] - 1]
            payments.append((on, -principal, -interest))
            continue
        parts = take(scaled(event["amount"], case), rows, payments, on)
        payments.append((on, parts.principal, parts.interest))
    return payments


def take(amount, rows, payments, on):
    principal = sum(payment[1] for payment in payments)
    interest = sum(payment[2] for payment in payments)
    due = dues(rows, principal, interest, on)
    try:
        return allocate(amount, due, ahead=True)
    except Overpayment as error:
        return allocate(amount - error.excess, due, ahead=True)


def own_rows(case):
    return [(row.due_on, row.principal, row.interest) for row in build_schedule(make_terms(case))]


def standing_of(case, rows, payments):
    return standing(
        scaled(case["inputs"]["principal"], case),
        date.fromisoformat(case["inputs"]["disbursed_on"]),
        rows,
        payments,
        date.fromisoformat(case["as_of"]),
    )


@pytest.mark.parametrize("id", ids("outstanding"))
def test_outstanding_matches(id):
    case = CASES[id]
    rows = own_rows(case)

    result = standing_of(case, rows, pay(rows, case))

    total = result.outstanding + result.outstanding_interest
    assert total == scaled(case["expect"]["outstanding_total"], case)


@pytest.mark.parametrize("id", ids(key="derived_overdue_total"))
def test_overdue_matches_on_the_stated_rows(id):
    case = CASES[id]
    expect = case["expect"]
    rows = rows_of(case)
    payments = pay(rows, case)

    result = standing_of(case, rows, payments)
    due = dues(rows, result.paid_principal, result.paid_interest, date.fromisoformat(case["as_of"]))

    overdue = due.principal_arrears + due.interest_arrears
    assert overdue == scaled(expect["derived_overdue_total"], case)
    oldest = result.oldest_unpaid_due
    assert (oldest and oldest.isoformat()) == expect["derived_oldest_overdue_due_date"]
    assert due.owed == scaled(expect["totals"]["outstanding"], case)


@pytest.mark.parametrize(
    "id", [*ids("repayment_split", "repayment_split_and_journal"), "ANN-002", "ANN-004"]
)
def test_repayment_split_matches(id):
    case = CASES[id]
    payments = []
    rows = own_rows(case)
    left = scaled(case["inputs"]["principal"], case)

    for expected in case["expect"]["repayment_split"]:
        on = date.fromisoformat(expected["date"])
        parts = take(scaled(expected["amount"], case), rows, payments, on)
        payments.append((on, parts.principal, parts.interest))
        left -= parts.principal

        assert parts == Parts(
            scaled(expected["principal"], case), scaled(expected["interest"], case)
        )
        if "loan_balance_after" in expected:
            assert left == scaled(expected["loan_balance_after"], case)


def test_two_monthly_case_has_the_stated_rows():
    case = CASES["FLAT-053"]
    expect = case["expect"]

    rows = build_schedule(make_terms(case))

    assert {row.principal for row in rows} == {scaled(expect["principal_per_instalment"], case)}
    assert {row.interest for row in rows} == {scaled(expect["interest_per_instalment"], case)}
    assert [row.balance_after for row in rows] == [scaled(b, case) for b in expect["balance_after"]]


@pytest.mark.parametrize("id", ids("late_repayment"))
def test_late_repayment_matches_and_its_change_is_refused(id):
    """The penalty is the source's; our part is what of the rest is taken."""
    case = CASES[id]
    (expected,) = case["expect"]["repayment_split"]
    due = dues(own_rows(case), 0, 0, date.fromisoformat(expected["date"]))

    with pytest.raises(Overpayment) as caught:
        allocate(expected["amount"] - expected["penalty"], due)

    assert caught.value.excess == expected["change"]
    assert allocate(due.now, due) == Parts(expected["principal"], expected["interest"])


# -- lateness --------------------------------------------------------------------------------------


def test_days_late_of_unpaid_jasa_match():
    case = CASES["FLAT-055"]

    result = standing_of(case, own_rows(case), [])

    assert result.days_in_arrears == case["expect"]["days_late"]


@pytest.mark.parametrize("id", ids("ageing"))
def test_ageing_matches_on_the_stated_rows(id):
    case = CASES[id]
    rows = rows_of(case)
    as_of = date.fromisoformat(case["as_of"])

    result = standing_of(case, rows, pay(rows, case))

    assert result.days_in_arrears == case["expect"]["days_past_due"]
    assert result.arrears == scaled(case["expect"]["overdue_total"], case)
    assert result.oldest_unpaid_due == as_of - timedelta(days=result.days_in_arrears)


def test_weekly_overdue_matches():
    case = CASES["FLAT-063"]
    inputs, expect = case["inputs"], case["expect"]
    rows = build_schedule(make_terms(case, period=Period.WEEK))
    each = int(inputs["interest_per_instalment"])

    result = standing_of(case, [(row.due_on, row.principal, each) for row in rows], [])

    assert result.outstanding == expect["unpaid_principal"]
    assert result.outstanding_interest == expect["unpaid_interest"]
    assert result.arrears_principal == expect["overdue_principal"]
    assert result.arrears_interest == expect["overdue_interest"]
    assert result.arrears == expect["overdue_balance"]
    assert result.days_in_arrears == expect["days_in_arrears"]
