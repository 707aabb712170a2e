"""Values of a table's columns as cells, and back, exactly: by the kind of the model's field.

Whole numbers beyond 2^53, which a spreadsheet rounds, are written as text; so are decimals, days
(``2009-12-31``) and times (with zone and microseconds), since their text is exact.
"""

import base64
import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import partial
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.models import Field

from upk.desk.moving.cells import ErrorValue, Formula
from upk.desk.moving.history.texts import cells_of, text_of

EXACT = 2**53
"""The largest whole number up to which a spreadsheet keeps every one."""

Writer = Callable[[object], object]
Reader = Callable[[object], object]


class Odd(ValueError):
    """A cell holds what its column can't: the text says what is expected, in Indonesian."""


def writer_of(field: Field) -> Writer:
    """How a column's value becomes a cell: a text becomes a list of cells."""
    return _nothing_stays(_WRITERS[field.get_internal_type()])


def reader_of(field: Field) -> Reader:
    """How a cell (a text's list of cells) becomes the column's value again; raises ``Odd``."""
    kind = field.get_internal_type()
    if kind in TEXTS:
        read = partial(_text, field.max_length, _choices(field))
    elif kind in WHOLES:
        read = partial(_whole, *_range(field))
    else:
        read = partial(_decimal, field) if kind == "DecimalField" else _READERS[kind]
    return partial(_read, read, field.null)


def is_text(field: Field) -> bool:
    """Whether its values may need several cells."""
    return field.get_internal_type() in TEXTS or field.get_internal_type() == "JSONField"


def whole_cell(value: int) -> int | str:
    """A whole number as a cell."""
    return value if -EXACT <= value <= EXACT else str(value)


def _nothing_stays(write: Writer) -> Writer:
    return lambda value: None if value is None else write(value)


def _time_cell(value: datetime) -> str:
    return value.astimezone(UTC).isoformat()


def _json_cells(value: object) -> list[str]:
    return cells_of(json.dumps(value, ensure_ascii=False, sort_keys=True))


def _binary_cell(value: bytes | memoryview) -> str:
    return base64.b64encode(bytes(value)).decode()


def _read(read: Reader, may_be_empty: bool, raw: object) -> object:
    if raw is None:
        if may_be_empty:
            return None
        raise Odd("harus diisi")
    if isinstance(raw, Formula | ErrorValue):
        raise Odd("nilai, bukan rumus")
    return read(raw)


def whole_of(raw: object) -> int:
    """The whole number in a cell. Raises ``Odd``."""
    if isinstance(raw, str) and _DIGITS.match(raw):
        return int(raw)
    if isinstance(raw, float) and raw.is_integer() and abs(raw) <= EXACT:
        return int(raw)
    if isinstance(raw, int) and not isinstance(raw, bool):
        return raw
    raise Odd("angka bulat")


def _whole(least: int, most: int, raw: object) -> int:
    value = whole_of(raw)
    if not least <= value <= most:
        raise Odd(f"angka bulat dari {least} sampai {most}")
    return value


def _text(most: int | None, choices: frozenset[str], raw: object) -> str:
    text = text_of_cell(raw)
    if most is not None and len(text) > most:
        raise Odd(f"paling panjang {most} huruf")
    if choices and text not in choices:
        raise Odd(f"salah satu dari: {', '.join(sorted(choices))}")
    return text


def text_of_cell(raw: object) -> str:
    """The text of a cell, or of the list of cells that hold it. Raises ``Odd``."""
    pieces = raw if isinstance(raw, list) else [raw]
    if not all(isinstance(piece, str) for piece in pieces):
        raise Odd("teks")
    try:
        return "".join(map(text_of, pieces))
    except ValueError as error:
        raise Odd("teks tanpa huruf yang tidak dikenal") from error


def _yes_no(raw: object) -> bool:
    if not isinstance(raw, bool):
        raise Odd("TRUE atau FALSE")
    return raw


def _exact(parse: Callable[[str], object], show: Callable, wanted: str, raw: object) -> object:
    """A value whose text is written in one way only."""
    try:
        value = parse(raw) if isinstance(raw, str) else None
        is_exact = value is not None and show(value) == raw
    except (ValueError, OverflowError) as error:
        raise Odd(wanted) from error
    if not is_exact:
        raise Odd(wanted)
    return value


def _decimal(field: Field, raw: object) -> Decimal:
    try:
        value = Decimal(raw) if isinstance(raw, str) else None
        if value is None:
            raise Odd("angka desimal sebagai teks, misalnya 1.50")
        field.run_validators(value)
    except (InvalidOperation, ValidationError) as error:
        wanted = f"angka desimal dengan paling banyak {field.decimal_places} angka di belakang"
        raise Odd(wanted) from error
    return value


def _json(raw: object) -> object:
    try:
        return json.loads(text_of_cell(raw))
    except ValueError as error:
        raise Odd("JSON") from error


def _binary(raw: object) -> bytes:
    try:
        return base64.b64decode(text_of_cell(raw), validate=True)
    except ValueError as error:
        raise Odd("base64") from error


def _range(field: Field) -> tuple[int, int]:
    kind = "BigIntegerField" if field.remote_field else field.get_internal_type()
    return BaseDatabaseOperations.integer_field_ranges[kind]


def _choices(field: Field) -> frozenset[str]:
    """The texts that it may hold; nothing if it may hold any."""
    keys = [str(key) for key, _ in field.flatchoices]
    return frozenset([*keys, ""] if keys and field.blank else keys)


_DIGITS = re.compile(r"\A-?[0-9]{1,19}\Z")
TEXTS = ("CharField", "TextField")
WHOLES = (
    "BigAutoField", "BigIntegerField", "IntegerField", "PositiveIntegerField",
    "PositiveSmallIntegerField", "SmallIntegerField", "ForeignKey", "OneToOneField",
)  # fmt: skip
_WRITERS: dict[str, Writer] = {
    **dict.fromkeys(TEXTS, cells_of),
    **dict.fromkeys(WHOLES, whole_cell),
    "BooleanField": bool,
    "DateField": date.isoformat,
    "DateTimeField": _time_cell,
    "DecimalField": str,
    "UUIDField": str,
    "JSONField": _json_cells,
    "BinaryField": _binary_cell,
}
"""Every kind of column that a table may have; ``writer_of`` raises ``KeyError`` for another."""

_READERS: dict[str, Reader] = {
    "BooleanField": _yes_no,
    "DateField": partial(
        _exact, date.fromisoformat, date.isoformat, "tanggal sebagai teks, misalnya 2009-12-31"
    ),
    "DateTimeField": partial(
        _exact, datetime.fromisoformat, _time_cell, "waktu UTC sebagai teks, seperti semula"
    ),
    "UUIDField": partial(_exact, UUID, str, "kunci UUID"),
    "JSONField": _json,
    "BinaryField": _binary,
}
