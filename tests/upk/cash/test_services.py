"""Usual transactions are posted once, as they were asked, with money that is there."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from tests import factories
from upk.access import Role
from upk.cash.models import UsualTransaction
from upk.cash.services import UsualDraft, recent_usuals, record_usual
from upk.cash.usual import BY_KEY
from upk.ledger.by_hand import undo_entry
from upk.ledger.models import Entry
from upk.ledger.services import Move, close_books, post_entry

pytestmark = pytest.mark.django_db

CASH, BANK, LEVY_BANK = "1.1.01.01", "1.1.01.03", "1.1.01.08"
POWER, LEVIES = "5.1.03.02", "2.3.02.01"
ON = date(2010, 2, 10)


@pytest.fixture
def treasurer():
    user = factories.create_user(Role.TREASURER)
    factories.put_money_in(factories.account(user.office, CASH), 1_000_000, by=user)
    return user


def draft(by, key="office-costs", debit=POWER, credit=CASH, amount=150_000, **changes):
    office = by.office
    values = {
        "usual": BY_KEY[key],
        "happened_on": ON,
        "debit": factories.account(office, debit),
        "credit": factories.account(office, credit),
        "amount": amount,
    }
    return UsualDraft(**values | changes)


def record(by, key="office-costs", request_key=None, **changes) -> Entry:
    made = draft(by, key, **changes)
    return record_usual(by.office, made, request_key=request_key or uuid4(), by=by)


def owe(by, code: str, amount: int, on: date = ON) -> None:
    """Let a debt or fund hold so much, and the cash with it."""
    moves = [Move(factories.account(by.office, CASH), factories.account(by.office, code), amount)]
    post_entry(by.office, happened_on=on, memo="Diterima", moves=moves, by=by)


def postings(entry) -> list[tuple[str, str, int]]:
    rows = entry.postings.values_list("debit__code", "credit__code", "amount")
    return list(rows)


def test_cost_is_posted_from_the_cash_that_paid_it(treasurer):
    entry = record(treasurer)

    assert postings(entry) == [(POWER, CASH, 150_000)]
    assert (entry.voucher, entry.happened_on) == ("BKK", ON)
    assert entry.memo == "Biaya kantor: Beban Listrik"
    assert entry.usual.kind == "office-costs"


@pytest.mark.parametrize(
    ("key", "debit", "credit", "voucher"),
    [
        ("other-income", CASH, "4.2.01.05", "BKM"),
        ("cash-to-bank", BANK, CASH, "BM"),
        ("bank-interest", BANK, "4.2.01.01", "BKM"),
        ("debt-taken", BANK, "2.1.01.01", "BKM"),
        ("capital-in", CASH, "3.1.01.01", "BKM"),
        ("cost-owed", "5.1.01.01", "2.1.02.01", "BM"),
        ("fund-paid", "2.4.01.02", CASH, "BKK"),
        ("trust-interest", LEVY_BANK, LEVIES, "BKM"),
    ],
)
def test_the_paper_follows_from_the_sides(treasurer, key, debit, credit, voucher):
    if key == "fund-paid":
        owe(treasurer, debit, 150_000)

    entry = record(treasurer, key, debit=debit, credit=credit, memo="Catatan")

    assert (entry.voucher, entry.memo) == (voucher, "Catatan")
    assert postings(entry) == [(debit, credit, 150_000)]


def test_principal_and_interest_of_a_debt_are_one_voucher(treasurer):
    office = treasurer.office
    interest = factories.account(office, "5.1.08.01")
    owe(treasurer, "2.1.01.01", 100_000)

    entry = record(
        treasurer, "debt-paid", debit="2.1.01.01", amount=100_000, extra=interest,
        extra_amount=7_500,
    )  # fmt: skip

    assert postings(entry) == [("2.1.01.01", CASH, 100_000), ("5.1.08.01", CASH, 7_500)]
    assert (entry.total, entry.voucher) == (107_500, "BKK")


def test_same_form_twice_posts_once_and_other_content_is_refused(treasurer):
    key = uuid4()

    first, second = record(treasurer, request_key=key), record(treasurer, request_key=key)
    with pytest.raises(ValidationError, match="sudah pernah dikirim"):
        record(treasurer, request_key=key, amount=1)

    assert first == second
    assert UsualTransaction.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field", "told"),
    [
        ({"amount": 0}, "amount", "lebih dari nol"),
        ({"debit": "5.2.01.01"}, "debit", "tidak dipakai untuk Biaya kantor"),
        ({"debit": BANK}, "debit", "tidak dipakai"),
        ({"credit": LEVY_BANK}, "credit", "tidak dipakai"),
        ({"amount": 1_000_001}, "credit", "hanya cukup untuk Rp 1.000.000"),
        ({"happened_on": date(2010, 2, 16)}, "happened_on", "belum tiba"),
        ({"happened_on": date(2002, 12, 31)}, "credit", "hanya cukup untuk Rp 0"),
    ],
)
def test_what_cannot_be_posted_is_refused_at_its_field(treasurer, changes, field, told):
    before = Entry.objects.count()

    with pytest.raises(ValidationError, match=told) as refusal:
        record(treasurer, **changes)

    assert list(refusal.value.message_dict) == [field]
    assert (Entry.objects.count(), UsualTransaction.objects.count()) == (before, 0)


def test_money_that_is_spent_later_cannot_be_spent_before(treasurer):
    record(treasurer, amount=900_000, happened_on=date(2010, 2, 14))

    with pytest.raises(ValidationError, match=r"hanya cukup untuk Rp 100\.000"):
        record(treasurer, amount=100_001, happened_on=date(2010, 2, 1))


@pytest.mark.parametrize(
    ("key", "debit", "credit", "field"),
    [
        ("fund-paid", "2.4.01.02", CASH, "debit"),
        ("debt-paid", "2.1.01.01", CASH, "debit"),
        ("owed-paid", "2.1.02.01", CASH, "debit"),
        ("advance-back", CASH, "1.1.03.08", "credit"),
        ("deposit-ended", BANK, "1.1.02.01", "credit"),
    ],
)
def test_no_more_is_paid_than_was_owed_or_set_aside(treasurer, key, debit, credit, field):
    if field == "debit":
        owe(treasurer, debit, 100, date(2010, 2, 9))
    else:
        factories.put_money_in(factories.account(treasurer.office, credit), 100, by=treasurer)

    with pytest.raises(ValidationError, match="hanya cukup untuk Rp 100") as refusal:
        record(treasurer, key, debit=debit, credit=credit, amount=101)

    assert list(refusal.value.message_dict) == [field]
    assert record(treasurer, key, debit=debit, credit=credit, amount=100).total == 100


@pytest.mark.parametrize(
    ("key", "debit", "credit"),
    [("bank-to-bank", BANK, LEVY_BANK), ("trust-interest", LEVY_BANK, "2.3.01.01")],
)
def test_money_in_trust_is_not_mixed_with_other_money(treasurer, key, debit, credit):
    with pytest.raises(ValidationError, match="titipan tidak boleh bercampur"):
        record(treasurer, key, debit=debit, credit=credit)


def test_an_account_of_another_office_is_refused(treasurer):
    foreign = factories.account(factories.create_office(), POWER)
    made = replace(draft(treasurer), debit=foreign)

    with pytest.raises(ValidationError, match="tidak dipakai"):
        record_usual(treasurer.office, made, request_key=uuid4(), by=treasurer)


def test_closed_books_take_nothing(treasurer):
    close_books(treasurer.office, through=date(2010, 2, 10), by=treasurer)

    with pytest.raises(ValidationError, match="Buku sudah ditutup") as refusal:
        record(treasurer)

    assert list(refusal.value.message_dict) == ["happened_on"]


def test_it_is_undone_like_any_entry(treasurer):
    entry = record(treasurer)

    undone = undo_entry(
        entry, happened_on=ON, reason="Salah jumlah", request_key=uuid4(), by=treasurer
    )

    assert postings(undone) == [(CASH, POWER, 150_000)]


def test_recent_ones_come_once_and_latest_first(treasurer):
    for key, debit in (("office-costs", POWER), ("travel", "5.1.06.01"), ("office-costs", POWER)):
        record(treasurer, key, debit=debit, amount=1_000)
    record(treasurer, "meetings", debit="5.1.05.01", amount=1_000)

    recent = [usual.key for usual in recent_usuals(treasurer.office)]

    assert recent == ["meetings", "office-costs", "travel"]
    assert recent_usuals(factories.create_office()) == []
