"""The office that the invented dump moves into."""

import pytest

from tests.upk.desk.moving.dumps.dump import GIVEN, TODAY
from tests.upk.desk.moving.offices import empty_office
from upk.offices.models import User


@pytest.fixture
def manager(db) -> User:
    """Of an office with the dump's code, whose books are empty."""
    manager = empty_office(GIVEN.code)
    manager.office.practice_date = TODAY
    manager.office.save()
    return manager
