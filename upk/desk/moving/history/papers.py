"""The files of an office (photos, PDFs, issued reports) in a ZIP beside its workbook.

Each is named by its SHA-256, which its row knows: what comes back is the same or is refused.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from reports.models import IssuedFile
from upk.desk.moving.packed import BROKEN_PARTS
from upk.offices.models import Office, StoredFile
from upk.offices.stored_files import path_of, write_once

ENDING = ".berkas.zip"
_PLACE = re.compile(r"\Aissued/[A-Z0-9][A-Z0-9.\-]*/[a-z0-9][a-z0-9.\-]*\Z")
"""Where files of issued reports lie, and nowhere else."""

_BROKEN = (*BROKEN_PARTS, OSError)


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that a row of the office tells of; ``place`` is ``None`` if it isn't one of ours."""

    name: str
    sha256: str
    size: int
    place: Path | None

    def __str__(self) -> str:
        return f"{self.name} ({self.sha256[:12]})"

    def content(self) -> bytes | None:
        """What lies there, if it is still the same."""
        try:
            content = self.place.read_bytes() if self.place else b""
        except OSError:
            return None
        return content if self.is_of(content) else None

    def is_of(self, content: bytes) -> bool:
        """Whether that is what the row tells of."""
        return len(content) == self.size and sha256(content).hexdigest() == self.sha256


def beside(workbook: Path) -> Path:
    """Where the files of a workbook lie: ``kantor.xlsx`` → ``kantor.berkas.zip``."""
    return workbook.with_name(workbook.stem + ENDING)


def papers_of(office: Office) -> Iterator[Paper]:
    """All files of an office but removed ones, uploaded ones first; two queries."""
    for file in StoredFile.objects.filter(office=office, removed_at=None).order_by("pk"):
        place = path_of(file.sha256) if _is_digest(file.sha256) else None
        yield Paper(file.name, file.sha256, file.size, place)
    for file in IssuedFile.objects.filter(report__office=office).order_by("pk"):
        place = file.full_path if _PLACE.match(file.path) else None
        yield Paper(Path(file.path).name, file.sha256, file.size, place)


def _is_digest(text: str) -> bool:
    return bool(re.fullmatch("[0-9a-f]{64}", text))


def pack(office: Office, target: Path) -> list[Paper]:
    """Write the files of an office into a ZIP; gives those that are lost on this machine.

    An office without files has no ZIP: ``target`` goes.
    """
    papers = {paper.sha256: paper for paper in papers_of(office)}
    lost: list[Paper] = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for paper in papers.values():
            content = paper.content()
            if content is None:
                lost.append(paper)
            else:
                archive.writestr(paper.sha256, content)
    if not papers:
        target.unlink()
    return lost


@dataclass(slots=True)
class Unpacked:
    """Files that were put in their places while an office is restored."""

    written: list[Paper] = field(default_factory=list)

    def keep(self) -> None:
        """They stay: the office is in."""
        self.written = []


@contextmanager
def unpacking() -> Iterator[Unpacked]:
    """What was unpacked goes again unless it is said to be kept; another office's file stays."""
    unpacked = Unpacked()
    try:
        yield unpacked
    finally:
        for paper in unpacked.written:
            if not StoredFile.objects.filter(sha256=paper.sha256).exists():
                paper.place.unlink(missing_ok=True)


def unpack(office: Office, source: Path, unpacked: Unpacked) -> list[str]:
    """Put the files of an office where its rows say; gives what is missing or wrong.

    One that lies there already stays, so ``source`` may be missing.
    """
    wrong = []
    with _archive(source) as archive:
        for paper in papers_of(office):
            if paper.content() is not None:
                continue
            content = _packed(archive, paper)
            if content is None:
                wrong.append(f"{paper} tidak ada di {source.name}")
            elif paper.place is None:
                wrong.append(f"{paper} bertempat di luar folder berkas")
            else:
                unpacked.written.append(paper)
                write_once(paper.place, content)
    return wrong


def _archive(source: Path) -> zipfile.ZipFile:
    """The archive; an empty one where there is none, or a broken one."""
    try:
        return zipfile.ZipFile(source)
    except (OSError, zipfile.BadZipFile):
        return zipfile.ZipFile(io.BytesIO(), "w")


def _packed(archive: zipfile.ZipFile, paper: Paper) -> bytes | None:
    """A file's content if it is in the archive, as large and the same as its row says."""
    try:
        if archive.getinfo(paper.sha256).file_size != paper.size:
            return None
        content = archive.read(paper.sha256)
    except (KeyError, *_BROKEN):
        return None
    return content if paper.is_of(content) else None
