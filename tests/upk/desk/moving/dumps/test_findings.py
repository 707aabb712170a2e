"""Each thing that doesn't add up in a dump is told once, where it is and with its figures."""

import pytest

from tests.upk.desk.moving.dumps.dump import changed, converted
from upk.desk.moving.dumps.findings import MOST_OF_A_KIND, About, Findings, sheet_rows

LENT_4 = "'3000000', '3000000', '3000000', '04/SPK/2022', 1, '9', 1, '6', '1', 1, 'A'"

FOUND = [
    (  # schedules
        [("'2023-01-15', '3333000'", "'2023-01-15', '3000000'")],
        About.SCHEDULE, "id 3", "jadwal Rp 9.667.000, pinjaman Rp 10.000.000",
    ),
    (  # payments and entries
        [("(24, '3', '2022-04-15'", "(924, '3', '2022-04-15'")],
        About.PAYMENT_WITHOUT_JOURNAL, "id 924", "pinjaman 3, pokok Rp 0, jasa Rp 120.000",
    ),
    (
        [("(24, '3', '2022-04-15'", "(924, '3', '2022-04-15'")],
        About.JOURNAL_WITHOUT_PAYMENT, "", "pinjaman 3, idtp 24: pokok Rp 0, jasa Rp 120.000",
    ),
    (
        [("(26, '3', '2022-06-15', 0, 120000", "(26, '3', '2022-06-15', 0, 110000")],
        About.PAYMENT_UNLIKE_JOURNAL, "id 26",
        "pinjaman 3, pokok Rp 0, jasa Rp 110.000; jurnal pokok Rp 0, jasa Rp 120.000",
    ),
    (
        [("0, 4, 0, 'Pencairan Kel. Contoh Melati", "0, 44, 0, 'Pencairan Kel. Contoh Melati")],
        About.JOURNAL_WITHOUT_LOAN, "id 146", "id_pinj 44, Rp 3.000.000",
    ),
    (
        [("0, 4, 0, 'Pencairan Kel. Contoh Melati", "0, 44, 0, 'Pencairan Kel. Contoh Melati")],
        About.DISBURSEMENT, "id 4", "cair 2 Mei 2022 Rp 3.000.000, tanpa jurnal",
    ),
    (
        [("(SPP)', '-', '3000000'", "(SPP)', '-', '2900000'")],
        About.DISBURSEMENT, "id 4", "pinjaman Rp 3.000.000, jurnal Rp 2.900.000",
    ),
    (
        [("'2022-05-02', '2022-05-02', '2022-05-02', '2022-05-02', '0000-00-00', '3000000'",
          "'2022-05-02', '2022-05-02', '2022-05-02', '2022-05-01', '0000-00-00', '3000000'")],
        About.DISBURSEMENT, "id 4", "cair 1 Mei 2022, jurnal 2 Mei 2022",
    ),
    (  # accounts and balances
        [("'2021-06-30', '5.1.07.10'", "'2021-06-30', '5.1.99.99'")],
        About.ACCOUNT, "", "5.1.99.99: 1 jurnal",
    ),
    (
        [("'debet', NULL, '0', '24185000'", "'debet', NULL, '0', '24000000'"),
         ("2022, 0, '24185000'", "2022, 0, '24000000'")],
        About.YEAR, "",
        "1.1.01.01, akhir 2021: saldo Rp 24.000.000, menurut transaksi Rp 24.185.000",
    ),
    (
        [("'1.1.03.02', 2022, 9, '10000000', '3333500'", "'1.1.03.02', 2022, 9, '10000000', '0'")],
        About.MONTH, "",
        "1.1.03.02, sampai bulan 9 tahun 2022: debet Rp 10.000.000, kredit Rp 0; menurut transaksi "
        "Rp 10.000.000 dan Rp 3.333.500",
    ),
    (
        [("2022, 0, '24185000'", "2022, 0, '24000000'")],
        About.BALANCE, "", "debet dikurangi kredit seluruhnya -Rp 185.000",
    ),
    (
        [("2022, 0, '1500000'", "2022, 0, '1400000'")],
        About.RECEIVABLE, "",
        "akun 1.1.03.01 Rp 9.100.000, sisa pinjaman Rp 9.200.000, selisih -Rp 100.000",
    ),
    (
        [("'2.1.01.01', 2022, 0, '0', '0'", "'2.1.01.01', 2022, 0, '0', '5'")],
        About.OTHER_NAME, "", "2.1.01.01: Utang Titipan; di Bergulir: Utang Bank 1",
    ),
    (
        [("'5.1.07.10', 'Beban Alat Tulis'", "'1.1.01.01', 'Kas Dua'")],
        About.DOUBLED, "", "kode akun 1.1.01.01 ada 2 kali",
    ),
    (
        [("'2101', 2, 1, 1, 1, '2.1.01.01'", "'2101', 2, 1, 1, 1, '8.1.01.01'"),
         ("'1.1.01.01', 2022, 0,", "'8.1.01.01', 2022, 0, '0', '5'), ('x', '1.1.01.01', 2022, 0,")],
        About.NEW_ACCOUNT, "", "akun 8.1.01.01 Utang Titipan",
    ),
    (  # shares
        [("'1000000', '1000000', '1000000', NULL", "'1000000', '1000000', '900000', NULL")],
        About.SHARES, "id 4", "jumlah pemanfaat Rp 2.900.000, pinjaman Rp 3.000.000",
    ),
    (
        [("(7, 'K', '3', '4', 1, '5'", "(7, 'K', '3', '4', 1, '6'")],
        About.DOUBLED, "id 8", "orang 6 dua kali dalam pinjaman 4",
    ),
    (
        [("(7, 'K', '3', '4', 1, '5'", "(7, 'K', '3', '4', 1, '55'")],
        About.REFERENCE, "id 7", "orang 55 tidak ada, pokok Rp 1.000.000",
    ),
    (
        [("(7, 'K', '3', '4', 1, '5'", "(7, 'K', '3', '44', 1, '5'")],
        About.REFERENCE, "", "pinjaman 44 tidak ada: 1 baris",
    ),
    (  # what was paid
        [("(37, '4', '2022-09-02', 600000", "(37, '4', '2022-09-02', 2600000")],
        About.PAID, "id 4", "pokok dibayar Rp 3.800.000, pinjaman Rp 3.000.000",
    ),
    (
        [("(34, '4', '2022-06-02'", "(34, '4', '2022-04-02'")],
        About.PAID, "id 34", "pinjaman 4 dibayar 2 April 2022, cair 2 Mei 2022",
    ),
    (
        [(LENT_4, LENT_4[:-2] + "L'")],
        About.PAID, "id 4", "keadaan L (lunas), sisa pokok Rp 1.200.000",
    ),
    (
        [("(37, '4', '2022-09-02', 600000", "(37, '4', '2022-09-02', -600000")],
        About.NEGATIVE, "id 37", "pokok -Rp 600.000, jasa Rp 45.000",
    ),
    (
        [("'Angs. (J) pinjaman 4', '-', '45000', 0, 3, '2022-08-02",
          "'Angs. (J) pinjaman 4', '-', '-45000', 0, 3, '2022-08-02")],
        About.NEGATIVE, "id 152", "jumlah -Rp 45.000",
    ),
    (
        [("'2022-11-02', '600000', '45000'", "'2022-11-02', '600000', '-45000'")],
        About.NEGATIVE, "id 46", "pokok Rp 600.000, jasa -Rp 45.000",
    ),
    (  # codes
        [("'U-01'", "'S-01'")], About.DOUBLED, "id 2", "kd_kelompok S-01 ada lebih dari satu",
    ),
    ([("'U-01'", "'U 01 '")], About.CODE, "id 2", "kd_kelompok U 01"),
    ([("'U-01'", "''")], About.CODE, "id 2", "kd_kelompok kosong"),
    (
        [("(2, '3314024101800000'", "(2, '3314014101800000'")],
        About.DOUBLED, "id 2", "NIK yang sama dengan id 1",
    ),
    ([("(6, '3314064101800000'", "(5, '3314064101800000'")], About.DOUBLED, "id 5", "id"),
    ([("'3314024101800000'", "'331402410180'")], About.IDENTITY, "id 2", "NIK: 12 huruf"),
    ([("'3314000000000002'", "'33140000A0000002'")], About.IDENTITY, "id 2", "nomor KK: 16 huruf"),
    (  # days
        [("'0', '2019-03-01'", "'0', '0000-00-00'")],
        About.DAY, "id 2", "tgl_berdiri kosong",
    ),
    ([("'1982-02-11'", "'1982-02-31'")], About.DAY, "id 2",
     "tgl_lahir: tanggal yang tidak ada"),
    (
        [("(37, '4', '2022-09-02'", "(37, '4', '0000-00-00'")],
        About.DAY, "id 37", "tgl_transaksi kosong, pokok Rp 600.000",
    ),
    (
        [("'4', '6', '2022-11-02'", "'4', '6', '0000-00-00'")],
        About.DAY, "id 46", "jatuh_tempo kosong",
    ),
    (
        [("'2021-06-30', '5.1.07.10'", "'0000-00-00', '5.1.07.10'")],
        About.DAY, "id 125", "tgl_transaksi kosong, jumlah Rp 125.000",
    ),
    (  # amounts
        [("'Angs. (J) pinjaman 4', '-', '45000', 0, 3, '2022-08-02",
          "'Angs. (J) pinjaman 4', '-', '45000.40', 0, 3, '2022-08-02")],
        About.AMOUNT, "id 152", "jumlah: angka berpecahan, dibulatkan",
    ),
    (
        [("'Angs. (J) pinjaman 4', '-', '45000', 0, 3, '2022-08-02",
          "'Angs. (J) pinjaman 4', '-', '45 ribu', 0, 3, '2022-08-02")],
        About.AMOUNT, "id 152", "jumlah: bukan angka",
    ),
    (  # what isn't known
        [("'Contoh Mawar', 'Contohsari', '0', '2019-02-01', 1,",
          "'Contoh Mawar', 'Contohsari', '0', '2019-02-01', 9,")],
        About.UNKNOWN, "id 1", "jenis_produk_pinjaman 9",
    ),
    ([(LENT_4, LENT_4.replace("'9', 1,", "'9', 7,"))], About.UNKNOWN, "id 4", "jenis_jasa 7"),
    ([(LENT_4, LENT_4.replace("'6', '1'", "'6', '77'"))], About.UNKNOWN, "id 4",
     "sistem_angsuran 77"),
    ([("`jk` char(1),", "`jk` char(1),\n  `agama` int,"), ],
     About.COLUMN, "", "kolom agama"),
    ([("'contoh  endang'", "'Contoh Gani'")], About.REFERENCE, "id 3",
     "ketua tidak ada di antara pemanfaat kelompok ini"),
    (  # what doesn't come along
        [(LENT_4, LENT_4[:-2] + "H'")], About.LEFT_OUT, "id 4", "keadaan H (dihapus)",
    ),
    (
        [(LENT_4, LENT_4.replace("'3000000', '04", "'0', '04"))],
        About.LEFT_OUT, "id 4", "alokasi Rp 0",
    ),
    ([("(7, 'K', '3'", "(7, 'I', '3'")], About.LEFT_OUT, "id 7",
     "pinjaman perorangan Rp 1.000.000, keadaan A"),
    (  # what the dump can't say
        [("'Contoh Fatimah', 'P'", "'Contoh Fatimah', ''")],
        About.MISSING, "id 6", "jenis kelamin",
    ),
    ([("(3, '33', '33.14', 'Contohkab')", "(3, '33', '33.15', 'Contohkab')")],
     About.MISSING, "id 7", "Kabupaten"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "about", "row", "found"), FOUND)
def test_what_does_not_add_up_is_told(tmp_path, changes, about, row, found):
    made = converted(tmp_path, changed(*changes))

    told = [(item.row, item.found) for item in made.findings.of(about) if item.found == found]
    assert [name for name, _ in told] == [row], list(made.findings)


def test_every_kind_is_tested():
    assert {about for _, about, _, _ in FOUND} == set(About)


def test_unreadable_value_stands_in_the_sheet_alone(tmp_path):
    made = converted(tmp_path, changed(("'1982-02-11'", "'1982-02-31'")))

    (finding,) = made.findings.of(About.DAY)
    assert (finding.kept, finding.done) == ("1982-02-31", "Dikosongkan.")
    assert "1982" not in finding.found


def test_row_without_its_code_is_told(tmp_path):
    made = converted(tmp_path, changed(("(6, '3314064101800000'", "(NULL, '3314064101800000'")))

    assert [item.found for item in made.findings.of(About.CODE)] == ["id kosong"]
    assert made.rows["people"] == 6


def test_entry_without_an_account_leaves_the_balances_apart(tmp_path):
    made = converted(
        tmp_path,
        changed(("'2022-05-02', '1.1.03.01', '1.1.01.01'", "'2022-05-02', '', '1.1.01.01'")),
    )

    assert [item.found for item in made.findings.of(About.ACCOUNT)] == ["kode kosong: 1 jurnal"]
    assert [item.found for item in made.findings.of(About.BALANCE)] == [
        "debet dikurangi kredit seluruhnya -Rp 3.000.000"
    ]


def test_year_that_none_can_be(tmp_path):
    made = converted(tmp_path, changed(("'4.1.01.02', 2022, 0, '0'", "'4.1.01.02', -99, 0, '5'")))

    assert [item.found for item in made.findings.of(About.DAY)] == [
        "4.1.01.02: saldo awal tahun -99"
    ]


def test_kept_identity_stands_in_the_sheet_alone(tmp_path):
    made = converted(tmp_path, changed(("'3314024101800000'", "'331402410180'")))

    (finding,) = made.findings.of(About.IDENTITY)
    assert "331402410180" not in finding.found + finding.done + finding.row
    assert [row["kept"] for row in sheet_rows(made.findings) if row["kept"]] == ["331402410180"]


def test_many_of_a_kind_are_counted():
    findings = Findings()
    for n in range(MOST_OF_A_KIND + 3):
        findings.add(About.DAY, "t", n, "kosong", "")

    assert len(findings) == MOST_OF_A_KIND + 3
    assert len(list(findings)) == MOST_OF_A_KIND + 1
    assert list(findings)[-1].found == "dan 3 lagi yang serupa"
