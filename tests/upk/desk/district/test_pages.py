"""The district's pages: what they show, with how many queries, and to nobody else."""

import pytest
from django.urls import reverse

from tests.upk.desk.district.world import FOURTH, THIRD, create_desk, create_offices, issue

pytestmark = pytest.mark.django_db
NOW = {
    "outstanding": 1_000_000, "repayment_rate": 9512, "npl": 310, "health_score": 8400,
    "grants_total": 50_000, "levies_percent": 8000, "goats_living": 12,
}  # fmt: skip


@pytest.fixture
def desk(client):
    user = create_desk()
    client.force_login(user)
    return user


def text_of(client, name, *args, **query) -> str:
    response = client.get(reverse(f"desk:{name}", args=args), query)
    assert response.status_code == 200, name
    return response.content.decode()


def test_every_page_opens_for_an_empty_district(client, desk):
    for name in (
        "home", "district-quarters", "district-reminders", "district-comparison",
        "district-changes", "district-consolidated", "district-bundles", "district-rules",
    ):  # fmt: skip
        assert "<h1" in text_of(client, name)


def test_board(client, desk):
    offices = create_offices(desk.district, 3)
    issue(offices[0], FOURTH, NOW)

    text = text_of(client, "home")

    assert text.count("Belum mulai</span>") == 2
