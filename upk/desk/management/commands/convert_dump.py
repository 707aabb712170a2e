"""Make the workbook for moving in from the tables of an application that an office used before."""

import sys
from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from upk.desk.moving.dumps.broken import BrokenDump
from upk.desk.moving.dumps.conversion import Converted, convert
from upk.desk.moving.dumps.findings import About
from upk.desk.moving.dumps.work import Given
from upk.desk.moving.sheets import BY_KEY
from upk.periods import format_date

NOT_CONVERTED = 2
SHOWN_OF_A_KIND = 5
_GIVEN = {
    "code": "code of the office in Bergulir",
    "name": "name of the office",
    "legal-form": "upk or lkd",
    "subdistrict": "name of the sub-district",
    "district-code": "code of the district",
    "district-name": "name of the district",
    "province": "name of the province",
    "timezone": "Asia/Jakarta, Asia/Makassar or Asia/Jayapura",
}


class Command(BaseCommand):
    help = (
        "Make the workbook for moving in from an SQL dump (.sql, .sql.gz, .zip) or CSV files (a "
        "folder or .zip) of the tables rekening_N, transaksi_N, kelompok_N, anggota_N, "
        "pinjaman_kelompok_N, pinjaman_anggota_N, rencana_angsuran_N, real_angsuran_N. "
        "Exits with 1 where something didn't add up (sheet Temuan), with 2 where nothing was made."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--office-number", type=_number, required=True, help="the N of the tables"
        )
        parser.add_argument(
            "--output", type=Path, required=True, help="the workbook to write (.xlsx)"
        )
        parser.add_argument(
            "--cut-over", type=_day, help="last day of the old books, as 2009-12-31"
        )
        columns = BY_KEY["office"].by_key
        for name, meaning in _GIVEN.items():
            choices = [key for key, _ in columns[name.replace("-", "_")].choices] or None
            parser.add_argument(f"--{name}", default="", help=meaning, choices=choices)

    def handle(
        self,
        *,
        file: Path,
        office_number: int,
        output: Path,
        cut_over: date | None = None,
        **options,
    ) -> None:
        given = Given(
            **{key: options.get(key) or "" for key in (name.replace("-", "_") for name in _GIVEN)}
        )
        try:
            converted = convert(
                file, output, number=office_number, today=timezone.localdate(), given=given,
                cut_over=cut_over, progress=self._progress if options["verbosity"] > 1 else None,
            )  # fmt: skip
        except BrokenDump as error:
            raise CommandError(error.sentence, returncode=NOT_CONVERTED) from error
        except OSError as error:
            raise CommandError(
                f"{output} tidak dapat ditulis: {error.strerror}.", returncode=NOT_CONVERTED
            ) from error
        self._tell(converted, output)
        if len(converted.findings):
            sys.exit(1)

    def _progress(self, rows: int) -> None:
        self.stderr.write(f"{rows} baris dibaca")

    def _tell(self, converted: Converted, output: Path) -> None:
        """The counts and the findings, without what the sheet keeps of people."""
        self.stdout.write(f"Tanggal pindah: {format_date(converted.cut_over)}")
        for key, count in converted.rows.items():
            self.stdout.write(f"{BY_KEY[key].title}: {count}")
        findings = converted.findings
        for about in About:
            if not (count := findings.counts[about]):
                continue
            self.stdout.write(f"{about.value}: {count}")
            for item in findings.of(about)[:SHOWN_OF_A_KIND]:
                place = " ".join(part for part in (item.table, item.row) if part)
                self.stdout.write(f"  {place}: {item.found}. {item.done}")
        self.stdout.write(f"{len(findings)} temuan; semuanya di lembar Temuan, {output}")


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise ArgumentTypeError("a whole number is expected")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError("a day is expected, as 2009-12-31") from None
