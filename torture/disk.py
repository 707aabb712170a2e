"""A small disk of one's own that can be full: a tmpfs where one may mount, else a limit on files.

Without the right to mount, files of the processes that write may not grow (RLIMIT_FSIZE): that
reaches SQLite, whose server writes itself, and not PostgreSQL.
"""

import os
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FILLER = "filler"


class Disk:
    """The folder in which the database lives, and how it gets full."""

    def __init__(self, folder: Path, *, is_mounted: bool) -> None:
        self.folder = folder
        self.is_mounted = is_mounted

    @contextmanager
    def full(self, writers: list[int]) -> Iterator[None]:
        """Within the block nothing can be written any more. ``writers`` are process ids."""
        if not self.is_mounted:
            with _limited(writers):
                yield
            return
        try:
            self.fill_again()
            yield
        finally:
            (self.folder / FILLER).unlink(missing_ok=True)

    def fill_again(self) -> None:
        """Take the room that somebody has given back, where the disk is one."""
        if self.is_mounted:
            _fill(self.folder / FILLER)


def _fill(path: Path) -> None:
    """Write a file until there is no room for another byte."""
    block = b"\0" * 65536
    with path.open("ab", buffering=0) as file:
        for size in (65536, 4096, 1):
            try:
                while True:
                    file.write(block[:size])
            except OSError:
                continue


@contextmanager
def _limited(writers: list[int]) -> Iterator[None]:
    before = {}
    for pid in writers:
        before[pid] = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (1, before[pid][1]))
    try:
        yield
    finally:
        for pid, limits in before.items():
            try:
                resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)
            except ProcessLookupError:
                continue


@contextmanager
def small_disk(megabytes: int, *, mount: bool = True) -> Iterator[Disk]:
    """A disk of that size in memory, gone afterwards; a plain folder where mounting is refused."""
    folder = Path(tempfile.mkdtemp(prefix="bergulir-torture-", dir="/tmp"))
    is_mounted = False
    try:
        if mount and os.geteuid() == 0:
            options = f"size={megabytes}m,mode=0755"
            command = ["mount", "-t", "tmpfs", "-o", options, "bergulir-torture", str(folder)]
            is_mounted = subprocess.run(command, capture_output=True).returncode == 0
        yield Disk(folder, is_mounted=is_mounted)
    finally:
        if is_mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)
        shutil.rmtree(folder, ignore_errors=True)
