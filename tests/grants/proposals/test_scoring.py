"""Scores worked out by hand for three villages, and that they stay as they were given.

Scored on 20 May 2009, so the window is the eight quarters II 2007 to I 2009.

Alas   Levy of Rp 1.000 x 100 payers a month since January 2008: five quarters of 300.000 due,
       1.500.000. Paid 300.000 in three of them: 900.000, that is 60,00. One road since
       5 January 2008, so in five quarters; found good on 10 January 2008, which counts for that
       quarter and three more, then slightly damaged on 10 February 2009 (70): (4 x 100 + 70) / 5 =
       94,00.
Bayan  No levy, one road since 5 January 2009 that nobody looked at: 0,00 and 0,00.
Cemara Nothing was built and nothing is due: neither criterion counts.

Every proposal: poor 100 of 250 = 40,00; swadaya 10 of 100 million = 10,00; the team's marks are
80 (weight 25) and 60 (weight 15).

Alas   25x80 + 15x60 + 20x40 + 10x10 + 15x60 + 15x94 = 6110 of 100 = 61,10
Bayan  2000 + 900 + 800 + 100 + 0 + 0 = 3800 of 100 = 38,00
Cemara 3800 of 70 = 54,2857 = 54,29
"""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from grants.models import Score
from grants.proposals.ranked import ranking
from grants.proposals.scoring import Marks, needs_upkeep, rate, score_proposals
from grants.proposals.scoring_sets import create_default_sets, set_in_force
from grants.proposals.services import take_back_step
from grants.rules.scoring import window_before
from tests.grants.office import create_phase, create_verified
from tests.maintenance.levies.office import create_setting
from tests.maintenance.register.village import Setting as Register
from tests.maintenance.register.village import inspect, register
from upk.periods import Quarter

pytestmark = pytest.mark.django_db
SCORED_ON = date(2009, 5, 20)


@pytest.fixture
def setting():
    """Three villages with their records, and a verified proposal of each."""
    setting = create_setting()
    manager = setting.manager
    keep = Register(setting.office, setting.alas, manager, manager, manager)
    setting.decide()
    for number in (1, 2, 4):
        quarter = Quarter(2008, number)
        setting.pay(300_000, on=quarter.end, quarter=quarter)
    road = register(keep, on=date(2008, 1, 5), built_year=2007)
    inspect(keep, road, date(2008, 1, 10), "good")
    inspect(keep, road, date(2009, 2, 10), "slight")
    register(keep, on=date(2009, 1, 5), village=setting.bayan)
    create_default_sets(setting.office, date(2003, 1, 1))
    phase = create_phase(list(setting.villages), manager)
    proposals = [create_verified(phase, village, manager) for village in setting.villages]
    return setting, phase, proposals


def typed_points(office, on=SCORED_ON) -> dict[int, int]:
    """80 for the first typed criterion, 60 for the second."""
    typed = [c for c in set_in_force(office, on).criteria.all() if c.source == "typed"]
    return {criterion.pk: mark for criterion, mark in zip(typed, (80, 60), strict=True)}


def score(setting, phase, proposals, on=SCORED_ON, key=None, points=None):
    marks = [Marks(p, points or typed_points(setting.office, on)) for p in proposals]
    return score_proposals(
        phase, marks, scored_on=on, request_key=key or uuid4(), by=setting.manager
    )


def test_three_villages_by_hand(setting):
    made = score(*setting)

    assert [one.total for one in made] == [Decimal("61.10"), Decimal("38.00"), Decimal("54.29")]
    assert [[line.points for line in one.lines.all()][4:] for one in made] == [
        [Decimal("60.00"), Decimal("94.00")],
        [Decimal("0.00"), Decimal("0.00")],
        [None, None],
    ]


def test_a_score_keeps_the_figures_that_it_comes_from(setting):
    [alas, _, cemara] = score(*setting)

    poor, swadaya, levy, condition = [line.basis for line in alas.lines.all()][2:]
    quarters = {"from": "2007-2", "to": "2009-1"}
    assert poor == {"poor": 100, "served": 250}
    assert swadaya == {"swadaya": 10_000_000, "cost": 100_000_000}
    assert levy == {"due": 1_500_000, "paid": 900_000, "pieces": 5} | quarters
    assert condition == {
        "pieces": 5, "inspected": 2, "good": 4, "slight": 1, "heavy": 0, "broken": 0,
    } | quarters  # fmt: skip
    assert [line.basis for line in cemara.lines.all()][4] == {
        "due": 0, "paid": 0, "pieces": 0,
    } | quarters  # fmt: skip


def test_what_is_paid_later_for_the_window_does_not_change_a_score(setting):
    office, phase, proposals = setting
    [made, *_] = score(office, phase, proposals)

    office.pay(300_000, on=date(2009, 6, 1), quarter=Quarter(2008, 3))

    made.refresh_from_db()
    assert made.total == Decimal("61.10")
    assert made.lines.all()[4].basis["paid"] == 900_000


def test_before_2008_levies_and_condition_do_not_count(setting):
    """40x80 + 20x60 + 25x40 + 15x10 = 5550 of 100."""
    office, _, _ = setting
    with_records = set_in_force(office.office, date(2008, 1, 1))
    early = set_in_force(office.office, date(2007, 12, 31))
    points = dict(zip([c.pk for c in early.criteria.all()][:2], (80, 60), strict=True))

    rating = rate(early, setting[2][0], points, {}, window_before(date(2007, 5, 20)))

    assert rating.total == Decimal("55.50")
    assert not needs_upkeep(early)
    assert needs_upkeep(with_records)


def test_a_scoring_sent_twice_scores_once(setting):
    key = uuid4()

    first, again = score(*setting, key=key), score(*setting, key=key)

    assert first == again
    assert Score.objects.count() == 3


def test_every_mark_is_asked_and_lies_between_0_and_100(setting):
    office, phase, proposals = setting
    points = typed_points(office.office)
    first, second = points

    for wrong in ({first: 80}, {first: 80, second: 101}, {first: -1, second: 5}):
        with pytest.raises(ValidationError, match="isi setiap nilai Tim Verifikasi"):
            score(office, phase, proposals[:1], points=wrong)
    assert not Score.objects.exists()


def test_only_what_was_recommended_is_scored_and_all_reasons_are_said(setting):
    office, phase, proposals = setting
    score(office, phase, proposals[:2])

    with pytest.raises(ValidationError) as refused:
        score(office, phase, proposals)

    assert [message[:4] for message in refused.value.messages] == ["001:", "002:"]
    assert Score.objects.count() == 2


def test_a_score_that_was_taken_back_gives_way_to_the_next(setting):
    office, phase, proposals = setting
    score(office, phase, proposals)
    how = {"happened_on": SCORED_ON, "reason": "Salah nilai", "request_key": uuid4()}
    take_back_step(proposals[1], **how, by=office.manager)

    before = ranking(phase, "fisik")
    full = dict.fromkeys(typed_points(office.office), 100)
    score(office, phase, proposals[1:2], points=full)

    assert [row.proposal.number for row in before] == [1, 3]
    assert [(row.proposal.number, row.score.total) for row in ranking(phase, "fisik")] == [
        (1, Decimal("61.10")),
        (3, Decimal("54.29")),
        (2, Decimal("49.00")),
    ]


def test_marks_of_another_phase_are_refused(setting):
    office, _, proposals = setting
    other = create_phase(list(office.villages), office.manager, year=2008)

    with pytest.raises(ValidationError, match="Pilih usulan dari tahun ini"):
        score(office, other, proposals)
