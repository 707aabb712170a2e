import re
import time
from datetime import date, timedelta

import pytest
from axes.models import AccessAttempt
from django.urls import reverse

from tests import factories
from upk.access import Role
from upk.offices.models import Assignment, Person, User, Village
from upk.offices.services import reset_password
from upk.offices.throttle import LIMIT_OF_A_NAME, LIMIT_OF_AN_ADDRESS, client_address

pytestmark = pytest.mark.django_db
NIK = "9914015203700001"


@pytest.fixture
def manager():
    return factories.create_user(Role.MANAGER)


@pytest.fixture
def signed_in(client, manager):
    client.force_login(manager, backend="upk.offices.backends.OfficeBackend")
    return client


def login(client, **data):
    return client.post(reverse("offices:login"), data)


def test_login_takes_capitals_in_the_name(client, manager):
    response = login(client, username=manager.username.upper(), password=factories.PASSWORD)

    assert response.status_code == 302


def test_login_with_a_wrong_password_says_so(client, manager):
    response = login(client, username=manager.username, password="salah")

    assert "Nama pengguna atau kata sandi salah" in response.text


def test_login_is_locked_after_five_failures(client, manager, login_throttled):
    for _ in range(5):
        response = login(client, username=manager.username, password="salah")

    assert response.status_code == 429
    assert login(client, username=manager.username, password=factories.PASSWORD).status_code == 429


def guess(client, name, address="10.0.0.1", password="salah"):
    data = {"username": name, "password": password}
    return client.post(reverse("offices:login"), data, REMOTE_ADDR=address).status_code


def test_lockout_says_what_to_do_and_trying_does_not_prolong_it(client, manager, login_throttled):
    for _ in range(6):
        response = login(client, username=manager.username, password="salah")
    assert "Tunggu 15 menit lalu coba lagi" in response.text
    assert "minta manajer kantor membuatkan yang baru" in response.text

    attempt = AccessAttempt.objects.get()
    assert attempt.failures_since_start == 5  # the sixth was not even looked at
    AccessAttempt.objects.update(attempt_time=attempt.attempt_time - timedelta(minutes=16))
    assert guess(client, manager.username, "127.0.0.1", factories.PASSWORD) == 302


def test_name_is_locked_that_many_addresses_guess_at(client, manager, login_throttled):
    assert LIMIT_OF_A_NAME == 30  # as docs/security.md promises
    for n in range(LIMIT_OF_A_NAME):
        assert guess(client, manager.username, f"10.0.1.{n}") == 200

    assert guess(client, manager.username, "10.0.2.1", factories.PASSWORD) == 429
    assert guess(client, "lain", "10.0.2.1") == 200


def test_address_is_locked_that_tries_many_names(client, manager, login_throttled):
    assert LIMIT_OF_AN_ADDRESS == 50  # as docs/security.md promises
    for n in range(LIMIT_OF_AN_ADDRESS):
        assert guess(client, f"nama{n}") == 200

    assert guess(client, manager.username, password=factories.PASSWORD) == 429
    assert guess(client, manager.username, "10.0.0.2", factories.PASSWORD) == 302


def test_new_password_lifts_the_lockout(client, manager, login_throttled):
    user = factories.create_user(Role.TREASURER, manager.office)
    for _ in range(5):
        guess(client, user.username)

    assert guess(client, user.username, password=reset_password(user)) == 302


@pytest.mark.parametrize(
    ("https", "forwarded", "address"),
    [
        (False, "10.0.0.9", "127.0.0.1"),  # no proxy: the browser could say anything
        (True, "10.0.0.9", "10.0.0.9"),
        (True, "1.2.3.4, 10.0.0.9", "10.0.0.9"),  # the browser lied, the proxy added
        (True, "", "127.0.0.1"),
        (True, "bukan alamat", "127.0.0.1"),
    ],
)
def test_address_is_what_the_proxy_saw(rf, settings, https, forwarded, address):
    settings.HTTPS = https

    assert client_address(rf.get("/", HTTP_X_FORWARDED_FOR=forwarded)) == address


@pytest.mark.parametrize("minutes", [-31, 35])
def test_idle_session_ends(signed_in, minutes):
    """So does one that was used in days to come: the clock was wrong then."""
    session = signed_in.session
    session["last_used"] = int(time.time()) + minutes * 60
    session.save()

    response = signed_in.get(reverse("offices:user-list"))

    assert response.status_code == 302
    assert response.url.startswith(reverse("offices:login"))


def test_pages_are_kept_in_no_cache(signed_in):
    response = signed_in.get(reverse("offices:person-list"))

    assert response["Cache-Control"] == "private, no-store"


def test_session_is_written_at_most_once_a_minute(signed_in, django_assert_num_queries):
    signed_in.get(reverse("offices:village-list"))

    with django_assert_num_queries(3):  # session, user, villages
        signed_in.get(reverse("offices:village-list"))


def test_user_can_end_all_sessions(client, manager, signed_in):
    signed_in.post(reverse("offices:sessions-end"))

    manager.refresh_from_db()
    assert manager.session_epoch == 1
    assert signed_in.get(reverse("offices:user-list")).status_code == 302


def test_password_change_keeps_this_session(signed_in, manager):
    new = "kali-jambe-2010"

    response = signed_in.post(
        reverse("offices:password-change"),
        {"old_password": factories.PASSWORD, "new_password": new, "password_again": new},
    )

    manager.refresh_from_db()
    assert response.status_code == 302
    assert manager.check_password(new)
    assert signed_in.get(reverse("offices:user-list")).status_code == 200


def test_blank_at_the_end_of_a_new_password_counts(client, signed_in, manager):
    new = "kali-jambe-2010 "
    signed_in.post(
        reverse("offices:password-change"),
        {"old_password": factories.PASSWORD, "new_password": new, "password_again": new},
    )
    signed_in.post(reverse("offices:logout"))

    client.post(reverse("offices:login"), {"username": manager.username, "password": new})

    assert client.get(reverse("offices:user-list")).status_code == 200


def test_password_change_says_what_is_wrong(signed_in):
    response = signed_in.post(
        reverse("offices:password-change"),
        {"old_password": "salah", "new_password": "12345678", "password_again": "x"},
    )

    assert "Kata sandi sekarang tidak cocok" in response.text
    assert "tidak sama" in response.text


def test_manager_creates_a_user_and_sees_the_password_once(signed_in, manager):
    response = signed_in.post(
        reverse("offices:user-add"),
        {"username": "Siti", "name": "Siti Rahayu", "role": Role.TREASURER},
    )

    user = User.objects.get(username="siti")
    password = re.search(r"<code>(\w{4}-\w{4}-\w{4}-\w{4})</code>", response.text)[1]
    assert user.office == manager.office
    assert user.check_password(password)
    assert response["Cache-Control"] == "no-store"


def test_manager_cannot_take_the_own_role_away(signed_in, manager):
    response = signed_in.post(
        reverse("offices:user-edit", args=[manager.pk]),
        {"name": manager.name, "role": Role.TREASURER, "is_active": "on"},
    )

    assert "tidak dapat mencabut peran" in response.text


def test_district_role_is_not_offered(signed_in):
    response = signed_in.post(
        reverse("offices:user-add"), {"username": "kab", "name": "Kab", "role": Role.DISTRICT}
    )

    assert not User.objects.filter(username="kab").exists()
    assert response.status_code == 200


def test_user_of_another_office_is_not_found(signed_in):
    stranger = factories.create_user()

    for name in ("user-edit", "user-reset-password"):
        assert signed_in.get(reverse(f"offices:{name}", args=[stranger.pk])).status_code == 404


def test_village_with_a_used_name_is_refused(signed_in, manager):
    factories.create_village(manager.office, code="BAN", name="Banaran")

    response = signed_in.post(
        reverse("offices:village-add"), {"code": "ban", "name": "Banaran", "payment_day": "32"}
    )

    assert "Kode ini sudah dipakai desa lain." in response.text
    assert "Nama ini sudah dipakai desa lain." in response.text
    assert "Tulis tanggal 1 sampai 31." in response.text
    assert Village.objects.count() == 1


def test_third_village_asks_and_then_assigns(signed_in, manager):
    facilitator = factories.create_user(Role.FACILITATOR, manager.office)
    for _ in range(2):
        factories.assign(facilitator, factories.create_village(manager.office))
    third = factories.create_village(manager.office)
    address = reverse("offices:village-assign", args=[third.pk])
    data = {"user": facilitator.pk, "since": "2010-01-01"}

    asked = signed_in.post(address, data)
    done = signed_in.post(address, {**data, "third_is_meant": "on"})

    assert "sudah bertanggung jawab atas 2 desa" in asked.text
    assert done.status_code == 302
    assert Assignment.objects.filter(village=third).count() == 1


def test_person_with_a_nik_that_exists_is_refused_with_the_name(signed_in, manager):
    village = factories.create_village(manager.office)
    factories.create_person(village, nik=NIK, name="Sumarni")
    data = {"name": "Lain", "sex": "P", "village": village.pk, "nik": NIK}

    response = signed_in.post(reverse("offices:person-add"), data)

    assert "sudah tercatat atas nama Sumarni" in response.text
    assert Person.objects.count() == 1


def test_person_keeps_the_nik_when_the_field_stays_empty(signed_in, manager):
    person = factories.create_person(factories.create_village(manager.office), nik=NIK)

    signed_in.post(
        reverse("offices:person-edit", args=[person.pk]),
        {"name": "Nama Baru", "sex": "P", "village": person.village_id, "nik": "", "kk": ""},
    )

    person.refresh_from_db()
    assert (person.name, person.nik) == ("Nama Baru", NIK)


@pytest.mark.parametrize(
    ("role", "whole"),
    [
        (Role.MANAGER, True),
        (Role.SECRETARY, True),
        (Role.TREASURER, False),
        (Role.SUPERVISOR, False),
    ],
)
def test_nik_is_masked_until_those_who_need_it_ask(client, role, whole):
    user = factories.create_user(role)
    person = factories.create_person(factories.create_village(user.office), nik=NIK)
    client.force_login(user)

    detail = client.get(reverse("offices:person-detail", args=[person.pk])).text
    listed = client.get(reverse("offices:person-list")).text
    asked = client.post(reverse("offices:person-identity", args=[person.pk]))

    assert NIK not in detail + listed
    assert "••••••••••••0001" in detail
    assert "••••••••••••0001" in listed
    assert (asked.status_code, NIK in asked.text) == ((200, True) if whole else (403, False))


def test_person_is_found_by_the_whole_nik(signed_in, manager):
    village = factories.create_village(manager.office)
    person = factories.create_person(village, nik=NIK, name="Sumarni")
    factories.create_person(village, name="Sumarti")

    found = signed_in.post(reverse("offices:person-search"), {"nik": NIK})

    assert found.url == reverse("offices:person-detail", args=[person.pk])


@pytest.mark.parametrize("count", [1, 5])
def test_person_list_query_count(signed_in, manager, count, django_assert_num_queries):
    village = factories.create_village(manager.office)
    for _ in range(count):
        factories.create_person(village, nik=f"99140152037{count:03d}{_:02d}")
    signed_in.get(reverse("offices:person-list"))

    with django_assert_num_queries(5):  # session, user, count, people with village, villages
        signed_in.get(reverse("offices:person-list"))


def test_hand_over_is_kept_with_its_reason_and_told_by_village_and_person(client):
    manager = factories.create_user()
    village = factories.create_village(manager.office)
    former, successor = (
        factories.create_user(Role.FACILITATOR, manager.office, name=name)
        for name in ("Bu Lama", "Pak Baru")
    )
    factories.assign(former, village)
    client.force_login(manager)
    address = reverse("offices:village-assign", args=[village.pk])
    data = {"user": successor.pk, "since": "2010-03-01", "reason": ""}
    assert "Tulis alasan desa ini berpindah" in client.post(address, data).content.decode()

    for _ in range(2):
        response = client.post(address, data | {"reason": "Pindah tugas"})
        assert response.url == reverse("offices:village-history", args=[village.pk])

    rows = Assignment.objects.order_by("since").values_list("user__name", "until", "reason")
    assert list(rows) == [
        ("Bu Lama", date(2010, 2, 28), ""),
        ("Pak Baru", None, "Pindah tugas"),
    ]
    page = client.get(response.url).content.decode()
    assert "(akan datang)" in page
    assert "Pindah tugas" in page
    person = client.get(reverse("offices:responsible-detail", args=[former.pk]))
    assert village.name in person.content.decode()
    everybody = client.get(reverse("offices:responsible-list")).content.decode()
    assert f"{village.name} mulai 01-03-2010" in everybody


def test_facilitator_reads_the_history_of_the_own_villages_alone(client):
    facilitator = factories.create_user(Role.FACILITATOR)
    other = factories.create_user(Role.FACILITATOR, facilitator.office)
    own, elsewhere = (factories.create_village(facilitator.office) for _ in range(2))
    factories.assign(facilitator, own)
    factories.assign(other, elsewhere)
    client.force_login(facilitator)

    assert client.get(reverse("offices:village-history", args=[own.pk])).status_code == 200
    assert client.get(reverse("offices:village-history", args=[elsewhere.pk])).status_code == 404
    assert client.get(reverse("offices:responsible-detail", args=[other.pk])).status_code == 404
    page = client.get(reverse("offices:responsible-list")).content.decode()
    assert own.name in page
    assert elsewhere.name not in page
