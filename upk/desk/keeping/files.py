"""The stored files (``MEDIA_ROOT``): which go into a backup, and how they come back all at once."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from upk.desk.keeping.archive import FILES, Member
from upk.desk.keeping.refused import Refused


def members() -> Iterator[Member]:
    """Each stored file, in the order of the names. Half-written ones (``.…``) are nobody's yet."""
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(_files(root)):
        try:
            yield Member.of(FILES + path.relative_to(root).as_posix(), path)
        except FileNotFoundError:  # thrown away since: no row needs it
            continue


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

    They go away again if anything raises. Both must lie on one file system.
    """
    root = Path(settings.MEDIA_ROOT)
    shutil.rmtree(root, ignore_errors=True)  # empty folders
    os.replace(folder, root)
    try:
        yield
    except BaseException:
        shutil.rmtree(root, ignore_errors=True)
        raise


def _files(root: Path) -> Iterator[Path]:
    for folder, _, names in os.walk(root):
        for name in names:
            path = Path(folder, name)
            if not name.startswith(".") and path.is_file() and not path.is_symlink():
                yield path
