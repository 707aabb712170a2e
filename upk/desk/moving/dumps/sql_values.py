"""One value of an ``INSERT``: a text with its escapes, a number, hexadecimal digits, NULL. Pure.

As MySQL and MariaDB write them (their manual, "Literal Values"), which is what mysqldump and
phpMyAdmin export.
"""

import re

VALUE = re.compile(
    r"""\s*(
        '(?>[^'\\]+|\\.|'')*+'
      | -?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?
      | NULL\b
      | "(?>[^"\\]+|\\.|"")*+"
      | [+-]?\.?\d[\d.]*(?:[eE][-+]?\d+)?
      | 0[xX][0-9A-Fa-f]+
      | [xX]'[0-9A-Fa-f]*'
      | 0b[01]+ | [bB]'[01]*'
      | (?:TRUE|FALSE)\b
      | (?:[nN]|_[A-Za-z0-9]+\s*)(?:'(?>[^'\\]+|\\.|'')*+' | "(?>[^"\\]+|\\.|"")*+")
      | _[A-Za-z0-9]+\s*(?:0[xX][0-9A-Fa-f]+|[xX]'[0-9A-Fa-f]*')
    )\s*([,)])""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
"""A value and what follows it. Texts are matched without going back: a text that isn't closed
costs no more than its length."""

_ESCAPED = re.compile(r"\\(.)|''", re.DOTALL)
_ESCAPED_IN_DOUBLE = re.compile(r'\\(.)|""', re.DOTALL)
_MEANS = {
    "0": "\0",
    "b": "\b",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "Z": "\x1a",
    "%": r"\%",
    "_": r"\_",
}
_CHARSET = re.compile(r"(?:[nN](?=['\"])|_[A-Za-z0-9]+\s*)")


def decode(raw: str) -> str | None:
    """The value as text; NULL is ``None``. ``raw`` is the first group of ``VALUE``."""
    first = raw[0]
    if first == "'":
        body = raw[1:-1]
        if "\\" in body or "''" in body:
            return _ESCAPED.sub(_meant, body)
        return body
    if first == '"':
        return _ESCAPED_IN_DOUBLE.sub(_meant_in_double, raw[1:-1])
    if first in "nN_" and (charset := _CHARSET.match(raw)):
        return decode(raw[charset.end() :])
    if first in "xX" or raw[:2] in ("0x", "0X"):
        return _from_hex(raw.strip("xX'").removeprefix("0x").removeprefix("0X"))
    if first in "bB" or raw[:2] in ("0b", "0B"):
        return str(int(raw[2:].strip("'") or "0", 2))
    return {"NULL": None, "TRUE": "1", "FALSE": "0"}.get(raw.upper(), raw)


def _meant(found: re.Match[str]) -> str:
    escaped = found[1]
    return "'" if escaped is None else _MEANS.get(escaped, escaped)


def _meant_in_double(found: re.Match[str]) -> str:
    escaped = found[1]
    return '"' if escaped is None else _MEANS.get(escaped, escaped)


def _from_hex(digits: str) -> str:
    """The bytes as text; an odd number of digits has a zero in front, as MySQL reads it."""
    content = bytes.fromhex(digits if len(digits) % 2 == 0 else f"0{digits}")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="backslashreplace")
