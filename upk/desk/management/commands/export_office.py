"""``manage.py export_office``: an office with all that it has, in an encrypted archive.

``--clear`` writes the workbook and its files as they are, for who moves it on the same machine.
"""

from argparse import ArgumentParser
from getpass import getpass
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reports.management.asked import office_of
from upk.desk.moving.history.leaving import CantLeave, Left, write_office
from upk.desk.moving.history.papers import beside
from upk.desk.privacy.archive import write_archive
from upk.desk.privacy.forms import SHORTEST
from upk.offices.models import Office
from upk.periods import today
from upk.trail.events import Event
from upk.trail.services import record


class Command(BaseCommand):
    """Writes what ``import_office`` reads; NIK and KK stand in it."""

    told = -1
    help = "Write an office as an encrypted ZIP: a workbook (XLSX), with its files beside it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("office", metavar="CODE", help="code of the office, e.g. KALIJAMBE")
        parser.add_argument("--output", required=True, metavar="FILE.zip", type=Path)
        parser.add_argument("--clear", action="store_true", help="not encrypted: FILE.xlsx")
        parser.add_argument(
            "--passphrase-file", type=Path, metavar="FILE", help="else it is asked for, twice"
        )

    def handle(self, *, office: str, output: Path, clear: bool, passphrase_file, **options) -> None:
        ending = ".xlsx" if clear else ".zip"
        if output.suffix != ending:
            raise CommandError(f"--output: a file that ends with {ending}")
        found = office_of(office)
        passphrase = "" if clear else _passphrase(passphrase_file)
        left = self._written(found, output, passphrase)
        record(
            event=Event.OFFICE_EXPORT, user=None, office=found, about=output.name,
            details={"rows": left.rows, "encrypted": not clear},
        )  # fmt: skip
        self._report(output, left, is_clear=clear)

    def _written(self, office: Office, output: Path, passphrase: str) -> Left:
        how = {"on": today(office), "progress": self._tell}
        try:
            if passphrase:
                return write_archive(office, output, passphrase, **how)
            return write_office(office, output, **how)
        except FileExistsError as error:
            raise CommandError(f"{error.filename} exists already. Choose another name.") from error
        except OSError as error:
            raise CommandError(f"{output} can't be written: {error.strerror}.") from error
        except CantLeave as error:
            raise CommandError(str(error)) from error

    def _report(self, output: Path, left: Left, *, is_clear: bool) -> None:
        self.stderr.write("")
        for name in left.lost_files:
            self.stderr.write(f"Lost on this machine, so not in the ZIP: {name}")
        self.stdout.write(f"{output}: {left.rows} rows of history.")
        if beside(output).exists():
            self.stdout.write(f"{beside(output)}: photos, papers, issued reports. Keep it beside.")
        if is_clear:
            self.stdout.write(
                "NIK and KK stand in it in clear: keep it locked, delete it when done."
            )
        else:
            self.stdout.write("Nobody can open it without the passphrase: 7-Zip, WinZip, PeaZip.")

    def _tell(self, done: int, total: int) -> None:
        percent = done * 100 // max(total, 1)
        if percent != self.told:
            self.told = percent
            self.stderr.write(f"\r{done} of {total} rows ({percent} %)", ending="")
            self.stderr.flush()


def _passphrase(file: Path | None) -> str:
    """The passphrase of a file, else typed twice. Raises ``CommandError``."""
    if file is not None:
        typed = again = file.read_text().strip()
    else:
        typed, again = getpass("Passphrase: "), getpass("Once more: ")
    if typed != again:
        raise CommandError("The two passphrases differ.")
    if len(typed) < SHORTEST:
        raise CommandError(f"A passphrase has at least {SHORTEST} characters.")
    return typed
