"""Explicit events: one row each, sealed where a person is concerned, lost with the key."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from tests import factories
from upk.access import Role
from upk.trail import acting, keys
from upk.trail.events import Event
from upk.trail.models import PersonKey, TrailEntry
from upk.trail.services import record

pytestmark = pytest.mark.django_db


def record_export(person, user) -> TrailEntry:
    record(
        event=Event.PERSONAL_EXPORT,
        user=user,
        office=user.office,
        about=f"Data {person.name}",
        subject=person,
        details={"phone": person.phone},
    )
    return TrailEntry.objects.first()


@pytest.fixture
def person():
    return factories.create_person(name="Sri Wahyuni", phone="0812-555")


@pytest.fixture
def manager(person):
    return factories.create_user(office=person.office)


def opened(entry: TrailEntry) -> dict | None:
    return keys.unseal(entry.sealed, keys.keys_of([entry.person_id]).get(entry.person_id))


def test_record_says_who_did_what(manager):
    record(event=Event.BACKUP, user=manager, office=manager.office, about="b.tar", details={"n": 1})

    entry = TrailEntry.objects.get(event=Event.BACKUP)
    assert (entry.user, entry.office, entry.about) == (manager, manager.office, "b.tar")
    assert (entry.details, entry.command, entry.sealed) == ({"n": 1}, "", "")


def test_record_about_a_person_holds_nothing_in_clear(person, manager):
    entry = record_export(person, manager)

    row = TrailEntry.objects.filter(pk=entry.pk).values().get()
    assert "Wahyuni" not in str(row)
    assert "0812" not in str(row)
    assert opened(entry) == {"about": "Data Sri Wahyuni", "details": {"phone": "0812-555"}}


def test_forget_makes_it_unreadable_for_ever(person, manager):
    before = record_export(person, manager)

    keys.forget(person)
    keys.forget(person)
    after = record_export(person, manager)

    assert opened(before) is None
    assert (after.sealed, after.person_id) == ("", person.pk)


def test_forgotten_person_never_gets_a_key_again(person):
    keys.forget(person)
    key = PersonKey.objects.get(person=person)

    for cipher in (keys.wrap(b"x" * 44), "x"):
        key.cipher, key.destroyed_at = cipher, None
        with pytest.raises(DatabaseError), transaction.atomic():
            key.save()


def test_nobody_logged_in_is_a_command_and_its_account(manager, monkeypatch):
    monkeypatch.setattr("sys.argv", ["/srv/manage.py", "let_in", "budi"])
    monkeypatch.setattr("getpass.getuser", lambda: "bergulir")

    record(event=Event.PASSWORD_RESET, user=None, office=manager.office, subject=manager)

    entry = TrailEntry.objects.get(event=Event.PASSWORD_RESET)
    assert (entry.user, entry.command) == (None, "let_in (bergulir)")
    assert (entry.kind, entry.object_id) == ("offices.user", manager.pk)


def test_work_beside_requests_names_who_asked_for_it(manager):
    with acting.acting_as(manager):
        assert acting.who() == manager
    assert acting.who() is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE trail_trailentry SET about = 'x' WHERE id = %s",
        "UPDATE trail_trailentry SET user_id = NULL WHERE id = %s",
        "DELETE FROM trail_trailentry WHERE id = %s",
        "DELETE FROM trail_personkey WHERE person_id > 0 AND %s > 0",
        "DELETE FROM offices_user WHERE id = (SELECT user_id FROM trail_trailentry WHERE id = %s)",
    ],
)
def test_sql_neither_changes_nor_deletes_the_trail(person, manager, statement):
    entry = record_export(person, manager)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [entry.pk])

    assert TrailEntry.objects.get(pk=entry.pk).user == manager


@pytest.mark.parametrize("table", ["trail_trailentry", "trail_personkey"])
def test_sql_neither_empties_nor_replaces_the_tables(person, manager, table):
    entry = record_export(person, manager)
    if connection.vendor == "sqlite":
        statement = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
    else:
        statement = f"TRUNCATE {table} CASCADE"

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert opened(entry) == {"about": "Data Sri Wahyuni", "details": {"phone": "0812-555"}}


@pytest.mark.parametrize("role", Role)
def test_only_manager_and_supervisor_of_the_office_see_it(person, role):
    record(event=Event.BACKUP, user=None, office=person.office)
    reader = factories.create_user(role, None if role == Role.DISTRICT else person.office)
    stranger = factories.create_user(Role.MANAGER)

    seen = TrailEntry.objects.visible_to(reader).filter(event=Event.BACKUP).count()

    assert seen == (1 if role in (Role.MANAGER, Role.SUPERVISOR) else 0)
    assert not TrailEntry.objects.visible_to(stranger).filter(event=Event.BACKUP).exists()


def test_nothing_of_django_or_the_library_deletes_it(person, manager):
    entry = record_export(person, manager)

    for delete in (
        entry.delete,
        TrailEntry.objects.all().delete,
        lambda: TrailEntry.objects.update(user=None),
        lambda: call_command("auditlogflush", yes=True),
        manager.delete,
        person.delete,
    ):
        with pytest.raises((DatabaseError, ProtectedError)), transaction.atomic():
            delete()

    assert TrailEntry.objects.get(pk=entry.pk).user == manager
