"""All rows of a file written into the database, under their keys here; nothing is proved yet."""

from collections.abc import Callable

from django.db import DatabaseError
from django.db.models import Field

from upk.desk.moving.history import contents
from upk.desk.moving.history.inserting import Inserter
from upk.desk.moving.history.keys import Keys, shift_for
from upk.desk.moving.history.layout import Layout, layouts
from upk.desk.moving.history.names import PREFIX
from upk.desk.moving.history.people import Users, district_of
from upk.desk.moving.history.rows import Problems, Record, records
from upk.desk.moving.tables import Table
from upk.offices.models import District, Office, User

Progress = Callable[[int, int], None]
"""Called with the rows done and the rows there are."""

_STEP = 500
_NEEDED = (District, Office, User)
_UNCHANGED = "seperti yang diekspor"
_NOT_TAKEN = (DatabaseError, OverflowError, ValueError)
"""What a database raises about values that it doesn't take."""


class Writing:
    """One office on its way in. ``problems`` are all that were found; then nothing may stay."""

    def __init__(
        self, tables: dict[str, Table], lines: dict[str, contents.Line], progress: Progress
    ) -> None:
        self.tables, self.lines, self.progress = tables, lines, progress
        self.problems, self.users = Problems(), Users()
        self.done, self.total = 0, sum(line.count for line in lines.values())
        self.keys = Keys(shift_for(layouts(), lines))

    def write(self, code: str) -> None:
        """Write the office of that code."""
        self._check_sheets()
        first = [layout for layout in layouts() if layout.model in _NEEDED]
        others = [layout for layout in layouts() if layout.model not in _NEEDED]
        for layout in (*reversed(first), *others):  # districts, users, the office
            if line := self.lines.get(layout.label):
                self._write_table(layout, line, code)
            elif layout.model in _NEEDED:
                self.problems.add(layout.title, 0, "", "lembar tidak ada", _UNCHANGED)
        self.keys.check({layout.model: layout.title for layout in layouts()}, self.problems)
        self.progress(self.done, self.done)

    def _check_sheets(self) -> None:
        """Every sheet of history is a table's that is known, and told by the index."""
        known = {layout.label for layout in layouts()}
        for label in self.lines.keys() - known:
            found = f"tabel {label} yang tidak dikenal"
            self.problems.add(contents.TITLE, 0, "", found, "Bergulir versi yang sama")
        told = {title for line in self.lines.values() for title in line.titles}
        for title in self.tables:
            if title.startswith(f"{PREFIX} ") and title not in told:
                self.problems.add(title, 0, "", "lembar yang tidak ada di daftar", _UNCHANGED)

    def _write_table(self, layout: Layout, line: contents.Line, code: str) -> None:
        extra = layout.left_out
        inserter = Inserter(layout.model, [*layout.fields, *extra])
        count = 0
        for record in records(layout, line, self.tables, self.problems):
            count += 1
            self._count()
            if self.keys.take(layout, line, record, self.problems):
                values = self._values(layout, record, code, extra)
                if values is not None:
                    self._try(layout, inserter.add, values)
        self._try(layout, inserter.flush)
        if count != line.count or (layout.model is Office and count != 1):
            self.problems.add(layout.title, 0, "", f"{count} baris", f"{line.count} baris")

    def _count(self) -> None:
        self.done += 1
        if self.done % _STEP == 0:
            self.progress(self.done, max(self.done, self.total))

    def _try(self, layout: Layout, write: Callable, *values: object) -> None:
        """Write unless something is wrong already: then the rest is only read."""
        if self.problems.found:
            return
        try:
            write(*values)
        except _NOT_TAKEN as error:
            text = str(error).split("\n")[0]
            self.problems.add(layout.title, 0, "", f"tidak diterima: {text}", _UNCHANGED)

    def _values(
        self, layout: Layout, record: Record, code: str, extra: list[Field]
    ) -> list[object] | None:
        """A row as it is written here; ``None`` for one that is here already."""
        number = record.number
        row = self._pointed(layout, record)
        if layout.model is District:
            self.keys.found.setdefault(District, {})[number] = district_of(row)
            return None
        if layout.model is User:
            if found := self.users.find(row):
                self.keys.found.setdefault(User, {})[number] = found
                return None
            row = self.users.welcome(row)
        if layout.model is Office and row["code"] != code:
            self.problems.add(record.title, record.row, "code", row["code"], code)
        return [row[field.attname] for field in (*layout.fields, *extra)]

    def _pointed(self, layout: Layout, record: Record) -> dict[str, object]:
        """The row by its columns, its keys and those it points to being those of here."""
        row = {
            field.attname: value for field, value in zip(layout.fields, record.values, strict=True)
        }
        for attname, target in layout.pointers:
            if row[attname] is not None:
                row[attname] = self.keys.point(record.title, attname, target, row[attname])
        row[layout.fields[0].attname] = self.keys.of(layout.model, record.number)
        return row
