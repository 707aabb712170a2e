"""People whose time has come become anonymous: nothing personal is left, and no figure changes."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from goats.households.steps import attach_household_photo, record_step
from goats.models import HouseholdChange
from goats.rules.households import Step
from groups.models import Membership
from groups.services import add_member
from reports.models import IssuedReport
from tests import factories
from tests.goats.households_made import confirmed
from tests.reports.office import create_books
from tests.upk.desk.moving.world import reports_on
from tests.upk.desk.privacy.test_pages import signed_in
from tests.upk.desk.privacy.world import (
    DAYS,
    LATER,
    NAMES,
    PRIVATE,
    completed,
    picture,
)
from tests.upk.ledger.world_of_issued import add_issued
from training.forms import people_to_choose
from upk.access import Role
from upk.desk.check_books import check_books
from upk.desk.privacy.due import due_people
from upk.desk.privacy.forgetting import make_anonymous, set_rule
from upk.desk.privacy.rules import Tie, past_their_time
from upk.offices.models import Office, Person
from upk.offices.stored_files import path_of, store_file
from upk.trail.events import Event
from upk.trail.models import PersonKey, TrailEntry

pytestmark = pytest.mark.django_db


def whole_database() -> str:
    """Everything that stands in any table, as text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found += [f"{table}: {row!r}" for row in cursor.fetchall()]
    return "\n".join(found)


def without_names(reports: dict[str, str]) -> dict[str, str]:
    changed = {name: f"Anonim {n}" for n, name in enumerate(NAMES, 1)}
    return {
        key: text.replace(NAMES[0], changed[NAMES[0]]).replace(NAMES[1], changed[NAMES[1]])
        for key, text in reports.items()
    }


def test_everything_personal_goes_and_no_figure_changes(django_capture_on_commit_callbacks):
    books = create_books()
    office, manager = books.office, books.manager
    world = completed(manager, books.loans["D"], books.banaran)
    add_issued(office, manager)
    before = reports_on(office, DAYS)
    assert path_of(world.photo.sha256).exists()
    assert all(text in whole_database() for text in (*NAMES, "Jalan Lama 9", "bu sri"))

    with django_capture_on_commit_callbacks(execute=True):
        done = make_anonymous(office, world.ids, on=LATER, by=manager)

    people = list(Person.objects.filter(pk__in=world.ids).order_by("anonymous_number"))
    assert (done, [person.name for person in people]) == (2, ["Anonim 1", "Anonim 2"])
    assert [text for text in (*PRIVATE, "bu sri") if text in whole_database()] == []
    assert not path_of(world.photo.sha256).exists()
    assert reports_on(office, DAYS) == without_names(before)
    issued = "".join(IssuedReport.objects.values_list("value", flat=True))
    assert ("Kelompok A" in issued, [text for text in PRIVATE if text in issued]) == (True, [])
    assert [r.key for r in check_books(Office.objects.filter(pk=office.pk)) if r.faults] == []
    assert TrailEntry.objects.filter(event=Event.ANONYMISED).count() == 2
    assert set(PersonKey.objects.filter(person__in=people).values_list("cipher", flat=True)) == {""}


def test_only_those_whose_time_has_come_are_offered(world):
    office = world.office

    offered = {due.person.pk: due for due in due_people(office, LATER)}

    settled = set(world.loan.shares.values_list("person", flat=True))
    assert set(offered) == {*settled, world.home.head_id}
    assert offered[world.member.pk].tie == Tie(world.member.pk, date(2009, 12, 20), "kelompok")
    assert offered[world.home.head_id].tie.on == date(2009, 11, 1)
    assert offered[world.home.head_id].photos == 1
    assert due_people(office, date(2019, 10, 31)) == []
    assert [due.person.pk for due in due_people(office, date(2019, 11, 1))] == [world.home.head_id]


@pytest.mark.parametrize("what", ["member again", "loan again", "household again"])
def test_who_is_needed_again_is_not_made_anonymous(world, what):
    ids = world.ids
    if what == "member again":
        other = factories.create_group(world.loan.group.village, member_count=0)
        Membership.objects.create(group=other, person=world.member, since=date(2010, 1, 1))
    elif what == "loan again":
        group = factories.create_group(world.loan.group.village)
        gone = {"person": world.member, "since": date(2010, 1, 1)}
        member = Membership.objects.create(group=group, **gone)
        factories.create_proposal(group, shares=[(world.member, 1_000_000)], principal=1_000_000)
        member.until = date(2010, 1, 1)
        member.save()
    else:
        record_step(
            world.home, Step.CONFIRMED, on=date(2010, 2, 1), minutes="BA/2", request_key=uuid4(),
            by=world.manager,
        )  # fmt: skip

    with pytest.raises(ValidationError, match="tidak \\(lagi\\) memenuhi"):
        make_anonymous(world.office, ids, on=LATER, by=world.manager)

    assert not Person.objects.exclude(anonymous_number=None).exists()
    assert not TrailEntry.objects.filter(event=Event.ANONYMISED).exists()


def test_twice_is_once_and_numbers_go_on(world):
    office, manager = world.office, world.manager
    make_anonymous(office, world.ids[:1], on=LATER, by=manager)

    again = make_anonymous(office, world.ids, on=LATER, by=manager)

    assert again == 1
    numbers = Person.objects.filter(pk__in=world.ids).values_list("pk", "anonymous_number")
    assert dict(numbers) == {world.ids[0]: 1, world.ids[1]: 2}


def test_who_is_anonymous_begins_nothing_new(world):
    stale = Person.objects.get(pk=world.member.pk)
    make_anonymous(world.office, world.ids, on=LATER, by=world.manager)
    group = factories.create_group(world.loan.group.village, member_count=0)
    client = signed_in(Role.MANAGER, world.office)
    known = factories.create_person(group.village, name="Anonim Bukan")

    with pytest.raises(ValidationError, match="sudah dihapus"):
        add_member(group, stale, since=date(2010, 1, 4))
    page = client.get(reverse("groups:member-add", args=[group.pk]))

    people = page.context["form"].fields["person"]
    assert [pk for pk, _ in people.choices[1:] if pk == known.pk] == [known.pk]
    assert not people.queryset.exclude(anonymous_number=None).exists()
    assert "Anonim 1" not in page.text
    assert set(people_to_choose(client.user, "anonim")) == {known}
    assert not group.memberships.exists()


def test_nobody_of_another_office_is_touched(world):
    stranger = factories.create_person(name="Orang Lain")

    done = make_anonymous(
        world.office, [stranger.pk], on=LATER, by=world.manager
    )  # fmt: skip

    stranger.refresh_from_db()
    assert (done, stranger.name) == (0, "Orang Lain")


def test_a_picture_that_something_else_shows_stays(world, django_capture_on_commit_callbacks):
    other = confirmed(world.loan.group.village, by=world.manager, on=date(2010, 1, 5))
    attach_household_photo(other, picture(), by=world.manager)

    with django_capture_on_commit_callbacks(execute=True):
        make_anonymous(world.office, world.ids, on=LATER, by=world.manager)

    world.photo.refresh_from_db()
    assert world.photo.removed_at is None
    assert path_of(world.photo.sha256).exists()


def test_a_file_of_another_office_stays_on_the_disk(world, django_capture_on_commit_callbacks):
    content = path_of(world.photo.sha256).read_bytes()
    manager = factories.create_user()
    store_file(manager.office, SimpleUploadedFile("x.jpg", content), by=manager)

    with django_capture_on_commit_callbacks(execute=True):
        make_anonymous(world.office, world.ids, on=LATER, by=world.manager)

    assert path_of(world.photo.sha256).exists()


@pytest.mark.parametrize(
    "change",
    ["name = 'Sri'", "phone = '0812'", "birth_date = '1970-03-12'", "anonymous_number = NULL",
     "nik_digest = 'abc'"],
)  # fmt: skip
def test_the_database_gives_nothing_back_to_somebody_anonymous(world, change):
    make_anonymous(world.office, world.ids, on=LATER, by=world.manager)

    with (
        pytest.raises(IntegrityError, match="no data again"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE offices_person SET {change} WHERE id = {world.member.pk}")


@pytest.mark.parametrize(
    "sql",
    ["UPDATE goats_household SET address = '' WHERE id = {home}",
     "UPDATE goats_householdchange SET before = '', after = '' WHERE household_id = {home}",
     "UPDATE offices_storedfile SET name = 'dihapus' WHERE id = {photo}",
     "UPDATE offices_storedfile SET removed_at = stored_at WHERE id = {photo}",
     "UPDATE offices_storedfile SET removed_at = stored_at, name = 'dihapus', size = 1 "
     "WHERE id = {photo}"],
)  # fmt: skip
def test_before_that_the_database_lets_nothing_go(world, sql):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(home=world.home.pk, photo=world.photo.pk))


@pytest.mark.parametrize(
    "change", ["after = 'x'", "before = '', after = '', reason = 'lain'", "revision = 9"]
)
def test_afterwards_a_correction_loses_its_words_and_nothing_else(world, change):
    make_anonymous(world.office, world.ids, on=LATER, by=world.manager)
    told = HouseholdChange.objects.get(household=world.home)

    with (
        pytest.raises(IntegrityError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE goats_householdchange SET {change} WHERE id = {told.pk}")


def test_the_same_photo_is_not_taken_in_again(world):
    office, manager = world.office, world.manager
    content = path_of(world.photo.sha256).read_bytes()
    make_anonymous(office, world.ids, on=LATER, by=manager)

    with pytest.raises(ValidationError, match="sudah dihapus"):
        store_file(office, SimpleUploadedFile("x.jpg", content), by=manager)


def test_a_rule_holds_from_its_day_on_and_is_set_once(world):
    office, manager = world.office, world.manager
    how = {"on": date(2021, 6, 1), "by": manager}
    set_rule(office, years=15, since=date(2021, 7, 1), **how)

    set_rule(office, years=15, since=date(2021, 7, 1), **how)
    with pytest.raises(ValidationError, match="sudah ada aturan: 15 tahun"):
        set_rule(office, years=5, since=date(2021, 7, 1), **how)
    with pytest.raises(ValidationError, match="sudah lewat"):
        set_rule(office, years=5, since=date(2021, 5, 31), **how)

    assert len(due_people(office, date(2021, 6, 30))) == 4
    assert due_people(office, date(2021, 7, 1)) == []


def test_without_a_rule_nobody_is_offered():
    person = factories.create_person()
    group = factories.create_group(person.village, member_count=0)
    Membership.objects.create(
        group=group, person=person, since=date(2005, 1, 1), until=date(2006, 1, 1)
    )

    assert due_people(person.office, date(2099, 1, 1)) == []


def test_the_last_day_of_the_time_counts():
    ties = [
        Tie(1, date(2010, 3, 1), "a"),
        Tie(1, date(2008, 1, 1), "b"),
        Tie(2, date(2009, 1, 1), "c"),
    ]
    for_ten = {"years": 10, "needed": [2]}

    assert past_their_time(ties, on=date(2020, 2, 29), **for_ten) == []
    assert past_their_time(ties, on=date(2020, 3, 1), **for_ten) == [ties[0]]
