"""The names of columns: all of the usual structure are known, none means two things."""

import re

import pytest

from tests.upk.desk.moving.dumps.dump import changed, converted
from upk.desk.moving.dumps.broken import BrokenDump
from upk.desk.moving.dumps.findings import About
from upk.desk.moving.dumps.tables import NEEDED, TABLES, office_of, table_named

USUAL = {
    "anggota": "id nik namadepan jk tempat_lahir tgl_lahir alamat desa lokasi hp kk nik_penjamin "
    "penjamin hubungan usaha foto terdaftar status petugas",
    "kelompok": "id lokasi desa kd_kelompok nama_kelompok alamat_kelompok telpon tgl_berdiri "
    "jenis_produk_pinjaman jenis_usaha jenis_kegiatan tingkat_kelompok fungsi_kelompok ketua "
    "sekretaris bendahara uname pass online nilai kunjungan lo id_user",
    "pinjaman_anggota": "id jenis_pinjaman id_kel id_pinkel jenis_pp nia tgl_proposal "
    "tgl_verifikasi tgl_dana tgl_tunggu tgl_cair tgl_lunas proposal verifikasi alokasi kom_pokok "
    "kom_jasa spk_no sumber pros_jasa jenis_jasa jangka sistem_angsuran sa_jasa status "
    "catatan_verifikasi lu user_id",
    "pinjaman_kelompok": "id pinjaman_ke id_kel jenis_pp tgl_proposal tgl_verifikasi tgl_dana "
    "tgl_tunggu tgl_cair tgl_lunas proposal verifikasi alokasi spk_no sumber pros_jasa jenis_jasa "
    "jangka sistem_angsuran sa_jasa status catatan_verifikasi catatan_bimbingan struktur_kelompok "
    "waktu_verifikasi wt_cair lu user_id",
    "real_angsuran": "id loan_id tgl_transaksi realisasi_pokok realisasi_jasa sum_pokok sum_jasa "
    "saldo_pokok saldo_jasa tunggakan_pokok tunggakan_jasa lu id_user",
    "rekening": "parent_id lev1 lev2 lev3 lev4 kode_akun nama_akun jenis_mutasi tgl_nonaktif "
    "saldo_awal",
    "rencana_angsuran": "id loan_id angsuran_ke jatuh_tempo wajib_pokok wajib_jasa target_pokok "
    "target_jasa lu id_user",
    "transaksi": "idt tgl_transaksi rekening_debit rekening_kredit idtp id_pinj id_pinj_i "
    "keterangan_transaksi relasi jumlah urutan id_user created_at updated_at deleted_at",
}  # fmt: skip


@pytest.mark.parametrize("table", NEEDED, ids=lambda table: table.key)
def test_usual_columns_are_known(table):
    assert set(USUAL[table.key].split()) <= table.by_name.keys() | table.passed_over


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.key)
def test_a_name_means_one_column(table):
    names = [name for column in table.columns for name in column.names]

    assert len(names) == len(set(names))
    assert not set(names) & table.passed_over


@pytest.mark.parametrize(
    ("name", "key", "office"),
    [
        ("pinjaman_kelompok_7", "pinjaman_kelompok", 7), ("kelompok_7", "kelompok", 7),
        ("kelompok_77", None, 77), ("desa", "desa", None), ("desa_7", None, None),
        ("kelompok", None, None), ("users", None, None), ("kelompok_" + "7" * 99, None, None),
    ],
)  # fmt: skip
def test_tables_are_told_apart(name, key, office):
    table = table_named(name, 7)

    assert (table and table.key, office_of(name)) == (key, office)


def test_names_of_the_newest_version(tmp_path):
    text = changed()
    for old, new in {
        "`id_kel`": "`kelompok_id`", "`jenis_pp`": "`jpp_id`", "`nia`": "`anggota_id`",
        "`namadepan`": "`nama_lengkap`", "`jk`": "`jenis_kelamin`", "`loan_id`":
        "`pinjaman_kelompok_id`", "`id_pinkel`": "`pinjaman_kelompok_id`", "`idt`": "`id`",
    }.items():  # fmt: skip
        text, count = re.subn(re.escape(old), new, text)
        assert count
    made = converted(tmp_path, text)

    assert made.rows["loans"], made.rows["shares"] == (4, 8)
    assert [item.found for item in made.findings.of(About.COLUMN)] == ["kolom kelompok_id"]


def test_column_that_must_be_there(tmp_path):
    text = changed().replace("`alokasi`", "`plafon`")

    with pytest.raises(BrokenDump, match="tidak mempunyai kolom alokasi"):
        converted(tmp_path, text)


def test_rows_without_any_names_of_columns(tmp_path):
    text = re.sub(r"CREATE TABLE `pinjaman_kelompok_7`.*?;\n", "", changed(), flags=re.DOTALL)

    with pytest.raises(BrokenDump, match="nama kolomnya tidak ada"):
        converted(tmp_path, text)
