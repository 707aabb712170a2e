"""What is brought along twice with one key is there once."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from goats.aid.moving_in import OldAid, take_over_aid
from goats.herd.moving_in import OldEvent, OldGoat, take_over_goats
from goats.households.moving_in import OldHousehold, OldStep, take_over_households
from goats.models import AidPlan, Goat, Household
from goats.rules.events import Kind
from goats.rules.households import Step
from grants.models import Grant, GrantMove, Proposal
from grants.proposals.moving_in import OldProposal, take_over_proposals
from grants.proposals.phases import Meeting, PhaseAmounts, open_phase
from grants.running.moving_in import OldBooks, OldGrant, OldReceipt, OldTranche, take_over_grants
from maintenance.levies.deciding import RuleDraft, record_levy_rule
from maintenance.levies.moving_in import OldLevies, OldLevy, OldPayment, take_over_levies
from maintenance.models import LevyMove
from tests import factories
from upk.offices.models import Village
from upk.periods import Quarter

pytestmark = pytest.mark.django_db
DAY, LATER = date(2009, 3, 1), date(2009, 6, 1)


@pytest.fixture
def village() -> Village:
    return factories.create_village()


@pytest.fixture
def by(village):
    return factories.create_user(office=village.office)


def home(village: Village) -> OldHousehold:
    steps = (OldStep(Step.CONFIRMED, DAY, "BA/1"),)
    return OldHousehold(village, factories.create_person(village), "Musdus", DAY, steps=steps)


def taken(take, *args, **how):
    key = uuid4()
    return take(*args, request_key=key, **how), take(*args, request_key=key, **how)


def test_households_and_aid_come_once(village, by):
    once, twice = taken(take_over_households, village.office, [home(village)], by=by)
    aid = [OldAid(once[0], "groceries", LATER, 60_000, 2009)]
    plans, again = taken(take_over_aid, village.office, aid, by=by)

    assert (once, plans) == (twice, again)
    assert (Household.objects.get(), AidPlan.objects.get()) == (once[0], plans[0])


def test_goats_come_once(village, by):
    [keeper] = take_over_households(village.office, [home(village)], request_key=uuid4(), by=by)
    events = (OldEvent(Kind.BOUGHT, DAY), OldEvent(Kind.PLACED, LATER, keeper))
    goat = OldGoat(7, "F", "Kacang", None, price=1, funding="donation", events=events)

    once, twice = taken(take_over_goats, village.office, [goat], by=by)

    assert once == twice == [Goat.objects.get(number=7, keeper=keeper)]


def test_kid_without_its_mother_is_a_fault_of_the_caller(village, by):
    kid = OldGoat(7, "F", "Kacang", LATER, mother=3)

    with pytest.raises(ValueError, match="no mother"):
        take_over_goats(village.office, [kid], request_key=uuid4(), by=by)


def test_levies_come_once(village, by):
    draft = RuleDraft("perdes", "1/2009", DAY, DAY, 1_000, "month", 100)
    record_levy_rule(village, draft, request_key=uuid4(), by=by)
    old = OldLevies([OldPayment(village, Quarter(2009, 2), LATER, 300_000)],
                    [OldLevy(village, 0, 250_000)])  # fmt: skip

    once, twice = taken(take_over_levies, village.office, old, on=date(2009, 12, 31), by=by)

    assert once == twice == list(LevyMove.objects.order_by("pk"))
    assert [(move.kind, move.cash, move.bank) for move in once] == [
        ("paid", 300_000, 0), ("opening", -300_000, 250_000),
    ]  # fmt: skip


def test_grants_come_once(village, by):
    amounts = PhaseAmounts(900, {"apbn": 900}, {"ekonomi": 900})
    meeting = Meeting("MAD/1", DAY)
    phase = open_phase(village.office, 2009, amounts, meeting, request_key=uuid4(), by=by)
    proposal = OldProposal(phase, village, "ekonomi", "Modal", 900, 0, 5, 5, 5, "MAD/1", DAY)
    proposals, again = taken(take_over_proposals, village.office, [proposal], by=by)
    tranche = OldTranche(1, Decimal(100), 900, LATER)
    books = OldBooks(
        [OldReceipt(phase, "apbn", LATER, 900)],
        grants=[OldGrant(proposals[0], 900, ("SPC/1", DAY, "Camat"), tranches=(tranche,))],
    )
    grants, grants_again = taken(take_over_grants, village.office, books, by=by)

    assert (proposals, grants) == (again, grants_again)
    assert (Proposal.objects.get(), Grant.objects.get()) == (proposals[0], grants[0])
    assert list(GrantMove.objects.values_list("kind", "amount")) == [
        ("terima", 900),
        ("modal", 900),
    ]
