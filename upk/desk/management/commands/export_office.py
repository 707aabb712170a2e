"""``manage.py export_office``: an office with all that it has, as a workbook and its files."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reports.management.asked import office_of
from upk.desk.moving.history.leaving import CantLeave, write_office
from upk.desk.moving.history.papers import beside
from upk.periods import today


class Command(BaseCommand):
    """Writes what ``import_office`` reads; NIK and KK stand in it in clear."""

    told = -1
    help = "Write an office as a workbook (XLSX), with its files in a ZIP beside it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("office", metavar="CODE", help="code of the office, e.g. KALIJAMBE")
        parser.add_argument("--output", required=True, metavar="FILE.xlsx", type=Path)

    def handle(self, *, office: str, output: Path, **options) -> None:
        if output.suffix != ".xlsx":
            raise CommandError("--output: a file that ends with .xlsx")
        found = office_of(office)
        try:
            left = write_office(found, output, on=today(found), progress=self._tell)
        except FileExistsError as error:
            raise CommandError(f"{error.filename} exists already. Choose another name.") from error
        except OSError as error:
            raise CommandError(f"{output} can't be written: {error.strerror}.") from error
        except CantLeave as error:
            raise CommandError(str(error)) from error
        self.stderr.write("")
        for name in left.lost_files:
            self.stderr.write(f"Lost on this machine, so not in the ZIP: {name}")
        self.stdout.write(f"{output}: {left.rows} rows of history.")
        if beside(output).exists():
            self.stdout.write(f"{beside(output)}: photos, papers, issued reports. Keep it beside.")
        self.stdout.write("NIK and KK stand in it in clear: keep it locked, delete it when done.")

    def _tell(self, done: int, total: int) -> None:
        percent = done * 100 // max(total, 1)
        if percent != self.told:
            self.told = percent
            self.stderr.write(f"\r{done} of {total} rows ({percent} %)", ending="")
            self.stderr.flush()
