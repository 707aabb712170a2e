"""Loans of older books: three loans worked out by hand (on time, late, settled), and what the
reports that know nothing of moving make of them.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from loans.collectibility import PNPM
from loans.endings import cancel_disbursement
from loans.models import Loan, LoanStep, Repayment
from loans.opening import OldLoan, OldPayment, bring_in
from loans.papers.facts import OfficeFacts, read_facts
from loans.papers.lending import AGREEMENT
from loans.papers.paper import paper_problems
from loans.papers.registry import PAPERS
from loans.papers.render import papers_pdf
from loans.papers.servicing import CARD, SETTLED_LETTER, STATEMENT
from loans.portfolio import portfolio
from loans.schedule import Method, Terms, build_schedule
from tests import databases, factories
from upk.desk.check_books import check_books
from upk.ledger.models import Entry, Posting
from upk.ledger.services import Move, post_entry
from upk.offices.models import Office

pytestmark = pytest.mark.django_db

CUT_OVER = date(2009, 12, 31)


def old_loan(group, product, code: str, principal: int, tenor: int, disbursed_on: date, paid):
    """A flat loan at 1,5% a month, shared by the first two members."""
    terms = {"rate": Decimal("1.5"), "tenor": tenor, "method": "flat"}
    rows = build_schedule(
        Terms(principal, Decimal("1.5"), Method.FLAT, tenor=tenor, disbursed_on=disbursed_on)
    )
    people = list(group.memberships.order_by("pk").values_list("person_id", flat=True))[:2]
    shares = [(people[0], principal - 1_000_000), (people[1], 1_000_000)]
    return OldLoan(
        group, product, code, principal, disbursed_on, disbursed_on, terms, shares, rows,
        [OldPayment(*one) for one in paid],
    )  # fmt: skip


@pytest.fixture
def world():
    office = factories.create_office()
    by = factories.create_user(office=office)
    product = factories.create_product(office)
    village = factories.create_village(office)
    groups = [factories.create_group(village, code=code) for code in ("A", "B", "C")]
    return office, by, product, groups


def three_loans(world) -> list[OldLoan]:
    _, _, product, (a, b, c) = world
    monthly = [(date(2009, month, 15), 1_000_000, 180_000) for month in range(4, 13)]
    late = [(date(2009, 6, 12), 1_000_000, 90_000), (date(2009, 8, 20), 1_000_000, 90_000)]
    # Jasa and penalty by themselves once: nothing of them is posted.
    whole = [
        (date(2009, 2, 5), 1_000_000, 45_000), (date(2009, 3, 5), 1_000_000, 0),
        (date(2009, 3, 6), 0, 45_000, 5_000), (date(2009, 4, 7), 1_000_000, 45_000),
    ]  # fmt: skip
    return [
        old_loan(a, product, "A1", 12_000_000, 12, date(2009, 3, 15), monthly),
        old_loan(b, product, "B1", 6_000_000, 6, date(2009, 5, 10), late),
        old_loan(c, product, "C1", 3_000_000, 3, date(2009, 1, 5), whole),
    ]


def opening_of(office: Office):
    return factories.account(office, "3.3.01.01")


def brought_in(world) -> list[Loan]:
    office, by, _, _ = world
    return bring_in(office, three_loans(world), opening=opening_of(office), by=by)


def faults(office: Office) -> list:
    results = check_books(Office.objects.filter(pk=office.pk), quarters=0)
    return [(result.key, result.faults) for result in results if result.faults]


def test_positions_are_those_of_the_older_books(world):
    office, *_ = world

    brought_in(world)

    a, b, c = portfolio(office, Loan.objects.order_by("code"), as_of=CUT_OVER)
    assert (a.outstanding, a.interest_outstanding, a.standing.arrears) == (3_000_000, 540_000, 0)
    assert a.rule == PNPM.classes[0]
    # Of six rows two are paid: the third, due on 10 August, is late in its fifth month.
    assert (b.outstanding, b.interest_outstanding) == (4_000_000, 360_000)
    assert (b.standing.arrears_principal, b.standing.arrears_interest) == (4_000_000, 360_000)
    assert b.standing.months_in_arrears == 5
    assert b.rule == PNPM.classes[3]
    assert (c.outstanding, c.interest_outstanding, c.rule) == (0, 0, PNPM.classes[0])


def test_positions_of_earlier_days_are_right_as_well(world):
    office, *_ = world
    brought_in(world)

    a, b, c = portfolio(office, Loan.objects.order_by("code"), as_of=date(2009, 7, 31))

    assert (a.outstanding, a.standing.arrears) == (8_000_000, 0)
    assert (b.outstanding, b.standing.arrears) == (5_000_000, 1_090_000)
    assert c.outstanding == 0


def test_each_loan_lives_as_it_did(world):
    a, b, c = brought_in(world)

    assert [loan.status for loan in (a, b, c)] == ["A", "A", "L"]
    assert list(
        LoanStep.objects.filter(loan=c).values_list("from_status", "to_status", "happened_on")
    ) == [
        ("", "W", date(2009, 1, 5)), ("W", "A", date(2009, 1, 5)), ("A", "L", date(2009, 4, 7)),
    ]  # fmt: skip
    assert list(a.shares.values_list("principal", flat=True)) == [11_000_000, 1_000_000]
    assert a.instalments.count() == 12


def test_only_principal_is_posted_against_the_opening_account(world):
    office, _, product, _ = world

    brought_in(world)

    net = Posting.objects.of_office(office).net_by_account()
    assert net == {product.receivable_id: 7_000_000, opening_of(office).pk: -7_000_000}
    alone = Repayment.objects.get(paid_on=date(2009, 3, 6))
    assert (alone.entry, alone.interest, alone.penalty) == (None, 45_000, 5_000)


def test_vouchers_are_memorial_and_numbered_in_the_order_of_their_days(world):
    brought_in(world)

    rows = Entry.objects.order_by("number").values_list("voucher", "kind", "number", "happened_on")
    days = [day for *_, day in rows]
    assert [row[:3] for row in rows] == [("BM", "opening", n) for n in range(1, len(days) + 1)]
    assert days == sorted(days)
    assert len(days) == 3 + 9 + 2 + 3


def test_the_proof_of_the_books_is_clean(world):
    office, *_ = world

    brought_in(world)

    assert faults(office) == []


def test_the_number_of_statements_does_not_grow_with_the_loans(world):
    office, by, product, groups = world
    counts = []
    for count in (1, 40):
        loans = [
            old_loan(groups[0], product, f"A-{count}-{n}", 2_000_000, 4, date(2009, 9, 1), [])
            for n in range(count)
        ]
        with CaptureQueriesContext(connection) as queries:
            bring_in(office, loans, opening=opening_of(office), by=by)
        counts.append(len(queries))

    assert counts[1] - counts[0] <= 2  # the first took the year's first number besides


def test_progress_is_told(world):
    office, by, *_ = world
    told = []

    bring_in(office, three_loans(world), opening=opening_of(office), by=by, progress=told.append)

    assert told == [3]


def test_nothing_is_brought_in_once_the_books_have_begun(world):
    office, by, *_ = world
    cash, capital = factories.account(office, "1.1.01.01"), factories.account(office, "3.1.01.01")
    moves = [Move(cash, capital, 1_000)]
    post_entry(office, happened_on=date(2009, 12, 1), memo="Modal", moves=moves, by=by)

    with pytest.raises(IntegrityError, match="before anything else"), transaction.atomic():
        brought_in(world)

    assert not Loan.objects.exists()


def test_a_payment_of_more_than_is_owed_leaves_nothing_behind(world):
    office, by, *_ = world
    [first, *_] = three_loans(world)
    too_much = replace(first, payments=[OldPayment(date(2009, 4, 15), 12_000_001, 0)])

    with pytest.raises(IntegrityError, match="more than is owed"), transaction.atomic():
        bring_in(office, [too_much], opening=opening_of(office), by=by)

    assert not Loan.objects.exists()
    assert not Entry.objects.exists()


def test_pages_show_such_a_loan_without_a_receipt(client, world):
    _, by, *_ = world
    *_, settled = brought_in(world)
    alone = Repayment.objects.get(paid_on=date(2009, 3, 6))
    client.force_login(by)

    page = client.get(reverse("loans:loan-detail", args=[settled.pk]))
    receipt = client.get(reverse("loans:receipt", args=[alone.pk]))

    assert page.status_code == 200
    assert "Dibayar sebelum pindahan" in page.content.decode()
    assert f'"{reverse("loans:receipt", args=[alone.pk])}"' not in page.content.decode()
    assert receipt.url == reverse("loans:loan-detail", args=[settled.pk])


PAGES = (
    "loan-detail", "loan-card", "loan-shares", "handover", "loan-papers", "member-cards",
    "loan-rebates", "loan-verification", "loan-quotation", "loan-reschedule", "loan-write-off",
    "loan-member-end", "loan-cancel", "contact-add", "repayment-add",
)  # fmt: skip


@pytest.mark.parametrize("role", ["manager", "treasurer"])
def test_every_page_of_such_a_loan_can_be_opened(client, world, role):
    """A running and a settled one: nothing of it is missed that a loan entered here would have."""
    office, *_ = world
    running, _, settled = brought_in(world)
    client.force_login(factories.create_user(role, office))

    found = {
        (loan.code, name): client.get(reverse(f"loans:{name}", args=[loan.pk])).status_code
        for loan in (running, settled)
        for name in PAGES
    }

    assert {place: status for place, status in found.items() if status not in (200, 302, 403)} == {}
    assert found["A1", "loan-detail"] == found["A1", "loan-card"] == 200


def test_every_paper_of_such_a_loan_can_be_printed(world):
    office, by, *_ = world
    running, _, settled = brought_in(world)
    shared = OfficeFacts.of(office, factories.TODAY)

    keys = set()
    for facts in read_facts([running, settled], shared):
        papers = [paper for paper in PAPERS.values() if not paper_problems(paper, facts)]
        pdf = papers_pdf([(paper, facts) for paper in papers], title="Semua", by=by)
        assert pdf.startswith(b"%PDF")
        keys |= {paper.key for paper in papers}

    assert {CARD.key, AGREEMENT.key, SETTLED_LETTER.key, STATEMENT.key} <= keys


def test_its_disbursement_is_not_cancelled(world):
    office, by, product, groups = world
    unpaid = old_loan(groups[0], product, "A1", 2_000_000, 4, date(2009, 9, 1), [])
    [loan] = bring_in(office, [unpaid], opening=opening_of(office), by=by)

    with pytest.raises(ValidationError, match="dibawa dari pembukuan lama"):
        cancel_disbursement(loan, on=factories.TODAY, reason="Salah", request_key=uuid4(), by=by)


@pytest.mark.parametrize(("column", "value"), [("principal", 999_999), ("kind", "cash")])
def test_the_proof_finds_a_payment_that_is_not_its_entry(world, column, value):
    """Its entry is its principal alone; a payment of these books' is all that was paid."""
    office, *_ = world
    brought_in(world)
    connection.check_constraints()  # PostgreSQL drops no trigger before that

    with databases.triggers_lifted():
        Repayment.objects.filter(paid_on=date(2009, 6, 12)).update(**{column: value})
        connection.check_constraints()

    [(_, told)] = [found for found in faults(office) if found[0] == "repayments"]
    assert len(told) == 1
