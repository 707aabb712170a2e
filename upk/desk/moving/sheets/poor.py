"""Sheets of poor households (RTM), what they received, and the goats (domain.md, 8)."""

from upk.desk.moving.columns import Column, Kind, Sheet

BECAME = (
    ("reached", "Menerima bantuan pihak lain"), ("graduated", "Tidak miskin lagi"),
    ("moved", "Pindah"), ("died", "Meninggal"),
)  # fmt: skip
RELATIONS = (
    ("spouse", "Suami / istri"), ("child", "Anak"), ("parent", "Orang tua"),
    ("other", "Famili lain"),
)  # fmt: skip
AID_KINDS = (
    ("school_fees", "Bantuan biaya sekolah"), ("groceries", "Sembako"), ("other", "Bantuan lain"),
)  # fmt: skip
SEXES = (("F", "Betina"), ("M", "Jantan"))
ORIGINS = (("bought", "Dibeli"), ("born", "Lahir"))
FUNDINGS = (
    ("surplus", "Bagian RTM dari surplus"), ("replacement", "Pengganti dari rumah tangga"),
    ("donation", "Sumbangan"), ("other", "Dana lain"),
)  # fmt: skip
ENDS = (
    ("died", "Mati"), ("sold", "Dijual"), ("lost", "Hilang"), ("unfollowed", "Tidak diikuti lagi"),
)  # fmt: skip

HOUSEHOLDS = Sheet(
    "households",
    "Rumah tangga miskin",
    "Setiap rumah tangga miskin (RTM) yang terdaftar, juga yang sudah dibantu.",
    (
        Column("code", "Nomor RTM", Kind.CODE, most=20, help="Nomor bebas, dipakai lembar lain."),
        Column("village", "Kode desa", Kind.CODE, refers="villages"),
        Column("hamlet", "Dusun", required=False, most=60),
        Column("address", "Alamat", required=False, most=120),
        Column("head", "Kepala rumah tangga", Kind.CODE, refers="people", help="Nomor orang."),
        Column(
            "proposed_by", "Diusulkan oleh", most=100, help="Misalnya: Musyawarah Dusun Kidul."
        ),
        Column(
            "registered_on", "Tanggal usulan", Kind.DAY, required=False,
            help="Kosong: tanggal penetapan, atau tanggal pindah.",
        ),
        Column(
            "confirmed_on", "Tanggal penetapan", Kind.DAY, required=False,
            help="Hari musyawarah desa menetapkannya; kosong bila belum.",
        ),
        Column("minutes", "Nomor berita acara penetapan", required=False, most=60),
        Column(
            "became", "Kemudian", Kind.CHOICE, choices=BECAME, required=False,
            help="Kosong bila masih menunggu, atau sudah dibantu kantor ini.",
        ),
        Column("became_on", "Sejak", Kind.DAY, required=False),
        Column("note", "Keterangan", required=False, most=150),
    ),
    identity=("code",),
    examples=(
        {
            "code": "R1", "village": "DONO", "hamlet": "Kidul", "head": "1",
            "proposed_by": "Musyawarah Dusun Kidul", "registered_on": "05/03/2007",
            "confirmed_on": "20/03/2007", "minutes": "BA/04/III/2007",
        },
    ),
)  # fmt: skip

HOUSEHOLD_MEMBERS = Sheet(
    "household_members",
    "Anggota RTM",
    "Yang tinggal serumah dengan kepala rumah tangga pada tanggal pindah.",
    (
        Column("household", "Nomor RTM", Kind.CODE, refers="households"),
        Column("person", "Nomor orang", Kind.CODE, refers="people"),
        Column("relation", "Hubungan", Kind.CHOICE, choices=RELATIONS),
        Column("since", "Sejak", Kind.DAY, required=False, help="Kosong: sejak RTM terdaftar."),
    ),
    identity=("person",),
    examples=({"household": "R1", "person": "2", "relation": "Anak"},),
)

AID = Sheet(
    "aid",
    "Bantuan RTM",
    "Bantuan yang sudah diterima rumah tangga, selain kambing. Uangnya sudah ada di pembukuan "
    "lama.",
    (
        Column("household", "Nomor RTM", Kind.CODE, refers="households"),
        Column("kind", "Jenis bantuan", Kind.CHOICE, choices=AID_KINDS),
        Column("handed_on", "Tanggal diterima", Kind.DAY),
        Column("amount", "Nilai", Kind.AMOUNT, least=1),
        Column(
            "year", "Anggaran tahun", Kind.WHOLE, required=False, least=2000, most=2999,
            help="Tahun dana disisihkan; kosong: tahun diterima.",
        ),
    ),
    identity=("household", "kind", "handed_on"),
    examples=(
        {
            "household": "R1", "kind": "Bantuan biaya sekolah", "handed_on": "12/07/2008",
            "amount": "150.000",
        },
    ),
)  # fmt: skip

_GOAT = (
    Column("number", "Nomor kambing", Kind.WHOLE, least=1, most=999_999_999),
    Column("sex", "Jenis kelamin", Kind.CHOICE, choices=SEXES),
    Column("breed", "Ras", most=40),
    Column("origin", "Asal", Kind.CHOICE, choices=ORIGINS),
    Column(
        "came_on", "Tanggal dibeli", Kind.DAY, required=False,
        help="Kosong untuk yang lahir di RTM.",
    ),
    Column(
        "born_on", "Tanggal lahir", Kind.DAY, required=False,
        help="Wajib untuk anak; untuk yang dibeli perkiraan, atau kosong.",
    ),
    Column("mother", "Nomor induk", Kind.WHOLE, required=False, refers="goats"),
    Column("price", "Harga", Kind.AMOUNT, required=False),
    Column("funding", "Asal dana", Kind.CHOICE, choices=FUNDINGS, required=False),
    Column("funding_year", "Dana RTM tahun", Kind.WHOLE, required=False, least=2000, most=2999),
)  # fmt: skip
_KEPT = (
    Column(
        "keeper", "Pemelihara", Kind.CODE, required=False, refers="households",
        help="Nomor RTM yang memelihara sekarang, atau yang terakhir; kosong: di kantor.",
    ),
    Column("since", "Dipelihara sejak", Kind.DAY, required=False),
    Column("weaned_on", "Disapih tanggal", Kind.DAY, required=False, help="Hanya untuk anak."),
)  # fmt: skip
_ENDED = (
    Column(
        "end", "Berakhir", Kind.CHOICE, choices=ENDS, required=False, help="Kosong: masih hidup."
    ),
    Column("ended_on", "Berakhir tanggal", Kind.DAY, required=False),
    Column("cause", "Sebab", required=False, most=150),
    Column("minutes", "Nomor berita acara", required=False, most=60),
    Column("negligent", "Karena kelalaian", Kind.YES_NO, required=False),
    Column(
        "settled_on", "Kewajiban selesai tanggal", Kind.DAY, required=False,
        help="Bila penggantian sudah diserahkan atau dibebaskan.",
    ),
    Column("replaced_by", "Nomor pengganti", Kind.WHOLE, required=False, refers="goats"),
)  # fmt: skip

GOATS = Sheet(
    "goats",
    "Kambing",
    "Setiap kambing yang hidup, dengan induk dan pemeliharanya. Yang sudah mati, dijual, atau "
    "hilang ikut ditulis supaya jumlah kambing selama ini benar.",
    (*_GOAT, *_KEPT, *_ENDED),
    identity=("number",),
    examples=(
        {
            "number": "12",
            "sex": "Betina",
            "breed": "Kacang",
            "origin": "Dibeli",
            "came_on": "10/04/2008",
            "price": "450.000",
            "funding": "Bagian RTM dari surplus",
            "funding_year": "2008",
            "keeper": "R1",
            "since": "12/04/2008",
        },
        {
            "number": "31",
            "sex": "Jantan",
            "breed": "Kacang",
            "origin": "Lahir",
            "born_on": "01/02/2009",
            "mother": "12",
            "keeper": "R1",
        },
    ),
)

GOAT_STAYS = Sheet(
    "goat_stays",
    "Pemelihara sebelumnya",
    "Rumah tangga yang memelihara kambing sebelum yang sekarang, yang pertama lebih dahulu. Tanpa "
    "baris di sini serah terima yang lalu tidak terhitung.",
    (
        Column("goat", "Nomor kambing", Kind.WHOLE, refers="goats"),
        Column(
            "household", "Nomor RTM", Kind.CODE, required=False, refers="households",
            help="Kosong: ditarik kantor pada hari itu.",
        ),
        Column("since", "Sejak", Kind.DAY),
    ),
    identity=("goat", "since"),
    examples=({"goat": "12", "household": "R1", "since": "12/04/2008"},),
)  # fmt: skip

POPULATIONS = Sheet(
    "populations",
    "Penduduk desa",
    "Jumlah penduduk setiap desa menurut tahun, untuk kambing setiap seratus penduduk.",
    (
        Column("village", "Kode desa", Kind.CODE, refers="villages"),
        Column("year", "Tahun", Kind.WHOLE, least=1950, most=2999),
        Column("inhabitants", "Jumlah penduduk", Kind.WHOLE, least=1, most=1_000_000),
    ),
    identity=("village", "year"),
    examples=({"village": "DONO", "year": "2009", "inhabitants": "4.250"},),
)

SHEETS = (HOUSEHOLDS, HOUSEHOLD_MEMBERS, AID, GOATS, GOAT_STAYS, POPULATIONS)
