"""What the workbook holds where the dump doesn't add up: nothing lost, nothing guessed."""

from datetime import date

import pytest

from tests.upk.desk.moving.dumps.dump import (
    cells,
    changed,
    converted,
    problems_of,
    read_back,
    without_table,
)
from upk.desk.moving.dumps.findings import About
from upk.desk.moving.dumps.work import Given

CORRECTED = (
    "(37, '4', '2022-09-02', 600000",
    "(37, '4', '2022-09-02', -100000, 0, 0, 0, 0, 0, 0, 0, NULL, 3),\n"
    "(37, '4', '2022-09-02', 700000",
)
"""A payment of 700.000 and its correction, in one entry of 600.000."""


def test_loan_with_a_negative_payment_has_sums(tmp_path, manager):
    converted(tmp_path, changed(CORRECTED))

    content, _ = read_back(tmp_path)

    assert problems_of(tmp_path, manager) == []
    sums = cells(content, "loans", "code", "paid_principal", "paid_interest", "last_paid_on")
    assert sums == [
        ("1", None, None, None), ("2", None, None, None), ("3", None, None, None),
        ("4", 1_800_000, 180_000, date(2022, 9, 2)),
    ]  # fmt: skip
    assert "4" not in {row["loan"] for row in content["payments"]}


def test_schedule_that_is_no_use_is_left_to_the_terms(tmp_path):
    converted(tmp_path, changed(("'2022-11-02', '600000'", "'2022-11-02', '500000'")))

    content, _ = read_back(tmp_path)

    assert content["instalments"] == []


def test_rows_of_one_day_are_one_instalment(tmp_path):
    """The program writes a row for a member who left on the day of an instalment."""
    converted(tmp_path, changed(("'4', '6', '2022-11-02'", "'4', '6', '2022-10-02'")))

    content, _ = read_back(tmp_path)

    assert cells(content, "instalments", "n", "due_on", "principal", "interest")[-1] == (
        5, date(2022, 10, 2), 1_200_000, 90_000,
    )  # fmt: skip


def test_loan_settled_after_the_cut_over_runs(tmp_path, manager):
    made = converted(tmp_path, cut_over=date(2021, 12, 31))

    content, _ = read_back(tmp_path)

    assert problems_of(tmp_path, manager) == []
    assert cells(content, "loans", "code", "status") == [("1", "A")]
    assert About.PAID not in made.findings.counts


def test_doubled_and_empty_codes_still_name_their_rows(tmp_path, manager):
    converted(tmp_path, changed(("'U-01'", "'S-01'"), ("'S-02'", "'0'")))

    content, _ = read_back(tmp_path)

    assert problems_of(tmp_path, manager) == []
    assert cells(content, "groups", "code") == [("S-01",), ("S-01-2",), ("K3",)]
    assert cells(content, "loans", "group") == [("S-01",), ("S-01",), ("S-01-2",), ("K3",)]


def test_person_twice_in_a_loan_has_one_share(tmp_path, manager):
    converted(tmp_path, changed(("(7, 'K', '3', '4', 1, '5'", "(7, 'K', '3', '4', 1, '6'")))

    content, _ = read_back(tmp_path)

    assert problems_of(tmp_path, manager) == []
    assert cells(content, "shares", "loan", "person", "principal")[-1] == ("4", "6", 3_000_000)


@pytest.mark.parametrize(
    ("code", "name", "side", "cells_of"),
    [
        ("1.1.01.99", "Bank Contoh", "debit", ("asset", "revolving", "bank")),
        ("1.1.01.98", "Kas Pembantu", "debit", ("asset", "revolving", "cash")),
        ("1.1.04.19", "Cadangan Contoh", "credit", ("contra_asset", "revolving", None)),
        ("8.1.01.01", "Lain", "debit", (None, None, None)),
        ("111.01", "Lama", "debit", (None, None, None)),
    ],
)
def test_account_that_our_chart_lacks(tmp_path, code, name, side, cells_of):
    amounts = "'70', '0'" if side == "debit" else "'0', '70'"
    text = changed(
        (
            "'2101', 2, 1, 1, 1, '2.1.01.01', 'Utang Titipan'",
            f"'0', 0, 0, 0, 0, '{code}', '{name}'",
        ),
        ("'2.1.01.01', 2022, 0, '0', '0'", f"'{code}', 2022, 0, {amounts}"),
    )
    made = converted(tmp_path, text)

    content, _ = read_back(tmp_path)

    (row,) = [row for row in content["balances"] if row["code"] == code]
    assert (row["name"], row[side]) == (name, 70)
    assert (row["kind"], row["fund"], row["liquidity"]) == cells_of
    assert [item.found for item in made.findings.of(About.NEW_ACCOUNT)] == [f"akun {code} {name}"]


def test_deleted_entry_is_left_out(tmp_path):
    text = changed((
        "'125000', 0, 3, '2021-06-30 08:00:00', '2021-06-30 08:00:00', NULL",
        "'125000', 0, 3, '2021-06-30 08:00:00', '2021-06-30 08:00:00', '2021-07-01 09:00:00'",
    ))  # fmt: skip
    made = converted(tmp_path, text, cut_over=date(2021, 11, 30))

    content, _ = read_back(tmp_path)

    assert "1 baris yang sudah dihapus di sana" in [
        item.found for item in made.findings.of(About.LEFT_OUT)
    ]
    assert "5.1.07.10" not in {row["code"] for row in content["balances"]}


def test_weekly_loan(tmp_path):
    loan = "'04/SPK/2022', 1, '9', 1, '6', '1', 1, 'A'"
    converted(tmp_path, changed((loan, loan.replace("'9', 1, '6', '1'", "'6', 1, '26', '12'"))))

    content, _ = read_back(tmp_path)

    (row,) = [row for row in content["loans"] if row["code"] == "4"]
    assert (row["period"], row["tenor"], row["rate"]) == ("week", 26, 1)


def test_dump_of_the_office_alone_lacks_what_the_shared_tables_say(tmp_path):
    text = changed()
    for name in ("kecamatan", "kabupaten", "desa", "jenis_produk_pinjaman", "sistem_angsuran"):
        text = without_table(text, name)
    made = converted(tmp_path, text, given=Given())

    content, problems = read_back(tmp_path)

    missing = [item.found for item in made.findings.of(About.MISSING)]
    assert missing == [
        "Kode kantor", "Nama kantor", "Bentuk", "Kecamatan", "Kode kabupaten", "Kabupaten",
        "Provinsi", "Zona waktu", "nama desa", "nama desa",
    ]  # fmt: skip
    assert {(item.sheet, item.column) for item in problems} == {
        ("Kantor", heading) for heading in missing[:8]
    } | {("Desa", "Nama desa")}
    assert cells(content, "villages", "code", "name") == [
        ("3314992001", None),
        ("3314992002", None),
    ]
    assert cells(content, "products", "code", "principal_every") == [("SPP", 1), ("UEP", 4)]


SETTLED = ("(37, '4', '2022-09-02', 600000, 45000", "(37, '4', '2022-09-02', 1800000, {jasa}")
LENT = (
    "'04/SPK/2022', 1, '9', 1, '6', '1', 1, 'A'",
    "'04/SPK/2022', 1, '9', 1, '6', '1', 1, '{state}'",
)


@pytest.mark.parametrize(
    ("state", "jasa", "interest", "told"),
    [
        ("L", 45_000, [45_000] * 4 + [0, 0], ["lunas, jasa dibayar Rp 180.000, jadwal Rp 270.000"]),
        ("L", 1_000, [45_000] * 3 + [1_000, 0, 0],
         ["lunas, jasa dibayar Rp 136.000, jadwal Rp 270.000"]),
        ("L", 135_000, [45_000] * 6, []),
        ("L", 145_000, [45_000] * 5 + [55_000],
         ["lunas, jasa dibayar Rp 280.000, jadwal Rp 270.000"]),
        ("A", 135_000, [45_000] * 6, ["keadaan A (aktif), tanpa sisa pokok dan jasa"]),
    ],
)  # fmt: skip
def test_settled_loan_asks_for_the_jasa_that_was_paid(tmp_path, state, jasa, interest, told):
    text = changed(
        (SETTLED[0], SETTLED[1].format(jasa=jasa)), (LENT[0], LENT[1].format(state=state))
    )
    made = converted(tmp_path, text)

    content, _ = read_back(tmp_path)

    assert cells(content, "loans", "code", "status")[-1] == ("4", "L")
    assert [row["interest"] for row in content["instalments"]] == interest
    assert [item.found for item in made.findings.of(About.PAID)] == told


def test_running_loan_without_principal_still_owes_jasa(tmp_path):
    made = converted(tmp_path, changed((SETTLED[0], SETTLED[1].format(jasa=45_000))))

    content, _ = read_back(tmp_path)

    assert cells(content, "loans", "code", "status")[-1] == ("4", "A")
    assert About.PAID not in made.findings.counts


def test_codes_are_written_as_codes_are_here(tmp_path, manager):
    made = converted(tmp_path, changed(("'U-01'", "' u_01/b '")))

    content, _ = read_back(tmp_path)

    assert problems_of(tmp_path, manager) == []
    assert cells(content, "groups", "code")[1] == ("U-01-B",)
    assert [item.found for item in made.findings.of(About.CODE)] == ["kd_kelompok u_01/b"]
