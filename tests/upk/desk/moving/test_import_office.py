"""``manage.py import_office``: what it says, how it exits, what it makes."""

import io
import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from loans.models import Loan
from tests import factories
from tests.upk.desk.moving.workbook import file_of, sheets
from upk.access import Role
from upk.desk.moving.history.leaving import write_office
from upk.desk.moving.models import MovedIn
from upk.ledger.models import Entry
from upk.offices.models import District, Office, Person, User

pytestmark = pytest.mark.django_db
PASSWORD = "kali-jambe-2010"
NEW = ("--manager", "pimpinan", "--manager-name", "Ibu Contoh")


@pytest.fixture
def book(tmp_path) -> Path:
    """The small office as a file."""
    path = tmp_path / "pindah.xlsx"
    path.write_bytes(file_of())
    return path


@pytest.fixture(autouse=True)
def _typed_password(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))


def run(*arguments) -> tuple[int, str]:
    """The exit code and what was printed."""
    out = io.StringIO()
    try:
        call_command("import_office", *map(str, arguments), stdout=out, stderr=io.StringIO())
    except SystemExit as end:
        return end.code, out.getvalue()
    return 0, out.getvalue()


def test_an_office_is_made_with_its_manager_and_moved_in(book):
    code, said = run(book, *NEW)

    office, manager = Office.objects.get(), User.objects.get()
    assert code == 0
    assert "Sudah masuk" in said
    assert "Simpan Pinjam Perempuan: 2 berjalan, saldo Rp 7.000.000" in said
    assert (office.code, office.district.code) == ("KALIJAMBE", "SRAGEN")
    assert (manager.username, manager.name, manager.role) == (
        "pimpinan", "Ibu Contoh", Role.MANAGER,
    )  # fmt: skip
    assert manager.check_password(PASSWORD)
    assert office.books_closed_through == date(2009, 12, 31)
    assert (MovedIn.objects.get().moved_by, Loan.objects.count()) == (manager, 4)


def test_the_same_file_twice_says_so_and_changes_nothing(book):
    run(book, *NEW)
    entries = Entry.objects.count()

    code, said = run(book, *NEW)

    assert (code, "Tidak ada yang diubah" in said) == (0, True)
    assert (Entry.objects.count(), Office.objects.count()) == (entries, 1)


def test_another_file_into_an_office_that_works_is_refused(book):
    run(book, *NEW)
    book.write_bytes(file_of(sheets() | {"assets": []}))

    code, said = run(book, *NEW)

    assert (code, "sudah pindah" in said) == (2, True)


def test_a_dry_run_writes_nothing(book):
    code, said = run(book, "--dry-run")

    assert (code, "Tidak ada yang ditulis" in said) == (0, True)
    assert not Office.objects.exists()
    assert not District.objects.exists()


def test_every_problem_is_printed_and_nothing_written(book):
    rows = sheets()
    rows["people"][0]["village"] = "LAIN"
    rows["groups"][1]["village"] = "ENTAH"
    book.write_bytes(file_of(rows))

    code, said = run(book, *NEW)

    assert code == 1
    assert "Orang, baris 2, Kode desa: LAIN -> " in said
    assert "Kelompok, baris 3, Kode desa: ENTAH -> " in said
    assert "2 hal perlu diperbaiki" in said
    assert not Office.objects.exists()


def test_programs_read_the_same_as_json(book):
    rows = sheets()
    rows["people"][0]["village"] = "LAIN"
    spoilt = book.with_name("salah.xlsx")
    spoilt.write_bytes(file_of(rows))

    wrong, clean = run(spoilt, "--json"), run(book, "--json", "--dry-run")

    problem = json.loads(wrong[1])["problems"][0]
    assert (wrong[0], json.loads(wrong[1])["state"]) == (1, "problems")
    assert (problem["sheet"], problem["row"], problem["column"]) == ("Orang", 2, "Kode desa")
    assert (clean[0], json.loads(clean[1])["state"]) == (0, "clean")
    assert json.loads(clean[1])["preview"]["sums"]["outstanding"] == 9_000_000


def test_what_is_no_workbook_is_refused(tmp_path):
    path = tmp_path / "surat.xlsx"
    path.write_bytes(b"%PDF-1.4")

    code, said = run(path, *NEW)

    assert (code, "bukan buku kerja .xlsx" in said) == (2, True)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CommandError, match="There is no file"):
        run(tmp_path / "tidak-ada.xlsx")


@pytest.mark.parametrize(
    ("arguments", "password", "sentence"),
    [
        ((), PASSWORD, "sebutkan manajernya"),
        (("--manager", "pak lurah"), PASSWORD, "nama pengguna"),
        (NEW, "12345", "Kata sandi"),
        (NEW, "", "Kata sandi"),
    ],
)
def test_a_new_office_needs_a_manager_and_a_good_password(
    book, monkeypatch, arguments, password, sentence
):
    monkeypatch.setattr("sys.stdin", io.StringIO(password))

    code, said = run(book, *arguments)

    assert code == 2
    assert sentence.casefold() in said.casefold()
    assert not Office.objects.exists()


def test_a_username_that_is_taken_is_refused(book):
    factories.create_user(username="pimpinan")

    code, said = run(book, *NEW)

    assert (code, "pimpinan sudah dipakai" in said) == (2, True)


def test_an_empty_office_takes_it_in_by_its_manager(book, manager):
    other = factories.create_user(Role.MANAGER, manager.office)
    manager.username = "pimpinan"
    manager.save()

    unsaid = run(book)
    said = run(book, "--manager", manager.username)

    assert (unsaid[0], "--manager" in unsaid[1]) == (2, True)
    assert (said[0], MovedIn.objects.get().moved_by) == (0, manager)
    assert other.office == manager.office
    assert Person.objects.count() == 7


def test_what_bergulir_exported_is_restored_and_tried_before(book, tmp_path):
    """In the same database the office is there already: that is told, and nothing changes."""
    run(book, *NEW)
    office = Office.objects.get()
    left = tmp_path / "keluar.xlsx"
    write_office(office, left, on=date(2026, 1, 1), progress=lambda done, total: None)

    code, said = run(left, *NEW)

    assert (code, "Kantor KALIJAMBE sudah ada" in said) == (2, True)
    assert Office.objects.count() == 1
