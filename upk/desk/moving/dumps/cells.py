"""One value of an old table, read as what its column holds. Pure.

These applications keep most numbers as text, write ``0`` where nothing was entered, and
``0000-00-00`` for a day that isn't known yet; an amount may have a fraction.
"""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import lru_cache

from upk.money import LARGEST_AMOUNT, round_to_step


class Holds(StrEnum):
    """What a column of an old table holds."""

    TEXT = "text"
    CODE = "code"
    WHOLE = "whole"
    AMOUNT = "amount"
    RATE = "rate"
    DAY = "day"


class Odd(ValueError):
    """The value can't be taken as it is. ``instead``: what can be; ``why``: a sentence."""

    def __init__(self, why: str, instead: object = None) -> None:
        super().__init__(why)
        self.why = why
        self.instead = instead


_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T][\d:.]+)?")
_TYPED_DAY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_NO_DAYS = ("", "0", "0000-00-00", "0000-00-00 00:00:00", "00-00-0000", "00/00/0000")
_GROUPED = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_PLAIN = re.compile(r"[-+]?\d+(?:\.\d*)?(?:[eE]\+?\d{1,2})?")


_COUNTED = (Holds.AMOUNT, Holds.WHOLE)
_FEW_DIGITS = 11


@lru_cache(maxsize=1 << 14)
def read(holds: Holds, value: str | None) -> object:
    """The value as ``str``, ``int``, ``Decimal`` or ``date``; nothing is ``None``.

    A whole number or an amount of nothing is 0. Raises ``Odd``. Kept for a while: a dump says the
    same days, accounts and amounts over and over.
    """
    if holds in _COUNTED and value and len(value) <= _FEW_DIGITS and value.isdecimal():
        return int(value)
    text = "" if value is None else " ".join(value.replace("\0", "").split())
    if holds == Holds.TEXT:
        return None if text in ("", "0", "-") else text
    if holds == Holds.CODE:
        return text or None
    if holds == Holds.DAY:
        return _day(text)
    number = _number(text)
    if holds == Holds.RATE:
        return number
    if abs(number) > LARGEST_AMOUNT:
        raise Odd("angka yang terlalu besar")
    whole = round_to_step(number, 1)
    if whole != number:
        raise Odd("angka berpecahan, dibulatkan", whole)
    return whole


def _day(text: str) -> date | None:
    if text in _NO_DAYS:
        return None
    found = _DAY.fullmatch(text)
    parts = found.groups() if found else None
    if found is None and (typed := _TYPED_DAY.fullmatch(text)):
        parts = typed.groups()[::-1]
    if parts is None:
        raise Odd("bukan tanggal")
    try:
        return date(*map(int, parts))
    except ValueError:
        raise Odd("tanggal yang tidak ada") from None


def _number(text: str) -> Decimal:
    if not text:
        return Decimal(0)
    plain = text.replace(",", "") if _GROUPED.fullmatch(text) else text
    if not _PLAIN.fullmatch(plain) or len(plain) > 40:
        raise Odd("bukan angka")
    try:
        return Decimal(plain)
    except InvalidOperation:
        raise Odd("bukan angka") from None
