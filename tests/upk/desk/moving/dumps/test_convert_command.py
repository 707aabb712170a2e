"""``manage.py convert_dump``: what it prints, what it writes, how it ends."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from tests.upk.desk.moving.dumps.dump import DUMP, GIVEN, cells, changed, problems_of, read_back

OPTIONS = (
    f"--code={GIVEN.code}", f"--legal-form={GIVEN.legal_form}", f"--province={GIVEN.province}",
    f"--timezone={GIVEN.timezone}",
)  # fmt: skip


def run(tmp_path, *options: str, file=DUMP, number: str = "7") -> None:
    output = tmp_path / "workbook.xlsx"
    call_command(
        "convert_dump", str(file), f"--office-number={number}", f"--output={output}", *OPTIONS,
        *options,
    )  # fmt: skip


def test_workbook_is_made_and_findings_end_with_1(tmp_path, manager, capsys):
    with pytest.raises(SystemExit) as end:
        run(tmp_path, "--cut-over=2022-09-30")

    assert end.value.code == 1
    assert problems_of(tmp_path, manager) == []
    assert capsys.readouterr().out.splitlines() == [
        "Tanggal pindah: 30 September 2022", "Kantor: 1", "Desa: 2", "Orang: 6", "Kelompok: 3",
        "Anggota kelompok: 6", "Saldo awal: 8", "Inventaris: 0", "Produk pinjaman: 2",
        "Pinjaman: 4",
        "Pemanfaat: 8", "Jadwal angsuran: 6", "Pembayaran: 28", "Tidak ikut dipindahkan: 1",
        "  transaksi_7: 2 transaksi sesudah tanggal pindah 30 September 2022. Catat di Bergulir "
        "sesudah pindah.",
        f"1 temuan; semuanya di lembar Temuan, {tmp_path / 'workbook.xlsx'}",
    ]  # fmt: skip


def test_nothing_found_ends_well(tmp_path):
    run(tmp_path, "--cut-over=2022-10-20")

    content, _ = read_back(tmp_path)
    assert cells(content, "office", "cut_over") == [(date(2022, 10, 20),)]


def test_no_person_is_named_on_the_screen(tmp_path, capsys):
    path = tmp_path / "dump.sql"
    path.write_text(
        changed(
            ("'3314024101800000'", "'331402410180'"),
            ("'contoh  endang'", "'Contoh Gani'"),
        )
    )

    with pytest.raises(SystemExit):
        run(tmp_path, file=path)

    printed = capsys.readouterr().out
    assert "anggota_7 id 2: NIK: 12 huruf. Dikosongkan." in printed
    assert "331402410180" not in printed
    assert "Gani" not in printed


def test_dump_that_cannot_be_read_ends_with_2(tmp_path):
    with pytest.raises(CommandError, match="Tidak ada tabel kantor nomor 9") as error:
        run(tmp_path, number="9")

    assert error.value.returncode == 2
    assert not (tmp_path / "workbook.xlsx").exists()


def test_output_that_cannot_be_written_ends_with_2(tmp_path):
    (tmp_path / "workbook.xlsx").mkdir()

    with pytest.raises(CommandError, match="tidak dapat ditulis") as error:
        run(tmp_path)

    assert error.value.returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["workbook.xlsx"]


def test_workbook_that_is_there_stays_where_nothing_is_made(tmp_path):
    (tmp_path / "workbook.xlsx").write_text("yang lama")

    with pytest.raises(CommandError):
        run(tmp_path, number="9")

    assert (tmp_path / "workbook.xlsx").read_text() == "yang lama"


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        ("--cut-over=kemarin", "a day is expected"), ("--office-number=-1", "a whole number"),
        ("--legal-form=koperasi", "invalid choice"), ("--timezone=GMT", "invalid choice"),
    ],
)  # fmt: skip
def test_wrong_options_are_refused(tmp_path, option, sentence):
    with pytest.raises(CommandError, match=sentence):
        run(tmp_path, option)
