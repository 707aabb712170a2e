"""What budgets add to the world."""

from datetime import date
from uuid import uuid4

from tests import factories
from upk.budget.services import approve_budget
from upk.offices.models import Office, User

DAY = date(2010, 1, 20)


def add_budget(office: Office, other: Office, by: User) -> dict[str, int]:
    """Ids by name: the budget of 2010 and a line of it, one of the other office."""
    found = {}
    for name, place in (("", office), ("foreign_", other)):
        account = factories.account(place, "5.1.01.01")
        version = approve_budget(
            place, year=2010, amounts={account: [100] * 12}, body="MAD", number="BA/1",
            decided_on=DAY, since=DAY, request_key=uuid4(), by=by,
        )  # fmt: skip
        found |= {
            f"{name}budget": version.pk,
            f"{name}budget_decision": version.decision_id,
            f"{name}budget_account": account.pk,
            f"{name}budget_line": version.lines.first().pk,
        }
    return found
