"""What the office owned, from ``inventaris_7``."""

from datetime import date

import pytest

from tests.upk.desk.moving.dumps.dump import cells, changed, converted, problems_of, read_back
from upk.desk.moving.dumps.findings import About

COLUMNS = (
    "`id`, `lokasi`, `nama_barang`, `tgl_beli`, `unit`, `harsat`, `umur_ekonomis`, `jenis`, "
    "`kategori`, `status`, `tgl_validasi`"
)


def with_things(*things: str) -> str:
    """The dump with rows of the inventory."""
    rows = ",\n".join(f"({n}, '7', {thing})" for n, thing in enumerate(things, start=1))
    insert = f"INSERT INTO `inventaris_7` ({COLUMNS}) VALUES\n{rows};\nCOMMIT;"
    return changed(("COMMIT;", insert))


def test_things_with_their_wear_on_the_cut_over(tmp_path):
    made = converted(
        tmp_path,
        with_things(
            "'Meja contoh', '2020-10-05', 2, '600000', 60, 1, '4', 'Baik', '2020-10-05'",
            "'Laptop contoh', '2022-09-30', 1, '4800000', 48, 1, '4', 'Baik', NULL",
            "'Tanah contoh', '2019-01-01', 1, '25000000', 0, 1, '1', 'Baik', NULL",
            "'Printer contoh', '2018-01-01', 1, '900000', 48, 1, '4', 'Rusak', '2021-01-01'",
            "'Kursi contoh', '2010-01-01', 4, '50000', 60, 1, '4', 'Baik', NULL",
            "'Akta contoh', '2022-04-01', 1, '1200000', 12, 3, '1', 'Baik', NULL",
        ),
    )

    content, problems = read_back(tmp_path)

    assert problems == []
    assert cells(content, "assets", "asset_class", "bought_on", "quantity", "depreciated") == [
        # 24 of 60 months of all but the last rupiah
        ("Inventaris/peralatan kantor", date(2020, 10, 5), 2, 239_999),
        ("Komputer", date(2022, 9, 30), 1, 99_999),
        ("Tanah", date(2019, 1, 1), 1, None),
        ("Komputer", date(2018, 1, 1), 1, 899_999),
        ("Inventaris/peralatan kantor", date(2010, 1, 1), 4, 49_999),
        ("Biaya pendirian", date(2022, 4, 1), 1, 599_999),
    ]
    assert made.findings.counts.keys() == {About.LEFT_OUT}


def test_accounts_of_things_are_looked_at(tmp_path, manager):
    """What the old books say about things the import compares with these rows."""
    thing = "'Tanah contoh', '2019-01-01', 1, '25000000', 0, 1, '1', 'Baik', NULL"
    converted(tmp_path, with_things(thing))

    assert [problem.found for problem in problems_of(tmp_path, manager)] == [
        "saldo 1.2.01.01 Tanah: Rp 0"
    ]


@pytest.mark.parametrize(
    ("thing", "about", "found"),
    [
        ("'Motor', '2020-01-01', 1, '9', 120, 1, '3', 'Dijual', '2022-01-01'",
         About.LEFT_OUT, "keadaan Dijual"),
        ("'Motor', '0000-00-00', 1, '9', 120, 1, '3', 'Baik', NULL",
         About.LEFT_OUT, "tgl_beli kosong"),
        ("'Motor', '2022-10-01', 1, '9', 120, 1, '3', 'Baik', NULL",
         About.LEFT_OUT, "dibeli sesudah tanggal pindah"),
        ("'Motor', '2020-01-01', 0, '9', 120, 1, '3', 'Baik', NULL",
         About.LEFT_OUT, "0 unit, Rp 9"),
        ("'Motor', '2020-01-01', 1, '9', 77, 1, '3', 'Baik', NULL",
         About.UNKNOWN, "jenis 1, kategori 3, umur 77 bulan"),
        ("'Motor', '2020-01-01', 1, '9', 77, 5, '5', 'Baik', NULL",
         About.UNKNOWN, "jenis 5, kategori 5, umur 77 bulan"),
    ],
)  # fmt: skip
def test_what_is_told_of_things(tmp_path, thing, about, found):
    made = converted(tmp_path, with_things(thing))

    assert [item.found for item in made.findings.of(about)][-1:] == [found]
    assert made.rows["assets"] == (about == About.UNKNOWN)


def test_thing_sold_after_the_cut_over_is_there(tmp_path):
    made = converted(
        tmp_path,
        with_things("'Motor', '2020-01-01', 1, '9', 120, 1, '3', 'Dijual', '2022-10-10'"),
    )

    assert made.rows["assets"] == 1
