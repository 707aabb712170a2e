"""``manage.py backup``: one archive of database and files, and old ones thinned."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from upk.desk.keeping.backing_up import back_up
from upk.desk.keeping.refused import Refused
from upk.desk.keeping.stopping import cleaning_up
from upk.desk.keeping.telling import tell_if_possible
from upk.money import number
from upk.running import database_line
from upk.trail.events import Event


class Command(BaseCommand):
    """Exits with 1 and a sentence if there is no backup; the manager's start page says so too."""

    help = "Back up database and files into BACKUP_DIR, encrypted if BACKUP_PASSPHRASE is set."
    requires_system_checks = [database_line.TAG]

    def handle(self, **options) -> None:
        try:
            with cleaning_up():
                made = back_up(timezone.now())
        except Refused as refused:
            tell_if_possible(Event.BACKUP_FAILED, str(refused))
            raise CommandError(str(refused)) from refused
        tell_if_possible(Event.BACKUP, made.path.name)
        how = "terenkripsi" if made.is_encrypted else "TIDAK terenkripsi"
        self.stdout.write(
            f"{made.path}: {number(made.size)} byte, {how}, {number(made.rows)} baris, "
            f"{number(made.files)} berkas."
        )
        for path in made.removed:
            self.stdout.write(f"Dihapus menurut aturan: {path.name}")
