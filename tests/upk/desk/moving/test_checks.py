"""Each problem is told at its place, in a sentence of its own, and nothing else is."""

import pytest

from tests.upk.desk.moving import cases_of_books, cases_of_loans
from tests.upk.desk.moving.cases import KNOWN
from tests.upk.desk.moving.workbook import content_of, sheets
from upk.desk.moving.checks import check

CASES = {
    name: (spoil, problems)
    for name, spoil, *problems in (*cases_of_loans.CASES, *cases_of_books.CASES)
}


@pytest.mark.parametrize("name", CASES)
def test_problem_is_told(name):
    spoil, expected = CASES[name]
    rows = sheets()

    spoil(rows)

    found = check(content_of(rows), KNOWN)
    places = [((p.sheet, p.row, p.column), p.found, p.expected) for p in found]
    assert places == sorted(expected)


def test_everything_is_told_in_one_go():
    """As many spoilt cells as don't hide each other."""
    rows = sheets()
    wanted = set()
    for name in (
        "another office", "one NIK twice", "two chairs", "product of a rate with five decimals",
        "loan asked for after it was paid out", "due days that go back", "sides that differ",
        "more jasa paid than is owed", "payment before the disbursement",
        "thing bought after the cut-over", "new account without its kind",
    ):  # fmt: skip
        spoil, expected = CASES[name]
        spoil(rows)
        wanted |= set(expected)

    found = check(content_of(rows), KNOWN)

    assert {((p.sheet, p.row, p.column), p.found, p.expected) for p in found} == wanted


def test_cells_that_cannot_be_read_break_no_check():
    """Whatever cell is empty, the others are still looked at."""
    clean = sheets()
    for sheet, found in clean.items():
        for place, row in enumerate(found):
            for key in row:
                rows = sheets()
                rows[sheet][place][key] = None

                assert isinstance(check(content_of(rows), KNOWN), list)


def test_an_identity_number_is_never_told():
    rows = sheets()
    rows["people"][4]["nik"] = rows["people"][0]["nik"]

    told_problems = str(check(content_of(rows), KNOWN))

    assert rows["people"][0]["nik"] not in told_problems
