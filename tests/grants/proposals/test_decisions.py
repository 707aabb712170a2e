"""The meeting's decision: within the budget, by the ranking or with a reason."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from grants.models import Proposal, ProposalStep
from grants.proposals.allocations import Allocation, allocations
from grants.proposals.decisions import Verdict, decide
from grants.proposals.phases import Meeting, change_phase
from grants.proposals.ranked import place_of, ranking
from grants.proposals.scoring import Marks, score_proposals
from grants.proposals.scoring_sets import add_scoring_set
from grants.proposals.services import take_back_step, verify_proposal
from grants.rules.scoring import TYPED, Term
from tests.grants.office import (
    BUDGETS,
    create_grant_office,
    create_phase,
    create_proposal,
    create_verified,
    finding,
    phase_amounts,
)
from upk.ledger.services import close_books

pytestmark = pytest.mark.django_db
SCORED_ON = date(2009, 5, 20)
MAD = Meeting("MAD/05/2009", date(2009, 6, 10))


@pytest.fixture
def setting():
    """Proposals 001, 002, 003 (asking 90 million each) with 70, 90 and 80 points."""
    office, villages, manager = create_grant_office()
    made = add_scoring_set(
        office, since=date(2009, 1, 1), terms=[Term("Manfaat", TYPED, 100)], by=manager
    )
    phase = create_phase(villages, manager)
    proposals = [create_verified(phase, village, manager) for village in villages]
    [criterion] = made.criteria.all()
    marks = [Marks(p, {criterion.pk: n}) for p, n in zip(proposals, (70, 90, 80), strict=True)]
    score_proposals(phase, marks, scored_on=SCORED_ON, request_key=uuid4(), by=manager)
    return phase, proposals, manager


def meet(setting, *verdicts, meeting=MAD, key=None) -> list[ProposalStep]:
    phase, _, manager = setting
    return decide(phase, verdicts, meeting, request_key=key or uuid4(), by=manager)


def standing() -> list[tuple[int, str, int | None]]:
    rows = Proposal.objects.with_amounts().order_by("number")
    return [(p.number, p.status, p.approved) for p in rows]


def test_the_best_are_approved_and_the_rest_refused_with_a_reason(setting):
    _, [first, second, third], _ = setting

    meet(
        setting, Verdict(second, 90_000_000), Verdict(third, 80_000_000),
        Verdict(first, None, "Dana habis"),
    )  # fmt: skip

    assert standing() == [(1, "T", None), (2, "A", 90_000_000), (3, "A", 80_000_000)]
    steps = ProposalStep.objects.filter(to_status="A").order_by("rank")
    assert [(s.rank, s.passed_over, str(s.decision)) for s in steps] == [
        (1, 0, "MAD/05/2009"),
        (2, 0, "MAD/05/2009"),
    ]


def test_whoever_is_approved_before_a_better_one_needs_a_reason(setting):
    phase, [first, second, _], _ = setting

    with pytest.raises(ValidationError) as refused:
        meet(setting, Verdict(first, 90_000_000))
    assert refused.value.messages == [
        "001: peringkatnya di bawah 002, 003 yang tidak disetujui. Tulis alasannya."
    ]

    meet(setting, Verdict(first, 90_000_000, "Jembatan putus"), Verdict(second, None, "Tunda"))

    step = ProposalStep.objects.get(to_status="A")
    assert (step.rank, step.passed_over, step.reason) == (3, 2, "Jembatan putus")
    assert [row.better_left_out for row in ranking(phase, "fisik")] == [(), (), ("002", "003")]


def test_the_budget_of_the_sector_is_the_limit(setting):
    phase, [first, second, third], manager = setting
    tight = BUDGETS | {"fisik": 200_000_000, "ekonomi": 650_000_000}
    change_phase(
        phase, phase_amounts([p.village for p in (first, second, third)], budgets=tight),
        Meeting("MAD/04/2009", date(2009, 6, 1)), reason="Digeser", request_key=uuid4(),
        by=manager,
    )  # fmt: skip

    meet(setting, Verdict(second, 90_000_000))
    with pytest.raises(ValidationError) as refused:
        meet(setting, Verdict(third, 90_000_000), Verdict(first, 90_000_000))

    assert refused.value.messages == [
        "Bidang Fisik: disetujui Rp 180.000.000, sisa pagunya Rp 110.000.000."
    ]
    assert standing() == [(1, "S", None), (2, "A", 90_000_000), (3, "S", None)]


def test_every_reason_is_said_at_once_and_nothing_is_half_decided(setting):
    _, [first, second, third], _ = setting

    with pytest.raises(ValidationError) as refused:
        meet(
            setting, Verdict(second, 95_000_000), Verdict(third, 0), Verdict(first, None, " "),
            meeting=Meeting(" ", date(2009, 5, 1)),
        )  # fmt: skip

    messages = refused.value.message_dict
    assert messages["number"] == ["Tulis nomor keputusannya."]
    assert len(messages["decided_on"]) == 3
    assert messages["__all__"] == [
        "002: Rp 95.000.000 melebihi usulan Rp 90.000.000. Tulis alasannya.",
        "003: isi jumlah yang disetujui, lebih dari nol.",
        "001: tulis alasan penolakannya.",
    ]
    assert {status for _, status, _ in standing()} == {"S"}


def test_more_than_was_asked_is_given_with_a_reason(setting):
    _, [_, second, _], _ = setting

    meet(setting, Verdict(second, 95_000_000, "Harga naik"))

    assert standing()[1] == (2, "A", 95_000_000)


def test_a_decision_sent_twice_is_taken_once(setting):
    _, [_, second, _], _ = setting
    key = uuid4()

    first, again = (meet(setting, Verdict(second, 1_000_000), key=key) for _ in range(2))

    assert first == again
    assert ProposalStep.objects.filter(to_status="A").count() == 1


def test_what_was_not_scored_can_only_be_refused(setting):
    phase, [first, *_], manager = setting
    late = create_proposal(phase, first.village, manager)

    with pytest.raises(ValidationError, match="Langkah ini tidak dapat diambil"):
        meet(setting, Verdict(late, 1_000_000))
    meet(setting, Verdict(late, None, "Terlambat"))

    assert standing()[3] == (4, "T", None)
    assert place_of(Proposal.objects.get(number=4)) is None


def test_no_decision_in_closed_books_or_the_future(setting):
    phase, [_, second, _], manager = setting
    close_books(phase.office, through=date(2009, 6, 30), by=manager)

    with pytest.raises(ValidationError, match="Buku sudah ditutup"):
        meet(setting, Verdict(second, 1_000_000))
    with pytest.raises(ValidationError, match="belum tiba"):
        meet(setting, Verdict(second, 1_000_000), meeting=Meeting("M", date(2010, 2, 16)))


def test_allocations_are_those_of_the_day(setting):
    phase, [_, second, _], manager = setting
    meet(setting, Verdict(second, 90_000_000))
    take_back_step(
        second, happened_on=date(2009, 8, 1), reason="Batal", request_key=uuid4(), by=manager
    )

    def given(day: date) -> list[Allocation]:
        return [a for a in allocations(phase.office, day) if a.sector == "fisik"]

    assert given(date(2009, 6, 9)) == []
    assert given(date(2009, 7, 31)) == [Allocation(2009, second.village_id, "fisik", 90_000_000)]
    assert given(date(2009, 8, 1)) == []
    assert standing()[1] == (2, "S", None)


def test_an_approval_is_not_taken_back_in_closed_books(setting):
    phase, [_, second, _], manager = setting
    meet(setting, Verdict(second, 90_000_000))
    close_books(phase.office, through=date(2009, 6, 30), by=manager)

    with pytest.raises(ValidationError, match="Buku sudah ditutup"):
        take_back_step(
            second, happened_on=date(2009, 6, 20), reason="Batal", request_key=uuid4(), by=manager
        )


def test_a_phase_does_not_sink_below_what_is_approved(setting):
    phase, [_, second, _], manager = setting
    meet(setting, Verdict(second, 90_000_000))
    less = BUDGETS | {"fisik": 80_000_000, "ekonomi": 770_000_000}

    with pytest.raises(ValidationError, match="Fisik: sudah disetujui"):
        change_phase(
            phase, phase_amounts([second.village], budgets=less, upk=40_000_000),
            Meeting("MAD/06/2009", date(2009, 7, 1)), reason="Digeser", request_key=uuid4(),
            by=manager,
        )  # fmt: skip


def test_no_work_that_goes_on_leads_back(setting):
    phase, (first, *_), manager = setting
    how = {"request_key": uuid4(), "by": manager}

    with pytest.raises(ValidationError, match="001: usulan ini dinilai"):
        verify_proposal(first, finding(first), verified_on=MAD.decided_on, **how)

    decide(phase, [Verdict(first, 1_000_000, "Mendesak")], MAD, **how)
    marks = [Marks(first, {first.scores.get().lines.get().criterion_id: 100})]
    with pytest.raises(ValidationError, match="001: usulan ini disetujui MAD"):
        score_proposals(
            phase, marks, scored_on=MAD.decided_on, request_key=uuid4(), by=manager
        )  # fmt: skip

    assert first.steps.count() == 4
