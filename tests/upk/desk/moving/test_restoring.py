"""``import_office`` with a whole history, end to end: tried, restored, once more, and changed."""

import io
import json
from datetime import date
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from openpyxl import load_workbook

from tests.upk.desk.moving.leaving import Left, changed, files_of_the_place
from tests.upk.desk.moving.world import facts_of
from upk import triggers
from upk.desk.moving.history.readable import CHANGED
from upk.desk.moving.models import MovedIn
from upk.ledger.models import Entry
from upk.offices.models import District, Office, Person, User

MOVED = MovedIn._meta.label


def run(path: Path, *arguments: str) -> tuple[int, str]:
    """The exit code and what was printed."""
    out, code = io.StringIO(), 0
    try:
        call_command("import_office", str(path), *arguments, stdout=out, stderr=io.StringIO())
    except SystemExit as end:
        code = end.code
    return code, out.getvalue()


def is_empty() -> bool:
    """Nothing of any office is in the database or on the disk, and its guards stand."""
    triggers.check_all(connection)
    models = (Office, District, User, Person, Entry, MovedIn)
    return not any(model.objects.exists() for model in models) and not files_of_the_place()


def test_a_dry_run_proves_everything_and_leaves_nothing(left: Left, elsewhere):
    rows = sum(map(len, left.facts.rows.values()))

    code, said = run(left.path, "--dry-run", "--json")

    told = json.loads(said)
    assert (code, told["state"], told["rows"], told["problems"]) == (0, "clean", rows, [])
    assert is_empty()


def test_it_is_restored_to_the_last_row_and_the_second_time_changes_nothing(left, elsewhere):
    first = run(left.path, "--json")
    second = run(left.path)

    facts = facts_of(Office.objects.get())
    told = json.loads(first[1])
    assert (first[0], told["state"]) == (0, "restored")
    assert sorted(told["users"]) == sorted(User.objects.values_list("username", flat=True))
    assert (facts.rows | {MOVED: []}, facts.identities, facts.reports) == left.facts
    assert (second[0], "Tidak ada yang diubah" in second[1]) == (0, True)
    assert call_command("check_books", stdout=io.StringIO()) is None
    assert files_of_the_place()


def test_what_the_proof_refuses_leaves_nothing(left, elsewhere, tmp_path):
    def change(book):
        page = book["Riwayat jurnal"]
        [place] = [cell.column for cell in page[1] if cell.value == "total"]
        page.cell(2, place).value += 1

    code, said = run(changed(left, tmp_path, change))

    assert (code, "Pemeriksaan pembukuan menemukan kesalahan" in said) == (1, True)
    assert is_empty()


def first_row(title: str, place: int, value: object):
    def change(book) -> None:
        book[title].cell(2, place).value = value

    return change


EDITS = {
    "Orang": first_row("Orang", 2, "Nama Yang Benar"),
    "Pinjaman": first_row("Pinjaman", 5, date(2009, 1, 1)),
    "Saldo awal": first_row("Saldo awal", 3, 1),
    "Kelompok": lambda book: book["Kelompok"].append(["X", "Melati"]),
    "Desa": lambda book: book["Desa"].delete_rows(2),
    "Pemanfaat": first_row("Pemanfaat", 9, "cek"),
    "Pembayaran": lambda book: book.remove(book["Pembayaran"]),
}
"""By sheet: a name mended, another day, a balance, a row more, a row less, a note, a sheet gone."""


def test_edits_that_would_be_lost_are_refused(left, elsewhere, tmp_path):
    """The sheets for people aren't read where a history is: nobody is to believe they are."""

    def change(book):
        for edit in EDITS.values():
            edit(book)

    code, said = run(changed(left, tmp_path, change), "--json")

    told = json.loads(said)
    assert (code, told["message"]) == (1, CHANGED)
    assert {problem["sheet"] for problem in told["problems"]} == set(EDITS)
    assert is_empty()


def test_what_a_spreadsheet_does_by_saving_is_no_edit(left, elsewhere, tmp_path):
    """Whole numbers become decimals, empty rows and columns are written, looks change."""

    def change(book):
        for page in book.worksheets:
            if page.title.startswith(("Riwayat", "Isi")):
                continue
            for row in page.iter_rows(min_row=2):
                for cell in row:
                    if isinstance(cell.value, int) and not isinstance(cell.value, bool):
                        cell.value = float(cell.value)
            page.append([None, ""])
            page.column_dimensions["A"].width = 40

    code, said = run(changed(left, tmp_path, change), "--dry-run")

    assert (code, "Bersih" in said) == (0, True)


def test_without_its_history_it_is_a_workbook_like_any_other(left, elsewhere, tmp_path):
    """As the sentence says: the sheets for people are read once the history is taken out."""
    path = tmp_path / "lembar.xlsx"
    book = load_workbook(left.path)
    for page in [page for page in book.worksheets if page.title.startswith(("Riwayat", "Isi "))]:
        book.remove(page)
    book.save(path)

    _, said = run(path, "--dry-run", "--json")

    assert json.loads(said)["state"] in ("clean", "problems")
    assert "Isi riwayat" not in said
