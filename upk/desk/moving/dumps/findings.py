"""What didn't add up in the old data, as values: told, not lost and not guessed. Pure.

A finding never repeats more of a person than the row's number, except in ``kept``: what the
workbook couldn't take over, which stands in the workbook alone.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from upk.desk.moving.columns import Column, Sheet

MOST_OF_A_KIND = 5_000
"""Rows; of what comes oftener than that the rest is only counted."""


class About(StrEnum):
    """Kinds of findings, as people read them, in the order in which they are told."""

    SCHEDULE = "Jadwal angsuran tidak sama dengan pokok pinjaman"
    PAYMENT_WITHOUT_JOURNAL = "Angsuran tanpa jurnal"
    PAYMENT_UNLIKE_JOURNAL = "Angsuran tidak sama dengan jurnalnya"
    JOURNAL_WITHOUT_PAYMENT = "Jurnal angsuran tanpa catatan angsuran"
    JOURNAL_WITHOUT_LOAN = "Jurnal untuk pinjaman yang tidak ada"
    DISBURSEMENT = "Pencairan tidak sama dengan jurnalnya"
    ACCOUNT = "Kode akun jurnal tidak ada di daftar rekening"
    YEAR = "Saldo tahun tidak sama dengan jumlah transaksi"
    MONTH = "Saldo bulan tidak sama dengan jumlah transaksi"
    BALANCE = "Neraca tidak seimbang"
    RECEIVABLE = "Akun piutang tidak sama dengan sisa pinjaman"
    SHARES = "Bagian pemanfaat tidak sama dengan pinjaman kelompok"
    PAID = "Pembayaran tidak cocok dengan pinjamannya"
    DOUBLED = "Kode atau nomor dipakai lebih dari sekali"
    CODE = "Kode kosong, berspasi, atau terlalu panjang"
    DAY = "Tanggal kosong atau tidak terbaca"
    AMOUNT = "Jumlah tidak terbaca atau berpecahan"
    NEGATIVE = "Jumlah negatif"
    IDENTITY = "NIK atau nomor KK tidak 16 angka"
    REFERENCE = "Merujuk baris yang tidak ada"
    OTHER_NAME = "Kode akun bernama lain di Bergulir"
    NEW_ACCOUNT = "Kode akun belum ada di Bergulir"
    UNKNOWN = "Isi yang tidak dikenal"
    COLUMN = "Kolom yang tidak dikenal"
    LEFT_OUT = "Tidak ikut dipindahkan"
    MISSING = "Tidak ada di berkas, isi sendiri"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing: in which table and row, what was found, and what the workbook holds instead.

    ``row`` is what names it in the old application (``id 17``); empty: the table as a whole.
    """

    about: About
    table: str
    row: str
    found: str
    done: str
    kept: str = ""


class Findings:
    """All of them, by their kind, in the order in which they were found."""

    def __init__(self) -> None:
        self.counts: Counter[About] = Counter()
        self._kept: dict[About, list[Finding]] = {about: [] for about in About}

    def add(
        self, about: About, table: str, row: object, found: str, done: str, kept: str = ""
    ) -> None:
        self.counts[about] += 1
        if self.counts[about] <= MOST_OF_A_KIND:
            self._kept[about].append(Finding(about, table, str(row), found, done, kept))

    def __iter__(self) -> Iterator[Finding]:
        for about, found in self._kept.items():
            yield from found
            if self.counts[about] > len(found):
                more = self.counts[about] - len(found)
                yield Finding(about, "", "", f"dan {more} lagi yang serupa", "")

    def __len__(self) -> int:
        return self.counts.total()

    def of(self, about: About) -> list[Finding]:
        """Those of a kind."""
        return list(self._kept[about])


SHEET = Sheet(
    "findings",
    "Temuan",
    "Yang tidak cocok di data lama, dan apa yang dilakukan dengannya. Lembar ini tidak diimpor.",
    (
        Column("about", "Jenis", most=100),
        Column("table", "Tabel", required=False),
        Column("row", "Baris", required=False),
        Column("found", "Yang ditemukan", most=500),
        Column("done", "Di buku kerja ini", required=False, most=500),
        Column("kept", "Isi lama", required=False, most=500),
    ),
)


def sheet_rows(findings: Findings) -> Iterator[dict[str, object]]:
    """The findings as rows of their sheet."""
    for item in findings:
        yield {
            "about": item.about.value,
            "table": item.table,
            "row": item.row,
            "found": item.found,
            "done": item.done,
            "kept": item.kept,
        }
