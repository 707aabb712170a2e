"""Receiving money and taking it back: the rules, the keys, and what stays true whatever happens."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loans.models import Instalment, Loan, LoanStep, Repayment
from loans.portfolio import portfolio, running
from loans.repayments import (
    PaymentRow,
    Sheet,
    SheetErrors,
    is_recorded,
    preview_repayments,
    record_repayments,
    reverse_repayment,
)
from tests import factories
from upk.access import Role
from upk.ledger.models import Entry, Posting, Submission
from upk.ledger.services import close_books

pytestmark = pytest.mark.django_db

TODAY = factories.TODAY


@pytest.fixture
def loan():
    """Rp 10.000.000 over 10 months, Rp 1.150.000 a month since 10 September 2009."""
    return factories.create_loan(principal=10_000_000, disbursed_on=date(2009, 8, 10))


@pytest.fixture
def manager(loan):
    return factories.create_user(Role.MANAGER, loan.office)


def sheet_of(*rows, loan, on=TODAY, key=None):
    return Sheet(paid_on=on, cash=loan.product.cash, rows=rows, request_key=key or uuid4())


def undo(repayment, manager, on=TODAY, reason="Salah kelompok", key=None):
    return reverse_repayment(repayment, happened_on=on, reason=reason, by=manager, request_key=key)


def receivable(loan, on):
    account = loan.product.receivable
    return Posting.objects.touching([account]).until(on).net_by_account().get(account.pk, 0)


def statuses(loan):
    return "".join(loan.steps.order_by("id").values_list("to_status", flat=True))


# What may be paid


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"amount": 0}, "Jumlah harus lebih dari nol."),
        ({"amount": -1}, "Jumlah harus lebih dari nol."),
        ({"amount": 1000, "penalty": -1}, "Jumlah harus lebih dari nol."),
        (
            {"amount": 6_900_001},
            "Melebihi yang jatuh tempo sebesar Rp 1. Tandai “bayar di muka” bila disengaja.",
        ),
        (
            {"amount": 11_500_001, "ahead": True},
            "Melebihi kewajiban sebesar Rp 1. Kurangi jumlahnya.",
        ),
        (
            {"amount": 1_000_000, "split": (900_000, 50_000)},
            "Pokok dan jasa berjumlah Rp 950.000, tetapi yang dibayar Rp 1.000.000.",
        ),
        (
            {"amount": 100, "split": (-100, 200)},
            "Pokok dan jasa tidak boleh kurang dari nol.",
        ),
        (
            {"amount": 1_000_000, "split": (0, 1_000_000)},
            "Jasa melebihi yang jatuh tempo sebesar Rp 100.000. "
            "Tandai “bayar di muka” bila disengaja.",
        ),
        (
            {"amount": 1000, "penalty": 2**63 - 1},
            "Denda melebihi alokasi pinjaman. Periksa angkanya.",
        ),
        (
            {"amount": 1000, "paid_in_by_id": 2**62},
            "Penyetor bukan anggota kelompok ini. Pilih kembali dari daftar.",
        ),
    ],
)
def test_payment_that_cannot_be_taken_is_refused_at_its_row(loan, manager, row, message):
    sheet = sheet_of(PaymentRow(loan.pk, **row), loan=loan)

    for service in (
        lambda: record_repayments(loan.office, sheet, by=manager),
        lambda: preview_repayments(loan.office, sheet),
    ):
        with pytest.raises(SheetErrors) as error:
            service()
        assert error.value.rows == {loan.pk: [message]}
    assert not Repayment.objects.exists()
    assert not Submission.objects.filter(key=sheet.request_key).exists()


@pytest.mark.parametrize(
    ("on", "message"),
    [
        (date(2009, 8, 9), "Sebelum pencairan"),
        (TODAY + timedelta(days=1), "belum tiba"),
    ],
)
def test_payment_on_a_wrong_day_is_refused(loan, manager, on, message):
    with pytest.raises(ValidationError, match=message):
        factories.pay(loan, 1000, on=on, by=manager)


def test_payment_in_closed_books_is_refused(loan, manager):
    close_books(loan.office, through=date(2009, 12, 31), by=manager)

    with pytest.raises(ValidationError, match="Buku sudah ditutup sampai 31 Desember 2009"):
        factories.pay(loan, 1000, on=date(2009, 12, 31), by=manager)


def test_sheet_with_one_wrong_row_posts_nothing_and_says_all_that_is_wrong(loan, manager):
    other = factories.create_loan(factories.create_group(loan.group.village))
    before = Entry.objects.count()
    rows = [PaymentRow(loan.pk, 1_150_000), PaymentRow(other.pk, 99_000_000), PaymentRow(7**9, 5)]

    with pytest.raises(SheetErrors) as error:
        record_repayments(loan.office, sheet_of(*rows, loan=loan), by=manager)

    assert set(error.value.rows) == {other.pk, 7**9}
    assert Entry.objects.count() == before


def test_loan_named_twice_or_of_another_office_is_refused(loan, manager):
    foreign = factories.create_loan()
    rows = [PaymentRow(loan.pk, 1000), PaymentRow(loan.pk, 1000), PaymentRow(foreign.pk, 1000)]

    with pytest.raises(SheetErrors) as error:
        record_repayments(loan.office, sheet_of(*rows, loan=loan), by=manager)

    assert error.value.rows == {
        loan.pk: ["Pinjaman ini tercantum lebih dari sekali di lembar ini."],
        foreign.pk: ["Pinjaman tidak ditemukan."],
    }


def test_payer_must_belong_to_the_group_but_may_have_left_it(loan, manager):
    membership = loan.group.memberships.last()
    membership.until = date(2009, 12, 31)
    membership.save()

    paid = factories.pay(loan, 1000, by=manager, paid_in_by_id=membership.person_id)

    assert paid.paid_in_by == membership.person
    stranger = factories.create_group(loan.group.village).memberships.first()
    with pytest.raises(ValidationError, match="Penyetor bukan anggota kelompok ini"):
        factories.pay(loan, 1000, by=manager, paid_in_by_id=stranger.person_id)


def test_cash_account_of_another_office_is_refused(loan, manager):
    foreign = factories.account(factories.create_office(), "1.1.01.04")
    sheet = Sheet(TODAY, foreign, [PaymentRow(loan.pk, 1000)], uuid4())

    with pytest.raises(ValidationError, match="Pilih kas atau rekening bank penerima"):
        record_repayments(loan.office, sheet, by=manager)


def test_penalty_alone_is_a_receipt_of_its_own_and_can_be_reversed(loan, manager):
    paid = factories.pay(loan, 0, by=manager, penalty=5000)

    undone = undo(paid, manager)

    assert (paid.principal, paid.interest, paid.penalty) == (0, 0, 5000)
    assert (undone.penalty, undone.entry.voucher) == (-5000, "BKK")
    assert statuses(loan) == "PVWA"


def test_preview_says_what_is_posted(loan, manager):
    rows = [PaymentRow(loan.pk, 11_500_000, penalty=2000, ahead=True)]
    sheet = sheet_of(*rows, loan=loan)

    [planned] = preview_repayments(loan.office, sheet)
    [repayment] = record_repayments(loan.office, sheet, by=manager)

    assert planned.settled_on == TODAY
    assert planned.left.total == 0
    assert (repayment.principal, repayment.interest, repayment.penalty) == (
        planned.parts.principal,
        planned.parts.interest,
        2000,
    )
    posted = repayment.entry.postings.values_list("debit", "credit", "amount")
    assert [(m.debit.pk, m.credit.pk, m.amount) for m in planned.moves(sheet.cash)] == list(posted)


# Keys


def test_key_sent_again_gives_the_first_receipts_whoever_sends(loan, manager):
    sheet = sheet_of(PaymentRow(loan.pk, 1_150_000), loan=loan)
    first = record_repayments(loan.office, sheet, by=manager)
    colleague = factories.create_user(Role.TREASURER, loan.office)

    again = record_repayments(loan.office, sheet, by=colleague)

    assert again == first
    assert is_recorded(loan.office, sheet)
    assert Repayment.objects.get().recorded_by == manager


def test_key_with_other_content_or_in_another_office_is_an_error(loan, manager):
    key = uuid4()
    factories_sheet = sheet_of(PaymentRow(loan.pk, 1_150_000), loan=loan, key=key)
    record_repayments(loan.office, factories_sheet, by=manager)
    foreign = factories.create_loan()

    for other in (loan, foreign):
        sheet = sheet_of(PaymentRow(other.pk, 1000), loan=other, key=key)
        with pytest.raises(ValidationError) as error:
            record_repayments(other.office, sheet, by=manager)
        assert error.value.code == "key_spent"
    assert Repayment.objects.count() == 1


def test_refused_sheet_does_not_spend_its_key(loan, manager):
    key = uuid4()
    with pytest.raises(ValidationError):
        record_repayments(
            loan.office, sheet_of(PaymentRow(loan.pk, 10**9), loan=loan, key=key), by=manager
        )

    record_repayments(
        loan.office, sheet_of(PaymentRow(loan.pk, 1000), loan=loan, key=key), by=manager
    )

    assert Repayment.objects.count() == 1


# Reversal


def test_reversal_mirrors_the_entry_and_revives_the_loan(loan, manager):
    paid = factories.pay(loan, 11_500_000, by=manager, ahead=True)

    undone = undo(paid, manager)

    loan.refresh_from_db()
    assert (undone.principal, undone.interest) == (-10_000_000, -1_500_000)
    assert undone.entry.reverses == paid.entry
    assert loan.status == Loan.Status.ACTIVE
    assert statuses(loan) == "PVWALA"
    assert receivable(loan, TODAY) == 10_000_000


def test_reversal_happens_once(loan, manager):
    paid, key = factories.pay(loan, 1000, by=manager), uuid4()
    first = undo(paid, manager, key=key)

    assert undo(paid, manager, key=key) == first
    with pytest.raises(ValidationError, match="sudah dibatalkan"):
        undo(paid, manager)
    with pytest.raises(ValidationError, match="isi yang lain"):
        undo(paid, manager, key=key, reason="Alasan lain")
    with pytest.raises(ValidationError, match="Pembatalan tidak dapat dibatalkan"):
        undo(first, manager)


@pytest.mark.parametrize(
    ("on", "message"),
    [
        (TODAY - timedelta(days=1), "tidak boleh sebelum tanggal bukti"),
        (TODAY + timedelta(days=1), "belum tiba"),
    ],
)
def test_reversal_on_a_wrong_day_is_refused(loan, manager, on, message):
    paid = factories.pay(loan, 1000, by=manager)

    with pytest.raises(ValidationError, match=message):
        undo(paid, manager, on=on)


def test_reversal_needs_a_reason(loan, manager):
    with pytest.raises(ValidationError, match="Tulis alasan pembatalan"):
        undo(factories.pay(loan, 1000, by=manager), manager, reason="  ")


def test_reversal_of_a_penalty_leaves_a_settled_loan_settled(loan, manager):
    fine = factories.pay(loan, 0, by=manager, penalty=5000)
    factories.pay(loan, 11_500_000, by=manager, ahead=True)

    undo(fine, manager)

    loan.refresh_from_db()
    assert loan.status == Loan.Status.SETTLED


# Dates that run the other way


def test_receipt_before_later_payments_settles_on_the_day_the_last_money_came(loan, manager):
    factories.pay(loan, 6_000_000, on=date(2010, 2, 12), by=manager)

    factories.pay(loan, 5_500_000, on=date(2010, 2, 1), by=manager, ahead=True)

    step = LoanStep.objects.get(loan=loan, to_status="L")
    assert step.happened_on == date(2010, 2, 12)


def test_receipt_before_a_reversal_says_from_when_the_money_is_free(loan, manager):
    paid = factories.pay(loan, 11_500_000, on=date(2010, 2, 1), by=manager, ahead=True)
    undo(paid, manager, on=date(2010, 2, 10))

    with pytest.raises(ValidationError, match="masih terhitung sampai 10 Februari 2010"):
        factories.pay(loan, 1_000_000, on=date(2010, 2, 5), by=manager)

    factories.pay(loan, 1_000_000, on=date(2010, 2, 10), by=manager)


def test_reversal_before_the_settlement_leaves_the_loan_in_every_later_portfolio(loan, manager):
    first = factories.pay(loan, 1_150_000, on=date(2010, 1, 5), by=manager)
    factories.pay(loan, 10_350_000, on=date(2010, 1, 20), by=manager, ahead=True)

    undo(first, manager, on=date(2010, 1, 8))

    for day in (date(2010, 1, 25), TODAY):
        loans = running(Loan.objects.all(), since=day, as_of=TODAY)
        [position] = portfolio(loan.office, loans, as_of=TODAY)
        assert position.outstanding == receivable(loan, TODAY) == 550_000


def test_reversal_before_a_settlement_that_was_undone_already(loan, manager):
    first = factories.pay(loan, 1_150_000, on=date(2010, 1, 5), by=manager)
    last = factories.pay(loan, 10_350_000, on=date(2010, 1, 20), by=manager, ahead=True)
    undo(last, manager, on=date(2010, 1, 30))

    undo(first, manager, on=date(2010, 1, 8))

    day = date(2010, 1, 25)  # settled, as it seemed
    [position] = portfolio(
        loan.office, running(Loan.objects.all(), since=day, as_of=day), as_of=day
    )
    assert position.outstanding == receivable(loan, day) == 550_000


DAYS = [date(2009, 8, 10) + timedelta(days=7 * n) for n in range(28)]
ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["pay", "pay", "settle", "undo"]),
        st.integers(0, len(DAYS) - 1),
        st.integers(1, 4_000_000),
        st.integers(0, 20),
    ),
    max_size=12,
)


@given(ACTIONS)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_paid_and_reversed_no_balance_is_ever_negative(actions):
    loan = factories.create_loan(principal=10_000_000, disbursed_on=DAYS[0])
    manager = factories.create_user(Role.MANAGER, loan.office)
    for action, day, amount, which in actions:
        try:
            _act(loan, manager, action, DAYS[day], amount, which)
        except ValidationError:
            continue  # refused with a sentence; anything else fails the test
        _check_days(loan)


def _act(loan, manager, action, on, amount, which):
    if action == "undo":
        taken = list(loan.repayments.order_by("id"))
        if taken:
            undo(taken[which % len(taken)], manager, on=on)
        return
    if action == "settle":
        paid = loan.repayments.aggregate(
            p=Sum("principal", default=0), i=Sum("interest", default=0)
        )
        amount = 11_500_000 - paid["p"] - paid["i"]
    factories.pay(loan, amount, on=on, by=manager, ahead=True)


def _check_days(loan):
    rows = list(loan.repayments.values_list("paid_on", "principal", "interest"))
    scheduled = Instalment.objects.filter(loan=loan).aggregate(Sum("principal"), Sum("interest"))
    moved = {row[0] for row in rows}  # between those days nothing changes
    for day in sorted({DAYS[-1], *moved, *(day + timedelta(days=1) for day in moved)}):
        principal = sum(row[1] for row in rows if row[0] <= day)
        interest = sum(row[2] for row in rows if row[0] <= day)
        assert 0 <= principal <= scheduled["principal__sum"]
        assert 0 <= interest <= scheduled["interest__sum"]
        positions = portfolio(
            loan.office,
            running(Loan.objects.filter(pk=loan.pk), since=day, as_of=day),
            as_of=day,
        )
        assert sum(p.outstanding for p in positions) == receivable(loan, day)
    loan.refresh_from_db()
    left = scheduled["principal__sum"] - principal + scheduled["interest__sum"] - interest
    assert loan.status == (Loan.Status.ACTIVE if left else Loan.Status.SETTLED)
