"""What somebody tries and isn't given stands in the log: who, and which address."""

import logging

import pytest
from django.urls import reverse

from tests import factories
from upk.access import Role

pytestmark = pytest.mark.django_db
LOGGER = "upk.access"


def tries(caplog) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == LOGGER]


def test_another_village_is_not_found_and_the_try_is_logged(client, caplog):
    facilitator = factories.create_user(Role.FACILITATOR)
    village = factories.create_village(facilitator.office)
    client.force_login(facilitator)
    address = reverse("desk:village-page", args=[village.pk])

    with caplog.at_level(logging.WARNING, LOGGER):
        response = client.get(f"{address}?cari=3314010101800001")

    assert response.status_code == 404
    assert village.name not in response.content.decode()
    assert tries(caplog) == [
        f"not found or out of sight: GET {address} by user {facilitator.pk} (facilitator)"
    ]


def test_a_page_of_another_role_is_refused_and_the_try_is_logged(client, caplog):
    user = factories.create_user(Role.DISTRICT)
    client.force_login(user)

    with caplog.at_level(logging.WARNING, LOGGER):
        response = client.post(reverse("offices:user-add"))

    assert response.status_code == 403
    assert tries(caplog) == [
        f"not for this role: POST {reverse('offices:user-add')} by user {user.pk} (district)"
    ]


def test_what_is_given_is_not_logged(client, caplog):
    user = factories.create_user()
    village = factories.create_village(user.office)
    client.force_login(user)

    with caplog.at_level(logging.WARNING, LOGGER):
        response = client.get(reverse("desk:village-page", args=[village.pk]))

    assert response.status_code == 200
    assert tries(caplog) == []
