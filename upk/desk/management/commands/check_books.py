"""Prove the books; exit with 1 and the offending rows if something is wrong."""

import sys

from django.core.management.base import BaseCommand, CommandError, CommandParser

from upk.desk.check_books import check_books
from upk.desk.check_issued import QUARTERS_PROVED
from upk.offices.models import Office


class Command(BaseCommand):
    help = "Prove numbers, entries, loans against the ledger, schedules, closed periods."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--office", help="code of one office; all of them by default")
        parser.add_argument(
            "--every-quarter",
            action="store_true",
            help="build all issued quarters anew, not only the newest of each office",
        )

    def handle(self, *, office: str | None, every_quarter: bool = False, **options) -> None:
        offices = Office.objects.all()
        if office:
            offices = offices.filter(code=office)
            if not offices.exists():
                raise CommandError(f"There is no office with the code {office}.")
        results = check_books(offices, quarters=None if every_quarter else QUARTERS_PROVED)
        for result in results:
            verdict = f"{len(result.faults)} salah" if result.faults else "benar"
            self.stdout.write(f"{result.title}: {verdict} ({result.looked_at})")
            for fault in result.faults:
                self.stdout.write(f"  {fault}")
        if any(result.faults for result in results):
            sys.exit(1)
