"""Who came in, who tried to, and who went."""

import pytest
from django.urls import reverse

from tests import factories
from upk.trail.events import Event
from upk.trail.models import TrailEntry

LOGIN = reverse("offices:login")
COMING = (Event.LOGIN, Event.LOGIN_FAILED, Event.LOGOUT, Event.LOCKED_OUT)


@pytest.fixture
def user(db):
    return factories.create_user(username="budi")


def sign_in(client, username: str = "budi", password: str = factories.PASSWORD) -> None:
    client.post(LOGIN, {"username": username, "password": password}, REMOTE_ADDR="192.0.2.7")


def told() -> list[tuple]:
    entries = TrailEntry.objects.filter(event__in=COMING).order_by("id")
    return list(entries.values_list("event", "user__username", "object_id", "about", "address"))


def test_coming_and_going_are_told_with_the_address(client, user):
    sign_in(client)
    client.post(reverse("offices:logout"), REMOTE_ADDR="192.0.2.8")

    assert told() == [
        (Event.LOGIN, "budi", None, "", "192.0.2.7"),
        (Event.LOGOUT, "budi", None, "", "192.0.2.8"),
    ]


def test_wrong_password_is_told_of_the_account_and_never_the_password(client, user):
    sign_in(client, password="rahasia-sekali")

    assert told() == [(Event.LOGIN_FAILED, None, user.pk, "budi", "192.0.2.7")]
    entry = TrailEntry.objects.get(event=Event.LOGIN_FAILED)
    assert (entry.office, entry.command) == (user.office, "")
    assert "rahasia" not in str(TrailEntry.objects.values())


def test_name_that_nobody_has_is_not_kept(client, user):
    sign_in(client, username="kata-sandi-saya")

    assert told() == [(Event.LOGIN_FAILED, None, None, "", "192.0.2.7")]


def test_lock_is_told_once_and_guesses_after_it_leave_nothing(client, user, login_throttled):
    for _ in range(9):
        sign_in(client, password="salah")

    events = [event for event, *_ in told()]
    assert events.count(Event.LOCKED_OUT) == 1
    assert events.count(Event.LOGIN_FAILED) == 5
    assert {object_id for _, _, object_id, *_ in told()} == {user.pk}
