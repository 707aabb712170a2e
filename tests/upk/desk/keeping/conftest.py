"""One backup for all tests that only read it."""

from types import SimpleNamespace

import pytest

from tests import databases
from tests.upk.desk.keeping import world
from upk.desk.keeping.backing_up import back_up


@pytest.fixture(scope="module")
def backed_up(empty_template, django_db_setup, django_db_blocker, tmp_path_factory):
    """An installation's ``database``, its ``var`` and the ``path`` of its backup."""
    folder = tmp_path_factory.mktemp("source")
    var = folder / "var"
    with django_db_blocker.unblock():
        name = databases.copy(empty_template, folder, "source")
        with databases.connected_to(name), world.installation(var, world.KEYS):
            world.make_office()
            rows = world.rows_of_entries()
            made = back_up(world.NOW)
        yield SimpleNamespace(path=made.path, database=name, var=var, rows=rows, made=made)
        databases.remove(name)


@pytest.fixture
def empty_place(backed_up, django_db_blocker, tmp_path):
    """An installation with nothing in it; the folder of its ``var``."""
    with django_db_blocker.unblock(), world.empty_installation(tmp_path / "var"):
        yield tmp_path / "var"
