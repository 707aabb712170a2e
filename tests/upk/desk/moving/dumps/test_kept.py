"""What the workbook holds where the dump doesn't add up: nothing lost, nothing guessed."""

from datetime import date

from tests.upk.desk.moving.dumps.dump import cells, changed, converted, read_back, without_table
from upk.desk.moving.checks import check
from upk.desk.moving.dumps.findings import About
from upk.desk.moving.dumps.work import Given


def test_loan_with_a_negative_payment_has_sums(tmp_path):
    converted(tmp_path, changed(("(37, '4', '2022-09-02', 600000", "(37, '4', '2022-09-02', -1")))

    content, problems = read_back(tmp_path)

    assert problems + check(content) == []
    sums = cells(content, "loans", "code", "paid_principal", "paid_interest", "last_paid_on")
    assert sums == [
        ("1", None, None, None), ("2", None, None, None), ("3", None, None, None),
        ("4", 1_199_999, 180_000, date(2022, 9, 2)),
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


def test_loan_settled_after_the_cut_over_runs(tmp_path):
    made = converted(tmp_path, cut_over=date(2021, 12, 31))

    content, problems = read_back(tmp_path)

    assert problems + check(content) == []
    assert cells(content, "loans", "code", "status") == [("1", "A")]
    assert About.PAID not in made.findings.counts


def test_doubled_and_empty_codes_still_name_their_rows(tmp_path):
    converted(tmp_path, changed(("'U-01'", "'S-01'"), ("'S-02'", "'0'")))

    content, problems = read_back(tmp_path)

    assert problems + check(content) == []
    assert cells(content, "groups", "code") == [("S-01",), ("S-01-2",), ("K3",)]
    assert cells(content, "loans", "group") == [("S-01",), ("S-01",), ("S-01-2",), ("K3",)]


def test_person_twice_in_a_loan_has_one_share(tmp_path):
    converted(tmp_path, changed(("(7, 'K', '3', '4', 1, '5'", "(7, 'K', '3', '4', 1, '6'")))

    content, problems = read_back(tmp_path)

    assert problems + check(content) == []
    assert cells(content, "shares", "loan", "person", "principal")[-1] == ("4", "6", 3_000_000)


def test_balance_in_no_chart_has_its_kind(tmp_path):
    text = changed(
        ("'2101', 2, 1, 1, 1, '2.1.01.01', 'Utang Titipan'",
         "'1199', 1, 1, 1, 1, '1.1.01.99', 'Bank Contoh'"),
        ("'2.1.01.01', 2022, 0, '0', '0'", "'1.1.01.99', 2022, 0, '70', '0'"),
    )  # fmt: skip
    converted(tmp_path, text)

    content, _ = read_back(tmp_path)

    (row,) = [row for row in content["balances"] if row["code"] == "1.1.01.99"]
    assert (row["name"], row["debit"], row["kind"], row["liquidity"]) == (
        "Bank Contoh", 70, "asset", "bank",
    )  # fmt: skip


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
