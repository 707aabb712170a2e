"""Two people at once at the end of a year."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from closing.models import ProvisionPosting, SurplusDecision
from closing.provisions import plan_provisions, post_provisions
from closing.results import standing_closings
from closing.services import close_through
from closing.surpluses import divide_surplus
from tests import factories
from tests.closing.office import earn, resolution
from tests.parallel import run_together
from tests.reports.office import create_books
from upk.ledger.models import Entry, PeriodChange
from upk.offices.models import Office

pytestmark = pytest.mark.django_db(transaction=True)
END = date(2009, 12, 31)


def told(deed):
    """What somebody sees: nothing, or why it was refused."""

    def run():
        try:
            deed()
        except ValidationError as error:
            return error.messages[0]
        return ""

    return run


def test_two_who_close_a_year_make_one_closing_entry():
    by = factories.create_user()
    earn(by, date(2009, 3, 1), 10_000)

    answers = run_together([told(lambda: close_through(by.office, through=END, by=by))] * 2)

    assert sorted(answers) == ["", "Buku sudah ditutup sampai 31 Desember 2009."]
    assert Entry.objects.filter(kind="closing").count() == PeriodChange.objects.count() == 1


def test_two_who_divide_a_year_make_one_decision():
    by = factories.create_user()
    earn(by, date(2009, 3, 1), 10_000)
    close_through(by.office, through=END, by=by)
    office = Office.objects.get(pk=by.office_id)
    closing, decided = standing_closings(office).get(), resolution(office)

    answers = run_together(
        [told(lambda: divide_surplus(closing, decided, request_key=uuid4(), by=by))] * 2
    )

    assert sorted(answers) == ["", "Surplus 2009 sudah dibagi pada 5 Februari 2010."]
    assert SurplusDecision.objects.count() == 1


def test_two_who_post_a_provision_post_it_once():
    books = create_books()

    def post():
        post_provisions(books.office, as_of=END, request_key=uuid4(), by=books.manager)

    answers = run_together([told(post)] * 2)

    assert answers.count("") == 1
    assert ProvisionPosting.objects.count() == 2
    assert [need.difference for need in plan_provisions(books.office, END)] == [0, 0]
