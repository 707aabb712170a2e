"""Rows of one table written by the thousand, as they are: no default, no clock, no service."""

from collections.abc import Sequence
from itertools import chain

from django.db import connection
from django.db.models import Field, Model

_CHUNK = 1_000


class Inserter:
    """Writes rows of ``fields`` into a model's table; ``flush`` writes what is left.

    Raises what the database raises.
    """

    def __init__(self, model: type[Model], fields: Sequence[Field]) -> None:
        quote = connection.ops.quote_name
        columns = ", ".join(quote(field.column) for field in fields)
        self.head = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES "
        self.row = f"({', '.join(['%s'] * len(fields))})"
        self.prepare = [field.get_db_prep_save for field in fields]
        self.waiting: list[list[object]] = []

    def add(self, values: Sequence[object]) -> None:
        """Write a row, with many others."""
        pairs = zip(self.prepare, values, strict=True)
        self.waiting.append([prepare(value, connection) for prepare, value in pairs])
        if len(self.waiting) == _CHUNK:
            self.flush()

    def flush(self) -> None:
        """Write the rows that wait."""
        rows, self.waiting = self.waiting, []
        if not rows:
            return
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":  # which prepares one statement for all rows
                cursor.executemany(self.head + self.row, rows)
            else:
                many = ", ".join([self.row] * len(rows))
                cursor.execute(self.head + many, list(chain.from_iterable(rows)))
