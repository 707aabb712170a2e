"""``manage.py backup``: one archive of database and files, and old ones thinned."""

import signal
import sys

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from upk.desk.keeping.backing_up import back_up
from upk.desk.keeping.refused import Refused
from upk.money import number


class Command(BaseCommand):
    """Exits with 1 and a sentence if there is no backup; the manager's start page says so too."""

    help = "Back up database and files into BACKUP_DIR, encrypted if BACKUP_PASSPHRASE is set."
    requires_system_checks = []

    def handle(self, **options) -> None:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that nothing half stays
        try:
            made = back_up(timezone.now())
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        how = "terenkripsi" if made.is_encrypted else "TIDAK terenkripsi"
        self.stdout.write(
            f"{made.path}: {number(made.size)} byte, {how}, {number(made.rows)} baris, "
            f"{number(made.files)} berkas."
        )
        for path in made.removed:
            self.stdout.write(f"Dihapus menurut aturan: {path.name}")
