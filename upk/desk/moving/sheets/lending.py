"""Sheets of lending: products, loans, members' shares, schedules that differ, payments."""

from upk.desk.moving.columns import Column, Kind, Sheet
from upk.desk.moving.sheets.office import CATEGORIES

METHODS = (("flat", "Flat"), ("declining", "Menurun"), ("annuity", "Anuitas"))
PERIODS = (("month", "Bulanan"), ("week", "Mingguan"))
ROUNDINGS = (("nearest", "Terdekat"), ("up", "Ke atas"), ("down", "Ke bawah"))

_TERMS = (
    Column("rate", "Jasa % per bulan", Kind.DECIMAL, least=0, most=20),
    Column("method", "Cara hitung jasa", Kind.CHOICE, choices=METHODS),
    Column(
        "period", "Jadwal", Kind.CHOICE, choices=PERIODS, required=False, help="Kosong: bulanan."
    ),
    Column("tenor", "Jangka", Kind.WHOLE, least=1, most=260),
    Column(
        "principal_every", "Pokok setiap", Kind.WHOLE, required=False, most=260,
        help="Kosong: 1. Angka 0: pokok dibayar sekaligus di akhir.",
    ),
    Column(
        "interest_every", "Jasa setiap", Kind.WHOLE, required=False, most=260,
        help="Kosong: 1. Angka 0: jasa dibayar sekaligus di akhir.",
    ),
    Column("grace", "Tenggang pokok", Kind.WHOLE, required=False, most=260),
    Column("rounding_step", "Pembulatan ke", Kind.WHOLE, required=False, least=1, most=100_000),
    Column("rounding", "Cara pembulatan", Kind.CHOICE, choices=ROUNDINGS, required=False),
)  # fmt: skip

PRODUCTS = Sheet(
    "products",
    "Produk pinjaman",
    "Produk yang dipakai kantor; syarat di sini berlaku untuk pinjaman baru.",
    (
        Column("code", "Kode produk", Kind.CODE, most=10),
        Column("name", "Nama produk", most=100),
        Column("category", "Jenis kelompok", Kind.CHOICE, choices=CATEGORIES),
        Column("women_only", "Khusus perempuan", Kind.YES_NO, required=False),
        Column("receivable", "Akun piutang", Kind.CODE),
        Column("interest_income", "Akun pendapatan jasa", Kind.CODE),
        Column("penalty_income", "Akun pendapatan denda", Kind.CODE, required=False),
        Column("cash", "Akun kas atau bank", Kind.CODE),
        *_TERMS,
    ),
    identity=("code",),
    examples=(
        {
            "code": "SPP", "name": "Simpan Pinjam Perempuan", "category": "SPP",
            "women_only": "ya", "receivable": "1.1.03.01", "interest_income": "4.1.01.01",
            "cash": "1.1.01.04", "rate": "1,5", "method": "Flat", "tenor": "12",
        },
    ),
)  # fmt: skip

_LOAN_STATES = (("A", "Berjalan"), ("L", "Lunas"))

LOANS = Sheet(
    "loans",
    "Pinjaman",
    "Setiap pinjaman yang berjalan pada tanggal pindah; yang lunas boleh ikut, untuk riwayat.",
    (
        Column("code", "Nomor pinjaman", Kind.CODE, most=30),
        Column("group", "Kode kelompok", Kind.CODE, refers="groups"),
        Column("product", "Kode produk", Kind.CODE, refers="products"),
        Column("proposed_on", "Tanggal usulan", Kind.DAY, required=False),
        Column("disbursed_on", "Tanggal cair", Kind.DAY),
        Column("principal", "Pokok pinjaman", Kind.AMOUNT, least=1),
        *_TERMS,
        Column(
            "payment_day", "Tanggal angsuran", Kind.WHOLE, required=False, least=1, most=31,
            help="Kosong: tanggal cairnya.",
        ),
        Column("status", "Keadaan", Kind.CHOICE, choices=_LOAN_STATES),
        Column(
            "paid_principal", "Pokok dibayar", Kind.AMOUNT, required=False,
            help="Jumlah sampai tanggal pindah. Kosong bila lembar Pembayaran diisi.",
        ),
        Column("paid_interest", "Jasa dibayar", Kind.AMOUNT, required=False),
        Column("last_paid_on", "Tanggal bayar terakhir", Kind.DAY, required=False),
    ),
    identity=("code",),
    examples=(
        {
            "code": "SPP-09-001", "group": "DONO-01", "product": "SPP",
            "disbursed_on": "15/03/2009", "principal": "12.000.000", "rate": "1,5",
            "method": "Flat", "tenor": "12", "status": "Berjalan", "paid_principal": "9.000.000",
            "paid_interest": "1.620.000", "last_paid_on": "15/12/2009",
        },
    ),
)  # fmt: skip

SHARES = Sheet(
    "shares",
    "Pemanfaat",
    "Bagian setiap pemanfaat; jumlahnya sama dengan pokok pinjamannya.",
    (
        Column("loan", "Nomor pinjaman", Kind.CODE, refers="loans"),
        Column("person", "Nomor orang", Kind.CODE, refers="people"),
        Column("principal", "Pokok", Kind.AMOUNT, least=1),
    ),
    identity=("loan", "person"),
    examples=({"loan": "SPP-09-001", "person": "1", "principal": "12.000.000"},),
)

INSTALMENTS = Sheet(
    "instalments",
    "Jadwal angsuran",
    "Hanya bila jadwal lama tidak sama dengan hitungan dari syarat pinjaman; lalu semua barisnya.",
    (
        Column("loan", "Nomor pinjaman", Kind.CODE, refers="loans"),
        Column("n", "Ke", Kind.WHOLE, least=1, most=260),
        Column("due_on", "Jatuh tempo", Kind.DAY, future=True),
        Column("principal", "Pokok", Kind.AMOUNT),
        Column("interest", "Jasa", Kind.AMOUNT),
    ),
    identity=("loan", "n"),
    examples=(
        {
            "loan": "SPP-09-001", "n": "1", "due_on": "15/04/2009", "principal": "1.000.000",
            "interest": "180.000",
        },
    ),
)  # fmt: skip

PAYMENTS = Sheet(
    "payments",
    "Pembayaran",
    "Setiap pembayaran sampai tanggal pindah, bila daftarnya ada; jika tidak, cukup jumlahnya "
    "di lembar Pinjaman.",
    (
        Column("loan", "Nomor pinjaman", Kind.CODE, refers="loans"),
        Column("paid_on", "Tanggal", Kind.DAY),
        Column("principal", "Pokok", Kind.AMOUNT),
        Column("interest", "Jasa", Kind.AMOUNT),
        Column("penalty", "Denda", Kind.AMOUNT, required=False),
    ),
    examples=(
        {
            "loan": "SPP-09-001", "paid_on": "15/04/2009", "principal": "1.000.000",
            "interest": "180.000",
        },
    ),
)  # fmt: skip

SHEETS = (PRODUCTS, LOANS, SHARES, INSTALMENTS, PAYMENTS)
