"""An office with everything in it, and everybody signed in who could ask for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from types import SimpleNamespace

from django.db import transaction
from django.test import Client

from tests import factories
from tests.upk.ledger.world import create_world
from upk.access import Role
from upk.ledger.models import Account
from upk.ledger.services import Move, post_entry
from upk.offices.models import Office, User, Village
from upk.offices.services import assign_village


@contextmanager
def everybody() -> Iterator[SimpleNamespace]:
    """The world of ``create_world`` with its people, and those of elsewhere, signed in by role.

    ``beside`` is a facilitator of another village. In a transaction that is rolled back at the end.
    """
    with transaction.atomic():
        world = create_world()
        office, other = Office.objects.get(pk=world.office), Office.objects.get(pk=world.other)
        village = Village.objects.get(pk=world.village)
        own = {role: factories.create_user(role, office) for role in Role if role != Role.DISTRICT}
        own[Role.MANAGER] = User.objects.get(pk=world.by)
        own[Role.DISTRICT] = User.objects.get(pk=world.desk_user)
        day = factories.TODAY
        assign_village(village, own[Role.FACILITATOR], since=day, reason="Uji")
        away = {role: factories.create_user(role, other) for role in Role if role != Role.DISTRICT}
        away[Role.DISTRICT] = User.objects.get(pk=world.foreign_desk)
        _set_aside(world, own[Role.MANAGER])
        beside = factories.create_user(Role.FACILITATOR, office)
        factories.assign(beside, factories.create_village(office))
        yield SimpleNamespace(
            world=world,
            own={role: _signed_in(user) for role, user in own.items()},
            away={role: _signed_in(user) for role, user in away.items()},
            beside=_signed_in(beside),
        )
        transaction.set_rollback(True)


def _set_aside(world: SimpleNamespace, by: User) -> None:
    """Money for aid: of what the world set aside more is planned than is there."""
    bank, fund = (Account.objects.get(pk=pk) for pk in (world.aid_bank, world.aid_fund))
    moves = [Move(bank, fund, 20_000_000)]
    day = date(2010, 2, 5)
    post_entry(by.office, happened_on=day, memo="Surplus", moves=moves, by=by)


def _signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    client.user = user
    return client
