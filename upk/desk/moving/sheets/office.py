"""Sheets of the office itself: its facts, villages, people, groups and their members."""

from upk.desk.moving.columns import Column, Kind, Sheet

LEGAL_FORMS = (("upk", "UPK"), ("lkd", "BUM Desa Bersama LKD"))
TIMEZONES = (("Asia/Jakarta", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT"))
SEXES = (("P", "P"), ("L", "L"))
CATEGORIES = (("SPP", "SPP"), ("UEP", "UEP"), ("LAIN", "Lainnya"))
LEVELS = (("pemula", "Pemula"), ("berkembang", "Berkembang"), ("matang", "Matang"))
FUNCTIONS = (("penyalur", "Penyalur"), ("pengelola", "Pengelola"))
GROUP_KINDS = (
    ("simpan_pinjam", "Simpan pinjam"),
    ("usaha_bersama", "Usaha bersama"),
    ("aneka_usaha", "Aneka usaha"),
)
POSITIONS = (
    ("chair", "Ketua"), ("secretary", "Sekretaris"), ("treasurer", "Bendahara"),
    ("member", "Anggota"),
)  # fmt: skip

OFFICE = Sheet(
    "office",
    "Kantor",
    "Satu baris: kantor yang pindah, dan hari terakhir pembukuan lama (tanggal pindah).",
    (
        Column("code", "Kode kantor", Kind.CODE, most=20, help="Huruf besar dan angka."),
        Column("name", "Nama kantor", most=150),
        Column("legal_form", "Bentuk", Kind.CHOICE, choices=LEGAL_FORMS),
        Column("subdistrict", "Kecamatan", most=100),
        Column("district_code", "Kode kabupaten", Kind.CODE, most=20),
        Column("district_name", "Kabupaten", most=100),
        Column("province", "Provinsi", most=100),
        Column("timezone", "Zona waktu", Kind.CHOICE, choices=TIMEZONES),
        Column(
            "cut_over", "Tanggal pindah", Kind.DAY,
            help="Saldo awal dan sisa pinjaman adalah keadaan pada akhir hari ini.",
        ),
        Column("address", "Alamat", required=False, most=250),
        Column("phone", "Telepon", required=False, most=30),
        Column("email", "Surel", required=False, most=254),
    ),
    identity=("code",),
    examples=(
        {
            "code": "KALIJAMBE", "name": "UPK Kecamatan Kalijambe", "legal_form": "UPK",
            "subdistrict": "Kalijambe", "district_code": "SRAGEN", "district_name": "Sragen",
            "province": "Jawa Tengah", "timezone": "WIB", "cut_over": "31/12/2009",
        },
    ),
    one_row=True,
    required=True,
)  # fmt: skip

VILLAGES = Sheet(
    "villages",
    "Desa",
    "Setiap desa di kecamatan ini.",
    (
        Column("code", "Kode desa", Kind.CODE, most=10),
        Column("name", "Nama desa", most=100),
        Column(
            "payment_day", "Tanggal angsuran", Kind.WHOLE, required=False, least=1, most=31,
            help="Hanya bila desa ini mengangsur pada tanggal yang tetap.",
        ),
    ),
    identity=("code",),
    examples=({"code": "DONO", "name": "Donoyudan", "payment_day": "15"},),
    required=True,
)  # fmt: skip

PEOPLE = Sheet(
    "people",
    "Orang",
    "Setiap orang satu baris: pengurus dan anggota kelompok, pemanfaat, kepala rumah tangga.",
    (
        Column("code", "Nomor orang", Kind.CODE, most=20, help="Nomor bebas, dipakai lembar lain."),
        Column("name", "Nama", most=120),
        Column("sex", "L/P", Kind.CHOICE, choices=SEXES),
        Column("village", "Kode desa", Kind.CODE, refers="villages"),
        Column("birth_date", "Tanggal lahir", Kind.DAY, required=False),
        Column("nik", "NIK", Kind.IDENTITY, required=False),
        Column("kk", "Nomor KK", Kind.IDENTITY, required=False),
        Column("phone", "Telepon", required=False, most=30),
        Column("address", "Alamat", required=False, most=250),
    ),
    identity=("code",),
    examples=({"code": "1", "name": "Contoh Sari", "sex": "P", "village": "DONO"},),
)

GROUPS = Sheet(
    "groups",
    "Kelompok",
    "Setiap kelompok peminjam, juga yang pinjamannya sudah lunas.",
    (
        Column("code", "Kode kelompok", Kind.CODE, most=20),
        Column("name", "Nama kelompok", most=100),
        Column("village", "Kode desa", Kind.CODE, refers="villages"),
        Column("category", "Jenis", Kind.CHOICE, choices=CATEGORIES),
        Column("founded_on", "Tanggal berdiri", Kind.DAY),
        Column("level", "Tingkat", Kind.CHOICE, choices=LEVELS, required=False),
        Column("function", "Fungsi", Kind.CHOICE, choices=FUNCTIONS, required=False),
        Column("kind", "Jenis kegiatan", Kind.CHOICE, choices=GROUP_KINDS, required=False),
        Column("business", "Usaha", required=False, most=100),
        Column("meeting_day", "Hari pertemuan", required=False, most=40),
        Column("address", "Alamat", required=False, most=250),
        Column("phone", "Telepon", required=False, most=30),
        Column("is_active", "Masih aktif", Kind.YES_NO, required=False, help="Kosong: ya."),
    ),
    identity=("code",),
    examples=(
        {
            "code": "DONO-01", "name": "Melati", "village": "DONO", "category": "SPP",
            "founded_on": "12/05/2004", "level": "Berkembang",
        },
    ),
)  # fmt: skip

MEMBERS = Sheet(
    "members",
    "Anggota kelompok",
    "Pengurus dan anggota setiap kelompok.",
    (
        Column("group", "Kode kelompok", Kind.CODE, refers="groups"),
        Column("person", "Nomor orang", Kind.CODE, refers="people"),
        Column("position", "Jabatan", Kind.CHOICE, choices=POSITIONS),
        Column("since", "Sejak", Kind.DAY),
        Column("until", "Sampai", Kind.DAY, required=False),
    ),
    identity=("group", "person", "since"),
    examples=(
        {"group": "DONO-01", "person": "1", "position": "Ketua", "since": "12/05/2004"},
    ),
)  # fmt: skip

SHEETS = (OFFICE, VILLAGES, PEOPLE, GROUPS, MEMBERS)
