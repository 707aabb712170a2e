"""Where the wanted rows are kept while the workbook is made: a database of its own.

SQLite keeps a database without a name in a temporary file that goes with the connection, so that
memory doesn't grow with the dump. It is no part of the application's database.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import date

from upk.desk.moving.dumps.cells import Holds
from upk.desk.moving.dumps.tables import TABLES, Table

AT_ONCE = 5_000
_NATIVE = frozenset({str, int, type(None)})
_COLUMN_TYPES = {Holds.AMOUNT: "INTEGER", Holds.WHOLE: "INTEGER"}

YEARS = "years"
"""Our table of the balances at the ends of years: code, year, debit, credit."""


class Store(AbstractContextManager):
    """Rows by our names of tables and columns; days are ISO texts, rates decimal texts."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("", isolation_level=None)
        self._base.row_factory = sqlite3.Row
        self._base.execute("PRAGMA journal_mode = OFF")
        self._base.execute("PRAGMA synchronous = OFF")
        for table in TABLES:
            columns = ", ".join(
                f'"{column.key}" {_COLUMN_TYPES.get(column.holds, "TEXT")}'
                for column in table.columns
            )
            self._base.execute(f'CREATE TABLE "{table.key}" ({columns})')
        self._base.execute(
            f"CREATE TABLE {YEARS} (code TEXT, year INTEGER, debit INTEGER, credit INTEGER)"
        )

    def __exit__(self, *error: object) -> None:
        self._base.close()

    def add(self, table: Table, rows: Iterable[list[object]]) -> None:
        """Rows with a value for each of the table's columns, in their order."""
        marks = ", ".join("?" * len(table.columns))
        self._base.executemany(f'INSERT INTO "{table.key}" VALUES ({marks})', map(_kept, rows))

    def add_years(self, rows: Iterable[tuple[str, int, int, int]]) -> None:
        self._base.executemany(f"INSERT INTO {YEARS} VALUES (?, ?, ?, ?)", rows)

    def index(self) -> None:
        """Once everything is in: what is joined and grouped by."""
        for table, columns in (
            ("transaksi", '"on", debit, credit, amount'),
            ("transaksi", 'loan, payment, "on", debit, credit, amount'),
            ("rencana_angsuran", "loan"), ("real_angsuran", "loan"), ("pinjaman_anggota", "loan"),
            ("pinjaman_kelompok", "id"),
        ):  # fmt: skip
            name = f"{table}_{columns}".replace('"', "").replace(", ", "_")
            self._base.execute(f'CREATE INDEX "{name}" ON {table} ({columns})')
        self._base.execute("ANALYZE")

    def rows(self, question: str, *values: object) -> Iterator[sqlite3.Row]:
        """The rows that an SQL question has for an answer, one after the other."""
        return self._base.execute(question, [_plain(value) for value in values])

    def one(self, question: str, *values: object) -> object:
        """The first value of the first row; ``None`` if there is none."""
        row = next(self.rows(question, *values), None)
        return None if row is None else row[0]


def day(text: str | None) -> date | None:
    """A day as it comes out of the store."""
    return date.fromisoformat(text) if text else None


def _plain(value: object) -> object:
    if value is None or isinstance(value, int | str):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)


def _kept(row: list[object]) -> list[object]:
    return [value if value.__class__ in _NATIVE else _plain(value) for value in row]
