"""A long text read bit by bit: a window on it that moves on, whatever the text's length. Pure."""

import re
from collections.abc import Callable
from functools import lru_cache

from upk.desk.moving.dumps.broken import BrokenDump

CHUNK = 1 << 18
MARGIN = 1 << 14
"""So many characters are at hand before a pattern is tried; none of those patterns is longer."""
LONGEST_VALUE = 1 << 24
"""Characters. Settings of these applications hold pictures as text; no value is longer than this.
"""

_ENDS = {
    "'": re.compile(r"\\.|''|'", re.DOTALL),
    '"': re.compile(r'\\.|""|"', re.DOTALL),
    "`": re.compile(r"``|`"),
}
_NEWLINE = re.compile(r"\n")
_COMMENT_END = re.compile(r"\*/")
_SPACE = re.compile(r"\s+")
_COMMENT = re.compile(r"--(?=\s)|#|/\*")
_TAIL = 64
"""Characters kept when nothing was found: a mark may stand across the window's end."""


class Source:
    """The window: ``text`` from ``at`` on is what was read and not yet used up."""

    def __init__(self, read: Callable[[int], str]) -> None:
        self._read = read
        self._lines_before = 0
        self.text = ""
        self.at = 0
        self.ended = False

    @property
    def line(self) -> int:
        """The number of the line where reading stands, from 1."""
        return self._lines_before + self.text.count("\n", 0, self.at) + 1

    def more(self) -> None:
        """Read on, and forget what was used up. What is at hand grows by at least a half."""
        self._lines_before += self.text.count("\n", 0, self.at)
        rest = self.text[self.at :]
        chunk = self._read(max(CHUNK, len(rest) // 2))
        self.ended = not chunk
        self.text, self.at = rest + chunk, 0

    def need(self, size: int) -> None:
        """See to it that so many characters are at hand, or all that are left."""
        while not self.ended and len(self.text) - self.at < size:
            self.more()

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The pattern right here, moving behind it; or nothing, staying."""
        self.need(MARGIN)
        found = pattern.match(self.text, self.at)
        if found:
            self.at = found.end()
        return found

    def find(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The next place of the pattern, moving behind it; at the text's end nothing."""
        while True:
            found = pattern.search(self.text, self.at)
            if found and (self.ended or found.end() < len(self.text)):
                self.at = found.end()
                return found
            if self.ended:
                self.at = len(self.text)
                return None
            self.at = found.start() if found else max(self.at, len(self.text) - _TAIL)
            self.more()

    def skip_blank(self) -> bool:
        """Pass over spaces and comments; whether anything follows."""
        while True:
            self.match(_SPACE)
            comment = self.match(_COMMENT)
            if comment is None:
                self.need(1)
                if self.at == len(self.text):
                    return False
                if not self.text[self.at].isspace():
                    return True
            else:
                self.find(_COMMENT_END if comment[0] == "/*" else _NEWLINE)

    def skip_quoted(self, mark: str) -> None:
        """Pass over the rest of a text in quotation marks, however long it is."""
        line = self.line
        while True:
            found = self.find(_ENDS[mark])
            if found is None:
                raise BrokenDump(
                    f"Tanda kutip yang dibuka pada baris {line} tidak ditutup: berkas ini "
                    "terpotong atau rusak. Ekspor sekali lagi."
                )
            if found[0] == mark:
                return

    def skip_to(self, mark: str) -> str:
        """Pass over everything to the next of the marks outside quotes and comments.

        ``mark``: a set of alternatives as a pattern. Returns the mark; empty at the text's end.
        """
        pattern = _stops(mark)
        while found := self.find(pattern):
            stop = found[0]
            if found["mark"]:
                return stop
            if stop in _ENDS:
                self.skip_quoted(stop)
            else:
                self.find(_COMMENT_END if stop == "/*" else _NEWLINE)
        return ""


@lru_cache(maxsize=32)
def _stops(mark: str) -> re.Pattern[str]:
    return re.compile(rf"(?P<mark>{mark})|['\"`]|--(?=\s)|#|/\*")
