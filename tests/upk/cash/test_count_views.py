"""The pages of cash counts: counted before the books are shown, saved once."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from tests import factories
from upk.access import Role
from upk.cash.counts import with_settlement
from upk.cash.models import CashCount, CashSettlement
from upk.cash.papers import count_html

pytestmark = pytest.mark.django_db


@pytest.fixture
def treasurer(client):
    user = factories.create_user(Role.TREASURER)
    factories.put_money_in(factories.account(user.office, "1.1.01.01"), 253_500, by=user)
    client.force_login(user)
    return user


@pytest.fixture
def witness(treasurer):
    return factories.create_user(Role.SECRETARY, treasurer.office)


ADD = reverse("cash:count-add")


def body(by, witness, **changes) -> dict:
    return {
        "account": factories.account(by.office, "1.1.01.01").pk,
        "counted_on": "2010-02-15",
        "counted_by": by.pk,
        "witnessed_by": witness.pk,
        "note-50000": "5",
        "note-1000": "3",
        "coin-500": "1",
        "request_key": str(uuid4()),
        "langkah": "simpan",
    } | changes


def test_books_are_shown_only_after_counting(client, treasurer, witness):
    before = client.get(ADD)
    after = client.post(ADD, body(treasurer, witness, langkah="lihat"))

    assert "253.500" not in before.text
    assert after.context["found"] == {"counted": 253_500, "book": 253_500, "difference": 0}
    assert 'name="explanation"' not in after.text
    assert not CashCount.objects.exists()


def test_saving_twice_makes_one_count(client, treasurer, witness):
    data = body(treasurer, witness)

    answers = [client.post(ADD, data) for _ in range(2)]

    [count] = CashCount.objects.all()
    assert {answer.url for answer in answers} == {reverse("cash:count-detail", args=[count.pk])}
    assert (count.counted, count.counted_by, count.witnessed_by) == (253_500, treasurer, witness)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"note-50000": "4"}, "jelaskan selisihnya"),
        ({"note-50000": "-1"}, "lebih besar dari atau sama dengan 0"),
        ({"note-50000": "lima"}, "bilangan bulat"),
        ({"note-75000": "1"}, "Tidak berlaku pada tanggal itu."),
        ({"witnessed_by": ""}, "Bidang ini tidak boleh kosong"),
        ({"counted_on": "2010-02-16"}, "belum tiba"),
    ],
)
def test_bad_input_is_told_and_kept(client, treasurer, witness, changes, told):
    page = client.post(ADD, body(treasurer, witness, **changes))

    assert told in page.text
    assert 'value="3"' in page.text
    assert not CashCount.objects.exists()


def test_a_difference_is_explained_and_then_posted_by_the_manager(client, treasurer, witness):
    client.post(ADD, body(treasurer, witness, **{"note-50000": "4"}, explanation="Kembalian"))
    count = CashCount.objects.get()
    address = reverse("cash:count-settle", args=[count.pk])
    other = factories.account(treasurer.office, "5.3.04.01").pk
    data = {"happened_on": "2010-02-15", "other": other, "request_key": str(uuid4())}
    by_treasurer = client.post(address, data | {"langkah": "simpan"})
    client.force_login(factories.create_user(Role.MANAGER, treasurer.office))

    shown = client.post(address, data)
    saved = [client.post(address, data | {"langkah": "simpan"}) for _ in range(2)]

    assert by_treasurer.status_code == 403
    assert "5.3.04.01 Beban Non Usaha Lainnya" in shown.text
    assert [answer.status_code for answer in saved] == [302, 302]
    assert CashSettlement.objects.get().entry.total == 50_000
    detail = client.get(reverse("cash:count-detail", args=[count.pk]))
    assert CashSettlement.objects.get().entry.label in detail.text
    assert not detail.context["may_settle"]


def test_a_count_that_was_followed_by_another_offers_nothing_to_post(client, treasurer, witness):
    for _ in range(2):
        client.post(ADD, body(treasurer, witness, **{"note-50000": "4"}, explanation="Kurang"))
    client.force_login(factories.create_user(Role.MANAGER, treasurer.office))
    first, second = CashCount.objects.order_by("pk")

    shown = [client.get(reverse("cash:count-detail", args=[c.pk])) for c in (first, second)]
    page = client.get(reverse("cash:count-list")).text

    assert [answer.context["may_settle"] for answer in shown] == [False, True]
    assert reverse("cash:count-detail", args=[second.pk]) in shown[0].text
    assert (page.count("dihitung lagi sesudahnya"), page.count("belum dibukukan")) == (1, 1)


def test_detail_tells_what_was_recorded_later(client, treasurer, witness):
    client.post(ADD, body(treasurer, witness))
    count = CashCount.objects.get()
    factories.put_money_in(count.account, 7, on=date(2010, 2, 1), by=treasurer)

    page = client.get(reverse("cash:count-detail", args=[count.pk]))

    assert "Rp 253.507" in page.text


def test_paper_names_both_and_every_note(treasurer, witness, client):
    client.post(ADD, body(treasurer, witness))
    count = with_settlement(CashCount.objects.all()).get()

    html = count_html(count)

    assert treasurer.name in html
    assert witness.name in html
    assert "dua ratus lima puluh tiga ribu lima ratus rupiah" in html
    assert html.count("<tr>") == 1 + 3 + 1 + 3  # head, lines, book balance, signatures


def test_home_tells_those_who_keep_the_cash(client, treasurer, witness):
    factories.create_loan(factories.create_group(factories.create_village(treasurer.office)))
    home = reverse("desk:home")

    before = client.get(home).text
    client.post(ADD, body(treasurer, witness))
    after = client.get(home).text
    client.force_login(witness)

    assert "Opname hari ini belum dicatat" in before
    assert "Opname hari ini belum dicatat" not in after
    assert client.get(home).context["uncounted"] == []


@pytest.mark.parametrize("count", [1, 4])
def test_number_of_queries_does_not_depend_on_the_rows(
    client, treasurer, witness, count, django_assert_max_num_queries
):
    for _ in range(count):
        client.post(ADD, body(treasurer, witness, **{"note-50000": "4"}, explanation="x"))
    detail = reverse("cash:count-detail", args=[CashCount.objects.first().pk])

    with django_assert_max_num_queries(8):  # session, user, boxes, money, count, rows, entries
        client.get(reverse("cash:count-list"))
    with django_assert_max_num_queries(7):  # session, user, count, entries, lines, balance: two
        client.get(detail)
