"""Which loans stand on a day sheet, and who may have paid."""

from datetime import date

import pytest

from loans.day_sheet import Choice, lines_of, payable_loans, week_of
from tests import factories
from upk.access import Role

pytestmark = pytest.mark.django_db

DISBURSED = date(2009, 8, 10)


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2010, 2, 15), (date(2010, 2, 15), date(2010, 2, 21))),
        (date(2010, 2, 21), (date(2010, 2, 15), date(2010, 2, 21))),
        (date(2009, 12, 31), (date(2009, 12, 28), date(2010, 1, 3))),
    ],
)
def test_week_runs_from_monday_to_sunday(day, week):
    assert week_of(day) == week


def test_choice_of_nothing_is_false():
    assert not Choice()
    assert Choice(this_week=True)


def test_sheet_holds_running_loans_disbursed_by_the_day():
    village = factories.create_village()
    treasurer = factories.create_user(Role.TREASURER, village.office)
    running = factories.create_loan(factories.create_group(village), disbursed_on=DISBURSED)
    settled = factories.create_loan(factories.create_group(village), disbursed_on=DISBURSED)
    factories.create_loan(factories.create_group(village), disbursed_on=None)
    factories.create_loan(factories.create_group(village), disbursed_on=date(2010, 2, 1))
    factories.create_loan(disbursed_on=DISBURSED)  # of another office
    factories.pay(settled, 11_500_000, on=date(2010, 1, 5), ahead=True)

    found = payable_loans(treasurer, Choice(village=village), date(2010, 1, 31))

    assert list(found) == [running]


def test_payers_are_the_officers_first_and_then_the_members_by_name():
    village = factories.create_village()
    group = factories.create_group(village, member_count=3)
    for name in ("Zubaidah", "Aminah"):
        person = factories.create_person(village, name=name)
        group.memberships.create(person=person, since=factories.BEGINNING)
    gone = group.memberships.first()
    gone.until = date(2009, 12, 31)
    gone.save()
    loan = factories.create_loan(group, disbursed_on=DISBURSED)

    [line] = lines_of([loan], factories.TODAY)

    labels = [payer.label for payer in line.payers]
    assert [label.rsplit("(")[-1] for label in labels[:2]] == ["sekretaris)", "bendahara)"]
    assert labels[2:] == ["Aminah", "Zubaidah"]
