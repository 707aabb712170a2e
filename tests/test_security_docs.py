"""docs/security.md names tests; each of them exists, and no line of the standard is there twice."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs" / "security.md").read_text()
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(?:\w+::)?(\w+)`")
CHECKLIST = TEXT.partition("## OWASP ASVS")[2].partition("\n## ")[0]
LINES = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1,
    "3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4,
    "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3, "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5,
    "6.6": 3, "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2, "8.1": 2,
    "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4, "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4,
    "11.5": 1, "11.6": 1, "12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1, "13.2": 5, "13.3": 2,
    "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3, "15.1": 3, "15.2": 3, "15.3": 7, "16.1": 1,
    "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3,
}  # fmt: skip
"""Lines of levels 1 and 2 in each section of ASVS 5.0.0; of chapters 10 and 17 the whole is n/a."""
WHOLE = {"10.1.1", "10.7.3", "17.1.1", "17.3.2"}


@cache
def functions_of(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text())
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_every_test_that_is_named_exists():
    named = NAMED.findall(TEXT)

    assert len(named) > 100
    assert [
        f"{path}::{name}"
        for path, name in named
        if not (ROOT / path).is_file() or name not in functions_of(path)
    ] == []


def test_every_line_of_the_checklist_is_answered_once():
    rows = [line.split(" | ", 2) for line in CHECKLIST.splitlines() if re.match(r"\| \d", line)]
    lines = Counter(number for row in rows for number in re.findall(r"\d+\.\d+\.\d+", row[0]))

    expected = {f"{section}.{n}" for section, count in LINES.items() for n in range(1, count + 1)}
    assert max(lines.values()) == 1
    assert set(lines) == expected | WHOLE
    assert [row for row in rows if len(row[2].strip(" |")) < 8] == []
