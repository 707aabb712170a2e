"""Goats come into the herd with their lives."""

from collections import defaultdict
from uuid import uuid4

from goats.herd.moving_in import OldEvent, OldGoat, take_over_goats
from goats.herd.settings import set_population
from goats.models import Household
from goats.rules.events import ENDS
from upk.desk.moving.checks.lives import Happened, Story, stories_of
from upk.desk.moving.writing import Moving
from upk.offices.models import Village


def write_goats(moving: Moving) -> None:
    """All goats of the workbook, those that ended among them."""
    stories = list(stories_of(moving.content).values())
    goats = [_goat(moving, story) for story in stories]
    made = take_over_goats(moving.office, goats, request_key=uuid4(), by=moving.by)
    for story, goat in zip(stories, made, strict=True):
        moving.keep(story.row, goat)
    moving.advance(len(goats) + len(moving.content["goat_stays"]))


def write_populations(moving: Moving) -> None:
    """How many people lived in the villages."""
    by_year: dict[int, dict[Village, int]] = defaultdict(dict)
    rows = moving.content["populations"]
    for row in rows:
        by_year[row["year"]][moving.find("villages", row["village"])] = row["inhabitants"]
    for year, inhabitants in sorted(by_year.items()):
        set_population(moving.office, inhabitants, year=year, by=moving.by)
    moving.advance(len(rows))


def _goat(moving: Moving, story: Story) -> OldGoat:
    row = story.row
    return OldGoat(
        number=row["number"], sex=row["sex"], breed=row["breed"], born_on=row["born_on"],
        mother=row["mother"], price=row["price"] or 0,
        funding=row["funding"] or "",
        funding_year=row["funding_year"],
        events=tuple(_event(moving, happened) for happened in story.events),
    )  # fmt: skip


def _event(moving: Moving, happened: Happened) -> OldEvent:
    is_end = happened.kind in ENDS
    return OldEvent(
        happened.kind, happened.on, _home(moving, happened.household),
        _home(moving, happened.giver), happened.is_negligent, happened.replacement,
        cause=(happened.row["cause"] or "") if is_end else "",
        minutes=(happened.row["minutes"] or "") if is_end else "",
    )  # fmt: skip


def _home(moving: Moving, code: str | None) -> Household | None:
    return moving.find("households", code) if code else None
