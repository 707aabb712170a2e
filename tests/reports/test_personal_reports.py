"""Which reports name villagers, and that taking such a file away is told."""

import pytest
from django.urls import reverse

from groups.models import Group
from reports.period import ReportPeriod
from reports.question import Question
from reports.registry import REPORTS, build
from tests import factories
from tests.everybody import everybody
from upk.access import Role
from upk.offices.models import Office, Person
from upk.periods import Quarter
from upk.trail.events import Event
from upk.trail.models import TrailEntry

PHONE = "0812 0000 0000"


@pytest.fixture(scope="module")
def office(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), everybody() as people:
        Group.objects.filter(office=people.world.office).update(phone=PHONE)
        yield Office.objects.get(pk=people.world.office)


def test_reports_that_name_people_are_known_as_such(office):
    """By what they hold, over the quarters of an office with everything in it."""
    private = {PHONE, *Person.objects.filter(office=office).values_list("name", flat=True)}
    naming = set()
    for name in REPORTS:
        for quarter in (Quarter(2009, 4), Quarter(2010, 1)):
            question = Question.of(office, ReportPeriod.of_quarter(quarter))
            lines = [line.row.values.values() for line in build(name, question).lines() if line.row]
            if private & {cell for cells in lines for cell in cells if isinstance(cell, str)}:
                naming.add(name)

    assert naming == {name for name, found in REPORTS.items() if found.names_people}


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "told"), [("arrears", 1), ("balance-sheet", 0)])
def test_taking_away_a_file_that_names_people_is_told(client, name, told):
    user = factories.create_user(Role.MANAGER)
    client.force_login(user)

    assert client.get(reverse("reports:report", args=[name])).status_code == 200
    download = reverse("reports:download", args=[name, "csv"])
    assert client.get(download).status_code == client.head(download).status_code == 200

    rows = TrailEntry.objects.filter(event=Event.PERSONAL_EXPORT, user=user, office=user.office)
    assert [row.details for row in rows] == [{"format": "csv"}] * told
