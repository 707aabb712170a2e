"""What every answer tells the browser, and how cookies are named with HTTPS."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse

from tests import factories
from tests.test_access import all_views, example_arguments
from tests.upk.signin.codes import give_password
from upk.access import Role

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
WITHOUT_TOKEN = {"desk:check"}
"""Forms that change nothing and know no user: whether a paper is the one that was issued."""
WITH_HTTPS = (
    "DEBUG", "PASSWORD_HASHERS",
    "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "BROWSER_COOKIE_NAME", "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "HTTPS",
)  # fmt: skip


def policy_of(answer) -> dict[str, str]:
    parts = answer["Content-Security-Policy"].split(";")
    return dict(part.strip().split(" ", 1) for part in parts)


def check(answer, name: str) -> None:
    assert policy_of(answer) == POLICY, name
    assert {header: answer[header] for header in HEADERS} == HEADERS, name
    assert "geolocation=()" in answer["Permissions-Policy"], name
    assert "Access-Control-Allow-Origin" not in answer, name


def test_every_address_answers_with_the_same_strict_headers(client):
    """Whatever the answer is: a page, a refusal, not found, a redirect."""
    client.force_login(factories.create_user(Role.MANAGER))

    for name, pattern in all_views().items():
        if name not in ("offices:logout", "offices:sessions-end"):
            check(client.get(reverse(name, kwargs=example_arguments(pattern))), name)


def test_strangers_and_wrong_addresses_get_them_too(client):
    for address in (reverse("offices:login"), "/tidak-ada/", reverse("loans:loan-list")):
        check(client.get(address), address)


def test_static_files_have_what_says_something_of_a_file(client):
    """The rules of pages would weigh more than some of the files, on each of ten."""
    answer = client.get(f"{settings.STATIC_URL}css/app.css")
    answer.close()

    assert answer.status_code == 200
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in answer
    assert "Content-Security-Policy" not in answer


def test_nothing_is_taken_from_a_form_without_its_token():
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.create_user(Role.MANAGER))

    for name, pattern in all_views().items():
        answer = client.post(reverse(name, kwargs=example_arguments(pattern)), {"a": "b"})
        assert (answer.status_code == 403) is (name not in WITHOUT_TOKEN), name


def test_no_page_can_be_asked_for_by_trace(client):
    assert client.trace(reverse("offices:login")).status_code == 405


@pytest.fixture(scope="module")
def https() -> dict:
    """The settings of an installation behind HTTPS."""
    program = (
        "import json; from upk import settings; "
        f"print(json.dumps({{n: getattr(settings, n) for n in {WITH_HTTPS!r}}}))"
    )
    environment = {**os.environ, "HTTPS": "True"}
    environment.pop("DEBUG", None)
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_with_https_cookies_are_of_this_host_alone(client, https):
    user = factories.create_user(Role.TREASURER)
    extra = {"secure": True, "HTTP_X_FORWARDED_PROTO": "https"}
    https = {name: value for name, value in https.items() if name != "PASSWORD_HASHERS"}
    with override_settings(**https):
        client.get(reverse("offices:login"), **extra)
        give_password(client, user, **extra)

    names = {"__Host-sessionid", "__Host-csrftoken", "__Host-peramban"}
    assert names <= set(client.cookies)
    for name in names:
        cookie = client.cookies[name]
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
        assert (cookie["path"], cookie["domain"]) == ("/", "")


def test_with_https_browsers_remember_it_for_a_year(https):
    assert https["SECURE_HSTS_SECONDS"] == 365 * 24 * 3600
    assert https["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is True


def test_debug_is_off_unless_asked_for(https):
    assert https["DEBUG"] is False


def test_passwords_are_hashed_by_argon2(https):
    assert https["PASSWORD_HASHERS"] == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def test_there_is_no_admin_site():
    assert "django.contrib.admin" not in settings.INSTALLED_APPS
    assert not [name for name in all_views() if name.startswith("admin")]


def test_check_of_a_deployment_finds_nothing():
    """An installation behind an HTTPS proxy, as Django's own list of what is often forgotten."""
    environment = {**os.environ, "HTTPS": "True", "DEBUG": "False"}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]

    checked = subprocess.run(command, env=environment, capture_output=True, text=True)

    assert checked.returncode == 0, checked.stderr
