"""Our own wording of each paper: what an office prints until it writes its own.

A file of ``texts/`` for each paper: the title in its first line, then an empty one, then the body
in the markup of ``markup``.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("texts")


@dataclass(frozen=True, slots=True)
class Text:
    """Title, body and number's format of a paper."""

    title: str
    body: str
    number_format: str = ""


@cache
def default_text(key: str) -> Text:
    """Title and body of a paper by its key, as we word it."""
    title, body = (FOLDER / f"{key}.txt").read_text(encoding="utf-8").split("\n\n", 1)
    return Text(title.strip(), body.strip())
