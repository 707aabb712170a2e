"""Closing and reopening years."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from closing.results import plan_years, standing_closings
from closing.services import close_through, reopen_through
from tests import factories
from tests.closing.office import CASH, FEES, INTEREST, RETAINED, WAGES, balance, earn, post
from tests.parallel import run_together
from tests.reports.books.ledger import at, keyed
from upk.ledger.models import Entry, PeriodChange
from upk.ledger.services import Move, close_books, post_entry, reopen_books
from upk.offices.models import Office

END = date(2009, 12, 31)


@pytest.fixture
def by(db):
    return factories.create_user()


def fresh(by) -> Office:
    return Office.objects.get(pk=by.office_id)


def rows(entry: Entry) -> set:
    return set(entry.postings.values_list("debit__code", "credit__code", "amount"))


def surpluses(by, day: date) -> tuple[int, ...]:
    """In the balance sheet: the retained surplus, earlier years' unclosed one, this year's."""
    lines = keyed(at("balance-sheet", by, day), "balance")
    keys = (RETAINED, "surplus_earlier", "surplus_this_year")
    return tuple(lines.get(key, (0,))[0] for key in keys)


@pytest.fixture
def three_years(by):
    """Surplus 700 in 2007 and 500 in 2008, a deficit of 40 in 2009, 60 until 10 January 2010."""
    earn(by, date(2007, 12, 31), 1_000, 300)
    earn(by, date(2008, 1, 1), 500)
    earn(by, date(2009, 6, 30), 20, 60)
    earn(by, date(2010, 1, 10), 100, 40)
    return by


@pytest.mark.parametrize(
    ("as_of", "still_open", "closed"),
    [
        (date(2007, 12, 30), (0, 0, 0), (0, 0, 0)),
        (date(2007, 12, 31), (0, 0, 700), (0, 0, 700)),
        (date(2008, 1, 1), (0, 700, 500), (700, 0, 500)),
        (date(2008, 12, 31), (0, 700, 500), (700, 0, 500)),
        (date(2009, 1, 1), (0, 1_200, 0), (1_200, 0, 0)),
        (date(2009, 12, 31), (0, 1_200, -40), (1_200, 0, -40)),  # as the year was lived
        (date(2010, 1, 1), (0, 1_160, 0), (1_160, 0, 0)),
        (date(2010, 1, 31), (0, 1_160, 60), (1_160, 0, 60)),
    ],
)
def test_balance_sheet_keeps_the_years_apart(three_years, as_of, still_open, closed):
    office = three_years.office
    assert surpluses(three_years, as_of) == still_open

    close_through(office, through=END, by=three_years)
    assert surpluses(three_years, as_of) == closed

    reopen_through(office, through=None, reason="Salah", by=three_years)
    assert surpluses(three_years, as_of) == still_open


def test_closing_december_takes_income_and_expense_to_the_retained_surplus(by):
    earn(by, date(2009, 6, 30), 1_000, 300)
    post(by, CASH, FEES, 50, END)
    earn(by, date(2010, 1, 1), 7)

    change = close_through(by.office, through=END, by=by)

    entry = standing_closings(by.office).get()
    assert (entry.happened_on, entry.kind, entry.origin) == (END, "closing", "closing")
    assert rows(entry) == {
        (INTEREST, RETAINED, 1_000), (FEES, RETAINED, 50), (RETAINED, WAGES, 300),
    }  # fmt: skip
    assert [balance(by.office, code, END) for code in (INTEREST, FEES, WAGES)] == [0, 0, 0]
    assert balance(by.office, RETAINED) == 750
    assert (change.closed_after, change.reason) == (END, "")
    assert fresh(by).books_closed_through == END


@pytest.mark.parametrize("through", [date(2009, 11, 30), date(2009, 12, 30), date(2010, 1, 31)])
def test_only_a_time_with_a_years_end_in_it_closes_a_year(by, through):
    earn(by, date(2009, 6, 30), 1_000)

    close_through(by.office, through=through, by=by, reason="Boleh")

    assert standing_closings(by.office).exists() == (through >= END)
    assert PeriodChange.objects.get().reason == "Boleh"


def test_several_years_are_closed_one_by_one(by):
    earn(by, date(2007, 3, 1), 1_000, 300)
    earn(by, date(2008, 3, 1), 100, 400)
    earn(by, date(2009, 3, 1), 60, 60)

    plans = plan_years(by.office, date(2010, 1, 31))
    close_through(by.office, through=date(2010, 1, 31), by=by)

    assert [(p.year, p.income, p.expense, p.surplus) for p in plans] == [
        (2007, 1_000, 300, 700), (2008, 100, 400, -300), (2009, 60, 60, 0),
    ]  # fmt: skip
    ends = [balance(by.office, RETAINED, date(year, 12, 31)) for year in (2007, 2008, 2009)]
    assert ends == [700, 400, 400]
    assert [entry.year for entry in standing_closings(by.office)] == [2009, 2008, 2007]


def test_a_year_without_income_and_expense_needs_no_entry(by):
    post(by, CASH, "3.1.01.01", 500, date(2009, 1, 5))

    close_through(by.office, through=END, by=by)

    assert not standing_closings(by.office).exists()
    assert fresh(by).books_closed_through == END


def test_what_earlier_years_left_unclosed_is_taken_along(by):
    earn(by, date(2008, 3, 1), 1_000)
    close_books(by.office, through=date(2008, 12, 31), by=by)
    earn(by, date(2009, 3, 1), 10)

    close_through(fresh(by), through=END, by=by)

    assert [e.year for e in standing_closings(by.office)] == [2009]
    assert balance(by.office, RETAINED) == 1_010
    assert surpluses(by, END) == (0, 1_000, 10)  # as the year was lived
    assert surpluses(by, date(2010, 1, 1)) == (1_010, 0, 0)


def test_an_account_that_is_used_no_more_is_closed_all_the_same(by):
    earn(by, date(2009, 3, 1), 10)
    post(by, INTEREST, CASH, 10, date(2010, 1, 2))
    account = factories.account(by.office, INTEREST)
    account.is_active = False
    account.save()

    close_through(by.office, through=END, by=by)

    assert balance(by.office, RETAINED) == 10


def test_closing_what_is_closed_is_refused_and_posts_nothing(by):
    earn(by, date(2009, 3, 1), 10)
    close_through(by.office, through=END, by=by)

    with pytest.raises(ValidationError, match="sudah ditutup sampai 31 Desember 2009"):
        close_through(by.office, through=END, by=by)

    assert Entry.objects.filter(kind="closing").count() == 1


def test_reopening_takes_the_closing_entry_back_on_its_day(by):
    earn(by, date(2008, 3, 1), 500)
    earn(by, date(2009, 3, 1), 10)
    close_through(by.office, through=END, by=by)

    reopen_through(by.office, through=date(2009, 11, 30), reason="Salah setor", by=by)

    assert [e.year for e in standing_closings(by.office)] == [2008]
    undone = Entry.objects.get(kind="reversal")
    assert (undone.reverses.year, undone.happened_on) == (2009, END)
    assert balance(by.office, RETAINED) == 500
    assert surpluses(by, END) == (500, 0, 10)
    assert surpluses(by, date(2010, 1, 31)) == (500, 10, 0)
    assert PeriodChange.objects.latest("pk").reason == "Salah setor"


def test_a_reopened_year_is_closed_anew_with_what_was_added(by):
    earn(by, date(2008, 3, 1), 500)
    earn(by, date(2009, 3, 1), 10)
    close_through(by.office, through=END, by=by)
    reopen_through(by.office, through=None, reason="Salah", by=by)
    earn(by, date(2008, 4, 1), 5)

    close_through(fresh(by), through=END, by=by)

    assert [e.year for e in standing_closings(by.office)] == [2009, 2008]
    assert balance(by.office, RETAINED, date(2008, 12, 31)) == 505
    assert balance(by.office, RETAINED) == 515


@pytest.mark.parametrize("added", [0, 5])
def test_a_closing_entry_left_in_open_books_is_kept_or_made_anew(by, added):
    earn(by, date(2009, 3, 1), 10)
    close_through(by.office, through=END, by=by)
    first = standing_closings(by.office).get()
    reopen_books(by.office, through=None, reason="Salah", by=by)  # the date alone
    earn(by, date(2009, 4, 1), added)

    close_through(fresh(by), through=END, by=by)

    assert (standing_closings(by.office).get() == first) == (added == 0)
    assert balance(by.office, RETAINED) == 10 + added


def test_reopening_needs_a_reason_and_leaves_everything_without_one(by):
    earn(by, date(2009, 3, 1), 10)
    close_through(by.office, through=END, by=by)

    with pytest.raises(ValidationError, match="Tulis alasan"):
        reopen_through(by.office, through=None, reason=" ", by=by)

    assert standing_closings(by.office).count() == 1
    assert fresh(by).books_closed_through == END


def test_reopening_a_later_month_leaves_the_year_closed(by):
    earn(by, date(2009, 3, 1), 10)
    close_through(by.office, through=date(2010, 1, 31), by=by)

    reopen_through(by.office, through=END, reason="Salah", by=by)

    assert standing_closings(by.office).count() == 1


@pytest.mark.django_db(transaction=True)
def test_nothing_slips_into_a_year_while_it_is_being_closed():
    """The closing entry has every rupiah that was posted, and nothing comes after it."""
    by = factories.create_user()
    earn(by, date(2009, 3, 1), 1)
    cash, interest = (factories.account(by.office, code) for code in (CASH, INTEREST))

    def keep_posting():
        for _ in range(6):
            try:
                post_entry(
                    by.office, happened_on=END, memo="x", moves=[Move(cash, interest, 1)], by=by
                )
            except ValidationError as error:
                return error.code
        return "all"

    def close():
        close_through(by.office, through=END, by=by)

    *_, closed = run_together([keep_posting] * 3 + [close])

    assert closed is None
    assert balance(by.office, INTEREST, END) == 0
    posted = Entry.objects.filter(kind="ordinary").count()
    assert balance(by.office, RETAINED) == posted
