"""Figures side by side, and what changed: all from issued figures of the newest revision."""

import io

import openpyxl
import pytest

from reports.render import render
from tests.upk.desk.district.world import FOURTH, THIRD, create_desk, create_offices, issue
from upk.desk.district.comparison import (
    Cell,
    OfficeLine,
    biggest_changes,
    compare,
    compare_office,
    comparison_report,
    history_of,
    trends,
)
from upk.desk.district.rules.figures import BY_KEY

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return create_desk()


@pytest.fixture
def offices(desk):
    """Three offices: two with both quarters (one revised), one that is silent in the fourth."""
    made = create_offices(desk.district, 3)
    issue(made[0], THIRD, {"outstanding": 1_000, "npl": 500, "goats_living": 10})
    issue(made[1], THIRD, {"outstanding": 5_000_000, "npl": 100, "goats_living": 4})
    issue(made[2], THIRD, {"outstanding": 7})
    issue(made[0], FOURTH, {"outstanding": 999_999_999})
    issue(made[0], FOURTH, {"outstanding": 3_000, "npl": 300, "goats_living": 10})
    issue(
        made[1], FOURTH, {"outstanding": 5_500_000, "npl": 300, "health_score": 8750,
                          "health_grade": 8750}, {"health_grade": "Cukup Sehat"},
    )  # fmt: skip
    return made


def cell_of(line: OfficeLine, key: str) -> Cell:
    return next(cell for cell in line.cells if cell.figure.key == key)


def test_figures_ranks_and_differences(desk, offices):
    lines = compare(desk.district, FOURTH).lines

    first, second, silent = lines
    assert [line.office for line in lines] == offices
    cell = cell_of(first, "outstanding")
    assert (cell.text, cell.rank, cell.difference, cell.relative) == (
        "3.000", 2, "+2.000", "+200,00%",
    )  # fmt: skip
    assert (cell_of(first, "npl").rank, cell_of(second, "npl").rank) == (1, 1)
    assert (cell_of(first, "npl").tone, cell_of(second, "npl").tone) == ("better", "worse")
    assert (cell_of(second, "goats_living").text, cell_of(second, "goats_living").rank) == (
        "–",
        None,
    )
    assert cell_of(second, "health_score").note == "Cukup Sehat"
    assert {c.text for c in silent.cells} == {"–"}
    assert silent.issue is None


def test_sums_add_up_what_may_be_added_up(desk, offices):
    sums = dict(zip(BY_KEY, compare(desk.district, FOURTH).sums, strict=True))

    assert sums["outstanding"] == "5.503.000"
    assert sums["npl"] == "–"


@pytest.mark.parametrize(
    ("key", "descending", "order"),
    [
        ("outstanding", False, [0, 1, 2]),
        ("outstanding", True, [1, 0, 2]),
        ("nama", False, [0, 1, 2]),
        ("nama", True, [2, 1, 0]),
        ("tidak-ada", False, [0, 1, 2]),
    ],
)
def test_sorting_leaves_offices_without_the_figure_last(desk, offices, key, descending, order):
    lines = compare(desk.district, FOURTH).sorted_by(key, descending=descending)

    assert [line.office for line in lines] == [offices[n] for n in order]


def test_what_changed_most(desk, offices):
    relative, rupiah, points = biggest_changes(compare(desk.district, FOURTH))

    assert [(line.office, line.figure.key) for line in relative.lines] == [
        (offices[0], "outstanding"),
        (offices[1], "outstanding"),
    ]
    assert [(line.office, line.absolute) for line in rupiah.lines] == [
        (offices[1], "+500.000"),
        (offices[0], "+2.000"),
    ]
    minus = "\N{MINUS SIGN}"
    assert [(line.office, line.absolute) for line in points.lines] == [
        (offices[0], f"{minus}2,00"),
        (offices[1], "+2,00"),
    ]


def test_an_office_marks_its_largest_changes(desk, offices):
    found = compare_office(offices[1], FOURTH)

    assert found.largest == ("outstanding", "npl")
    assert [line.before for line in found.lines][:3] == ["5.000.000", "–", "1,00"]


def test_a_figure_that_stayed_is_told_apart_from_one_that_cannot_be_compared(desk, offices):
    minus = "\N{MINUS SIGN}"
    lines = {line.figure.key: line for line in compare_office(offices[0], FOURTH).lines}

    assert (lines["goats_living"].absolute, lines["goats_living"].before) == ("0", "10")
    assert (lines["npl"].absolute, lines["health_score"].absolute) == (f"{minus}2,00", "")


def test_history_goes_back_eight_quarters(desk, offices):
    history = history_of(offices[0], FOURTH)

    assert [str(quarter) for quarter in history.quarters[-2:]] == ["2009-3", "2009-4"]
    assert len(history.quarters) == 8
    assert history.rows[0].texts[-3:] == ("–", "1 rb", "3 rb")
    assert not history.is_empty
    assert history_of(offices[2], THIRD.previous()).is_empty


def test_trend_is_drawn_for_each_office(desk, offices):
    drawn = trends(offices, FOURTH, BY_KEY["outstanding"])

    assert list(drawn) == [office.pk for office in offices]
    assert drawn[offices[0].pk].count("<circle") == 1
    assert "terakhir 3.000" in drawn[offices[0].pk]


def test_the_files_are_those_of_the_screen(desk, offices):
    compared = compare(desk.district, FOURTH)
    report = comparison_report(compared, compared.sorted_by("outstanding", descending=True))

    sheet = openpyxl.load_workbook(io.BytesIO(render(report, "xlsx"))).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]

    names = [row[1] for row in rows if row[1] and str(row[1]).startswith("UPK 0")]
    assert names == [offices[1].name, offices[0].name, offices[2].name]
    assert "UPK 002;5500000" in render(report, "csv").decode("utf-8-sig").replace(",", ";")


@pytest.mark.parametrize("count", [2, 20])
def test_comparing_takes_as_many_queries_for_many_offices(desk, count, django_assert_num_queries):
    for office in create_offices(desk.district, count):
        issue(office, FOURTH, {"outstanding": 5})

    with django_assert_num_queries(5):  # offices, issues now and before, figures, grades
        compare(desk.district, FOURTH)
