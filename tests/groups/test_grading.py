"""From marks to a score and a level, by hand."""

from decimal import Decimal

import pytest

from groups.grading import InvalidMarks, grade
from upk.offices.default_lists import GROUP_GRADING

WEIGHTS = [weight for _, weight in GROUP_GRADING]


def test_the_default_weights_make_a_hundred():
    assert sum(WEIGHTS) == 100


@pytest.mark.parametrize(
    ("marks", "score", "level"),
    [
        ([3, 3, 3, 3, 3, 3, 3], "100.00", "matang"),
        ([2, 2, 2, 2, 2, 2, 2], "66.67", "berkembang"),
        ([1, 1, 1, 1, 1, 1, 1], "33.33", "pemula"),
        ([0, 0, 0, 0, 0, 0, 0], "0.00", "pemula"),
        # 20×3 + 15×2 + 15×2 + 25×3 + 10×2 + 10×2 + 5×1 = 240 of 300: exactly 80
        ([3, 2, 2, 3, 2, 2, 1], "80.00", "matang"),
        # one point less: 235 of 300
        ([3, 2, 2, 3, 2, 2, 0], "78.33", "berkembang"),
        # 20×2 + 15×2 + 15×2 + 25×2 + 10×1 + 10×2 + 5×0 = 180 of 300: exactly 60
        ([2, 2, 2, 2, 1, 2, 0], "60.00", "berkembang"),
    ],
)
def test_score_and_level_by_hand(marks, score, level):
    graded = grade(list(zip(WEIGHTS, marks, strict=True)))

    assert (graded.score, graded.level) == (Decimal(score), level)


def test_the_level_is_compared_exactly_not_as_shown():
    """59,999 percent shows as 60.00 but isn't."""
    graded = grade([(59_999, 3), (40_001, 0)])

    assert (graded.score, graded.level) == (Decimal("60.00"), "pemula")


@pytest.mark.parametrize(
    ("marks", "code"),
    [([], "empty"), ([(0, 1)], "weight"), ([(1, 4)], "mark"), ([(1, -1)], "mark")],
)
def test_odd_marks_give_no_grade(marks, code):
    with pytest.raises(InvalidMarks) as caught:
        grade(marks)

    assert caught.value.code == code
