"""Issuing letters: which loans, with which figures and numbers, and what is refused."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from loans.models import ArrearsLetter, Loan
from loans.reminders import DEFAULT_TEXT
from loans.repayments import reverse_repayment
from loans.warnings import add_collection_rules, letters_due
from tests import factories
from tests.loans.collection.setting import NOW, create_setting, issue, late_loan
from upk.ledger.services import close_books

pytestmark = pytest.mark.django_db

RULES = {
    "unit": "months", "first_after": 1, "second_after": 2, "third_after": 3, "days_between": 14,
    "reminder": DEFAULT_TEXT,
}  # fmt: skip


@pytest.fixture
def made():
    return create_setting()


def due(made, on=NOW, user=None):
    return {c.position.loan_id: c.due for c in letters_due(user or made.manager, on)}


def test_late_loans_are_due_for_their_first_letter(made):
    long, short = late_loan(made, months=6), late_loan(made, months=1)
    paid = late_loan(made, months=1)
    factories.pay(paid, on=NOW, by=made.treasurer)

    assert due(made) == {long.pk: 1, short.pk: 1}
    assert due(made, date(2010, 2, 10)) == {long.pk: 1}  # on its due day a loan isn't late


def test_a_letter_freezes_the_figures_of_its_day(made):
    loan = late_loan(made, months=2)

    [letter] = issue(made.office, (loan, 1), by=made.manager)
    factories.pay(loan, on=date(2010, 2, 12), by=made.treasurer)  # entered later

    letter.refresh_from_db()
    assert (letter.principal, letter.interest, letter.arrears) == (2_000_000, 300_000, 2_300_000)
    assert (letter.oldest_due, letter.late_since) == (date(2010, 1, 10), date(2010, 1, 11))
    assert (letter.months_late, letter.outstanding) == (2, 6_000_000)
    assert (letter.year, letter.number, str(letter)) == (2010, 1, "001/SP1/2010")


def test_numbers_have_no_gaps_in_office_and_year(made):
    loans = [late_loan(made) for _ in range(3)]
    elsewhere = create_setting()
    issue(elsewhere.office, (late_loan(elsewhere), 1), by=elsewhere.manager)

    issue(made.office, (loans[0], 1), by=made.manager, on=date(2009, 12, 31))
    with pytest.raises(ValidationError):
        issue(made.office, (loans[1], 1), (loans[2], 3), by=made.manager)
    issue(made.office, (loans[1], 1), (loans[2], 1), by=made.manager)
    issue(made.office, (loans[0], 2), by=made.manager)

    numbers = ArrearsLetter.objects.filter(office=made.office).values_list("year", "number")
    assert sorted(numbers) == [(2009, 1), (2010, 1), (2010, 2), (2010, 3)]


def test_the_next_letter_waits_for_the_days_between(made):
    loan = late_loan(made)
    issue(made.office, (loan, 1), by=made.manager)

    assert due(made, date(2010, 2, 28)) == {loan.pk: None}
    assert due(made, date(2010, 3, 1)) == {loan.pk: 2}


def test_after_the_third_letter_there_is_none(made):
    loan = late_loan(made)
    for n, day in enumerate((date(2010, 1, 15), date(2010, 2, 1), NOW), 1):
        issue(made.office, (loan, n), by=made.manager, on=day)

    assert due(made, date(2010, 6, 1)) == {}


def test_a_level_comes_once_in_a_spell_and_again_in_the_next(made):
    loan = late_loan(made, months=2)
    issue(made.office, (loan, 1), by=made.manager, on=date(2010, 1, 20))
    message = f"^\\['{loan}: surat peringatan 1 untuk tunggakan ini sudah terbit.'\\]$"
    with pytest.raises(ValidationError, match=message):
        issue(made.office, (loan, 1), by=made.manager, reason="Sekali lagi")

    factories.pay(loan, 2_300_000, on=NOW, by=made.treasurer)  # the spell ends
    with pytest.raises(ValidationError, match="tidak menunggak lagi"):
        issue(made.office, (loan, 2), by=made.manager)
    later = date(2010, 3, 20)
    assert due(made, later) == {loan.pk: 1}
    issue(made.office, (loan, 1), by=made.manager, on=later)

    assert list(loan.letters.order_by("pk").values_list("level", "late_since")) == [
        (1, date(2010, 1, 11)),
        (1, date(2010, 3, 11)),
    ]


def test_a_payment_taken_back_begins_a_new_spell(made):
    loan = late_loan(made, months=1)
    issue(made.office, (loan, 1), by=made.manager, on=date(2010, 2, 11))
    receipt = factories.pay(loan, on=date(2010, 2, 12), by=made.treasurer)
    reverse_repayment(
        receipt, reason="Salah kelompok", happened_on=NOW, request_key=uuid4(), by=made.manager
    )

    assert due(made) == {loan.pk: 1}


def test_a_letter_that_is_left_out_needs_a_reason(made):
    loan, other = late_loan(made), late_loan(made)

    with pytest.raises(ValidationError) as refusal:
        issue(made.office, (loan, 2), (other, 3), by=made.manager)
    [letter] = issue(made.office, (loan, 2), by=made.manager, reason="SP 1 dikirim tahun lalu")

    assert refusal.value.messages == [
        f"{loan}: surat peringatan 2 belum waktunya. Tulis alasannya.",
        f"{other}: surat peringatan 3 belum waktunya. Tulis alasannya.",
    ]
    assert letter.reason == "SP 1 dikirim tahun lalu"


def test_a_reason_stays_with_the_letter_that_needs_it(made):
    first, second = late_loan(made), late_loan(made)

    letters = issue(made.office, (first, 1), (second, 2), by=made.manager, reason="Mendesak")

    assert [letter.reason for letter in letters] == ["", "Mendesak"]


@pytest.mark.parametrize("choices", [[], "twice"])
def test_odd_batches_are_refused(made, choices):
    loan = late_loan(made)
    pairs = [(loan, 1), (loan, 2)] if choices == "twice" else []

    with pytest.raises(ValidationError, match=r"sedikitnya satu|hanya mendapat satu"):
        issue(made.office, *pairs, by=made.manager)

    assert not ArrearsLetter.objects.exists()


def test_sent_twice_a_batch_is_issued_once(made):
    loan, key = late_loan(made), uuid4()

    first = issue(made.office, (loan, 1), by=made.manager, request_key=key)
    second = issue(made.office, (loan, 1), by=made.manager, request_key=key)

    assert [letter.pk for letter in second] == [letter.pk for letter in first]
    assert ArrearsLetter.objects.count() == 1
    with pytest.raises(ValidationError):
        issue(made.office, (loan, 2), by=made.manager, request_key=key)


def test_another_offices_loan_is_unknown(made):
    elsewhere = create_setting()

    with pytest.raises(ValidationError, match="tidak menunggak lagi"):
        issue(made.office, (late_loan(elsewhere), 1), by=made.manager)


def test_rules_hold_from_their_day_on(made):
    loan = late_loan(made, months=2)
    add_collection_rules(
        made.office, since=NOW, by=made.manager,
        **RULES | {"first_after": 3, "second_after": 4, "third_after": 5},
    )  # fmt: skip

    assert due(made, date(2010, 2, 14)) == {loan.pk: 1}
    assert due(made) == {loan.pk: None}


def test_of_two_rules_of_one_day_the_last_counts(made):
    loan = late_loan(made, months=2)
    add_collection_rules(made.office, since=NOW, by=made.manager, **RULES | {"third_after": 9})
    add_collection_rules(
        made.office, since=NOW, by=made.manager,
        **RULES | {"unit": "days", "first_after": 37, "second_after": 40, "third_after": 50},
    )  # fmt: skip

    assert due(made) == {loan.pk: None}  # 36 days late
    assert due(made, date(2010, 2, 16)) == {loan.pk: 1}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"first_after": 3}, "Surat kedua tidak boleh sebelum yang pertama"),
        ({"third_after": 1}, "Surat kedua tidak boleh sebelum yang pertama"),
        ({"reminder": "Halo {nama}"}, "Tidak ada isian {nama}."),
        ({"since": date(2009, 12, 31)}, "Buku sudah ditutup"),
    ],
)
def test_rules_that_cannot_be_are_refused(made, changes, sentence):
    if "since" in changes:
        close_books(made.office, through=changes["since"], by=made.manager)

    with pytest.raises(ValidationError, match=sentence):
        add_collection_rules(made.office, **{"since": NOW, "by": made.manager, **RULES, **changes})


def test_a_facilitator_sees_the_own_villages_alone(made):
    own, _ = late_loan(made), late_loan(made, village=made.other)

    assert due(made, user=made.facilitator) == {own.pk: 1}


@pytest.mark.parametrize("count", [1, 5])
def test_letters_are_proposed_in_a_constant_number_of_queries(
    made, count, django_assert_num_queries
):
    for loan in [late_loan(made, months=1) for _ in range(count)]:
        issue(made.office, (loan, 1), by=made.manager)

    # rules; terms, sets, classes; loans, instalments, repayments, reliefs; for the spells
    # instalments, repayments, reliefs; letters
    with django_assert_num_queries(12):
        assert len(letters_due(made.manager, NOW)) == count


def test_the_example_stands_as_the_docstring_says(made):
    loan = Loan.objects.get(pk=late_loan(made).pk)

    rows = list(loan.instalments.values_list("due_on", "principal", "interest"))
    assert rows[0] == (date(2009, 9, 10), 1_000_000, 150_000)
    assert len(rows) == 10
