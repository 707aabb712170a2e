"""Backup by the server's role and restore by the owner of the tables (docs/operation.md)."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import ProgrammingError, connection, connections

from tests import databases
from tests.upk.desk.keeping import world
from upk import triggers
from upk.desk.keeping.backing_up import back_up
from upk.desk.keeping.refused import Refused
from upk.desk.keeping.restoring import Asking, restore
from upk.ledger.models import Entry
from upk.offices.models import Office, User

NOTHING_ASKED = Asking(passphrase=lambda: "", keys=lambda names: world.KEYS)
OWNER, SERVER, PASSWORD = "keeping_owner", "keeping_server", "pemilik-dan-server"
ROLES = tuple(f"CREATE ROLE {role} LOGIN PASSWORD '{PASSWORD}'" for role in (OWNER, SERVER))
DEFAULTS = tuple(
    f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT {what} TO {SERVER}"
    for what in ("SELECT, INSERT, UPDATE, DELETE ON TABLES", "USAGE ON SEQUENCES")
)
"""What docs/operation.md says."""
MAY_READ = f"GRANT pg_read_all_data TO {SERVER}"

if connection.vendor == "postgresql":  # SQLite has no roles

    def execute(*statements: str) -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    @contextmanager
    def acting_as(role: str, name: str) -> Iterator[None]:
        """The default connection as that role to the database ``name``."""
        with databases.connected_to(name):
            settings = connection.settings_dict
            before = settings["USER"], settings["PASSWORD"]
            settings["USER"], settings["PASSWORD"] = role, PASSWORD
            try:
                yield
            finally:
                connections.close_all()
                settings["USER"], settings["PASSWORD"] = before

    @pytest.fixture
    def databases_of_two(django_db_setup, django_db_blocker, tmp_path) -> Iterator[list[str]]:
        """Two empty databases of the owner, in which the server's role may read and write."""
        with django_db_blocker.unblock():
            names = [databases.create(tmp_path, label) for label in ("two", "three")]
            execute(*ROLES, *(f'ALTER DATABASE "{name}" OWNER TO {OWNER}' for name in names))
            for name in names:
                with databases.connected_to(name):
                    execute(*DEFAULTS)
            yield names
            for name in names:
                databases.remove(name)
            execute(f"DROP ROLE {OWNER}", f"DROP ROLE {SERVER}")

    def test_the_owner_restores_and_the_server_works_and_backs_up(
        backed_up, databases_of_two, tmp_path
    ):
        first, second = databases_of_two
        with world.installation(tmp_path / "first", world.KEYS):
            with acting_as(SERVER, first), pytest.raises(Refused, match="permission denied"):
                restore(backed_up.path, NOTHING_ASKED)
            with acting_as(OWNER, first):
                restore(backed_up.path, NOTHING_ASKED)
            with acting_as(SERVER, first), pytest.raises(Refused, match="pg_dump gagal"):
                back_up(world.NOW)
            execute(MAY_READ)
            with acting_as(SERVER, first):
                world.post(Office.objects.get(), User.objects.get(), 7_000)
                made = back_up(world.NOW)
                triggers.check_all(connection)
                rows = world.rows_of_entries()
                with pytest.raises(ProgrammingError, match="must be owner"):
                    execute("ALTER TABLE ledger_posting DISABLE TRIGGER ALL")

        with world.installation(tmp_path / "second", world.KEYS):
            with acting_as(OWNER, second):
                restored = restore(made.path, NOTHING_ASKED)
            with acting_as(SERVER, second):
                assert world.rows_of_entries() == rows
                assert Entry.objects.count() == len(backed_up.rows) + 1

        assert (restored.rows, restored.files) == (made.rows, 1)
