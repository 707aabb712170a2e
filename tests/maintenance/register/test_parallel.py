"""Two people at once about the same piece: one is told, nothing is there twice."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from maintenance.models import Ending, Infrastructure, Inspection
from maintenance.register.services import end_infrastructure
from tests.maintenance.register import village as tools
from tests.maintenance.register.village import TODAY
from tests.parallel import run_together

pytestmark = pytest.mark.django_db(transaction=True)


def refusals(results: list) -> list[bool]:
    return sorted(isinstance(result, ValidationError) for result in results)


def test_two_inspect_the_same_piece_on_a_day():
    setting = tools.create_setting()
    piece = tools.register(setting)

    results = run_together([lambda: tools.inspect(setting, piece, TODAY) for _ in range(3)])

    assert refusals(results) == [False, True, True]
    assert Inspection.objects.count() == 1


def test_one_form_is_sent_twice_at_once():
    setting, key = tools.create_setting(), uuid4()
    piece = tools.register(setting)

    results = run_together(
        [lambda: tools.inspect(setting, piece, TODAY, key=key) for _ in range(2)]
    )

    assert results[0] == results[1]
    assert Inspection.objects.count() == 1


def test_two_register_the_same_piece():
    setting = tools.create_setting()

    results = run_together([lambda: tools.register(setting, name="Talud") for _ in range(2)])

    assert refusals(results) == [False, True]
    assert Infrastructure.objects.count() == 1


def test_one_inspects_what_another_gives_up():
    """Whoever comes second is told: the day of the inspection lies after the end."""
    setting = tools.create_setting()
    piece = tools.register(setting)

    def give_up():
        return end_infrastructure(
            piece, kind="abandoned", ended_on=tools.REGISTERED, note="Hanyut",
            request_key=uuid4(), by=setting.manager,
        )  # fmt: skip

    results = run_together([lambda: tools.inspect(setting, piece, TODAY), give_up])

    assert refusals(results) == [False, True]
    assert Inspection.objects.count() + Ending.objects.count() == 1
