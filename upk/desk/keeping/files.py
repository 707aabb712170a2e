"""The stored files (``MEDIA_ROOT``): which go into a backup, and how they come back all at once."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from upk.desk.keeping.archive import FILES, Member
from upk.desk.keeping.refused import Refused

_WORK, _UNFINISHED = ".restore-", ".restoring"


def members() -> Iterator[Member]:
    """Each stored file, in the order of the names. Half-written ones (``.…``) are nobody's yet."""
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(_files(root)):
        try:
            yield Member.of(FILES + path.relative_to(root).as_posix(), path)
        except FileNotFoundError:  # thrown away since: no row needs it
            continue


@contextmanager
def working_folder() -> Iterator[Path]:
    """A folder for what is being restored, on the file system of the stored files."""
    above = Path(settings.MEDIA_ROOT).parent
    above.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=_WORK, dir=above) as folder:
        yield Path(folder)


def clear_work() -> None:
    """Remove what a restore that was killed left in its folder, in clear.

    Nobody may be restoring meanwhile.
    """
    for left in Path(settings.MEDIA_ROOT).parent.glob(f"{_WORK}*/"):
        shutil.rmtree(left)


def clear_unfinished() -> None:
    """Remove stored files that a restore had put in place when it was killed.

    The database must be empty: it never came. Files that somebody stored since stay, with all.
    """
    root = Path(settings.MEDIA_ROOT)
    mark = root / _UNFINISHED
    if mark.exists():
        until = mark.stat().st_mtime_ns
        if all(path.stat().st_mtime_ns <= until for path in _files(root)):
            shutil.rmtree(root)


def check_empty() -> None:
    """Raise ``Refused`` if there are stored files."""
    root = Path(settings.MEDIA_ROOT)
    if next(_files(root), None) is not None:
        raise Refused(
            f"Folder berkas {root} tidak kosong. Cadangan hanya dipulihkan ke tempat yang "
            "kosong: pindahkan dahulu berkas yang lama."
        )


@contextmanager
def in_place(folder: Path) -> Iterator[None]:
    """Put ``folder`` in the place of the stored files, of which there are none.

    They go away again if anything raises; if the process is killed, ``clear_unfinished`` knows
    them. Both must lie on one file system.
    """
    root = Path(settings.MEDIA_ROOT)
    (folder / _UNFINISHED).touch()
    shutil.rmtree(root, ignore_errors=True)  # empty folders
    os.replace(folder, root)
    try:
        yield
    except BaseException:
        shutil.rmtree(root, ignore_errors=True)
        raise
    (root / _UNFINISHED).unlink(missing_ok=True)


def _files(root: Path) -> Iterator[Path]:
    for folder, _, names in os.walk(root):
        for name in names:
            path = Path(folder, name)
            if not name.startswith(".") and path.is_file() and not path.is_symlink():
                yield path
