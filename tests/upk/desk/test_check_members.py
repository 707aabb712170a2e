"""The checks of members' parts and rebates find what is spoilt behind the triggers' back."""

from datetime import date

import pytest
from django.db import connection

from loans.member_splits import MemberPart
from loans.rebates import shares_of
from loans.rebating import reverse_rebate
from loans.repayments import reverse_repayment
from tests import databases, factories
from tests.loans.rebate_world import FIRST, SECOND, approve, lend, pay_out, rebate_product
from upk.access import Role
from upk.desk.check_books import check_books
from upk.offices.models import Office

pytestmark = pytest.mark.django_db

DAY = date(2010, 2, 15)


@pytest.fixture
def world() -> dict[str, int]:
    """A loan paid by member with a rebate that stands and one taken back; ids by name."""
    office = factories.create_office(code="UJI")
    manager, treasurer = (
        factories.create_user(role, office) for role in (Role.MANAGER, Role.TREASURER)
    )
    loan = lend(rebate_product(office), by=treasurer)
    members = tuple(
        MemberPart(share.person_id, 200_000, 30_000) for share in shares_of([loan])[loan.pk]
    )
    for day in (FIRST, SECOND):
        paid = factories.pay(loan, on=day, by=treasurer, members=members)
    wrong = factories.pay(loan, on=date(2009, 11, 10), by=treasurer, members=members)
    undone = reverse_repayment(wrong, happened_on=date(2009, 11, 11), reason="Salah", by=manager)
    approve(loan, manager)
    rebate, taken = pay_out(loan, treasurer)
    how = {"happened_on": DAY, "reason": "Salah", "by": manager}
    back = reverse_rebate(taken, request_key="6f1f0b0e-0000-4000-8000-00000000000a", **how)
    return {
        "part": paid.member_parts.first().pk,
        "undone_part": undone.member_parts.first().pk,
        "undone": undone.pk,
        "rebate": rebate.pk,
        "taken": taken.pk,
        "back": back.pk,
        "approval": rebate.approval_id,
        "treasurer": treasurer.pk,
        "posting": rebate.entry.postings.get().pk,
        "other": factories.account(office, "5.2.01.02").pk,
        "stranger": factories.create_person(loan.group.village).pk,
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
    "a part of less than was paid": (
        "UPDATE loans_memberrepayment SET interest = interest - 1 WHERE id = {part}",
        "member_parts",
        "bagian anggota Rp 1.149.999, setoran Rp 1.150.000",
    ),
    "a part of somebody without a share": (
        "UPDATE loans_memberrepayment SET person_id = {stranger} WHERE id = {part}",
        "member_parts",
        "dibagi kepada bukan pemanfaat",
    ),
    "a reversal that mirrors other parts": (
        "UPDATE loans_memberrepayment SET principal = principal - 1 WHERE id = {undone_part}; "
        "UPDATE loans_memberrepayment SET principal = principal + 1 WHERE id = "
        "(SELECT MAX(id) FROM loans_memberrepayment WHERE repayment_id = {undone})",
        "member_parts",
        "bukan kebalikan bagian anggotanya",
    ),
    "a rebate on another account": (
        "UPDATE ledger_posting SET debit_id = {other} WHERE id = {posting}",
        "rebates",
        "tidak sama dengan buktinya",
    ),
    "a rebate paid by who confirmed it": (
        "UPDATE loans_rebateapproval SET recorded_by_id = {treasurer} WHERE id = {approval}",
        "rebates",
        "tidak seperti yang disetujui orang lain",
    ),
    "a rebate taken back that stands": (
        "UPDATE loans_rebate SET reverses_id = {rebate} WHERE id = {back}",
        "rebates",
        "tidak cocok dengan yang dibatalkan",
    ),
    "a rebate paid twice": (
        "UPDATE loans_rebate SET instalment_id = (SELECT instalment_id FROM loans_rebate "
        "WHERE id = {rebate}) WHERE id = {taken}; UPDATE loans_rebate SET instalment_id = NULL "
        "WHERE id = {back}",
        "rebates",
        "IPTW dibayar 2 kali",
    ),
}


def test_books_in_order_have_no_fault_and_say_what_was_looked_at(world):
    looked_at = {result.key: result.looked_at for result in check_books(Office.objects.all())}

    assert faulty() == {}
    assert looked_at["member_parts"] == "20 bagian dari 4 setoran, Rp 2.300.000"
    assert looked_at["rebates"] == "3 IPTW, Rp 7.500"


@pytest.mark.parametrize("name", SPOILT)
def test_each_check_finds_exactly_its_fault(name, world):
    sql, key, fault = SPOILT[name]
    for statement in sql.format(**world).split("; "):
        spoil(statement)

    found = faulty()

    assert list(found) == [key]
    assert len(found[key]) == 1
    assert fault in found[key][0]
