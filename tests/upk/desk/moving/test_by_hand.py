"""A workbook that a new user filled in: every mistake is told in one go, and mended it is in."""

import io
import json
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from loans.models import Loan
from tests.upk.desk.moving.by_hand import (
    SAME_NIK,
    WRONG_CELLS,
    WRONG_SHAPES,
    bytes_of,
    cell,
    rows_by_hand,
    spoil,
    typed,
)
from upk.desk.moving.jobs import carry_on
from upk.desk.moving.models import MovedIn, Upload
from upk.ledger.models import Entry
from upk.offices.models import Office, Person

pytestmark = pytest.mark.django_db

TOLD = [
    ("Catatan saya", 0, "", "lembar yang tidak dikenal"),
    ("Desa", 0, "", "sel yang digabung C2:C3"),
    ("Orang", 4, "Kode desa", "DONOO"),
    ("Orang", 5, "Nama", "kosong"),
    ("Orang", 6, "NIK", "angka, yang digit terakhirnya hilang"),
    ("Orang", 9, "Nomor orang", "7 seperti di baris 8"),
    ("Orang", 9, "NIK", "NIK yang sama dengan baris 2"),
    ("Kelompok", 2, "Tanggal berdiri", "tanggal sebagai teks: 12 Mei 2004"),
    ("Kelompok", 3, "Tanggal berdiri", "angka 38484, bukan tanggal"),
    ("Kelompok", 4, "Tingkat", "Madya"),
    ("Anggota kelompok", 1, "", "kolom “Position” yang tidak dikenal"),
    ("Anggota kelompok", 1, "Jabatan", "kolom yang tidak ada"),
    ("Anggota kelompok", 2, "Sejak", "tanggal 01/01/2090 yang belum tiba"),
    ("Saldo awal", 0, "", "debet Rp 13.500.000, kredit Rp 23.250.000"),
    ("Saldo awal", 2, "Debet", "teks 1 juta lebih"),
    ("Saldo awal", 3, "Debet", "angka yang dapat dibaca dua cara: 8,000.000"),
    ("Saldo awal", 4, "Debet", "jumlah negatif -500000"),
    # follows from the payment above what is owed
    ("Saldo awal", 5, "Debet",
     "saldo 1.1.03.01 Piutang Masyarakat SPP (Pokok): Rp 7.000.000 di debet"),
    # both follow from the formula in the inventory
    ("Saldo awal", 7, "Debet", "saldo 1.2.01.04 Inventaris/Peralatan: Rp 3.500.000 di debet"),
    ("Saldo awal", 8, "Kredit",
     "saldo 1.2.02.03 Akumulasi penyusutan Inventaris/Peralatan: Rp 900.000 di kredit"),
    ("Inventaris", 1, "", "kolom “Keterangan” yang tidak dikenal"),
    ("Inventaris", 2, "Harga satuan", "rumus =500000+250000"),
    ("Inventaris", 3, "", "baris tersembunyi"),
    ("Produk pinjaman", 2, "Akun kas atau bank", "akun 1.1.01.99 tidak ada"),
    ("Pinjaman", 2, "Pokok pinjaman", "Rp 12.000.000"),
    ("Jadwal angsuran", 3, "", "baris kosong"),
    ("Pembayaran", 2, "Tanggal", "1 Maret 2009, sebelum pencairan"),
    ("Pembayaran", 13, "Pokok", "pokok dibayar seluruhnya Rp 7.000.000"),
]  # fmt: skip
"""Everything that is found in the spoilt workbook, in the order of its sheets."""


def upload(client, content: bytes) -> Upload:
    """Sent on the page, and looked through as the thread does."""
    file = SimpleUploadedFile("pindah.xlsx", content)
    client.post(reverse("desk:moving"), {"file": file})
    found = Upload.objects.first()
    carry_on(found.pk)
    found.refresh_from_db()
    return found


def test_the_command_tells_the_same_and_writes_nothing(db, tmp_path):
    """Every kind of bad input has its sentence there too, in one go, and no NIK in any."""
    book, path, out = typed(rows_by_hand()), tmp_path / "pindah.xlsx", io.StringIO()
    mending = list(spoil(book))
    cell(book, "Orang", 4, "Kode desa").value = SAME_NIK
    path.write_bytes(bytes_of(book))

    with pytest.raises(SystemExit) as end:
        call_command("import_office", path, "--json", "--manager", "pimpinan", stdout=out)

    told = json.loads(out.getvalue())
    found = [(p["sheet"], p["row"], p["column"], p["found"]) for p in told["problems"]]
    there = ("Orang", 4, "Kode desa")
    expected = [(*there, "(nomor identitas)") if place[:3] == there else place for place in TOLD]
    assert (end.value.code, told["state"], len(mending) >= 20) == (1, "problems", True)
    assert found == expected
    assert SAME_NIK not in out.getvalue()
    assert not Office.objects.exists()


def test_all_mistakes_are_told_at_once_and_mended_it_is_in(client, manager, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    client.force_login(manager)
    book = typed(rows_by_hand())
    mending = list(spoil(book))
    assert len(mending) == len(WRONG_CELLS) + len(WRONG_SHAPES) >= 20

    found = upload(client, bytes_of(book))

    told = list(found.problems.values_list("sheet", "row", "column", "found"))
    assert told == TOLD
    assert all(found.problems.values_list("expected", flat=True))
    assert not any(SAME_NIK in problem.found for problem in found.problems.all())
    assert not Entry.objects.exists()

    for mend in mending:
        mend(book)
    found = upload(client, bytes_of(book))
    assert list(found.problems.values_list("sheet", "row", "column", "found")) == []
    address = reverse("desk:moving-confirm", args=[found.pk])
    client.post(address, {"request_key": uuid4()})
    carry_on(found.pk)

    found.refresh_from_db()
    assert found.state == Upload.State.DONE
    assert (MovedIn.objects.count(), Loan.objects.count(), Person.objects.count()) == (1, 4, 8)
