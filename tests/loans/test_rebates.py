"""Rights to rebates from the rows, confirmed by the manager and paid by the treasurer."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from loans.models import Loan, Rebate, RebateApproval, Relief, Repayment
from loans.rebates import claims, loan_receivers, with_rebates
from loans.rebating import ListErrors, approve_rebates, reverse_rebate
from loans.repayments import reverse_repayment
from loans.setup import add_rules
from tests import factories
from tests.loans.rebate_world import (
    DISBURSED,
    FIRST,
    REBATE,
    SECOND,
    approve,
    claims_of,
    items,
    lend,
    pay_out,
    rebate_product,
)
from upk.access import Role
from upk.ledger.models import Entry, Posting
from upk.ledger.services import close_books

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return factories.create_office()


@pytest.fixture
def manager(office):
    return factories.create_user(Role.MANAGER, office)


@pytest.fixture
def treasurer(office):
    return factories.create_user(Role.TREASURER, office)


@pytest.fixture
def loan(office, treasurer, manager):
    """Two instalments paid on time."""
    loan = lend(rebate_product(office), by=treasurer)
    for day in (FIRST, SECOND):
        factories.pay(loan, on=day, by=treasurer)
    return loan


def shown(loan, as_of=factories.TODAY):
    return [(c.n, c.interest, c.amount) for c in claims_of(loan, as_of)]


def balance(account):
    return Posting.objects.touching([account]).net_by_account().get(account.pk, 0)


# Rights


def test_right_follows_from_the_rows_as_of_the_day(loan):
    assert shown(loan, FIRST) == [(1, 150_000, REBATE)]
    assert shown(loan) == [(1, 150_000, REBATE), (2, 150_000, REBATE)]
    assert shown(loan, date(2009, 9, 9)) == []


def test_receipt_that_was_reversed_never_was_on_time(loan, manager):
    second = loan.repayments.get(paid_on=SECOND)

    reverse_repayment(second, happened_on=date(2009, 12, 1), reason="Salah", by=manager)

    assert shown(loan) == [(1, 150_000, REBATE)]
    assert shown(loan, date(2009, 11, 30)) == [(1, 150_000, REBATE), (2, 150_000, REBATE)]


def test_rules_are_those_of_the_disbursement_day(office, treasurer):
    product = rebate_product(office)
    add_rules(
        product, since=date(2009, 9, 1), ceilings={}, rebate_timing="instalment",
        rebate_percent=10, rebate_days=0,
    )  # fmt: skip
    before, after = (
        lend(product, disbursed_on=day, by=treasurer) for day in (DISBURSED, date(2009, 9, 1))
    )
    for loan in (before, after):
        factories.pay(loan, on=date(2009, 10, 1), by=treasurer, ahead=True)

    # The first was due on 10 September: 21 days late. The second is on time.
    assert (shown(before), shown(after)) == ([], [(1, 150_000, 15_000)])


def test_settlement_gives_of_all_jasa_when_the_last_is_paid(office, treasurer):
    loan = lend(rebate_product(office, "settlement"), by=treasurer)
    factories.pay(loan, on=FIRST, by=treasurer)
    assert shown(loan) == []

    factories.pay(loan, 10_350_000, on=SECOND, by=treasurer, ahead=True)

    assert shown(loan) == [(0, 1_500_000, 75_000)]


def relieve(loan, kind, on, interest, principal=0):
    """What only the endings of loans write; the entry of a principal doesn't matter here."""
    row = loan.instalments.order_by("-n").first()
    event = Repayment.objects.create(
        office=loan.office, loan=loan, kind=kind, is_payment=False, paid_on=on,
        principal=principal, interest=interest, recorded_by=factories.approver(loan.office),
    )  # fmt: skip
    Relief.objects.create(repayment=event, instalment=row, principal=principal, interest=interest)


@pytest.mark.parametrize("kind", ["rescheduled", "written_off"])
def test_loan_rescheduled_or_written_off_even_in_part_has_no_right(loan, kind):
    relieve(loan, kind, date(2009, 12, 1), 150_000)

    assert shown(loan, date(2009, 11, 30)) != []
    assert shown(loan) == []


def test_waived_jasa_is_not_jasa_paid(office, treasurer):
    loan = lend(rebate_product(office, "settlement"), by=treasurer)
    relieve(loan, "waived", FIRST, 150_000)
    factories.pay(loan, 11_350_000, on=FIRST, by=treasurer, ahead=True)

    assert shown(loan) == [(0, 1_350_000, 67_500)]


def test_without_rules_or_timing_nobody_has_a_right(office, treasurer):
    loan = lend(rebate_product(office, "never"), by=treasurer)
    factories.pay(loan, on=FIRST, by=treasurer)

    assert shown(loan) == []
    assert not with_rebates(office).exists()


def test_members_parts_add_up_to_the_rebate(office, treasurer):
    group = factories.create_group(factories.create_village(office), member_count=3)
    loan = factories.create_loan(group, rebate_product(office), disbursed_on=DISBURSED)
    for day in (FIRST, SECOND):
        factories.pay(loan, on=day, by=treasurer)

    lines = loan_receivers(loan, factories.TODAY)

    assert [line.share for line in lines] == [3_333_334, 3_333_333, 3_333_333]
    assert sum(line.amount for line in lines) == 2 * REBATE
    assert sum(line.interest for line in lines) == 300_000
    first = loan_receivers(loan, factories.TODAY, 1)
    assert [line.amount for line in first] == [2_500, 2_500, 2_500]
    assert loan_receivers(loan, factories.TODAY, 9) == []


@pytest.mark.parametrize("count", [1, 3])
def test_claims_ask_a_constant_number_of_queries(
    office, treasurer, count, django_assert_num_queries
):
    product = rebate_product(office)
    for _ in range(count):
        factories.pay(lend(product, by=treasurer), on=FIRST, by=treasurer)

    # loans, rules, instalments, payments, approvals, rebates
    with django_assert_num_queries(6):
        found = claims(with_rebates(office), factories.TODAY)

    assert len(found) == count


# Confirmed and paid


def test_rebate_is_expense_out_of_the_account(loan, manager, treasurer):
    cash, expense = loan.product.cash, loan.product.rebate_expense
    before = balance(cash)
    approve(loan, manager)

    first, second = pay_out(loan, treasurer)

    assert balance(cash) == before - 2 * REBATE
    assert balance(expense) == 2 * REBATE
    assert (first.entry.voucher, first.entry.memo) == ("BKK", f"IPTW {loan.code} angsuran ke-1")
    assert (second.instalment.n, second.amount, second.interest) == (2, REBATE, 150_000)
    assert [claim.paid for claim in claims_of(loan)] == [first, second]
    assert [claim.is_open for claim in claims_of(loan)] == [False, False]


def test_nothing_is_paid_that_nobody_confirmed(loan, treasurer):
    with pytest.raises(ListErrors) as error:
        pay_out(loan, treasurer)

    assert list(error.value.rows) == [(loan.pk, 1), (loan.pk, 2)]
    assert "belum disetujui sebesar Rp 7.500" in error.value.messages[0]
    assert not Rebate.objects.exists()


def test_who_confirmed_does_not_pay(loan, treasurer):
    approve(loan, treasurer)

    with pytest.raises(ListErrors, match="Anda setujui sendiri"):
        pay_out(loan, treasurer)


def test_confirming_twice_is_refused_and_the_same_form_is_harmless(loan, manager):
    found, key = items(claims_of(loan)), uuid4()
    how = {"on": factories.TODAY, "by": manager}

    first = approve_rebates(loan.office, found, request_key=key, **how)
    again = approve_rebates(loan.office, found, request_key=key, **how)
    with pytest.raises(ListErrors, match="sudah disetujui"):
        approve_rebates(loan.office, found, request_key=uuid4(), **how)

    assert first == again
    assert RebateApproval.objects.count() == 2


def test_paying_twice_is_refused_and_the_same_form_is_harmless(loan, manager, treasurer):
    approve(loan, manager)
    found, key = items(claims_of(loan)), uuid4()

    first = pay_out(loan, treasurer, found, key=key)
    again = pay_out(loan, treasurer, found, key=key)
    with pytest.raises(ListErrors) as error:
        pay_out(loan, treasurer, found)

    assert first == again
    assert f"sudah dibayar ({first[0].entry.label})" in error.value.messages[0]
    assert Rebate.objects.count() == 2


def test_right_that_changed_since_it_was_confirmed_is_not_paid(loan, manager, treasurer):
    approve(loan, manager)
    found = items(claims_of(loan))
    second = loan.repayments.get(paid_on=SECOND)
    reverse_repayment(second, happened_on=factories.TODAY, reason="Salah", by=manager)

    with pytest.raises(ListErrors) as error:
        pay_out(loan, treasurer, found)

    assert list(error.value.rows) == [(loan.pk, 2)]
    assert "Tidak ada hak IPTW" in error.value.messages[0]
    assert not Rebate.objects.exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"found": []}, "Belum ada IPTW yang dipilih"),
        ({"on": date(2010, 2, 16)}, "belum tiba"),
        ({"on": date(2010, 2, 14)}, "baru disetujui 15 Februari 2010"),
        ({"amount": REBATE + 1}, "sekarang Rp 7.500, bukan Rp 7.501"),
        ({"twice": True}, "lebih dari sekali"),
        ({"closed": True}, "Buku sudah ditutup"),
        ({"cash": "3.1.01.01"}, "Pilih kas atau rekening bank"),
        ({"cash": "1.1.01.07"}, "bukan dana bergulir"),
        ({"cash": "1.1.01.02"}, "kurang Rp 15.000"),
    ],
)
def test_bad_input_is_refused_and_pays_nothing(loan, manager, treasurer, change, message):
    approve(loan, manager)
    found = items(claims_of(loan))
    if "amount" in change:
        found = [(pk, n, change["amount"]) for pk, n, _ in found]
    if "twice" in change:
        found = [*found, found[0]]
    if "closed" in change:
        close_books(loan.office, through=factories.TODAY, by=manager)
    cash = factories.account(loan.office, change["cash"]) if "cash" in change else None

    with pytest.raises(ValidationError, match=message):
        pay_out(
            loan, treasurer, change.get("found", found), on=change.get("on", factories.TODAY),
            cash=cash,
        )  # fmt: skip

    assert not Rebate.objects.exists()


def test_rebates_of_another_office_are_unknown(loan, manager):
    elsewhere = factories.create_user(Role.MANAGER)

    with pytest.raises(ListErrors, match="Tidak ada hak"):
        approve_rebates(
            elsewhere.office, items(claims_of(loan)), on=factories.TODAY, request_key=uuid4(),
            by=elsewhere,
        )  # fmt: skip


def test_rebate_taken_back_may_be_confirmed_and_paid_again(loan, manager, treasurer):
    approve(loan, manager)
    paid, _ = pay_out(loan, treasurer)
    before = balance(loan.product.cash)
    how = {"happened_on": factories.TODAY, "reason": "Salah rekening", "by": manager}
    key = uuid4()

    undone = reverse_rebate(paid, request_key=key, **how)

    assert reverse_rebate(paid, request_key=key, **how) == undone
    with pytest.raises(ValidationError, match="sudah dibatalkan"):
        reverse_rebate(paid, request_key=uuid4(), **how)
    with pytest.raises(ValidationError, match="tidak dapat dibatalkan"):
        reverse_rebate(undone, request_key=uuid4(), **how)
    assert balance(loan.product.cash) == before + REBATE
    [first, second] = claims_of(loan)
    assert (first.is_open, second.is_open) == (True, False)
    with pytest.raises(ListErrors, match="belum disetujui"):
        pay_out(loan, treasurer, items([first]))
    approve_rebates(
        loan.office, items([first]), on=factories.TODAY, request_key=uuid4(), by=manager
    )
    assert pay_out(loan, treasurer, items([first]))[0].amount == REBATE


def test_rebate_paid_without_a_right_is_seen(loan, manager, treasurer):
    approve(loan, manager)
    pay_out(loan, treasurer)
    second = loan.repayments.get(paid_on=SECOND)

    reverse_repayment(second, happened_on=factories.TODAY, reason="Salah", by=manager)

    found = claims(with_rebates(loan.office), factories.TODAY)
    assert [(c.n, c.amount, c.is_unfounded) for c in found] == [
        (1, REBATE, False),
        (2, 0, True),
    ]


def test_names_stay_out_of_the_ledger(loan, manager, treasurer):
    approve(loan, manager)
    pay_out(loan, treasurer)

    memos = " ".join(Entry.objects.filter(office=loan.office).values_list("memo", flat=True))
    assert not any(share.person.name in memos for share in loan.shares.all())
    assert Loan.objects.get(pk=loan.pk).status == "A"
