from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upk.money import (
    LARGEST_AMOUNT,
    AmbiguousAmount,
    AmountTooLarge,
    NotAnAmount,
    RoundingMode,
    in_words,
    number,
    parse_rupiah,
    percent_of,
    percentages,
    ratio,
    round_to_step,
    rupiah,
    split_by_weights,
)

amounts = st.integers(0, LARGEST_AMOUNT)


@pytest.mark.parametrize(
    ("amount", "step", "mode", "expected"),
    [
        (833_800, 500, "nearest", 834_000),  # 833.500 in a system in use
        (100_999, 500, "nearest", 101_000),  # 100.500 there
        (100_000, 1000, "up", 100_000),  # 101.000 there
        (100_001, 1000, "up", 101_000),
        (100_999, 1000, "down", 100_000),
        (833_750, 500, "nearest", 834_000),
        (833_749, 500, "nearest", 833_500),
        (Fraction(1, 2), 1, "nearest", 1),
        (Decimal("1.49"), 1, "nearest", 1),
        (Fraction(10**18 * 2 + 1, 2), 1, "nearest", 10**18 + 1),
        (0, 1000, "up", 0),
    ],
)
def test_round_to_step(amount, step, mode, expected):
    assert round_to_step(amount, step, RoundingMode(mode)) == expected


@given(st.fractions(0, 10**12), st.sampled_from([1, 50, 100, 500, 1000]))
def test_round_to_step_stays_within_a_step(amount, step):
    up = round_to_step(amount, step, RoundingMode.UP)
    down = round_to_step(amount, step, RoundingMode.DOWN)
    nearest = round_to_step(amount, step)

    assert up - step < amount <= up
    assert down <= amount < down + step
    assert nearest in (up, down)
    assert abs(nearest - amount) <= Fraction(step, 2)
    assert [up % step, down % step, nearest % step] == [0, 0, 0]


def test_round_to_step_refuses_a_step_below_one():
    with pytest.raises(ValueError, match="step"):
        round_to_step(1000, 0)


def test_percent_of_rounds_halves_up_and_cancels_in_a_reversal():
    assert percent_of(150, Decimal("1")) == 2
    assert percent_of(149, Decimal("1")) == 1
    assert percent_of(-150, Decimal("1")) == -2
    assert percent_of(537_790_042, Decimal("20")) == 107_558_008


@given(st.integers(-(10**15), 10**15), st.lists(st.integers(0, 10**12), min_size=1, max_size=30))
def test_split_by_weights_adds_up(amount, weights):
    if not any(weights):
        weights = [*weights, 1]

    parts = split_by_weights(amount, weights)

    assert sum(parts) == amount
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(amount * weight, sum(weights))) < 1


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1, 5]])
def test_split_by_weights_refuses_weights_without_a_meaning(weights):
    with pytest.raises(ValueError, match=r"weights|empty"):
        split_by_weights(100, weights)


def test_percentages_of_the_published_grants_add_up():
    grants = [4_872_350_150, 1_867_850_000, 166_872_150, 456_515_150, 386_412_550]

    assert percentages(grants) == [Decimal(p) for p in ("62.87", "24.10", "2.15", "5.89", "4.99")]


@given(st.lists(amounts, max_size=20))
def test_percentages_add_up_to_a_hundred_or_are_all_zero(parts):
    result = percentages(parts)

    assert sum(result) == (Decimal("100.00") if any(parts) else 0)
    assert all(p.as_tuple().exponent == -2 for p in result)


def test_ratio_has_a_stated_result_for_nothing():
    assert str(ratio(5, 0)) == "0.00"
    assert str(ratio(1, 3)) == "33.33"
    assert str(ratio(2, 3)) == "66.67"
    assert str(ratio(3, 3)) == "100.00"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.234.567", 1_234_567),
        ("1234567", 1_234_567),
        ("1,234,567", 1_234_567),
        ("1 234 567", 1_234_567),
        ("1.500", 1500),
        ("1,500", 1500),
        ("1.500,00", 1500),
        ("1,500.00", 1500),
        ("1500.00", 1500),
        ("1500,00", 1500),
        ("1.00", 1),
        ("Rp 1.500", 1500),
        ("Rp1.500,-", 1500),
        ("rp. 1.500", 1500),
        ("Rp\u00a01.500", 1500),
        ("  1\u202f500 ", 1500),
        ("0", 0),
        ("007", 7),
        ("1.000.000.000.000", LARGEST_AMOUNT),
    ],
)
def test_parse_rupiah_reads_what_offices_type(text, expected):
    assert parse_rupiah(text) == expected


@pytest.mark.parametrize(
    "text",
    ["1,5", "1.50", "1.5", "1,50", "1.234,567", "1,234.567", "1.234.56", "12.34.567", "0.500",
     "1234.567", "1.234567", "1.500,5", "1.234.00", "1..500", "1.500.", ".500", "15 00",
     "1.234 567", "1.500,00,00"],
)  # fmt: skip
def test_parse_rupiah_refuses_what_could_mean_two_things(text):
    with pytest.raises(AmbiguousAmount) as caught:
        parse_rupiah(text)

    assert caught.value.text == text


@pytest.mark.parametrize(
    "text",
    ["", " ", "Rp", "abc", "-1.500", "+5", "1e6", "1_000", "٣", "\uff11\uff12", "²", "1.500x", ".",
     "1/2", "0x10", "Rp Rp 5", "9" * 100 + ".", "1.500\n2.000 Rp"],
)  # fmt: skip
def test_parse_rupiah_refuses_what_is_no_amount(text):
    with pytest.raises(NotAnAmount):
        parse_rupiah(text)


@pytest.mark.parametrize(
    "text", ["1000000000001", "1.000.000.000.001", "9223372036854775808", "1" + "0" * 5000]
)
def test_parse_rupiah_refuses_more_than_any_office_has(text):
    with pytest.raises(AmountTooLarge):
        parse_rupiah(text)


@given(amounts)
def test_parse_rupiah_reads_what_number_prints(amount):
    assert parse_rupiah(number(amount)) == amount
    assert parse_rupiah(rupiah(amount)) == amount
    assert parse_rupiah(str(amount)) == amount
    assert parse_rupiah(f"{amount:,}") == amount
    assert parse_rupiah(number(amount) + ",00") == amount


@given(st.text(alphabet="0123456789., Rp-", max_size=12))
def test_parse_rupiah_never_fails_in_another_way(text):
    try:
        amount = parse_rupiah(text)
    except (AmbiguousAmount, NotAnAmount):
        return
    assert str(amount) in (text.translate(str.maketrans("", "", "., Rp-")).lstrip("0") or "0")


def test_number_and_rupiah_print_as_offices_do():
    assert number(1_234_567) == "1.234.567"
    assert number(-1234) == "-1.234"
    assert rupiah(1_234_567) == "Rp 1.234.567"
    assert rupiah(-1234) == "-Rp 1.234"
    assert rupiah(0) == "Rp 0"


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "nol"),
        (1, "satu"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (12, "dua belas"),
        (19, "sembilan belas"),
        (20, "dua puluh"),
        (21, "dua puluh satu"),
        (100, "seratus"),
        (101, "seratus satu"),
        (110, "seratus sepuluh"),
        (111, "seratus sebelas"),
        (200, "dua ratus"),
        (999, "sembilan ratus sembilan puluh sembilan"),
        (1000, "seribu"),
        (1100, "seribu seratus"),
        (1999, "seribu sembilan ratus sembilan puluh sembilan"),
        (2000, "dua ribu"),
        (11_000, "sebelas ribu"),
        (21_000, "dua puluh satu ribu"),
        (100_000, "seratus ribu"),
        (101_000, "seratus satu ribu"),
        (1_000_000, "satu juta"),
        (1_001_000, "satu juta seribu"),
        (1_200_000, "satu juta dua ratus ribu"),
        (100_100_100, "seratus juta seratus ribu seratus"),
        (1_000_000_000, "satu miliar"),
        (3_302_099_385, "tiga miliar tiga ratus dua juta sembilan puluh sembilan ribu tiga ratus "
         "delapan puluh lima"),
        (1_000_000_001_000, "satu triliun seribu"),
        (10**15, "satu kuadriliun"),
        (10**18, "satu kuintiliun"),
    ],
)  # fmt: skip
def test_in_words(amount, words):
    assert in_words(amount) == f"{words} rupiah"


def test_in_words_of_a_negative_amount():
    assert in_words(-5) == "minus lima rupiah"


@given(amounts)
def test_in_words_has_no_stray_spaces(amount):
    assert in_words(amount) == " ".join(in_words(amount).split())
