"""The harness itself: whole databases made once, copied, and left as they were."""

from functools import partial

import pytest
from django.db import connection, transaction

from tests import databases
from upk import triggers
from upk.offices.models import District


@pytest.fixture
def template(empty_template, django_db_setup, django_db_blocker, tmp_path):
    """A database with one district, built twice to see that only the first time counts."""

    def fill() -> None:
        District.objects.create(code="3314", name="Sragen")

    with django_db_blocker.unblock():
        build = partial(databases.build_once, tmp_path, "template", fill, start=empty_template)
        names = {build() for _ in range(2)}
        name = names.pop()
        yield name
        databases.remove(name)


def test_copy_holds_what_was_built_and_guards_it(template, tmp_path):
    name = databases.copy(template, tmp_path, "copy")

    with databases.connected_to(name):
        assert [district.code for district in District.objects.all()] == ["3314"]
        triggers.check_all(connection)
    databases.remove(name)


def test_copy_leaves_its_template_alone(template, tmp_path):
    for _ in range(2):
        name = databases.copy(template, tmp_path, "copy")
        with databases.connected_to(name), transaction.atomic():
            assert District.objects.count() == 1
            District.objects.create(code="3313", name="Karanganyar")
        databases.remove(name)


@pytest.mark.parametrize("_", range(2))
def test_transactional_test_leaves_an_empty_guarded_database(transactional_db, _):
    assert not District.objects.exists()
    triggers.check_all(connection)

    District.objects.create(code="3314", name="Sragen")
