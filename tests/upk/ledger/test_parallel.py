"""Several connections at once: closing, reversing, sending a form again."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests import factories
from tests.parallel import run_together
from upk.ledger.models import Entry, Posting, Submission, VoucherCounter
from upk.ledger.services import (
    Move,
    claim_submission,
    close_books,
    post_entry,
    reverse_entry,
)
from upk.offices.models import Office

pytestmark = pytest.mark.django_db(transaction=True)

MONTH_END = date(2010, 1, 31)


@pytest.fixture
def by():
    return factories.create_user()


def post(by, day: date, **fields) -> Entry:
    cash, capital = (factories.account(by.office, code) for code in ("1.1.01.01", "3.1.01.01"))
    moves = [Move(cash, capital, 600), Move(cash, capital, 400)]
    return post_entry(by.office, happened_on=day, memo="Modal", moves=moves, by=by, **fields)


def test_nothing_slips_into_the_period_that_is_being_closed(by):
    closed_at: list[int] = []

    def keep_posting() -> tuple[list[Entry], int]:
        """Post into January until it is closed, then some more; what was refused is counted."""
        posted, refused = [], 0
        while refused < 3:
            try:
                posted.append(post(by, MONTH_END))
            except ValidationError:
                refused += 1
        return posted, refused

    def close() -> None:
        while Entry.objects.count() < 10:
            pass
        with transaction.atomic():
            close_books(by.office, through=MONTH_END, by=by)
            closed_at.append(Entry.objects.count())

    *posters, closing = run_together([keep_posting] * 4 + [close])

    assert closing is None
    posted = [entry for entries, _ in posters for entry in entries]
    assert Entry.objects.count() == len(posted) == closed_at[0]
    assert Posting.objects.count() == 2 * len(posted)
    assert sorted(entry.number for entry in posted) == list(range(1, len(posted) + 1))
    assert VoucherCounter.objects.get().last_number == len(posted)
    assert Office.objects.get(pk=by.office_id).books_closed_through == MONTH_END


def test_raw_rows_do_not_slip_in_either(by):
    """The same without the service that checks first: the database alone keeps it out."""
    first = post(by, MONTH_END)
    VoucherCounter.objects.update(last_number=10_000)
    columns = [f.attname for f in Entry._meta.concrete_fields if f.attname != "id"]
    fields = {column: getattr(first, column) for column in columns}
    closed_at: list[int] = []

    def keep_inserting() -> int:
        count = 0
        while True:
            try:
                with transaction.atomic():
                    number = Entry.objects.count() + 1
                    Entry.objects.create(**fields | {"number": number})
                    count += 1
            except IntegrityError as error:
                if "period is closed" in str(error):
                    return count

    def close() -> None:
        while Entry.objects.count() < 10:
            pass
        with transaction.atomic():
            close_books(by.office, through=MONTH_END, by=by)
            closed_at.append(Entry.objects.count())

    *inserted, closing = run_together([keep_inserting] * 4 + [close])

    assert closing is None
    assert Entry.objects.count() == 1 + sum(inserted) == closed_at[0]


def test_two_reversals_at_once_leave_one(by):
    entry = post(by, MONTH_END)

    def reverse() -> Entry:
        return reverse_entry(entry, happened_on=MONTH_END, reason="Salah akun", by=by)

    results = run_together([reverse] * 4)

    refused = [r for r in results if isinstance(r, ValidationError)]
    assert [error.code for error in refused] == ["already_reversed"] * 3
    assert Entry.objects.filter(reverses=entry).count() == 1
    assert list(Entry.objects.order_by("id").values_list("voucher", "number")) == [
        ("BKM", 1),
        ("BKK", 1),
    ]


def test_one_form_sent_by_several_connections_posts_once(by):
    key = uuid4()

    def send() -> Entry:
        with transaction.atomic():
            submission, is_new = claim_submission(by.office, key, {"amount": 1000}, by=by)
            if is_new:
                return post(by, MONTH_END, submission=submission)
            return submission.entries.get()

    results = run_together([send] * 4)

    assert {entry.pk for entry in results} == {Entry.objects.get().pk}
    assert Submission.objects.count() == 1


def test_one_key_with_other_content_is_refused(by):
    key = uuid4()

    def send(amount: int):
        with transaction.atomic():
            return claim_submission(by.office, key, {"amount": amount}, by=by)[1]

    results = run_together([lambda: send(1), lambda: send(2)])

    assert sorted(str(getattr(result, "code", result)) for result in results) == [
        "True",
        "key_spent",
    ]
