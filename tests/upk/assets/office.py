"""An office with inventory classes and money, for tests."""

from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from uuid import uuid4

from tests import factories
from upk.access import Role
from upk.assets.classes import add_default_classes
from upk.assets.models import Acquisition, AssetClass
from upk.assets.services import Goods, buy
from upk.ledger.models import Account, Posting
from upk.offices.models import Office, User

COMPUTER, DESK, LAND = "Komputer", "Inventaris/peralatan kantor", "Tanah"


@dataclass(frozen=True)
class Setting:
    """The office with its people; amounts are whole rupiah."""

    office: Office
    treasurer: User
    manager: User

    def account(self, code: str) -> Account:
        return factories.account(self.office, code)

    @property
    def cash(self) -> Account:
        return self.account("1.1.01.01")

    def asset_class(self, name: str = COMPUTER) -> AssetClass:
        return AssetClass.objects.get(office=self.office, name=name)

    def balances(self, as_of: date = date.max) -> SimpleNamespace:
        """Net debit of what the inventory moves, at the end of a day."""
        net = Posting.objects.of_office(self.office).until(as_of).net_by_account()
        codes = {
            "cash": "1.1.01.01", "cost": "1.2.01.04", "worn": "1.2.02.03", "expense": "5.1.07.10",
            "gain": "4.2.01.04", "loss": "5.3.02.01", "opening": "3.3.01.01",
        }  # fmt: skip
        found = {key: net.get(self.account(code).pk, 0) for key, code in codes.items()}
        return SimpleNamespace(**found)


def create_setting(money: int = 100_000_000) -> Setting:
    office = factories.create_office()
    treasurer = factories.create_user(Role.TREASURER, office)
    manager = factories.create_user(Role.MANAGER, office)
    factories.put_money_in(factories.account(office, "1.1.01.01"), money, by=treasurer)
    add_default_classes(office, date(2003, 1, 1))
    return Setting(office, treasurer, manager)


def buy_things(setting: Setting, **fields) -> Acquisition:
    """A computer of Rp 4.800.001 bought on 10 October 2009, unless told otherwise."""
    name = fields.pop("class_name", COMPUTER)
    how = {
        "bought_on": fields.pop("on", date(2009, 10, 10)),
        "paid_from": fields.pop("paid_from", setting.cash),
        "request_key": fields.pop("request_key", None) or uuid4(),
        "by": setting.treasurer,
    }
    goods = Goods(
        **{
            "asset_class": setting.asset_class(name), "name": "Komputer", "quantity": 1,
            "unit_cost": 4_800_001, "location": "Kantor",
        } | fields
    )  # fmt: skip
    return buy(goods, **how)
