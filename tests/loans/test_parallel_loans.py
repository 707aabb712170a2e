"""Several connections enter and pay out loans at the same moment."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from loans.choices import choose_next
from loans.models import Loan, WaitingChoice
from loans.proposals import approve_loan, propose_loan
from loans.services import disburse_loan, disburse_loans
from loans.setup import use_product
from tests import factories
from tests.parallel import run_together
from upk.ledger.models import Entry, Posting, Submission

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2010, 2, 10)


def waiting_loans(count: int) -> list[Loan]:
    product = factories.create_product()
    village = factories.create_village(product.office)
    return [
        factories.create_loan(
            factories.create_group(village, member_count=2), product, disbursed_on=None,
            approved_on=DAY,
        )
        for _ in range(count)
    ]  # fmt: skip


def disburse(loan: Loan, key):
    cash = loan.product.cash
    by = factories.cashier(loan.office)
    return disburse_loan(loan, disbursed_on=DAY, cash=cash, request_key=key, by=by)


def messages_of(results: list) -> list[str]:
    return [m for r in results if isinstance(r, ValidationError) for m in r.messages]


def put_money_in(loan: Loan, amount: int) -> None:
    by = factories.cashier(loan.office)
    factories.put_money_in(loan.product.cash, amount, by=by)


def test_one_form_sent_eight_times_pays_once():
    [loan] = waiting_loans(1)
    put_money_in(loan, 90_000_000)
    key = uuid4()

    results = run_together([lambda: disburse(loan, key)] * 8)

    assert results == [loan] * 8
    assert Entry.objects.filter(origin="loans").count() == 1
    assert Submission.objects.count() == 1


def test_two_tabs_pay_a_loan_once():
    [loan] = waiting_loans(1)
    put_money_in(loan, 90_000_000)

    results = run_together([lambda: disburse(loan, uuid4())] * 4)

    assert results.count(loan) == 1
    assert messages_of(results) == [f"Pinjaman {loan} tidak sedang menunggu pencairan."] * 3
    assert Entry.objects.filter(origin="loans").count() == 1


def test_loans_paid_from_one_account_never_overdraw_it():
    """Six loans of 10 million and money for four: four are paid, numbered without gaps."""
    loans = waiting_loans(6)
    put_money_in(loans[0], 45_000_000)
    account = loans[0].product.cash

    results = run_together([lambda loan=loan: disburse(loan, uuid4()) for loan in loans])

    assert sum(isinstance(result, Loan) for result in results) == 4
    assert len(messages_of(results)) == 2
    assert Posting.objects.net_by_account()[account.pk] == 5_000_000
    paid = Entry.objects.filter(voucher="BKK").order_by("number")
    assert [entry.number for entry in paid] == [1, 2, 3, 4]


def test_group_that_is_entered_from_two_screens_gets_one_loan():
    product = factories.create_product()
    by = factories.create_user(office=product.office)
    group = factories.create_group(factories.create_village(product.office), member_count=2)
    shares = [(m.person, 1_000_000) for m in group.memberships.all()]

    def propose():
        return propose_loan(
            group, product, principal=2_000_000, shares=shares, proposed_on=DAY, by=by,
            request_key=uuid4(),
        )  # fmt: skip

    results = run_together([propose] * 4)

    loan = Loan.objects.get()
    assert results.count(loan) == 1
    assert len(messages_of(results)) == 3


def verified_loans_of_one_person() -> tuple[list[Loan], list]:
    """Two groups have a loan verified for one and the same member."""
    product = factories.create_product()
    village = factories.create_village(product.office)
    person = factories.create_person(village)
    loans = []
    for _ in range(2):
        group = factories.create_group(village, member_count=0)
        group.memberships.create(person=person, since=factories.BEGINNING)
        loans.append(
            factories.advance(
                factories.create_proposal(group, product, principal=1_000_000, proposed_on=DAY)
            )
        )
    return loans, [(person, 1_000_000)]


def test_member_of_two_groups_gets_into_one_new_loan_only():
    loans, shares = verified_loans_of_one_person()
    by = factories.approver(loans[0].office)
    decision = factories.create_decision(loans[0].office, decided_on=DAY)

    def approve(loan):
        return approve_loan(
            loan, principal=1_000_000, shares=shares, on=DAY, by=by, decision=decision,
            request_key=uuid4(),
        )  # fmt: skip

    results = run_together([lambda loan=loan: approve(loan) for loan in loans] * 2)

    assert Loan.objects.filter(status="W").count() == 1
    assert len(messages_of(results)) >= 3


def test_a_step_in_two_tabs_is_taken_once():
    loans, shares = verified_loans_of_one_person()
    by = factories.approver(loans[0].office)
    decision = factories.create_decision(loans[0].office, decided_on=DAY)

    def approve():
        return approve_loan(
            loans[0], principal=1_000_000, shares=shares, on=DAY, by=by, decision=decision,
            request_key=uuid4(),
        )  # fmt: skip

    results = run_together([approve] * 4)

    assert results.count(loans[0]) == 1
    assert loans[0].steps.filter(to_status="W").count() == 1
    assert any("sudah menunggu pencairan" in message for message in messages_of(results))


def test_product_is_not_stopped_while_a_loan_is_entered():
    product = factories.create_product()
    factories.create_user(office=product.office)
    groups = [factories.create_group(factories.create_village(product.office)) for _ in range(3)]

    def lend(group):
        return factories.create_loan(group, product, disbursed_on=None)

    lending = [lambda group=group: lend(group) for group in groups]
    stopped, *lent = run_together([lambda: use_product(product, is_active=False), *lending])

    product.refresh_from_db()
    loans = [result for result in lent if isinstance(result, Loan)]
    assert set(loans) == set(Loan.objects.all())
    assert product.is_active == bool(loans) == isinstance(stopped, ValidationError)


def test_one_identity_card_gets_into_one_loan_of_all_offices():
    """Two offices approve loans of the same people at the same moment: one is told of the other."""
    products = [factories.create_product(factories.create_office()) for _ in range(2)]
    villages = [factories.create_village(product.office) for product in products]
    loans = []
    for n in range(3):
        for product, village in zip(products, villages, strict=True):
            group = factories.create_group(village, member_count=0)
            person = factories.create_person(village, nik=f"991401520370000{n}")
            group.memberships.create(person=person, since=factories.BEGINNING)
            loan = factories.create_proposal(group, product, principal=1_000_000, proposed_on=DAY)
            loans.append(factories.advance(loan))

    results = run_together([lambda loan=loan: factories.advance(loan, on=DAY) for loan in loans])

    digests = Loan.objects.filter(status="W").values_list("shares__person__nik_digest", flat=True)
    assert len(digests) == len(set(digests)) == 3
    told = messages_of(results)
    assert len(told) == 3
    assert all("tercantum dalam pinjaman di UPK" in message for message in told)


def test_loans_ticked_in_two_tabs_are_paid_whole_or_not_at_all():
    """Both tabs hold the second loan: one tab pays its two loans, the other pays none."""
    loans = waiting_loans(3)
    put_money_in(loans[0], 90_000_000)
    by, cash = factories.cashier(loans[0].office), loans[0].product.cash

    def pay_out(ticked):
        return disburse_loans(ticked, disbursed_on=DAY, cash=cash, request_key=uuid4(), by=by)

    results = run_together(
        [lambda ticked=ticked: pay_out(ticked) for ticked in (loans[:2], loans[1:])] * 2
    )

    assert sum(isinstance(result, list) for result in results) == 1
    assert Loan.objects.filter(status="A").count() == 2
    assert Loan.objects.get(pk=loans[1].pk).status == "A"
    assert Posting.objects.net_by_account()[cash.pk] == 70_000_000


def test_choice_of_the_next_loan_by_a_double_click_is_one_row():
    [loan] = waiting_loans(1)
    by = factories.approver(loan.office)

    results = run_together([lambda: choose_next(loan, reason="", on=factories.TODAY, by=by)] * 4)

    assert len(set(results)) == 1
    assert WaitingChoice.objects.count() == 1
