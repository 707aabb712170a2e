import pytest
from django.urls import reverse

from tests import factories
from upk.asked import row_id


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
