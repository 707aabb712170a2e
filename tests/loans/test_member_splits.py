"""Payments divided over the members of a group: with the receipt and afterwards."""

from dataclasses import asdict
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ValidationError

from loans.allocation import Parts
from loans.member_books import member_book
from loans.member_cards import build_member_cards
from loans.member_splits import MemberPart, SplitErrors, proposed_parts, split_receipt
from loans.models import MemberRepayment, Relief, Repayment
from loans.repayments import PaymentRow, Sheet, SheetErrors, record_repayments, reverse_repayment
from tests import factories
from upk.access import Role
from upk.ledger.models import Submission
from upk.ledger.services import close_books, submission_exists

pytestmark = pytest.mark.django_db

FIRST = date(2009, 9, 10)


@pytest.fixture
def loan():
    """Five members with 2.000.000 each: 200.000 + 30.000 an instalment."""
    return factories.create_loan(disbursed_on=date(2009, 8, 10))


@pytest.fixture
def treasurer(loan):
    return factories.create_user(Role.TREASURER, loan.office)


@pytest.fixture
def people(loan):
    return [share.person for share in loan.shares.select_related("person")]


def parts_for(people, *amounts):
    return tuple(MemberPart(p.pk, *given) for p, given in zip(people, amounts, strict=False))


def whole(people):
    return parts_for(people, *[(200_000, 30_000)] * 5)


def rows_of(repayment):
    columns = ("person_id", "principal", "interest", "penalty")
    return list(repayment.member_parts.values_list(*columns))


def test_parts_are_kept_with_the_receipt(loan, treasurer, people):
    parts = parts_for(people, (500_000, 75_000, 1_000), (500_000, 75_000))

    paid = factories.pay(
        loan, 1_150_000, on=FIRST, by=treasurer, split=(1_000_000, 150_000), penalty=1_000,
        members=parts,
    )  # fmt: skip

    assert rows_of(paid) == [
        (people[0].pk, 500_000, 75_000, 1_000),
        (people[1].pk, 500_000, 75_000, 0),
    ]


def test_payment_without_members_asks_nothing_more(
    loan, treasurer, people, django_assert_max_num_queries
):
    """The normal path: none of its statements is about members."""
    with django_assert_max_num_queries(40) as captured:
        factories.pay(loan, on=FIRST, by=treasurer)

    statements = [query["sql"] for query in captured.captured_queries]
    assert statements
    assert not [sql for sql in statements if "memberrepayment" in sql or "loans_share" in sql]


def test_content_of_a_sheet_without_members_is_what_it_always_was(loan, treasurer):
    """Else a form sent before and again after an update would be taken for another one."""
    row = PaymentRow(loan.pk, 1_150_000)
    before = {name: value for name, value in asdict(row).items() if name != "members"}
    assert before == {
        "loan_id": loan.pk, "amount": 1_150_000, "split": None, "penalty": 0, "ahead": False,
        "paid_in_by_id": None,
    }  # fmt: skip
    key = UUID("6f1f0b0e-0000-4000-8000-000000000009")
    sheet = Sheet(FIRST, loan.product.cash, [row], key)
    record_repayments(loan.office, sheet, by=treasurer)

    content = {"pay": [before], "on": "2009-09-10", "cash": loan.product.cash.pk}

    assert submission_exists(loan.office, key, content)


def test_same_form_with_other_members_is_another_one(loan, treasurer, people):
    key = uuid4()
    how = {"on": FIRST, "by": treasurer, "request_key": key}
    first = factories.pay(loan, members=whole(people), **how)

    assert factories.pay(loan, members=whole(people), **how) == first
    with pytest.raises(ValidationError, match="isi yang lain"):
        factories.pay(loan, members=whole(people)[::-1], **how)
    assert MemberRepayment.objects.count() == 5


@pytest.mark.parametrize(
    ("amounts", "at_member", "message"),
    [
        ([(200_000, 30_000)] * 4, False, "Pokok semua anggota Rp 800.000, setoran kelompok"),
        ([(200_000, 30_000)] * 4 + [(200_000, 29_999)], False, "kurang Rp 1"),
        ([(1_000_000, 150_001)], False, "lebih Rp 1"),
        ([(1_000_000, 150_000, 1)], False, "Denda semua anggota Rp 1"),
        ([(2_000_001, 150_000)], True, "melebihi sisanya Rp 2.000.000 sebesar Rp 1"),
        ([(-1, 0)], True, "tidak boleh kurang dari nol"),
    ],
)
def test_bad_split_is_refused_at_its_place(loan, treasurer, people, amounts, at_member, message):
    with pytest.raises(SheetErrors) as error:
        factories.pay(loan, on=FIRST, by=treasurer, members=parts_for(people, *amounts))

    found = error.value.members.get(people[0].pk, []) if at_member else error.value.rows[loan.pk]
    assert any(message in text for text in found)
    assert not Repayment.objects.exists()
    assert not Submission.objects.filter(repayments__isnull=False).exists()


def test_stranger_and_member_named_twice_are_refused(loan, treasurer, people):
    stranger = factories.create_person(loan.group.village)
    parts = (*whole(people), MemberPart(stranger.pk, 0, 0, 1), MemberPart(people[0].pk, 0, 0, 1))

    with pytest.raises(SheetErrors) as error:
        factories.pay(loan, on=FIRST, by=treasurer, penalty=2, members=parts)

    assert error.value.members == {
        stranger.pk: ["Bukan pemanfaat pinjaman ini."],
        people[0].pk: ["Tercantum lebih dari sekali."],
    }


def test_what_is_named_is_never_more_than_the_member_owes_on_any_day(loan, treasurer, people):
    """A reversal of tomorrow doesn't free today what was named."""
    alone = parts_for(people, (2_000_000, 300_000))
    paid = factories.pay(
        loan, 2_300_000, on=FIRST, by=treasurer, ahead=True, split=(2_000_000, 300_000),
        members=alone,
    )  # fmt: skip
    reverse_repayment(paid, happened_on=date(2009, 9, 12), reason="Salah", by=treasurer)
    room = member_book(loan)

    assert room.room(date(2009, 9, 11))[0] == Parts(0, 0)
    assert room.room(date(2009, 9, 12))[0] == Parts(2_000_000, 300_000)


def test_reversal_takes_the_parts_back(loan, treasurer, people):
    paid = factories.pay(loan, on=FIRST, by=treasurer, members=whole(people))

    undone = reverse_repayment(paid, happened_on=FIRST, reason="Salah", by=treasurer)

    assert rows_of(undone) == [(p.pk, -200_000, -30_000, 0) for p in people]
    cards = build_member_cards(loan, FIRST)
    assert {card.totals.paid for card in cards.cards} == {0}


# Afterwards


def test_receipt_is_divided_afterwards_once(loan, treasurer, people):
    paid = factories.pay(loan, on=FIRST, by=treasurer)
    key = uuid4()

    first = split_receipt(paid, whole(people), request_key=key, by=treasurer)
    again = split_receipt(paid, whole(people), request_key=key, by=treasurer)

    assert first == again
    with pytest.raises(ValidationError, match="sudah dibagi"):
        split_receipt(paid, whole(people), request_key=uuid4(), by=treasurer)
    assert MemberRepayment.objects.count() == 5


def test_what_cannot_be_divided_says_why(loan, treasurer, people):
    paid = factories.pay(loan, on=FIRST, by=treasurer)
    undone = reverse_repayment(paid, happened_on=FIRST, reason="Salah", by=treasurer)
    how = {"by": treasurer}

    with pytest.raises(ValidationError, match="Hanya setoran"):
        split_receipt(undone, whole(people), request_key=uuid4(), **how)
    with pytest.raises(ValidationError, match="sudah dibatalkan"):
        split_receipt(paid, whole(people), request_key=uuid4(), **how)

    other = factories.pay(loan, on=FIRST, by=treasurer)
    with pytest.raises(SplitErrors, match="kurang"):
        split_receipt(other, whole(people)[:4], request_key=uuid4(), **how)
    close_books(loan.office, through=FIRST, by=treasurer)
    with pytest.raises(ValidationError, match="Buku sudah ditutup"):
        split_receipt(other, whole(people), request_key=uuid4(), **how)
    assert not MemberRepayment.objects.exists()


def test_proposal_for_a_receipt_is_what_its_time_asked(loan, treasurer, people):
    """The second receipt came before the first was divided; each keeps its own row."""
    first, second = (
        factories.pay(loan, on=day, by=treasurer) for day in (FIRST, date(2009, 10, 10))
    )

    for receipt in (second, first):
        sums = (receipt.principal, receipt.interest, receipt.penalty)
        parts = proposed_parts(member_book(loan), sums, of=receipt)
        assert [part.amounts for part in parts] == [(200_000, 30_000, 0)] * 5
        split_receipt(receipt, parts, request_key=uuid4(), by=treasurer)


def test_proposal_asks_those_who_are_behind(loan, treasurer, people):
    ahead = parts_for(people, (400_000, 60_000), *[(150_000, 22_500)] * 4)
    factories.pay(loan, on=FIRST, by=treasurer, members=ahead)

    parts = proposed_parts(member_book(loan), (1_000_000, 150_000, 501))

    # 50.000 and 7.500 behind with the first row; 800.000 and 120.000 for all others of the second
    assert [part.amounts for part in parts] == [(0, 0, 0), (250_000, 37_500, 126),
                                                *[(250_000, 37_500, 125)] * 3]  # fmt: skip


# Cards


def test_cards_show_who_is_behind_inside_a_group_that_paid_in_part(loan, treasurer, people):
    parts = parts_for(people, *[(200_000, 30_000)] * 4)
    factories.pay(loan, 920_000, on=FIRST, by=treasurer, split=(800_000, 120_000), members=parts)

    cards = build_member_cards(loan, date(2009, 9, 11))

    assert [(card.person, card.arrears) for card in cards.late] == [(people[4], 230_000)]
    assert cards.late[0].oldest_late.due_on == FIRST
    assert cards.arrears == 230_000
    assert [len(card.named) for card in cards.cards] == [1, 1, 1, 1, 0]
    assert build_member_cards(loan, FIRST).late == []
    assert build_member_cards(loan, date(2009, 8, 9)) is None


def test_cards_add_up_to_the_groups_card(loan, treasurer, people):
    factories.pay(loan, 1_000_001, on=FIRST, by=treasurer)
    parts = parts_for(people, (150_000, 100_000))
    factories.pay(loan, 250_000, on=date(2009, 11, 11), by=treasurer, split=(150_000, 100_000),
                  members=parts)  # fmt: skip

    totals = build_member_cards(loan, factories.TODAY).totals

    assert (totals.principal, totals.interest) == (10_000_000, 1_500_000)
    assert (totals.paid_principal, totals.paid_interest) == (850_001 + 150_000, 150_000 + 100_000)


def test_part_that_death_ended_is_asked_of_nobody(loan, treasurer, people):
    last = loan.instalments.order_by("n").first()
    event = Repayment.objects.create(
        office=loan.office, loan=loan, kind="waived", is_payment=False, paid_on=FIRST, principal=0,
        interest=30_000, person=people[2], recorded_by=treasurer,
    )  # fmt: skip
    Relief.objects.create(repayment=event, instalment=last, principal=0, interest=30_000)

    interest = [card.rows[0].interest for card in build_member_cards(loan, FIRST).cards]

    assert interest == [30_000, 30_000, 0, 30_000, 30_000]


def test_cards_ask_a_constant_number_of_queries(loan, treasurer, people, django_assert_num_queries):
    factories.pay(loan, on=FIRST, by=treasurer, members=whole(people))

    with django_assert_num_queries(4):  # instalments, shares, repayments, parts
        build_member_cards(loan, factories.TODAY)
