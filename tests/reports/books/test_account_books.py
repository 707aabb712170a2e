from datetime import date

import pytest

from closing.services import close_through
from tests import factories
from tests.reports.books.ledger import (
    BANK,
    CASH,
    END,
    at,
    create_ledger,
    keyed,
    made,
)

pytestmark = pytest.mark.django_db
NOVEMBER = date(2009, 11, 30)


def lines_of(report):
    return [
        (row.values.get("date"), row.values.get("other"), row.values.get("debit"),
         row.values.get("credit"), row.values.get("balance"))
        for row in (line.row for line in report.lines() if line.row)
    ]  # fmt: skip


def test_ledger_of_an_account_runs_from_its_opening_to_its_closing():
    by = create_ledger()
    report = at("ledger", by, NOVEMBER, account=factories.account(by.office, BANK))

    assert report.title == "Buku Besar 1.1.01.04 Kas di Bank SPP"
    assert lines_of(report) == [
        (date(2009, 11, 1), "", None, None, 48_500),
        (date(2009, 11, 1), "5.3.01.01", 0, 100, 48_400),
        (None, None, 0, 100, 48_400),
    ]


def test_ledger_of_all_accounts_has_those_that_moved_or_stood():
    by = create_ledger()
    report = at("ledger", by, NOVEMBER)

    assert [part.key for part in report.parts] == [
        "1.1.01.01", "1.1.01.04", "1.1.04.01", "1.2.01.04", "2.4.01.02", "3.1.01.01",
        "3.2.01.01", "4.1.01.01", "4.2.01.01", "5.1.07.01", "5.3.01.01", "5.4.01.01",
    ]  # fmt: skip
    assert report.totals == {"debit": 2_800, "credit": 2_800}


def test_credit_accounts_grow_on_the_credit_side():
    by = create_ledger()
    report = at("ledger", by, END, account=factories.account(by.office, "2.4.01.02"))

    assert [line[-1] for line in lines_of(report)] == [3_000, 2_000, 2_000]


@pytest.mark.parametrize(("name", "code", "closing"), [
    ("cash-book", CASH, 75_300), ("bank-book", BANK, 48_400),
])  # fmt: skip
def test_cash_and_bank_books(name, code, closing):
    report = made(name, create_ledger())

    assert [part.key for part in report.parts] == [code]
    assert keyed(report, "balance")[code] == (closing,)


def test_lines_lead_to_their_entries():
    by = create_ledger()
    report = at("cash-book", by, NOVEMBER)

    entry = by.office.entries.get(happened_on=date(2009, 11, 15))
    assert [line.row.link for line in report.rows()] == [("entry", entry.pk)]


def test_journal_has_every_posting_by_month():
    by = create_ledger()
    close_through(by.office, through=END, by=by)
    report = made("journal", by)

    assert {s.key: s.subtotal.values["amount"] for s in report.parts[0].sections} == {
        "2009-10": 6_500,
        "2009-11": 2_800,
        # wages and back, social aid, and what closes 18.000 + 500 and 2.000 + 100 + 700
        "2009-12": 4_000 + 4_000 + 1_000 + 18_500 + 2_800,
    }
    kinds = [line.row.values["kind"] for line in report.rows()]
    assert kinds[-5:] == ["Penutup"] * 5
    # 3 in October are 2, 3 in November, wages, their reversal, aid, closing
    assert report.totals == {"amount": 39_600, "entries": 2 + 3 + 4}


def test_trial_balance_leaves_this_years_closing_out_unless_asked():
    by = create_ledger()
    before = made("trial-balance", by)
    close_through(by.office, through=END, by=by)

    assert made("trial-balance", by) == before
    assert keyed(before, "debit", "credit")["4.1.01.01"] == (0, 18_000)
    after = keyed(made("trial-balance", by, after_closing=True), "debit", "credit")
    assert "4.1.01.01" not in after
    assert after["3.2.01.01"] == (0, 17_700)
    # the next day it needs no asking
    assert "4.1.01.01" not in keyed(at("trial-balance", by, date(2010, 1, 1)), "debit")


@pytest.mark.parametrize(("name", "count"), [
    ("ledger", 3), ("cash-book", 3), ("bank-book", 3), ("journal", 1), ("trial-balance", 3),
])  # fmt: skip
def test_number_of_queries(name, count, django_assert_num_queries):
    by = create_ledger()

    with django_assert_num_queries(count):
        made(name, by)
