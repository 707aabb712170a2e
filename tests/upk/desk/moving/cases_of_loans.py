"""Spoilt rows of the office, its people, products, loans and payments."""

from datetime import date
from decimal import Decimal

from tests.upk.desk.moving.cases import Cases, add, change, told

CASES: Cases = (
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
        "payment written twice", add("payments", 0),
        told("Saldo awal", 5, "Debet", "saldo 1.1.03.01 Piutang Masyarakat SPP (Pokok): "
             "Rp 7.000.000 di debet",
             "Rp 6.000.000 di debet, sisa pokok pinjaman SPP; selisih Rp 1.000.000; lembar "
             "Pembayaran mungkin memuat pembayaran dua kali: baris 14 sama dengan 2"),
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
)  # fmt: skip
