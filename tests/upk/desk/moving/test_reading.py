"""A whole file read: every problem at its place, in one go; hostile files refused."""

import io
import random
from datetime import date

import pytest
from openpyxl import load_workbook

from tests.upk.desk.moving.books import OFFICE, changed, csvs, filled, saved
from tests.upk.desk.moving.cases import KNOWN
from upk.desk.moving.checks import check
from upk.desk.moving.packed import Refused
from upk.desk.moving.problems import CellProblem
from upk.desk.moving.reading import read
from upk.desk.moving.sheets import BY_KEY, SHEETS
from upk.desk.moving.template import template_workbook, write_workbook

TODAY = date(2010, 2, 1)
PERSON = ("1", "Contoh Sari", "P", "DONO")


def problems_of(book) -> list[CellProblem]:
    content, problems = read(saved(book), today=TODAY)
    return problems + check(content, KNOWN)


def told(problems: list[CellProblem], sheet: str, row: int, found: str) -> CellProblem:
    """The one problem of that place; fails where it isn't told."""
    matching = [p for p in problems if (p.sheet, p.row) == (sheet, row) and found in p.found]
    assert len(matching) == 1, problems
    return matching[0]


def test_what_a_person_filled_in_is_read():
    content, problems = read(saved(filled(Orang=[PERSON])), today=TODAY)
    assert problems == []
    assert content["office"][0]["cut_over"] == date(2009, 12, 31)
    assert content["people"][0].values["name"] == "Contoh Sari"
    assert content["people"][0].number == 2
    assert content["loans"] == []


def test_the_empty_template_has_all_sheets_and_only_lacks_rows():
    content, problems = read(io.BytesIO(template_workbook()), today=TODAY)
    assert problems == []
    assert set(content.rows) == {sheet.key for sheet in SHEETS}
    assert {p.sheet for p in check(content, KNOWN)} == {s.title for s in SHEETS if s.required}


def test_columns_may_stand_in_another_order_and_optional_ones_be_away():
    book = filled()
    page = book["Desa"]
    page.cell(1, 1, "Nama desa"), page.cell(1, 2, " kode  DESA"), page.cell(1, 3, None)
    content, problems = read(saved(book), today=TODAY)
    assert problems == []
    assert content["villages"][0].values == {
        "code": "Donoyudan", "name": "DONO", "payment_day": None,
    }  # fmt: skip


def test_every_kind_of_carelessness_is_told_at_its_place_in_one_go():
    rows = [
        PERSON, (), (), ("2", "Contoh Dewi", "perempuan", "DONO"),
        (None, "Tanpa nomor", "P", "DONO"), ("1", "Kembar", "P", "DONO"),
        ("3", "Jauh", "L", "ENTAH"), ("4", "=A1", "P", "DONO"), PERSON[:1],
    ]  # fmt: skip
    book = filled(Orang=rows)
    people = book["Orang"]
    people.row_dimensions[5].hidden = True
    people.merge_cells("A10:B10")
    people.cell(1, 10, "Catatan")
    people.cell(2, 12, "di luar")
    book["Desa"].cell(1, 2, "Name")
    book.create_sheet("Coretan")
    problems = problems_of(book)
    told(problems, "Orang", 3, "baris kosong (sampai baris 4)")
    told(problems, "Orang", 5, "baris tersembunyi")
    assert told(problems, "Orang", 5, "perempuan").expected == "salah satu dari: P, L"
    assert told(problems, "Orang", 6, "kosong").column == "Nomor orang"
    told(problems, "Orang", 7, "1 seperti di baris 2")
    assert "lembar Desa" in told(problems, "Orang", 8, "ENTAH").expected
    told(problems, "Orang", 9, "rumus =A1")
    told(problems, "Orang", 0, "digabung A10:B10")
    told(problems, "Orang", 1, "“Catatan”")
    told(problems, "Orang", 2, "kolom ke-12")
    told(problems, "Desa", 1, "“Name”")
    told(problems, "Desa", 1, "kolom yang tidak ada")
    told(problems, "Coretan", 0, "tidak dikenal")


def test_hidden_sheets_and_a_second_office_are_told():
    book = filled(Kantor=[OFFICE, ("LAIN", *OFFICE[1:])])
    book["Desa"].sheet_state = "hidden"
    problems = problems_of(book)
    told(problems, "Desa", 0, "tersembunyi")
    told(problems, "Kantor", 3, "baris kedua")


def test_numbers_and_days_of_other_programs_are_told():
    book = filled(Orang=[("1", "Contoh", "P", "DONO", 40178, 3314010101010001)])
    book["Orang"]["E2"].number_format = "General"
    problems = problems_of(book)
    told(problems, "Orang", 2, "angka 40178, bukan tanggal")
    told(problems, "Orang", 2, "digit terakhirnya hilang")


def test_a_zip_of_csv_files_is_read_alike():
    files = csvs(
        Kantor="\n".join([
            ";".join(column.heading for column in BY_KEY["office"].columns[:9]),
            ";".join(OFFICE).replace("2009-12-31", "31/12/2009"),
        ]),
        Desa="Kode desa,Nama desa\nDONO,Donoyudan\n",
        Orang="\ufeffNomor orang;Nama;L/P;Kode desa\n1;Contoh \u00c9va;P;DONO\n",
    )  # fmt: skip
    content, problems = read(files, today=TODAY)
    assert problems == []
    assert check(content, KNOWN) == []
    assert content["office"][0]["cut_over"] == date(2009, 12, 31)
    assert content["people"][0]["name"] == "Contoh Éva"


def test_what_is_written_is_read_back():
    rows = [
        {"code": "1", "name": "=Contoh", "sex": "P", "village": "DONO",
         "birth_date": date(1980, 1, 2), "nik": "0000010101010001", "phone": "+62 8"},
        {"code": "007", "name": "Contoh\x01 Dua", "sex": "L", "village": "DONO"},
    ]  # fmt: skip
    target = io.BytesIO()
    write_workbook(target, [(BY_KEY["people"], rows)])
    content, problems = read(target, today=TODAY)
    assert problems == []
    found = [{k: v for k, v in row.values.items() if v is not None} for row in content["people"]]
    assert found == [rows[0], {**rows[1], "name": "Contoh Dua"}]
    assert load_workbook(target)["Orang"]["B2"].data_type == "s"


def test_progress_is_told_up_to_the_end():
    steps: list[tuple[int, int]] = []
    people = [(str(n), "Contoh", "P", "DONO") for n in range(1_200)]
    read(saved(filled(Orang=people)), today=TODAY, progress=lambda *step: steps.append(step))
    assert len(steps) >= 3
    assert steps == sorted(steps)
    assert steps[-1][0] == steps[-1][1] >= 1_200


# -- files that are refused ------------------------------------------------------------------------


def refusal(file: io.BytesIO) -> str:
    with pytest.raises(Refused) as caught:
        read(file, today=TODAY)
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "kosong"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "kata sandi"),
        (b"nama;kode\n", "bukan buku kerja"),
        (b"PK\x03\x04" + bytes(40), "rusak"),
    ],
)
def test_what_is_no_workbook_is_refused(content, sentence):
    assert sentence in refusal(io.BytesIO(content))


def test_programs_links_and_embedded_files_are_refused():
    book = saved(filled())
    assert "makro" in refusal(changed(book, xl__vbaProject_bin=b"x"))
    assert "tautan" in refusal(changed(book, xl__externalLinks__link1_xml=b"<a/>"))
    assert "di dalamnya" in refusal(changed(book, xl__embeddings__a_bin=b"x"))


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr("upk.desk.moving.packed.LARGEST_UNPACKED", 1_000_000)
    bomb = changed(saved(filled()), xl__worksheets__sheet9_xml=bytes(2_000_000))
    assert len(bomb.getvalue()) < 400_000
    assert "terlalu besar" in refusal(bomb)


def test_entities_are_refused():
    laughing = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><worksheet>&b;</worksheet>'
    assert "rusak" in refusal(changed(saved(filled()), xl__worksheets__sheet2_xml=laughing))


def test_a_zip_without_csv_and_a_csv_that_breaks_are_refused():
    assert "tidak berisi CSV" in refusal(changed(csvs(), a_txt=b"x"))
    broken = csvs(Desa="Kode desa;Nama desa\n" + "x" * 200_000)
    assert "tidak dapat dibaca" in refusal(broken)


def test_whatever_is_broken_in_a_workbook_gives_a_sentence_or_problems():
    """Bytes of a good workbook are overwritten at random; nothing else than ``Refused`` comes."""
    good, luck = saved(filled(Orang=[PERSON] * 5)).getvalue(), random.Random(8)
    refused = 0
    for _ in range(150):
        spoilt = bytearray(good)
        for _ in range(luck.choice((1, 3, 30))):
            spoilt[luck.randrange(len(spoilt))] = luck.randrange(256)
        try:
            content, _problems = read(io.BytesIO(bytes(spoilt)), today=TODAY)
            check(content, KNOWN)
        except Refused:
            refused += 1
    assert refused > 10
