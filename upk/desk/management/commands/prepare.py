"""Make the installation ready to be served, and say where and how to sign in."""

import os

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, ProgrammingError, connection
from django.db.migrations.exceptions import MigrationSchemaMissing

from upk import triggers
from upk.desk import startup, static_files
from upk.desk.tidying import throw_away_old
from upk.offices.first_run import setup_code
from upk.offices.models import Office
from upk.running import database_line


class Command(BaseCommand):
    help = (
        "Migrate, collect static files, check the triggers; script/server calls it at each start."
    )
    requires_system_checks = [database_line.TAG]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--demo", action="store_true", help="the example office, if empty")

    def handle(self, *, host: str, port: int, demo: bool, **options) -> None:
        self._check_address(host, port)
        self._migrate()
        static_files.collect()
        self._check_triggers()
        throw_away_old()
        if demo:
            self._load_example()
        self._welcome(host, port, demo=demo)

    def _check_address(self, host: str, port: int) -> None:
        try:
            startup.check_address(host, port)
        except startup.AddressTaken as error:
            raise CommandError(
                f"Port {port} of {host} is taken by another program. Stop that one, "
                f"or choose another port: script/server --port {port + 1}"
            ) from error
        except OSError as error:
            raise CommandError(f"Can't listen on {host}, port {port}: {error.strerror}") from error

    def _migrate(self) -> None:
        try:
            count = startup.migrate()
        except OperationalError as error:
            raise CommandError(f"The database can't be used: {error}") from error
        except (MigrationSchemaMissing, ProgrammingError) as error:
            raise CommandError(
                f"The database can't be brought up to date: {str(error).strip()}. "
                "If the server's role doesn't own the tables, run "
                "`.venv/bin/python manage.py migrate` as the one that does."
            ) from error
        if count:
            self.stdout.write(f"The database was brought up to date ({count} migrations).")

    def _check_triggers(self) -> None:
        try:
            triggers.check_all(connection)
        except triggers.MissingTriggers as error:
            raise CommandError(
                f"The database lacks the guards of its books, so nothing is served: {error}. "
                "If that is because of an upgrade, `.venv/bin/python manage.py migrate` makes "
                "them; otherwise find out who removed them and run `manage.py check_books`."
            ) from error

    def _load_example(self) -> None:
        from upk.desk.example import load_example  # noqa: PLC0415 -- only the demo needs it

        if not Office.objects.exists():
            self.stdout.write("Loading the example office (half a minute, only this once) ...")
            self.stdout.flush()
            load_example(self.stdout)

    def _welcome(self, host: str, port: int, *, demo: bool) -> None:
        own = f"http://{f'[{host}]' if ':' in host else host}:{port}"
        address = f"{settings.PUBLIC_ADDRESS or own}/"  # behind a proxy it answers under that alone
        if code := setup_code():
            self.stdout.write(f"There is no office yet. Create it at {address}mulai/")
            self.stdout.write(f"with this one-time code: {code}")
        else:
            self.stdout.write(f"Bergulir is at {address}")
        if demo:
            self._list_accounts()
        if host not in startup.LOOPBACK and "ALLOWED_HOSTS" not in os.environ:
            self.stdout.write(
                "Other machines are refused until ALLOWED_HOSTS names the addresses they use."
            )
        self.stdout.write("Ctrl-C stops the server.")

    def _list_accounts(self) -> None:
        from upk.desk.example import demo_accounts  # noqa: PLC0415 -- only the demo needs it

        for account in demo_accounts():
            self.stdout.write(f"  {account.username:<14} {account.password:<22} {account.role}")
