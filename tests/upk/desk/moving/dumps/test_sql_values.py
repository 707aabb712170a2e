"""Values of an INSERT: what is escaped comes back as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upk.desk.moving.dumps.source import Source
from upk.desk.moving.dumps.sql import parts_of_sql
from upk.desk.moving.dumps.sql_values import VALUE, decode

_BACKSLASHED = {
    "\0": r"\0", "'": r"\'", '"': r"\"", "\b": r"\b", "\n": r"\n", "\r": r"\r", "\t": r"\t",
    "\x1a": r"\Z", "\\": r"\\",
}  # fmt: skip
TEXTS = st.text(st.characters(exclude_categories=["Cs"])) | st.text("'\"\\,() \n;x%_0-")


def backslashed(text: str) -> str:
    return "'" + "".join(_BACKSLASHED.get(letter, letter) for letter in text) + "'"


def doubled(text: str) -> str:
    return "'" + text.replace("\\", r"\\").replace("'", "''") + "'"


def in_double_quotes(text: str) -> str:
    return '"' + text.replace("\\", r"\\").replace('"', '""') + '"'


ESCAPES = st.sampled_from([backslashed, doubled, in_double_quotes])


def read_bit_by_bit(text: str, size: int) -> list[list[str | None]]:
    """The rows of a dump's table ``t``, when so many characters come at a time."""
    rest = iter([text[i : i + size] for i in range(0, len(text), size)])
    parts = parts_of_sql(Source(lambda _: next(rest, "")), lambda table: table == "t")
    return [row for part in parts for row in part.rows]


@given(TEXTS, ESCAPES)
def test_escaped_text_is_read_as_it_was(text, escape):
    found = VALUE.match(escape(text) + ",")

    assert decode(found[1]) == text
    assert found[2] == ","


@given(
    st.lists(st.lists(TEXTS | st.none(), min_size=3, max_size=3), min_size=1, max_size=5),
    ESCAPES,
    st.integers(1, 40),
)
def test_rows_are_read_wherever_the_text_is_cut(rows, escape, size):
    values = ",\n ".join(
        "(" + ", ".join("NULL" if text is None else escape(text) for text in row) + ")"
        for row in rows
    )

    assert read_bit_by_bit(f"INSERT INTO `t` VALUES {values};", size) == rows


@given(st.integers(-(10**18), 10**18) | st.decimals(-(10**9), 10**9, places=2))
def test_numbers_are_read_as_they_stand(number):
    assert decode(VALUE.match(f"{number})")[1]) == str(number)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("NULL", None), ("null", None), ("TRUE", "1"), ("false", "0"), ("-1.50", "-1.50"),
        ("1e6", "1e6"), ("0x41C3A9", "Aé"), ("0x41E9", "Aé"), ("x'4142'", "AB"), ("X''", ""),
        ("0x5", "\x05"), ("b'101'", "5"), ("0b11", "3"), ("_utf8'x'", "x"), ("N'y'", "y"),
        ("_binary 'z'", "z"), ("_binary 0x41", "A"), (r"'a\%b\_c'", r"a\%b\_c"), (r"'\q'", "q"),
        ("''", ""), ("''''", "'"), ("'it''s'", "it's"),
    ],
)  # fmt: skip
def test_value_of_each_kind(written, text):
    assert decode(VALUE.match(f"  {written} )")[1]) == text
