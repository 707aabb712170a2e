"""Which loans count as lent on a day: one definition, whoever asks."""

from datetime import date
from uuid import uuid4

import pytest

from loans.endings import cancel_disbursement
from loans.models import Loan
from loans.portfolio import portfolio, running
from loans.track_record import last_loan
from reports.development import build_development
from reports.period import ReportPeriod
from reports.question import Question
from reports.registry import build
from tests import factories
from upk.access import Role

pytestmark = pytest.mark.django_db

BEFORE, THAT_DAY = date(2009, 9, 1), date(2009, 9, 2)


@pytest.fixture
def cancelled():
    """Lent 10.000.000 on 10 August 2009; taken back on 2 September."""
    loan = factories.create_loan()
    manager = factories.create_user(Role.MANAGER, loan.office)
    cancel_disbursement(loan, on=THAT_DAY, reason="Salah", request_key=uuid4(), by=manager)
    return loan


@pytest.mark.parametrize(("day", "count"), [(BEFORE, 1), (THAT_DAY, 0)])
def test_a_cancelled_loan_is_lent_until_the_day_before(cancelled, day, count):
    loans = Loan.objects.filter(office=cancelled.office)

    assert loans.disbursed_by(day).count() == count
    assert len(portfolio(cancelled.office, loans, as_of=day)) == count
    assert running(loans, since=day, as_of=day).count() == count
    assert (last_loan(cancelled.group, cancelled.product, day) is not None) == bool(count)


@pytest.mark.parametrize(("day", "lent"), [(BEFORE, 10_000_000), (THAT_DAY, 0)])
def test_reports_of_the_day_agree_on_what_was_lent(cancelled, day, lent):
    question = Question.of(cancelled.office, ReportPeriod(date(2009, 8, 1), day))

    listed = build("disbursements", question).totals["principal"]
    by_month = build_development(question).totals["disbursed"]

    assert (listed, by_month) == (lent, lent)
