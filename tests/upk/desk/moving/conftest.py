"""An office just after the first-run page, and its manager; the file of one that left."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import override_settings

from tests import databases
from tests.upk.desk.moving.leaving import Left
from tests.upk.desk.moving.world import create_world, facts_of
from tests.upk.desk.test_first_run_page import answers
from upk.desk.first_run import create_first_office
from upk.desk.moving.history.leaving import write_office
from upk.offices.models import User
from upk.periods import today


@pytest.fixture
def manager(db) -> User:
    """Of the office KALIJAMBE, whose books are empty."""
    data = answers(office_code="KALIJAMBE", district_code="SRAGEN", since=date(2010, 1, 1))
    return create_first_office(data)


@pytest.fixture(scope="session")
def left(empty_template, django_db_setup, django_db_blocker, tmp_path_factory) -> Left:
    """Written once for all tests, from a database that is gone then."""
    folder = tmp_path_factory.mktemp("left")
    path = folder / "contoh.xlsx"
    with django_db_blocker.unblock():
        name = databases.copy(empty_template, folder, "left")
        with databases.connected_to(name), override_settings(MEDIA_ROOT=folder / "files"):
            office = create_world()
            write_office(office, path, on=today(office))
            facts = facts_of(office)
        databases.remove(name)
    return Left(path, facts)


@pytest.fixture
def elsewhere(empty_template, django_db_blocker, tmp_path, settings) -> Iterator[None]:
    """Another installation: an empty database and an empty folder of files."""
    settings.MEDIA_ROOT = tmp_path / "files"
    with django_db_blocker.unblock():
        name = databases.copy(empty_template, tmp_path, "elsewhere")
        with databases.connected_to(name):
            yield
        databases.remove(name)
