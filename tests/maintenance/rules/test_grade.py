"""The maintenance grade by hand."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maintenance.rules.grade import DEFAULT_TERMS, GradeTerms, grade

D = Decimal
TERMS = GradeTerms(60, 40, 4, 85, 70, 50)
PERCENTS = st.decimals(0, 100, places=2)


@pytest.mark.parametrize(
    ("levy", "condition", "score", "name"),
    [
        (D("100.00"), D("100.00"), D("100.00"), "A"),
        (D("80.00"), D("92.50"), D("85.00"), "A"),  # 48 + 37
        (D("79.98"), D("92.50"), D("84.99"), "B"),  # 47,988 + 37 = 84,988
        (D("33.33"), D("66.67"), D("46.67"), "D"),  # 19,998 + 26,668 = 46,666
        (D("140.00"), D("0.00"), D("60.00"), "C"),  # at most 100
        (None, D("70.00"), D("28.00"), "D"),
        (D("90.00"), None, D("54.00"), "C"),
    ],
)
def test_score_is_the_weighted_mean(levy, condition, score, name):
    made = grade(TERMS, levy, condition, has_pieces=True)

    assert (made.score, made.name) == (score, name)


def test_village_without_pieces_is_graded_by_its_levies_alone():
    made = grade(TERMS, D("72.00"), None, has_pieces=False)

    assert (made.score, made.condition, made.label) == (D("72.00"), None, "B Baik")


def test_halves_are_rounded_up():
    """(50,01 + 50,00) / 2 = 50,005."""
    made = grade(DEFAULT_TERMS, D("50.01"), D("50.00"), has_pieces=True)

    assert made.score == D("50.01")


@given(PERCENTS, PERCENTS, st.integers(0, 100), st.integers(1, 100))
def test_score_lies_between_its_parts(levy, condition, first, second):
    terms = GradeTerms(first, second, 4, 85, 70, 50)

    made = grade(terms, levy, condition, has_pieces=True)

    assert min(levy, condition) <= made.score <= max(levy, condition)
