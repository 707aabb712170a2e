"""The list of notes and coins, and what the manager adds to it."""

from datetime import date

import pytest
from django.urls import reverse

from tests import factories
from upk.access import READERS, Role
from upk.cash.models import CashDenomination

pytestmark = pytest.mark.django_db
LIST, ADD = reverse("cash:denomination-list"), reverse("cash:denomination-add")
NEW = {"kind": "note", "value": "200.000", "since": "2010-02-01", "until": ""}


@pytest.fixture
def manager(client):
    user = factories.create_user(Role.MANAGER)
    client.force_login(user)
    return user


def test_list_tells_days_and_their_rule(client, manager):
    page = client.get(LIST).text

    assert "30 Agustus 2010" in page
    assert "PBI 12/14/PBI/2010" in page
    assert page.count("belum ada sumbernya") == 11


def test_new_note_is_offered_in_the_next_count(client, manager):
    client.post(ADD, NEW)
    client.post(ADD, NEW)

    [made] = CashDenomination.objects.all()
    assert (made.value, made.since, made.until) == (200_000, date(2010, 2, 1), None)
    assert f"ditambahkan {manager.name}" in client.get(LIST).text
    assert 'name="note-200000"' in client.get(reverse("cash:count-add")).text


def test_coin_that_was_withdrawn_is_no_longer_offered(client, manager):
    client.post(ADD, {"kind": "coin", "value": "50", "since": "2000-01-01", "until": "2010-02-14"})

    assert 'name="coin-50"' not in client.get(reverse("cash:count-add")).text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"value": "0"}, "value"), ({"value": "2.000.000"}, "value"), ({"value": "x"}, "value"),
        ({"until": "2010-01-01"}, "until"), ({"since": ""}, "since"), ({"kind": "emas"}, "kind"),
    ],
)  # fmt: skip
def test_bad_input_is_told_at_its_field(client, manager, changes, field):
    page = client.post(ADD, NEW | changes)

    assert list(page.context["form"].errors) == [field]
    assert not CashDenomination.objects.exists()


def test_another_office_counts_with_its_own(client, manager):
    client.post(ADD, NEW)
    client.force_login(factories.create_user(Role.TREASURER))

    assert 'name="note-200000"' not in client.get(reverse("cash:count-add")).text


@pytest.mark.parametrize("role", list(Role))
def test_roles(client, role):
    client.force_login(factories.create_user(role))

    assert client.get(LIST).status_code == (200 if role in READERS else 403)
    assert client.post(ADD, NEW).status_code == (302 if role == Role.MANAGER else 403)
