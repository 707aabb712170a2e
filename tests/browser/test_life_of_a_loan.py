"""A loan from the proposal to its settlement, and another one rescheduled, as people click it."""

import pytest

from loans.models import Loan, Repayment
from tests.browser.session import overflow, sign_in
from tests.life_walk import Walk, new_group
from upk.offices.models import User

pytestmark = pytest.mark.browser


def fits(page, name: str) -> None:
    """One heading, and no wider than the screen, also on a phone."""
    for width in (390, 1366):
        page.set_viewport_size({"width": width, "height": 768})
        assert overflow(page) <= 0, (name, width)
    assert page.locator("h1").count() == 1, name


def test_from_the_proposal_to_the_settlement_and_another_is_rescheduled(example_server, new_page):
    pages = {}
    for username in ("sekretaris", "manajer", "bendahara"):
        pages[username] = new_page(example_server.url)
        sign_in(pages[username], User.objects.get(username=username))
    walk = Walk(pages["sekretaris"], pages["manajer"], pages["bendahara"], fits)
    group = new_group()

    address = walk.propose(group.pk, "6.000.000")
    loan = Loan.objects.get(pk=address.split("/")[2])
    assert loan.status == "P"
    walk.verify(address)
    assert loan.member_checks.count() == loan.shares.count() > 1
    assert set(loan.paper_checks.values_list("status", flat=True)) == {"C"}
    walk.approve(address)
    loan.refresh_from_db()
    assert (loan.status, str(loan.decision)[-10:]) == ("W", "07/TP/2010")
    walk.disburse(address)
    assert loan.instalments.count() == loan.tenor
    walk.pay(address, "600.000")
    assert Repayment.objects.get(loan=loan).amount == 600_000
    walk.settle(address)

    loan.refresh_from_db()
    assert loan.status == "L"
    assert sum(r.principal for r in loan.repayments.all()) == loan.principal
    assert [s.to_status for s in loan.steps.all()] == ["P", "V", "W", "A", "L"]

    old = Loan.objects.active().exclude(repayments=None).order_by("pk").first()
    walk.show_endings(f"/pinjaman/{old.pk}/", "2009-12-20")
    address = walk.reschedule(f"/pinjaman/{old.pk}/", "2009-12-20")
    old.refresh_from_db()
    assert old.status == "R"
    assert Loan.objects.get(pk=address.split("/")[2]).rescheduled_from == old
