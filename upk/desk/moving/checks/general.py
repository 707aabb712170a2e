"""What holds for every sheet: names that come once, rows that are there to be referred to."""

from collections.abc import Iterator

from upk.desk.moving.content import Content, Row
from upk.desk.moving.problems import CellProblem
from upk.desk.moving.sheets import BY_KEY, SHEETS


def named_once(content: Content) -> Iterator[CellProblem]:
    """No two rows of a sheet have the same name (the office's code, a loan's number …)."""
    for sheet in SHEETS:
        seen: dict[tuple, Row] = {}
        for row in content[sheet.key] if sheet.identity else []:
            name = tuple(_folded(value) for value in row.name)
            if None in row.name:
                continue
            if first := seen.get(name):
                found = f"{_told(row)} seperti di baris {first.number}"
                yield row.problem(sheet.identity[-1], found, "satu baris saja; hapus atau ganti")
            else:
                seen[name] = row


def referred_to(content: Content) -> Iterator[CellProblem]:
    """What a cell refers to stands in the sheet it refers to, written the same."""
    for sheet in SHEETS:
        for column in sheet.columns:
            if not column.refers:
                continue
            target = BY_KEY[column.refers]
            known = {row.name[0] for row in content[target.key]}
            for row in content[sheet.key]:
                value = row[column.key]
                if value is not None and value not in known:
                    expected = f"yang ada di lembar {target.title}, atau tambahkan di sana"
                    yield row.problem(column.key, value, expected)


def filled(content: Content) -> Iterator[CellProblem]:
    """Sheets that may not be empty aren't; where one row is wanted there is one."""
    for sheet in SHEETS:
        rows = content[sheet.key]
        if sheet.required and not rows:
            yield CellProblem(sheet.title, 0, "", "lembar kosong", "isi paling sedikit satu baris")
        for row in rows[1:] if sheet.one_row else []:
            yield row.problem("", "baris kedua", "satu baris saja di lembar ini")


def _folded(value: object) -> object:
    return value.casefold() if isinstance(value, str) else value


def _told(row: Row) -> str:
    return " / ".join(str(value) for value in row.name)
