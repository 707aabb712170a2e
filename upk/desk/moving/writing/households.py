"""Poor households come into the register with their steps and members, and the aid they had."""

from collections import defaultdict
from uuid import uuid4

from goats.aid.moving_in import OldAid, take_over_aid
from goats.households.moving_in import OldHousehold, OldStep, take_over_households
from goats.rules.households import Step
from upk.desk.moving.checks.households import registered_since, steps_of
from upk.desk.moving.content import Row
from upk.desk.moving.writing import Moving


def write_households(moving: Moving) -> None:
    """All households of the workbook."""
    members: dict[object, list[Row]] = defaultdict(list)
    for row in moving.content["household_members"]:
        members[row["household"]].append(row)
    rows = moving.content["households"]
    homes = [_household(moving, row, members[row["code"]]) for row in rows]
    made = take_over_households(moving.office, homes, request_key=uuid4(), by=moving.by)
    for row, household in zip(rows, made, strict=True):
        moving.keep(row, household)
    moving.advance(len(rows) + len(moving.content["household_members"]))


def _household(moving: Moving, row: Row, members: list[Row]) -> OldHousehold:
    since = registered_since(row, moving.cut_over)
    texts = {Step.CONFIRMED: row["minutes"]}
    return OldHousehold(
        moving.find("villages", row["village"]), moving.find("people", row["head"]),
        row["proposed_by"], since, row["hamlet"] or "", row["address"] or "",
        steps=tuple(
            OldStep(step.kind, step.on, texts.get(step.kind) or row["note"])
            for step in steps_of(row)
        ),
        members=tuple(
            (moving.find("people", member["person"]), member["relation"], member["since"] or since)
            for member in members
        ),
    )  # fmt: skip


def write_aid(moving: Moving) -> None:
    """What households received before the move."""
    aid = [
        OldAid(
            moving.find("households", row["household"]), row["kind"], row["handed_on"],
            row["amount"], row["year"] or row["handed_on"].year,
        )
        for row in moving.content["aid"]
    ]  # fmt: skip
    take_over_aid(moving.office, aid, request_key=uuid4(), by=moving.by)
    moving.advance(len(aid))
