"""Load the example office, or many of them, and say how to sign in."""

from argparse import ArgumentParser
from time import monotonic

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from upk.desk.example import demo_accounts, load_example
from upk.desk.example.copies import Copier


class Command(BaseCommand):
    help = "Load the example office (UPK Kalijambe, 2003 to February 2010) into the database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--offices",
            type=int,
            default=1,
            metavar="N",
            help="how many offices: the others are copies of the first, numbered (default 1)",
        )

    def handle(self, *, offices: int, **options) -> None:
        if offices < 1:
            raise CommandError("--offices: at least 1")
        self.stdout.write("Loading the example office ...")
        try:
            load_example(self.stdout)
            self._copy(offices)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        for account in demo_accounts():
            self.stdout.write(f"  {account.username:<14} {account.password:<22} {account.role}")

    def _copy(self, offices: int) -> None:
        if offices == 1:
            return
        begun = monotonic()
        for number in Copier().copy(range(2, offices + 1)):
            self.stdout.write(f"  {number} of {offices} offices, {monotonic() - begun:.0f} s")
            self.stdout.flush()
