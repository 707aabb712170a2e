"""Disbursement: worked examples by hand, and everything that is refused."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from loans.models import Instalment, Loan, Share
from loans.payouts import cash_available
from loans.proposals import propose_loan, refuse_loan
from loans.services import disburse_loan, disburse_loans
from tests import factories
from upk.ledger.models import Entry, Posting
from upk.ledger.services import Move, close_books, post_entry

pytestmark = pytest.mark.django_db
DAY = date(2010, 2, 10)


@pytest.fixture
def by():
    return factories.create_user()


@pytest.fixture
def product(by):
    return factories.create_product(by.office)


@pytest.fixture
def group(by, product):
    return factories.create_group(factories.create_village(by.office), member_count=3)


def shares_of(group, *amounts):
    people = [m.person for m in group.memberships.open()]
    return list(zip(people, amounts, strict=True))


def approve(group, product, by, **fields):
    """A loan approved by somebody else than ``by``."""
    given = {"principal": 12_000_000, "proposed_on": date(2010, 2, 1), "by": by} | fields
    shares = shares_of(group, 5_000_000, 4_000_000, 3_000_000)
    loan = propose_loan(group, product, **{"shares": shares} | given)
    return factories.advance(factories.advance(loan))


def disburse(loan, by, **fields):
    given = {
        "disbursed_on": DAY, "cash": loan.product.cash, "request_key": uuid4(), "by": by,
    }  # fmt: skip
    return disburse_loan(loan, **(given | fields))


# Disbursement


def test_disbursement_by_hand(group, product, by):
    """12 million at 1,5% flat over 10 months, rounded to Rp 500: 1.200.000 and 180.000 a month."""
    factories.put_money_in(product.cash, 15_000_000, by=by)

    loan = disburse(approve(group, product, by), by)

    rows = loan.instalments.values_list("n", "due_on", "principal", "interest")
    assert rows[0] == (1, date(2010, 3, 10), 1_200_000, 180_000)
    assert rows[9] == (10, date(2010, 12, 10), 1_200_000, 180_000)
    assert len(rows) == 10
    entry = loan.disbursement
    assert (entry.label, entry.memo) == ("BKK-2010-000001", f"Pencairan {loan.code}")
    posting = entry.postings.get()
    assert (posting.debit, posting.credit, posting.amount) == (
        product.receivable, product.cash, 12_000_000,
    )  # fmt: skip
    assert list(loan.steps.values_list("from_status", "to_status", "happened_on")) == [
        ("", "P", date(2010, 2, 1)),
        ("P", "V", date(2010, 2, 1)),
        ("V", "W", date(2010, 2, 1)),
        ("W", "A", DAY),
    ]


def test_disbursement_of_the_same_form_happens_once(group, product, by):
    factories.put_money_in(product.cash, 30_000_000, by=by)
    loan, key = approve(group, product, by), uuid4()

    first = disburse(loan, by, request_key=key)
    second = disburse(loan, by, request_key=key)

    assert first == second
    assert Entry.objects.filter(origin="loans").count() == 1
    with pytest.raises(ValidationError, match="isi yang lain"):
        disburse(loan, by, request_key=key, disbursed_on=date(2010, 2, 11))


def test_every_reason_against_a_disbursement_is_said_at_once(group, product, by):
    loan = approve(group, product, by)
    close_books(by.office, through=date(2010, 1, 31), by=by)
    grants = factories.account(by.office, "1.1.01.07")

    with pytest.raises(ValidationError) as caught:
        disburse(loan, by, disbursed_on=date(2010, 1, 31), cash=grants)

    assert caught.value.messages == [
        "Buku sudah ditutup sampai 31 Januari 2010. Pilih tanggal sesudahnya.",
        "Kas di Bank BLM bukan dana bergulir, sehingga tidak dapat dipinjamkan. "
        "Pilih rekening lain.",
        f"Pencairan {loan} tidak boleh sebelum persetujuan (1 Februari 2010).",
    ]


def test_who_approved_a_loan_does_not_pay_it_out(group, product, by):
    loan = approve(group, product, by)

    with pytest.raises(ValidationError, match="Anda sendiri yang menyetujui"):
        disburse(loan, factories.approver(by.office))


def test_refused_loan_is_not_paid_out(group, product, by):
    loan = refuse_loan(approve(group, product, by), reason="Mundur", on=DAY, by=by)

    with pytest.raises(ValidationError, match="tidak sedang menunggu"):
        disburse(loan, by)


def test_disbursement_in_the_future_is_refused(group, product, by):
    with pytest.raises(ValidationError, match="16 Februari 2010 belum tiba"):
        disburse(approve(group, product, by), by, disbursed_on=date(2010, 2, 16))


@pytest.mark.parametrize("account", ["1.1.03.08", "4.1.01.01"])
def test_disbursement_from_no_cash_account_is_refused(group, product, by, account):
    with pytest.raises(ValidationError, match="Pilih rekening kas atau bank"):
        disburse(approve(group, product, by), by, cash=factories.account(by.office, account))


def test_cash_of_another_office_is_refused(group, product, by):
    other = factories.account(factories.create_office(), "1.1.01.04")

    with pytest.raises(ValidationError, match="Pilih rekening kas atau bank"):
        disburse(approve(group, product, by), by, cash=other)


def test_account_that_lacks_the_money_is_refused_with_the_lack(group, product, by):
    factories.put_money_in(product.cash, 11_000_000, by=by)
    loan = approve(group, product, by)

    with pytest.raises(ValidationError, match=r"Saldo Kas di Bank SPP Rp 11.000.000, kurang Rp 1"):
        disburse(loan, by)

    loan.refresh_from_db()
    assert (loan.status, loan.disbursed_on) == ("W", None)
    assert not Instalment.objects.exists()


def test_money_that_leaves_later_or_comes_later_is_not_available(product, by):
    cash, capital = product.cash, factories.account(by.office, "3.1.01.01")
    for day, debit, credit, amount in (
        (5, cash, capital, 10_000_000),
        (12, capital, cash, 7_000_000),
        (14, cash, capital, 20_000_000),
    ):
        post_entry(
            by.office, happened_on=date(2010, 2, day), memo="x", by=by,
            moves=[Move(debit, credit, amount)],
        )  # fmt: skip

    assert cash_available(cash, date(2010, 2, 4)) == 0
    assert cash_available(cash, date(2010, 2, 5)) == 3_000_000
    assert cash_available(cash, date(2010, 2, 12)) == 3_000_000
    assert cash_available(cash, date(2010, 2, 14)) == 23_000_000


def test_money_that_suffices_is_found_in_few_queries(product, by, django_assert_num_queries):
    with django_assert_num_queries(4):
        cash_available(product.cash, DAY)


def test_several_loans_are_paid_out_together_or_not_at_all(group, product, by):
    factories.put_money_in(product.cash, 20_000_000, by=by)
    other = factories.create_group(group.village, member_count=3)
    loans = [approve(g, product, by) for g in (group, other)]
    given = {"disbursed_on": DAY, "cash": product.cash, "by": by}

    with pytest.raises(ValidationError, match=r"kurang Rp 4.000.000"):
        disburse_loans(loans, request_key=uuid4(), **given)
    factories.put_money_in(product.cash, 4_000_000, by=by)
    disburse_loans(loans, request_key=uuid4(), **given)

    labels = [loan.disbursement.label for loan in Loan.objects.order_by("pk")]
    assert labels == ["BKK-2010-000001", "BKK-2010-000002"]
    assert cash_available(product.cash, DAY) == 0


def test_receivable_equals_what_was_lent(group, product, by):
    factories.put_money_in(product.cash, 15_000_000, by=by)

    disburse(approve(group, product, by), by)

    assert Posting.objects.net_by_account()[product.receivable_id] == 12_000_000


@pytest.mark.parametrize(
    "change", [{"principal": 1}, {"rate": 2}, {"tenor": 3}, {"disbursed_on": date(2010, 2, 11)}]
)
def test_terms_are_frozen_after_disbursement(group, product, by, change):
    factories.put_money_in(product.cash, 15_000_000, by=by)
    loan = disburse(approve(group, product, by), by)

    with pytest.raises(DatabaseError, match="keeps its terms"), transaction.atomic():
        Loan.objects.filter(pk=loan.pk).update(**change)
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        Share.objects.filter(loan=loan).update(principal=4_000_000)
