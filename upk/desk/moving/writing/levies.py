"""The villages' rules on levies, and what the office holds of their money."""

from uuid import uuid4

from maintenance.levies.deciding import RuleDraft, record_levy_rule
from maintenance.levies.moving_in import OpeningLevy, take_over_levies
from upk.desk.moving.writing import Moving


def write_levy_rules(moving: Moving) -> None:
    """The rules, the oldest first."""
    for row in sorted(moving.content["levy_rules"], key=lambda row: row["since"]):
        draft = RuleDraft(
            basis=row["basis"], number=row["number"], decided_on=row["decided_on"],
            since=row["since"], amount=row["amount"], per=row["per"], payers=row["payers"],
        )  # fmt: skip
        village = moving.find("villages", row["village"])
        moving.keep(row, record_levy_rule(village, draft, request_key=uuid4(), by=moving.by))
        moving.advance(1)


def write_levy_balances(moving: Moving) -> None:
    """The villages' money on the day of the move."""
    levies = [
        OpeningLevy(
            moving.find("villages", row["village"]), cash=row["cash"] or 0, bank=row["bank"] or 0
        )
        for row in moving.content["levy_balances"]
    ]
    take_over_levies(levies, on=moving.cut_over, by=moving.by)
    moving.advance(len(levies))
