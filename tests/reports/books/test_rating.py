from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from reports.books.health_tables import DEFAULT, BadTable, default_rating, read_bands
from reports.books.rating import (
    FULL,
    RATIOS,
    TOTAL,
    Fault,
    Flaw,
    NoBand,
    band_of,
    faults,
    percent,
    weight,
    whole_weight,
)

BANDS = default_rating(date(2010, 1, 1)).bands


@pytest.mark.parametrize(("ratio", "value", "score"), [
    (1, "0", 40), (1, "4.99", 40), (1, "5", 35), (1, "12.49", 30), (1, "12.5", 25),
    (1, "24.99", 10), (1, "25", 0),
    (2, "100", 20), (2, "99.99", 15), (2, "90", "12.5"), (2, "50.01", 5), (2, "50", 0),
    (3, "1", 10), (3, "0.99", "8.75"), (3, "0.3", "3.75"), (3, "0.01", "2.5"), (3, "0", 0),
    (3, "-7", 0),
    (4, "59.99", 10), (4, "60", "8.75"), (4, "65", "6.25"), (4, "70", "5.25"), (4, "75", 5),
    (4, "80", "3.75"), (4, "85", "2.5"), (4, "95", 0),
    (5, "85", 10), (5, "84.99", "7.5"), (5, "80", "6.5"), (5, "75", 5), (5, "70", "3.75"),
    (5, "60", 0),
    (6, "110", 10), (6, "109.99", "8.75"), (6, "102", 5), (6, "100", "3.75"), (6, "95", 0),
])  # fmt: skip
def test_scores_at_the_edges_of_the_bands(ratio, value, score):
    assert band_of(BANDS, ratio, Fraction(value)).score == Decimal(score)


@pytest.mark.parametrize(("points", "grade"), [
    ("100", "Sehat"), ("87.51", "Sehat"), ("87.5", "Cukup Sehat"), ("62.5", "Kurang Sehat"),
    ("37.5", "Tidak Sehat"), ("0", "Tidak Sehat"),
])  # fmt: skip
def test_grades(points, grade):
    assert band_of(BANDS, TOTAL, Fraction(points)).status == grade


def test_weights_are_those_of_the_rating():
    assert [weight(BANDS, ratio) for ratio in RATIOS] == [40, 20, 10, 10, 10, 10]


def test_a_value_is_compared_exactly_and_not_as_it_is_printed():
    almost = percent(4_999_999, 100_000_000, if_none=0)  # prints as 5,00

    assert band_of(BANDS, 1, almost).score == 40


@pytest.mark.parametrize("whole", [0, -5])
def test_nothing_to_divide_by_has_a_stated_result(whole):
    assert percent(7, whole, if_none=100) == 100


def test_our_table_leaves_no_value_without_a_score():
    assert faults(BANDS) == []


@pytest.mark.parametrize(("change", "position", "flaw"), [
    (lambda bands: bands[:-1], 7, Flaw.GAP),  # nothing takes the rest
    (lambda bands: (*bands[:-1], replace(bands[-1], bound=Decimal(26))), 8, Flaw.GAP),
    (lambda bands: (*bands[:-1], replace(bands[-1], comparison=">")), 8, Flaw.GAP),  # 25 itself
    (lambda bands: (bands[1], bands[0], *bands[2:]), 2, Flaw.OVERLAPS),  # never reached
    (lambda bands: (bands[0], *bands), 2, Flaw.OVERLAPS),
    (lambda bands: (bands[0], replace(bands[1], comparison=">"), *bands[2:]), 2, Flaw.TURNS),
    (lambda bands: bands[:1], 1, Flaw.MISSING),
    (lambda bands: (), 0, Flaw.MISSING),
])  # fmt: skip
def test_tables_with_holes_are_found(change, position, flaw):
    assert faults({**BANDS, 1: change(BANDS[1])}) == [Fault(1, position, flaw)]


def test_downward_bands_that_go_up_again_are_found():
    wrong = (*BANDS[2][:3], replace(BANDS[2][3], bound=Decimal(85)), *BANDS[2][4:])

    assert faults({**BANDS, 2: wrong}) == [Fault(2, 4, Flaw.OVERLAPS)]


def test_weights_of_our_table_come_to_a_hundred():
    assert whole_weight(BANDS) == FULL


def test_value_without_a_band_says_which():
    with pytest.raises(NoBand) as raised:
        band_of({**BANDS, 1: BANDS[1][:-1]}, 1, Fraction(30))

    assert (raised.value.ratio, raised.value.value) == (1, 30)


@pytest.mark.parametrize("line", [
    "2003-01-01,7,1,<,5,40,Sehat", "2003-01-01,1,1,=,5,40,Sehat", "2003-01-01,1,1,<,5,,Sehat",
    "2003-01-01,0,1,<,5,40,Sehat", "2003-13-01,1,1,<,5,40,Sehat", "2003-01-01,1,1,<,lima,40,Sehat",
])  # fmt: skip
def test_bad_line_of_a_file_is_named(tmp_path, line):
    head = DEFAULT.read_text().splitlines()[0]
    path = tmp_path / "bands.csv"
    path.write_text(f"{head}\n2003-01-01,1,1,<,5,40,Sehat\n{line}\n")

    with pytest.raises(BadTable) as raised:
        read_bands(path)

    assert raised.value.line == 3
