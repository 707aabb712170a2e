"""Budgets as files: what is given out can be read back, what is no budget is refused."""

import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from upk.budget.files import UnreadableFile, read_budget, write_csv, write_xlsx
from upk.ledger.models import Account
from upk.sheets import rows_of_workbook

ACCOUNTS = {code: Account(pk=n, code=code, name=f"Beban; \"{n}\"")
            for n, code in enumerate(("5.1.01.01", "5.1.03.02"), start=1)}  # fmt: skip
SALARY, POWER = ACCOUNTS.values()
MONTHS = st.lists(st.integers(0, 10**12), min_size=12, max_size=12).filter(any)


@given(st.dictionaries(st.sampled_from([SALARY, POWER]), MONTHS))
def test_what_is_written_is_read_back(amounts):
    for write in (write_csv, write_xlsx):
        assert read_budget(write(amounts), ACCOUNTS) == amounts


@pytest.mark.parametrize("name", ['=HYPERLINK("http://x";"y")', "@SUM(A1)", "+1", "-1"])
def test_name_of_an_account_is_no_formula(name):
    account = Account(pk=9, code="5.1.01.09", name=name)
    amounts = {account: [7] * 12}

    row = write_csv(amounts).decode("utf-8-sig").splitlines()[1]
    [_, cells] = rows_of_workbook(write_xlsx(amounts), most_rows=2, most_columns=2)

    assert row.startswith(("5.1.01.09;'", "5.1.01.09;\"'"))
    assert cells == ("5.1.01.09", f"'{name}")
    for written in (write_csv(amounts), write_xlsx(amounts)):
        assert read_budget(written, {account.code: account}) == amounts


@pytest.mark.parametrize(
    "text",
    [
        "5.1.01.01,Gaji,100,,,,,,,,,,,50",
        "Kode\tNama akun\n5.1.01.01\tGaji\t100\t-\t\t\t\t\t\t\t\t\t\t50\n\n",
        "kode;nama\r\n5.1.01.01;Gaji;100;0;;;;;;;;;;Rp 50\r\n5.1.03.02;Listrik;0\r\n",
    ],
)
def test_files_of_many_programs_are_read(text):
    assert read_budget(text.encode(), ACCOUNTS) == {SALARY: [100, *[0] * 10, 50]}


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"9.9.99.99;Lain;100", "Baris 1: tidak ada akun pendapatan atau beban 9.9.99.99"),
        (b"5.1.01.01;;1\n5.1.01.01;;2", "Baris 2: akun 5.1.01.01 sudah ada"),
        (b"5.1.01.01;;1,5", "Baris 1: 1,5 bukan jumlah rupiah bulat"),
        (b"5.1.01.01;;-5", "bukan jumlah rupiah bulat"),
        (b"PK\x03\x04 rusak", "bukan CSV atau XLSX"),
        ("5.1.01.01;Gaj\xee;1".encode("latin-1"), "UTF-8"),
        (b"x" * 1_000_001, "terlalu besar"),
    ],
)
def test_what_is_no_budget_is_refused(content, problem):
    with pytest.raises(UnreadableFile, match=problem):
        read_budget(content, ACCOUNTS)


@pytest.mark.parametrize("cell", [1.5, -3, True, 10**19])
def test_cell_that_is_no_amount_is_refused(cell):
    book = openpyxl.Workbook()
    book.active.append(["5.1.01.01", "Gaji", cell])
    out = io.BytesIO()
    book.save(out)

    with pytest.raises(UnreadableFile, match="Baris 1"):
        read_budget(out.getvalue(), ACCOUNTS)
