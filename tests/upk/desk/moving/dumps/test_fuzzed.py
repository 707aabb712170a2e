"""Dumps spoilt at random: each becomes a workbook that can be read, or ends with a sentence."""

import random
import re
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.upk.desk.moving.dumps.dump import DUMP, converted, read_back
from upk.desk.moving.dumps.broken import BrokenDump

TEXT = DUMP.read_text(encoding="utf-8")
CELLS = [
    found.span() for found in re.finditer(r"(?<=[(, ])('(?:[^'\\]|\\.)*'|\d+|NULL)(?=[,)])", TEXT)
]
NASTY = (
    "NULL", "''", "'0'", "0", "-1", "'-99'", "'x'", "'  a b '", "99999999999999999999", "'1e9'",
    "0x00", "'0000-00-00'", "'2022-02-31'", "'9999-12-31'", "'0001-01-01'", "'=1+1'", "'\\0\\b'",
    "'1.1.01.01'", "'L'", "'é😀'", "1.5", "'" + "9" * 300 + "'",
)  # fmt: skip


def spoilt_cells(seed: int, count: int) -> str:
    """The dump with so many values in the place of others."""
    chance = random.Random(seed)
    text = TEXT
    for begin, end in sorted(chance.sample(CELLS, count), reverse=True):
        text = text[:begin] + chance.choice(NASTY) + text[end:]
    return text


def spoilt_text(seed: int, count: int) -> str:
    """The dump with so many bits of it taken out, doubled, or put elsewhere."""
    chance = random.Random(seed)
    text = TEXT
    for _ in range(count):
        at = chance.randrange(len(text))
        bit = text[at : at + chance.randrange(1, 200)]
        other = chance.randrange(len(text))
        mark = chance.choice("'\"`();,-#\\")
        text = chance.choice([
            text[:at] + text[at + len(bit) :], text[:at] + bit + text[at:],
            text[:other] + bit + text[other:], text[:at] + mark + text[at:],
        ])  # fmt: skip
    return text


def check_spoilt(tmp_path: Path, text: str) -> bool:
    """Whether a workbook was made of it."""
    try:
        made = converted(tmp_path, text)
    except BrokenDump:
        return False
    content, _ = read_back(tmp_path)
    assert made.rows == {key: len(content[key]) for key in made.rows}
    return True


quietly = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@quietly
@given(st.integers(0, 2**32), st.integers(1, 60))
def test_spoilt_cells(tmp_path, seed, count):
    check_spoilt(tmp_path, spoilt_cells(seed, count))


@quietly
@given(st.integers(0, 2**32), st.integers(1, 5))
def test_spoilt_text(tmp_path, seed, count):
    check_spoilt(tmp_path, spoilt_text(seed, count))


def test_spoilt_dumps_are_not_all_refused(tmp_path):
    assert any(check_spoilt(tmp_path, spoilt_cells(seed, 3)) for seed in range(10))
