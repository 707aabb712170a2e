"""A physical grant by hand, from the decree to the infrastructure, and the books at its end."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from grants.models import GrantMove
from grants.rules.tranches import Stage
from grants.running.field import Given, record_contribution, record_progress
from grants.running.finishing import built_with, finish_grant
from grants.running.handing_in import Sheet, record_meeting
from grants.running.payments import return_money
from grants.running.standings import standing_of
from maintenance.models import Infrastructure
from tests import factories
from tests.grants.running import world as w
from upk.ledger.books import economic_assets
from upk.ledger.models import Account, Entry, Posting
from upk.ledger.services import Move, post_entry

pytestmark = pytest.mark.django_db

BUILT = {
    "kind": "road", "name": "Rabat jalan Krajan", "built_year": 2009, "size": Decimal(450),
    "unit": "m", "location": "Dusun Krajan", "team": "TP3 Krajan",
}  # fmt: skip


def balances(office) -> dict[str, int]:
    """Balances by code, on each account's normal side; accounts without one are left out."""
    net = Posting.objects.of_office(office).net_by_account()
    accounts = Account.objects.filter(pk__in=net)
    found = {account.code: account.natural(net[account.pk]) for account in accounts}
    return {code: amount for code, amount in found.items() if amount}


def test_worked_example_from_decree_to_infrastructure(world):
    grant, office = world.physical, world.office
    w.receive(world)

    first, second, third = w.sign(grant, world.secretary)
    assert [t.amount for t in (first, second, third)] == [49_382_715, 49_382_715, 24_691_359]
    w.planned(world, first, date(2009, 6, 8))
    paid = w.pay(world, first, date(2009, 6, 10))
    assert paid.entry.label == "BKK-2009-000001"
    assert balances(office) == {"1.1.01.07": 750_617_285, "2.3.01.01": 750_617_285}

    w.use(world, first, date(2009, 7, 1), used=48_000_000)
    w.planned(world, second, date(2009, 7, 2))
    w.pay(world, second, date(2009, 7, 3))
    w.use(world, second, date(2009, 8, 1), used=50_000_000)
    record_progress(
        grant, measured_on=date(2009, 8, 1), percent=Decimal(75), request_key=uuid4(),
        by=world.secretary,
    )  # fmt: skip
    w.planned(world, third, date(2009, 8, 3))
    w.check(world, grant, date(2009, 8, 4), 78)
    w.pay(world, third, date(2009, 8, 5))
    w.use(world, third, date(2009, 9, 1), used=25_000_000)
    assert standing_of(grant, date(2009, 9, 1)).facts.unspent == 456_789
    return_money(
        grant, amount=456_789, returned_on=date(2009, 9, 2), request_key=uuid4(),
        by=world.treasurer,
    )  # fmt: skip
    given = Given("tenaga", date(2009, 8, 20), 3_000_000, Decimal(120), "HOK")
    record_contribution(grant, given, request_key=uuid4(), by=world.secretary)
    record_progress(
        grant, measured_on=date(2009, 9, 3), percent=Decimal(100), request_key=uuid4(),
        by=world.secretary,
    )  # fmt: skip
    record_meeting(
        grant, Sheet(date(2009, 9, 10)), attendance=64, is_passed=True, request_key=uuid4(),
        by=world.secretary,
    )  # fmt: skip
    standing = standing_of(grant, date(2009, 9, 20))
    assert standing.stage == Stage.FINAL
    sheet = Sheet(date(2009, 9, 20), file=w.upload())
    done = finish_grant(
        grant, sheet, built_with(standing, **BUILT), request_key=uuid4(), by=world.secretary
    )

    built = Infrastructure.objects.get()
    assert done.infrastructure == built
    assert (built.village, built.cost, built.phase_year) == (world.villages[0], 126_000_000, 2009)
    assert standing_of(grant, date(2009, 12, 31)).stage == Stage.DONE
    # 800.000.000 received, 123.456.789 paid, 456.789 came back
    assert balances(office) == {"1.1.01.07": 677_000_000, "2.3.01.01": 677_000_000}
    assert GrantMove.objects.held() == 677_000_000


def test_standing_of_an_earlier_day_knows_nothing_of_later_ones(world):
    w.receive(world)
    w.pay_everything(world, world.physical)

    stages = {
        day: standing_of(world.physical, day).stage
        for day in (date(2009, 5, 31), date(2009, 6, 30), date(2009, 8, 15), date(2009, 9, 1))
    }

    assert list(stages.values()) == [
        Stage.AGREEMENT, Stage.TRANCHES, Stage.REPORT, Stage.MEETING
    ]  # fmt: skip
    assert standing_of(world.physical, date(2009, 7, 9)).facts.paid == 49_382_715


def test_trust_money_is_never_income_and_leaves_the_economic_assets(world):
    before = economic_assets(world.office, date(2009, 12, 31))
    w.receive(world)

    w.pay_everything(world, world.physical)

    moved = Posting.objects.of_office(world.office)
    kinds = {"income", "expense"}
    assert not moved.filter(debit__kind__in=kinds).exists()
    assert not moved.filter(credit__kind__in=kinds).exists()
    assert economic_assets(world.office, date(2009, 12, 31)) == before
    assert set(Entry.objects.filter(office=world.office).values_list("origin", flat=True)) == {
        "grants"
    }


def test_trust_account_is_closed_to_entries_by_hand(world):
    w.receive(world)
    trust = world.office.grant_accounts.trust

    assert trust.subledger == "grants"
    assert not Account.objects.free().filter(pk=trust.pk).exists()
    interest = Account.objects.free().get(office=world.office, name="Titipan Bunga Rekening BLM")
    assert interest.parent_id == trust.parent_id


def test_trust_account_that_was_used_by_hand_stays_as_it_is(world):
    used = factories.account(world.office, "2.3.01.01")
    bank = factories.account(world.office, "1.1.01.07")

    post_entry(
        world.office, happened_on=date(2009, 2, 3), memo="Titipan lama",
        moves=[Move(bank, used, 5_000_000)], by=world.manager,
    )  # fmt: skip

    w.receive(world)

    used.refresh_from_db()
    assert used.subledger == ""
    assert world.office.grant_accounts.trust.name == "Titipan BLM Desa menurut kegiatan"
    assert balances(world.office)[world.office.grant_accounts.trust.code] == 800_000_000
