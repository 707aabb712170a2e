"""Work beside the request: who holds it, and when it begins."""

from threading import Event

import pytest
from django.db import transaction

from upk import background


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


def test_work_is_held_by_one_and_free_again_whatever_happens():
    with background.holding("work"), background.holding("work", waits=False) as second:
        assert (second, background.is_held("work"), background.is_held("other")) == (
            False, True, False,
        )  # fmt: skip
    with pytest.raises(ZeroDivisionError), background.holding("work"):
        raise ZeroDivisionError
    assert not background.is_held("work")


@pytest.mark.django_db(transaction=True)
def test_it_begins_when_the_transaction_is_through_and_is_held_when_start_returns():
    begun, may_end = Event(), Event()

    def work() -> None:
        with background.holding("work"):
            begun.set()
            may_end.wait(10)

    with transaction.atomic():
        background.start("work", work)
        assert not begun.is_set()
    try:
        assert background.is_held("work")
    finally:
        may_end.set()
    with background.holding("work") as is_mine:  # waits for its end
        assert is_mine


@pytest.mark.django_db(transaction=True)
def test_nothing_begins_when_the_transaction_is_rolled_back():
    begun = Event()

    with transaction.atomic():
        background.start("work", begun.set)
        transaction.set_rollback(True)

    assert not begun.is_set()
