"""Sheets of the books: balances on the day of the move, and what the office owns."""

from upk.desk.moving.columns import Column, Kind, Sheet

KINDS = (
    ("asset", "Aset"), ("contra_asset", "Pengurang aset"), ("liability", "Utang"),
    ("equity", "Modal"), ("income", "Pendapatan"), ("expense", "Beban"),
)  # fmt: skip
FUNDS = (
    ("revolving", "Dana bergulir"), ("operational", "Operasional"), ("grant", "BLM"),
    ("levy", "Iuran pemeliharaan"), ("social", "Dana sosial"),
)  # fmt: skip
LIQUIDITIES = (("cash", "Kas"), ("bank", "Bank"))

BALANCES = Sheet(
    "balances",
    "Saldo awal",
    "Saldo setiap akun pada akhir tanggal pindah; debet dan kredit seluruhnya sama. Akun yang "
    "belum ada di daftar akun Bergulir dibuat dari baris ini.",
    (
        Column("code", "Kode akun", Kind.CODE, most=20),
        Column("name", "Nama akun", required=False, most=120),
        Column("debit", "Debet", Kind.AMOUNT, required=False),
        Column("credit", "Kredit", Kind.AMOUNT, required=False),
        Column("kind", "Jenis akun", Kind.CHOICE, choices=KINDS, required=False),
        Column("fund", "Dana", Kind.CHOICE, choices=FUNDS, required=False),
        Column("liquidity", "Kas/bank", Kind.CHOICE, choices=LIQUIDITIES, required=False),
    ),
    identity=("code",),
    examples=({"code": "1.1.01.01", "name": "Kas Tunai", "debit": "1.250.000"},),
)

ASSETS = Sheet(
    "assets",
    "Inventaris",
    "Barang milik kantor pada tanggal pindah, sekelompok barang yang sama satu baris.",
    (
        Column("asset_class", "Golongan", most=60, help="Nama golongan inventaris di Bergulir."),
        Column("name", "Nama barang", most=100),
        Column("bought_on", "Tanggal beli", Kind.DAY),
        Column("quantity", "Jumlah", Kind.WHOLE, least=1, most=10_000),
        Column("unit_cost", "Harga satuan", Kind.AMOUNT, least=1),
        Column(
            "depreciated", "Penyusutan per barang", Kind.AMOUNT, required=False,
            help="Sampai tanggal pindah, setiap barang.",
        ),
        Column("location", "Tempat", required=False, most=60),
    ),
    examples=(
        {
            "asset_class": "Inventaris/peralatan kantor", "name": "Meja kerja",
            "bought_on": "10/01/2007", "quantity": "2", "unit_cost": "750.000",
            "depreciated": "450.000",
        },
    ),
)  # fmt: skip

SHEETS = (BALANCES, ASSETS)
