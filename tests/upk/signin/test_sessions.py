"""Where somebody is signed in, ending it, and browsers that weren't used before."""

import time
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.upk.signin.codes import give_password
from upk.access import Role
from upk.signin.agents import UNKNOWN, named
from upk.signin.models import KnownBrowser, Session
from upk.trail.events import Event
from upk.trail.models import TrailEntry

pytestmark = pytest.mark.django_db
CHROME = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:132.0) Gecko/20100101 Firefox/132.0"
LIST = "signin:session-list"


@pytest.fixture
def manager(treasurer):
    return factories.create_user(Role.MANAGER, treasurer.office)


def signed_in(user, agent=CHROME, client=None, address="10.0.0.1") -> Client:
    client = client or Client()
    give_password(client, user, HTTP_USER_AGENT=agent, REMOTE_ADDR=address)
    return client


def is_in(client) -> bool:
    return client.get(reverse("offices:person-list")).status_code == 200


def reference(user, browser) -> str:
    return Session.objects.get(user=user, browser=browser).reference


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (CHROME, "Chrome di Android"),
        (FIREFOX, "Firefox di Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130 Safari/537.36 Edg/130", "Edge di Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Safari/604.1", "Safari di iPhone"),
        ("curl/8.5", UNKNOWN),
        ("<script>", UNKNOWN),
        ("", UNKNOWN),
    ],
)
def test_browser_is_named_in_words(agent, name):
    assert named(agent) == name


def test_own_sessions_are_listed_with_device_address_and_times(treasurer):
    phone = signed_in(treasurer)
    signed_in(treasurer, FIREFOX, address="10.0.0.2")
    signed_in(factories.create_user(office=treasurer.office), "curl/8.5")

    page = phone.get(reverse(LIST))

    listed = [(s.browser, s.address) for s in page.context["sessions"]]
    assert sorted(listed) == [("Chrome di Android", "10.0.0.1"), ("Firefox di Windows", "10.0.0.2")]
    assert page.text.count("perangkat ini") == 1
    assert phone.session.session_key not in page.text


def test_idle_and_expired_sessions_are_not_listed(treasurer):
    phone = signed_in(treasurer)
    signed_in(treasurer, FIREFOX)
    laptop = Session.objects.filter(browser="Firefox di Windows")

    laptop.update(last_used=timezone.now() - timedelta(minutes=31))
    assert len(phone.get(reverse(LIST)).context["sessions"]) == 1
    laptop.update(last_used=timezone.now(), expire_date=timezone.now() - timedelta(seconds=1))
    assert len(phone.get(reverse(LIST)).context["sessions"]) == 1


def test_session_ends_after_a_working_day_in_any_case(treasurer):
    """Though it is used all the while: each use that is noted saves it anew."""
    phone = signed_in(treasurer)
    day = timedelta(hours=12)
    for age in (timedelta(0), timedelta(hours=11, minutes=50)):
        session = phone.session
        begun = int((timezone.now() - age).timestamp())
        session.update({"since": begun, "last_used": int(time.time()) - 120})
        session.save()

        assert is_in(phone)
        session = Session.objects.get(user=treasurer)
        assert session.expire_date == session.since + day
        assert timezone.now() - session.last_used < timedelta(minutes=1)

    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert not is_in(phone)


def test_one_session_is_ended_and_the_other_goes_on(treasurer):
    phone, laptop = signed_in(treasurer), signed_in(treasurer, FIREFOX)

    phone.post(reverse("signin:session-end", args=[reference(treasurer, "Firefox di Windows")]))

    assert (is_in(phone), is_in(laptop)) == (True, False)
    entry = TrailEntry.objects.get(event=Event.SESSIONS_ENDED)
    assert entry.details == {"browser": "Firefox di Windows"}


def test_own_session_is_ended_by_leaving(treasurer):
    phone = signed_in(treasurer)

    answer = phone.post(
        reverse("signin:session-end", args=[reference(treasurer, "Chrome di Android")])
    )

    assert answer.url == reverse("offices:login")
    assert not is_in(phone)


def test_all_others_are_ended_at_once(treasurer):
    phone, laptop = signed_in(treasurer), signed_in(treasurer, FIREFOX)

    phone.post(reverse("signin:sessions-end-others"))

    assert (is_in(phone), is_in(laptop)) == (True, False)


def test_session_of_somebody_else_is_not_found(treasurer, manager):
    phone = signed_in(treasurer)
    signed_in(manager, FIREFOX)
    foreign = reference(manager, "Firefox di Windows")

    assert phone.post(reverse("signin:session-end", args=[foreign])).status_code == 404
    boss = signed_in(manager, client=Client())
    address = reverse("signin:user-session-end", args=[treasurer.pk, foreign])
    assert boss.post(address).status_code == 404


def test_manager_sees_and_ends_sessions_of_the_office(treasurer, manager):
    phone, laptop = signed_in(treasurer), signed_in(treasurer, FIREFOX)
    boss = signed_in(manager)

    page = boss.get(reverse("signin:user-sessions", args=[treasurer.pk]))
    assert len(page.context["sessions"]) == 2
    first = reference(treasurer, "Firefox di Windows")
    boss.post(reverse("signin:user-session-end", args=[treasurer.pk, first]))
    assert (is_in(phone), is_in(laptop)) == (True, False)
    boss.post(reverse("signin:user-sessions-end", args=[treasurer.pk]))

    assert not is_in(phone)
    assert is_in(boss)
    told = TrailEntry.objects.filter(event=Event.SESSIONS_ENDED)
    assert {(entry.user_id, entry.object_id) for entry in told} == {(manager.pk, treasurer.pk)}


def test_password_change_ends_the_other_sessions(treasurer):
    phone, laptop = signed_in(treasurer), signed_in(treasurer, FIREFOX)
    new = "sawah-jati-lumbung"

    phone.post(
        reverse("offices:password-change"),
        {"old_password": factories.PASSWORD, "new_password": new, "password_again": new},
    )

    assert (is_in(phone), is_in(laptop)) == (True, False)
    assert Session.objects.filter(user=treasurer).count() == 1


@pytest.mark.parametrize("count", [1, 4])
def test_session_list_query_count(treasurer, count, django_assert_num_queries):
    phone = signed_in(treasurer)
    for _ in range(count - 1):
        signed_in(treasurer, FIREFOX)
    phone.get(reverse(LIST))

    with django_assert_num_queries(3):  # session, user, sessions
        assert len(phone.get(reverse(LIST)).context["sessions"]) == count


# Browsers that weren't used before


def test_first_browser_of_a_user_is_nothing_to_tell(treasurer):
    phone = signed_in(treasurer)

    assert "peramban baru" not in phone.get(reverse("desk:home")).text
    assert not TrailEntry.objects.filter(event=Event.NEW_DEVICE).exists()


def test_login_from_a_new_browser_is_told_on_the_others_and_in_the_trail(treasurer):
    phone = signed_in(treasurer)
    laptop = signed_in(treasurer, FIREFOX)

    assert "masuk dari peramban baru" in phone.get(reverse("desk:home")).text
    text = laptop.get(reverse("desk:home")).text
    assert "belum pernah masuk dari peramban ini" in text
    assert "masuk dari peramban baru" not in text
    entry = TrailEntry.objects.get(event=Event.NEW_DEVICE)
    assert entry.details == {"browser": "Firefox di Windows"}
    assert entry.object_id == treasurer.pk


def test_notice_stays_until_seen_from_a_known_browser(treasurer):
    phone, laptop = signed_in(treasurer), signed_in(treasurer, FIREFOX)

    laptop.post(reverse("signin:new-browser-seen"))
    assert "masuk dari peramban baru" in phone.get(reverse("desk:home")).text
    phone.post(reverse("signin:new-browser-seen"))

    assert "masuk dari peramban baru" not in phone.get(reverse("desk:home")).text


def test_browser_is_known_again(treasurer):
    phone = signed_in(treasurer)
    phone.post(reverse("offices:logout"))

    signed_in(treasurer, client=phone)

    assert KnownBrowser.objects.count() == 1
    treasurer.refresh_from_db()
    assert treasurer.new_browser_at is None


def test_browser_of_a_colleague_is_new_to_oneself(treasurer, manager):
    signed_in(treasurer)
    phone = signed_in(manager, FIREFOX)
    phone.post(reverse("offices:logout"))

    signed_in(treasurer, client=phone)

    treasurer.refresh_from_db()
    assert treasurer.new_browser_at is not None


def test_mark_of_a_browser_is_signed_and_hidden_from_scripts(treasurer, settings):
    phone = signed_in(treasurer)
    cookie = phone.cookies[settings.BROWSER_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    phone.post(reverse("offices:logout"))

    phone.cookies[settings.BROWSER_COOKIE_NAME] = cookie.value[:-2] + "xx"
    signed_in(treasurer, client=phone)

    treasurer.refresh_from_db()
    assert treasurer.new_browser_at is not None
