"""Reading statements: what banks write is read, what is wrong is told with its row and column."""

import io
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from upk import sheets
from upk.cash import statement_files
from upk.cash.statement_files import BadStatement, ReadLine, read_statement

FEB = date(2010, 2, 5)
HEAD = "Tanggal;Uraian;Masuk;Keluar\n"


def xlsx(*rows) -> bytes:
    book, kept = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(kept)
    return kept.getvalue()


def faults(content: bytes) -> list[str]:
    with pytest.raises(BadStatement) as refusal:
        read_statement(content)
    return refusal.value.faults


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "05-02-2010;Setor;1.500.000;\n",
        'tanggal,keterangan,debet,kredit\n05/02/2010,Setor,-,"1,500,000.00"\n',
        "\ufeffDate\tDescription\tDebit\tCredit\n2010-02-05\tSetor\t\tRp 1.500.000,00\n",
        HEAD.upper() + "\n;;;\n05.02.2010;  Setor ;1500000;0\n",
    ],
)
def test_csv_of_several_banks(text):
    assert read_statement(text.encode()) == [ReadLine(FEB, "Setor", 1_500_000)]


def test_xlsx_with_real_dates_and_numbers():
    content = xlsx(
        ["Tgl", "Uraian", "Kredit", "Debet"],
        [datetime(2010, 2, 5), "Bunga", 12_345.0, None],  # noqa: DTZ001 -- as spreadsheets have it
        ["06-02-2010", None, None, 6_500],
    )

    assert read_statement(content) == [
        ReadLine(FEB, "Bunga", 12_345),
        ReadLine(date(2010, 2, 6), "", -6_500),
    ]


def test_every_fault_is_told_with_row_and_column():
    text = HEAD + ("31-02-2010;a;1;\n05-02-2010;b;1,5;\n05-02-2010;c;1;2\n05-02-2010;d;;\nx;e;y;\n")

    assert faults(text.encode()) == [
        "Baris 2, kolom Tanggal: “31-02-2010” bukan tanggal seperti 31-01-2010.",
        "Baris 3, kolom Masuk: “1,5” bukan rupiah bulat seperti 1.500.000.",
        "Baris 4: isi Masuk atau Keluar, salah satu saja.",
        "Baris 5: isi Masuk atau Keluar, salah satu saja.",
        "Baris 6, kolom Tanggal: “x” bukan tanggal seperti 31-01-2010.",
        "Baris 6, kolom Masuk: “y” bukan rupiah bulat seperti 1.500.000.",
    ]


@pytest.mark.parametrize("cell", [1.5, -3, 1e300])
def test_odd_numbers_in_a_spreadsheet_are_refused(cell):
    content = xlsx(["Tanggal", "Masuk", "Keluar"], [datetime(2010, 2, 5), cell, None])  # noqa: DTZ001

    assert "bukan rupiah bulat" in faults(content)[0]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "kosong"),
        (HEAD.encode(), "tidak berisi mutasi"),
        (b"Tanggal;Uraian;Jumlah\n", "tidak ada kolom Masuk, Keluar"),
        (b"Tanggal;Masuk;Keluar;Kredit\n05-02-2010;1;;2", "ada dua kolom Masuk"),
        (b"\x89PNG\r\n\x00\x00", "Hanya berkas CSV atau XLSX"),
        (b"PK\x03\x04 rusak", "XLSX ini rusak"),
        (xlsx(["Tanggal", "Masuk", "Keluar"])[:200], "XLSX ini rusak"),
    ],
)
def test_what_is_no_statement_is_told(content, told):
    assert told in faults(content)[0]


def test_a_zip_without_a_workbook_is_told():
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as packed:
        packed.writestr("a.txt", "a")

    assert "XLSX ini rusak" in faults(kept.getvalue())[0]


def test_too_much_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(statement_files, "MOST_LINES", 1)
    monkeypatch.setattr(statement_files, "MOST_FAULTS", 1)
    two = HEAD + "05-02-2010;a;1;\n" * 2

    assert "Paling banyak 1 baris" in faults(two.encode())[0]
    assert faults((HEAD + "x;a;y;\n").encode())[-1] == "dan 1 lagi"
    monkeypatch.setattr(sheets, "LARGEST_UNPACKED", 10)
    assert "terlalu besar" in faults(xlsx(["Tanggal"]))[0]


@given(st.binary(max_size=300) | st.text(max_size=100).map(lambda t: (HEAD + t).encode()))
def test_anything_is_read_or_refused(content):
    try:
        lines, told = read_statement(content), []
    except BadStatement as error:
        lines, told = [], error.faults

    assert bool(lines) != bool(told)
    assert all(line.amount for line in lines)
