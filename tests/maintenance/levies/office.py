"""An office with villages that collect levies, for tests."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from maintenance.levies.balances import held
from maintenance.levies.deciding import RuleDraft, record_levy_rule, withdraw_levy_rule
from maintenance.levies.services import (
    PaymentSheet,
    record_bank_item,
    record_deposit,
    record_payments,
)
from maintenance.levies.undoing import undo
from maintenance.models import LevyDeposit, LevyMove, LevyPayment, LevyRule
from tests import factories
from upk.access import Role
from upk.ledger.models import Account, Posting
from upk.offices.models import Office, User, Village
from upk.periods import Quarter

START = date(2008, 1, 1)
SOON = date(2009, 1, 15)


@dataclass(frozen=True)
class Setting:
    """The office with its people and three villages, Alas, Bayan and Cemara."""

    office: Office
    treasurer: User
    manager: User
    villages: tuple[Village, ...]

    @property
    def alas(self) -> Village:
        return self.villages[0]

    @property
    def bayan(self) -> Village:
        return self.villages[1]

    @property
    def cemara(self) -> Village:
        return self.villages[2]

    def decide(self, village: Village | None = None, *, upload=None, key=None, **fields):
        """A Perdes of 2008: Rp 1.000 a month of 100 payers, 300.000 a quarter."""
        draft = RuleDraft(
            **{
                "basis": LevyRule.Basis.PERDES, "number": "01/2008",
                "decided_on": fields.get("since", START), "since": START, "amount": 1_000,
                "per": "month", "payers": 100,
            } | fields
        )  # fmt: skip
        return record_levy_rule(
            village or self.alas, draft, request_key=key or uuid4(), by=self.manager, upload=upload
        )

    def withdraw(self, rule: LevyRule, since: date, reason: str = "Salah catat"):
        return withdraw_levy_rule(rule, since=since, reason=reason, by=self.manager)

    def pay(self, amounts: Mapping[Village, int] | int, on: date = SOON, **fields):
        """Payments of several villages, or of Alas, for the day's own quarter."""
        if isinstance(amounts, int):
            amounts = {self.alas: amounts}
        key = fields.pop("key", None) or uuid4()
        sheet = PaymentSheet(on, fields.pop("quarter", Quarter.of(on)), amounts, **fields)
        return record_payments(self.office, sheet, request_key=key, by=self.treasurer)

    def deposit(self, amounts: Mapping[Village, int] | int, on: date = SOON, key=None):
        if isinstance(amounts, int):
            amounts = {self.alas: amounts}
        return record_deposit(
            self.office, amounts, deposited_on=on, slip="S-1", request_key=key or uuid4(),
            by=self.treasurer,
        )  # fmt: skip

    def bank(self, kind: str, amount: int, on: date = SOON, key=None):
        return record_bank_item(
            self.office, kind=kind, amount=amount, happened_on=on, request_key=key or uuid4(),
            by=self.treasurer,
        )  # fmt: skip

    def undo(self, row: LevyPayment | LevyDeposit, on: date = SOON, reason="Salah", key=None):
        return undo(row, happened_on=on, reason=reason, request_key=key or uuid4(), by=self.manager)

    def held(self, village: Village | None = None, on: date = date.max) -> tuple[int, int]:
        """What the village has in the cash box and in the bank."""
        village = village or self.alas
        found = held([village.pk], on)[village.pk]
        return found.cash, found.bank

    def account(self, code: str) -> Account:
        return factories.account(self.office, code)

    def balances(self, as_of: date = date.max) -> dict[str, int]:
        """Net debit of every account that was moved, by code; zeros left out."""
        net = Posting.objects.of_office(self.office).until(as_of).net_by_account()
        codes = dict(self.office.accounts.values_list("pk", "code"))
        return {codes[pk]: amount for pk, amount in sorted(net.items()) if amount}

    def card(self, village: Village | None = None) -> list[tuple]:
        rows = LevyMove.objects.filter(village=village or self.alas)
        return list(rows.values_list("kind", "happened_on", "cash", "bank"))


def create_setting() -> Setting:
    office = factories.create_office()
    treasurer = factories.create_user(Role.TREASURER, office)
    manager = factories.create_user(Role.MANAGER, office)
    names = ("Alas", "Bayan", "Cemara")
    villages = [factories.create_village(office, name=name, code=name.upper()) for name in names]
    return Setting(office, treasurer, manager, tuple(villages))
