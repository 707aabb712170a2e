"""The district's reports: a real office's issue alone, and added up with others."""

from datetime import date

import pytest

from reports.issuing import issue_quarter
from reports.models import IssuedFigure
from reports.pack import build_pack
from reports.render import FORMATS, render
from reports.value import Kind
from tests.reports.office import create_books, end_two_loans
from tests.upk.desk.district.world import FOURTH, create_offices, issue
from upk.desk.district.consolidated import DEFINITIONS, UnknownReport, build
from upk.desk.district.consolidation import coverage_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def books():
    """The worked office, its fourth quarter issued by the real service."""
    made = create_books()
    end_two_loans(made)
    issue_quarter(made.office, FOURTH, by=made.manager, render=False)
    return made


@pytest.fixture
def district(books):
    """Three more offices: one issued twice the worked office's figures, one two revisions, of which
    the older is nonsense; one is silent."""
    doubled, revised, _ = create_offices(books.office.district, 3)
    figures = IssuedFigure.objects.filter(report__office=books.office)
    values = {figure.key: figure.value for figure in figures}
    labels = {figure.key: figure.label for figure in figures}
    issue(doubled, FOURTH, {key: 2 * value for key, value in values.items()}, labels)
    issue(revised, FOURTH, dict.fromkeys(values, 10**9), labels)
    issue(revised, FOURTH, values, labels)
    return books.office.district


def cells(report) -> dict[str, dict[str, int]]:
    """Amounts of each account by code."""
    return {
        line.row.values["code"] or line.row.key: {
            column.key: line.row.values[column.key] for column in report.columns if column.is_figure
        }
        for line in report.rows()
    }


STATEMENTS = ("balance-sheet", "income-statement", "cash-flow")


@pytest.mark.parametrize("name", STATEMENTS)
def test_one_office_alone_is_its_own_statement(books, name):
    own = build_pack(books.office, FOURTH).report(name)

    alone = build(name, books.office.district, FOURTH)

    assert cells(alone) == cells(own)
    shared = set(alone.totals) & set(own.totals)
    assert shared
    assert {key: alone.totals[key] for key in shared} == {key: own.totals[key] for key in shared}


@pytest.mark.parametrize("name", STATEMENTS)
def test_offices_are_added_up_by_account(books, district, name):
    own = build_pack(books.office, FOURTH).report(name)

    together = build(name, district, FOURTH)

    assert cells(together) == {
        code: {column: 4 * amount for column, amount in amounts.items()}
        for code, amounts in cells(own).items()
    }
    assert together.office.where == "seluruh kecamatan"


def test_both_sides_of_the_balance_sheet_agree(district):
    report = build("balance-sheet", district, FOURTH)

    totals = report.totals
    assert totals["assets"] == totals["liabilities"] + totals["equity"] > 0
    assert report.total_rows[0].values["balance"] == totals["assets"]


def test_allowances_go_back_to_the_assets(books):
    plain, older = create_offices(books.office.district, 2)
    rows = {"1.1.04.01": ("assets", -300), "1.1.01.01": ("assets", 1_000)}
    issue(plain, FOURTH, {f"balance-sheet/{s}/{c}/balance": v for c, (s, v) in rows.items()})
    issue(
        older, FOURTH,
        {"balance-sheet/reserve/1.1.04.01/balance": 500,
         "balance-sheet/assets/1.1.01.01/balance": 2_000},
    )  # fmt: skip
    before = cells(build("balance-sheet", books.office.district, FOURTH))

    assert before["1.1.04.01"]["balance"] == -800


def test_accounts_that_offices_added_stand_under_their_header(books):
    """The same code is the levy of one village here and of another there."""
    first, second = create_offices(books.office.district, 2)
    key = "balance-sheet/liabilities/2.3.02.11/balance"
    issue(first, FOURTH.previous(), {key: 300}, {key: "Titipan Iuran Desa Satu"})
    issue(second, FOURTH.previous(), {key: 40}, {key: "Titipan Iuran Desa Dua"})

    report = build("balance-sheet", books.office.district, FOURTH.previous())

    [line] = report.rows()
    assert (line.row.key, line.row.values["balance"]) == ("2.3.02.00", 340)
    assert line.row.values["name"].endswith("(akun tambahan UPK)")


def test_every_report_says_who_is_in_it_and_who_is_missing(district):
    coverage = coverage_of(district, FOURTH)

    assert (len(coverage.included), len(coverage.missing)) == (3, 1)
    for definition in DEFINITIONS:
        rules = {rule.key: rule.text for rule in build(definition.name, district, FOURTH).rule}
        assert rules["offices"].startswith("3 dari 4 UPK: ")
        assert f"{coverage.included[1][0].code} (revisi" in rules["offices"]
        assert rules["missing"] == coverage.missing[0].code


def test_lpp_has_a_row_for_each_office_and_their_sum(books, district):
    own = build_pack(books.office, FOURTH).report("lpp-villages").totals

    report = build("lpp", district, FOURTH)

    amounts = [line.row.values["outstanding_principal"] for line in report.rows()]
    assert sorted(amounts) == sorted(own["outstanding_principal"] * n for n in (1, 2, 1))
    assert report.totals["arrears_principal"] == 4 * own["arrears_principal"]
    assert report.totals["repayment_rate"] == own["repayment_rate"]


def test_collectibility_adds_up_classes_and_works_the_npl_out_anew(books, district):
    own = build_pack(books.office, FOURTH).report("provision")

    report = build("collectibility", district, FOURTH)

    assert {line.row.key: line.row.values["outstanding"] for line in report.rows()} == {
        line.row.key: 4 * line.row.values["outstanding"]
        for line in own.rows()
        if line.row.values["outstanding"]
    }
    assert report.totals["npl"] == own.totals["npl"]
    assert report.total_rows[1].kind == Kind.FIGURE


@pytest.mark.parametrize("name", [definition.name for definition in DEFINITIONS])
def test_reports_of_a_district_without_issues_are_empty(books, name):
    assert build(name, books.office.district, FOURTH.previous()).is_empty
    assert build(name, books.office.district, FOURTH.next()).as_of == date(2010, 3, 31)


@pytest.mark.parametrize("format_name", sorted(set(FORMATS) - {"pdf"}))
@pytest.mark.parametrize("name", [definition.name for definition in DEFINITIONS])
def test_every_report_has_every_format(district, name, format_name):
    assert render(build(name, district, FOURTH), format_name)


@pytest.mark.parametrize("name", [definition.name for definition in DEFINITIONS])
def test_queries_do_not_grow_with_offices(books, district, name, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        build(name, district, FOURTH)


def test_a_report_of_another_name_is_unknown(books):
    with pytest.raises(UnknownReport):
        build("ledger", books.office.district, FOURTH)
