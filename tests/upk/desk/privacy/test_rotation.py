"""New keys for NIK and KK: nothing unreadable, nothing twice, whenever it is interrupted."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import IntegrityError, connection, transaction

from loans.problems import _same_people
from tests import factories
from upk import identity_keys
from upk.desk.privacy.rotation import UnreadableIdentity, rotate
from upk.offices import identity
from upk.offices.models import Person
from upk.offices.services import record_person
from upk.trail.events import Event
from upk.trail.keys import forget, keys_of, unseal
from upk.trail.models import PersonKey, TrailEntry
from upk.trail.services import record

NIK, OTHER_NIK, KK = "3314015203700001", "3314015203700002", "3314010101100001"
ROOT = Path(__file__).resolve().parents[4]


def stored(person: Person) -> tuple[bytes, str | None]:
    person.refresh_from_db()
    return bytes(person.nik_cipher), person.nik_digest


def rotate_all(**options):
    return rotate(on_office=lambda office: None, **options)


@pytest.mark.django_db
def test_all_numbers_come_under_new_keys_and_the_old_ones_are_forgotten(key_folder):
    village = factories.create_village()
    person = factories.create_person(village, nik=NIK, kk=KK)
    only_kk = factories.create_person(village, kk=KK)
    factories.create_person(village)
    elsewhere = factories.create_person(nik=NIK)
    before, told = stored(person), []

    done = rotate(on_office=told.append)

    person.refresh_from_db()
    only_kk.refresh_from_db()
    assert (done.offices, done.people) == (2, 3)
    assert set(told) == {village.office, elsewhere.office}
    assert (person.nik, person.kk, only_kk.nik, only_kk.kk) == (NIK, KK, "", KK)
    assert person.kk_digest == only_kk.kk_digest
    assert set(Person.objects.with_nik(NIK)) == {person, elsewhere}
    assert not set(stored(person)) & set(before)
    assert len(identity_keys.ring("IDENTITY_KEY")) == len(identity_keys.digest_keys()) == 1
    with pytest.raises(InvalidToken):
        identity.decrypt(before[0])


@pytest.mark.django_db
def test_the_trail_is_read_under_the_new_keys(key_folder):
    person = factories.create_person(nik=NIK)
    record(
        event=Event.IDENTITY_SHOWN, user=None, office=person.office, subject=person, about="Sri"
    )  # fmt: skip
    forgotten = factories.create_person()
    forget(forgotten)
    before = PersonKey.objects.get(person=person).cipher

    done = rotate_all()

    entry = TrailEntry.objects.filter(event=Event.IDENTITY_SHOWN).get()
    assert unseal(entry.sealed, keys_of([person.pk])[person.pk]) == {"about": "Sri"}
    assert PersonKey.objects.get(person=person).cipher != before
    assert PersonKey.objects.get(person=forgotten).cipher == ""
    assert done.others == PersonKey.objects.exclude(cipher="").count()


@pytest.mark.django_db
def test_keys_may_be_changed_again(key_folder):
    person = factories.create_person(nik=NIK)
    rotate_all()
    first = stored(person)

    rotate_all()

    assert stored(person) != first
    assert person.nik == NIK
    assert len(stored(person)[1]) == 64


@pytest.mark.django_db
def test_a_running_server_reads_old_and_new_while_keys_change(key_folder):
    person = factories.create_person(nik=NIK)

    identity_keys.begin()

    person.refresh_from_db()
    assert person.nik == NIK
    assert Person.objects.with_nik(NIK).get() == person


@pytest.mark.django_db
def test_a_nik_stays_unique_in_an_office_whose_turn_has_not_come(key_folder):
    village = factories.create_village()
    factories.create_person(village, nik=NIK)
    identity_keys.begin()

    with pytest.raises(IntegrityError), transaction.atomic():
        factories.create_person(village, nik=NIK)
    twin = Person(office=village.office, village=village, name="Sri", sex="P")
    twin.set_identity(nik=NIK)
    with pytest.raises(ValidationError, match="sudah tercatat"):
        record_person(twin)


@pytest.mark.django_db
@pytest.mark.parametrize("column", ["nik", "kk"])
def test_the_database_refuses_a_digest_under_a_key_that_the_office_has_left(key_folder, column):
    village = factories.create_village()
    factories.create_person(village, nik=NIK, kk=KK)
    late = Person(office=village.office, village=village, name="Sri", sex="P")
    late.set_identity(**{column: OTHER_NIK})  # somebody has the old key in hand
    rotate_all()

    with pytest.raises(IntegrityError, match="under one key"), transaction.atomic():
        late.save()


@pytest.mark.django_db
def test_the_database_refuses_a_new_digest_in_an_office_of_the_old_key(key_folder):
    village = factories.create_village()
    factories.create_person(village, nik=NIK)
    other = factories.create_person(village)
    identity_keys.begin()
    digest = identity.digest(OTHER_NIK)

    with pytest.raises(IntegrityError, match="under one key"), transaction.atomic():
        Person.objects.filter(pk=other.pk).update(nik_digest=digest)


@pytest.mark.django_db
def test_one_nik_in_two_offices_is_known_again_while_keys_change(key_folder):
    person = factories.create_person(nik=NIK)
    identity_keys.begin()
    elsewhere = factories.create_person(nik=NIK)  # a new office: the new key

    assert _same_people([person]) == sorted([person.pk, elsewhere.pk])
    assert _same_people([elsewhere]) == sorted([person.pk, elsewhere.pk])


@pytest.mark.django_db
def test_a_number_that_no_key_reads_is_named_and_the_old_keys_stay(key_folder):
    """Of its office nothing is changed, neither what was written before it."""
    village = factories.create_village()
    first = factories.create_person(village, nik=OTHER_NIK)
    person = factories.create_person(village, nik=NIK)
    before = stored(first)
    Person.objects.filter(pk=person.pk).update(
        nik_cipher=Fernet(Fernet.generate_key()).encrypt(b"1")
    )

    with pytest.raises(UnreadableIdentity, match=f"person {person.pk} "):
        rotate_all()

    assert len(identity_keys.ring("IDENTITY_KEY")) == 2
    assert stored(first) == before


@pytest.mark.django_db
def test_keys_of_the_environment_are_changed_there(settings):
    settings.IDENTITY_KEY_FILE = settings.IDENTITY_DIGEST_KEY_FILE = None
    old = settings.IDENTITY_KEY, settings.IDENTITY_DIGEST_KEY
    person = factories.create_person(nik=NIK)
    with pytest.raises(ImproperlyConfigured, match="IDENTITY_KEY_OLD"):
        rotate_all()

    settings.IDENTITY_KEY_OLD, settings.IDENTITY_DIGEST_KEY_OLD = old
    settings.IDENTITY_KEY, settings.IDENTITY_DIGEST_KEY = Fernet.generate_key().decode(), "r12abc:x"
    rotate_all()

    settings.IDENTITY_KEY_OLD = settings.IDENTITY_DIGEST_KEY_OLD = ""
    assert stored(person)[1].startswith("r12abc")
    assert Person.objects.with_nik(NIK).get().nik == NIK


def run_command(folder: Path) -> subprocess.Popen:
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{at['NAME']}"
    else:
        url = f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
    env = os.environ | {"DATABASE_URL": url}
    for name in ("identity_key", "identity_digest_key"):
        env[f"{name.upper()}_FILE"] = str(folder / name)
    return subprocess.Popen(
        [sys.executable, "-u", "manage.py", "rotate_identity_keys"],
        cwd=ROOT, env=env, text=True, stderr=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_and_started_again_it_ends_with_every_number(key_folder):
    villages = [factories.create_village() for _ in range(6)]
    numbers = [f"33140152037{n:05d}" for n in range(30)]
    people = {
        factories.create_person(village, nik=nik, kk=KK).pk: nik
        for village in villages for nik in numbers
    }  # fmt: skip
    connection.close()

    with run_command(key_folder) as killed:
        for line in killed.stderr:
            if line.endswith(" people\n"):
                break
        killed.send_signal(signal.SIGKILL)
    digests = Person.objects.values_list("office_id", "nik_digest")
    marks = {(office, identity.mark_of(digest)) for office, digest in digests}
    assert killed.returncode == -signal.SIGKILL
    assert len(marks) == len(villages)  # each office under one key
    assert len({mark for _, mark in marks}) == 2  # some under the old one: it was in the middle
    assert {person.pk: person.nik for person in Person.objects.all()} == people

    with run_command(key_folder) as again:
        told = again.stderr.read()

    assert (again.returncode, "going on" in told) == (0, True)
    assert {person.pk: person.nik for person in Person.objects.all()} == people
    assert len(identity_keys.digest_keys()) == 1
    assert Person.objects.with_nik(numbers[0]).count() == len(villages)
