"""``manage.py restore FILE``: a backup back into an empty place, proved, or nothing."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from upk.desk.keeping.refused import Refused
from upk.desk.keeping.restoring import BooksAreWrong, restore
from upk.desk.keeping.stopping import cleaning_up
from upk.desk.keeping.typed import asking
from upk.money import number
from upk.running import database_line


class Command(BaseCommand):
    """Exits with 1 and a sentence where nothing was restored."""

    help = (
        "Restore a backup into an empty database and an empty folder of files. The keys of the "
        "recovery sheet are asked for unless this installation has them."
    )
    requires_system_checks = [database_line.TAG]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument(
            "--keys", type=Path, metavar="FILE",
            help="the lines of the recovery sheet, or what its QR code says, as a text file",
        )  # fmt: skip
        parser.add_argument("--passphrase-file", type=Path, metavar="FILE")

    def handle(self, *, file: Path, keys: Path | None, passphrase_file: Path | None, **options):
        try:
            with cleaning_up():
                restored = restore(file, asking(passphrase_file, keys, self.stdout.write))
        except BooksAreWrong as wrong:
            for fault in wrong.faults:
                self.stdout.write(f"  {fault}")
            raise CommandError(str(wrong)) from wrong
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(
            f"Dipulihkan ke keadaan {restored.manifest['taken_at']}: {number(restored.rows)} "
            f"baris, {number(restored.files)} berkas, {restored.migrations} migrasi. "
            "Pemeriksaan pembukuan bersih."
        )
