"""Phases: amounts that add up, changed by later decisions only."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from grants.models import Phase, PhaseVersion
from grants.proposals.allocations import Allocation, allocations
from grants.proposals.phases import Meeting, change_phase, open_phase, version_in_force
from tests.grants.office import BUDGETS, PHASE_DAY, create_grant_office, create_phase, phase_amounts
from upk.ledger.services import close_books

pytestmark = pytest.mark.django_db
LATER = Meeting("MAD/09/2009", date(2009, 6, 1))


def change(phase, amounts, by, **changes) -> PhaseVersion:
    values = {"meeting": LATER, "reason": "Tambahan dana", "request_key": uuid4(), "by": by}
    return change_phase(phase, amounts, **values | changes)


def test_a_phase_keeps_sources_budgets_and_allotments():
    _, villages, manager = create_grant_office()

    phase = create_phase(villages, manager)

    version = version_in_force(phase, PHASE_DAY)
    assert [(s.kind, s.amount) for s in version.sources.all()] == [
        ("apbn", 800_000_000),
        ("apbd", 200_000_000),
    ]
    assert {b.sector: b.amount for b in version.budgets.all()} == BUDGETS
    assert [(a.kind, a.village, a.amount) for a in version.allotments.all()] == [
        ("upk", None, 20_000_000),
        *[("tpk", village, 10_000_000) for village in villages],
    ]


def test_all_that_does_not_add_up_is_said_at_once():
    _, villages, manager = create_grant_office()

    with pytest.raises(ValidationError) as refused:
        create_phase(villages, manager, sources={"apbn": 1}, budgets={"operasional": 1}, upk=2)

    assert refused.value.messages == [
        "Sumber dana berjumlah Rp 1; jumlah dana Rp 1.000.000.000. Samakan keduanya.",
        "Pagu semua bidang berjumlah Rp 1; jumlah dana Rp 1.000.000.000. Samakan keduanya.",
        "Operasional UPK dan TPK berjumlah Rp 30.000.002; pagu Operasional Rp 1.",
    ]
    assert not Phase.objects.exists()


def test_a_year_has_one_phase_however_often_the_form_is_sent():
    office, villages, manager = create_grant_office()
    key, meeting = uuid4(), Meeting("MAD/01/2009", PHASE_DAY)
    amounts = phase_amounts(villages)

    first = open_phase(office, 2009, amounts, meeting, request_key=key, by=manager)
    again = open_phase(office, 2009, amounts, meeting, request_key=key, by=manager)

    assert first == again
    with pytest.raises(ValidationError, match="Tahun anggaran 2009 sudah ada"):
        open_phase(office, 2009, amounts, meeting, request_key=uuid4(), by=manager)


def test_a_change_is_in_force_from_its_decision_and_the_earlier_amounts_stay():
    office, villages, manager = create_grant_office()
    phase = create_phase(villages, manager)
    more = phase_amounts(
        villages, amount=1_100_000_000, budgets=BUDGETS | {"fisik": 790_000_000,
        "operasional": 60_000_000}, upk=30_000_000,
        sources={"apbn": 800_000_000, "apbd": 200_000_000, "other": 100_000_000},
        source_names={"other": "Hibah kabupaten"},
    )  # fmt: skip

    change(phase, more, manager)

    assert version_in_force(phase, date(2009, 5, 31)).amount == 1_000_000_000
    assert version_in_force(phase, LATER.decided_on).amount == 1_100_000_000
    assert allocations(office, date(2009, 5, 31))[0] == Allocation(
        2009, None, "operasional", 20_000_000
    )
    assert allocations(office, LATER.decided_on)[0] == Allocation(
        2009, None, "operasional", 30_000_000
    )
    assert sum(a.amount for a in allocations(office, LATER.decided_on)) == 60_000_000
    assert allocations(office, date(2009, 2, 1)) == []


def test_a_change_needs_a_reason_and_comes_later():
    _, villages, manager = create_grant_office()
    phase = create_phase(villages, manager)
    early = Meeting("MAD/00/2009", date(2009, 2, 1))

    with pytest.raises(ValidationError) as refused:
        change(phase, phase_amounts(villages), manager, reason=" ", meeting=early)

    assert set(refused.value.message_dict) == {"reason", "decided_on"}
    assert phase.versions.count() == 1


@pytest.mark.parametrize("day", [date(2010, 2, 16), date(2008, 12, 31)])
def test_a_phase_is_decided_in_open_books_and_not_in_the_future(day):
    office, villages, manager = create_grant_office()
    close_books(office, through=date(2008, 12, 31), by=manager)

    with pytest.raises(ValidationError) as refused:
        open_phase(
            office, 2010, phase_amounts(villages), Meeting("MAD/1", day), request_key=uuid4(),
            by=manager,
        )  # fmt: skip

    assert set(refused.value.message_dict) == {"decided_on"}


def test_villages_of_another_office_get_nothing():
    _, _, manager = create_grant_office()
    _, strangers, _ = create_grant_office()

    with pytest.raises(ValidationError, match="Pilih desa dari kantor ini"):
        create_phase(strangers, manager)
