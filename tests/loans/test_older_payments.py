"""A payment of the older books that was wrong: taken back on a day after them, as any payment."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from loans.models import Loan, Repayment
from loans.portfolio import portfolio
from loans.repayments import reverse_repayment
from reports.period import ReportPeriod
from reports.question import Question
from reports.registry import build
from tests import factories
from tests.loans.test_opening import CUT_OVER, brought_in, faults, opening_of, world
from upk.ledger.by_hand import record_entry
from upk.ledger.models import Entry, Posting
from upk.ledger.services import Move, close_books

pytestmark = pytest.mark.django_db
__all__ = ["world"]

TAKEN_BACK = date(2010, 1, 20)


@pytest.fixture
def moved(world):
    """The office after its older books were closed; its three loans, the manager."""
    office, by, *_ = world
    loans = brought_in(world)
    close_books(office, through=CUT_OVER, by=by)
    office.refresh_from_db()
    return office, by, loans


def payment(on: date) -> Repayment:
    return Repayment.objects.get(kind="opening", paid_on=on)


def take_back(found: Repayment, by, on: date = TAKEN_BACK, **more) -> Repayment:
    return reverse_repayment(found, happened_on=on, reason="Tertulis dua kali", by=by, **more)


def owed(office, as_of: date) -> dict[str, tuple[int, int]]:
    """Principal and jasa left by the loan's code."""
    found = portfolio(office, Loan.objects.order_by("code"), as_of=as_of)
    return {one.code: (one.outstanding, one.interest_outstanding) for one in found}


def test_it_is_owed_again_from_that_day_on_and_no_earlier_day_changes(moved):
    office, by, _ = moved
    before = owed(office, CUT_OVER)

    undone = take_back(payment(date(2009, 6, 12)), by)

    assert (undone.principal, undone.interest) == (-1_000_000, -90_000)
    assert owed(office, CUT_OVER) == owed(office, date(2010, 1, 19)) == before
    assert before["B1"] == (4_000_000, 360_000)
    assert owed(office, TAKEN_BACK)["B1"] == (5_000_000, 450_000)
    assert faults(office) == []


def test_only_its_principal_is_posted_and_no_money_moves(moved):
    office, by, [_, loan, _] = moved

    undone = take_back(payment(date(2009, 6, 12)), by)

    entry = undone.entry
    assert (entry.kind, entry.voucher, entry.total) == ("reversal", "BM", 1_000_000)
    assert list(entry.postings.values_list("debit", "credit", "amount")) == [
        (loan.product.receivable_id, opening_of(office).pk, 1_000_000)
    ]
    lpp = build("lpp", Question.of(office, ReportPeriod.up_to(TAKEN_BACK)))
    assert lpp.totals["outstanding_principal"] == 8_000_000


def test_the_opening_account_is_emptied_by_an_ordinary_entry(moved):
    """As the page says where a payment was written twice: against capital."""
    office, by, _ = moved
    take_back(payment(date(2009, 6, 12)), by)
    capital = factories.account(office, "3.1.01.01")
    before = Posting.objects.of_office(office).net_by_account()[opening_of(office).pk]

    record_entry(
        office, happened_on=TAKEN_BACK, memo="Koreksi pindahan", request_key=uuid4(), by=by,
        moves=[Move(opening_of(office), capital, 1_000_000)],
    )  # fmt: skip

    after = Posting.objects.of_office(office).net_by_account()[opening_of(office).pk]
    assert after - before == 1_000_000
    assert faults(office) == []


def test_a_loan_that_it_settled_runs_again_and_can_be_paid(moved):
    office, by, [*_, settled] = moved

    take_back(payment(date(2009, 4, 7)), by)
    settled.refresh_from_db()
    factories.pay(settled, 1_045_000, on=date(2010, 1, 25), by=by, ahead=True)

    steps = settled.steps.order_by("id").values_list("to_status", "happened_on")
    assert list(steps)[2:] == [
        ("L", date(2009, 4, 7)), ("A", TAKEN_BACK), ("L", date(2010, 1, 25)),
    ]  # fmt: skip
    assert faults(office) == []


def test_jasa_paid_alone_has_no_entry_nor_has_its_reversal(moved):
    office, by, _ = moved
    alone = payment(date(2009, 3, 6))
    entries = Entry.objects.count()

    undone = take_back(alone, by)

    assert (undone.entry, undone.interest, undone.penalty) == (None, -45_000, -5_000)
    assert Entry.objects.count() == entries
    assert owed(office, TAKEN_BACK)["C1"] == (0, 45_000)
    assert faults(office) == []
    with pytest.raises(ValidationError, match="sudah dibatalkan"):
        take_back(alone, by)


@pytest.mark.parametrize("paid_on", [date(2009, 6, 12), date(2009, 3, 6)])
def test_not_on_a_day_of_the_older_books(moved, paid_on):
    _, by, _ = moved
    count = Repayment.objects.count()

    with pytest.raises(ValidationError, match="sudah ditutup sampai 31 Desember 2009"):
        take_back(payment(paid_on), by, on=CUT_OVER)

    assert Repayment.objects.count() == count


@pytest.mark.parametrize("paid_on", [date(2009, 6, 12), date(2009, 3, 6)])
def test_the_manager_is_told_what_follows_and_does_it_once(client, moved, paid_on):
    _, by, _ = moved
    found = payment(paid_on)
    client.force_login(by)
    address = reverse("loans:repayment-reverse", args=[found.pk])
    card = reverse("loans:loan-detail", args=[found.loan_id])
    assert address in client.get(card).content.decode()

    page = client.get(address).content.decode()
    sent = {"reason": "Tertulis dua kali", "happened_on": "2010-01-20", "request_key": uuid4()}
    answers = [client.post(address, sent, follow=True) for _ in range(2)]

    wanted = "Saldo Awal Pindahan" if found.principal else "Tidak ada jurnal"
    assert wanted in page
    assert "kas keluar" not in page
    assert {answer.redirect_chain[-1][0] for answer in answers} == {card}
    assert "dari pembukuan lama dibatalkan." in answers[0].content.decode()
    assert "Tertulis dua kali" in answers[0].content.decode()
    assert address not in client.get(card).content.decode()
    assert Repayment.objects.filter(reverses=found).count() == 1
