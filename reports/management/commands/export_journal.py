"""``manage.py export_journal``: an office's journal as text for another bookkeeping program."""

import sys
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reports.management.asked import day_of, office_of
from upk.ledger.export import KINDS, export_journal


class Command(BaseCommand):
    """Writes the journal for hledger or beancount, to check balances by another program."""

    help = "Write the journal of an office as hledger or beancount text."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--office", help="code of the office, e.g. KALIJAMBE")
        parser.add_argument("--format", default="hledger", choices=sorted(KINDS))
        parser.add_argument("--until", help="last day that is written, e.g. 2009-12-31")
        parser.add_argument("--output", default="-", help="file to write; - is standard output")

    def handle(self, *args, **options) -> None:
        until = day_of(options["until"]) if options["until"] else None
        lines = export_journal(office_of(options["office"]), options["format"], until=until)
        if options["output"] == "-":
            out = getattr(self.stdout, "_out", sys.stdout)
            out.writelines(f"{line}\n" for line in lines)
            return
        try:
            with Path(options["output"]).open("w", encoding="utf-8") as file:
                file.writelines(f"{line}\n" for line in lines)
        except OSError as error:
            said = f"{options['output']} can't be written: {error.strerror}."
            raise CommandError(said) from error
