"""The checks of closed years find what is spoilt behind the triggers' back."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection

from closing.provisions import post_provisions
from closing.results import standing_closings
from closing.services import close_through
from closing.surpluses import divide_surplus, withdraw_division
from tests import databases
from tests.closing.office import earn, resolution
from tests.reports.office import create_books
from upk.desk.check_books import check_books
from upk.ledger.services import reverse_entry
from upk.offices.models import Office

pytestmark = pytest.mark.django_db
END, MEETING = date(2009, 12, 31), date(2010, 2, 5)


@pytest.fixture
def world() -> dict:
    """A closed year with its provision and a decision; one decision was withdrawn."""
    books = create_books()
    [spp, _] = post_provisions(books.office, as_of=END, request_key=uuid4(), by=books.manager)
    by = books.manager
    earn(by, date(2009, 3, 1), 100_000_000)
    close_through(books.office, through=END, by=by)
    books.office.refresh_from_db()
    by.office.refresh_from_db()
    closing = standing_closings(books.office).get()
    first = divide_surplus(closing, resolution(books.office), request_key=uuid4(), by=by)
    withdraw_division(first, happened_on=MEETING, reason="x", request_key=uuid4(), by=by)
    made = divide_surplus(closing, resolution(books.office), request_key=uuid4(), by=by)
    return {
        "by": by,
        "made": made,
        "row": spp.pk,
        "provision": spp.entry_id,
        "closing": closing.pk,
        "decision": made.pk,
        "share": made.shares.first().pk,
        "withdrawal": first.withdrawal.pk,
        "surplus": made.surplus,
    }


def faulty() -> dict[str, tuple[str, ...]]:
    results = check_books(Office.objects.all())
    return {result.key: result.faults for result in results if result.faults}


def test_all_is_well_and_the_checks_say_what_they_saw(world):
    told = {r.key: r.looked_at for r in check_books(Office.objects.all())}

    assert faulty() == {}
    assert told["closings"].startswith("1 tahun ditutup, Rp 1")
    assert told["provisions"].startswith("2 pembukuan, Rp ")
    assert told["surpluses"].startswith("2 keputusan, Rp ")


SPOILT = {
    "a closing that leaves a rupiah": (
        "UPDATE ledger_posting SET amount = amount - 1 WHERE id = "
        "(SELECT MIN(id) FROM ledger_posting WHERE entry_id = {closing})",
        "closings",
        "menyisakan Rp 1 di akun pendapatan dan beban",
    ),
    "a provision of another sum": (
        "UPDATE closing_provisionposting SET needed = needed + 1, amount = amount + 1 "
        "WHERE id = {row}",
        "provisions",
        "cadangan menurut baris",
    ),
    "a provision of another day": (
        "UPDATE closing_provisionposting SET as_of = '2009-11-30' WHERE id = {row}",
        "provisions",
        "tidak sama dengan cadangan per 2009-11-30",
    ),
    "a share of another sum": (
        "UPDATE closing_surplusshare SET amount = amount + 1 WHERE id = {share}",
        "surpluses",
        "bagian",
    ),
    "a surplus that the year didn't bring": (
        "UPDATE closing_surplusdecision SET surplus = surplus + 1, "
        "deficit_covered = deficit_covered + 1 WHERE id = {decision}",
        "surpluses",
        "bukan hasil jurnal penutupnya",
    ),
    "a withdrawal that is gone": (
        "DELETE FROM closing_surpluswithdrawal WHERE id = {withdrawal}",
        "surpluses",
        "pencabutan dan jurnal pembatalannya tidak cocok",
    ),
    "a posting that is no row's": (
        "DELETE FROM closing_provisionposting WHERE id = {row}",
        "surpluses",
        "jurnal penutupan tanpa baris",
    ),
}


@pytest.mark.parametrize("name", SPOILT)
def test_what_is_spoilt_is_named(world, name):
    sql, key, told = SPOILT[name]

    with databases.triggers_lifted(), connection.cursor() as cursor:
        cursor.execute(sql.format(**world))

    assert any(told in fault for fault in faulty()[key])


def test_a_decision_reversed_without_a_withdrawal_is_named(world):
    reverse_entry(
        world["made"].entry, happened_on=MEETING, reason="x", by=world["by"], origin="closing"
    )

    assert "tidak cocok" in faulty()["surpluses"][0]
