"""Bringing what a dump says into the store: columns by their names, each value read."""

from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

from upk.desk.moving.dumps.broken import BrokenDump
from upk.desk.moving.dumps.cells import Holds, Odd, read
from upk.desk.moving.dumps.files import Mended, parts_of_file
from upk.desk.moving.dumps.findings import About, Findings
from upk.desk.moving.dumps.sql import Part
from upk.desk.moving.dumps.store import AT_ONCE, Store
from upk.desk.moving.dumps.tables import (
    ACCOUNTS,
    NEEDED,
    YEAR_CREDIT,
    YEAR_SIDE,
    Old,
    Table,
    office_of,
    table_named,
)

Progress = Callable[[int], None]
"""Told how many rows have been read so far."""


def load(
    path: Path, number: int, store: Store, findings: Findings, progress: Progress | None = None
) -> None:
    """Read the tables of the office with this number. Raises ``BrokenDump``."""
    offices: set[int] = set()
    seen: set[str] = set()

    def wanted(name: str) -> bool:
        if (office := office_of(name)) is not None:
            offices.add(office)
        return table_named(name, number) is not None

    mended = Mended()
    count = 0
    with closing(parts_of_file(path, wanted, mended)) as parts:
        for part in parts:
            table = table_named(part.table, number)
            loading = _Loading(table, part, findings, told=table.key in seen)
            seen.add(table.key)
            while rows := list(islice(part.rows, AT_ONCE)):
                store.add(table, filter(None, map(loading.row, rows)))
                store.add_years(loading.years())
                count += len(rows)
                if progress:
                    progress(count)
            loading.tell()
    _check_seen(seen, offices, number)
    if mended.count:
        findings.add(
            About.UNKNOWN, "", "", f"{mended.count} huruf bukan UTF-8", "Dibaca sebagai latin1."
        )
    store.index()


def _check_seen(seen: set[str], offices: set[int], number: int) -> None:
    missing = [f"{table.key}_{number}" for table in NEEDED if table.key not in seen]
    if len(missing) == len(NEEDED):
        others = ", ".join(map(str, sorted(offices - {number})[:10])) or "tidak ada"
        raise BrokenDump(
            f"Tidak ada tabel kantor nomor {number} di berkas ini. Nomor kantor yang ada: {others}."
        )
    if missing:
        raise BrokenDump(
            f"Tabel {', '.join(missing)} tidak ada di berkas ini, atau kosong tanpa strukturnya. "
            "Ekspor semua tabel kantor itu."
        )


LONGEST_KEPT = 200
"""Characters of an unreadable value that its finding keeps."""


class _Loading:
    """One part being brought in: which of its columns is which of ours."""

    def __init__(self, table: Table, part: Part, findings: Findings, *, told: bool) -> None:
        if part.columns is None:
            raise BrokenDump(
                f"Tabel {part.table}: nama kolomnya tidak ada di berkas ini. Ekspor sekali lagi "
                "dengan struktur tabelnya (CREATE TABLE)."
            )
        self._table = table
        self._name = part.table
        self._findings = findings
        self._places = _places(table, part)
        self._year_places = _year_places(part.columns) if table is ACCOUNTS else {}
        self._identity = next(
            place for column, place in self._places if column.key == table.identity
        )
        keys = [column.key for column in table.columns]
        self._mark, self._own_identity = keys.index("deleted_at"), keys.index(table.identity)
        self._musts = [
            (place, column.names[0])
            for place, column in enumerate(table.columns)
            if column.required and column.holds == Holds.CODE
        ]
        self._years: list[tuple[str, int, int, int]] = []
        self._deleted = 0
        if not told:
            self._tell_columns(part.columns)

    def _tell_columns(self, columns: tuple[str, ...]) -> None:
        if "*" in self._table.passed_over:
            return
        known = self._table.by_name.keys() | self._table.passed_over
        of_years = {place for pair in self._year_places.values() for place in pair}
        for place, name in enumerate(columns):
            if name not in known and place not in of_years:
                self._findings.add(
                    About.COLUMN, self._name, "", f"kolom {name}", "Isinya tidak dipakai."
                )

    def row(self, values: list[str | None]) -> list[object] | None:
        """Our columns of a row; nothing for one that was thrown away there."""
        name = values[self._identity]
        row = [
            None if place is None else self._read(column, values[place], name)
            for column, place in self._places
        ]
        if row[self._mark] is not None:
            self._deleted += 1
            return None
        for place, heading in self._musts:
            if row[place] is None:
                self._tell_empty(heading, row)
                row[place] = ""
        self._keep_years(values, row[self._own_identity])
        return row

    def _tell_empty(self, heading: str, row: list[object]) -> None:
        name = row[self._own_identity]
        row_name = f"{self._table.identity} {name}" if name else ""
        self._findings.add(About.CODE, self._name, row_name, f"{heading} kosong", "Dibaca kosong.")

    def _read(self, column: Old, value: str | None, name: str | None) -> object:
        try:
            return read(column.holds, value)
        except Odd as odd:
            return self._tell_odd(column.holds, odd, f"{column.names[0]}: {odd.why}", value, name)

    def _amount(self, value: str | None, name: str | None, year: int) -> int:
        try:
            return read(Holds.AMOUNT, value)
        except Odd as odd:
            return self._tell_odd(Holds.AMOUNT, odd, f"saldo {year}: {odd.why}", value, name)

    def _tell_odd(
        self, holds: Holds, odd: Odd, found: str, value: str | None, name: str | None
    ) -> object:
        """Tell it, and give what can be taken instead: nothing, or the whole part of a number."""
        instead = 0 if odd.instead is None and holds != Holds.DAY else odd.instead
        about = About.DAY if holds == Holds.DAY else About.AMOUNT
        done = "Dikosongkan." if not instead else f"Dibaca {instead}."
        row = f"{self._table.identity} {name}"
        self._findings.add(about, self._name, row, found, done, kept=(value or "")[:LONGEST_KEPT])
        return instead

    def _keep_years(self, values: list[str | None], name: str | None) -> None:
        """The balances at the ends of years, which stand in columns of their own."""
        for year, (debit_place, credit_place) in self._year_places.items():
            debit = self._amount(values[debit_place], name, year)
            if credit_place is not None:
                credit = self._amount(values[credit_place], name, year)
                self._years.append((name, year, debit, credit))
            elif self._normal_credit(values, name):
                self._years.append((name, year, 0, debit))
            else:
                self._years.append((name, year, debit, 0))

    def _normal_credit(self, values: list[str | None], code: str | None) -> bool:
        place = next(place for column, place in self._places if column.key == "side")
        side = (values[place] or "").strip().lower() if place is not None else ""
        if side:
            return side.startswith("k")
        return (code or "").strip()[:1] in ("2", "3", "4")

    def years(self) -> Iterator[tuple[str, int, int, int]]:
        """What was kept of the years since it was last asked for."""
        kept, self._years = self._years, []
        return iter(kept)

    def tell(self) -> None:
        if self._deleted:
            self._findings.add(
                About.LEFT_OUT, self._name, "", f"{self._deleted} baris yang sudah dihapus di sana",
                "Tidak diambil.",
            )  # fmt: skip


def _places(table: Table, part: Part) -> list[tuple[Old, int | None]]:
    """Where each of our columns stands in the part's rows, if it is there."""
    places = []
    for column in table.columns:
        found = [part.columns.index(name) for name in column.names if name in part.columns]
        if not found and column.required:
            raise BrokenDump(
                f"Tabel {part.table} tidak mempunyai kolom {' atau '.join(column.names)}. Versi "
                "aplikasi ini belum dikenal."
            )
        places.append((column, found[0] if found else None))
    return places


def _year_places(columns: tuple[str, ...]) -> dict[int, tuple[int, int | None]]:
    """By year, where its balance stands, and its credit side if that has a column of its own."""
    credits = {
        int(found[1]): place
        for place, name in enumerate(columns)
        if (found := YEAR_CREDIT.fullmatch(name))
    }
    return {
        int(found[1]): (place, credits.get(int(found[1])))
        for place, name in enumerate(columns)
        if (found := YEAR_SIDE.fullmatch(name))
    }
