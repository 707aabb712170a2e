"""Pages of phases, proposals, ranking and decision: who sees what, what is refused, what stays."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from grants.models import Phase, Proposal, ProposalStep, ScoringSet
from grants.proposals.scoring import Marks, score_proposals
from grants.proposals.scoring_sets import add_scoring_set, create_default_sets
from grants.rules.scoring import TYPED, Term
from tests import factories
from tests.grants.office import (
    create_grant_office,
    create_phase,
    create_proposal,
    create_verified,
)
from upk.access import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def setting():
    """A phase and three villages of an office whose manager is logged in by ``client``."""
    _, villages, manager = create_grant_office()
    return create_phase(villages, manager), villages, manager


@pytest.fixture
def manager_client(client, setting):
    client.force_login(setting[2])
    return client


def scored(setting) -> list[Proposal]:
    """Three proposals with 70, 90 and 80 points."""
    phase, villages, manager = setting
    made = add_scoring_set(
        phase.office, since=date(2009, 1, 1), terms=[Term("Manfaat", TYPED, 100)], by=manager
    )
    proposals = [create_verified(phase, village, manager) for village in villages]
    [criterion] = made.criteria.all()
    marks = [Marks(p, {criterion.pk: n}) for p, n in zip(proposals, (70, 90, 80), strict=True)]
    score_proposals(phase, marks, scored_on=date(2009, 5, 20), request_key=uuid4(), by=manager)
    return proposals


def phase_data(villages, **changes) -> dict:
    return {
        "year": "2010", "number": "MAD/01/2010", "decided_on": "2010-01-20",
        "amount": "1.000.000.000", "sumber-apbn": "800.000.000", "sumber-apbd": "200.000.000",
        "pagu-fisik": "950.000.000", "pagu-operasional": "50.000.000", "upk": "20.000.000",
        f"tpk-{villages[0].pk}": "30.000.000", "request_key": str(uuid4()),
    } | changes  # fmt: skip


def test_form_of_a_phase_offers_the_year_after_the_last(manager_client, setting):
    """The present one is mostly there already, and would be refused after all the typing."""
    phase, _, _ = setting

    form = manager_client.get(reverse("grants:phase-add")).context["form"]

    assert form["year"].value() == max(phase.year + 1, factories.TODAY.year)


def test_figures_of_a_phase_lead_to_what_they_sum(manager_client, setting):
    phase, _, _ = setting

    page = manager_client.get(reverse("grants:phase-detail", args=[phase.pk])).text

    assert f'href="/blm/usulan/?tahap={phase.pk}"' in page
    assert f'href="/laporan/grants-by-sector/?tahun={phase.year}"' in page


def test_a_phase_is_opened_from_its_form_once(manager_client, setting):
    _, villages, _ = setting
    data = phase_data(villages)

    answers = [manager_client.post(reverse("grants:phase-add"), data) for _ in range(2)]

    phase = Phase.objects.get(year=2010)
    assert {answer.url for answer in answers} == {reverse("grants:phase-detail", args=[phase.pk])}
    assert phase.versions.get().amount == 1_000_000_000


def test_a_phase_that_does_not_add_up_says_so_and_keeps_what_was_typed(manager_client, setting):
    data = phase_data(setting[1], **{"sumber-apbn": "700.000.000"})

    answer = manager_client.post(reverse("grants:phase-add"), data)

    assert "Sumber dana berjumlah Rp 900.000.000" in answer.text
    assert 'value="700.000.000"' in answer.text
    assert not Phase.objects.filter(year=2010).exists()


def test_the_operational_part_is_worked_out_from_its_percentages(manager_client, setting):
    data = phase_data(setting[1], langkah="hitung", upk_percent="2", tpk_percent="3")

    answer = manager_client.post(reverse("grants:phase-add"), data)

    form = answer.context["form"]
    assert [form[f"tpk-{v.pk}"].value() for v in setting[1]] == [10_000_000] * 3
    assert (form["upk"].value(), form["pagu-operasional"].value()) == (20_000_000, 50_000_000)
    assert form["sumber-apbn"].value() == "800.000.000"
    assert not Phase.objects.filter(year=2010).exists()


def test_an_amount_that_cannot_be_read_is_no_reason_to_lose_the_rest(manager_client, setting):
    data = phase_data(setting[1], langkah="hitung", amount="banyak")

    answer = manager_client.post(reverse("grants:phase-add"), data)

    assert answer.status_code == 200
    assert "Tulis jumlah rupiah" in answer.text


def test_a_phase_is_changed_with_a_reason(manager_client, setting):
    phase, villages, _ = setting
    data = phase_data(villages, reason="Tambahan")
    del data["year"]

    answer = manager_client.post(reverse("grants:phase-change", args=[phase.pk]), data)

    assert answer.status_code == 302
    assert phase.versions.first().reason == "Tambahan"


def proposal_data(village, **changes) -> dict:
    return {
        "proposed_on": "2010-02-01", "village": village.pk, "sector": "fisik", "title": "Talut",
        "kind": "Talut", "location": "RT 2", "men": "10", "women": "12", "poor": "9",
        "asked": "30.000.000", "swadaya": "2.000.000", "request_key": str(uuid4()),
    } | changes  # fmt: skip


def test_a_facilitator_proposes_for_the_assigned_village_alone(client, setting):
    phase, villages, _ = setting
    user = factories.create_user(Role.FACILITATOR, phase.office)
    factories.assign(user, villages[0])
    client.force_login(user)
    address = reverse("grants:proposal-add", args=[phase.pk])

    refused = client.post(address, proposal_data(villages[1]))
    client.post(address, proposal_data(villages[0]))

    assert refused.status_code == 200
    assert list(Proposal.objects.values_list("village_id", flat=True)) == [villages[0].pk]


def test_a_facilitator_sees_proposals_of_the_assigned_village_alone(client, setting):
    phase, villages, manager = setting
    own, other = (create_proposal(phase, village, manager) for village in villages[:2])
    user = factories.create_user(Role.FACILITATOR, phase.office)
    factories.assign(user, villages[0])
    client.force_login(user)

    listed = client.get(reverse("grants:proposal-list")).context["page"].object_list

    assert list(listed) == [own]
    for name in ("detail", "edit", "withdraw"):
        assert client.get(reverse(f"grants:proposal-{name}", args=[other.pk])).status_code == 404
    assert client.get(reverse("grants:phase-ranking", args=[phase.pk, "fisik"])).status_code == 403


def test_nothing_of_another_office_is_found(client, setting):
    phase, villages, manager = setting
    proposal = create_proposal(phase, villages[0], manager)
    client.force_login(create_grant_office()[2])

    addresses = [
        *(reverse(f"grants:proposal-{name}", args=[proposal.pk])
          for name in ("detail", "edit", "verify", "score", "withdraw", "take-back")),
        reverse("grants:proposal-paper", args=[proposal.pk, "usulan"]),
        *(reverse(f"grants:phase-{name}", args=[phase.pk]) for name in ("detail", "change")),
        *(reverse(f"grants:phase-{name}", args=[phase.pk, "fisik"])
          for name in ("ranking", "decide")),
        reverse("grants:phase-paper", args=[phase.pk, "prioritas"]),
        reverse("grants:proposal-add", args=[phase.pk]),
        f"{reverse('grants:village-paper', args=[phase.pk])}?desa={villages[0].pk}",
    ]  # fmt: skip

    assert {client.get(address).status_code for address in addresses} == {404}


def test_a_wrong_proposal_keeps_what_was_typed(manager_client, setting):
    phase, villages, _ = setting
    data = proposal_data(villages[0], poor="40", title="Jembatan gantung")

    answer = manager_client.post(reverse("grants:proposal-add", args=[phase.pk]), data)

    assert "Warga miskin 40 orang melebihi pemanfaat 22." in answer.text
    assert 'value="Jembatan gantung"' in answer.text
    assert not Proposal.objects.exists()


def test_a_proposal_is_verified_from_its_form(manager_client, setting):
    phase, villages, manager = setting
    proposal = create_proposal(phase, villages[0], manager)
    address = reverse("grants:proposal-verify", args=[proposal.pk])
    data = {
        "happened_on": "2009-04-01", "number": "TV/1", "verdict": "ya", "amount": "80.000.000",
        "notes": "Layak", "dokumen-1": "on", "dokumen-3": "on", "request_key": str(uuid4()),
    }  # fmt: skip

    missing = manager_client.post(address, data | {"amount": ""})
    manager_client.post(address, data)

    assert "Isi dana yang direkomendasikan." in missing.text
    step = ProposalStep.objects.get(to_status="V")
    assert step.amount == 80_000_000
    assert [d.is_there for d in step.documents.all()] == [True, False, True, False, False]


def test_a_score_is_typed_beside_what_is_computed(manager_client, setting):
    phase, villages, manager = setting
    create_default_sets(phase.office, date(2009, 1, 1))
    proposal = create_verified(phase, villages[0], manager)
    address = reverse("grants:proposal-score", args=[proposal.pk])
    page = manager_client.get(address)
    marks = {name: "80" for name in page.context["form"].fields if name.startswith("nilai-")}
    data = {"happened_on": "2009-05-20", "request_key": str(uuid4()), **marks}

    wrong = manager_client.post(address, data | {next(iter(marks)): "101"})
    answer = manager_client.post(address, data)

    assert "100 warga miskin dari 250 pemanfaat" in page.text
    assert wrong.status_code == 200
    assert answer.status_code == 302
    assert proposal.scores.get().lines.count() == 6


def test_without_criteria_a_page_says_what_is_missing(manager_client, setting):
    phase, villages, manager = setting
    proposal = create_verified(phase, villages[0], manager)

    address = reverse("grants:proposal-score", args=[proposal.pk])
    answer = manager_client.get(address, follow=True)

    assert "Belum ada kriteria penilaian yang berlaku" in answer.text


def decision_data(proposals, **changes) -> dict:
    return {
        "number": "MAD/05/2009", "decided_on": "2009-06-10", "request_key": str(uuid4()),
        f"putusan-{proposals[0].pk}": "setuju", f"jumlah-{proposals[0].pk}": "90.000.000",
    } | changes  # fmt: skip


def test_a_departure_from_the_ranking_needs_a_reason_and_stays_in_sight(manager_client, setting):
    proposals = scored(setting)
    address = reverse("grants:phase-decide", args=[setting[0].pk, "fisik"])
    data = decision_data(proposals)

    refused = manager_client.post(address, data)
    reason = {f"alasan-{proposals[0].pk}": "Jembatan putus"}
    answer = manager_client.post(address, data | reason, follow=True)

    assert "peringkatnya di bawah 002, 003 yang tidak disetujui" in refused.text
    assert "melewati 002, 003:" in answer.text
    assert "Jembatan putus" in answer.text


def test_nothing_chosen_is_no_decision(manager_client, setting):
    scored(setting)
    address = reverse("grants:phase-decide", args=[setting[0].pk, "fisik"])
    data = {"number": "M", "decided_on": "2009-06-10", "request_key": str(uuid4())}

    answer = manager_client.post(address, data)

    assert "Pilih keputusan untuk sedikitnya satu usulan." in answer.text


def test_a_decision_sent_twice_is_taken_once(manager_client, setting):
    proposals = scored(setting)
    address = reverse("grants:phase-decide", args=[setting[0].pk, "fisik"])
    data = decision_data(proposals, **{f"alasan-{proposals[0].pk}": "Mendesak"})

    for _ in range(2):
        manager_client.post(address, data)

    assert ProposalStep.objects.filter(to_status="A").count() == 1


def test_withdrawn_and_taken_back_with_a_reason(manager_client, setting):
    phase, villages, manager = setting
    proposal = create_verified(phase, villages[0], manager)
    data = {"happened_on": "2009-05-01", "reason": "", "request_key": str(uuid4())}
    withdraw = reverse("grants:proposal-withdraw", args=[proposal.pk])

    assert manager_client.post(withdraw, data).status_code == 200
    manager_client.post(withdraw, data | {"reason": "Dana desa"})
    back = reverse("grants:proposal-take-back", args=[proposal.pk])
    assert "Dari “Ditarik desa” kembali ke “Direkomendasikan”." in manager_client.get(back).text
    manager_client.post(back, data | {"reason": "Keliru", "request_key": str(uuid4())})

    proposal.refresh_from_db()
    assert proposal.status == "V"


def test_criteria_are_added_from_the_form(manager_client, setting):
    address = reverse("grants:scoring-set-add")
    data = {
        "since": "2010-02-01", "name-1": "Manfaat", "source-1": "typed", "weight-1": "60",
        "name-2": "Miskin", "source-2": "poor", "weight-2": "30",
    }  # fmt: skip

    wrong = manager_client.post(address, data)
    manager_client.post(address, data | {"weight-2": "40"})

    assert "Bobot berjumlah 90: harus tepat 100." in wrong.text
    made = ScoringSet.objects.get()
    assert [(c.name, c.weight) for c in made.criteria.all()] == [("Manfaat", 60), ("Miskin", 40)]


@pytest.mark.parametrize("name", ["proposal-list", "phase-list"])
def test_lists_ask_the_same_number_of_queries(
    manager_client, setting, name, django_assert_max_num_queries
):
    phase, villages, manager = setting
    for village in villages * 3:
        create_proposal(phase, village, manager)

    with django_assert_max_num_queries(12):
        assert manager_client.get(reverse(f"grants:{name}")).status_code == 200


def test_pages_of_a_phase_ask_as_much_for_three_proposals_as_for_nine(manager_client, setting):
    proposals = scored(setting)
    addresses = [
        reverse("grants:phase-detail", args=[setting[0].pk]),
        reverse("grants:phase-ranking", args=[setting[0].pk, "fisik"]),
        reverse("grants:phase-decide", args=[setting[0].pk, "fisik"]),
        reverse("grants:proposal-detail", args=[proposals[0].pk]),
    ]

    manager_client.get(addresses[0])  # the session is read once more after the login
    before = [count_queries(manager_client, address) for address in addresses]
    more = [create_verified(setting[0], village, setting[2]) for village in setting[1] * 2]
    [criterion] = ScoringSet.objects.get().criteria.all()
    score_proposals(
        setting[0], [Marks(p, {criterion.pk: 50}) for p in more], scored_on=date(2009, 5, 20),
        request_key=uuid4(), by=setting[2],
    )  # fmt: skip

    assert [count_queries(manager_client, address) for address in addresses] == before


def count_queries(client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
