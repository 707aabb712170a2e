"""What a group asks for until it is approved: each step by hand, and what is refused."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from loans.lifecycle import STEPS
from loans.models import Loan, LoanStep
from loans.proposals import approve_loan, propose_loan, refuse_loan, take_back, verify_loan
from loans.setup import add_terms
from tests import factories
from upk.ledger.models import Entry
from upk.offices.services import record_decision

pytestmark = pytest.mark.django_db
DAY = date(2010, 2, 1)


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


def propose(group, product, by, **fields):
    given = {"principal": 12_000_000, "proposed_on": DAY, "by": by} | fields
    shares = shares_of(group, 5_000_000, 4_000_000, 3_000_000)
    return propose_loan(group, product, **{"shares": shares} | given)


def test_proposal_waits_for_nothing_and_has_its_own_copy_of_the_terms(group, product, by):
    loan = propose(group, product, by, terms={"tenor": 12})

    assert (loan.status, loan.code, loan.approved_on) == ("P", f"{group.code}-SPP1", None)
    assert loan.terms_values() == product.terms.get().terms_values() | {"tenor": 12}
    step = loan.steps.get()
    assert (step.from_status, step.to_status, step.amount) == ("", "P", 12_000_000)
    assert [s.amount for s in step.shares.all()] == [5_000_000, 4_000_000, 3_000_000]
    assert not Entry.objects.exists()


def test_each_step_keeps_its_own_amounts(group, product, by):
    """12 million asked for, 10 recommended, 9 approved; the third member drops out at last."""
    loan = propose(group, product, by)
    decision = record_decision(by.office, body="MAD", number="BA/7", decided_on=DAY)

    loan = verify_loan(
        loan, principal=10_000_000, shares=shares_of(group, 5_000_000, 4_000_000, 1_000_000),
        on=date(2010, 2, 3), by=by,
    )  # fmt: skip
    loan = approve_loan(
        loan, principal=9_000_000, shares=shares_of(group, 5_000_000, 4_000_000, 0)[:2],
        on=date(2010, 2, 5), by=by, decision=decision,
    )  # fmt: skip

    assert (loan.status, loan.principal, loan.approved_on) == ("W", 9_000_000, date(2010, 2, 5))
    assert loan.decision == decision
    assert [s.principal for s in loan.shares.all()] == [5_000_000, 4_000_000]
    amounts = [
        (step.to_status, step.amount, [s.amount for s in step.shares.all()])
        for step in loan.steps.all()
    ]
    assert amounts == [
        ("P", 12_000_000, [5_000_000, 4_000_000, 3_000_000]),
        ("V", 10_000_000, [5_000_000, 4_000_000, 1_000_000]),
        ("W", 9_000_000, [5_000_000, 4_000_000]),
    ]


def test_step_back_brings_back_the_amounts_and_needs_a_reason(group, product, by):
    loan = propose(group, product, by)
    verified = verify_loan(
        loan, principal=9_000_000, shares=shares_of(group, 5_000_000, 4_000_000, 0)[:2],
        on=DAY, by=by,
    )  # fmt: skip
    waiting = factories.advance(verified)

    with pytest.raises(ValidationError, match="Tulis alasannya"):
        take_back(waiting, reason=" ", on=DAY, by=by)
    loan = take_back(waiting, reason="Salah angka", on=DAY, by=by)
    assert (loan.status, loan.principal, loan.approved_on) == ("V", 9_000_000, None)
    loan = take_back(loan, reason="Ulangi verifikasi", on=DAY, by=by)

    assert (loan.status, loan.principal) == ("P", 12_000_000)
    assert [s.principal for s in loan.shares.all()] == [5_000_000, 4_000_000, 3_000_000]
    with pytest.raises(ValidationError, match="tidak ada langkah"):
        take_back(loan, reason="Lagi", on=DAY, by=by)


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_refusal_is_possible_until_the_money_is_paid_and_can_be_taken_back(
    group, product, by, steps
):
    loan = propose(group, product, by)
    for _ in range(steps):
        loan = factories.advance(loan)
    before = loan.status

    loan = refuse_loan(loan, reason="Mundur", on=DAY, by=by)
    assert loan.status == "T"
    with pytest.raises(ValidationError, match="sudah ditolak; langkah ini sudah dicatat"):
        refuse_loan(loan, reason="Mundur", on=DAY, by=by)

    assert take_back(loan, reason="Jadi", on=DAY, by=by).status == before


def test_steps_out_of_order_or_twice_are_refused(group, product, by):
    loan = propose(group, product, by)
    asked = {"principal": 12_000_000, "shares": factories.shares_of(loan), "on": DAY, "by": by}

    with pytest.raises(ValidationError, match="sudah usulan, tidak dapat menjadi menunggu"):
        approve_loan(loan, **asked)
    verify_loan(loan, **asked)
    with pytest.raises(ValidationError, match="sudah terverifikasi; langkah ini sudah dicatat"):
        verify_loan(loan, **asked)


def test_nobody_gets_more_or_joins_after_the_proposal(group, product, by):
    loan = propose(
        group, product, by, principal=9_000_000,
        shares=shares_of(group, 5_000_000, 4_000_000, 0)[:2],
    )  # fmt: skip

    with pytest.raises(ValidationError) as caught:
        verify_loan(
            loan, principal=12_000_000, shares=shares_of(group, 6_000_000, 3_000_000, 3_000_000),
            on=DAY, by=by,
        )  # fmt: skip

    assert {error.code for error in caught.value.error_list} == {"raised", "not_proposed"}


def test_what_stands_in_the_way_stops_the_approval_only(group, product, by):
    running = factories.create_loan(group, product, by=by)
    loan = factories.advance(propose(group, product, by))

    with pytest.raises(ValidationError, match=f"Pinjaman {running} belum selesai"):
        factories.advance(loan)
    factories.pay(running, 11_500_000, on=DAY, ahead=True)

    assert factories.advance(loan).status == "W"


def test_a_group_asks_for_one_loan_of_a_product_at_a_time(group, product, by):
    first = propose(group, product, by)

    with pytest.raises(ValidationError, match=f"Pengajuan {first} belum selesai"):
        propose(group, product, by)
    refuse_loan(first, reason="Mundur", on=DAY, by=by)

    assert propose(group, product, by).code == f"{group.code}-SPP2"


def test_step_dated_before_the_last_one_is_refused(group, product, by):
    loan = propose(group, product, by)

    with pytest.raises(ValidationError, match="Langkah sebelumnya bertanggal 1 Februari 2010"):
        factories.advance(loan, on=date(2010, 1, 31))


def test_terms_in_force_on_the_day_of_the_proposal_are_taken(group, product, by):
    add_terms(
        product, since=date(2010, 2, 2), collectibility=factories.default_class_set(by.office),
        rate=1, tenor=6,
    )  # fmt: skip

    tenors = []
    for on in (date(2010, 2, 1), date(2010, 2, 2)):
        borrower = factories.create_group(group.village, member_count=3)
        shares = shares_of(borrower, 6_000_000, 3_000_000, 3_000_000)
        tenors.append(propose(borrower, product, by, shares=shares, proposed_on=on).tenor)

    assert tenors == [10, 6]


@pytest.mark.parametrize(("asked", "kept"), [(None, 20), (0, None), (5, 5)])
def test_payment_day_is_the_village_s_unless_told_otherwise(group, product, by, asked, kept):
    group.village.payment_day = 20
    group.village.save()

    assert propose(group, product, by, payment_day=asked).payment_day == kept


def test_same_form_gives_the_same_loan(group, product, by):
    key = uuid4()

    first = propose(group, product, by, request_key=key)
    second = propose(group, product, by, request_key=key)

    assert first == second
    assert Loan.objects.count() == 1
    with pytest.raises(ValidationError, match="sudah pernah dikirim dengan isi yang lain"):
        propose(group, product, by, request_key=key, payment_day=7)


def test_same_form_takes_a_step_once(group, product, by):
    loan, key = propose(group, product, by), uuid4()
    asked = {"principal": 12_000_000, "shares": factories.shares_of(loan), "on": DAY, "by": by}

    first = verify_loan(loan, request_key=key, **asked)
    second = verify_loan(loan, request_key=key, **asked)

    assert first == second
    assert loan.steps.filter(to_status="V").count() == 1


def test_refused_proposal_spends_no_key(group, product, by):
    key = uuid4()

    with pytest.raises(ValidationError):
        propose(group, product, by, request_key=key, principal=11_000_000)
    loan = propose(group, product, by, request_key=key)

    assert loan.principal == 12_000_000


def test_database_knows_the_same_steps(group, product, by):
    """Every pair of states that the table doesn't have is refused by the database too."""
    loan = propose(group, product, by)
    for status in Loan.Status.values:
        if ("P", status) in STEPS:
            continue
        with pytest.raises(DatabaseError, match="no such step"), transaction.atomic():
            LoanStep.objects.create(
                loan=loan, from_status="P", to_status=status, happened_on=DAY, made_by=by
            )
