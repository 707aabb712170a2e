"""Counting the cash: what was there beside the books, and the difference posted once."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from tests import factories
from upk.access import Role
from upk.cash.books import balance_of
from upk.cash.counting import (
    Piece,
    add_denomination,
    record_count,
    settle_difference,
    total_of,
)
from upk.cash.counts import missing_counts, own_denominations
from upk.cash.denominations import CHOSEN, COIN, DENOMINATIONS, NOTE, in_use, known
from upk.cash.models import CashCount, CashCountLine, CashSettlement
from upk.ledger.by_hand import undo_entry
from upk.ledger.services import close_books

pytestmark = pytest.mark.django_db

CASH, BANK = "1.1.01.01", "1.1.01.03"
ON = date(2010, 2, 10)
VALUES = {(d.kind, d.value): d for d in DENOMINATIONS}


@pytest.fixture
def treasurer():
    user = factories.create_user(Role.TREASURER)
    factories.put_money_in(factories.account(user.office, CASH), 253_500, by=user)
    return user


@pytest.fixture
def witness(treasurer):
    return factories.create_user(Role.SECRETARY, treasurer.office)


def pieces(**numbers: int) -> list[Piece]:
    """``note_50000=5`` are five notes of 50.000."""
    named = {tuple(name.split("_")): number for name, number in numbers.items()}
    return [Piece(VALUES[kind, int(value)], number) for (kind, value), number in named.items()]


EXACT = {"note_50000": 5, "note_1000": 2, "coin_1000": 1, "coin_500": 1}


def count(by, witness, numbers=EXACT, **changes) -> CashCount:
    values = {
        "counted_on": ON,
        "pieces": pieces(**numbers),
        "counted_by": by,
        "witnessed_by": witness,
        "explanation": "",
        "request_key": uuid4(),
        "by": by,
    }
    account = changes.pop("account", None) or factories.account(by.office, CASH)
    return record_count(account, **values | changes)


def settle(made, by, other="5.3.04.01", **changes):
    values = {"happened_on": ON, "request_key": uuid4(), "by": by}
    return settle_difference(made, other=factories.account(by.office, other), **values | changes)


def test_notes_and_coins_in_use_change_with_the_years():
    old, new = in_use(date(2009, 7, 9)), in_use(date(2020, 8, 17))

    assert {(d.kind, d.value) for d in set(new) - set(old)} == {(NOTE, 2_000), (NOTE, 75_000)}
    assert {(d.kind, d.value) for d in set(old) - set(new)} == {(COIN, 25)}


def test_dates_that_were_found_name_their_rule_and_the_others_are_marked():
    dated = {d.key for d in DENOMINATIONS if d.since > date.min or d.until < date.max}

    assert dated == {d.key for d in DENOMINATIONS if d.source != CHOSEN}
    assert [d.key for d in known()] == [d.key for d in DENOMINATIONS]


def test_office_adds_a_note_and_ends_a_coin(treasurer):
    office, said = treasurer.office, {"by": treasurer}
    new = {"kind": NOTE, "value": 200_000, "since": date(2010, 1, 1), "until": None}
    add_denomination(office, **new, **said)
    coin = {"kind": COIN, "value": 50, "since": date(2000, 1, 1), "until": date(2010, 2, 9)}
    for _ in range(2):
        add_denomination(office, **coin, **said)

    own = own_denominations(office)

    assert [d.key for d in own] == ["note-200000", "coin-50"]
    assert [d.key for d in in_use(ON, own)][:2] == ["note-200000", "note-100000"]
    assert "coin-50" not in {d.key for d in in_use(ON, own)}
    assert "coin-50" in {d.key for d in in_use(date(2010, 2, 9), own)}
    assert own_denominations(factories.create_user().office) == []


def test_last_word_on_a_denomination_counts(treasurer):
    coin = {"kind": COIN, "value": 50, "since": date(2000, 1, 1), "by": treasurer}
    for until in (date(2010, 2, 9), None):
        add_denomination(treasurer.office, **coin, until=until)

    assert "coin-50" in {d.key for d in in_use(ON, own_denominations(treasurer.office))}


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"value": 0}, "value"), ({"value": 2_000_000}, "value"), ({"until": ON}, "until")],
)
def test_denomination_that_cannot_be_is_refused(treasurer, changes, field):
    values = {"kind": NOTE, "value": 500, "since": date(2010, 2, 11), "until": None} | changes

    with pytest.raises(ValidationError) as refusal:
        add_denomination(treasurer.office, **values, by=treasurer)

    assert list(refusal.value.error_dict) == [field]


def test_count_keeps_what_was_there_beside_the_books(treasurer, witness):
    made = count(treasurer, witness)

    assert (made.counted, made.book_balance, made.difference) == (253_500, 253_500, 0)
    assert [(line.kind, line.value, line.pieces) for line in made.lines.all()] == [
        ("note", 50_000, 5), ("note", 1_000, 2), ("coin", 1_000, 1), ("coin", 500, 1),
    ]  # fmt: skip
    assert total_of(pieces(**EXACT)) == 253_500


def test_balance_is_that_of_the_days_end(treasurer, witness):
    cash = factories.account(treasurer.office, CASH)
    factories.put_money_in(cash, 1_000, on=ON, by=treasurer)
    factories.put_money_in(cash, 9, on=date(2010, 2, 11), by=treasurer)

    made = count(treasurer, witness, explanation="Belum disetor")

    assert (made.book_balance, made.difference) == (254_500, -1_000)


@pytest.mark.parametrize(
    ("changes", "field", "told"),
    [
        ({"numbers": {"note_50000": 5}}, "explanation", "menurut buku Rp 253.500"),
        ({"counted_on": date(2010, 2, 16)}, "counted_on", "belum tiba"),
    ],
)
def test_what_is_not_right_is_refused_at_its_field(treasurer, witness, changes, field, told):
    with pytest.raises(ValidationError, match=told) as refusal:
        count(treasurer, witness, **changes)

    assert list(refusal.value.message_dict) == [field]
    assert not CashCount.objects.exists()


def test_two_users_of_the_office_count_a_cash_box(treasurer, witness):
    stranger = factories.create_user()
    bank = factories.account(treasurer.office, BANK)

    for changes in ({"witnessed_by": treasurer}, {"witnessed_by": stranger}, {"account": bank}):
        with pytest.raises(ValidationError):
            count(treasurer, witness, **changes)

    assert not CashCount.objects.exists()


def test_closed_books_are_not_counted_any_more(treasurer, witness):
    close_books(treasurer.office, through=ON, by=treasurer)

    with pytest.raises(ValidationError, match="Buku sudah ditutup"):
        count(treasurer, witness)


def test_same_form_twice_is_one_count(treasurer, witness):
    key = uuid4()

    first, second = (count(treasurer, witness, request_key=key) for _ in range(2))
    with pytest.raises(ValidationError, match="sudah pernah dikirim"):
        count(treasurer, witness, {"note_50000": 1}, request_key=key, explanation="x")

    assert first == second
    assert CashCountLine.objects.count() == 4


@pytest.mark.parametrize(
    ("numbers", "other", "expected"),
    [
        ({"note_50000": 5, "note_1000": 1}, "5.3.04.01", ("5.3.04.01", CASH, 2_500)),
        ({"note_50000": 5, "note_1000": 1}, "1.1.03.08", ("1.1.03.08", CASH, 2_500)),
        ({"note_50000": 5, "note_5000": 1}, "4.2.01.07", (CASH, "4.2.01.07", 1_500)),
    ],
)
def test_difference_is_posted_so_that_books_and_box_agree(
    treasurer, witness, numbers, other, expected
):
    made = count(treasurer, witness, numbers, explanation="Kembalian")

    entry = settle(made, treasurer, other)

    [row] = entry.postings.values_list("debit__code", "credit__code", "amount")
    assert row == expected
    assert balance_of(made.account, ON) == made.counted
    assert CashSettlement.objects.get().count == made


def test_difference_is_posted_once_unless_its_entry_was_reversed(treasurer, witness):
    made = count(treasurer, witness, {"note_50000": 5}, explanation="Kurang")
    key = uuid4()
    entry = settle(made, treasurer, request_key=key)

    assert settle(made, treasurer, request_key=key) == entry
    with pytest.raises(ValidationError, match=f"sudah dibukukan dengan {entry.label}"):
        settle(made, treasurer)

    undo_entry(entry, happened_on=ON, reason="Salah", request_key=uuid4(), by=treasurer)
    assert settle(made, treasurer, "1.1.03.08").total == 3_500


def test_one_lack_that_was_counted_twice_is_posted_once(treasurer, witness):
    first, second = (
        count(treasurer, witness, {"note_50000": 5}, explanation="Kurang") for _ in range(2)
    )

    with pytest.raises(ValidationError, match="dihitung lagi pada 10 Februari 2010"):
        settle(first, treasurer)
    settle(second, treasurer)

    assert balance_of(first.account, ON) == first.counted
    assert CashSettlement.objects.count() == 1


def test_lack_that_was_posted_later_is_not_posted_again_for_the_days_between(treasurer, witness):
    first = count(treasurer, witness, {"note_50000": 5}, explanation="Kurang")
    settle(first, treasurer, happened_on=date(2010, 2, 15))
    between = count(
        treasurer, witness, {"note_50000": 5}, counted_on=date(2010, 2, 12), explanation="Kurang"
    )

    with pytest.raises(ValidationError, match="selisihnya sekarang Rp 0"):
        settle(between, treasurer)


def test_receipt_that_was_entered_after_the_count_changes_its_difference(treasurer, witness):
    made = count(treasurer, witness, {"note_50000": 6}, explanation="Setoran belum dicatat")
    factories.put_money_in(made.account, 46_500, on=ON, by=treasurer)

    with pytest.raises(ValidationError, match="selisihnya sekarang Rp 0"):
        settle(made, treasurer, "4.2.01.07")


def test_what_is_no_difference_or_no_account_for_it_is_refused(treasurer, witness):
    exact = count(treasurer, witness)
    short = count(treasurer, witness, {"note_50000": 5}, explanation="Kurang")

    with pytest.raises(ValidationError, match="tidak berselisih"):
        settle(exact, treasurer)
    with pytest.raises(ValidationError, match="tidak dipakai untuk selisih"):
        settle(short, treasurer, "4.2.01.07")
    with pytest.raises(ValidationError, match="sebelum tanggal opname"):
        settle(short, treasurer, happened_on=date(2010, 2, 9))


def test_boxes_with_money_wait_until_they_are_counted(treasurer, witness):
    cash = factories.account(treasurer.office, CASH)

    assert missing_counts(treasurer.office, ON) == [cash]
    assert missing_counts(treasurer.office, date(2002, 12, 31)) == []
    count(treasurer, witness)
    assert missing_counts(treasurer.office, ON) == []
    assert missing_counts(treasurer.office, date(2010, 2, 11)) == [cash]
