"""``manage.py upgrade``: a backup, then the migrations, then the proof of the books."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from upk.desk.keeping.refused import Refused
from upk.desk.keeping.restoring import BooksAreWrong
from upk.desk.keeping.upgrading import NotUpgraded, upgrade
from upk.running import database_line


class Command(BaseCommand):
    """Exits with 1 and a sentence where it stopped, and says how to go back."""

    help = "Back up, migrate, check guards and books. Run it with the server stopped."
    requires_system_checks = [database_line.TAG]

    def handle(self, **options) -> None:
        try:
            upgrade(timezone.now(), self.stdout.write)
        except NotUpgraded as failed:
            if isinstance(failed.__cause__, BooksAreWrong):
                for fault in failed.__cause__.faults:
                    self.stdout.write(f"  {fault}")
            self.stdout.write("Untuk kembali ke keadaan sebelumnya:")
            for step in failed.way_back:
                self.stdout.write(f"   {step}")
            raise CommandError(str(failed)) from failed
        except Refused as refused:
            raise CommandError(f"{refused} Basis data tidak diubah.") from refused
