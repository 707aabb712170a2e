"""Closing and reopening the books on screen: checklist, preview, deed."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from closing.provisions import post_provisions
from closing.results import standing_closings
from closing.surpluses import divide_surplus
from tests import factories
from tests.closing.office import CASH, balance, earn, post, resolution
from tests.reports.office import create_books
from tests.upk.cash.bank import count_cash, statement
from upk.access import Role
from upk.desk import closing_checks
from upk.desk.closing_checks import Line, State, check_list
from upk.ledger.models import PeriodChange
from upk.offices.models import Office

pytestmark = pytest.mark.django_db
END = date(2009, 12, 31)


@pytest.fixture
def manager():
    return factories.create_user()


@pytest.fixture
def web(client, manager):
    client.force_login(manager)
    return client


def text(response) -> str:
    return response.content.decode()


def close(web, month: str, **data):
    return web.post(reverse("desk:period-close", args=[month]), {"tutup": "1", **data})


def states(office: Office, through: date = END) -> dict[str, State]:
    return {line.title: line.state for line in check_list(office, through)}


def test_the_page_of_december_shows_what_closing_posts_and_closes(web, manager):
    earn(manager, date(2009, 3, 1), 1_000_000, 300_000)
    count_cash(manager, END)
    address = reverse("desk:period-close", args=["2009-12"])

    page = text(web.get(address))
    assert "Jurnal penutup tahun 2009" in page
    for figure in ("Rp 1.000.000", "Rp 300.000", "Rp 700.000", "2 bukti"):
        assert figure in page
    assert not standing_closings(manager.office).exists()
    assert web.post(address, {"tutup": "1"}).url == reverse("desk:periods")

    assert balance(manager.office, "3.2.01.01") == 700_000
    assert "31 Desember 2009" in text(web.get(reverse("desk:periods")))


def test_a_month_that_closes_no_year_posts_nothing(web, manager):
    earn(manager, date(2010, 1, 5), 1_000_000)
    count_cash(manager, date(2010, 1, 31))

    assert "Jurnal penutup" not in text(web.get(reverse("desk:period-close", args=["2010-01"])))
    close(web, "2010-01")

    assert list(PeriodChange.objects.values_list("closed_after", "reason")) == [
        (date(2010, 1, 31), "")
    ]
    assert not standing_closings(manager.office).exists()


@pytest.mark.parametrize("month", ["2010-02", "2010-13", "2009-1", "besok", "9999-12"])
def test_a_month_that_can_not_be_closed_has_no_page(web, month):
    assert web.get(reverse("desk:period-close", args=[month])).status_code == 404
    assert close(web, month).status_code == 404
    assert not PeriodChange.objects.exists()


def test_a_second_click_closes_nothing_more_and_says_that_it_is_done(web, manager):
    address = reverse("desk:period-close", args=["2010-01"])
    close(web, "2010-01")
    web.get(reverse("desk:periods"))

    for again in (lambda: close(web, "2010-01"), lambda: web.get(address)):
        response = again()
        assert response.url == reverse("desk:periods")
        page = text(web.get(response.url))
        assert page.count("Buku sudah ditutup sampai 31 Januari 2010.") == 1
    assert PeriodChange.objects.count() == 1


def test_a_warning_wants_a_tick_and_a_reason_that_is_kept(client):
    books = create_books()
    client.force_login(books.manager)

    page = text(client.get(reverse("desk:period-close", args=["2009-12"])))
    assert "Cadangan SPP kurang Rp" in page
    reason = "MAD minggu depan"
    for data in ({}, {"anyway": "on"}, {"reason": reason}, {"anyway": "on", "reason": " "}):
        assert "invalid-feedback" in text(close(client, "2009-12", **data))
    assert not PeriodChange.objects.exists()

    close(client, "2009-12", anyway="on", reason=reason)
    assert PeriodChange.objects.get().reason == reason


def test_a_fault_of_the_books_forbids_closing(web, manager, monkeypatch):
    """A fault can't be made past the guards here; so the checklist has one more check."""
    fault = Line("Periksa", State.FAULT, "rusak")
    monkeypatch.setattr(
        closing_checks, "CHECKS", (*closing_checks.CHECKS, lambda office, through: [fault])
    )

    page = text(web.get(reverse("desk:period-close", args=["2009-12"])))
    assert "bereskan dahulu yang menghalangi" in page
    assert 'name="tutup"' not in page
    close(web, "2009-12", anyway="on", reason="x")
    assert not PeriodChange.objects.exists()


def test_the_checklist_tells_unposted_provision(db):
    books = create_books()
    spp, uep = "Cadangan kerugian SPP", "Cadangan kerugian UEP"

    before = states(books.office)
    post_provisions(books.office, as_of=END, request_key=uuid4(), by=books.manager)

    assert (before[spp], before[uep]) == (State.WARNING, State.WARNING)
    assert set(states(books.office).values()) == {State.OK, State.HINT}  # nobody counted yet


def test_the_checklist_tells_cash_that_was_not_counted_and_open_lines_of_banks(manager):
    earn(manager, date(2009, 3, 1), 1_000)
    statement(manager, (5, 500), since=date(2009, 12, 1), until=END)
    titles = ("Opname kas", "Selisih opname kas", "Rekening koran")

    never = states(manager.office)
    count_cash(manager, date(2009, 12, 30))
    before = states(manager.office)
    count_cash(manager, END)
    after = states(manager.office)

    assert [never[t] for t in titles] == [State.HINT, State.OK, State.WARNING]
    assert [before[t] for t in titles] == [State.WARNING, State.OK, State.WARNING]
    assert [after[t] for t in titles] == [State.OK, State.OK, State.WARNING]


def test_the_checklist_tells_entries_of_the_future(manager):
    assert states(manager.office)["Tanggal bukti"] == State.OK

    post(manager, CASH, "3.1.01.01", 5, date(2011, 2, 1))

    assert states(manager.office)["Tanggal bukti"] == State.WARNING
    [line] = [one for one in check_list(manager.office, END) if one.title == "Tanggal bukti"]
    assert line.text == "1 bukti bertanggal sesudah hari ini, yang pertama 1 Februari 2011"
    assert "dari=2011-02-01" in line.url


def test_the_checklist_tells_a_surplus_that_was_not_divided(web, manager):
    earn(manager, date(2008, 3, 1), 10_000)
    manager.office.practice_date = date(2009, 6, 1)
    manager.office.save()
    count_cash(manager, date(2008, 12, 31))
    close(web, "2008-12")
    office = Office.objects.get(pk=manager.office_id)
    office.practice_date = date(2010, 2, 15)
    office.save()

    assert states(office)["Surplus 2008"] == State.WARNING
    assert "Surplus 2008" not in states(office, date(2009, 11, 30))
    decided = resolution(office, decided_on=date(2009, 3, 1))
    divide_surplus(standing_closings(office).get(), decided, request_key=uuid4(), by=manager)
    assert states(office)["Surplus 2008"] == State.OK


def test_books_are_reopened_with_a_reason(web, manager):
    earn(manager, date(2009, 3, 1), 1_000)
    count_cash(manager, date(2010, 1, 31))
    close(web, "2010-01")
    reopen = reverse("desk:period-reopen")

    for missing in ({"through": "", "reason": "x"}, {"reason": "x"}, {"through": "semua"}):
        assert "invalid-feedback" in text(web.post(reopen, missing))
    assert PeriodChange.objects.count() == 1
    web.post(reopen, {"through": "semua", "reason": "Salah tanggal"})

    assert list(PeriodChange.objects.values_list("closed_after", "reason")) == [
        (date(2010, 1, 31), ""),
        (None, "Salah tanggal"),
    ]
    assert not standing_closings(manager.office).exists()
    assert "Salah tanggal" in text(web.get(reverse("desk:periods")))


def test_a_divided_year_is_not_reopened_and_the_page_says_why(web, manager):
    earn(manager, date(2009, 3, 1), 10_000)
    count_cash(manager, END)
    close(web, "2009-12")
    office = Office.objects.get(pk=manager.office_id)
    closing = standing_closings(office).get()
    divide_surplus(closing, resolution(office), request_key=uuid4(), by=manager)

    page = text(web.post(reverse("desk:period-reopen"), {"through": "semua", "reason": "Salah"}))

    assert "Surplus 2009 sudah dibagi pada 5 Februari 2010" in page
    assert PeriodChange.objects.count() == 1


@pytest.mark.parametrize(
    ("through", "why"),
    [
        ("semua", "Tidak ada masa tutup buku yang dibuka kembali dengan tanggal itu."),
        ("2009-12-31", "Hari itu tidak (lagi) dapat dipilih. Lihat riwayat di bawah, lalu pilih"),
    ],
)
def test_who_reopens_what_a_colleague_has_reopened_is_told_so(web, manager, through, why):
    page = text(web.post(reverse("desk:period-reopen"), {"through": through, "reason": "Salah"}))

    assert why in page
    assert not PeriodChange.objects.exists()


@pytest.mark.parametrize("role", list(Role))
def test_roles_of_closing(client, role):
    client.force_login(factories.create_user(role))
    reads = role not in (Role.FACILITATOR, Role.DISTRICT)

    assert client.get(reverse("desk:periods")).status_code == (200 if reads else 403)
    expected = 200 if role == Role.MANAGER else 403
    assert client.get(reverse("desk:period-close", args=["2010-01"])).status_code == expected
    assert client.post(reverse("desk:period-reopen")).status_code == expected
    if reads and role != Role.MANAGER:
        assert "Tutup sampai akhir bulan" not in text(client.get(reverse("desk:periods")))


def test_the_pages_ask_a_constant_number_of_queries(client):
    books = create_books()
    client.force_login(books.manager)
    pages = (reverse("desk:periods"), reverse("desk:period-close", args=["2009-12"]))
    client.get(pages[0])

    def count(day: int) -> list[int]:
        earn(books.manager, date(2009, 3, day), 1_000)
        asked = []
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                client.get(page)
            asked.append(len(queries))
        return asked

    first = count(1)
    assert first[0] == 4
    assert count(2) == count(3) == first
