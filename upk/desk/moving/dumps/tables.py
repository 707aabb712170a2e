"""The tables of the old applications, and by which names each column goes in their versions. Pure.

Where the names are from. ``[A]``: the structure of all tables of the application that most such
offices use now, as its makers publish it (an empty dump of MySQL 8, 2026; written in Laravel).
``[B]``: the program before it, from the step of [A] that takes its tables over (accounts have
``kd_rekening``, ``nama_rekening``). ``[C]``: the tables of the newest one (keys named
``kelompok_id``, ``jpp_id``, ``anggota_id``; ``nama_lengkap``, ``jenis_kelamin``). ``[D]``: the
short names that offices use for CSV (``nama``, ``tanggal``, ``keterangan``). A column that none
of them has is told and not guessed.
"""

import re
from dataclasses import dataclass, field

from upk.desk.moving.dumps.cells import Holds

TEXT, CODE, WHOLE, AMOUNT, RATE, DAY = Holds


@dataclass(frozen=True, slots=True)
class Old:
    """A column of ours: what it holds and its names, the usual one first."""

    key: str
    holds: Holds
    names: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table. ``shared``: one for all offices of the installation, not named by a number.

    ``passed_over``: columns that are known and not needed. ``identity``: our key of the column
    that names a row in findings.
    """

    key: str
    columns: tuple[Old, ...]
    passed_over: frozenset[str] = frozenset()
    shared: bool = False
    identity: str = "id"
    by_name: dict[str, Old] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        names = {name: column for column in self.columns for name in column.names}
        object.__setattr__(self, "by_name", names)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _id(*names: str) -> Old:
    return Old("id", CODE, names or ("id",), required=True)


_DELETED = Old("deleted_at", DAY, ("deleted_at",))  # [A] transaksi, [C] all
_KEPT_BY = _words("lu user_id id_user created_at updated_at")

ACCOUNTS = Table(
    "rekening",
    (
        Old("code", CODE, ("kode_akun", "kd_rekening", "kode"), required=True),  # A, B, D
        Old("name", TEXT, ("nama_akun", "nama_rekening", "nama")),
        Old("side", TEXT, ("jenis_mutasi",)),
        _DELETED,
    ),
    _words(
        "id parent_id lev1 lev2 lev3 lev4 tgl_nonaktif saldo_awal kd_jb pasangan posisi lokasi"
    ) | _KEPT_BY,
    identity="code",
)  # fmt: skip

JOURNALS = Table(
    "transaksi",
    (
        _id("idt", "id"),
        Old("on", DAY, ("tgl_transaksi", "tanggal", "tgl"), required=True),
        Old("debit", CODE, ("rekening_debit", "debit"), required=True),
        Old("credit", CODE, ("rekening_kredit", "kredit"), required=True),
        Old("amount", AMOUNT, ("jumlah",), required=True),
        Old("payment", CODE, ("idtp",)),
        Old("loan", CODE, ("id_pinj", "pinjaman_kelompok_id")),
        _DELETED,
    ),
    _words("id_pinj_i id_simp keterangan_transaksi keterangan relasi urutan") | _KEPT_BY,
)

MONTHS = Table(
    "saldo",
    (
        Old("code", CODE, ("kode_akun",), required=True),
        Old("year", WHOLE, ("tahun",), required=True),
        Old("month", WHOLE, ("bulan",), required=True),
        Old("debit", AMOUNT, ("debit",), required=True),
        Old("credit", AMOUNT, ("kredit",), required=True),
        _DELETED,
    ),
    _words("id lokasi") | _KEPT_BY,
    identity="code",
)

GROUPS = Table(
    "kelompok",
    (
        _id(),
        Old("code", TEXT, ("kd_kelompok", "kode_kelompok", "kode")),
        Old("name", TEXT, ("nama_kelompok", "nama"), required=True),
        Old("village", CODE, ("desa", "desa_id", "kd_desa"), required=True),
        Old("address", TEXT, ("alamat_kelompok", "alamat")),
        Old("phone", TEXT, ("telpon", "telp", "hp")),
        Old("founded_on", DAY, ("tgl_berdiri",)),
        Old("product", CODE, ("jenis_produk_pinjaman", "jpp_id")),
        Old("level", CODE, ("tingkat_kelompok",)),
        Old("function", CODE, ("fungsi_kelompok",)),
        Old("chair", TEXT, ("ketua",)),
        Old("secretary", TEXT, ("sekretaris",)),
        Old("treasurer", TEXT, ("bendahara",)),
        _DELETED,
    ),
    _words(
        "lokasi jenis_usaha jenis_kegiatan uname pass online nilai kunjungan lo status"
    ) | _KEPT_BY,
)  # fmt: skip

PEOPLE = Table(
    "anggota",
    (
        _id(),
        Old("nik", TEXT, ("nik",)),
        Old("kk", TEXT, ("kk", "no_kk")),
        Old("name", TEXT, ("namadepan", "nama_lengkap", "nama"), required=True),
        Old("sex", TEXT, ("jk", "jenis_kelamin")),
        Old("birth_date", DAY, ("tgl_lahir",)),
        Old("address", TEXT, ("alamat",)),
        Old("village", CODE, ("desa", "desa_id", "kd_desa")),
        Old("phone", TEXT, ("hp", "telpon")),
        _DELETED,
    ),
    _words(
        "tempat_lahir lokasi nik_penjamin penjamin nama_penjamin hubungan hubungan_penjamin usaha "
        "foto terdaftar tgl_gabung status petugas kelompok_id"
    ) | _KEPT_BY,
)  # fmt: skip

_LENT = (
    Old("product", CODE, ("jenis_pp", "jpp_id")),
    Old("proposed_on", DAY, ("tgl_proposal",)),
    Old("disbursed_on", DAY, ("tgl_cair",)),
    Old("principal", AMOUNT, ("alokasi",), required=True),
    Old("status", TEXT, ("status",), required=True),
    _DELETED,
)
_LENT_PASSED_OVER = _KEPT_BY | _words(
    "tgl_verifikasi tgl_dana tgl_tunggu proposal verifikasi kom_pokok kom_jasa spk_no "
    "sumber catatan_verifikasi catatan_bimbingan struktur_kelompok waktu_verifikasi wt_cair"
)

LOANS = Table(
    "pinjaman_kelompok",
    (
        _id(),
        Old("group", CODE, ("id_kel", "kelompok_id"), required=True),
        *_LENT,
        Old("rate", RATE, ("pros_jasa",), required=True),
        Old("method", CODE, ("jenis_jasa",)),
        Old("tenor", WHOLE, ("jangka",), required=True),
        Old("principal_system", CODE, ("sistem_angsuran",)),
        Old("interest_system", CODE, ("sa_jasa",)),
    ),
    _LENT_PASSED_OVER | _words("pinjaman_ke tgl_lunas"),
)

SHARES = Table(
    "pinjaman_anggota",
    (
        _id(),
        Old("kind", TEXT, ("jenis_pinjaman",)),
        Old("group", CODE, ("id_kel",)),
        Old("loan", CODE, ("id_pinkel", "pinjaman_kelompok_id"), required=True),
        Old("person", CODE, ("nia", "anggota_id"), required=True),
        *_LENT,
    ),
    _LENT_PASSED_OVER | _words("jenis_jasa pros_jasa jangka sistem_angsuran sa_jasa tgl_lunas"),
)

SCHEDULES = Table(
    "rencana_angsuran",
    (
        _id(),
        Old("loan", CODE, ("loan_id", "pinjaman_kelompok_id", "id_pinj"), required=True),
        Old("n", WHOLE, ("angsuran_ke", "ke"), required=True),
        Old("due_on", DAY, ("jatuh_tempo",), required=True),
        Old("principal", AMOUNT, ("wajib_pokok",), required=True),
        Old("interest", AMOUNT, ("wajib_jasa",), required=True),
        _DELETED,
    ),
    _words("target_pokok target_jasa") | _KEPT_BY,
)

PAYMENTS = Table(
    "real_angsuran",
    (
        _id(),
        Old("loan", CODE, ("loan_id", "pinjaman_kelompok_id", "id_pinj"), required=True),
        Old("on", DAY, ("tgl_transaksi", "tanggal", "tgl"), required=True),
        Old("principal", AMOUNT, ("realisasi_pokok",), required=True),
        Old("interest", AMOUNT, ("realisasi_jasa",), required=True),
        _DELETED,
    ),
    _words("sum_pokok sum_jasa saldo_pokok saldo_jasa tunggakan_pokok tunggakan_jasa") | _KEPT_BY,
)

INVENTORY = Table(
    "inventaris",
    (
        _id(),
        Old("name", TEXT, ("nama_barang", "nama"), required=True),
        Old("bought_on", DAY, ("tgl_beli",), required=True),
        Old("quantity", WHOLE, ("unit", "jumlah"), required=True),
        Old("unit_cost", AMOUNT, ("harsat", "harga_satuan"), required=True),
        Old("months", WHOLE, ("umur_ekonomis",)),
        Old("kind", CODE, ("jenis",)),
        Old("category", CODE, ("kategori",)),
        Old("status", TEXT, ("status",)),
        Old("left_on", DAY, ("tgl_validasi",)),
        _DELETED,
    ),
    _words("lokasi") | _KEPT_BY,
)

_NOT_NEEDED = frozenset({"*"})
"""Of the tables for all offices a few columns are wanted; nothing is said about the others."""


def _shared(key: str, *columns: Old, identity: str = "id") -> Table:
    return Table(key, (*columns, _DELETED), _NOT_NEEDED, shared=True, identity=identity)


SUBDISTRICTS = _shared(
    "kecamatan",
    _id(),
    Old("code", CODE, ("kd_kec",)),
    Old("district", CODE, ("kd_kab",)),
    Old("name", TEXT, ("nama_kec",)),
    Old("office_name", TEXT, ("nama_lembaga_long",)),
    Old("address", TEXT, ("alamat_kec",)),
    Old("phone", TEXT, ("telpon_kec",)),
    Old("email", TEXT, ("email_kec",)),
    Old("rounding", TEXT, ("pembulatan",)),
)
DISTRICTS = _shared(
    "kabupaten",
    _id(),
    Old("code", CODE, ("kd_kab",)),
    Old("name", TEXT, ("nama_kab",)),
)
VILLAGES = _shared(
    "desa",
    _id(),
    Old("subdistrict", CODE, ("kd_kec",)),
    Old("code", CODE, ("kd_desa",), required=True),
    Old("name", TEXT, ("nama_desa",), required=True),
    Old("payment_day", WHOLE, ("jadwal_angsuran_desa",)),
    identity="code",
)
PRODUCTS = _shared(
    "jenis_produk_pinjaman",
    _id(),
    Old("code", TEXT, ("nama_jpp",), required=True),
    Old("name", TEXT, ("deskripsi_jpp",)),
)
SYSTEMS = _shared("sistem_angsuran", _id(), Old("every", WHOLE, ("sistem",), required=True))
METHODS = _shared("jenis_jasa", _id(), Old("name", TEXT, ("nama_jj", "nama"), required=True))
LEVELS = _shared("tingkat_kelompok", _id(), Old("name", TEXT, ("nama_tk", "nama"), required=True))
FUNCTIONS = _shared(
    "fungsi_kelompok", _id(), Old("name", TEXT, ("nama_fgs", "nama"), required=True)
)

TABLES = (
    ACCOUNTS, JOURNALS, MONTHS, GROUPS, PEOPLE, LOANS, SHARES, SCHEDULES, PAYMENTS, INVENTORY,
    SUBDISTRICTS,
    DISTRICTS, VILLAGES, PRODUCTS, SYSTEMS, METHODS, LEVELS, FUNCTIONS,
)  # fmt: skip
NEEDED = (ACCOUNTS, JOURNALS, GROUPS, PEOPLE, LOANS, SHARES, SCHEDULES, PAYMENTS)
"""Without these there is no workbook to make."""

YEAR_SIDE = re.compile(r"(?:tb|saldo_?)((?:19|20)\d\d)")
"""A year's last balance of an account: of its normal side [B], or debit where there is
``YEAR_CREDIT`` too [A]."""
YEAR_CREDIT = re.compile(r"tbk((?:19|20)\d\d)")
_OF_AN_OFFICE = re.compile(r"([a-z_]+?)_(\d+)")


def table_named(name: str, number: int) -> Table | None:
    """Which table of the office with this number, or of all offices, has this name."""
    for table in TABLES:
        if name == (table.key if table.shared else f"{table.key}_{number}"):
            return table
    return None


def office_of(name: str) -> int | None:
    """The number of the office whose table this is; ``None`` for other tables."""
    found = _OF_AN_OFFICE.fullmatch(name)
    if found and any(found[1] == table.key for table in NEEDED):
        return int(found[2]) if len(found[2]) < 10 else None
    return None
