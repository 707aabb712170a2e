"""The checks of phases, proposals and scores find what is spoilt behind the triggers' back."""

import pytest
from django.db import connection

from grants.proposals.scoring_sets import create_default_sets
from tests import databases
from tests.factories import BEGINNING, create_office, create_user, create_village
from tests.upk.ledger.world_of_phases import add_phases
from upk.desk.check_books import check_books
from upk.offices.models import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> dict[str, int]:
    """A phase with four proposals, one in each state up to approved; ids by name."""
    office = create_office()
    create_default_sets(office, BEGINNING)
    return add_phases(create_village(office), create_village(), create_user(office=office))


def faulty() -> dict[str, tuple[str, ...]]:
    results = check_books(Office.objects.all())
    return {result.key: result.faults for result in results if result.faults}


def test_all_is_well_and_the_checks_say_what_they_saw(world):
    told = {r.key: r.looked_at for r in check_books(Office.objects.all())}

    assert faulty() == {}
    assert told["phases"] == "2 tahun, Rp 200.000"
    assert told["proposals"] == "4 usulan, Rp 160.000"
    assert told["scores"] == "2 penilaian"


SPOILT = {
    "a source of a phase": (
        "UPDATE grants_phasesource SET amount = amount + 1 WHERE id = {phase_source}",
        "phases",
        "sources Rp 100.001, seharusnya Rp 100.000",
    ),
    "a budget below what is approved": (
        "UPDATE grants_phasebudget SET amount = 29999 WHERE id = {phase_budget}",
        "phases",
        "fisik disetujui Rp 30.000, pagunya Rp 29.999",
    ),
    "a proposal's status": (
        "UPDATE grants_proposal SET status = 'T' WHERE id = {scored_proposal}",
        "proposals",
        "status T, langkah terakhir S",
    ),
    "a step that goes on from nothing": (
        "UPDATE grants_proposalstep SET from_status = 'V' WHERE id = {approval_step}",
        "proposals",
        "tidak menyambung",
    ),
    "a score": (
        "UPDATE grants_score SET total = 99 WHERE id = {score}",
        "scores",
        "nilai 99.00, dari kriterianya 80.00",
    ),
    "points of a score deleted": (
        "DELETE FROM grants_scoreline WHERE id = {score_line}",
        "scores",
        "0 dari 1 kriteria dinilai",
    ),
}


@pytest.mark.parametrize("name", SPOILT)
def test_each_check_finds_exactly_its_fault(name, world):
    sql, key, told = SPOILT[name]
    connection.check_constraints()
    with databases.triggers_lifted():
        with connection.cursor() as cursor:
            cursor.execute(sql.format(**world))
        connection.check_constraints()

    found = faulty()

    assert set(found) == {key}
    assert any(told in fault for fault in found[key])
