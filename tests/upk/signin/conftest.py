import pytest

from tests import factories
from tests.upk.signin import codes
from upk.access import Role


@pytest.fixture
def treasurer(db):
    return factories.create_user(Role.TREASURER)


@pytest.fixture
def protected(treasurer):
    """A treasurer with a second factor."""
    codes.set_up(treasurer)
    return treasurer
