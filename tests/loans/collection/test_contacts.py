"""Contacts and promises: written down once, corrected by a new row, judged by payments."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from loans.collection import promises_of, work_list
from loans.models import ArrearsContact
from loans.promises import State
from loans.repayments import reverse_repayment
from tests import factories
from tests.loans.collection.setting import NOW, create_setting, issue, late_loan, visit

pytestmark = pytest.mark.django_db
PROMISED = {"promised_on": date(2010, 2, 10), "promised_amount": 1_000_000}


@pytest.fixture
def made():
    return create_setting()


@pytest.fixture
def loan(made):
    return late_loan(made)


def states(loan, as_of=NOW):
    return [f.outcome.state for f in promises_of([loan.pk], as_of).get(loan.pk, [])]


def test_a_promise_is_judged_by_the_payments_of_its_days(made, loan):
    visit(loan, made.facilitator, **PROMISED)

    assert states(loan, date(2010, 1, 31)) == []  # not made yet
    assert states(loan, date(2010, 2, 9)) == [State.OPEN]
    assert states(loan, date(2010, 2, 10)) == [State.DUE]
    assert states(loan) == [State.BROKEN]

    receipt = factories.pay(loan, 1_000_000, on=date(2010, 2, 10), by=made.treasurer)
    assert states(loan) == [State.KEPT]

    reverse_repayment(
        receipt, reason="Salah", happened_on=NOW, request_key=uuid4(), by=made.manager
    )
    assert states(loan) == [State.BROKEN]
    assert states(loan, date(2010, 2, 14)) == [State.KEPT]  # as it was seen then


def test_a_corrected_promise_counts_no_more(made, loan):
    wrong = visit(loan, made.facilitator, **PROMISED)
    right = visit(
        loan, made.facilitator, corrects=wrong, promised_on=date(2010, 2, 20), promised_amount=1
    )

    assert states(loan) == [State.OPEN]
    assert list(ArrearsContact.objects.standing()) == [right]

    visit(loan, made.manager, corrects=right, kind="void", note="Salah kelompok")
    assert states(loan) == []
    assert ArrearsContact.objects.count() == 3


def test_a_contact_is_corrected_once_and_by_whom_it_belongs_to(made, loan):
    first = visit(loan, made.facilitator)

    with pytest.raises(ValidationError, match="Hanya pencatatnya atau manajer"):
        visit(loan, made.treasurer, corrects=first)
    void = visit(loan, made.facilitator, corrects=first, kind="void")
    with pytest.raises(ValidationError) as refusal:
        visit(loan, made.manager, corrects=first)
    with pytest.raises(ValidationError, match="sudah dibatalkan"):
        visit(loan, made.manager, corrects=void)

    assert refusal.value.messages == ["Catatan ini sudah diperbaiki. Perbaiki yang terbaru."]


def test_all_that_is_wrong_is_said_at_once(made, loan):
    with pytest.raises(ValidationError) as refusal:
        visit(loan, made.manager, happened_on=date(2010, 2, 16), note=" ", promised_amount=5)

    assert refusal.value.messages == [
        "Tanggalnya belum tiba. Catat yang sudah terjadi.",
        "Isi catatan atau janjinya.",
        "Isi tanggal dan jumlah janji, keduanya.",
    ]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"happened_on": date(2009, 8, 9)}, "belum cair pada tanggal itu"),
        ({"kind": "void"}, "Hanya catatan yang sudah ada"),
        ({**PROMISED, "promised_on": date(2010, 1, 31)}, "tidak boleh sebelum 1 Februari 2010"),
        ({**PROMISED, "promised_on": date(2011, 2, 3)}, "terlalu jauh"),
        ({**PROMISED, "promised_amount": 0}, "keduanya"),
    ],
)
def test_odd_contacts_are_refused(made, loan, fields, sentence):
    with pytest.raises(ValidationError, match=sentence):
        visit(loan, made.manager, **fields)

    assert not ArrearsContact.objects.exists()


def test_sent_twice_a_contact_is_one_row(made, loan):
    key = uuid4()

    assert visit(loan, made.manager, request_key=key) == visit(loan, made.manager, request_key=key)
    assert ArrearsContact.objects.count() == 1
    with pytest.raises(ValidationError):
        visit(loan, made.manager, request_key=key, note="Lain")


def test_a_row_of_the_work_list_tells_what_was_done(made, loan):
    factories.pay(loan, 150_000, on=date(2010, 1, 20), by=made.treasurer)
    issue(made.office, (loan, 1), by=made.manager, on=date(2010, 1, 25))
    visit(loan, made.facilitator, **PROMISED)

    [row] = work_list(made.facilitator, NOW)

    assert (row.responsible_id, row.responsible) == (made.facilitator.pk, made.facilitator.name)
    assert (row.age.code, row.age.label) == ("IV", "5–6 bulan")
    stands = row.position.standing
    assert (stands.arrears_principal, stands.arrears_interest) == (6_000_000, 750_000)
    assert stands.oldest_unpaid_due == date(2009, 9, 10)
    assert row.last_paid_on == date(2010, 1, 20)
    assert row.contact.happened_on == date(2010, 2, 1)
    assert row.promise.outcome.left == 1_000_000
    assert row.letter.level == 1


def test_the_last_payment_is_one_that_stands(made, loan):
    receipt = factories.pay(loan, 150_000, on=date(2010, 1, 20), by=made.treasurer)
    reverse_repayment(
        receipt, reason="Salah", happened_on=date(2010, 1, 25), request_key=uuid4(),
        by=made.manager,
    )  # fmt: skip

    assert work_list(made.manager, NOW)[0].last_paid_on is None
    assert work_list(made.manager, date(2010, 1, 24))[0].last_paid_on == date(2010, 1, 20)
