"""What a paper that was photographed or scanned may be: told by its bytes, never by its name."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

LONGEST_NAME = 100
REMOVED_NAME = "dihapus"
"""What a file is called that was removed from the disk: its own name may tell whom it showed."""


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: its ending and content type, how it begins and what stands near its end."""

    ending: str
    content_type: str
    head: bytes
    tail: bytes


KINDS = (
    FileKind("jpg", "image/jpeg", b"\xff\xd8\xff", b"\xff\xd9"),
    FileKind("png", "image/png", b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"),
    FileKind("pdf", "application/pdf", b"%PDF-", b"%%EOF"),
)
CONTENT_TYPES = {kind.content_type: kind for kind in KINDS}
_NEAR_THE_END = 1024


def is_picture(head: bytes) -> bool:
    """Whether a file begins as a photo does; whether it is one, drawing it will show.

    Phones add to a photo's end what the photo isn't (a short film, for example).
    """
    return any(head.startswith(k.head) for k in KINDS if k.content_type.startswith("image/"))


def kind_of(content: bytes) -> FileKind | None:
    """The kind that the content is, whole; ``None`` for anything else or a part of one."""
    for kind in KINDS:
        if content.startswith(kind.head) and kind.tail in content[-_NEAR_THE_END:]:
            return kind
    return None


def safe_name(name: str, kind: FileKind) -> str:
    """The file's own name without folders, control characters and odd marks, with its real ending.

    At most ``LONGEST_NAME`` characters, never empty.
    """
    last = PurePosixPath(name.replace("\\", "/")).name
    plain = "".join(c for c in last if unicodedata.category(c)[0] != "C")
    stem = plain.rpartition(".")[0] if "." in plain else plain
    stem = re.sub(r"[^\w .()+-]+", "-", stem).strip(" .-")
    return f"{stem[: LONGEST_NAME - len(kind.ending) - 1].strip() or 'berkas'}.{kind.ending}"
