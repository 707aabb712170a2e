"""A rule that works by itself: whose day has come becomes anonymous, by a command."""

import io
import re
from datetime import date, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from grants.running.decrees import cancel_grant
from grants.running.finishing import finish_grant
from grants.running.handing_in import Sheet, record_meeting
from groups.models import Group, Membership
from loans.endings import undo_relief, write_off
from loans.models import Loan
from tests import factories
from tests.grants.running import world as grants_world
from tests.loans import endings_world
from tests.upk.desk.privacy.test_pages import signed_in
from tests.upk.desk.privacy.world import NAMES, World
from upk.access import Role
from upk.desk.privacy.due import Due, due_people
from upk.desk.privacy.forgetting import set_rule
from upk.offices.models import Office, Person
from upk.periods import add_months
from upk.trail.events import Event
from upk.trail.models import TrailEntry

pytestmark = pytest.mark.django_db

HOME_GOES, MEMBERS_GO = date(2019, 12, 1), date(2020, 1, 19)
"""Ten years and thirty days after 1 November and 20 December 2009."""


def by_itself(world: World, *, since: date = date(2015, 1, 1)) -> None:
    set_rule(world.office, years=10, since=since, on=since, by=world.manager, by_itself=True)


def practise(office: Office, day: date) -> None:
    office.practice_date = day
    office.save()


def apply(*args: str) -> str:
    said = io.StringIO()
    call_command("apply_retention", *args, stdout=said, stderr=said)
    return said.getvalue()


def anonymous() -> set[int]:
    return set(Person.objects.exclude(anonymous_number=None).values_list("pk", flat=True))


def offered(office: Office, on: date) -> dict[int, Due]:
    return {due.person.pk: due for due in due_people(office, on)}


def test_without_the_sign_in_the_rule_nobody_goes_by_itself(world):
    practise(world.office, date(2035, 1, 1))

    said = apply()

    assert f"{world.office.code}: 0 people became anonymous." in said
    assert (anonymous(), len(due_people(world.office, date(2035, 1, 1)))) == (set(), 4)


def test_each_goes_on_the_own_day_and_once(world):
    by_itself(world)
    members = set(world.loan.shares.values_list("person", flat=True))
    days = [HOME_GOES - timedelta(days=1), HOME_GOES, MEMBERS_GO - timedelta(days=1), MEMBERS_GO]
    found = []

    for day in days:
        practise(world.office, day)
        apply("--office", world.office.code)
        apply()  # twice is once
        found.append(anonymous())

    home = {world.home.head_id}
    assert found == [set(), home, home, home | members]
    told = TrailEntry.objects.filter(event=Event.ANONYMISED)
    assert (told.count(), set(told.values_list("user", flat=True))) == (4, {None})
    assert all(told.values_list("command", flat=True))


def test_a_dry_run_names_nobody_and_changes_nothing(world):
    by_itself(world)
    practise(world.office, HOME_GOES)

    said = apply("--dry-run")

    assert f"{world.office.code}: 1 people would become anonymous." in said
    assert f"person {world.home.head_id}: last tie 2009-11-01" in said
    assert [name for name in NAMES if name in said] == []
    assert anonymous() == set()


def test_a_new_rule_gives_thirty_days_to_look(world):
    by_itself(world, since=date(2021, 5, 10))

    practise(world.office, date(2021, 6, 8))
    apply()
    assert anonymous() == set()
    practise(world.office, date(2021, 6, 9))
    apply()
    assert len(anonymous()) == 4


def test_a_rule_without_the_sign_stops_it(world):
    by_itself(world)
    stop = HOME_GOES - timedelta(days=1)
    set_rule(world.office, years=10, since=stop, on=stop, by=world.manager)
    practise(world.office, MEMBERS_GO)

    apply()

    assert anonymous() == set()


def test_an_office_that_can_not_be_done_keeps_no_other_from_it(world):
    by_itself(world)
    practise(world.office, MEMBERS_GO)
    factories.create_office(code="AAA", timezone="Nirgendwo/Kein", practice_date=None)

    with pytest.raises(CommandError, match="again for: AAA"):
        apply()

    assert len(anonymous()) == 4


def test_whose_group_only_stopped_goes_by_the_managers_hand_alone(world):
    by_itself(world)
    group = factories.create_group(world.loan.group.village, member_count=1, is_active=False)
    member = group.memberships.get().person
    on = date(2035, 1, 1)
    practise(world.office, on)

    assert offered(world.office, on)[member.pk].goes_on is None
    apply()
    assert member.pk not in anonymous()
    assert len(anonymous()) == 4


def test_members_of_a_group_that_stopped_stand_by_its_loan_until_that_is_over(world):
    village = world.loan.group.village
    group = factories.create_group(village, member_count=3)
    *borrowers, treasurer = [one.person for one in group.memberships.all()]
    shares = [(person, 1_500_000) for person in borrowers]
    loan = factories.create_loan(
        group, principal=3_000_000, shares=shares, disbursed_on=date(2009, 12, 1), by=world.manager
    )
    Group.objects.filter(pk=group.pk).update(is_active=False)
    on = date(2035, 1, 1)

    assert treasurer.pk not in offered(world.office, on)
    factories.pay(loan, 3_045_000, on=date(2010, 1, 4), by=world.manager)
    assert treasurer.pk in offered(world.office, on)


def test_the_page_tells_each_ones_day_and_that_the_server_is_late(world):
    by_itself(world)
    practise(world.office, date(2019, 12, 25))
    client = signed_in(Role.MANAGER, world.office)

    page = client.get(reverse("desk:retention")).text

    assert "berjalan dengan sendirinya" in page
    assert "Sudah waktunya: 4 orang" in page
    assert "Hari 1 orang sudah lewat tetapi datanya belum dihapus" in page
    assert page.count('data-label="Dihapus sendiri">19-01-2020') == 3
    assert page.count('data-label="Dihapus sendiri">01-12-2019') == 1
    practise(world.office, HOME_GOES)
    assert "belum dihapus" not in client.get(reverse("desk:retention")).text


def test_the_sign_is_set_on_the_form_and_told(world):
    client = signed_in(Role.MANAGER, world.office)
    sent = {"years": "12", "since": "2010-03-01", "by_itself": "on"}

    page = client.post(reverse("desk:retention-rule"), sent, follow=True).text

    assert "sejak 1 Maret 2010: 12 tahun, dengan sendirinya" in page
    assert "12 tahun, sesudah dicentang" not in page
    assert "10 tahun, sesudah dicentang" in page
    entry = TrailEntry.objects.filter(event=Event.SETTING_CHANGED).latest("pk")
    assert entry.details["by_itself"] is True


def test_who_was_only_entered_goes_by_the_day_of_that(world):
    office = world.office
    unused = factories.create_person(world.loan.group.village)
    entry = TrailEntry.objects.get(person=unused, event=Event.CREATED)
    entered = entry.at.astimezone(ZoneInfo(office.timezone)).date()
    comes = add_months(entered, 120)
    comes += timedelta(days=0 if add_months(comes, -120) >= entered else 1)

    assert unused.pk not in offered(office, comes - timedelta(days=1))
    assert offered(office, comes)[unused.pk].tie.on == entered
    assert offered(office, comes)[unused.pk].tie.what == "dicatat, lalu tidak dipakai"


def test_whom_the_trail_does_not_know_came_by_the_day_it_began_or_of_the_move(world):
    office, village = world.office, world.loan.group.village
    [old] = Person.objects.bulk_create(
        [Person(office=office, village=village, name="Orang Lama", sex="P")]
    )
    known = TrailEntry.objects.filter(office=office).order_by("at").first()
    began = known.at.astimezone(ZoneInfo(office.timezone)).date()

    assert offered(office, date(2099, 1, 1))[old.pk].tie.on == began


def test_whose_part_was_written_off_is_needed_though_the_others_settled_the_loan():
    office, by = endings_world.create_office()
    loan = endings_world.create_loan(office, by)
    owes, dead, *others = (share.person for share in loan.shares.all())
    part = write_off(loan, person=owes, **endings_world.how(by))
    write_off(loan, person=dead, kind="death", **endings_world.how(by))
    factories.pay(loan, 4_800_000 + 720_000, on=date(2010, 2, 10), ahead=True)
    Membership.objects.filter(group=loan.group).update(until=date(2010, 2, 11))
    set_rule(office, years=10, since=date(2010, 3, 1), on=date(2010, 3, 1), by=by)
    on = date(2030, 1, 1)

    loan.refresh_from_db()
    assert loan.status == Loan.Status.SETTLED
    assert set(offered(office, on)) == {person.pk for person in (dead, *others)}
    undo_relief(part, **endings_world.back(by, factories.TODAY))
    factories.pay(loan, 1_600_000 + 240_000, on=factories.TODAY, ahead=True)
    assert owes.pk in offered(office, on)


@pytest.fixture
def teams():
    """A grant that is finished, one that is cancelled and one that isn't over, with their teams."""
    w = grants_world
    world = w.create_world()
    w.receive(world)
    by = world.secretary
    done, cancelled, open_one = (world.grants[key] for key in ("pendidikan", "kesehatan", "fisik"))
    w.pay_everything(world, done)
    record_meeting(
        done, Sheet(date(2009, 9, 10)), attendance=9, is_passed=True, request_key=uuid4(), by=by
    )
    sheet = Sheet(date(2009, 9, 20), file=w.upload("akhir.pdf"))
    finish_grant(done, sheet, None, request_key=uuid4(), by=by)
    for grant in (cancelled, open_one):
        w.team(grant, by)
    cancel_grant(
        cancelled, happened_on=date(2009, 7, 1), reason="Batal", request_key=uuid4(), by=by
    )
    since = date(2010, 1, 1)
    set_rule(world.office, years=10, since=since, on=since, by=world.manager)
    return world.office, [grant.teams.get() for grant in (done, cancelled, open_one)]


def test_officers_of_a_grant_are_needed_until_it_is_over(teams):
    office, (done, cancelled, open_one) = teams
    on = date(2021, 1, 1)

    found = offered(office, on)

    days = [
        {found[pk].tie.on if pk in found else None for pk in (t.chair_id, t.treasurer_id)}
        for t in (done, cancelled, open_one)
    ]
    assert days == [{date(2009, 9, 20)}, {date(2009, 7, 1)}, {None}]
    assert found[done.secretary_id].tie.what == "pengurus TPK"
    assert done.chair_id not in offered(office, date(2019, 9, 19))
    assert done.chair_id in offered(office, date(2019, 9, 20))


ASKED_THROUGH_ANOTHER = {"loans_memberrepayment"}
"""A part of a repayment, which the person has a share of the loan for."""


def test_every_table_that_names_a_person_is_asked_for_ties(world):
    naming = {
        relation.related_model._meta.db_table
        for relation in Person._meta.get_fields(include_hidden=True)
        if relation.auto_created and relation.is_relation
    }

    with CaptureQueriesContext(connection) as asked:
        due_people(world.office, date(2035, 1, 1))

    sources = set(re.findall(r'(?:FROM|JOIN) "(\w+)"', " ".join(q["sql"] for q in asked)))
    assert naming - sources == ASKED_THROUGH_ANOTHER | {"trail_personkey", "trail_trailentry"}
    factories.create_person(world.loan.group.village)
    with CaptureQueriesContext(connection) as asked:
        due_people(world.office, date(2035, 1, 1))
    assert any('"trail_trailentry"' in query["sql"] for query in asked)
    assert Membership.objects.filter(group__office=world.office).exists()
