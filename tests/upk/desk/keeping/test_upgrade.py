"""From the first release's tables to today's, with an office's rows."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from loans.models import Loan, Repayment
from tests import databases, first_release
from tests.upk.desk.keeping import world
from upk import triggers
from upk.desk.keeping.databases import counted
from upk.desk.keeping.refused import Refused
from upk.desk.keeping.restoring import BooksAreWrong
from upk.desk.keeping.upgrading import NotUpgraded, upgrade
from upk.ledger.models import Entry, Posting
from upk.offices.models import Person
from upk.trail.events import Event
from upk.trail.models import TrailEntry

FIRST = {Entry: 8, Posting: 11, Loan: 2, Repayment: 3, Person: 11}


@pytest.fixture(scope="module")
def first_template(django_db_setup, django_db_blocker, shared_folder) -> str:
    """Name of the database of the first release: to be copied, never to be connected to."""
    with django_db_blocker.unblock():
        return databases.build_once(shared_folder, "first", first_release.build)


@pytest.fixture
def first(first_template, django_db_blocker, tmp_path):
    """An installation of the first release; the folder of its ``var``."""
    with django_db_blocker.unblock():
        name = databases.copy(first_template, tmp_path, "first")
        with (
            databases.connected_to(name),
            world.installation(tmp_path / "first", world.KEYS),
        ):
            yield tmp_path / "first"
        databases.remove(name)


def rows() -> dict[str, int]:
    """How many each table has; of the trail, that hears of each backup, none."""
    return counted() | {TrailEntry._meta.db_table: 0}


def applied() -> set[tuple[str, str]]:
    return set(MigrationRecorder(connection).applied_migrations())


def assert_nothing_is_lost() -> None:
    assert {model: model.objects.count() for model in FIRST} == FIRST
    assert Person.objects.exclude(nik_digest=None).get().nik == world.NIK
    triggers.check_all(connection)


def test_first_release_to_today_and_once_more(first):
    said: list[str] = []
    upgrade(world.NOW, said.append)

    assert_nothing_is_lost()
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    assert "Pemeriksaan pembukuan bersih" in said[2]
    [backup] = (first / "backup").iterdir()
    assert any(f"manage.py restore {backup}" in step for step in said)

    before = applied(), rows()
    upgrade(world.NOW.replace(hour=4), said.append)

    assert any("0 migrasi" in step for step in said)
    assert TrailEntry.objects.filter(event=Event.BACKUP).count() == 2
    assert (applied(), rows()) == before


def test_without_a_backup_nothing_is_migrated(first):
    (first / "backup").write_text("no folder")
    before = applied()

    with pytest.raises(Refused) as refused:
        upgrade(world.NOW, lambda said: None)

    assert not isinstance(refused.value, NotUpgraded)
    assert applied() == before


def test_books_that_are_wrong_afterwards_lead_back_to_the_backup(
    backed_up, django_db_blocker, tmp_path
):
    with django_db_blocker.unblock():
        name = databases.copy(backed_up.database, tmp_path, "wrong")
        with databases.connected_to(name), world.installation(tmp_path / "var", world.KEYS):
            (tmp_path / "var" / "files").mkdir()  # the photo is missing
            with pytest.raises(NotUpgraded) as refused:
                upgrade(world.NOW, lambda said: None)
            [backup] = (tmp_path / "var" / "backup").iterdir()
        databases.remove(name)

    assert isinstance(refused.value.__cause__, BooksAreWrong)
    assert any(str(backup) in step for step in refused.value.way_back)
