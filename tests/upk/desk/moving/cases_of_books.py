"""Spoilt rows of balances and of the inventory."""

from datetime import date

from tests.upk.desk.moving.cases import Cases, add, change, told

CASES: Cases = (
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
)  # fmt: skip
