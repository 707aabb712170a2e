import pytest
from django.test import Client
from django.urls import reverse

from groups.models import Group
from tests import factories
from tests.test_foreign_ids import GROUP
from upk.asked import row_id, visible


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", 12),
        ("", None),
        (None, None),
        ("-1", None),
        ("1.5", None),
        ("\u00b2", None),
        ("\u0663", None),
        ("9" * 18, 10**18 - 1),
        ("9" * 19, None),
    ],
)
def test_row_id_is_a_number_that_fits_the_column(text, expected):
    assert row_id(text) == expected


@pytest.mark.django_db
@pytest.mark.parametrize("odd", ["9" * 30, "\u00b2", "abc", "-1"])
def test_odd_filters_show_a_list(client, odd):
    client.force_login(factories.create_user())

    for name in ("loans:loan-list", "groups:group-list", "offices:person-list"):
        assert client.get(reverse(name), {"desa": odd, "produk": odd}).status_code == 200


@pytest.mark.django_db
def test_nul_in_an_address_is_refused(client):
    client.force_login(factories.create_user())

    assert client.get(reverse("offices:person-list"), {"cari": "a\0b"}).status_code == 400


@pytest.mark.django_db
def test_a_search_longer_than_any_name_is_no_error(client):
    manager = factories.create_user()
    client.force_login(manager)
    group = factories.create_group(factories.create_village(manager.office))
    addresses = [
        *("loans:loan-list", "groups:group-list", "offices:person-list", "loans:loan-add"),
        *("loans:repayment-search", "loans:arrears-work", "loans:rebate-list", "loans:day-sheet"),
        "ledger:journal",
    ]

    for address in [*map(reverse, addresses), reverse("groups:member-add", args=[group.pk])]:
        assert client.get(address, {"cari": "x" * 60_000}).status_code == 200, address


@pytest.mark.django_db
def test_a_form_in_another_encoding_is_refused():
    client = Client(enforce_csrf_checks=True)  # the check reads the form first
    client.force_login(factories.create_user())
    kind = "application/x-www-form-urlencoded; charset=utf-7"

    answer = client.post(reverse("groups:group-add"), "code=%ff", content_type=kind)

    assert (answer.status_code, answer.text) == (400, "Kirim isian dalam UTF-8.")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Kelompok Melati", "Kelompok Melati"),
        ("baris satu\r\nbaris\tdua", "baris satu\r\nbaris\tdua"),
        ("Su\u2019ud \u00e9 \u2013 \u20b9", "Su\u2019ud \u00e9 \u2013 \u20b9"),
        ("Melati\x0bMawar\x1f\x7f", "Melati Mawar  "),
        ("Mela\u200bti\u00ad\ufeff", "Melati"),
        ("\u202e000.1\u202c \u2067x\u2069\ufffe", "000.1 x"),
        ("a\0b", "a\0b"),
    ],
)
def test_letters_that_nobody_sees_are_left_out(typed, kept):
    assert visible(typed) == kept


@pytest.mark.django_db
def test_a_form_is_read_without_hidden_letters(client):
    village = factories.create_village()
    client.force_login(factories.create_user(office=village.office))
    body = GROUP | {"village": village.pk, "name": "Mela\u200bti\x0bJaya \u202eSatu"}

    answer = client.post(reverse("groups:group-add"), body)

    assert answer.status_code == 302
    assert Group.objects.get(code="BARU").name == "Melati Jaya Satu"
