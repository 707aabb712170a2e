"""The villages' rules on levies, and what the office holds of their money."""

from uuid import uuid4

from maintenance.levies.deciding import RuleDraft, record_levy_rule
from maintenance.levies.moving_in import OldLevies, OldLevy, OldPayment, take_over_levies
from upk.desk.moving.writing import Moving
from upk.periods import Quarter


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
    """What villages paid, and their money on the day of the move."""
    payments = [
        OldPayment(
            moving.find("villages", row["village"]), Quarter(row["year"], row["quarter"]),
            row["received_on"], row["amount"],
        )
        for row in moving.content["levy_payments"]
    ]  # fmt: skip
    levies = [
        OldLevy(
            moving.find("villages", row["village"]), cash=row["cash"] or 0, bank=row["bank"] or 0
        )
        for row in moving.content["levy_balances"]
    ]
    take_over_levies(
        moving.office, OldLevies(payments, levies), on=moving.cut_over, request_key=uuid4(),
        by=moving.by,
    )  # fmt: skip
    moving.advance(len(payments) + len(levies))
