"""The whole office in one encrypted archive: the only way in which NIK and KK leave it in clear.

A ZIP with AES-256 (the WinZip format that 7-Zip, WinZip and PeaZip open on Windows). The workbook
and the files beside it are the same as ``import_office`` reads. What is unencrypted lies in
a folder that the owner of the process alone can enter, and goes at the end.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import mkdtemp

import pyzipper
from django.conf import settings

from upk.background import Progress, held
from upk.desk.moving.history.leaving import Left, write_office
from upk.desk.moving.history.papers import beside
from upk.offices.models import Office

FOLDER = "leaving"
_AT_WORK = "work-"


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


def folder_of_archives() -> Path:
    """Where archives are made and wait; only the owner of the process can enter it."""
    folder = Path(settings.VAR_DIR) / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


@contextmanager
def working_folder() -> Iterator[Path]:
    """A folder of one's own, held as long as one works in it; then it goes."""
    with held(FOLDER):
        _sweep()
        folder = Path(mkdtemp(prefix=_AT_WORK, dir=folder_of_archives()))
        handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
        fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)


def sweep() -> None:
    """Remove what a killed process left in clear: folders in which nobody works."""
    with held(FOLDER):
        _sweep()


def _sweep() -> None:
    for folder in folder_of_archives().glob(f"{_AT_WORK}*"):
        try:
            handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:  # whoever worked in it has ended since
            continue
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        else:
            shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(handle)


class _Archive(pyzipper.AESZipFile):
    """Lets an error through: the library complains of the entry that it left open instead."""

    def __exit__(self, kind, error, place) -> None:
        if error is not None:
            self._writing = False
        super().__exit__(kind, error, place)


def _encrypt(files: list[Path], target: Path, passphrase: str) -> None:
    with _Archive(
        target, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES
    ) as archive:
        archive.setpassword(passphrase.encode())
        for file in files:
            if file.exists():
                archive.write(file, file.name)  # looks how large it is: over 2 GiB is another way
