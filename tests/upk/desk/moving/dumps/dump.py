"""The dump of an invented office, as it is and with one thing changed in it."""

import re
from datetime import date
from pathlib import Path

from upk.desk.moving.checks import check
from upk.desk.moving.content import Content
from upk.desk.moving.dumps.conversion import Converted, convert
from upk.desk.moving.dumps.work import Given
from upk.desk.moving.problems import CellProblem
from upk.desk.moving.reading import read
from upk.desk.moving.writing.move import known_of
from upk.offices.models import User

DUMP = Path(__file__).parents[4] / "data" / "dump_office_7.sql"
NUMBER = 7
TODAY = date(2022, 10, 20)
GIVEN = Given(code="CONTOH", legal_form="lkd", province="Jawa Contoh", timezone="Asia/Jakarta")


def changed(*changes: tuple[str, str]) -> str:
    """The dump with each text put in the place of another, which stands there exactly once."""
    text = DUMP.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands there {text.count(old)} times"
        text = text.replace(old, new)
    return text


def without_table(text: str, name: str) -> str:
    """The dump without the structure and the rows of a table."""
    text, structures = re.subn(rf"CREATE TABLE `{name}` \(.*?;\n", "", text, flags=re.DOTALL)
    text, rows = re.subn(rf"INSERT INTO `{name}` .*?\);\n", "", text, flags=re.DOTALL)
    assert structures == rows == 1
    return text


def converted(tmp_path: Path, text: str | None = None, **how) -> Converted:
    """The dump, or a changed one, made into ``workbook.xlsx``."""
    source = DUMP
    if text is not None:
        source = tmp_path / "dump.sql"
        source.write_text(text, encoding="utf-8")
    how = {"number": NUMBER, "today": TODAY, "given": GIVEN} | how
    return convert(source, tmp_path / "workbook.xlsx", **how)


def read_back(tmp_path: Path) -> tuple[Content, list[CellProblem]]:
    """The workbook as the import reads it."""
    with (tmp_path / "workbook.xlsx").open("rb") as file:
        return read(file, today=TODAY)


def problems_of(tmp_path: Path, manager: User) -> list[CellProblem]:
    """Everything that the import has against the workbook."""
    content, problems = read_back(tmp_path)
    return problems + check(content, known_of(manager.office))


def cells(content: Content, sheet: str, *keys: str) -> list[tuple]:
    """Some cells of every row of a sheet."""
    return [tuple(row[key] for key in keys) for row in content[sheet]]
