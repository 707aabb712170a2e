"""The log: a line is JSON with the id of its request, and says nothing about people."""

import json
import logging
import sys

import pytest
from django.test import Client

from tests import factories
from tests.upk.running.faults import SECRET
from upk.access import Role
from upk.running.logs import JsonLines, request_id

ID = "0123456789abcdef0123456789abcdef"


def line_of(record: logging.LogRecord) -> dict:
    return json.loads(JsonLines().format(record))


@pytest.fixture
def lines(caplog):
    """What was logged, as it is written; each with the id that was in force."""
    written = []

    class Keep(logging.Handler):
        def emit(self, record):
            written.append(JsonLines().format(record))

    handler = Keep()
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


@pytest.mark.parametrize("given", [ID, "01234567-89ab-cdef-0123-456789abcdef"])
def test_a_proxys_id_is_taken(client, db, given):
    response = client.get("/masuk/", headers={"X-Request-ID": given})

    assert response["X-Request-ID"] == given


@pytest.mark.parametrize(
    "given", ["", "Budi", ID[:-1], ID.upper(), ID + "0", f"{{{ID}}}", "x" * 32]
)
def test_any_other_text_is_no_id(client, db, given):
    first, second = (client.get("/masuk/", headers={"X-Request-ID": given}) for _ in range(2))

    assert len(first["X-Request-ID"]) == 32
    assert first["X-Request-ID"] not in (given, second["X-Request-ID"])


def test_an_error_page_tells_the_id_of_its_answer(client, db):
    response = client.get("/tidak-ada/", headers={"X-Request-ID": ID})

    assert response.status_code == 404
    assert f'<code class="break-anywhere">{ID}</code>' in response.content.decode()


@pytest.mark.urls("tests.upk.running.faults")
def test_an_error_is_logged_with_its_place_and_without_its_words(client, db, lines):
    client.raise_request_exception = False
    response = client.post(
        "/rusak/?cari=Siti+Aminah", {"nama": "Slamet"}, headers={"X-Request-ID": ID}
    )

    assert response.status_code == 500
    [error] = [found for found in map(json.loads, lines) if "error" in found]
    assert error["request"] == ID
    assert error["error"][-1] == "builtins.RuntimeError"
    assert any("faults.py" in place and place.endswith(" broken") for place in error["error"])
    [told] = [found for found in map(json.loads, lines) if found["logger"] == "upk.requests"]
    assert told["level"] == "ERROR"
    assert told | {"ms": 0, "at": ""} == {
        "at": "", "level": "ERROR", "logger": "upk.requests", "message": "answered",
        "request": ID, "method": "POST", "path": "/rusak/", "status": 500, "ms": 0,
    }  # fmt: skip
    for word in (*SECRET.split(), "Siti", "Slamet", "cari"):
        assert word not in "".join(lines)


def test_what_is_typed_into_an_address_that_is_none_of_ours_is_not_logged(client, db, lines):
    client.get("/orang/Budi-Santoso/3374010101700001?x=Budi")

    [told] = [found for found in map(json.loads, lines) if found["logger"] == "upk.requests"]
    assert told["status"] == 404
    assert "path" not in told
    assert "Budi" not in "".join(lines)


def test_what_is_as_long_as_a_nik_is_masked_in_an_address_of_ours(client, db, lines):
    client.force_login(factories.create_user(Role.MANAGER))

    client.get("/orang/3374010101700001/")

    [told] = [found for found in map(json.loads, lines) if found["logger"] == "upk.requests"]
    assert (told["status"], told["path"]) == (404, "/orang/…/")
    assert "3374010101700001" not in "".join(lines)


def test_the_line_of_a_refusal_names_who_by_number_and_role(client, db, lines):
    user = factories.create_user(Role.TREASURER, name="Bendahara Rekaan")
    client.force_login(user)

    client.get("/pengguna/")

    [told] = [found for found in map(json.loads, lines) if found["logger"] == "upk.requests"]
    assert (told["status"], told["user"], told["role"]) == (403, user.pk, "treasurer")
    assert "Rekaan" not in "".join(lines)


def test_what_is_answered_well_is_told_on_request_only(client, db, lines, caplog):
    client.get("/masuk/")
    assert lines == []

    with caplog.at_level(logging.INFO, "upk.requests"):
        client.get("/masuk/?next=/orang/")

    [told] = map(json.loads, lines)
    assert (told["status"], told["path"]) == (200, "/masuk/")


@pytest.mark.parametrize(
    ("message", "written"),
    [
        ("NIK 3374010101700001 twice", "NIK … twice"),
        ("loan 337401010170", "loan 337401010170"),
        ("a3374010101700001b", "a3374010101700001b"),
    ],
)
def test_what_looks_like_a_nik_is_masked_in_messages(message, written):
    record = logging.LogRecord("x", logging.ERROR, __file__, 1, message, (), None)

    assert line_of(record)["message"] == written


def test_words_of_the_exception_that_led_to_another_are_left_out_too():
    try:
        try:
            int(SECRET)
        except ValueError as error:
            raise KeyError(SECRET) from error
    except KeyError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "it", (), sys.exc_info())

    line = line_of(record)

    assert [e for e in line["error"] if "builtins" in e] == [
        "builtins.KeyError",
        "builtins.ValueError",
    ]
    assert "Budi" not in json.dumps(line)


def test_what_another_site_sent_and_who_was_locked_out_are_not_logged(
    client, login_throttled, lines
):
    elsewhere = Client(enforce_csrf_checks=True)
    elsewhere.post("/masuk/", {}, headers={"Origin": "https://slamet.example"}, secure=True)
    factories.create_user(Role.TREASURER, username="slamet")
    for _ in range(6):
        client.post("/masuk/", {"username": "slamet", "password": "salah"})

    statuses = [found.get("status") for found in map(json.loads, lines)]
    assert (statuses.count(403), statuses.count(429)) == (1, 2)
    assert "slamet" not in "".join(lines)


def test_no_id_outlives_its_request(client, db):
    client.get("/masuk/")

    assert request_id.get() == ""
