"""Days that a row names, beside the day on which the books move."""

from collections.abc import Iterator
from datetime import date

from upk.desk.moving.columns import Kind
from upk.desk.moving.content import Content, Row
from upk.desk.moving.problems import CellProblem
from upk.money import rupiah
from upk.periods import format_date


def shown(row: Row, key: str) -> str:
    """A cell's value as the person typed it, or nearly so."""
    column, value = row.sheet.by_key[key], row[key]
    if value in (None, ""):
        return "kosong"
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, date):
        return format_date(value)
    if column.kind == Kind.AMOUNT:
        return rupiah(value)
    return dict(column.choices).get(value, str(value))


def cut_over_of(content: Content) -> date | None:
    """The last day of the old books; ``None`` where it isn't said."""
    return next((row["cut_over"] for row in content["office"] if row["cut_over"]), None)


def after_the_move(content: Content, row: Row, *keys: str) -> Iterator[CellProblem]:
    """Days after the move: those are entered in Bergulir itself, later."""
    cut_over = cut_over_of(content)
    for key in keys:
        if cut_over and row[key] and row[key] > cut_over:
            text = f"paling lambat tanggal pindah, {format_date(cut_over)}"
            yield row.problem(key, shown(row, key), text)


def not_before(row: Row, key: str, earlier: date | None, what: str) -> Iterator[CellProblem]:
    """A day that lies before another; ``what`` says in the sentence which one that is."""
    if row[key] and earlier and row[key] < earlier:
        yield row.problem(key, shown(row, key), f"tidak sebelum {what}, {format_date(earlier)}")


def belongs_to(row: Row, key: str, *others: str) -> Iterator[CellProblem]:
    """Cells that say nothing without another one, which is empty."""
    if row[key] in (None, ""):
        heading = row.sheet.by_key[key].heading
        for other in others:
            if row[other] not in (None, ""):
                text = f"kosong, atau isi juga “{heading}”"
                yield row.problem(other, shown(row, other), text)


def needs(row: Row, key: str, *others: str) -> Iterator[CellProblem]:
    """Cells that are wanted once another one is filled."""
    if row[key] not in (None, ""):
        heading = row.sheet.by_key[key].heading
        for other in others:
            if row[other] in (None, ""):
                yield row.problem(other, "kosong", f"wajib diisi karena “{heading}” diisi")
