"""The checks of how loans ended find what is spoilt behind the triggers' back."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from loans.endings import write_off
from loans.models import Relief
from loans.recoveries import record_recovery
from loans.rescheduling import reschedule_loan
from tests import databases
from tests.loans.endings_world import ENDED, create_loan, create_office, how, received
from upk.desk.check_books import check_books
from upk.ledger.models import Posting
from upk.offices.models import Office

pytestmark = pytest.mark.django_db

DAY = date(2010, 2, 1)


@pytest.fixture
def world() -> dict[str, int]:
    """A loan written off with a recovery, and one rescheduled; ids by name."""
    office, by = create_office()
    gone, taken = create_loan(office, by), create_loan(office, by)
    off = write_off(gone, **how(by))
    recovery = record_recovery(off, received(gone, 500_000, DAY), request_key=uuid4(), by=by)
    new = reschedule_loan(taken, terms={"tenor": 12}, carried_interest=100_000, **how(by))
    between = Posting.objects.get(entry=new.disbursement)
    return {
        "relief": Relief.objects.filter(repayment=off).first().pk,
        "recovery": recovery.pk,
        "new": new.pk,
        "row": new.instalments.order_by("n").first().pk,
        "between": between.pk,
        "unused": office.accounts.get(code="1.1.03.03").pk,
        "old_entry": taken.repayments.get(kind="rescheduled").entry_id,
    }


def faulty() -> dict[str, tuple[str, ...]]:
    results = check_books(Office.objects.all())
    return {result.key: result.faults for result in results if result.faults}


def spoil(sql: str) -> None:
    connection.check_constraints()  # PostgreSQL drops no trigger before that
    with databases.triggers_lifted():
        with connection.cursor() as cursor:
            cursor.execute(sql)
        connection.check_constraints()


SPOILT = {
    "a relief of less than was written off": (
        "UPDATE loans_relief SET principal = principal - 1 WHERE id = {relief}",
        "reliefs",
        "dihapus Rp 9.200.000, angsurannya Rp 9.199.999",
    ),
    "a relief that is gone": (
        "DELETE FROM loans_relief WHERE id = {relief}",
        "reliefs",
        "angsurannya Rp 8.050.000",
    ),
    "a schedule without the jasa that it carries": (
        "UPDATE loans_instalment SET interest = interest - 1 WHERE id = {row}",
        "reschedulings",
        "jadwalnya bukan menurut ketentuan dan jasa bawaannya",
    ),
    "a new loan that carries more than the old one left": (
        "UPDATE loans_loan SET carried_interest = 1200001 WHERE id = {new}",
        "reschedulings",
        "bukan sisa pinjaman",
    ),
    "an account between that isn't empty": (
        "UPDATE ledger_posting SET credit_id = {unused} WHERE id = {between}",
        "reschedulings",
        "Rp 8.000.000 pada 20 Januari 2010, seharusnya kosong",
    ),
    "a recovery of more than was written off": (
        "UPDATE loans_recovery SET amount = 8000001 WHERE id = {recovery}",
        "recoveries",
        "diterima Rp 8.000.001 pada 1 Februari 2010, dihapus Rp 8.000.000",
    ),
    "a recovery of another day than its entry": (
        "UPDATE loans_recovery SET paid_on = '2010-02-02' WHERE id = {recovery}",
        "recoveries",
        "tidak sama dengan buktinya BKM-2010-",
    ),
}


@pytest.mark.parametrize("name", SPOILT)
def test_each_fault_is_found(name, world):
    sql, key, fault = SPOILT[name]
    assert faulty() == {}

    spoil(sql.format(**world))

    found = faulty()
    assert list(found) == [key]
    assert any(fault in said for said in found[key]), found


def test_what_was_looked_at(world):
    looked_at = {result.key: result.looked_at for result in check_books(Office.objects.all())}

    # 9.200.000 written off and 9.200.000 moved to the new loan
    assert looked_at["reliefs"] == "2 catatan, Rp 18.400.000"
    assert looked_at["reschedulings"] == "1 penjadwalan ulang, Rp 8.000.000"
    assert looked_at["recoveries"] == "1 penerimaan, Rp 500.000"


def test_number_of_queries_does_not_depend_on_the_rows(world):
    office = Office.objects.get(accounts=world["unused"])
    by = office.users.first()

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            check_books(Office.objects.all())
        return len(queries)

    before = count()
    for _ in range(2):
        reschedule_loan(create_loan(office, by), terms={"tenor": 12}, **how(by, on=ENDED))
        write_off(create_loan(office, by), **how(by))

    assert count() == before
