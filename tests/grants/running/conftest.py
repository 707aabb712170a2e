"""What tests of grants at work share."""

import pytest

from tests.grants.running import world as w


@pytest.fixture
def world():
    return w.create_world()


@pytest.fixture
def signed(world):
    """The world, and the tranches of its physical grant; the phase has its money."""
    w.receive(world)
    return world, w.sign(world.physical, world.secretary)
