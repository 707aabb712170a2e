"""A small office leaves with everything and comes back the same, or not at all."""

import io
import random
import shutil
import zipfile
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from openpyxl import Workbook

from tests import factories
from tests.upk.desk.moving.leaving import cell_of, changed, files_of_the_place
from tests.upk.desk.moving.world import KK, NIK, facts_of, rows_of_office
from upk import triggers
from upk.access import Role
from upk.desk.check_books import check_books
from upk.desk.moving.history.leaving import write_office
from upk.desk.moving.history.papers import beside
from upk.desk.moving.history.returning import AlreadyHere, NotRestored, restore
from upk.desk.moving.models import MovedIn
from upk.desk.moving.packed import Refused
from upk.offices.models import District, Office, Person, StoredFile, User
from upk.offices.stored_files import read_stored
from upk.periods import today

MOVED = MovedIn._meta.label


def come_back(path: Path) -> Office:
    return restore(path, by_name="Pemilik").office


def refusal(path: Path) -> NotRestored:
    """Why a file isn't restored; nothing of it has stayed."""
    with pytest.raises(NotRestored) as refused:
        come_back(path)
    assert not Office.objects.exists()
    assert not User.objects.exists()
    assert not files_of_the_place()
    triggers.check_all(connection)
    return refused.value


def test_office_comes_back_row_by_row_with_the_same_reports(left, elsewhere):
    office = come_back(left.path)

    facts = facts_of(office)
    assert facts.rows | {MOVED: []} == left.facts.rows
    assert facts.identities == left.facts.identities
    assert facts.reports == left.facts.reports
    results = check_books(Office.objects.all(), quarters=None)
    assert {r.key: r.faults for r in results if r.faults} == {}


def test_world_holds_what_is_hard_to_carry(left):
    """Else the test above says less than it seems to."""
    rows = left.facts.rows

    assert {"offices.StoredFile", "reports.IssuedFile", "reports.IssuedAnswer"} <= {
        label for label, found in rows.items() if found
    }
    assert max(len(str(value)) for row in rows["reports.IssuedReport"] for value in row) > 40_000
    assert (NIK, KK) in [pair[1:] for pair in left.facts.identities]


def test_move_is_told_to_the_auditor(left, elsewhere):
    office = come_back(left.path)
    moved = MovedIn.objects.get(office=office)

    assert (moved.from_history, moved.cut_over, moved.moved_by) == (True, None, None)
    assert (moved.moved_by_name, moved.file_name) == ("Pemilik", "contoh.xlsx")
    assert moved.row_count == sum(map(len, left.facts.rows.values()))
    with pytest.raises(IntegrityError), transaction.atomic():
        MovedIn.objects.filter(pk=moved.pk).update(moved_by_name="Lain")


def test_nobody_of_the_file_can_sign_in_and_new_rows_come_after(left, elsewhere):
    office = come_back(left.path)

    assert {user.is_active or user.has_usable_password() for user in User.objects.all()} == {False}
    assert User.objects.filter(role=Role.DISTRICT, district=office.district).count() == 1
    largest = Person.objects.order_by("-pk")[0].pk
    assert factories.create_person(office.villages.first()).pk > largest


def test_identities_are_encrypted_anew_with_the_keys_of_the_place(left, elsewhere, settings):
    settings.IDENTITY_KEY_FILE = settings.IDENTITY_DIGEST_KEY_FILE = None
    settings.IDENTITY_KEY = Fernet.generate_key().decode()
    settings.IDENTITY_DIGEST_KEY = "lain"
    come_back(left.path)

    [person] = Person.objects.with_nik(NIK)
    assert (person.nik, person.kk) == (NIK, KK)


def test_files_come_back_from_the_archive_beside(left, elsewhere, settings):
    come_back(left.path)

    assert read_stored(StoredFile.objects.get()).startswith(b"\x89PNG")
    stored = sum(1 for path in settings.MEDIA_ROOT.rglob("*") if path.is_file())
    assert stored == 2  # the photo, and the issued report as JSON


def test_the_same_file_twice_changes_nothing(left, elsewhere):
    come_back(left.path)
    before = rows_of_office()

    with pytest.raises(AlreadyHere, match="Tidak ada yang diubah"):
        come_back(left.path)

    assert rows_of_office() == before


def test_an_office_that_stands_is_never_written_over(left, elsewhere):
    factories.create_office(code="CONTOH")

    with pytest.raises(NotRestored, match="CONTOH sudah ada"):
        come_back(left.path)


def test_office_comes_back_beside_others_with_keys_of_its_own(left, elsewhere):
    """Its district is known by its code; a username that is taken gets a number."""
    district_code = left.facts.rows["offices.District"][0][1]
    names = {row[2] for row in left.facts.rows["offices.User"]}
    district = factories.create_district(code=district_code, name="Sudah ada")
    other = factories.create_office(code="LAIN", district=district)
    taken = factories.create_user(office=other, username=sorted(names)[0])
    before = {model: set(rows) for model, rows in rows_of_office().items()}

    office = come_back(left.path)

    assert office.district == district
    assert District.objects.get(code=district_code).name == "Sudah ada"
    assert f"{taken.username}-2" in {user.username for user in office.users.all()} | {
        user.username for user in User.objects.filter(office=None)
    }
    after = rows_of_office()
    assert all(rows <= set(after[label]) for label, rows in before.items())
    assert all(pk > 1_000_000 for pk in office.people.values_list("pk", flat=True))
    results = check_books(Office.objects.filter(pk=office.pk), quarters=None)
    assert {r.key: r.faults for r in results if r.faults} == {}


@pytest.mark.parametrize(("can_sign_in", "count"), [(False, 1), (True, 2)])
def test_districts_user_who_came_with_another_office_is_the_same(
    can_sign_in, count, left, elsewhere
):
    """Whoever can sign in is never taken for somebody of a file."""
    [user] = [row for row in left.facts.rows["offices.User"] if row[4] == Role.DISTRICT]
    district = factories.create_district(code=left.facts.rows["offices.District"][0][1])
    facts = {"username": user[2], "name": user[3], "is_active": can_sign_in}
    factories.create_user(
        Role.DISTRICT, district=district, password="rahasia" if can_sign_in else None, **facts
    )

    come_back(left.path)

    assert User.objects.filter(role=Role.DISTRICT).count() == count


CHANGES = {
    # label, column, new value, and what the refusal tells
    "an amount": ("ledger.Posting", "amount", 1, "Bukti lengkap"),
    "a payment": ("loans.Repayment", "principal", 999_999, "angsuran"),
    "text for an amount": ("ledger.Posting", "amount", "1.000", "angka bulat"),
    "a formula": ("ledger.Posting", "amount", "=1+1", "bukan rumus"),
    "a day that isn't one": ("ledger.Entry", "happened_on", "2009-02-30", "2009-12-31"),
    "a word for a state": ("loans.Loan", "status", "9", "salah satu dari"),
    "nobody's row": ("ledger.Posting", "entry_id", 999_999, "Riwayat jurnal"),
    "a row of before the first": ("ledger.Posting", "entry_id", -5, "Riwayat jurnal"),
    "a number twice": ("ledger.Posting", "No", 2, "sekali saja"),
    "no number": ("ledger.Posting", "No", None, "nomor baris"),
    "another office": ("offices.Office", "code", "LAIN", "CONTOH"),
    "a NIK": ("offices.Person", "nik", "123", "16 angka"),
    "what the database refuses": ("ledger.Posting", "amount", 0, "tidak diterima"),
    "an issued report": ("reports.IssuedReport", "value", "{}", "Laporan"),
    "another place for a file": ("reports.IssuedFile", "path", "../../lain.json", "luar folder"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_changed_history_is_refused_whole(name, left, elsewhere, tmp_path):
    label, heading, value, expected = CHANGES[name]

    def change(book):
        cell_of(book, label, heading).value = value

    refused = refusal(changed(left, tmp_path, change))

    told = [str(refused), *(f"{p.sheet} {p.found} {p.expected}" for p in refused.problems)]
    assert any(expected in text for text in told), told


ODD = (
    None, "", "=1+1", "\\", "_x0000_", "-1", -1, 0, 3.7, 10**30, True, "x" * 30_000, "2009-01-01",
    "2009-01-01T00:00:00+00:00", date(2009, 1, 1), "\\=", 7,
)  # fmt: skip
"""What a cell may be replaced by."""


@pytest.mark.parametrize("seed", range(8))
def test_cells_replaced_at_random_never_leave_half_an_office(seed, left, elsewhere, tmp_path):
    """Either all is refused, or what was replaced hurts nothing and the books are proved."""
    chance = random.Random(seed)

    def change(book):
        pages = [page for page in book.worksheets if page.title.startswith("Riwayat ")]
        for page in chance.sample(pages, 3):
            row, column = chance.randint(1, page.max_row), chance.randint(1, page.max_column)
            page.cell(row, column).value = chance.choice(ODD)

    path = changed(left, tmp_path, change)
    with suppress(NotRestored):
        come_back(path)

    stands = Office.objects.exists()
    assert (MovedIn.objects.exists(), User.objects.exists(), Person.objects.exists()) == (
        stands, stands, stands,
    )  # fmt: skip
    triggers.check_all(connection)


def test_every_problem_of_cells_is_told_with_its_place(left, elsewhere, tmp_path):
    def change(book):
        cell_of(book, "ledger.Posting", "amount", 3).value = "banyak"
        cell_of(book, "ledger.Entry", "happened_on", 4).value = 7
        cell_of(book, "offices.Person", "sex", 2).value = "?"

    problems = refusal(changed(left, tmp_path, change)).problems

    assert sorted((p.sheet, p.row, p.column) for p in problems) == [
        ("Riwayat baris jurnal", 3, "amount"),
        ("Riwayat jurnal", 4, "happened_on"),
        ("Riwayat warga", 2, "sex"),
    ]


def test_a_lost_row_or_sheet_is_missed(left, elsewhere, tmp_path):
    def change(book):
        book["Riwayat baris jurnal"].delete_rows(2)
        del book["Riwayat akun"]

    told = {(p.sheet, p.found) for p in refusal(changed(left, tmp_path, change)).problems}

    lines = len(left.facts.rows["ledger.Posting"])
    assert ("Riwayat baris jurnal", f"{lines - 1} baris") in told
    assert ("Riwayat akun", "lembar tidak ada") in told


def test_columns_and_sheets_of_another_version_are_told(left, elsewhere, tmp_path):
    def change(book):
        cell_of(book, "ledger.Posting", "amount", 1).value = "jumlah"
        book.create_sheet("Riwayat baru")

    told = {(p.sheet, p.found) for p in refusal(changed(left, tmp_path, change)).problems}

    assert {("Riwayat baris jurnal", "judul kolom lain"),
            ("Riwayat baru", "lembar yang tidak ada di daftar")} <= told  # fmt: skip


def test_without_its_files_an_office_does_not_come_back(left, elsewhere, tmp_path):
    path = tmp_path / "sendiri.xlsx"
    shutil.copy(left.path, path)

    refused = refusal(path)

    assert "sendiri.berkas.zip" in str(refused)
    assert len(refused.problems) == 2


def test_a_changed_file_is_refused(left, elsewhere, tmp_path):
    path = changed(left, tmp_path, lambda book: None)
    with (
        zipfile.ZipFile(beside(left.path)) as source,
        zipfile.ZipFile(beside(path), "w") as archive,
    ):
        for name in source.namelist():
            archive.writestr(name, source.read(name)[:-1] + b"!")

    assert len(refusal(path).problems) == 2


def test_a_workbook_without_history_is_told(elsewhere, tmp_path):
    path = tmp_path / "a.xlsx"
    Workbook().save(path)

    assert "tidak berisi riwayat" in str(refusal(path))
    path.write_bytes(b"PK\x03\x04 rusak")
    with pytest.raises(Refused):
        come_back(path)


def test_command_writes_both_files_and_never_over_another(left, elsewhere, tmp_path):
    come_back(left.path)
    target, said = tmp_path / "keluar.xlsx", io.StringIO()

    call_command(
        "export_office", "contoh", output=target, clear=True, stdout=said, stderr=io.StringIO()
    )

    assert zipfile.is_zipfile(target)
    assert zipfile.is_zipfile(beside(target))
    assert target.stat().st_mode & 0o077 == 0
    assert "NIK and KK" in said.getvalue()
    with pytest.raises(CommandError, match="exists already"):
        call_command("export_office", "CONTOH", output=target, clear=True, stderr=io.StringIO())
    with pytest.raises(CommandError, match="ends with"):
        call_command("export_office", "CONTOH", output=tmp_path / "a.txt")


def test_a_lost_file_is_told_when_leaving(left, elsewhere, settings, tmp_path):
    office = come_back(left.path)
    for path in (settings.MEDIA_ROOT / "stored").rglob("*"):
        path.is_file() and path.unlink()

    written = write_office(office, tmp_path / "lagi.xlsx", on=today(office))

    assert [text.split(" ")[0] for text in written.lost_files] == ["foto.png"]


def test_identity_under_another_key_stops_the_leaving_and_leaves_no_file(
    left, elsewhere, settings, tmp_path
):
    come_back(left.path)
    settings.IDENTITY_KEY_FILE = None
    settings.IDENTITY_KEY = Fernet.generate_key().decode()

    with pytest.raises(CommandError, match="IDENTITY_KEY"):
        call_command(
            "export_office", "CONTOH", output=tmp_path / "a.xlsx", clear=True, stderr=io.StringIO()
        )

    assert list(tmp_path.glob("a.*")) == []


if connection.vendor == "postgresql":  # SQLite has no roles

    def test_a_role_that_does_not_own_the_tables_is_told_what_to_do(left, elsewhere):
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("CREATE ROLE clerk_of_moves")
                cursor.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO clerk_of_moves")
                cursor.execute("SET LOCAL ROLE clerk_of_moves")
            with pytest.raises(NotRestored, match="pemilik tabel"):
                come_back(left.path)
            transaction.set_rollback(True)
