"""The report ``iptw``: rights of the period with their members' parts."""

from datetime import date

import pytest

from reports.period import ReportPeriod
from reports.question import Question
from reports.registry import build
from tests import factories
from tests.loans.rebate_world import FIRST, SECOND, approve, lend, pay_out, rebate_product
from upk.access import Role
from upk.periods import Quarter

pytestmark = pytest.mark.django_db


def test_report_lists_rights_of_the_period_member_by_member():
    office = factories.create_office()
    manager, treasurer = (
        factories.create_user(role, office) for role in (Role.MANAGER, Role.TREASURER)
    )
    loan = lend(rebate_product(office), by=treasurer)
    for day in (FIRST, SECOND):
        factories.pay(loan, on=day, by=treasurer)
    approve(loan, manager)
    first, _ = pay_out(loan, treasurer)

    def report(quarter):
        return build("iptw", Question.of(office, ReportPeriod.of_quarter(quarter)))

    third, fourth = report(Quarter(2009, 3)), report(Quarter(2009, 4))

    [[section]] = [part.sections for part in third.parts]
    people = [share.person.name for share in loan.shares.select_related("person")]
    assert [row.values["name"] for row in section.rows] == people
    assert [row.values["amount"] for row in section.rows] == [1_500] * 5
    assert third.totals["amount"] == 7_500
    assert (third.totals["rebates"], third.totals["paid"]) == (1, 0)  # paid in February
    assert [column.label for column in third.columns] == [
        "No", "Nama anggota", "Alokasi", "Total jasa", "Jumlah IPTW", "Tanda tangan",
    ]  # fmt: skip
    assert "angsuran ke-2, hak sejak 10 Oktober 2009" in fourth.parts[0].sections[0].title
    later = build("iptw", Question.of(office, ReportPeriod.up_to(date(2010, 2, 15))))
    assert later.parts == ()
    assert first.amount == 7_500
