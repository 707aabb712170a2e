"""Whether the line to PostgreSQL may be listened to: a check before every start and command.

The password of the database and everything in it pass over it. Nothing leaves a machine over its
own sockets and its loopback; elsewhere the line must be encrypted and the server prove its name
(``verify-full``), or at least its certificate (``verify-ca``): ``require`` encrypts for whoever
answers (https://www.postgresql.org/docs/current/libpq-ssl.html).
"""

import os
from collections.abc import Iterator, Mapping
from ipaddress import ip_address

from django.conf import settings
from django.core.checks import Error, register

TAG = "database_line"
"""For ``requires_system_checks`` of commands that run no other check."""

PROVEN = ("verify-full", "verify-ca")


def open_hosts(database: Mapping, environment: Mapping[str, str]) -> list[str]:
    """The machines that ``database`` (as in ``DATABASES``) is asked on over an unproven line.

    What the settings leave out libpq takes from ``environment``.
    """
    if not database["ENGINE"].endswith("postgresql"):
        return []
    options = database.get("OPTIONS", {})
    if service := options.get("service", environment.get("PGSERVICE")):
        # Its file isn't ours to read, and stands above what pg_dump is told by the environment.
        return [f"the service {service} (write its address into DATABASE_URL)"]
    if options.get("sslmode", environment.get("PGSSLMODE")) in PROVEN:
        return []
    address = options.get("hostaddr", environment.get("PGHOSTADDR")) or ""
    name = database.get("HOST") or options.get("host", environment.get("PGHOST")) or ""
    hosts = [*name.split(","), *address.split(",")]  # pg_dump is told the name alone
    return [host for host in hosts if not _is_this_machine(host.strip())]


def _is_this_machine(host: str) -> bool:
    if not host or host.startswith(("/", "@")) or host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


@register(TAG)
def check_database_line(app_configs: object, **kwargs: object) -> Iterator[Error]:
    """Refuse to work with a database elsewhere that hasn't proven who it is."""
    for name, database in settings.DATABASES.items():
        for host in open_hosts(database, os.environ):
            yield Error(
                f"The line to the database {name} on {host} can be listened to: DATABASE_URL "
                "names another machine without sslmode=verify-full.",
                hint="docs/operation.md, A database on another machine",
                id="upk.E001",
            )
