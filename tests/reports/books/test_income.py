from datetime import date

import pytest

from closing.services import close_through
from reports.period import ReportPeriod
from reports.value import Kind
from tests.reports.books.ledger import END, at, create_ledger, keyed, made

pytestmark = pytest.mark.django_db
FIGURES = ("before", "within", "through")


def test_income_of_a_quarter_before_within_and_through():
    report = made("income-statement", create_ledger())

    assert keyed(report, *FIGURES) == {
        "4.1.01.01": (12_000, 6_000, 18_000),
        "operating_income": (12_000, 6_000, 18_000),
        "5.1.07.01": (0, 2_000, 2_000),  # wages were taken back: no line
        "operating_expense": (0, 2_000, 2_000),
        "operating_surplus": (12_000, 4_000, 16_000),
        "4.2.01.01": (0, 500, 500),
        "other_income": (0, 500, 500),
        "5.3.01.01": (0, 100, 100),
        "other_expense": (0, 100, 100),
        "other_surplus": (0, 400, 400),
        "surplus_before_tax": (12_000, 4_400, 16_400),
        "5.4.01.01": (0, 700, 700),
        "tax": (0, 700, 700),
        "surplus": (12_000, 3_700, 15_700),
    }
    assert [c.label for c in report.columns[2:]] == [
        "s.d. Triwulan Lalu", "Triwulan Ini", "s.d. Triwulan Ini",
    ]  # fmt: skip


def test_income_of_a_month_has_the_heads_of_a_month():
    report = at("income-statement", create_ledger(), date(2009, 10, 20))

    assert [c.label for c in report.columns[2:]] == [
        "s.d. Bulan Lalu", "Bulan Ini", "s.d. Bulan Ini",
    ]  # fmt: skip
    assert keyed(report, *FIGURES)["surplus"] == (12_000, 6_500, 18_500)


def test_named_totals_are_of_the_year_and_of_the_period():
    totals = made("income-statement", create_ledger()).totals

    assert (totals["income"], totals["expense"], totals["surplus"]) == (18_500, 2_800, 15_700)
    assert (totals["surplus_before_tax"], totals["surplus_within"]) == (16_400, 3_700)


def test_closing_entry_changes_nothing_of_its_year_and_the_next_begins_at_nothing():
    by = create_ledger()
    before = made("income-statement", by)
    close_through(by.office, through=END, by=by)

    assert made("income-statement", by) == before
    january = made("income-statement", by, ReportPeriod.up_to(date(2010, 1, 31)))
    assert january.is_empty
    assert january.totals["surplus"] == 0


def test_lines_lead_to_their_accounts():
    by = create_ledger()
    report = made("income-statement", by)

    links = {line.row.key: line.row.link for line in report.lines() if line.kind == Kind.ROW}
    accounts = {a.code: ("account", a.pk) for a in by.office.accounts.all()}
    assert links == {code: accounts[code] for code in links}
    assert len(links) == 5


def test_number_of_queries(django_assert_num_queries):
    by = create_ledger()

    with django_assert_num_queries(3):  # accounts, closing entries, flows
        made("income-statement", by)
