"""The checks of grants find what is spoilt behind the triggers' back."""

from datetime import date

import pytest
from django.db import connection

from tests import databases, factories
from tests.grants.running import world as w
from upk.desk.check_books import check_books
from upk.offices.models import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> dict[str, int]:
    """A grant that is paid, ids by name."""
    made = w.create_world()
    received = w.receive(made)
    first, *_ = w.pay_everything(made, made.physical)
    move = first.moves.get()
    return {
        "grant": made.physical.pk, "move": move.pk, "posting": move.entry.postings.get().pk,
        "bank": factories.account(made.office, "1.1.01.04").pk, "tranche": first.pk,
        "line": first.agreement.lines.first().pk, "use": first.papers.get(kind="lpd").pk,
        "received": received.entry.postings.get().pk,
        "plan": first.papers.get(kind="rpd").lines.first().pk,
        "other": w.receive(made, 1, source="apbd", on=date(2009, 7, 1)).pk,
    }  # fmt: skip


def faulty() -> dict[str, tuple[str, ...]]:
    results = check_books(Office.objects.all())
    return {result.key: result.faults for result in results if result.faults}


SPOILT = {
    "a payment of another amount": (
        "UPDATE grants_grantmove SET amount = amount + 1 WHERE id = {move}",
        "grant_money",
        "pada 10 Juni 2009 mutasi BLM Rp 750.617.284, buku besar Rp 750.617.285",
    ),
    "a payment on another account": (
        "UPDATE ledger_posting SET debit_id = {bank} WHERE id = {posting}",
        "grant_money",
        "pada 10 Juni 2009 mutasi BLM Rp 750.617.285, buku besar Rp 800.000.000",
    ),
    "money of the villages spent by the office": (
        "UPDATE ledger_posting SET debit_id = {bank} WHERE id = {received}",
        "grant_money",
        "pada 5 Juni 2009 kurang Rp 800.000.000 dari titipan desa",
    ),
    "an entry without its row": (
        "DELETE FROM grants_grantmove WHERE id = {other}",
        "grant_money",
        "bukti BLM tanpa mutasi",
    ),
    "a payment before the money came": (
        "UPDATE grants_grantmove SET happened_on = '2009-06-01' WHERE id = {move}",
        "grant_money",
        "BLM 2009: -Rp 49.382.715 pada 1 Juni 2009",
    ),
    "a grant that was cut afterwards": (
        "UPDATE grants_grant SET amount = 1000 WHERE id = {grant}",
        "grants",
        "dana Rp 1.000, cair Rp 123.456.789",
    ),
    "a tranche that grew": (
        "UPDATE grants_tranche SET amount = amount + 1 WHERE id = {tranche}",
        "grants",
        "tahap-tahapnya tidak sama dengan dana",
    ),
    "a budget that grew": (
        "UPDATE grants_budgetline SET amount = amount + 1 WHERE id = {line}",
        "grants",
        "RAB tidak sama dengan dana atau swadaya",
    ),
    "a plan that grew": (
        "UPDATE grants_paperline SET amount = amount + 1 WHERE id = {plan}",
        "grants",
        "RPD tahap 1: baris RPD tidak sama dengan jumlahnya",
    ),
    "a use that grew": (
        "UPDATE grants_grantpaper SET amount = amount + 1 WHERE id = {use}",
        "grants",
        "cair Rp 123.456.789, dilaporkan Rp 123.456.790",
    ),
}


def test_checks_say_what_they_looked_at(world):
    results = {result.key: result for result in check_books(Office.objects.all())}

    assert results["grant_money"].looked_at == "5 hari, titipan Rp 676.543.212"
    assert results["grants"].looked_at == "4 kegiatan, cair Rp 123.456.789"
    assert faulty() == {}


@pytest.mark.parametrize("name", SPOILT)
def test_checks_find_what_is_spoilt(world, name):
    sql, key, words = SPOILT[name]
    with databases.triggers_lifted(), connection.cursor() as cursor:
        cursor.execute(sql.format(**world))

    assert any(words in fault for fault in faulty().get(key, ())), faulty()
