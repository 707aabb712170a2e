"""Sheets of what was built in the villages, and of the levies for it (domain.md, 9)."""

from upk.desk.moving.columns import Column, Kind, Sheet

KINDS = (
    ("road", "Jalan"), ("bridge", "Jembatan"), ("drainage", "Drainase"),
    ("wall", "Talud / tembok penahan"), ("water", "Air bersih"), ("irrigation", "Irigasi"),
    ("building", "Gedung"), ("market", "Pasar"), ("latrines", "MCK"), ("other", "Lainnya"),
)  # fmt: skip
UNITS = (("m", "m"), ("m2", "m²"), ("m3", "m³"), ("unit", "unit"))
CONDITIONS = (
    ("good", "Baik"), ("slight", "Rusak ringan"), ("heavy", "Rusak berat"),
    ("broken", "Tidak berfungsi"),
)  # fmt: skip
ENDINGS = (("abandoned", "Tidak dipelihara lagi"), ("replaced", "Diganti bangunan baru"))
BASES = (("meeting", "Musyawarah desa"), ("perdes", "Peraturan desa (Perdes)"))
PER = (("month", "Bulan"), ("quarter", "Triwulan"))

_INSPECTED = (
    Column(
        "inspected_on", "Diperiksa terakhir", Kind.DAY, required=False,
        help="Pemeriksaan terakhir sampai tanggal pindah. Kosong: belum pernah diperiksa.",
    ),
    Column("condition", "Kondisi", Kind.CHOICE, choices=CONDITIONS, required=False),
    Column("notes", "Catatan", required=False, most=500),
    Column("work_needed", "Pekerjaan yang diperlukan", required=False, most=500),
    Column("inspector_name", "Diperiksa oleh", required=False, most=100),
)  # fmt: skip
_ENDED = (
    Column(
        "ended_on", "Tidak dipelihara sejak", Kind.DAY, required=False,
        help="Hanya untuk yang sudah ditinggalkan atau diganti.",
    ),
    Column("ended_kind", "Sebab", Kind.CHOICE, choices=ENDINGS, required=False),
    Column("ended_note", "Penjelasan", required=False, most=150),
)  # fmt: skip

INFRASTRUCTURE = Sheet(
    "infrastructure",
    "Prasarana",
    "Setiap prasarana yang dibangun program, dengan pemeriksaan terakhirnya.",
    (
        Column(
            "code", "Nomor prasarana", Kind.CODE, most=20,
            help="Nomor bebas, dipakai lembar Kegiatan BLM.",
        ),
        Column("village", "Kode desa", Kind.CODE, refers="villages"),
        Column("kind", "Jenis", Kind.CHOICE, choices=KINDS),
        Column("name", "Nama prasarana", most=100),
        Column("built_year", "Dibangun tahun", Kind.WHOLE, least=1950, most=2999),
        Column(
            "phase_year", "Tahun anggaran", Kind.WHOLE, required=False, least=1998, most=2999,
            help="Tahun BLM yang membiayai; kosong bila dari dana lain.",
        ),
        Column("cost", "Biaya", Kind.AMOUNT, required=False, help="Kosong: tidak diketahui."),
        Column("size", "Ukuran", Kind.DECIMAL, least=0, most=9_999_999),
        Column("unit", "Satuan", Kind.CHOICE, choices=UNITS),
        Column("location", "Tempat", most=120),
        Column("latitude", "Lintang", Kind.DECIMAL, required=False, least=-11, most=6),
        Column("longitude", "Bujur", Kind.DECIMAL, required=False, least=95, most=141),
        Column("team", "Tim pemelihara (TP3)", required=False, most=100),
        Column(
            "registered_on", "Terdaftar sejak", Kind.DAY, required=False,
            help="Sejak hari ini ikut dinilai. Kosong: sejak pemeriksaan terakhir, atau tanggal "
            "pindah.",
        ),
        *_INSPECTED,
        *_ENDED,
    ),
    identity=("code",),
    examples=(
        {
            "code": "P1", "village": "DONO", "kind": "Jalan", "name": "Rabat beton Dusun Kidul",
            "built_year": "2006", "phase_year": "2006", "cost": "82.500.000", "size": "420",
            "unit": "m", "location": "Dusun Kidul RT 02", "team": "TP3 Kidul",
            "inspected_on": "15/12/2009", "condition": "Rusak ringan",
            "notes": "Retak di dua tempat",
        },
    ),
)  # fmt: skip

LEVY_RULES = Sheet(
    "levy_rules",
    "Aturan iuran",
    "Keputusan setiap desa tentang iuran pemeliharaan; yang baru mengganti yang lama.",
    (
        Column("village", "Kode desa", Kind.CODE, refers="villages"),
        Column("basis", "Dasar", Kind.CHOICE, choices=BASES),
        Column("number", "Nomor keputusan", most=60),
        Column("decided_on", "Tanggal keputusan", Kind.DAY),
        Column("since", "Berlaku mulai", Kind.DAY),
        Column("amount", "Iuran setiap pembayar", Kind.AMOUNT, least=1),
        Column("per", "Setiap", Kind.CHOICE, choices=PER),
        Column("payers", "Jumlah pembayar", Kind.WHOLE, least=1, most=1_000_000),
    ),
    identity=("village", "since"),
    examples=(
        {
            "village": "DONO", "basis": "Peraturan desa (Perdes)", "number": "03/2008",
            "decided_on": "20/02/2008", "since": "01/03/2008", "amount": "1.000", "per": "Bulan",
            "payers": "180",
        },
    ),
)  # fmt: skip

LEVY_PAYMENTS = Sheet(
    "levy_payments",
    "Iuran dibayar",
    "Iuran yang dibayar desa sebelum pindah, menurut triwulannya. Tanpa baris di sini triwulan "
    "yang lalu terlihat belum dibayar; isi sedikitnya delapan triwulan terakhir.",
    (
        Column("village", "Kode desa", Kind.CODE, refers="villages"),
        Column("year", "Tahun", Kind.WHOLE, least=2000, most=2999),
        Column("quarter", "Triwulan", Kind.WHOLE, least=1, most=4),
        Column("received_on", "Tanggal terima", Kind.DAY),
        Column("amount", "Jumlah", Kind.AMOUNT, least=1),
    ),
    identity=("village", "year", "quarter", "received_on"),
    examples=(
        {
            "village": "DONO", "year": "2009", "quarter": "4", "received_on": "20/11/2009",
            "amount": "540.000",
        },
    ),
)  # fmt: skip

LEVY_BALANCES = Sheet(
    "levy_balances",
    "Saldo iuran",
    "Uang iuran setiap desa pada tanggal pindah. Jumlahnya sama dengan akun kas, bank, dan titipan "
    "iuran pada lembar Saldo awal.",
    (
        Column("village", "Kode desa", Kind.CODE, refers="villages"),
        Column(
            "cash", "Belum disetor", Kind.AMOUNT, required=False,
            help="Sudah diterima kantor, belum di bank.",
        ),
        Column("bank", "Di bank", Kind.AMOUNT, required=False),
    ),
    identity=("village",),
    examples=({"village": "DONO", "cash": "150.000", "bank": "4.380.000"},),
)  # fmt: skip

SHEETS = (INFRASTRUCTURE, LEVY_RULES, LEVY_PAYMENTS, LEVY_BALANCES)
