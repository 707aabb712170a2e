"""An office with a budget and postings, for tests."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from tests import factories
from upk.access import Role
from upk.budget.models import BudgetVersion
from upk.budget.services import approve_budget
from upk.ledger.models import Account, Entry
from upk.ledger.services import Move, post_entry
from upk.offices.models import Office, User

SALARY, POWER, INTEREST = "5.1.01.01", "5.1.03.02", "4.1.01.01"


@dataclass(frozen=True)
class Setting:
    """The office with its people; amounts are whole rupiah."""

    office: Office
    treasurer: User
    manager: User

    def account(self, code: str) -> Account:
        return factories.account(self.office, code)

    def spend(self, code: str, amount: int, on: date, **fields) -> Entry:
        moves = [Move(self.account(code), self.account("1.1.01.01"), amount)]
        how = {"memo": "x", "moves": moves, "by": self.treasurer} | fields
        return post_entry(self.office, happened_on=on, **how)

    def earn(self, code: str, amount: int, on: date) -> Entry:
        moves = [Move(self.account("1.1.01.01"), self.account(code), amount)]
        return post_entry(self.office, happened_on=on, memo="x", moves=moves, by=self.treasurer)


def create_setting() -> Setting:
    office = factories.create_office()
    people = [factories.create_user(role, office) for role in (Role.TREASURER, Role.MANAGER)]
    return Setting(office, *people)


def approve(setting: Setting, months: Mapping[str, list[int]], **fields) -> BudgetVersion:
    """The budget of 2010, decided and in force on 4 January 2010, unless told otherwise."""
    amounts = {setting.account(code): amounts for code, amounts in months.items()}
    how = {
        "year": 2010, "amounts": amounts, "body": "MAD", "number": "BA/MAD/1",
        "decided_on": date(2010, 1, 4), "since": date(2010, 1, 4), "request_key": uuid4(),
        "by": setting.manager,
    }  # fmt: skip
    return approve_budget(setting.office, **how | fields)
