"""What has to be true before the server starts. ``manage.py prepare`` calls it in order."""

import errno
import socket

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

LOOPBACK = ("127.0.0.1", "localhost", "::1")


class AddressTaken(Exception):
    """Another program listens there already."""


def check_address(host: str, port: int) -> None:
    """See that the server can listen on ``host`` and ``port``.

    Raises ``AddressTaken`` if another program does, ``OSError`` if the address isn't one of ours.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise AddressTaken from error
        raise


def migrate() -> int:
    """Apply the migrations that are missing; return how many that were."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        call_command("migrate", verbosity=0, interactive=False)
    return len(plan)
