"""Each problem is told at its place, in a sentence of its own, and nothing else is."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from tests.upk.desk.moving.workbook import Sheets, content_of, sheets
from upk.desk.moving.checks import check
from upk.desk.moving.known import Known, KnownAccount, KnownClass
from upk.ledger.chart import template_accounts

FILLED = {
    "1.1.03.01": "loans", "1.1.03.02": "loans", "1.1.03.09": "loans",
    "1.2.01.04": "assets", "1.2.02.03": "assets", "1.2.01.01": "assets",
}  # fmt: skip
KNOWN = Known(
    code="KALIJAMBE",
    today=date(2010, 2, 15),
    accounts={
        line.code: KnownAccount(
            line.name, line.kind, line.fund, line.liquidity, line.is_header,
            line.code != "1.1.02.03", FILLED.get(line.code, ""),
        )
        for line in template_accounts()
    },
    classes={
        "komputer": KnownClass("Komputer", "1.2.01.04", "1.2.02.03"),
        "inventaris/peralatan kantor": KnownClass(
            "Inventaris/peralatan kantor", "1.2.01.04", "1.2.02.03"
        ),
        "tanah": KnownClass("Tanah", "1.2.01.01"),
    },
    products={"SPP": "1.1.03.01", "UEP": "1.1.03.02"},
    villages={"DONO": "Donoyudan"},
)  # fmt: skip

Place = tuple[str, int, str]
CASES: dict[str, tuple[Callable[[Sheets], None], list[tuple[Place, str, str]]]] = {}
"""What is spoilt, and the problems: sheet, row and column, what was found and expected."""


def case(name: str, *problems: tuple[Place, str, str]) -> Callable:
    def keep(spoil: Callable[[Sheets], None]) -> Callable[[Sheets], None]:
        CASES[name] = spoil, list(problems)
        return spoil

    return keep


def change(sheet: str, place: int, **values) -> Callable[[Sheets], None]:
    """Other values in the row at a place, counted from 0."""
    return lambda rows: rows[sheet][place].update(values)


def add(sheet: str, place: int, **values) -> Callable[[Sheets], None]:
    """A row more: that at a place with other values."""
    return lambda rows: rows[sheet].append(rows[sheet][place] | values)


def told(sheet: str, row: int, column: str, found: str, expected: str):
    return (sheet, row, column), found, expected


for name, spoil, *problems in (
    (
        "another office", change("office", 0, code="LAIN"),
        told("Kantor", 2, "Kode kantor", "LAIN",
             "KALIJAMBE, kode kantor yang sedang pindah"),
    ),
    (
        "the cut-over is today", change("office", 0, cut_over=date(2010, 2, 15)),
        told("Kantor", 2, "Tanggal pindah", "15 Februari 2010",
             "hari sebelum 15 Februari 2010: buku ditutup sampai tanggal itu"),
    ),
    (
        "code in small letters", change("office", 0, district_code="sragen"),
        told("Kantor", 2, "Kode kabupaten", "sragen",
             "huruf besar, angka, titik, dan tanda hubung saja, tanpa spasi"),
    ),
    (
        "two villages of one name", add("villages", 1, code="KEDEN2", name="KEDEN"),
        told("Desa", 4, "Nama desa", "KEDEN, seperti di baris 3",
             "nama yang lain untuk setiap desa"),
    ),
    (
        "village that is there under another code",
        lambda rows: (
            change("villages", 0, code="DONO2")(rows),
            [p.update(village="DONO2") for p in rows["people"] if p["village"] == "DONO"],
            [g.update(village="DONO2") for g in rows["groups"] if g["village"] == "DONO"],
        ),
        told("Desa", 2, "Kode desa", "DONO2",
             "DONO: desa Donoyudan sudah tercatat di kantor ini dengan kode itu"),
    ),
    (
        "one NIK twice", change("people", 4, nik="3314010000000001"),
        told("Orang", 6, "NIK", "NIK yang sama dengan baris 2",
             "NIK dari KTP orang ini sendiri, atau satu baris saja bila orangnya sama"),
    ),
    (
        "membership that ends before it begins", change("members", 0, until=date(2006, 5, 11)),
        told("Anggota kelompok", 2, "Sampai", "11 Mei 2006",
             "12 Mei 2006 (mulainya) atau sesudahnya"),
    ),
    (
        "member twice at a time", add("members", 3, since=date(2008, 1, 1)),
        told("Anggota kelompok", 8, "Sejak", "1 Januari 2008, masih anggota menurut baris 5",
             "mulai sesudah masa sebelumnya berakhir (kolom Sampai)"),
    ),
    (
        "two chairs", add("members", 0, person="5"),
        told("Anggota kelompok", 8, "Jabatan", "ketua kedua di kelompok DONO-01",
             "satu saja (baris 2), atau isi kolom Sampai"),
    ),
    (
        "product of a rate with five decimals", change("products", 0, rate=Decimal("1.23456")),
        told("Produk pinjaman", 2, "Jasa % per bulan", "1.23456",
             "paling banyak 4 angka di belakang koma"),
    ),
    (
        "product whose grace fills its tenor", change("products", 0, grace=12),
        told("Produk pinjaman", 2, "Tenggang pokok", "12",
             "Tenggang pokok harus lebih pendek dari jangka."),
    ),
    (
        "product with an interval longer than the tenor",
        change("products", 0, principal_every=13),
        told("Produk pinjaman", 2, "Pokok setiap", "13",
             "paling banyak 12, jangkanya; 0 bila sekali di akhir"),
    ),
    (
        "product of an account that isn't there", change("products", 0, cash="1.1.01.77"),
        told("Produk pinjaman", 2, "Akun kas atau bank", "akun 1.1.01.77 tidak ada",
             "akun kas atau bank"),
    ),
    (
        "product with income for its receivable", change("products", 1, penalty_income="1.1.03.08"),
        told("Produk pinjaman", 3, "Akun pendapatan denda", "1.1.03.08 Piutang lain",
             "akun pendapatan"),
    ),
    (
        "two products of one receivable", add("products", 1, code="PINTAR"),
        told("Produk pinjaman", 3, "Akun piutang", "1.1.03.02, dipakai 2 produk",
             "akun piutang sendiri untuk setiap produk"),
        told("Produk pinjaman", 4, "Akun piutang", "1.1.03.02, dipakai 2 produk",
             "akun piutang sendiri untuk setiap produk"),
        told("Produk pinjaman", 4, "Akun piutang",
             "1.1.03.02 Piutang Masyarakat UEP (Pokok), sudah dipakai bagian lain",
             "akun piutang yang tidak dipakai bagian lain"),
    ),
    (
        "receivable that things are in", change("products", 1, receivable="1.2.01.04"),
        told("Produk pinjaman", 3, "Akun piutang",
             "1.2.01.04 Inventaris/Peralatan, sudah dipakai bagian lain",
             "akun piutang yang tidak dipakai bagian lain"),
        told("Saldo awal", 6, "Debet", "saldo 1.1.03.02 Piutang Masyarakat UEP (Pokok): "
             "Rp 2.000.000 di debet",
             "Rp 0, baris-baris yang mengisinya (tidak ada); selisih Rp 2.000.000"),
        told("Saldo awal", 7, "Debet",
             "saldo 1.2.01.04 Inventaris/Peralatan: Rp 3.500.000 di debet",
             "Rp 5.500.000 di debet, harga perolehan inventaris; selisih Rp 2.000.000"),
    ),
    (
        "new account that is cash and a debt",
        lambda rows: rows["balances"].append(
            {"code": "2.1.01.09", "name": "Utang baru", "credit": 0, "kind": "liability",
             "fund": "revolving", "liquidity": "cash"}
        ),
        told("Saldo awal", 12, "Kas/bank", "kas atau bank, pada Utang",
             "kosong: hanya aset yang kas atau bank"),
    ),
    (
        "loan after the cut-over",
        lambda rows: (
            change("loans", 3, disbursed_on=date(2010, 1, 5))(rows),
            change("instalments", 0, due_on=date(2010, 1, 9))(rows),
        ),
        told("Pinjaman", 5, "Tanggal cair", "5 Januari 2010",
             "paling lambat tanggal pindah, 31 Desember 2009"),
    ),
    (
        "loan asked for after it was paid out", change("loans", 0, proposed_on=date(2009, 3, 16)),
        told("Pinjaman", 2, "Tanggal usulan", "16 Maret 2009",
             "paling lambat tanggal cairnya, 15 Maret 2009"),
    ),
    (
        "group of another category", change("groups", 2, category="LAIN"),
        told("Pinjaman", 5, "Kode produk", "UEP untuk kelompok UEP",
             "produk untuk kelompok LAIN"),
    ),
    (
        "man in a product for women", change("people", 4, sex="L"),
        told("Pemanfaat", 6, "Nomor orang", "orang 5, laki-laki",
             "perempuan: SPP khusus perempuan"),
    ),
    (
        "borrower of a running loan who is no member", change("shares", 5, person="5"),
        told("Pemanfaat", 7, "Nomor orang", "orang 5, bukan anggota kelompok KEDEN-01",
             "anggota di lembar Anggota kelompok"),
    ),
    (
        "shares that don't add up", change("shares", 1, principal=3_500_000),
        told("Pinjaman", 2, "Pokok pinjaman", "Rp 12.000.000",
             "Rp 11.500.000, jumlah bagian pemanfaatnya; selisih Rp 500.000"),
    ),
    (
        "loan of nobody", lambda rows: rows["shares"].pop(4),
        told("Pinjaman", 4, "Nomor pinjaman", "SPP-08-007 tanpa pemanfaat",
             "paling sedikit satu baris di lembar Pemanfaat"),
    ),
    (
        "share that can't be split",
        lambda rows: (
            change("shares", 0, principal=11_999_999)(rows), change("shares", 1, principal=1)(rows)
        ),
        told("Pemanfaat", 3, "Pokok", "Rp 1",
             "bagian yang cukup besar untuk dibagi menjadi angsuran"),
    ),
    (
        "loan whose grace fills its tenor", change("loans", 0, grace=12),
        told("Pinjaman", 2, "Tenggang pokok", "12",
             "Tenggang pokok harus lebih pendek dari jangka."),
    ),
    (
        "schedule that isn't the principal", change("instalments", 1, principal=1_900_000),
        told("Jadwal angsuran", 2, "Pokok", "jumlah pokok angsuran Rp 1.900.000",
             "Rp 2.000.000, pokok pinjaman UEP-09-001; selisih Rp 100.000"),
    ),
    (
        "schedule that leaves a number out", change("instalments", 1, n=3),
        told("Jadwal angsuran", 3, "Ke", "3", "2: nomor angsuran berurutan dari 1"),
    ),
    (
        "instalment due before the disbursement",
        change("instalments", 0, due_on=date(2009, 11, 20)),
        told("Jadwal angsuran", 2, "Jatuh tempo", "20 November 2009",
             "sesudah tanggal cairnya, 20 November 2009"),
    ),
    (
        "due days that go back", change("instalments", 1, due_on=date(2009, 12, 10)),
        told("Jadwal angsuran", 3, "Jatuh tempo", "10 Desember 2009",
             "sesudah angsuran sebelumnya, 10 Desember 2009"),
    ),
    (
        "payment before the disbursement", change("payments", 0, paid_on=date(2009, 3, 14)),
        told("Pembayaran", 2, "Tanggal", "14 Maret 2009, sebelum pencairan",
             "tanggal cair SPP-09-001, 15 Maret 2009, atau sesudahnya"),
    ),
    (
        "payment after the cut-over", change("payments", 8, paid_on=date(2010, 1, 2)),
        told("Pembayaran", 10, "Tanggal", "2 Januari 2010",
             "paling lambat tanggal pindah, 31 Desember 2009; yang sesudahnya dicatat di Bergulir"),
    ),
    (
        "payment of nothing",
        add("payments", 0, principal=0, interest=0),
        told("Pembayaran", 14, "", "pembayaran tanpa jumlah",
             "pokok, jasa, atau denda yang dibayar"),
    ),
    (
        "sum paid without a day", change("loans", 1, last_paid_on=None),
        told("Pinjaman", 3, "Tanggal bayar terakhir", "kosong",
             "tanggal pembayaran yang terakhir"),
        told("Saldo awal", 5, "Debet", "saldo 1.1.03.01 Piutang Masyarakat SPP (Pokok): "
             "Rp 7.000.000 di debet",
             "Rp 9.000.000 di debet, sisa pokok pinjaman SPP; selisih Rp 2.000.000"),
    ),
    (
        "sum paid before the disbursement", change("loans", 1, last_paid_on=date(2009, 5, 9)),
        told("Pinjaman", 3, "Tanggal bayar terakhir", "9 Mei 2009, sebelum pencairan",
             "tanggal cair SPP-09-002, 10 Mei 2009, atau sesudahnya"),
    ),
    (
        "a sum and a list", change("loans", 0, paid_principal=9_000_000),
        told("Pinjaman", 2, "Pokok dibayar",
             "Rp 9.000.000, dan 9 baris di lembar Pembayaran",
             "salah satu saja: kosongkan, atau hapus baris-baris itu"),
    ),
    (
        "more jasa paid than is owed", change("payments", 11, interest=45_001),
        told("Pembayaran", 13, "Jasa", "jasa dibayar seluruhnya Rp 135.001",
             "paling banyak Rp 135.000, jasa SPP-08-007; lebih Rp 1"),
    ),
    (
        "more principal paid in one sum than is owed",
        lambda rows: (
            change("loans", 1, paid_principal=6_000_001)(rows),
            change("balances", 3, debit=2_999_999)(rows),
            change("balances", 0, debit=5_250_001)(rows),
        ),
        told("Pinjaman", 3, "Pokok dibayar", "pokok dibayar seluruhnya Rp 6.000.001",
             "paling banyak Rp 6.000.000, pokok SPP-09-002; lebih Rp 1"),
    ),
    (
        "settled with something left", change("payments", 11, interest=0),
        told("Pinjaman", 4, "Keadaan", "Lunas, dengan sisa pokok Rp 0 dan jasa Rp 45.000",
             "Berjalan, atau pembayaran seluruhnya; jasa yang dibebaskan: isi lembar Jadwal "
             "angsuran dengan jasa yang benar-benar diminta"),
    ),
    (
        "running with nothing left", lambda rows: (
            change("loans", 2, status="A")(rows),
            add("members", 3, group="DONO-01", person="5")(rows),
        ),
        told("Pinjaman", 4, "Keadaan", "Berjalan, tanpa sisa pokok dan jasa", "Lunas"),
    ),
    (
        "both sides", change("balances", 0, debit=1_250_001, credit=1),
        told("Saldo awal", 2, "Debet", "debet Rp 1.250.001 dan kredit Rp 1",
             "salah satu saja; saldo akun ada di satu sisi"),
    ),
    (
        "no side", add("balances", 0, code="1.1.01.02", debit=None),
        told("Saldo awal", 12, "Debet", "kosong, juga kreditnya", "saldo di debet atau di kredit"),
    ),
    (
        "sides that differ", change("balances", 0, debit=1_250_001),
        told("Saldo awal", 0, "", "debet Rp 23.250.001, kredit Rp 23.250.000",
             "jumlah yang sama; selisih Rp 1"),
    ),
    (
        "header", change("balances", 0, code="1.1.01.00"),
        told("Saldo awal", 2, "Kode akun", "1.1.01.00 Kas, judul", "akun di bawah judul itu"),
    ),
    (
        "account that isn't used", change("balances", 0, code="1.1.02.03"),
        told("Saldo awal", 2, "Kode akun", "1.1.02.03 Obligasi, tidak dipakai lagi",
             "akun yang dipakai; aktifkan di Daftar Akun"),
    ),
    (
        "the opening account itself", change("balances", 7, code="3.3.01.01"),
        told("Saldo awal", 9, "Kode akun", "3.3.01.01 Saldo Awal Pindahan",
             "nol: akun ini hanya perantara pemindahan; pindahkan saldonya ke akun modal"),
    ),
    (
        "known account of another kind", change("balances", 0, kind="income"),
        told("Saldo awal", 2, "Jenis akun", "Pendapatan", "kosong: 1.1.01.01 Kas Tunai sudah ada"),
    ),
    (
        "new account without its kind", change("balances", 2, kind=None, fund=None),
        told("Saldo awal", 4, "Kode akun", "akun 1.1.01.09 belum ada",
             "kode yang ada di daftar akun Bergulir, atau isi juga Jenis akun, Dana"),
    ),
    (
        "new account outside the chart", change("balances", 2, code="1-1109"),
        told("Saldo awal", 4, "Kode akun", "1-1109",
             "kode di bawah judul daftar akun Bergulir, misalnya 1.1.01.09"),
    ),
    (
        "new account of another kind than its header",
        change("balances", 2, kind="liability", liquidity=None),
        told("Saldo awal", 4, "Jenis akun", "Utang", "Aset, seperti judulnya, Kas"),
    ),
    (
        "receivable that isn't its loans", lambda rows: (
            change("balances", 3, debit=6_900_000)(rows),
            change("balances", 0, debit=1_350_000)(rows),
        ),
        told("Saldo awal", 5, "Debet", "saldo 1.1.03.01 Piutang Masyarakat SPP (Pokok): "
             "Rp 6.900.000 di debet",
             "Rp 7.000.000 di debet, sisa pokok pinjaman SPP; selisih Rp 100.000"),
    ),
    (
        "receivable that is left out", lambda rows: (
            rows["balances"].pop(4), change("balances", 0, debit=3_250_000)(rows)
        ),
        told("Saldo awal", 0, "", "saldo 1.1.03.02 Piutang Masyarakat UEP (Pokok): Rp 0",
             "Rp 2.000.000 di debet, sisa pokok pinjaman UEP; selisih Rp 2.000.000"),
    ),
    (
        "account that nothing fills", change("balances", 0, code="1.1.03.09"),
        told("Saldo awal", 2, "Debet", "saldo 1.1.03.09 Pinjaman dalam Penjadwalan Ulang: "
             "Rp 1.250.000 di debet",
             "Rp 0, baris-baris yang mengisinya (tidak ada); selisih Rp 1.250.000"),
    ),
    (
        "class that isn't there", change("assets", 0, asset_class="Mebel"),
        told("Inventaris", 2, "Golongan", "Mebel",
             "salah satu dari: Inventaris/peralatan kantor; Komputer; Tanah"),
        told("Saldo awal", 7, "Debet",
             "saldo 1.2.01.04 Inventaris/Peralatan: Rp 3.500.000 di debet",
             "Rp 2.000.000 di debet, harga perolehan inventaris; selisih Rp 1.500.000"),
        told("Saldo awal", 8, "Kredit", "saldo 1.2.02.03 Akumulasi penyusutan "
             "Inventaris/Peralatan: Rp 900.000 di kredit",
             "Rp 0, penyusutan inventaris; selisih Rp 900.000"),
    ),
    (
        "worn by all it cost", lambda rows: (
            change("assets", 0, depreciated=750_000)(rows),
            change("balances", 6, credit=1_500_000)(rows),
            change("balances", 7, credit=17_400_000)(rows),
        ),
        told("Inventaris", 2, "Penyusutan per barang", "Rp 750.000",
             "kurang dari harga satuannya, Rp 750.000; barang yang habis sisa Rp 1"),
    ),
    (
        "land that wears out", lambda rows: (
            rows["assets"].append(
                {"asset_class": "tanah", "name": "Kantor", "bought_on": date(2008, 1, 1),
                 "quantity": 1, "unit_cost": 1_000_000, "depreciated": 1}
            ),
            rows["balances"].append({"code": "1.2.01.01", "debit": 1_000_000}),
            change("balances", 0, debit=250_000)(rows),
        ),
        told("Inventaris", 4, "Penyusutan per barang", "Rp 1", "kosong: Tanah tidak disusutkan"),
    ),
    (
        "thing bought after the cut-over", change("assets", 1, bought_on=date(2010, 1, 2)),
        told("Inventaris", 3, "Tanggal beli", "2 Januari 2010",
             "paling lambat tanggal pindah, 31 Desember 2009"),
    ),
):  # fmt: skip
    case(name, *problems)(spoil)


@pytest.mark.parametrize("name", CASES)
def test_problem_is_told(name):
    spoil, expected = CASES[name]
    rows = sheets()

    spoil(rows)

    found = check(content_of(rows), KNOWN)
    places = [((p.sheet, p.row, p.column), p.found, p.expected) for p in found]
    assert places == sorted(expected)


def test_everything_is_told_in_one_go():
    """As many spoilt cells as don't hide each other."""
    rows = sheets()
    wanted = set()
    for name in (
        "another office", "one NIK twice", "two chairs", "product of a rate with five decimals",
        "loan asked for after it was paid out", "due days that go back", "sides that differ",
        "more jasa paid than is owed", "payment before the disbursement",
        "thing bought after the cut-over", "new account without its kind",
    ):  # fmt: skip
        spoil, expected = CASES[name]
        spoil(rows)
        wanted |= set(expected)

    found = check(content_of(rows), KNOWN)

    assert {((p.sheet, p.row, p.column), p.found, p.expected) for p in found} == wanted


def test_cells_that_cannot_be_read_break_no_check():
    """Whatever cell is empty, the others are still looked at."""
    clean = sheets()
    for sheet, found in clean.items():
        for place, row in enumerate(found):
            for key in row:
                rows = sheets()
                rows[sheet][place][key] = None

                assert isinstance(check(content_of(rows), KNOWN), list)


def test_an_identity_number_is_never_told():
    rows = sheets()
    rows["people"][4]["nik"] = rows["people"][0]["nik"]

    told_problems = str(check(content_of(rows), KNOWN))

    assert rows["people"][0]["nik"] not in told_problems
