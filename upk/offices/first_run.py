"""The one-time code that guards the first-run page.

Whoever can read the terminal or ``var/setup_code`` may create the first office; nobody else, even
if the server can be reached from a network before that. Once an office exists the code is gone.
"""

import os
import secrets
from pathlib import Path

from django.conf import settings

from upk.offices.models import Office

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No 0, 1, I and O: the code is read from one screen and typed on another."""


def _path() -> Path:
    return Path(settings.VAR_DIR) / "setup_code"


def _new_code() -> str:
    """Three groups of four signs: 60 bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))


def setup_code() -> str | None:
    """Return the code, made once; ``None`` and no code any more as soon as there is an office."""
    path = _path()
    if Office.objects.exists():
        path.unlink(missing_ok=True)
        return None
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"setup_code.{os.getpid()}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(_new_code())
        draft.replace(path)  # whole or not at all, whoever else reads it
    return path.read_text()


def is_setup_code(typed: str) -> bool:
    """Say whether ``typed`` is the code; spaces and small letters don't matter."""
    code = setup_code()
    clean = "".join(typed.split()).upper()
    return code is not None and secrets.compare_digest(clean.encode(), code.encode())
