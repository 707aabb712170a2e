"""Cash and bank accounts with their balances, and the book of a month."""

from datetime import date

import pytest
from django.urls import reverse

from tests import factories
from upk.access import Role
from upk.cash.books import balance_of, holdings
from upk.cash.papers import book_html
from upk.ledger.books import build_account_book
from upk.ledger.by_hand import change_account
from upk.ledger.services import Move, post_entry

pytestmark = pytest.mark.django_db

CASH, BANK = "1.1.01.01", "1.1.01.03"


@pytest.fixture
def reader(client):
    user = factories.create_user(Role.SUPERVISOR)
    client.force_login(user)
    return user


def pay_in(by, amount: int, on: date, code: str = CASH) -> None:
    factories.put_money_in(factories.account(by.office, code), amount, on=on, by=by)


def move(by, debit: str, credit: str, amount: int, on: date, memo: str = "Pindah"):
    accounts = [factories.account(by.office, code) for code in (debit, credit)]
    return post_entry(by.office, happened_on=on, memo=memo, moves=[Move(*accounts, amount)], by=by)


def test_holdings_are_those_of_the_day_with_the_months_movements(reader):
    pay_in(reader, 1_000, date(2010, 1, 31))
    pay_in(reader, 300, date(2010, 2, 1))
    move(reader, BANK, CASH, 200, date(2010, 2, 10))
    pay_in(reader, 7, date(2010, 2, 11))

    rows = {row.account.code: row for row in holdings(reader.office, date(2010, 2, 10))}

    found = [(r.balance, r.money_in, r.money_out) for r in (rows[CASH], rows[BANK])]
    assert found == [(1_100, 300, 200), (200, 200, 0)]
    assert balance_of(rows[CASH].account, date(2010, 2, 11)) == 1_107
    assert list(rows)[:2] == [CASH, "1.1.01.02"]


def test_an_account_out_of_use_is_left_out_once_it_is_empty(reader):
    unused = factories.account(reader.office, "1.1.01.02")
    change_account(unused, name=unused.name, is_active=False)

    assert unused not in [row.account for row in holdings(reader.office, date(2010, 2, 10))]


def test_list_shows_balances_and_links_to_the_books(client, reader):
    pay_in(reader, 1_234_567, date(2010, 2, 1))
    pay_in(reader, 1_000_000, date(2010, 2, 1), BANK)

    page = client.get(reverse("cash:account-list"))

    assert page.context["total"] == 2_234_567
    assert page.text.count("1.234.567") == 2
    assert reverse("cash:book", args=[factories.account(reader.office, CASH).pk]) in page.text


def test_book_shows_what_came_in_and_went_out_in_its_month(client, reader):
    pay_in(reader, 1_000, date(2010, 1, 31))
    entry = move(reader, BANK, CASH, 200, date(2010, 2, 10), "Setor bank")
    later = move(reader, BANK, CASH, 1, date(2010, 3, 1))
    cash = entry.postings.get().credit

    page = client.get(reverse("cash:book", args=[cash.pk]))

    book = page.context["book"]
    assert (book.opening, book.debit, book.credit, book.closing) == (1_000, 0, 200, 800)
    assert entry.label in page.text
    assert later.label not in page.text
    assert "?bulan=2010-01" in page.text
    assert "?bulan=2010-03" in page.text


@pytest.mark.parametrize("month", ["2010-13", "kemarin", "1010-01"])
def test_a_month_that_is_none_is_told(client, reader, month):
    cash = factories.account(reader.office, CASH)

    page = client.get(reverse("cash:book", args=[cash.pk]), {"bulan": month})

    assert "Tulis tahun dan bulan" in page.text
    assert page.context["book"].since == date(2010, 2, 1)


def test_the_first_and_last_month_have_neighbours(client, reader):
    cash = factories.account(reader.office, CASH)

    for month in ("1900-01", "2999-12"):
        page = client.get(reverse("cash:book", args=[cash.pk]), {"bulan": month})
        assert page.status_code == 200


def test_only_cash_and_banks_have_such_a_book(client, reader):
    capital = factories.account(reader.office, "3.1.01.01")

    for name in ("cash:book", "cash:book-paper"):
        assert client.get(reverse(name, args=[capital.pk])).status_code == 404


def test_paper_has_every_row_of_the_month(reader):
    pay_in(reader, 1_000, date(2010, 1, 31))
    entry = move(reader, BANK, CASH, 200, date(2010, 2, 10), "Setor <bank>")
    cash = entry.postings.get().credit

    html = book_html(build_account_book(cash, date(2010, 2, 1), date(2010, 2, 28)))

    assert "Setor &lt;bank&gt;" in html
    assert entry.label in html
    assert "Februari 2010" in html
    assert html.count('<td class="money">800</td>') == 2


def test_paper_is_a_pdf_named_after_office_account_and_month(client, reader):
    cash = factories.account(reader.office, CASH)

    answer = client.get(reverse("cash:book-paper", args=[cash.pk]), {"bulan": "2010-02"})

    name = f"{reader.office.code}-buku-kas-1.1.01.01-2010-02.pdf".lower()
    assert answer["Content-Disposition"] == f'inline; filename="{name}"'
    assert answer.content.startswith(b"%PDF-")


@pytest.mark.parametrize("count", [1, 5])
def test_number_of_queries_does_not_depend_on_the_rows(
    client, reader, count, django_assert_max_num_queries
):
    for day in range(1, count + 1):
        pay_in(reader, 1_000, date(2010, 2, day))
    cash = factories.account(reader.office, CASH)
    client.get(reverse("cash:account-list"))  # notes that the session was used

    with django_assert_max_num_queries(6):  # session, user with office, accounts, two sides, moves
        client.get(reverse("cash:account-list"))
    with django_assert_max_num_queries(6):  # session, user with office, account, two sides, rows
        client.get(reverse("cash:book", args=[cash.pk]))
