"""Load the example office and say how to sign in."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from upk.desk.example import demo_accounts, load_example


class Command(BaseCommand):
    help = "Load the example office (UPK Kalijambe, 2003 to February 2010) into the database."

    def handle(self, **options) -> None:
        self.stdout.write("Loading the example office ...")
        try:
            load_example(self.stdout)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        for account in demo_accounts():
            self.stdout.write(f"  {account.username:<14} {account.password:<22} {account.role}")
