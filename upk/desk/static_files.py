"""Collecting the static files, only when something about them has changed."""

import fcntl
import hashlib
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

IGNORED = ["CVS", ".*", "*~"]
"""What ``collectstatic`` leaves out by itself."""


def fingerprint() -> str:
    """Hash of all static files and of the programs that compress and rename them."""
    digest = hashlib.sha256()
    for program in ("django", "whitenoise", "brotli"):
        digest.update(f"{program} {version(program)}\n".encode())
    for finder in get_finders():
        for path, storage in sorted(finder.list(IGNORED), key=lambda found: found[0]):
            with storage.open(path) as file:
                content = hashlib.file_digest(file, "sha256").hexdigest()
            digest.update(f"{path} {content}\n".encode())
    return digest.hexdigest()


def collect() -> bool:
    """Collect the static files into ``STATIC_ROOT``; return whether that was necessary.

    Older files stay, so that a page opened before an upgrade still finds its own.
    """
    root = Path(settings.STATIC_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    stamp = root / ".fingerprint"
    with (root / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted = fingerprint()
        if stamp.exists() and stamp.read_text() == wanted:
            return False
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(wanted)
        return True
