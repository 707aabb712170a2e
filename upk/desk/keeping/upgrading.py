"""From an older Bergulir's database to this one: backup, migrations, proof; and the way back."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.exceptions import MigrationSchemaMissing

from upk import triggers
from upk.desk import startup
from upk.desk.keeping.backing_up import back_up
from upk.desk.keeping.refused import Refused
from upk.desk.keeping.restoring import prove
from upk.desk.keeping.telling import tell
from upk.trail.events import Event


class NotUpgraded(Refused):
    """The backup stands, what came after it failed; ``way_back`` are the steps back."""

    def __init__(self, reason: str, backup: Path) -> None:
        self.way_back = way_back(backup)
        super().__init__(reason)


def upgrade(now: datetime, say: Callable[[str], None]) -> None:
    """Back up, migrate, check guards and books; ``say`` hears each step and the way back.

    Running it again migrates nothing. Raises ``Refused`` if there is no backup (then nothing was
    changed), ``NotUpgraded`` if what followed failed.
    """
    made = back_up(now)
    say(f"1. Cadangan: {made.path}")
    try:
        count = startup.migrate()
        triggers.create_all(connection)
        tell(Event.BACKUP, made.path.name)
        say(f"2. Basis data: {count} migrasi dijalankan, penjaga terpasang.")
        prove()
    except (DatabaseError, MigrationSchemaMissing, triggers.MissingTriggers) as error:
        reason = f"Basis data tidak dapat diperbarui: {str(error).strip()}"
        raise NotUpgraded(reason, made.path) from error
    except Refused as error:
        raise NotUpgraded(str(error), made.path) from error
    say("3. Pemeriksaan pembukuan bersih.")
    say("Bila kelak ternyata harus kembali:")
    for step in way_back(made.path):
        say(f"   {step}")


def way_back(backup: Path) -> list[str]:
    """The steps to the state before, for this kind of database."""
    database = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        aside = f"mv {database} {database}.gagal; rm -f {database}-wal {database}-shm"
    else:
        aside = f'ALTER DATABASE "{database}" RENAME TO …; lalu CREATE DATABASE "{database}"'
    return [
        "hentikan server;",
        "git checkout VERSI-LAMA (git reflog menunjukkannya), lalu script/setup;",
        f"{aside};",
        f"mv {settings.MEDIA_ROOT} {settings.MEDIA_ROOT}.gagal;",
        f"manage.py restore {backup}; lalu jalankan server.",
    ]
