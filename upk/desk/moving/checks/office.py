"""What is wrong with the office's row, and with codes that the program writes its own way."""

from collections.abc import Iterator

from upk.desk.moving.content import Content
from upk.desk.moving.known import Known
from upk.desk.moving.problems import CellProblem
from upk.offices.codes import is_code
from upk.periods import format_date

CODES = (
    ("office", "code"), ("office", "district_code"), ("villages", "code"), ("groups", "code"),
    ("products", "code"),
)  # fmt: skip
"""Sheets and columns of codes in capital letters."""


def code_forms(content: Content) -> Iterator[CellProblem]:
    """Codes of places, groups and products are capital letters, digits, stops and hyphens."""
    for sheet, key in CODES:
        for row in content[sheet]:
            if row[key] is not None and not is_code(row[key]):
                expected = "huruf besar, angka, titik, dan tanda hubung saja, tanpa spasi"
                yield row.problem(key, row[key], expected)


def office_fits(content: Content, known: Known) -> Iterator[CellProblem]:
    """It is the office that moves in, and its old books ended before today."""
    for row in content["office"][:1]:
        if row["code"] is not None and row["code"] != known.code:
            yield row.problem("code", row["code"], f"{known.code}, kode kantor yang sedang pindah")
        day = row["cut_over"]
        if day is not None and day >= known.today:
            expected = f"hari sebelum {format_date(known.today)}: buku ditutup sampai tanggal itu"
            yield row.problem("cut_over", format_date(day), expected)
