from datetime import date

import pytest
from django.core.exceptions import ValidationError

from closing.services import close_through
from reports.books.rules import choose_layout, layout_of
from reports.models import Layout
from tests.reports.books.ledger import END, at, create_ledger, keyed, made
from upk.ledger.services import close_books

pytestmark = pytest.mark.django_db
BOTH = ("balance", "previous")


def test_balance_sheet_beside_the_end_of_last_year():
    report = made("balance-sheet", create_ledger())

    assert keyed(report, *BOTH) == {
        "1.1.01.01": (75_300, 115_000),
        "1.1.01.04": (48_400, 0),
        "1.1.01.00": (123_700, 115_000),
        "1.1.04.01": (-2_000, 0),
        "1.1.00.00": (121_700, 115_000),
        "1.2.01.04": (8_000, 0),
        "1.2.00.00": (8_000, 0),
        "assets": (129_700, 115_000),
        "2.4.01.02": (2_000, 0),
        "2.4.00.00": (2_000, 0),
        "liabilities": (2_000, 0),
        "3.1.01.01": (110_000, 100_000),
        "3.1.00.00": (110_000, 100_000),
        # 2008 is closed, but at its own end its surplus still stands apart
        "3.2.01.01": (2_000, 0),
        "3.2.00.00": (2_000, 0),
        "surplus_this_year": (15_700, 15_000),
        "surplus": (15_700, 15_000),
        "equity": (127_700, 115_000),
        "liabilities_and_equity": (129_700, 115_000),
        # cash, bank; Piutang lain isn't used
        "economic_assets": (123_700, 115_000),
    }
    assert [c.label for c in report.columns[2:]] == ["31-12-2009", "31-12-2008"]


def test_older_layout_has_the_allowance_on_the_other_side():
    report = made("balance-sheet", create_ledger(), layout=Layout.RESERVE)

    lines = keyed(report, "balance")
    assert "1.1.04.01" in lines
    assert lines["reserve"] == lines["1.1.04.01"] == (2_000,)
    assert lines["1.1.00.00"] == (123_700,)
    totals = report.totals
    assert (totals["assets"], totals["liabilities"], totals["equity"]) == (131_700, 4_000, 127_700)


def test_closed_and_open_year_look_the_same_at_its_end():
    by = create_ledger()
    before = made("balance-sheet", by)
    close_through(by.office, through=END, by=by)

    assert made("balance-sheet", by) == before
    new_year = keyed(at("balance-sheet", by, date(2010, 1, 1)), "balance")
    assert new_year["3.2.01.01"] == (17_700,)
    assert new_year["surplus_this_year"] == (0,)
    assert new_year["equity"] == (127_700,)


def test_unclosed_years_are_told_apart():
    by = create_ledger(is_closed=False)

    lines = keyed(made("balance-sheet", by), *BOTH)
    assert lines["surplus_earlier"] == (15_000, 0)
    assert lines["surplus_this_year"] == (15_700, 15_000)
    assert lines["3.2.01.01"] == (-13_000, 0)
    assert lines["equity"] == (127_700, 115_000)


def test_layout_follows_the_offices_setting_of_the_day():
    by = create_ledger()
    office = by.office
    choose_layout(office, Layout.RESERVE, since=date(2009, 7, 1), by=by)

    assert layout_of(office, date(2009, 6, 30)) == Layout.CONTRA
    assert made("balance-sheet", by) == made("balance-sheet", by, layout=Layout.RESERVE)
    assert made("balance-sheet", by).totals["assets"] == 131_700
    assert made("balance-sheet", by, layout=Layout.CONTRA).totals["assets"] == 129_700


def test_layout_of_a_closed_day_is_refused():
    by = create_ledger()
    close_books(by.office, through=END, by=by)

    with pytest.raises(ValidationError, match="Buku sudah ditutup"):
        choose_layout(by.office, Layout.RESERVE, since=END, by=by)

    assert layout_of(by.office, date(2010, 2, 1)) == Layout.CONTRA


def test_number_of_queries(django_assert_num_queries):
    by = create_ledger()

    # layout, accounts, closing entries, flows, balances
    with django_assert_num_queries(5):
        made("balance-sheet", by)
