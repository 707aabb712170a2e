"""The same statements as the service's, sent by the raw driver: how fast the database alone is.

Two single payments are recorded while their statements are listened to. What differs between
them (loan, key, amounts, numbers, ids) is named by what each of them produced, and replayed for
other loans with fresh values, in the same transaction, guards and all. Anything that differs and
has no name is an error: then the service sends something that this module must learn.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from bench.measure import statements

_INSERT = re.compile(r'\s*INSERT INTO "(\w+)"')
_SAVEPOINT = re.compile(r'((?:RELEASE )?SAVEPOINT) "?\w+"?')
FRESH = {"ledger_submission": "submission", "ledger_entry": "entry"}
"""Tables whose new ids later statements mention."""


class UnknownValue(AssertionError):
    """A statement holds a value that changes from payment to payment for an unknown reason."""


@dataclass(frozen=True)
class Sample:
    """A recorded payment: its statements, and the values by name."""

    statements: list[tuple[str, tuple]]
    values: dict[str, Any]


@dataclass(frozen=True)
class Name:
    """Stands in a statement's parameters for a value that is known when it is replayed."""

    name: str


def record_sample(call: Callable[[], dict[str, Any]]) -> Sample:
    """Listen to ``call``, which makes one payment and returns its values by name."""
    with statements() as found:
        values = call()
    sent = [(_SAVEPOINT.sub(r"\1 bench", sql), tuple(params or ())) for sql, params, _ in found]
    return Sample(sent, values)


def compare(first: Sample, second: Sample) -> list[tuple[str, tuple]]:
    """The statements with names where the values differ. Raises ``UnknownValue``."""
    if [sql for sql, _ in first.statements] != [sql for sql, _ in second.statements]:
        raise UnknownValue("the two payments sent different statements")
    return [
        (
            _for_driver(sql),
            tuple(
                _name(sql, one, two, first.values, second.values)
                for one, two in zip(params, others, strict=True)
            ),
        )
        for (sql, params), (_, others) in zip(first.statements, second.statements, strict=True)
    ]


def _name(sql: str, one: Any, two: Any, values: dict, others: dict) -> Any:
    if one == two or _is_moment(one):
        return one
    if isinstance(one, list) and len(one) == len(two):  # columns of a bulk insert on PostgreSQL
        return [_name(sql, a, b, values, others) for a, b in zip(one, two, strict=True)]
    for name, value in values.items():
        if _plain(one) == _plain(value) and _plain(two) == _plain(others[name]):
            return Name(name)
    raise UnknownValue(f"{one!r} and {two!r} in {sql}")


def _plain(value: Any) -> str:
    return str(value).replace("-", "")  # a UUID is text without hyphens on SQLite


def _is_moment(value: Any) -> bool:
    return isinstance(value, datetime) or bool(re.match(r"\d{4}-\d\d-\d\d \d\d:", str(value)))


def _for_driver(sql: str) -> str:
    return sql.replace("%s", "?") if connection.vendor == "sqlite" else sql


def connect():
    """A connection of the raw driver with the same settings as the product's."""
    connection.ensure_connection()
    parameters = connection.get_connection_params()
    raw = connection.get_new_connection(parameters)
    if connection.vendor == "sqlite":
        raw.isolation_level = None
    else:
        raw.autocommit = False
    return raw


def replay(raw, template: list[tuple[str, tuple]], values: dict[str, Any]) -> float:
    """Send the statements in one transaction; seconds that it took."""
    values = {name: _adapted(value) for name, value in values.items()}
    begun = time.perf_counter()
    cursor = raw.cursor()
    for sql, params in template:
        cursor.execute(sql, [_filled(param, values) for param in params])
        rows = cursor.fetchall() if cursor.description else []
        if (insert := _INSERT.match(sql)) and (name := FRESH.get(insert[1])):
            values[name] = rows[0][0]
    raw.commit()
    return time.perf_counter() - begun


def _filled(param: Any, values: dict[str, Any]) -> Any:
    if isinstance(param, list):
        return [_filled(part, values) for part in param]
    return values[param.name] if isinstance(param, Name) else param


def _adapted(value: Any) -> Any:
    if connection.vendor == "sqlite" and hasattr(value, "hex") and not isinstance(value, float):
        return value.hex
    return value
