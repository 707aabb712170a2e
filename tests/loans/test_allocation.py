from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loans.allocation import (
    Due,
    InterestOverpayment,
    NegativeAmount,
    Overpayment,
    Parts,
    PaymentOrder,
    PrincipalOverpayment,
    allocate,
    check_split,
    dues,
    settlement,
)

ROWS = [
    (date(2010, 1, 15), 1_000_000, 180_000),
    (date(2010, 2, 15), 1_000_000, 180_000),
    (date(2010, 3, 15), 1_000_000, 180_000),
    (date(2010, 4, 15), 1_000_000, 180_000),
]


def test_dues_keep_arrears_and_today_apart():
    due = dues(ROWS, 300_000, 180_000, date(2010, 2, 15))

    assert due == Due(
        interest_arrears=0,
        interest_due=180_000,
        principal_arrears=700_000,
        principal_due=1_000_000,
        ahead=(Parts(1_000_000, 180_000), Parts(1_000_000, 180_000)),
    )
    assert (due.interest_now, due.principal_now, due.now) == (180_000, 1_700_000, 1_880_000)
    assert (due.interest_ahead, due.principal_ahead) == (360_000, 2_000_000)
    assert due.owed == 4_240_000


def test_the_day_after_the_due_day_it_is_arrears():
    due = dues(ROWS, 0, 0, date(2010, 1, 16))

    assert (due.principal_arrears, due.principal_due) == (1_000_000, 0)
    assert (due.interest_arrears, due.interest_due) == (180_000, 0)


def test_what_was_paid_in_advance_covers_the_next_rows():
    due = dues(ROWS, 1_500_000, 200_000, date(2010, 1, 10))

    assert due.now == 0
    assert due.ahead == (
        Parts(500_000, 160_000),
        Parts(1_000_000, 180_000),
        Parts(1_000_000, 180_000),
    )


def test_a_row_that_is_paid_in_full_is_not_ahead():
    assert len(dues(ROWS, 4_000_000, 540_000, date(2010, 1, 1)).ahead) == 1


@pytest.mark.parametrize(
    ("amount", "principal", "interest"),
    [
        (100_000, 0, 100_000),  # 1. jasa due
        (360_000, 0, 360_000),
        (400_000, 40_000, 360_000),  # 2. principal arrears
        (1_360_000, 1_000_000, 360_000),
        (2_360_000, 2_000_000, 360_000),  # 3. principal due
        (0, 0, 0),
    ],
)
def test_a_payment_covers_jasa_then_arrears_then_principal_due(amount, principal, interest):
    due = dues(ROWS, 0, 0, date(2010, 2, 15))

    assert allocate(amount, due) == Parts(principal, interest)


def test_more_than_is_due_today_is_refused_unless_paid_ahead():
    due = dues(ROWS, 0, 0, date(2010, 1, 15))

    with pytest.raises(Overpayment) as caught:
        allocate(1_180_001, due)

    error = caught.value
    assert (error.part, error.excess, error.limit) == ("amount", 1, 1_180_000)
    assert error.fits_ahead


@pytest.mark.parametrize("ahead", [False, True])
def test_more_than_is_owed_is_refused_by_how_much(ahead):
    """By how much more than is owed, also where only a part of that is due by now."""
    due = dues(ROWS, 0, 0, date(2010, 1, 15))

    with pytest.raises(Overpayment) as caught:
        allocate(5_000_000, due, ahead=ahead)

    assert (caught.value.excess, caught.value.limit) == (280_000, 4_720_000)
    assert not caught.value.fits_ahead


@pytest.mark.parametrize("ahead", [False, True])
def test_typed_part_above_what_is_owed_of_it_is_refused_by_how_much(ahead):
    due = dues(ROWS, 0, 0, date(2010, 1, 15))

    with pytest.raises(PrincipalOverpayment) as principal:
        check_split(4_000_001, 0, due, ahead=ahead)
    with pytest.raises(InterestOverpayment) as interest:
        check_split(0, 720_002, due, ahead=ahead)

    assert (principal.value.excess, principal.value.limit) == (1, 4_000_000)
    assert (interest.value.excess, interest.value.limit) == (2, 720_000)


def test_ahead_goes_to_the_next_instalments_jasa_first():
    due = dues(ROWS, 0, 0, date(2010, 1, 15))

    assert allocate(1_180_000 + 100_000, due, ahead=True) == Parts(1_000_000, 280_000)
    assert allocate(1_180_000 + 200_000, due, ahead=True) == Parts(1_020_000, 360_000)
    # the whole second instalment, then jasa of the third
    assert allocate(2 * 1_180_000 + 50_000, due, ahead=True) == Parts(2_000_000, 410_000)
    assert allocate(4_720_000, due, ahead=True) == Parts(4_000_000, 720_000)


def test_principal_first_is_an_order_too():
    due = dues(ROWS, 0, 0, date(2010, 2, 15))
    order = PaymentOrder.PRINCIPAL_FIRST

    assert allocate(400_000, due, order) == Parts(400_000, 0)
    assert allocate(2_100_000, due, order) == Parts(2_000_000, 100_000)
    assert allocate(2_360_000 + 1_100_000, due, order, ahead=True) == Parts(3_000_000, 460_000)


def test_negative_amounts_are_refused():
    due = dues(ROWS, 0, 0, date(2010, 2, 15))

    for part, call in [
        ("amount", lambda: allocate(-1, due)),
        ("principal", lambda: check_split(-1, 5, due)),
        ("interest", lambda: check_split(5, -1, due)),
    ]:
        with pytest.raises(NegativeAmount) as caught:
            call()
        assert caught.value.part == part


def test_a_cashier_may_split_in_another_order():
    due = dues(ROWS, 0, 0, date(2010, 1, 15))

    assert check_split(1_000_000, 0, due) == Parts(1_000_000, 0)
    assert check_split(3_000_000, 0, due, ahead=True) == Parts(3_000_000, 0)


def test_a_split_says_which_part_is_too_much_and_by_how_much():
    due = dues(ROWS, 0, 0, date(2010, 1, 15))

    with pytest.raises(PrincipalOverpayment) as principal:
        check_split(1_000_500, 180_000, due)
    with pytest.raises(InterestOverpayment) as interest:
        check_split(1_000_000, 200_000, due)
    with pytest.raises(InterestOverpayment) as all_interest:
        check_split(0, 720_001, due, ahead=True)

    errors = [principal.value, interest.value, all_interest.value]
    assert [(e.part, e.excess, e.limit, e.fits_ahead) for e in errors] == [
        ("principal", 500, 1_000_000, True),
        ("interest", 20_000, 180_000, True),
        ("interest", 1, 720_000, False),
    ]


def test_settlement_asks_for_all_principal_and_by_default_all_jasa():
    due = dues(ROWS, 1_000_000, 180_000, date(2010, 2, 15))

    assert settlement(due) == Parts(3_000_000, 540_000)
    assert settlement(due, full_interest=False) == Parts(3_000_000, 180_000)


@given(
    st.lists(st.tuples(st.integers(0, 10**7), st.integers(0, 10**6)), min_size=1, max_size=15),
    st.integers(0, 20),
    st.data(),
)
def test_any_allocation_adds_up_and_passes_the_check(parts, month, data):
    rows = [(date(2010 + k // 12, k % 12 + 1, 15), p, i) for k, (p, i) in enumerate(parts)]
    on = date(2010 + month // 12, month % 12 + 1, data.draw(st.sampled_from([14, 15, 16])))
    paid_principal = data.draw(st.integers(0, sum(p for p, _ in parts)))
    paid_interest = data.draw(st.integers(0, sum(i for _, i in parts)))
    due = dues(rows, paid_principal, paid_interest, on)
    ahead = data.draw(st.booleans())
    amount = data.draw(st.integers(0, due.owed if ahead else due.now))
    order = data.draw(st.sampled_from(PaymentOrder))

    result = allocate(amount, due, order, ahead)

    assert result.total == amount
    assert check_split(result.principal, result.interest, due, ahead) == result
    assert due.owed == sum(p + i for p, i in parts) - paid_principal - paid_interest
    after = dues(rows, paid_principal + result.principal, paid_interest + result.interest, on)
    assert after.owed == due.owed - amount
