"""Many people at once, each with a connection of their own: every rupiah is counted once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.db.models import Sum
from django.test import Client
from django.urls import reverse

from loans.models import Loan, LoanStep, Repayment
from loans.portfolio import portfolio
from loans.repayments import PaymentRow, Sheet, record_repayments, reverse_repayment
from tests import factories
from upk.access import Role
from upk.ledger.models import Entry, Posting, Submission, VoucherCounter

pytestmark = pytest.mark.django_db(transaction=True)

CLIENTS = 8


def at_once(*jobs):
    """Run all jobs at the same moment; their results or errors in the same order."""
    start = Barrier(len(jobs))

    def run(job):
        try:
            start.wait()
            return job()
        except (ValidationError, DatabaseError, InterfaceError) as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


@pytest.fixture
def office():
    return factories.create_office()


@pytest.fixture
def village(office):
    return factories.create_village(office)


@pytest.fixture
def manager(office):
    return factories.create_user(Role.MANAGER, office)


def new_loan(village, manager):
    group = factories.create_group(village, member_count=3)
    return factories.create_loan(group, disbursed_on=date(2009, 8, 10), by=manager)


def sheet_for(loan, *rows, key=None):
    cash = loan.product.cash
    return Sheet(paid_on=factories.TODAY, cash=cash, rows=rows, request_key=key or uuid4())


def settling_row(loan):
    return PaymentRow(loan.pk, 11_500_000, ahead=True)


def check_books_agree(office):
    """Sub-ledger, receivable, receipt numbers and counters tell the same story."""
    for product in office.products.all():
        loans = Loan.objects.filter(product=product)
        outstanding = sum(p.outstanding for p in portfolio(office, loans, as_of=factories.TODAY))
        nets = Posting.objects.of_office(office).net_by_account()
        assert nets[product.receivable_id] == outstanding
    for counter in VoucherCounter.objects.filter(office=office):
        numbers = Entry.objects.filter(
            office=office, voucher=counter.voucher, year=counter.year
        ).order_by("number")
        taken = list(numbers.values_list("number", flat=True))
        assert taken == list(range(1, counter.last_number + 1))


def test_eight_cashiers_pay_the_same_and_different_loans(office, village, manager):
    shared = [new_loan(village, manager) for _ in range(2)]
    own = [new_loan(village, manager) for _ in range(CLIENTS)]

    def cashier(n):
        def work():
            for turn in range(5):
                rows = [PaymentRow(loan.pk, 10_000 + n) for loan in (own[n], *shared)]
                rows = rows[::-1] if (n + turn) % 2 else rows  # as if to make a deadlock
                record_repayments(office, sheet_for(shared[0], *rows), by=manager)

        return work

    results = at_once(*[cashier(n) for n in range(CLIENTS)])

    assert results == [None] * CLIENTS
    assert Repayment.objects.count() == CLIENTS * 5 * 3
    everybody = 5 * sum(10_000 + n for n in range(CLIENTS))
    for loan, expected in [*[(s, everybody) for s in shared], (own[3], 5 * 10_003)]:
        paid = loan.repayments.aggregate(p=Sum("principal"), i=Sum("interest"))
        assert paid["p"] + paid["i"] == expected
    check_books_agree(office)


def test_double_click_leaves_one_payment_and_one_answer(office, village, manager):
    loan = new_loan(village, manager)
    data = {
        "paid_on": factories.TODAY.isoformat(),
        "request_key": str(uuid4()),
        "cash": loan.product.cash_id,
        "langkah": "simpan",
        f"loan-{loan.pk}-amount": "1.150.000",
    }
    clients = [Client() for _ in range(4)]
    for client in clients:
        client.force_login(manager)
    url = f"{reverse('loans:day-sheet')}?desa={village.pk}"

    answers = at_once(*[lambda client=client: client.post(url, data) for client in clients])

    result = reverse("loans:sheet-result", args=[data["request_key"]])
    assert [answer.url for answer in answers] == [result] * 4
    assert Repayment.objects.count() == 1
    check_books_agree(office)


def test_connection_that_breaks_before_the_end_records_nothing_and_the_resend_once(
    office, village, manager
):
    loan = new_loan(village, manager)
    sheet = sheet_for(loan, PaymentRow(loan.pk, 1_150_000))

    def cut_off():
        with transaction.atomic():
            record_repayments(office, sheet, by=manager)
            connection.connection.close()

    [error] = at_once(cut_off)
    assert isinstance(error, DatabaseError | InterfaceError)
    assert not Submission.objects.filter(key=sheet.request_key).exists()

    again = [lambda: record_repayments(office, sheet, by=manager)] * 2
    first, second = at_once(*again)

    assert first == second
    assert Repayment.objects.count() == 1
    check_books_agree(office)


def test_two_people_settling_the_same_loan_leave_one_payment(office, village, manager):
    loan = new_loan(village, manager)

    def settle():
        return record_repayments(office, sheet_for(loan, settling_row(loan)), by=manager)

    results = at_once(settle, settle)

    refused = [result for result in results if isinstance(result, ValidationError)]
    assert [error.messages for error in refused] == [[f"Pinjaman {loan} sudah lunas."]]
    assert Repayment.objects.count() == 1
    assert LoanStep.objects.filter(loan=loan, to_status="L").count() == 1
    check_books_agree(office)


def test_two_managers_reversing_the_same_receipt_reverse_it_once(office, village, manager):
    loan = new_loan(village, manager)
    [paid] = record_repayments(office, sheet_for(loan, settling_row(loan)), by=manager)
    key = uuid4()

    def undo(request_key):
        return lambda: reverse_repayment(
            Repayment.objects.get(pk=paid.pk),
            happened_on=factories.TODAY,
            reason="Salah",
            by=manager,
            request_key=request_key,
        )

    results = at_once(undo(key), undo(key), undo(uuid4()))

    undone = Repayment.objects.get(reverses=paid)
    assert all(result == undone or "sudah dibatalkan" in result.messages[0] for result in results)
    loan.refresh_from_db()
    assert loan.status == Loan.Status.ACTIVE
    check_books_agree(office)
