"""The programme's forms about proposals: what stands on them, and that they become PDFs."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from grants.proposals.decisions import Verdict, decide
from grants.proposals.papers import (
    PHASE_PAPERS,
    PROPOSAL_PAPERS,
    phase_html,
    proposal_html,
    village_html,
)
from grants.proposals.phases import Meeting
from grants.proposals.scoring import Marks, score_proposals
from grants.proposals.scoring_sets import add_scoring_set
from grants.rules.scoring import POOR, TYPED, Term
from tests.grants.office import (
    create_grant_office,
    create_phase,
    create_proposal,
    create_verified,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def setting():
    """Three ranked proposals, of which the worst is approved; a fourth that is only proposed."""
    _, villages, manager = create_grant_office()
    terms = [Term("Manfaat", TYPED, 60), Term("Warga miskin", POOR, 40)]
    made = add_scoring_set(manager.office, since=date(2009, 1, 1), terms=terms, by=manager)
    phase = create_phase(villages, manager)
    proposals = [create_verified(phase, v, manager, title=f"Talut {v.name}") for v in villages]
    typed = made.criteria.get(source=TYPED)
    marks = [Marks(p, {typed.pk: n}) for p, n in zip(proposals, (70, 90, 90), strict=True)]
    score_proposals(phase, marks, scored_on=date(2009, 5, 20), request_key=uuid4(), by=manager)
    decide(
        phase, [Verdict(proposals[0], 85_000_000, "Longsor")],
        Meeting("MAD/05/2009", date(2009, 6, 10)), request_key=uuid4(), by=manager,
    )  # fmt: skip
    proposals.append(create_proposal(phase, villages[0], manager, title="Posyandu baru"))
    for proposal in proposals:
        proposal.refresh_from_db()
    return phase, proposals, manager


def paper(papers, form: str):
    return next(one for one in papers if one.form == form)


def test_the_proposal_says_its_amounts_in_words(setting):
    phase, proposals, _ = setting

    html = proposal_html(paper(PROPOSAL_PAPERS, "5"), proposals[0])

    assert "Formulir 5" in html
    assert "sembilan puluh juta rupiah" in html
    assert "100.000.000" in html  # with swadaya
    assert phase.office.name in html


def test_the_checklist_is_ticked_once_it_was_verified(setting):
    _, proposals, _ = setting
    form = paper(PROPOSAL_PAPERS, "10")

    assert proposal_html(form, proposals[0]).count("√") == 5
    assert proposal_html(form, proposals[3]).count("√") == 0


def test_the_verification_has_the_number_of_its_sector(setting):
    _, proposals, _ = setting

    html = proposal_html(paper(PROPOSAL_PAPERS, "12"), proposals[0])

    assert "Formulir 12.d" in html
    assert "Verifikasi Usulan Kegiatan Prasarana" in html
    assert "100 warga miskin dari 250 pemanfaat" in html


def test_priorities_name_ties_and_what_is_funded_names_whom_it_passed_over(setting):
    phase, _, _ = setting

    ranked = phase_html(paper(PHASE_PAPERS, "15"), phase)
    funded = phase_html(paper(PHASE_PAPERS, "27"), phase)

    assert ranked.count("nilai sama, diurutkan menurut nomor usulan") == 2
    assert "melewati 002, 003: Longsor" in funded
    assert funded.count("85.000.000") == 3  # the proposal, its sector, all sectors


def test_a_village_is_told_what_it_asked(setting):
    phase, proposals, _ = setting

    html = village_html(phase, proposals[0].village)

    assert "Posyandu baru" in html
    assert proposals[1].title not in html
    assert "180.000.000" in html


def test_recommendations_leave_out_what_was_not_verified(setting):
    html = phase_html(paper(PHASE_PAPERS, "13"), setting[0])

    assert html.count("Direkomendasikan, TV/01/2009") == 3
    assert "Posyandu baru" not in html


def test_papers_are_handed_out_as_pdf(client, setting):
    phase, proposals, manager = setting
    client.force_login(manager)
    addresses = [
        reverse("grants:proposal-paper", args=[proposals[0].pk, "verifikasi-bidang"]),
        reverse("grants:phase-paper", args=[phase.pk, "didanai"]),
    ]

    for address in addresses:
        answer = client.get(address)

        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-")


@pytest.mark.parametrize("name", ["proposal-paper", "phase-paper"])
def test_a_form_that_does_not_exist_is_not_found(client, setting, name):
    phase, proposals, manager = setting
    client.force_login(manager)
    pk = phase.pk if name == "phase-paper" else proposals[0].pk

    assert client.get(reverse(f"grants:{name}", args=[pk, "lain"])).status_code == 404
