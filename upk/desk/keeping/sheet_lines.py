"""Keys as lines that can be read from paper and typed again; each line knows its own mistakes.

The alphabet is Crockford's base 32: no I, L, O and U, small letters count as large ones, and what
is read as O, I or L is taken for 0 and 1. A line is ``A1/4 XXXX XXXX XXXX XXXX XXXX CCCC``: the
letter of its key, which of how many lines it is, twenty signs, and four that check all of it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUP, GROUPS = 4, 5
PER_LINE = GROUP * GROUPS
_LIKE = str.maketrans("OIL", "011")
_LINE = re.compile(r"([A-Z])\s*([0-9]+)\s*/\s*([0-9]+)\s+(.+)")


class BadLine(ValueError):
    """A line is no line of a sheet, or was mistyped; ``line`` is its label or its text."""

    def __init__(self, line: str) -> None:
        self.line = line
        super().__init__(line)


class MissingLines(ValueError):
    """Lines weren't typed; ``labels`` names them."""

    def __init__(self, labels: Sequence[str]) -> None:
        self.labels = list(labels)
        super().__init__(", ".join(labels))


def lines_of(letter: str, key: str) -> list[str]:
    """The lines for one key, an ASCII text."""
    signs = _to_signs(key.encode("ascii"))
    parts = [signs[at : at + PER_LINE] for at in range(0, len(signs), PER_LINE)]
    return [
        f"{_label(letter, number, len(parts))} {_grouped(part)} "
        f"{_check(letter, number, len(parts), part)}"
        for number, part in enumerate(parts, 1)
    ]


def is_line(text: str) -> bool:
    """Whether the text looks like a line of a sheet."""
    return bool(_LINE.fullmatch(text.strip().upper()))


def read_line(text: str) -> tuple[str, int, int, str]:
    """A typed line as letter, number, how many there are, signs. Raises ``BadLine``."""
    match = _LINE.fullmatch(text.strip().upper())
    if match is None:
        raise BadLine(text.strip()[:40])
    letter, number, count = match[1], int(match[2]), int(match[3])
    signs = re.sub(r"[\s-]", "", match[4]).translate(_LIKE)
    part, check = signs[:-GROUP], signs[-GROUP:]
    if not part or not 1 <= number <= count or check != _check(letter, number, count, part):
        raise BadLine(_label(letter, number, count))
    return letter, number, count, part


def keys_of(texts: Iterable[str], letters: Iterable[str]) -> dict[str, str]:
    """The keys behind typed lines, by letter, in whatever order the lines come.

    Raises ``BadLine`` for a mistyped one, ``MissingLines`` where a key of ``letters`` isn't whole.
    """
    parts: dict[str, dict[int, str]] = {letter: {} for letter in letters}
    counts: dict[str, int] = {}
    for text in texts:
        letter, number, count, part = read_line(text)
        if letter not in parts or counts.setdefault(letter, count) != count:
            raise BadLine(_label(letter, number, count))
        parts[letter][number] = part
    missing = [
        _label(letter, number, counts.get(letter, 1))
        for letter, found in parts.items()
        for number in range(1, counts.get(letter, 1) + 1)
        if number not in found
    ]
    if missing:
        raise MissingLines(missing)
    return {letter: _from_signs(_joined(found)) for letter, found in parts.items()}


def _joined(parts: Mapping[int, str]) -> str:
    return "".join(parts[number] for number in sorted(parts))


def _label(letter: str, number: int, count: int) -> str:
    return f"{letter}{number}/{count}"


def _grouped(signs: str) -> str:
    return " ".join(signs[at : at + GROUP] for at in range(0, len(signs), GROUP))


def _check(letter: str, number: int, count: int, signs: str) -> str:
    """Four signs, 20 bits: one mistyped line in a million passes."""
    digest = sha256(f"{_label(letter, number, count)} {signs}".encode()).digest()
    return _to_signs(digest[:3])[:GROUP]


def _to_signs(content: bytes) -> str:
    bits = "".join(f"{byte:08b}" for byte in content)
    bits += "0" * (-len(bits) % 5)
    return "".join(ALPHABET[int(bits[at : at + 5], 2)] for at in range(0, len(bits), 5))


def _from_signs(signs: str) -> str:
    bits = "".join(f"{ALPHABET.index(sign):05b}" for sign in signs)
    whole = len(bits) - len(bits) % 8
    return bytes(int(bits[at : at + 8], 2) for at in range(0, whole, 8)).decode("ascii")
