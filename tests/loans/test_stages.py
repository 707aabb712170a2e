"""The stepper of a loan's life, from its steps."""

from datetime import date, timedelta

import pytest

from loans.lifecycle import STEPS
from loans.stages import LABELS, NEXT, stages

DAY = date(2010, 2, 1)


def shown(path: str) -> str:
    """Status and the state's first letter of each stage, after steps to each status in turn."""
    steps = [(status, DAY + timedelta(days=n)) for n, status in enumerate(path)]
    return " ".join(f"{stage.status}{stage.state[0]}" for stage in stages(steps))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("P", "Pd Vn Wl Al Ll"),
        ("PV", "Pd Vd Wn Al Ll"),
        ("PVP", "Pd Vn Wl Al Ll"),
        ("PVWV", "Pd Vd Wn Al Ll"),
        ("PVT", "Pd Vd Ts"),
        ("PVTV", "Pd Vd Wn Al Ll"),
        ("PVWAL", "Pd Vd Wd Ad Ld"),
        ("PVWALA", "Pd Vd Wd Ad Ln"),
        ("PVWAR", "Pd Vd Wd Ad Rs"),
        ("PVWAH", "Pd Vd Wd Ad Hs"),
        ("PVWAX", "Pd Vd Wd Ad Xs"),
        ("WA", "Pd Vd Wd Ad Ln"),  # took over from a rescheduled loan
        ("", "Pn Vl Wl Al Ll"),
    ],
)
def test_stages_follow_the_steps(path, expected):
    assert shown(path) == expected


def test_a_stage_keeps_the_day_it_was_first_reached():
    days = [(status, DAY + timedelta(days=n)) for n, status in enumerate("PVPV")]

    assert [stage.on for stage in stages(days)[:2]] == [DAY, DAY + timedelta(days=3)]


def test_every_status_has_its_words():
    assert {after for _, after in STEPS} <= set(LABELS) & set(NEXT)
