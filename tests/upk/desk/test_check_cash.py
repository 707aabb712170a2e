"""Cash counts and uploaded files, spoilt with the triggers lifted, and the fault that is found."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from tests import factories
from tests.databases import triggers_lifted
from tests.upk.cash.bank import entry as bank_entry
from tests.upk.cash.bank import line, match, statement
from upk.access import Role
from upk.cash.counting import Piece, record_count, settle_difference
from upk.cash.denominations import in_use
from upk.desk.check_books import check_books
from upk.ledger.attachments import attach_file
from upk.offices.models import Office

pytestmark = pytest.mark.django_db
ON = date(2010, 2, 10)


@pytest.fixture
def world() -> None:
    """A cash box that lacked Rp 500, posted with a scan; a bank's statement, matched."""
    office = factories.create_office(code="UJI")
    by, witness = (
        factories.create_user(office=office),
        factories.create_user(Role.SECRETARY, office),
    )
    cash = factories.account(office, "1.1.01.01")
    factories.put_money_in(cash, 100_500, by=by)
    [note] = [d for d in in_use(ON) if d.value == 100_000]
    made = record_count(
        cash, counted_on=ON, pieces=[Piece(note, 1)], counted_by=by, witnessed_by=witness,
        explanation="Kembalian", request_key=uuid4(), by=by,
    )  # fmt: skip
    other = factories.account(office, "5.3.04.01")
    entry = settle_difference(made, happened_on=ON, other=other, request_key=uuid4(), by=by)
    made = statement(by, (5, 500), (6, 500), opening=0)
    for position, day in ((1, 5), (2, 6)):
        match(by, line(made, position), bank_entry(by, 500, day))
    attach_file(entry, SimpleUploadedFile("acara.pdf", b"%PDF-1.4 acara %%EOF"), by=by)


def results() -> dict:
    found = check_books(Office.objects.filter(code="UJI"))
    return {result.key: result for result in found}


def test_what_is_in_order_has_no_fault(world):
    found = results()

    assert (found["cash_counts"].looked_at, found["cash_counts"].faults) == ("1 opname", ())
    looked_at = found["bank_statements"].looked_at
    assert (looked_at, found["bank_statements"].faults) == ("1 rekening koran, 2 mutasi cocok", ())
    assert (found["stored_files"].looked_at, found["stored_files"].faults) == ("1 berkas", ())


SPOILT = {
    "notes that don't add up": (
        "UPDATE cash_cashcountline SET pieces = 2",
        "cash_counts",
        "rincian Rp 200.000, dihitung Rp 100.000",
    ),
    "another difference than was posted": (
        "UPDATE cash_cashcount SET book_balance = 100501, difference = -501",
        "cash_counts",
        "selisih -Rp 501, dibukukan Rp 500",
    ),
    "a movement that the bank didn't have": (
        "UPDATE cash_statementline SET amount = 501 WHERE position = 1;"
        "UPDATE ledger_posting SET amount = 501 WHERE entry_id = (SELECT MIN(entry_id) FROM "
        "cash_lineverdict); UPDATE ledger_entry SET total = 501 WHERE id = (SELECT MIN(entry_id) "
        "FROM cash_lineverdict)",
        "bank_statements",
        "Rp 1.001 dengan 2 mutasi, tercatat Rp 1.000 dengan 2",
    ),
    "a match of another amount": (
        "UPDATE cash_statementline SET amount = 501 WHERE position = 1;"
        "UPDATE cash_statementline SET amount = 499 WHERE position = 2",
        "bank_statements",
        "mutasi 1: jumlahnya lain daripada B",
    ),
    "an entry matched twice": (
        "UPDATE cash_lineverdict SET entry_id = (SELECT MAX(entry_id) FROM cash_lineverdict)",
        "bank_statements",
        "mutasi 1: cocok lebih dari sekali dengan B",
    ),
    "a file that isn't there": (
        f"UPDATE offices_storedfile SET sha256 = '{'0' * 64}'",
        "stored_files",
        "acara.pdf (000000000000) hilang atau berubah",
    ),
}


@pytest.mark.parametrize("name", SPOILT)
def test_fault_is_found(world, name):
    sql, key, fault = SPOILT[name]
    with triggers_lifted(), connection.cursor() as cursor:
        for statement_of_sql in sql.split(";"):
            cursor.execute(statement_of_sql)

    faults = {key: result.faults for key, result in results().items() if result.faults}

    assert list(faults) == [key]
    assert fault in faults[key][0]
