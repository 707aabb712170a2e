"""Which key each row of a file gets in this database.

All keys of a file grow by one number, so what a row is called elsewhere can be worked out: by none
where its numbers are free here, else to beyond all that are taken. Districts and their users, who
are shared with other offices, are found again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Max, Model

from upk.desk.moving.history.contents import Line
from upk.desk.moving.history.layout import Layout
from upk.desk.moving.history.rows import Problems, Record
from upk.offices.models import District

STEP = 1_000_000
"""Keys grow by a multiple, so that a person can tell which row a number was."""

LARGEST = 2**53


def shift_for(layouts: Iterable[Layout], lines: dict[str, Line]) -> int:
    """By how much the keys of a file have to grow: 0 where none of its numbers is taken."""
    largest, is_taken = 0, False
    for layout in layouts:
        if layout.model is District:
            continue
        rows = layout.model._base_manager.order_by()
        largest = max(largest, rows.aggregate(most=Max("pk"))["most"] or 0)
        if line := lines.get(layout.label):
            is_taken = is_taken or rows.filter(pk__range=(line.least, line.most)).exists()
    return -(-largest // STEP) * STEP if is_taken else 0


@dataclass(slots=True)
class Keys:
    """Numbers of the file and their keys here.

    ``found`` holds the keys of rows that were here already, by model and number. ``numbers`` and
    ``wanted`` are what stands in the file, and what is pointed to from where.
    """

    shift: int
    found: dict[type[Model], dict[int, int]] = field(default_factory=dict)
    numbers: dict[type[Model], set[int]] = field(default_factory=dict)
    wanted: dict[tuple[str, str, type[Model]], set[int]] = field(default_factory=dict)

    def of(self, model: type[Model], number: int) -> int:
        """The key here of the row with that number."""
        return self.found.get(model, {}).get(number, number + self.shift)

    def take(self, layout: Layout, line: Line, record: Record, problems: Problems) -> bool:
        """Note a row's number; whether the row may be used."""
        number = record.number
        if number is None:
            return False
        known = self.numbers.setdefault(layout.model, set())
        if number in known:
            problems.add(record.title, record.row, "No", str(number), "setiap nomor sekali saja")
            return False
        known.add(number)
        if not (1 <= line.least <= number <= line.most <= LARGEST):
            expected = f"nomor dari {line.least} sampai {line.most}"
            problems.add(record.title, record.row, "No", str(number), expected)
            return False
        return record.values is not None

    def point(self, title: str, heading: str, target: type[Model], number: int) -> int:
        """The key of the row that a row points to; that it is in the file is looked at later."""
        self.wanted.setdefault((title, heading, target), set()).add(number)
        return self.of(target, number)

    def check(self, titles: dict[type[Model], str], problems: Problems) -> None:
        """Note every number that is pointed to and isn't in the file."""
        for (title, heading, target), wanted in self.wanted.items():
            for number in sorted(wanted - self.numbers.get(target, set())):
                expected = f"nomor yang ada di lembar {titles[target]}"
                problems.add(title, 0, heading, str(number), expected)
