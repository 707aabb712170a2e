"""How codes of places, groups and products are written. Pure."""

import re

PATTERN = r"\A[A-Z0-9][A-Z0-9.\-]*\Z"
EXPECTED = "Kode memakai huruf besar, angka, titik, dan tanda hubung."


def is_code(text: str) -> bool:
    """Whether ``text`` is such a code: capital letters, digits, stops and hyphens."""
    return re.search(PATTERN, text) is not None
