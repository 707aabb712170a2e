"""What a person sees when something went wrong: in Indonesian, what to do, the way back.

What was typed comes back where it can, and is never offered where another site sent it.
"""

import re
import sqlite3

import psycopg2
import pytest
from django.db import OperationalError
from django.http import HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

from goats.households.forms import MemberForm, RegisterForm
from groups.models import Group
from loans.sheet_forms import HeadForm
from tests import factories
from upk.access import Role
from upk.offices.forms import PersonForm
from upk.offices.models import Village
from upk.running import pages
from upk.running.middleware import GateMiddleware
from upk.running.typed import CHOSEN, PRIVATE, typed

OURS = {"Origin": "http://testserver", "Referer": "http://testserver/desa/baru/?dari=1"}
VILLAGE = {"name": "Banaran", "code": "01", "hamlets": ""}
ADD = "/desa/baru/"


@pytest.mark.parametrize(
    ("template", "heading"),
    [
        ("400.html", "Permintaan tidak dapat dibaca"),
        ("403.html", "Bukan wewenang Anda"),
        ("403_csrf.html", "Halaman ini sudah kedaluwarsa"),
        ("404.html", "Halaman tidak ditemukan"),
        ("405.html", "Alamat ini bukan halaman"),
        ("413.html", "Kiriman terlalu besar"),
        ("422_file.html", "Berkas tidak diterima"),
        ("429.html", "Terlalu cepat"),
        ("500.html", "Terjadi kesalahan pada program"),
        ("503_database.html", "Basis data sedang tidak dapat dipakai"),
        ("503_maintenance.html", "Bergulir sedang dirawat"),
    ],
)
def test_error_page_needs_no_context(template, heading):
    page = render_to_string(template)

    assert f"<title>{heading} · Bergulir</title>" in page
    assert f"<h1>{heading}</h1>" in page
    assert 'href="/"' in page
    assert template in pages.SENTENCES


@pytest.fixture
def manager(db):
    return factories.create_user(Role.MANAGER)


@pytest.fixture
def checking(manager) -> Client:
    """A browser of the manager that must bring the token of its page."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(manager)
    return client


def carried(page: str) -> dict[str, str]:
    """What the form on an error page would send."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))


def test_a_form_older_than_the_login_comes_back_and_is_sent_again(checking, manager):
    address = reverse("offices:village-add")
    stale = VILLAGE | {"csrfmiddlewaretoken": "a" * 64}

    page = checking.post(address, stale, headers=OURS)
    body = page.content.decode()

    assert page.status_code == 403
    assert "Banaran" in re.sub(r"<input[^>]*>", "", body)  # in sight, not only in the form
    assert f"<strong>{manager}</strong>" in body
    assert "no-store" in page["Cache-Control"]
    assert not Village.objects.exists()
    again = carried(body)
    assert again.keys() == stale.keys()
    assert again["csrfmiddlewaretoken"] != stale["csrfmiddlewaretoken"]
    checking.post(address, again, headers=OURS)
    assert Village.objects.get().name == "Banaran"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null", "Referer": "http://testserver/"},
        {"Sec-Fetch-Site": "cross-site", "Referer": "http://testserver/"},
        {"Referer": "https://evil.example/testserver"},
        {"Referer": "http://testserver.evil.example/"},
        {},
    ],
)
def test_what_another_site_sent_is_never_offered(checking, headers):
    address = reverse("offices:village-add")

    page = checking.post(address, VILLAGE, headers=headers)

    assert page.status_code == 403
    assert "Banaran" not in page.content.decode()
    assert 'method="post"' not in page.content.decode()


@pytest.mark.parametrize(
    "name", ["password", "new_password1", "passphrase", "kata_sandi", "otp_token"]
)
def test_a_form_with_a_secret_is_typed_anew(checking, name):
    page = checking.post("/masuk/", {"username": "budi", name: "rahasia"}, headers=OURS)

    assert page.status_code == 403
    assert "rahasia" not in page.content.decode()
    assert 'href="/masuk/"' in page.content.decode()


def test_who_was_signed_out_while_typing_keeps_it_signs_in_elsewhere_and_sends_it(
    checking, manager
):
    address = reverse("offices:village-add")
    token = checking.get(address).context["csrf_token"]
    checking.session.flush()

    page = checking.post(address, VILLAGE | {"csrfmiddlewaretoken": str(token)}, headers=OURS)
    body = page.content.decode()
    assert page.status_code == 403
    assert 'target="_blank"' in body
    checking.force_login(manager)  # in another tab
    again = checking.post(address, carried(body), headers=OURS)
    if again.status_code == 403:  # a login by the form makes the token new
        again = checking.post(address, carried(again.content.decode()), headers=OURS)

    assert again.status_code == 302
    assert Village.objects.get().name == "Banaran"


def test_a_form_that_the_browser_keeps_leads_to_the_login_and_back(client, db):
    address = reverse("offices:village-add")

    response = client.post(address, VILLAGE | {"draft_kept": "1"}, headers=OURS)

    assert response["Location"] == f"/masuk/?next={address}"


def test_a_button_leads_to_the_login_and_to_its_page(client, db):
    response = client.post("/keluar/", {"csrfmiddlewaretoken": "x"}, headers=OURS)

    assert response["Location"] == "/masuk/?next=/desa/baru/%3Fdari%3D1"


def test_a_page_of_another_role_is_refused_with_the_way_back(client, db):
    client.force_login(factories.create_user(Role.TREASURER))

    page = client.get(reverse("offices:user-list"))

    assert page.status_code == 403
    assert "Bukan wewenang Anda" in page.content.decode()


def test_an_address_for_forms_alone_says_so(client, manager):
    client.force_login(manager)

    page = client.get(reverse("offices:logout"))

    assert (page.status_code, page["Allow"]) == (405, "POST")
    assert "Alamat ini bukan halaman" in page.content.decode()


def test_another_405_keeps_its_own_words():
    gate = GateMiddleware(lambda request: HttpResponseNotAllowed(["POST"], "apa adanya"))

    assert gate(RequestFactory().get("/x/")).content == b"apa adanya"


@pytest.mark.urls("tests.upk.running.faults")
@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/rusak/", 500, "Terjadi kesalahan pada program"),
        ("/salah/", 500, "Terjadi kesalahan pada program"),
        ("/besar/", 413, "Kiriman terlalu besar"),
        ("/banyak/", 400, "terlalu banyak isian"),
    ],
)
def test_each_fault_has_its_page_and_its_sentence_for_htmx(client, db, address, status, words):
    client.raise_request_exception = False

    page = client.get(address)
    part = client.get(address, headers={"HX-Request": "true"})

    assert (page.status_code, part.status_code) == (status, status)
    assert words in page.content.decode()
    assert "Traceback" not in page.content.decode()
    assert "Kode kejadian" in page.content.decode()
    assert part.content.decode().count("<") < 12
    assert 'role="alert" data-error' in part.content.decode()


@pytest.mark.urls("tests.upk.running.faults")
def test_what_was_typed_survives_a_fault_of_the_program(client, db):
    client.raise_request_exception = False

    page = client.post("/rusak/", {"catatan": "beras"}, headers=OURS).content.decode()

    assert carried(page) == {"csrfmiddlewaretoken": "", "catatan": "beras"}
    assert "periksa dulu" in page


def test_a_request_that_is_too_large_is_refused_before_it_is_read(client, db, settings):
    settings.REQUEST_MEGABYTES = 0

    page = client.post("/masuk/", {"username": "x" * 100})

    assert page.status_code == 413
    assert "Kiriman terlalu besar" in page.content.decode()


def test_what_is_too_large_is_read_to_its_end_so_that_the_browser_hears_the_answer(settings):
    settings.REQUEST_MEGABYTES = 1
    request = RequestFactory().post("/x/", b"x" * 3_000_000, "application/octet-stream")

    assert GateMiddleware(lambda _: None)(request).status_code == 413
    assert request.read() == b""


def test_a_part_of_a_page_says_that_its_reader_is_signed_out(client, db):
    part = client.get("/", headers={"HX-Request": "true"})

    assert part.status_code == 403
    assert "Anda sudah keluar" in part.content.decode()


def test_a_locked_name_is_told_when_to_come_again(client, login_throttled):
    for _ in range(6):
        page = client.post("/masuk/", {"username": "budi", "password": "salah"})

    assert page.status_code == 429
    assert "Terkunci sementara" in page.content.decode()
    assert "Kode kejadian" in page.content.decode()


def _sqlite(code: int) -> OperationalError:
    cause = sqlite3.OperationalError()
    cause.sqlite_errorcode = code
    return _because(cause)


def _because(cause: Exception) -> OperationalError:
    error = OperationalError()
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "passes"),
    [
        (_sqlite(sqlite3.SQLITE_BUSY), True),
        (_sqlite(sqlite3.SQLITE_FULL), True),
        (_sqlite(sqlite3.SQLITE_IOERR_WRITE), True),
        (_sqlite(sqlite3.SQLITE_ERROR), False),  # no such table
        (_sqlite(sqlite3.SQLITE_TOOBIG), False),
        (OperationalError("database is locked"), True),
        (OperationalError("odd"), False),
        (_because(psycopg2.OperationalError("could not connect")), True),
        (RuntimeError(), False),
        (None, False),
    ],
)
def test_a_database_that_is_away_busy_or_full_is_no_fault_of_the_program(error, passes):
    assert pages.is_passing(error) is passes


def sent(data: dict, **headers):
    return typed(RequestFactory().post("/x/", data, headers=OURS | headers))


def test_labels_are_those_of_the_form_and_private_things_stay_out_of_sight():
    form = sent(
        {
            "name": "Siti", "village": "7", "sex": "P", "nik": "3374010101700001",
            "birth_date": "1970-01-31", "request_key": "k", "loan-17-principal": "150.000",
        }
    )  # fmt: skip
    shown = dict(form.shown)

    assert "3374010101700001" not in shown.values()
    assert "7" not in shown.values()
    assert shown["Isian"] == "150.000"
    assert "Siti" in shown.values()
    assert "31 Januari 1970" in shown.values()
    assert "k" not in shown.values()
    assert ("nik", "3374010101700001") in form.fields
    assert form.is_keyed


@pytest.mark.parametrize("text", ["2010-02-30", "2010-2-3", "12010-02-03", "2010-02-03 pagi"])
def test_what_is_no_day_is_shown_as_it_was_typed(text):
    assert dict(sent({"when": text}).shown)["Isian"] == text


def test_a_choice_that_only_its_office_has_is_no_number():
    """The box of a day sheet: the form knows its name for the request alone."""
    names = dict.fromkeys(HeadForm.base_fields, "")

    assert sent(names | {"cash": "73"}).shown == [("Masuk ke", CHOSEN)]


@pytest.mark.parametrize("form", [PersonForm, RegisterForm, MemberForm])
def test_a_mistyped_nik_stays_out_of_sight_too(form):
    """As long as a NIK it isn't, but its field says what it is."""
    names = dict.fromkeys(form.base_fields, "")
    found = sent(names | {"nik": "337401010170000", "kk": "33740101017000011"})

    assert {text for _, text in found.shown} == {PRIVATE}
    assert len(found.shown) == 2


@pytest.mark.parametrize(
    ("referer", "page"),
    [
        ("http://testserver/a/?b=1", "/a/?b=1"),
        ("http://testserver//evil.example/", "/x/"),
        ("javascript:alert(1)", "/x/"),
        ("", "/x/"),
    ],
)
def test_the_way_back_to_the_form_never_leaves_the_site(referer, page):
    assert sent({"a": "b"}, Referer=referer).page == page


def test_markup_that_was_typed_stays_text(checking):
    page = checking.post(
        reverse("offices:village-add"), {"name": '"><script>1</script>'}, headers=OURS
    )

    assert "<script>1" not in page.content.decode()
    assert Group.objects.count() == 0
