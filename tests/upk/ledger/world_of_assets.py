"""What the inventory adds to the world."""

from datetime import date
from uuid import uuid4

from tests import factories
from upk.assets.classes import add_default_classes
from upk.assets.depreciating import post_depreciation
from upk.assets.disposing import dispose
from upk.assets.models import AssetClass, AssetMove
from upk.assets.services import Goods, buy
from upk.ledger.services import Move, post_entry
from upk.offices.models import Office, User

BOUGHT, MONTH, SOLD = date(2010, 1, 5), date(2010, 1, 31), date(2010, 2, 3)


def add_assets(office: Office, other: Office, by: User) -> dict[str, int]:
    """Ids by name: two computers, a month of depreciation, one sold; entries without a row."""
    cash = factories.account(office, "1.1.01.01")
    factories.put_money_in(cash, 10_000_000, on=BOUGHT, by=by)
    for place in (office, other):
        add_default_classes(place, factories.BEGINNING)
    name = "Komputer"
    found = AssetClass.objects.get(office=office, name=name)
    goods = Goods(found, name, 2, 4_800_001, "Kantor")
    made = buy(goods, bought_on=BOUGHT, paid_from=cash, request_key=uuid4(), by=by)
    asset, sold = made.assets.all()
    [run] = post_depreciation(office, through=MONTH, request_key=uuid4(), by=by)
    disposal = dispose(
        sold, happened_on=SOLD, kind="sold", proceeds=1_000_000, received_in=cash, note="",
        request_key=uuid4(), by=by,
    )  # fmt: skip

    def entry(on: date) -> int:
        moves = [Move(cash, found.account, 1)]
        return post_entry(office, happened_on=on, memo="x", moves=moves, by=by, origin="assets").pk

    return {
        "asset_class": found.pk, "life": found.lives.get().pk, "acquisition": made.pk,
        "foreign_class": AssetClass.objects.get(office=other, name=name).pk,
        "land": AssetClass.objects.get(office=office, name="Tanah").pk,
        "asset": asset.pk, "look": asset.checks.get().pk, "run": run.pk, "disposal": disposal.pk,
        "asset_move": AssetMove.objects.get(asset=asset, entry=made.entry).pk,
        "bought_entry": entry(BOUGHT), "month_entry": entry(MONTH), "sold_entry": entry(SOLD),
    }  # fmt: skip
