"""``manage.py recovery_sheet --output FILE.pdf``: the keys on paper."""

import os
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from upk.desk.keeping.backing_up import reason_of
from upk.desk.keeping.recovery import recovery_sheet
from upk.pdf import PdfError


class Command(BaseCommand):
    """The file is readable by its owner alone and never written over."""

    help = "Print the installation's keys as a sheet (PDF), for manage.py restore."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--output", required=True, metavar="FILE.pdf", type=Path)

    def handle(self, *, output: Path, **options) -> None:
        try:
            content = recovery_sheet()
            handle = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except PdfError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{output}: {reason_of(error)}") from error
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        self.stdout.write(f"{output}: cetak dua lembar, simpan terpisah, lalu hapus berkas ini.")
