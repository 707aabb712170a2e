"""Password, then code; and what must be done before anything else."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.test_access import PUBLIC, all_views, example_arguments
from tests.upk.signin.codes import code_of, give_code, give_password, set_up
from upk.access import Role
from upk.offices import pending
from upk.offices.forms import PasswordForm
from upk.offices.models import Office, User
from upk.offices.services import reset_password
from upk.running.typed import SECRETS
from upk.signin import second_factor
from upk.signin.forms import CodeForm, FirstCodeForm, OwnPasswordForm
from upk.signin.models import Authenticator, Session
from upk.trail.events import Event
from upk.trail.models import TrailEntry

pytestmark = pytest.mark.django_db
HOME = "desk:home"
NEW = "sawah-jati-lumbung"


def is_in(client) -> bool:
    return client.get(reverse("offices:person-list")).status_code == 200


def sign_in(client, user, **extra):
    give_password(client, user, **extra)
    return give_code(client, code_of(user), **extra)


def test_without_a_second_factor_the_password_is_enough(client, treasurer):
    assert give_password(client, treasurer).url == reverse(HOME)
    assert is_in(client)


def test_password_then_code_then_the_page_that_was_wanted(client, protected):
    wanted = reverse("offices:village-list")
    data = {"username": protected.username, "password": factories.PASSWORD, "next": wanted}
    asked = client.post(reverse("offices:login"), data)

    done = give_code(client, code_of(protected))

    assert asked.url == reverse("signin:code")
    assert done.url == wanted
    assert is_in(client)


def test_page_elsewhere_is_never_led_to(client, protected):
    data = {"username": protected.username, "password": factories.PASSWORD}
    client.post(reverse("offices:login"), data | {"next": "https://jahat.example/"})

    assert give_code(client, code_of(protected)).url == reverse(HOME)


def test_after_the_password_alone_nothing_is_seen(client, protected):
    give_password(client, protected)

    for name, pattern in all_views().items():
        if name not in PUBLIC:
            answer = client.get(reverse(name, kwargs=example_arguments(pattern)))
            assert answer.status_code == 302, name
            assert answer.url.startswith(reverse("offices:login")), name
    assert not Session.objects.filter(user=protected).exists()
    protected.refresh_from_db()
    assert protected.last_login is None


def test_session_that_came_in_without_a_code_is_ended(client, protected):
    client.force_login(protected)

    assert client.get(reverse(HOME)).url == reverse("offices:login")
    assert not is_in(client)


def test_code_page_alone_leads_to_the_password(client, protected):
    assert client.get(reverse("signin:code")).url == reverse("offices:login")
    assert give_code(client, code_of(protected)).url == reverse("offices:login")


def test_code_page_leaves_whoever_is_in_as_he_is(client, treasurer):
    client.force_login(treasurer)

    assert client.get(reverse("signin:code")).url == reverse(HOME)
    assert is_in(client)


def test_password_counts_for_five_minutes(client, protected, monkeypatch):
    give_password(client, protected)
    now = pending.time.time()
    monkeypatch.setattr(pending.time, "time", lambda: now + pending.SECONDS + 1)

    assert give_code(client, code_of(protected)).url == reverse("offices:login")


def test_password_that_was_changed_meanwhile_counts_no_longer(client, protected):
    give_password(client, protected)
    reset_password(protected)

    assert give_code(client, code_of(protected)).url == reverse("offices:login")


def test_session_of_the_password_is_not_that_of_the_code(client, protected):
    client.get(reverse("offices:login"))
    give_password(client, protected)
    before = client.session.session_key

    give_code(client, code_of(protected))

    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_code_that_was_used_lets_nobody_in_again(client, protected):
    code = code_of(protected)
    give_password(client, protected)
    give_code(client, code)
    client.post(reverse("offices:logout"))
    give_password(client, protected)

    assert "Kode tidak cocok atau sudah dipakai" in give_code(client, code).text
    assert not is_in(client)


def test_recovery_code_lets_in_and_tells_how_many_are_left(client, treasurer):
    [code, *_] = set_up(treasurer)
    give_password(client, treasurer)

    give_code(client, code)

    assert "masih ada 9" in client.get(reverse(HOME)).text


def test_wrong_codes_lock_like_wrong_passwords(client, protected, login_throttled):
    give_password(client, protected)
    for _ in range(5):
        Authenticator.objects.update(throttling_failure_count=0)
        answer = give_code(client, "abcdef")

    assert answer.status_code == 429
    assert give_code(client, code_of(protected)).status_code in (302, 429)
    assert give_password(client, protected).status_code == 429
    assert not is_in(client)


def test_waiting_is_told_in_seconds(client, protected):
    give_password(client, protected)
    give_code(client, "abcdef")

    assert "Coba lagi 1 detik lagi" in give_code(client, code_of(protected)).text


def test_wrong_password_within_a_session_counts_too(client, treasurer, login_throttled):
    client.force_login(treasurer)
    for _ in range(5):
        answer = client.post(reverse("signin:set-up"), {"password": "salah"})

    assert answer.status_code == 429
    data = {"old_password": factories.PASSWORD, "new_password": NEW, "password_again": NEW}
    assert client.post(reverse("offices:password-change"), data).status_code == 429


# Setting it up


def test_setting_up_asks_for_the_password_and_shows_codes_once(client, treasurer):
    client.force_login(treasurer)
    assert client.post(reverse("signin:set-up"), {"password": "salah"}).status_code == 200
    assert not Authenticator.objects.exists()

    begun = client.post(reverse("signin:set-up"), {"password": factories.PASSWORD})
    shown = client.get(begun.url)
    secret = second_factor.shown_secret(Authenticator.objects.get())
    done = client.post(begun.url, {"otp": code_of(treasurer, confirmed=False)})

    assert secret in shown.text.replace(" ", "")
    assert "data:image/svg+xml" in shown.text
    codes = re.findall(r"<code>((?:\w{4}-){3}\w{4})</code>", done.text)
    assert len(codes) == 10
    assert "no-store" in done["Cache-Control"]
    assert is_in(client)
    assert codes[0] not in client.get(reverse("signin:second-factor")).text


def test_wrong_first_code_leaves_everything_as_it_was(client, treasurer):
    client.force_login(treasurer)
    begun = client.post(reverse("signin:set-up"), {"password": factories.PASSWORD})

    assert "Kode tidak cocok" in client.post(begun.url, {"otp": "abcdef"}).text
    treasurer.refresh_from_db()
    assert treasurer.second_factor_since is None


def test_setting_up_ends_the_other_sessions(client, treasurer):
    other = type(client)()
    other.force_login(treasurer)
    client.force_login(treasurer)
    begun = client.post(reverse("signin:set-up"), {"password": factories.PASSWORD})
    client.post(begun.url, {"otp": code_of(treasurer, confirmed=False)})

    assert is_in(client)
    assert not is_in(other)


def test_another_phone_needs_password_and_code(client, protected):
    sign_in(client, protected)
    address = reverse("signin:set-up")

    alone = client.post(address, {"password": factories.PASSWORD})
    wrong = client.post(address, {"password": factories.PASSWORD, "otp": "abcdef"})
    Authenticator.objects.update(throttling_failure_count=0)
    both = client.post(
        address, {"password": factories.PASSWORD, "otp": code_of(protected, steps=1)}
    )

    assert [alone.status_code, wrong.status_code, both.status_code] == [200, 200, 302]


@pytest.mark.parametrize("name", ["recovery-codes", "turn-off"])
def test_what_guards_the_account_needs_password_and_code(client, protected, name):
    sign_in(client, protected)
    address, password = reverse(f"signin:{name}"), factories.PASSWORD

    assert client.post(address, {"password": password}).status_code == 200
    protected.refresh_from_db()
    assert (protected.second_factor_since is None, second_factor.codes_left(protected)) == (
        False,
        10,
    )
    done = client.post(address, {"password": password, "otp": code_of(protected, steps=1)})

    protected.refresh_from_db()
    assert (protected.second_factor_since is None) is (name == "turn-off")
    assert done.status_code == (302 if name == "turn-off" else 200)


def demand(user):
    Office.objects.filter(pk=user.office_id).update(second_factor_from=timezone.localdate())


def test_who_must_have_one_is_led_there_and_nowhere_else(client, treasurer):
    demand(treasurer)
    client.force_login(treasurer)
    free = {"offices:logout", "offices:sessions-end", "signin:set-up", "signin:set-up-confirm"}

    for name, pattern in all_views().items():
        if name not in PUBLIC | free:
            answer = client.post(reverse(name, kwargs=example_arguments(pattern)))
            assert answer.status_code == 302, name
            assert answer.url == reverse("signin:set-up"), name
    assert "Kantor Anda mewajibkan kode kedua" in client.get(reverse("signin:set-up")).text

    begun = client.post(reverse("signin:set-up"), {"password": factories.PASSWORD})
    client.post(begun.url, {"otp": code_of(treasurer, confirmed=False)})
    assert is_in(client)


def test_where_it_is_demanded_it_is_not_turned_off(client, protected):
    demand(protected)
    sign_in(client, protected)

    client.post(
        reverse("signin:turn-off"),
        {"password": factories.PASSWORD, "otp": code_of(protected, steps=1)},
    )

    protected.refresh_from_db()
    assert protected.second_factor_since is not None


def test_others_of_that_office_go_on(client):
    secretary = factories.create_user(Role.SECRETARY)
    demand(secretary)
    client.force_login(secretary)

    assert is_in(client)


def test_manager_demands_it_on_the_office_page(client):
    manager = factories.create_user(Role.MANAGER)
    client.force_login(manager)
    page = client.get(reverse("offices:office-edit"))
    data = {f.name: f.value() or "" for f in page.context["form"]}

    client.post(reverse("offices:office-edit"), data | {"second_factor_from": "2026-12-01"})

    manager.office.refresh_from_db()
    assert f"{manager.office.second_factor_from}" == "2026-12-01"


# Losing the phone


def test_manager_resets_that_of_a_colleague_and_the_trail_tells(client, protected):
    manager = factories.create_user(Role.MANAGER, protected.office)
    client.force_login(manager)

    client.post(reverse("signin:reset", args=[protected.pk]))

    protected.refresh_from_db()
    assert protected.second_factor_since is None
    entry = TrailEntry.objects.get(event=Event.TWO_FACTOR_OFF)
    assert (entry.user, entry.object_id) == (manager, protected.pk)


def test_manager_does_not_reset_the_own_one_without_a_code(client):
    manager = factories.create_user(Role.MANAGER)
    set_up(manager)
    sign_in(client, manager)

    client.post(reverse("signin:reset", args=[manager.pk]))

    manager.refresh_from_db()
    assert manager.second_factor_since is not None


def test_somebody_of_another_office_is_not_found(client, protected):
    client.force_login(factories.create_user(Role.MANAGER))

    for name in ("reset", "user-sessions", "user-sessions-end"):
        answer = client.post(reverse(f"signin:{name}", args=[protected.pk]))
        assert answer.status_code in (404, 405), name
    protected.refresh_from_db()
    assert protected.second_factor_since is not None


def test_new_password_ends_the_wait_that_somebody_else_has_caused(client, protected):
    Authenticator.objects.update(
        throttling_failure_count=20, throttling_failure_timestamp=timezone.now()
    )
    assert second_factor.check(protected, code_of(protected)).wait > 24 * 3600

    reset_password(protected)

    assert second_factor.check(protected, code_of(protected)).is_right


def test_new_password_still_asks_for_the_code(client, protected):
    password = reset_password(protected)
    data = {"username": protected.username, "password": password}

    assert client.post(reverse("offices:login"), data).url == reverse("signin:code")
    assert not is_in(client)


# Passwords that somebody else has made


def test_temporary_password_must_be_changed_before_anything_else(client, treasurer):
    password = reset_password(treasurer)
    client.post(reverse("offices:login"), {"username": treasurer.username, "password": password})
    change = reverse("offices:password-change")

    assert client.get(reverse("offices:person-list")).url == change
    same = client.post(
        change, {"old_password": password, "new_password": password, "password_again": password}
    )
    assert "yang lain dari yang sekarang" in same.text
    client.post(change, {"old_password": password, "new_password": NEW, "password_again": NEW})

    assert is_in(client)
    treasurer.refresh_from_db()
    assert treasurer.temporary_until is None


def test_temporary_password_is_good_for_a_week(client, treasurer):
    password = reset_password(treasurer)
    good_for = treasurer.temporary_until - timezone.now()
    assert timedelta(days=6, hours=23) < good_for <= timedelta(days=7)
    User.objects.filter(pk=treasurer.pk).update(
        temporary_until=timezone.now() - timedelta(seconds=1)
    )

    data = {"username": treasurer.username, "password": password}
    assert "sudah habis waktunya" in client.post(reverse("offices:login"), data).text


def test_new_user_begins_with_a_temporary_password(client):
    manager = factories.create_user(Role.MANAGER)
    client.force_login(manager)
    data = {"username": "siti", "name": "Siti", "role": Role.TREASURER}

    answer = client.post(reverse("offices:user-add"), data)

    assert User.objects.get(username="siti").temporary_until > timezone.now()
    assert "harus menggantinya saat pertama kali masuk" in answer.text


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ("pendek-11-a", "terlalu pendek"),
        ("password1234", "terlalu umum"),
        ("pengguna-rahasia-panjang", "terlalu mirip"),
        ("x" * 129, "128"),
        ("bergulir-kambing-99", "kata yang dikenal di kantor"),
        ("upk.kalijambe.2010", "kata yang dikenal di kantor"),
        ("bismillah-2024", "kata yang dikenal di kantor"),
        ("akusayangkamu", "sudah pernah bocor"),
        ("SayangKamu123", "sudah pernah bocor"),
    ],
)
def test_weak_passwords_are_refused(client, treasurer, new, told):
    User.objects.filter(pk=treasurer.pk).update(name="Pengguna Rahasia Panjang")
    Office.objects.filter(pk=treasurer.office_id).update(subdistrict="Kalijambe")
    client.force_login(treasurer)
    data = {"old_password": factories.PASSWORD, "new_password": new, "password_again": new}

    answer = client.post(reverse("offices:password-change"), data)

    assert told in answer.text
    treasurer.refresh_from_db()
    assert treasurer.check_password(factories.PASSWORD)


def test_user_who_is_no_longer_active_is_out_at_once(client, treasurer):
    client.force_login(treasurer)
    User.objects.filter(pk=treasurer.pk).update(is_active=False)

    assert not is_in(client)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("offices:login", {"username": "siapa", "password": "RAHASIA-1"}),
        ("signin:code", {"otp": "RAHASIA-1"}),
        ("signin:set-up", {"password": "RAHASIA-1", "otp": "RAHASIA-2"}),
        ("signin:set-up-confirm", {"otp": "RAHASIA-1"}),
        ("signin:turn-off", {"password": "RAHASIA-1", "otp": "RAHASIA-2"}),
        (
            "offices:password-change",
            {"old_password": "RAHASIA-1", "new_password": "RAHASIA-2", "password_again": "RAHASIA"},
        ),
    ],
)
def test_form_that_came_too_late_gives_no_secret_back(treasurer, name, typed):
    client = Client(enforce_csrf_checks=True)
    client.force_login(treasurer)

    answer = client.post(reverse(name), typed, headers={"Sec-Fetch-Site": "same-origin"})

    assert answer.status_code == 403
    assert "RAHASIA" not in answer.text


@pytest.mark.parametrize(
    ("form", "names"),
    [
        (CodeForm, {"otp"}),
        (FirstCodeForm, {"otp"}),
        (OwnPasswordForm, {"password", "otp"}),
        (PasswordForm, {"old_password", "new_password", "password_again"}),
    ],
)
def test_fields_with_secrets_are_called_so_that_they_are_known(form, names):
    assert set(form.base_fields) == names
    assert all(any(secret in name for secret in SECRETS) for name in names)


@pytest.mark.parametrize("new", [NEW, "kata sandi dengan spasi ✓", "semua huruf kecil", "y" * 127])
def test_long_passwords_of_any_signs_are_taken(client, treasurer, new):
    client.force_login(treasurer)
    data = {"old_password": factories.PASSWORD, "new_password": new, "password_again": new}

    client.post(reverse("offices:password-change"), data)

    treasurer.refresh_from_db()
    assert treasurer.check_password(new)
