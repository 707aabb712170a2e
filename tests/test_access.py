"""Every address of the site: it names its roles, and answers nobody else."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests import factories
from upk.access import Role

pytestmark = pytest.mark.django_db

PUBLIC = {
    "offices:login", "desk:first-run", "loans:simulation", "desk:public-list",
    "desk:public-office", "desk:public-document", "desk:public-report", "desk:check",
    "desk:report-check", "signin:code",
}  # fmt: skip
"""The complete list of pages that need no login."""


def views(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every pattern of the site with its full name."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern, pattern.namespace or namespace)
        else:
            yield f"{namespace}:{pattern.name}", pattern


def all_views() -> dict[str, URLPattern]:
    return dict(views(get_resolver()))


def example_arguments(pattern: URLPattern) -> dict:
    """Values that fit the pattern and name no existing row."""
    values = {"int": 987_654_321, "uuid": uuid4(), "str": "tidak-ada", "slug": "tidak-ada"}
    return {
        name: values[
            type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
        ]
        for name, converter in pattern.pattern.converters.items()
    }


def test_every_view_names_its_roles():
    undeclared = {n for n, p in all_views().items() if not hasattr(p.callback, "allowed_roles")}

    assert undeclared == set()


def test_public_pages_are_those_listed():
    public = {
        name
        for name, pattern in all_views().items()
        if not getattr(pattern.callback, "login_required", True)
    }

    assert public == PUBLIC


def test_every_address_sends_a_stranger_to_the_login(client):
    for name, pattern in all_views().items():
        if name not in PUBLIC:
            address = reverse(name, kwargs=example_arguments(pattern))
            response = client.get(address)

            assert response.status_code == 302, name
            assert response.url.startswith(reverse("offices:login")), name


@pytest.mark.parametrize("role", list(Role))
def test_every_address_lets_in_the_named_roles_alone(client, role):
    client.force_login(factories.create_user(role))

    for name, pattern in all_views().items():
        if name not in PUBLIC and name not in ("offices:logout", "offices:sessions-end"):
            for method in (client.get, client.post):
                response = method(reverse(name, kwargs=example_arguments(pattern)))
                status = response.status_code

                assert "no-store" in response["Cache-Control"], (name, role)
                if role in pattern.callback.allowed_roles:
                    assert status not in (403, 500), (name, role)
                else:
                    assert status == 403, (name, role)


def number_anew() -> int:
    """Let the next row of every table have the number that is returned, which no row has so far."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT max(seq) FROM sqlite_sequence")
            last = cursor.fetchone()[0] + 1_000
            cursor.execute("DELETE FROM sqlite_sequence")
            cursor.execute(
                "INSERT INTO sqlite_sequence (name, seq) SELECT name, %s FROM sqlite_master "
                "WHERE type = 'table' AND sql LIKE %s",
                [last, "%AUTOINCREMENT%"],
            )
        else:
            cursor.execute("SELECT max(last_value) FROM pg_sequences")
            last = cursor.fetchone()[0] + 1_000
            cursor.execute(
                "SELECT setval(format('%%I.%%I', schemaname, sequencename)::regclass, %s) "
                "FROM pg_sequences WHERE schemaname = current_schema()",
                [last],
            )
    return last + 1


@pytest.mark.parametrize("role", [r for r in Role if r != Role.DISTRICT])
def test_rows_of_another_office_are_not_found(client, role):
    """Every address with a number, called with that of an existing row of elsewhere."""
    client.force_login(factories.create_user(role))
    first = number_anew()
    loan = factories.create_loan()
    payment = factories.pay(loan)
    person = factories.create_person(loan.group.village)
    rows = (loan, loan.office, loan.group, loan.group.village, payment, payment.entry, person)
    numbers = {row.pk for row in (*rows, loan.product, loan.product.cash)}
    assert min(numbers) == first

    for name, pattern in all_views().items():
        converters = pattern.pattern.converters
        if role in pattern.callback.allowed_roles and set(converters) == {"pk"}:
            for number in numbers:
                response = client.get(reverse(name, kwargs={"pk": number}))

                assert response.status_code in (404, 405), (name, role, number)
