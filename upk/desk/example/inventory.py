"""What the example office owns: invented purchases of seven years, and one thing sold."""

from datetime import date

from upk.assets.classes import GAIN, add_default_classes
from upk.assets.depreciating import post_depreciation
from upk.assets.disposing import dispose
from upk.assets.models import Asset, AssetClass
from upk.assets.services import Goods, buy
from upk.desk.example import calendar
from upk.desk.example.accounts import CASH
from upk.desk.example.events import MonthEnd, Purchase, Sale
from upk.desk.example.keys import Keys
from upk.desk.example.office import Setting
from upk.desk.example.places import FIRST_DAY, PRACTICE_DATE
from upk.periods import month_end

OFFICE, MOTOR, COMPUTER = "Inventaris/peralatan kantor", "Kendaraan", "Komputer"
ACCOUNTS = {OFFICE: "1.2.01.04", MOTOR: "1.2.01.03", COMPUTER: "1.2.01.04"}
OLD_COMPUTER = "Komputer dan printer"
BOUGHT = (
    # year, month, day, class, name, quantity, whole rupiah each
    (2003, 10, 14, OFFICE, "Meja kerja", 2, 450_000),
    (2004, 3, 9, COMPUTER, OLD_COMPUTER, 1, 6_500_000),
    (2004, 9, 7, OFFICE, "Lemari arsip", 1, 1_250_000),
    (2005, 6, 14, MOTOR, "Sepeda motor", 1, 12_800_000),
    (2006, 5, 9, OFFICE, "Kursi rapat", 10, 175_000),
    (2007, 8, 14, COMPUTER, "Komputer", 1, 7_200_000),
    (2009, 2, 10, COMPUTER, "Printer", 1, 2_400_000),
    (2009, 7, 14, OFFICE, "Lemari besi", 1, 1_900_000),
)
SOLD = (2008, 4, 15, OLD_COMPUTER, 350_000)


def plan_inventory() -> list[Purchase | Sale]:
    """The purchases, paid in cash, and the sale of the first computer when it was worn out."""
    purchases = []
    for year, month, day, asset_class, name, quantity, unit_cost in BOUGHT:
        on = calendar.in_month(year, month, day)
        moves = ((ACCOUNTS[asset_class], CASH, quantity * unit_cost),)
        purchases.append(Purchase(on, asset_class, name, quantity, unit_cost, moves))
    *day, name, proceeds = SOLD
    [bought_on] = [purchase.on for purchase in purchases if purchase.name == name]
    moves = ((CASH, GAIN, proceeds),)
    return [*purchases, Sale(calendar.in_month(*day), name, bought_on, proceeds, moves)]


def plan_month_ends() -> list[MonthEnd]:
    """The ends of months on which something is depreciated."""
    first = min(date(*row[:3]) for row in BOUGHT)
    ends = [month_end(date(*month, 1)) for month in calendar.months(first, PRACTICE_DATE)]
    return [MonthEnd(day) for day in ends if day <= PRACTICE_DATE]


class InventoryDesk:
    """What the treasurer does with the inventory."""

    def __init__(self, setting: Setting, key: Keys) -> None:
        self.office = setting.office
        self.treasurer = setting.users["bendahara"]
        self.cash = setting.accounts[CASH]
        self._key = key
        add_default_classes(self.office, FIRST_DAY)

    def buy(self, purchase: Purchase) -> None:
        """Record a purchase."""
        found = AssetClass.objects.get(office=self.office, name=purchase.asset_class)
        goods = Goods(found, purchase.name, purchase.quantity, purchase.unit_cost, "Kantor UPK")
        how = {"paid_from": self.cash, "request_key": self._key(), "by": self.treasurer}
        buy(goods, bought_on=purchase.on, **how)

    def sell(self, sale: Sale) -> None:
        """Record a sale."""
        bought = {"acquisition__name": sale.name, "acquisition__bought_on": sale.bought_on}
        asset = Asset.objects.get(office=self.office, **bought)
        dispose(
            asset, happened_on=sale.on, kind="sold", proceeds=sale.proceeds,
            received_in=self.cash, note="", request_key=self._key(), by=self.treasurer,
        )  # fmt: skip

    def depreciate(self, month: MonthEnd) -> None:
        """Post the month's depreciation."""
        post_depreciation(self.office, through=month.on, request_key=self._key(), by=self.treasurer)
