"""A dump in which everything adds up becomes a workbook that the import takes."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from loans.models import Loan
from tests.upk.desk.moving.dumps.dump import (
    DUMP,
    GIVEN,
    NUMBER,
    TODAY,
    cells,
    changed,
    converted,
    problems_of,
    read_back,
    without_table,
)
from upk.desk.check_books import check_books
from upk.desk.moving.dumps.broken import BrokenDump
from upk.desk.moving.dumps.conversion import convert
from upk.desk.moving.dumps.cut_over import last_closed_month
from upk.desk.moving.dumps.files import Mended, parts_of_file
from upk.desk.moving.dumps.findings import About
from upk.desk.moving.dumps.tables import table_named
from upk.desk.moving.writing.move import move_in
from upk.ledger.models import Posting
from upk.offices.models import Office

CUT_OVER = date(2022, 9, 30)


def test_made_workbook_is_clean(tmp_path, manager):
    made = converted(tmp_path)

    content, _ = read_back(tmp_path)

    assert problems_of(tmp_path, manager) == []
    assert made.cut_over == CUT_OVER
    assert made.rows == {key: len(content[key]) for key in made.rows}
    assert [item.found for item in made.findings] == [
        "2 transaksi sesudah tanggal pindah 30 September 2022"
    ]


def test_office_and_villages(tmp_path):
    converted(tmp_path)

    content, _ = read_back(tmp_path)

    assert cells(content, "office", "code", "name", "subdistrict", "district_name", "cut_over") == [
        ("CONTOH", "BUM Desa Bersama Contohrejo LKD", "Contohrejo", "Contohkab", CUT_OVER)
    ]
    assert cells(content, "villages", "code", "name", "payment_day") == [
        ("3314992001", "Contohsari", None), ("3314992002", "Contohtani", 15),
    ]  # fmt: skip


def test_people_groups_and_members(tmp_path):
    converted(tmp_path)

    content, _ = read_back(tmp_path)

    assert cells(content, "people", "code", "sex", "nik")[3] == ("4", "L", "3314044101800000")
    assert cells(content, "groups", "code", "category", "level", "function", "founded_on") == [
        ("S-01", "SPP", "berkembang", "penyalur", date(2019, 2, 1)),
        ("U-01", "UEP", "pemula", "penyalur", date(2019, 3, 1)),
        ("S-02", "SPP", "pemula", "penyalur", date(2020, 6, 1)),
    ]
    assert cells(content, "members", "group", "person", "position", "since") == [
        ("S-01", "1", "chair", date(2021, 3, 10)),
        ("S-01", "2", "secretary", date(2021, 3, 10)),
        ("S-01", "3", "treasurer", date(2022, 4, 15)),
        ("U-01", "4", "chair", date(2022, 1, 20)),
        ("S-02", "5", "chair", date(2022, 5, 2)),
        ("S-02", "6", "secretary", date(2022, 5, 2)),
    ]


def test_products_and_loans(tmp_path):
    converted(tmp_path)

    content, _ = read_back(tmp_path)

    accounts = ("receivable", "interest_income", "penalty_income", "cash")
    assert cells(content, "products", "code", "rate", "tenor", *accounts) == [
        ("SPP", Decimal("1.5"), 12, "1.1.03.01", "4.1.01.01", "4.1.01.04", "1.1.01.01"),
        ("UEP", Decimal("1.2"), 12, "1.1.03.02", "4.1.01.02", None, "1.1.01.01"),
    ]
    terms = ("rate", "method", "tenor", "principal_every", "rounding_step", "payment_day")
    assert cells(content, "loans", "code", "group", "principal", *terms, "status") == [
        ("1", "S-01", 6_000_000, Decimal("1.5"), "flat", 12, 1, 500, None, "L"),
        ("2", "S-01", 12_000_000, Decimal("1.5"), "flat", 12, 1, 500, None, "A"),
        ("3", "U-01", 10_000_000, Decimal("1.2"), "flat", 12, 4, 500, 15, "A"),
        ("4", "S-02", 3_000_000, Decimal("1.5"), "flat", 6, 1, 500, None, "A"),
    ]
    assert cells(content, "shares", "loan", "person", "principal")[-2:] == [
        ("4", "5", 1_000_000), ("4", "6", 2_000_000),
    ]  # fmt: skip


def test_only_the_schedule_of_its_own_is_listed(tmp_path):
    converted(tmp_path)

    content, _ = read_back(tmp_path)

    assert cells(content, "instalments", "loan", "n", "due_on", "principal", "interest") == [
        ("4", n, date(2022, 5 + n, 2), 400_000 if n < 4 else 600_000, 45_000) for n in range(1, 7)
    ]


def test_payments_stop_at_the_cut_over(tmp_path):
    converted(tmp_path)

    content, _ = read_back(tmp_path)

    paid = cells(content, "payments", "loan", "paid_on", "principal", "interest", "penalty")
    assert [row for row in paid if row[0] == "2"] == [
        ("2", date(2022, month, 15), 1_000_000, 180_000, 5_000 if month == 7 else None)
        for month in range(5, 9)
    ]
    assert len(paid) == 28


def test_balances_are_those_of_the_cut_over(tmp_path):
    converted(tmp_path)

    content, _ = read_back(tmp_path)

    assert cells(content, "balances", "code", "debit", "credit") == [
        ("1.1.01.01", 11_953_500, None), ("1.1.03.01", 9_200_000, None),
        ("1.1.03.02", 6_666_500, None), ("3.1.01.01", None, 25_000_000),
        ("3.2.01.01", None, 685_000), ("4.1.01.01", None, 1_170_000),
        ("4.1.01.02", None, 960_000), ("4.1.01.04", None, 5_000),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cut_over", "cash", "payments"),
    [(date(2021, 12, 31), 24_185_000, 9), (date(2022, 3, 31), 16_195_000, 14)],
)
def test_given_cut_over_is_taken(tmp_path, manager, cut_over, cash, payments):
    converted(tmp_path, cut_over=cut_over)

    content, _ = read_back(tmp_path)

    assert problems_of(tmp_path, manager) == []
    assert cells(content, "balances", "code", "debit")[0] == ("1.1.01.01", cash)
    assert len(content["payments"]) == payments


def test_balances_from_the_columns_of_years(tmp_path):
    """Earlier versions have no ``saldo_N``."""
    made = converted(tmp_path, without_table(changed(), "saldo_7"))

    content, _ = read_back(tmp_path)

    assert cells(content, "balances", "code", "debit")[0] == ("1.1.01.01", 11_953_500)
    assert made.findings.counts.keys() == {About.LEFT_OUT}


def test_balances_of_one_column_a_year(tmp_path):
    """The program before: ``kd_rekening``, one balance a year, of the account's normal side."""
    text = without_table(changed(), "saldo_7")
    names = {"`kode_akun`": "`kd_rekening`", "`nama_akun`": "`nama_rekening`"}
    for old, new in names.items():
        text = text.replace(old, new)
    text = text.replace("`tbk2021`", "`posisi`").replace("`tbk2020`", "`pasangan`")
    head, _, rest = text.partition("INSERT INTO `rekening_7`")
    rows, _, tail = rest.partition(";\n")
    for year_ends in ("'0', '25000000', '0', '25000000'", "'0', '685000', '0', '0'"):
        credit, _, before = year_ends.replace("'0', ", "", 1).partition(", ")
        before = before.rpartition(", ")[2]
        assert year_ends in rows
        rows = rows.replace(year_ends, f"{credit}, '0', {before}, '0'")
    made = converted(tmp_path, f"{head}INSERT INTO `rekening_7`{rows};\n{tail}")

    content, _ = read_back(tmp_path)

    assert cells(content, "balances", "code", "debit", "credit")[3:5] == [
        ("3.1.01.01", None, 25_000_000), ("3.2.01.01", None, 685_000),
    ]  # fmt: skip
    assert made.findings.counts.keys() == {About.LEFT_OUT}


def csv_folder(tmp_path, separator: str):
    """The dump's tables as phpMyAdmin writes them to CSV."""
    folder = tmp_path / "csv"
    folder.mkdir()
    for part in parts_of_file(DUMP, lambda name: table_named(name, NUMBER) is not None, Mended()):
        text = io.StringIO()
        writer = csv.writer(text, delimiter=separator, quoting=csv.QUOTE_ALL)
        writer.writerow(part.columns)
        writer.writerows([["NULL" if v is None else v for v in row] for row in part.rows])
        (folder / f"{part.table}.csv").write_text(text.getvalue(), encoding="utf-8")
    return folder


@pytest.mark.parametrize("separator", [";", ","])
def test_csv_files_make_the_same_workbook(tmp_path, separator):
    from_sql = converted(tmp_path)
    content, _ = read_back(tmp_path)
    folder = csv_folder(tmp_path, separator)

    from_csv = convert(folder, tmp_path / "workbook.xlsx", number=NUMBER, today=TODAY, given=GIVEN)

    assert read_back(tmp_path)[0] == content
    assert list(from_csv.findings) == list(from_sql.findings)


def test_other_number_is_told_with_those_that_are_there(tmp_path):
    with pytest.raises(BrokenDump, match=r"kantor nomor 9 .* Nomor kantor yang ada: 7, 8\.$"):
        converted(tmp_path, number=9)

    assert not (tmp_path / "workbook.xlsx").exists()


def test_missing_table_is_told(tmp_path):
    text = without_table(changed(), "real_angsuran_7")

    with pytest.raises(BrokenDump, match="Tabel real_angsuran_7 tidak ada di berkas ini"):
        converted(tmp_path, text)


def test_empty_table_is_a_table(tmp_path):
    """Nobody has paid yet: the table has its structure and no rows."""
    text = changed()
    head, _, rest = text.partition("INSERT INTO `real_angsuran_7`")
    made = converted(tmp_path, head + rest.partition(";\n")[2])

    assert made.rows["payments"] == 0
    assert made.findings.counts[About.JOURNAL_WITHOUT_PAYMENT] == 29


@pytest.mark.parametrize(
    ("latest", "closed"),
    [
        (date(2022, 10, 5), date(2022, 9, 30)), (date(2022, 9, 30), date(2022, 9, 30)),
        (date(2022, 1, 1), date(2021, 12, 31)), (date(2024, 2, 28), date(2024, 1, 31)),
        (date(2024, 2, 29), date(2024, 2, 29)),
    ],
)  # fmt: skip
def test_last_closed_month(latest, closed):
    assert last_closed_month(latest) == closed


def test_office_moves_in_from_its_dump(tmp_path, manager):
    """The whole way: what the import writes proves itself, and is what the old books said."""
    converted(tmp_path)
    content, _ = read_back(tmp_path)

    move_in(manager.office, content, by=manager, sha256="a" * 64)

    assert [fault for result in check_books(Office.objects.all()) for fault in result.faults] == []
    outstanding = {
        loan.code: loan.principal - sum(row.principal for row in loan.repayments.all())
        for loan in Loan.objects.filter(office=manager.office)
    }
    assert outstanding == {"1": 0, "2": 8_000_000, "3": 6_666_500, "4": 1_200_000}
    net = Posting.objects.of_office(manager.office).until(CUT_OVER).net_by_account()
    codes = dict(manager.office.accounts.values_list("pk", "code"))
    assert {codes[pk]: amount for pk, amount in net.items() if amount} == {
        row["code"]: (row["debit"] or 0) - (row["credit"] or 0) for row in content["balances"]
    }
