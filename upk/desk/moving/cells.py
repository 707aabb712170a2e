"""One cell of a workbook, read for its column: the value, or what is wrong with it. Pure.

What a spreadsheet's own types can't hold is refused with how to type it instead: a NIK as a number
has lost its last digit, a day as a text may be read in two ways.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation

from upk import money
from upk.desk.moving.columns import Column, Kind

EARLIEST = 1900
"""Years before are typing errors: nobody in the books was born then."""
SHOWN = 60
"""Characters of what was found that a problem repeats."""

MINUS = "\u2212"
"""The sign that a word processor makes of a hyphen before a number."""

_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_YES, _NO = {"ya", "y", "yes", "true", "1"}, {"tidak", "t", "n", "no", "false", "0"}
_DAY_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
_DIGITS_OF_IDENTITY = 16


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that is worked out by the spreadsheet; ``text`` is its formula."""

    text: str


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """A cell whose formula failed: ``#REF!`` and the like."""

    text: str


class Unreadable(ValueError):
    """The cell can't be read for its column: what was found, and what is expected."""

    def __init__(self, found: str, expected: str) -> None:
        super().__init__(found, expected)
        self.found, self.expected = found, expected


def read_cell(column: Column, raw: object, *, today: date, is_text_file: bool = False) -> object:
    """The value of a cell for its column; ``None`` where nothing stands in it.

    ``is_text_file``: a CSV, in which everything is text and a day is ``31/12/2009``.
    Raises ``Unreadable``.
    """
    raw = raw.strip() if isinstance(raw, str) else raw
    if raw is None or raw == "":
        return None
    if isinstance(raw, Formula):
        expected = "nilainya saja: salin sel itu, lalu tempel sebagai nilai"
        raise Unreadable(f"rumus {_shown(raw.text)}", expected)
    if isinstance(raw, ErrorValue):
        raise Unreadable(f"kesalahan rumus {raw.text}", "nilai yang benar")
    if isinstance(raw, str) and _NO_TEXT.search(raw):
        raise Unreadable("huruf yang tidak dapat disimpan", "ketik ulang isi sel ini")
    if column.kind == Kind.DAY:
        return _day(column, raw, today, is_text_file)
    if column.kind == Kind.IDENTITY:
        return _identity(raw)
    if isinstance(raw, datetime | date | time):
        raise Unreadable(f"tanggal {_shown(raw)}", _WANTED[column.kind])
    return _READERS[column.kind](column, raw)


def _shown(raw: object) -> str:
    text = " ".join(str(raw).split())
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def _whole_text(raw: object) -> str:
    """A number as it would be typed: a spreadsheet keeps 7 as 7.0."""
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    return " ".join(str(raw).split())


def _text(column: Column, raw: object) -> str:
    if isinstance(raw, bool):
        raise Unreadable("BENAR/SALAH", _WANTED[column.kind])
    text = _whole_text(raw)
    if column.most is not None and len(text) > column.most:
        expected = f"paling banyak {column.most} huruf"
        raise Unreadable(f"{len(text)} huruf: {_shown(text)}", expected)
    return text


def _amount(column: Column, raw: object) -> int:
    if isinstance(raw, bool):
        raise Unreadable("BENAR/SALAH", _WANTED[Kind.AMOUNT])
    value = _rupiah(raw) if isinstance(raw, str) else _number_as_rupiah(raw)
    _check_bounds(column, value, money.rupiah)
    return value


def _number_as_rupiah(raw: object) -> int:
    if not _is_number(raw) or raw != raw or abs(raw) == float("inf"):
        raise Unreadable(_shown(raw), _WANTED[Kind.AMOUNT])
    if raw < 0:
        raise Unreadable(f"jumlah negatif {_shown(raw)}", "jumlah nol atau lebih")
    if raw > money.LARGEST_AMOUNT:
        raise Unreadable(_shown(raw), f"paling banyak {money.rupiah(money.LARGEST_AMOUNT)}")
    if raw != int(raw):
        raise Unreadable(f"pecahan rupiah {_shown(raw)}", "rupiah bulat tanpa sen")
    return int(raw)


def _rupiah(text: str) -> int:
    if text.startswith(("-", "(", MINUS)):
        raise Unreadable(f"jumlah negatif {_shown(text)}", "jumlah nol atau lebih")
    try:
        return money.parse_rupiah(text)
    except money.AmbiguousAmount:
        expected = "satu jenis pemisah ribuan, tanpa sen: 1.500.000 atau 1500000"
        raise Unreadable(f"angka yang dapat dibaca dua cara: {_shown(text)}", expected) from None
    except money.AmountTooLarge:
        expected = f"paling banyak {money.rupiah(money.LARGEST_AMOUNT)}"
        raise Unreadable(_shown(text), expected) from None
    except money.NotAnAmount:
        raise Unreadable(f"teks {_shown(text)}", _WANTED[Kind.AMOUNT]) from None


def _is_number(raw: object) -> bool:
    return isinstance(raw, int | float | Decimal) and not isinstance(raw, bool)


def _whole(column: Column, raw: object) -> int:
    text = _whole_text(raw)
    if isinstance(raw, bool) or not re.fullmatch(r"-?[0-9]{1,12}", text):
        raise Unreadable(_shown(raw), _WANTED[Kind.WHOLE])
    value = int(text)
    if value < 0:
        raise Unreadable(f"angka negatif {text}", "angka nol atau lebih")
    _check_bounds(column, value, str)
    return value


def _decimal(column: Column, raw: object) -> Decimal:
    text = str(raw).replace(",", ".").removesuffix("%").strip()
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if isinstance(raw, bool) or not value.is_finite() or len(text) > SHOWN:
        raise Unreadable(_shown(raw), _WANTED[Kind.DECIMAL])
    _check_bounds(column, value, lambda bound: str(bound).replace(".", ","))
    return value


def _check_bounds(column: Column, value: int | Decimal, told: Callable[[int], str]) -> None:
    if column.least is not None and value < column.least:
        raise Unreadable(told(value), f"paling sedikit {told(column.least)}")
    if column.most is not None and value > column.most:
        raise Unreadable(told(value), f"paling banyak {told(column.most)}")


def _day(column: Column, raw: object, today: date, is_text_file: bool) -> date:
    value = raw.date() if isinstance(raw, datetime) else raw
    if _is_number(raw):
        expected = "tanggal: ubah format sel menjadi Tanggal"
        raise Unreadable(f"angka {_shown(raw)}, bukan tanggal", expected)
    if isinstance(raw, str):
        value = _typed_day(raw, is_text_file)
    if not isinstance(value, date):
        raise Unreadable(_shown(raw), _WANTED[Kind.DAY])
    if value.year < EARLIEST:
        raise Unreadable(f"tahun {value.year}", "tahun yang benar; periksa pengetikannya")
    if value > today and not column.future:
        raise Unreadable(f"tanggal {value:%d/%m/%Y} yang belum tiba", "tanggal yang sudah lewat")
    return value


def _typed_day(text: str, is_text_file: bool) -> date:
    for wanted in _DAY_FORMATS if is_text_file else _DAY_FORMATS[:1]:
        try:
            return datetime.strptime(text, wanted).date()  # noqa: DTZ007 -- a day has no zone
        except ValueError:
            continue
    if is_text_file:
        raise Unreadable(f"teks {_shown(text)}", "tanggal, misalnya 31/12/2009")
    expected = "tanggal: ketik ulang sebagai tanggal, atau tulis 2009-12-31"
    raise Unreadable(f"tanggal sebagai teks: {_shown(text)}", expected)


def _identity(raw: object) -> str:
    """Nothing of the number is repeated: problems are read by many."""
    if _is_number(raw):
        expected = "16 angka sebagai teks: ubah format sel menjadi Teks, lalu ketik ulang"
        raise Unreadable("angka, yang digit terakhirnya hilang", expected)
    digits = re.sub(r"[\s.'-]", "", str(raw))
    if not re.fullmatch(r"[0-9]+", digits):
        raise Unreadable("bukan hanya angka", f"{_DIGITS_OF_IDENTITY} angka")
    if len(digits) != _DIGITS_OF_IDENTITY:
        raise Unreadable(f"{len(digits)} angka", f"{_DIGITS_OF_IDENTITY} angka")
    return digits


def _yes_no(_column: Column, raw: object) -> bool:
    text = _whole_text(raw).casefold()
    if text in _YES | _NO:
        return text in _YES
    raise Unreadable(_shown(raw), _WANTED[Kind.YES_NO])


def _choice(column: Column, raw: object) -> str:
    text = _whole_text(raw).casefold()
    for key, wording in column.choices:
        if text in (key.casefold(), wording.casefold()):
            return key
    known = ", ".join(wording for _, wording in column.choices)
    raise Unreadable(_shown(raw), f"salah satu dari: {known}")


_WANTED = {
    Kind.TEXT: "teks",
    Kind.CODE: "kode sebagai teks: ubah format sel menjadi Teks, lalu ketik ulang",
    Kind.AMOUNT: "jumlah rupiah, misalnya 1.500.000",
    Kind.WHOLE: "angka bulat",
    Kind.DECIMAL: "angka, misalnya 1,5",
    Kind.DAY: "tanggal",
    Kind.YES_NO: "ya atau tidak",
    Kind.CHOICE: "salah satu pilihan di daftar",
}

_READERS: dict[Kind, Callable[[Column, object], object]] = {
    Kind.TEXT: _text,
    Kind.CODE: _text,
    Kind.AMOUNT: _amount,
    Kind.WHOLE: _whole,
    Kind.DECIMAL: _decimal,
    Kind.YES_NO: _yes_no,
    Kind.CHOICE: _choice,
}
