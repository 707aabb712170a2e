"""``manage.py import_office``: an office comes in with a workbook, CSV files or a whole history."""

import json
import sys
from argparse import ArgumentParser
from getpass import getpass
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder

from upk.desk.moving.arrival import Arrival, Manager, State, arrive
from upk.money import number, rupiah

EXIT = {State.PROBLEMS: 1, State.REFUSED: 2}
ENDINGS = {
    State.CLEAN: "Bersih: {rows} baris. Tidak ada yang ditulis.",
    State.MOVED: "Sudah masuk: {rows} baris.",
    State.RESTORED: "Sudah dipulihkan: {rows} baris riwayat.",
}


class Command(BaseCommand):
    """Exits with 0 where it is in or clean, 1 where something has to be mended, 2 if refused."""

    told = -1
    help = (
        "Move an office in: a filled workbook (XLSX, or a ZIP of CSV files), or what export_office "
        "wrote. The password of a new office's manager is asked for, or read from standard input."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="only look through it")
        parser.add_argument("--json", action="store_true", help="tell what was found as JSON")
        parser.add_argument(
            "--manager", default="", metavar="USERNAME",
            help="who moves in; for a new office the username of its manager, who is made",
        )  # fmt: skip
        parser.add_argument(
            "--manager-name", default="Manajer", metavar="NAME", help="of a new office's manager"
        )

    def handle(self, *, file: Path, dry_run: bool, manager: str, manager_name: str, **options):
        if not file.is_file():
            raise CommandError(f"There is no file {file}.", returncode=2)
        who = Manager(manager.strip().lower(), manager_name, _password)
        arrival = arrive(file, who, is_dry=dry_run, progress=self._tell)
        if options["json"]:
            self.stdout.write(json.dumps(arrival.as_dict(), cls=DjangoJSONEncoder, indent=2))
        else:
            self._print(arrival)
        if code := EXIT.get(arrival.state):
            sys.exit(code)

    def _tell(self, done: int, total: int) -> None:
        percent = done * 100 // max(total, 1)
        if percent != self.told:
            self.told = percent
            ending = "\n" if done == total else ""
            self.stderr.write(f"\r{done} / {total} baris ({percent} %)", ending=ending)
            self.stderr.flush()

    def _print(self, arrival: Arrival) -> None:
        if arrival.message:
            self.stdout.write(arrival.message)
        for problem in arrival.problems:
            place = ", ".join(filter(None, [problem.sheet, _row(problem.row), problem.column]))
            self.stdout.write(f"{place}: {problem.found} -> {problem.expected}")
        if arrival.problems:
            self.stdout.write(f"{number(len(arrival.problems))} hal perlu diperbaiki.")
        if arrival.preview:
            self._print_preview(arrival.preview)
        if ending := ENDINGS.get(arrival.state):
            self.stdout.write(ending.format(rows=number(arrival.rows)))
        if arrival.users:
            names = ", ".join(arrival.users)
            self.stdout.write(f"Pengguna yang belum dapat masuk sampai diizinkan: {names}")

    def _print_preview(self, preview: dict) -> None:
        for title, count in preview["counts"]:
            self.stdout.write(f"  {title}: {number(count)}")
        for line in preview["products"]:
            arrears = line["arrears_principal"] + line["arrears_interest"]
            self.stdout.write(
                f"  {line['name']}: {number(line['running'])} berjalan, saldo "
                f"{rupiah(line['outstanding'])}, tunggakan {rupiah(arrears)}"
            )
        self.stdout.write(
            f"  Neraca saldo: debet {rupiah(preview['debit'])}, kredit {rupiah(preview['credit'])}"
        )


def _row(row: int) -> str:
    return f"baris {row}" if row else ""


def _password() -> str:
    """Typed where somebody sits at it, else the first line of standard input."""
    if sys.stdin.isatty():
        return getpass("Kata sandi manajer: ")
    return sys.stdin.readline().rstrip("\n")
