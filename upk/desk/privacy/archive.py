"""The whole office in one encrypted archive: the only way in which NIK and KK leave it in clear.

A ZIP with AES-256 (the WinZip format that 7-Zip, WinZip and PeaZip open on Windows). The workbook
and the files beside it are the same as ``import_office`` reads. What is unencrypted lies in
a folder that the owner of the process alone can enter, and goes at the end.
"""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pyzipper
from django.conf import settings

from upk.desk.moving.history.leaving import Left, Progress, write_office
from upk.desk.moving.history.papers import beside
from upk.offices.models import Office

FOLDER = "leaving"
LONGEST = 3600
"""Seconds after which no archive is being made any more."""


def write_archive(
    office: Office, target: Path, passphrase: str, *, on: date,
    progress: Progress = lambda done, total: None,
) -> Left:  # fmt: skip
    """Write the office into an encrypted ZIP. Raises as ``write_office`` does."""
    with working_folder() as folder:
        workbook = folder / f"{office.code.lower()}.xlsx"
        left = write_office(office, workbook, on=on, progress=progress)
        target.touch(mode=0o600, exist_ok=False)
        try:
            _encrypt([workbook, beside(workbook)], target, passphrase)
        except BaseException:
            target.unlink(missing_ok=True)
            raise
    return left


@contextmanager
def working_folder() -> Iterator[Path]:
    """A folder that only the owner of the process can enter.

    What a killed process left there lies in clear, so it goes once nobody can be working on it.
    """
    above = Path(settings.VAR_DIR) / FOLDER
    above.mkdir(mode=0o700, parents=True, exist_ok=True)
    for earlier in above.iterdir():
        if time.time() - earlier.stat().st_mtime > LONGEST:
            shutil.rmtree(earlier, ignore_errors=True)
    with TemporaryDirectory(dir=above) as folder:
        yield Path(folder)


def _encrypt(files: list[Path], target: Path, passphrase: str) -> None:
    with pyzipper.AESZipFile(
        target, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES
    ) as archive:
        archive.setpassword(passphrase.encode())
        for file in files:
            if not file.exists():
                continue
            with file.open("rb") as source, archive.open(file.name, "w") as packed:
                shutil.copyfileobj(source, packed)
