"""``manage.py verify_backup FILE``: is this archive whole, and which keys does it need?"""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from upk.desk.keeping.recovery import mark_of
from upk.desk.keeping.refused import Refused
from upk.desk.keeping.restoring import verify
from upk.desk.keeping.typed import asking
from upk.money import number


class Command(BaseCommand):
    """Exits with 1 and a sentence where the archive can't be trusted."""

    help = "Read a whole backup and compare everything in it with its digests; changes nothing."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--passphrase-file", type=Path, metavar="FILE")

    def handle(self, *, file: Path, passphrase_file: Path | None, **options) -> None:
        try:
            manifest = verify(file, asking(passphrase_file, None, self.stdout.write))
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(
            f"Utuh: {manifest['taken_at']}, {manifest['database']}, Bergulir "
            f"{manifest['version']}, {number(sum(manifest['rows'].values()))} baris, "
            f"{number(len(manifest['members']) - 1)} berkas."
        )
        self.stdout.write(f"Tanda lembar pemulihannya: {mark_of(manifest['keys'])}")
