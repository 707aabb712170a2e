"""Sheets of the grants (BLM): years, money that came in, grants of villages, tranches."""

from upk.desk.moving.columns import Column, Kind, Sheet

SOURCES = (("apbn", "APBN"), ("apbd", "APBD/DDUB"), ("other", "Lainnya"))
SECTORS = (
    ("fisik", "Fisik"), ("ekonomi", "Ekonomi"), ("pendidikan", "Pendidikan"),
    ("kesehatan", "Kesehatan"),
)  # fmt: skip

PHASES = Sheet(
    "grant_phases",
    "Tahun BLM",
    "Dana BLM setiap tahun anggaran menurut keputusan MAD: dari mana, dan untuk bidang apa. Kedua "
    "jumlahnya sama.",
    (
        Column("year", "Tahun anggaran", Kind.WHOLE, least=1998, most=2999),
        Column("mad_number", "Nomor keputusan MAD", most=60),
        Column("mad_on", "Tanggal MAD", Kind.DAY),
        *[
            Column(key, f"Sumber {name}", Kind.AMOUNT, required=False) for key, name in SOURCES
        ],
        *[
            Column(key, f"Bidang {name}", Kind.AMOUNT, required=False) for key, name in SECTORS
        ],
    ),
    identity=("year",),
    examples=(
        {
            "year": "2009", "mad_number": "05/MAD/2009", "mad_on": "10/03/2009",
            "apbn": "800.000.000", "apbd": "200.000.000", "fisik": "650.000.000",
            "ekonomi": "250.000.000", "kesehatan": "50.000.000",
        },
    ),
)  # fmt: skip

OPERATIONAL = Sheet(
    "grant_operational",
    "Operasional BLM",
    "Bagian operasional setiap tahun: untuk UPK (desa kosong) dan untuk TPK setiap desa. Jumlahnya "
    "menambah bidang-bidang pada lembar Tahun BLM.",
    (
        Column("year", "Tahun anggaran", Kind.WHOLE, refers="grant_phases"),
        Column(
            "village", "Kode desa", Kind.CODE, required=False, refers="villages",
            help="Kosong: UPK.",
        ),
        Column("amount", "Bagian", Kind.AMOUNT, least=1),
        Column("paid", "Sudah dibayarkan", Kind.AMOUNT, required=False),
        Column("paid_on", "Tanggal pembayaran", Kind.DAY, required=False),
    ),
    identity=("year", "village"),
    examples=(
        {"year": "2009", "amount": "20.000.000", "paid": "20.000.000", "paid_on": "15/04/2009"},
        {"year": "2009", "village": "DONO", "amount": "2.000.000"},
    ),
)  # fmt: skip

RECEIPTS = Sheet(
    "grant_receipts",
    "Penerimaan BLM",
    "Uang BLM yang masuk ke rekening BLM kantor.",
    (
        Column("year", "Tahun anggaran", Kind.WHOLE, refers="grant_phases"),
        Column("source", "Sumber", Kind.CHOICE, choices=SOURCES),
        Column("received_on", "Tanggal masuk", Kind.DAY),
        Column("amount", "Jumlah", Kind.AMOUNT, least=1),
    ),
    identity=("year", "source", "received_on"),
    examples=(
        {
            "year": "2009", "source": "APBN", "received_on": "01/04/2009",
            "amount": "800.000.000",
        },
    ),
)  # fmt: skip

_ASKED = (
    Column("code", "Nomor kegiatan", Kind.CODE, most=20, help="Nomor bebas, dipakai lembar lain."),
    Column("year", "Tahun anggaran", Kind.WHOLE, refers="grant_phases"),
    Column(
        "number", "Nomor usulan", Kind.WHOLE, required=False, least=1, most=9_999,
        help="Nomor dalam tahunnya; kosong: diberi nomor.",
    ),
    Column("village", "Kode desa", Kind.CODE, refers="villages"),
    Column("sector", "Bidang", Kind.CHOICE, choices=SECTORS),
    Column("title", "Judul kegiatan", most=150),
    Column("kind", "Jenis kegiatan", required=False, most=80),
    Column("location", "Lokasi", required=False, most=150),
    Column("men", "Pemanfaat L", Kind.WHOLE, required=False, most=1_000_000),
    Column("women", "Pemanfaat P", Kind.WHOLE, required=False, most=1_000_000),
    Column("poor", "Di antaranya miskin", Kind.WHOLE, required=False, most=2_000_000),
    Column("amount", "Dana BLM", Kind.AMOUNT, least=1),
    Column(
        "swadaya", "Swadaya", Kind.AMOUNT, required=False,
        help="Yang disanggupi dalam SPPB atau usulan.",
    ),
)  # fmt: skip
_DECIDED = (
    Column(
        "mad_number", "Nomor MAD penetapan", required=False, most=60,
        help="Kosong: keputusan pada lembar Tahun BLM.",
    ),
    Column("mad_on", "Tanggal MAD penetapan", Kind.DAY, required=False),
    Column(
        "spc_number", "Nomor SPC", required=False, most=60,
        help="Kosong bila camat belum menetapkan.",
    ),
    Column("spc_on", "Tanggal SPC", Kind.DAY, required=False),
    Column("camat", "Camat", required=False, most=120),
)  # fmt: skip
_AGREED = (
    Column("chair", "Ketua TPK", Kind.CODE, required=False, refers="people", help="Nomor orang."),
    Column("secretary", "Sekretaris TPK", Kind.CODE, required=False, refers="people"),
    Column("treasurer", "Bendahara TPK", Kind.CODE, required=False, refers="people"),
    Column("bank", "Bank TPK", required=False, most=60),
    Column("bank_account", "Nomor rekening TPK", required=False, most=40),
    Column(
        "sppb_number", "Nomor SPPB", required=False, most=60,
        help="Kosong bila belum ada SPPB, dan untuk bidang Ekonomi.",
    ),
    Column("sppb_on", "Tanggal SPPB", Kind.DAY, required=False),
    Column("upk_signer", "Ditandatangani untuk UPK", required=False, most=120),
    Column("pjok_signer", "PjOK", required=False, most=120),
)  # fmt: skip
GIVEN = (("uang", "Uang"), ("bahan", "Bahan"), ("tenaga", "Tenaga kerja"), ("lahan", "Lahan"))
"""In what forms a village gave to its grant."""

_GIVEN = tuple(
    Column(
        key, f"Swadaya terkumpul: {name}", Kind.AMOUNT, required=False,
        help="Nilainya sampai tanggal pindah.",
    )
    for key, name in GIVEN
)  # fmt: skip
_ENDED = (
    Column(
        "progress", "Kemajuan fisik %", Kind.DECIMAL, required=False, least=0, most=100,
        help="Pada tanggal pindah; untuk bidang Fisik yang belum selesai.",
    ),
    Column("returned", "Dikembalikan TPK", Kind.AMOUNT, required=False),
    Column("returned_on", "Tanggal pengembalian", Kind.DAY, required=False),
    Column(
        "finished_on", "Selesai tanggal", Kind.DAY, required=False,
        help="Hari laporan akhir, bila semua sudah dipertanggungjawabkan.",
    ),
    Column(
        "infrastructure", "Nomor prasarana", Kind.CODE, required=False, refers="infrastructure",
        help="Hasilnya di lembar Prasarana; untuk bidang Fisik yang selesai.",
    ),
)  # fmt: skip

GRANTS = Sheet(
    "grants",
    "Kegiatan BLM",
    "Setiap kegiatan desa yang disetujui MAD, yang sudah selesai juga. Yang hanya disetujui cukup "
    "sampai kolom Tanggal MAD penetapan.",
    (*_ASKED, *_DECIDED, *_AGREED, *_GIVEN, *_ENDED),
    identity=("code",),
    examples=(
        {
            "code": "BLM-09-01", "year": "2009", "village": "DONO", "sector": "Fisik",
            "title": "Rabat beton Dusun Kidul", "men": "80", "women": "75", "poor": "60",
            "amount": "95.000.000", "swadaya": "12.000.000", "spc_number": "414/15/2009",
            "spc_on": "20/03/2009", "camat": "Nama camat", "chair": "11", "secretary": "12",
            "treasurer": "13", "bank": "BRI Unit", "bank_account": "1234-01",
            "sppb_number": "01/SPPB/2009", "sppb_on": "01/04/2009", "upk_signer": "Nama ketua",
            "pjok_signer": "Nama PjOK",
        },
    ),
)  # fmt: skip

TRANCHES = Sheet(
    "grant_tranches",
    "Pencairan BLM",
    "Tahap-tahap setiap kegiatan yang sudah ada SPPB-nya, yang belum dicairkan juga. Dana Ekonomi: "
    "satu baris, hari dana menjadi modal.",
    (
        Column("grant", "Nomor kegiatan", Kind.CODE, refers="grants"),
        Column("number", "Tahap", Kind.WHOLE, least=1, most=6),
        Column("percent", "Persen", Kind.DECIMAL, least=0, most=100),
        Column("amount", "Jumlah", Kind.AMOUNT, least=1),
        Column("paid_on", "Dicairkan tanggal", Kind.DAY, required=False, help="Kosong: belum."),
        Column(
            "used", "Digunakan menurut LPD", Kind.AMOUNT, required=False,
            help="Kosong bila belum ada LPD; bila kegiatan selesai: semuanya.",
        ),
        Column("reported_on", "Tanggal LPD", Kind.DAY, required=False),
    ),
    identity=("grant", "number"),
    examples=(
        {
            "grant": "BLM-09-01", "number": "1", "percent": "40", "amount": "38.000.000",
            "paid_on": "06/04/2009", "used": "38.000.000", "reported_on": "20/05/2009",
        },
        {"grant": "BLM-09-01", "number": "2", "percent": "60", "amount": "57.000.000"},
    ),
)  # fmt: skip

SHEETS = (PHASES, OPERATIONAL, RECEIPTS, GRANTS, TRANCHES)
