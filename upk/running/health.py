"""Whether the server can do its work, in one word; for programs that watch it."""

import shutil
from pathlib import Path

from django.conf import settings
from django.db import Error, connection

from upk import triggers
from upk.running import maintenance, scanning

WELL = "ok"


def state() -> str:
    """``ok``, or what is wrong: ``maintenance``, ``disk``, ``database``, ``guards`` or ``scanner``.

    Two statements, two milliseconds; a scanner is asked too, where there is one. Guards are looked
    for by name and must be switched on; what they say is compared when the server starts and by
    ``check_books``.
    """
    if maintenance.current():
        return "maintenance"
    if _free_megabytes() < settings.LEAST_FREE_MEGABYTES:
        return "disk"
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        absent = triggers.absent(connection)
    except Error:
        return "database"
    if absent:
        return "guards"
    return "scanner" if scanning.is_wanted() and not scanning.answers() else WELL


def _free_megabytes() -> int:
    """What the fuller of the disks that the server writes to has left."""
    folders = [Path(settings.VAR_DIR), Path(settings.MEDIA_ROOT)]
    return min(shutil.disk_usage(f).free for f in folders if f.exists()) // 1_000_000
