"""The example's cash counts, bank statements and papers: kept as an office would keep them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from upk.cash.books import balance_of
from upk.cash.checks import before_closing
from upk.cash.counts import missing_counts
from upk.cash.models import BankStatement, CashCount, CashSettlement
from upk.cash.reconciliation import build_reconciliation
from upk.desk.example import OFFICE_CODE
from upk.desk.example.cash_watch import PAPERS
from upk.ledger.models import EntryFile
from upk.offices.models import Office, User
from upk.offices.stored_files import read_stored
from upk.periods import month_end

PRACTICE_DATE = date(2010, 2, 15)


@pytest.fixture
def office(example_db) -> Office:
    return Office.objects.get(code=OFFICE_CODE)


def test_cash_is_counted_every_month_and_this_month_every_working_day(office):
    days = list(
        CashCount.objects.filter(office=office).order_by("counted_on").values_list("counted_on")
    )
    ends = [day for (day,) in days if day == month_end(day)]
    recent = [day.day for (day,) in days if day > date(2010, 1, 31)]

    assert len(ends) == 10 + 6 * 12 + 1  # since March 2003, when money first lay in the box
    assert recent == [1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 15]
    assert missing_counts(office, PRACTICE_DATE) == []


def test_counts_are_what_the_books_say_but_for_small_change_and_one_mistake(office):
    counts = list(CashCount.objects.filter(office=office).prefetch_related("lines"))
    [mistake] = [count for count in counts if count.difference <= -25]
    settled = {s.count_id for s in CashSettlement.objects.filter(count__office=office)}

    assert (mistake.counted_on, mistake.difference) == (date(2010, 2, 4), -2_000)
    assert all(-25 < c.difference <= 0 for c in counts if c != mistake)
    assert all(c.explanation for c in counts if c.difference)
    for count in counts:
        assert sum(line.amount for line in count.lines.all()) == count.counted
        now = balance_of(count.account, count.counted_on)
        assert now == (count.counted if count.pk in settled else count.book_balance)


def test_small_change_became_a_cost_since_the_published_figures(office):
    settlements = CashSettlement.objects.filter(count__office=office).select_related("count")
    days = {settlement.count.counted_on for settlement in settlements}
    open_since = CashCount.objects.filter(
        office=office, counted_on__gt=date(2009, 12, 31), settlements__isnull=True
    ).exclude(difference=0)

    assert days == {date(2010, 1, 31), *(date(2010, 2, day) for day in (3, 9, 13))}
    assert [count.counted_on for count in open_since] == [date(2010, 2, 4)]


def test_statements_follow_each_other_and_one_line_waits_for_its_reason(office):
    statements = BankStatement.objects.filter(office=office).order_by("account__code", "since")
    open_lines = []
    for statement in statements:
        found = build_reconciliation(statement)
        assert found.difference == found.earlier + found.lines_only - found.entries_only
        assert found.proposals == []
        open_lines += [(row.line.text, row.line.amount) for row in found.open_rows]
    months = [statement.since for statement in statements]

    assert months == [date(2009, 11, 1), date(2009, 12, 1), date(2010, 1, 1), date(2010, 2, 1)] * 2
    assert open_lines == [("BIAYA MATERAI", -6_000)]
    assert [hasattr(statement, "closed") for statement in statements] == [
        True,
        True,
        True,
        False,
    ] * 2


def test_some_payments_reach_the_bank_a_day_later(office):
    statements = BankStatement.objects.filter(office=office)
    late = [
        row.line.happened_on - row.entry.happened_on
        for statement in statements
        for row in build_reconciliation(statement).rows
        if row.entry and row.entry.happened_on != row.line.happened_on
    ]

    assert late
    assert all(timedelta(0) < wait <= timedelta(3) for wait in late)


def test_closing_january_finds_cash_and_banks_in_order(office):
    found = {f.title: (f.is_in_order, f.text) for f in before_closing(office, date(2010, 1, 31))}

    assert found == {
        "Opname kas": (True, "kas dihitung pada 31 Januari 2010"),
        "Selisih opname kas": (True, "tidak ada yang belum dibukukan"),
        "Rekening koran": (True, "semua mutasi bank cocok atau dijelaskan"),
        "Saldo kas dan bank": (True, "tidak ada yang minus"),
    }


def test_papers_of_february_are_with_their_entries_and_small(office):
    files = EntryFile.objects.select_related("entry", "file").filter(entry__office=office)

    assert {(f.entry.happened_on, f.entry.memo) for f in files} == set(PAPERS)
    for found in files:
        content = read_stored(found.file)
        assert content.startswith(b"%PDF-1.4")
        assert f"{found.entry.total:,}".replace(",", ".").encode() in content
        assert len(content) < 4_000


def test_start_page_of_the_treasurer_asks_for_no_count(office, client):
    client.force_login(User.objects.get(username="bendahara"))

    page = client.get(reverse("desk:home"))

    assert page.status_code == 200
    assert page.context["uncounted"] == []
