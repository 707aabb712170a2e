"""What the database itself refuses about this app's tables (see ``upk.triggers``)."""

from upk.assets.models import Acquisition, AssetMove, Condition, Disposal
from upk.ledger.guards import closed
from upk.triggers import Guard, append_only, kept, unknown

_OFFICE_OF_ASSET = "(SELECT office_id FROM assets_asset WHERE id = NEW.asset_id)"
_ACCOUNTS = "NEW.account_id, NEW.accumulated_id, NEW.expense_id, NEW.gain_id, NEW.loss_id"
_KIND_OF = "(SELECT kind FROM ledger_account WHERE id = NEW.{0})"
_SUM = "(SELECT COALESCE(SUM({0}), 0) FROM assets_assetmove WHERE asset_id = NEW.asset_id)"


def _entry_fits(table: str, office: str, day: str = "NEW.happened_on", more: str = "") -> Guard:
    """Refuse a row whose entry isn't one of this app, of its office and day."""
    return Guard(
        f"{table}_fits_its_entry",
        table,
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.id = NEW.entry_id "
        f"AND e.office_id = {office} AND e.happened_on = {day} AND e.origin = 'assets'{more})",
        f"{table}: the entry must be of the office, the day and the inventory",
    )


def _not_closed(table: str, office: str, day: str = "NEW.happened_on") -> Guard:
    return Guard(
        f"{table}_not_in_closed_period",
        table,
        "INSERT",
        closed(office, day),
        f"{table}: the period is closed",
        lock_office=office,
    )


def _known(table: str, **words: list[str]) -> Guard:
    return Guard(
        f"{table}_known_words",
        table,
        "INSERT",
        " OR ".join(unknown(column, found) for column, found in words.items()),
        f"{table}: unknown word",
    )


_LAST_DAY = {
    "sqlite": "date(NEW.month, 'start of month', '+1 month', '-1 day')",
    "postgresql": "(date_trunc('month', NEW.month) + INTERVAL '1 month' - INTERVAL '1 day')::date",
}
_FIRST = " AND e.reverses_id IS NULL"
_SAME_OFFICE = " AND e.office_id = NEW.office_id"

GUARDS = [
    *kept(
        "assets_assetclass",
        unique=[("office_id", "name")],
        fixed=("id", "office_id", "account_id", "accumulated_id", "expense_id"),
    ),
    *[
        Guard(
            f"assetclass_accounts_fit_{event.lower()}",
            "assets_assetclass",
            event,
            f"EXISTS (SELECT 1 FROM ledger_account WHERE id IN ({_ACCOUNTS}) "
            "AND (office_id <> NEW.office_id OR is_header)) "
            f"OR {_KIND_OF.format('account_id')} <> 'asset' "
            f"OR {_KIND_OF.format('accumulated_id')} <> 'contra_asset' "
            f"OR {_KIND_OF.format('expense_id')} <> 'expense' "
            f"OR {_KIND_OF.format('gain_id')} <> 'income' "
            f"OR {_KIND_OF.format('loss_id')} <> 'expense'",
            "assets_assetclass: accounts must be of the office and of their kind",
        )
        for event in ("INSERT", "UPDATE")
    ],
    *append_only("assets_usefullife", unique=[("asset_class_id", "since")]),
    *append_only("assets_acquisition", unique=[("entry_id",)]),
    _known("assets_acquisition", kind=Acquisition.Kind.values),
    _not_closed("assets_acquisition", "NEW.office_id"),
    _entry_fits("assets_acquisition", "NEW.office_id", more=_FIRST),
    Guard(
        "acquisition_class_of_the_office",
        "assets_acquisition",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM assets_assetclass WHERE id = NEW.asset_class_id "
        "AND office_id = NEW.office_id AND (NEW.months IS NULL OR accumulated_id IS NOT NULL))",
        "assets_acquisition: the class is of the office and wears out by months",
    ),
    Guard(
        "acquisition_is_its_entry",
        "assets_acquisition",
        "INSERT",
        "NEW.quantity * NEW.unit_cost <> (SELECT total FROM ledger_entry WHERE id = NEW.entry_id)",
        "assets_acquisition: its entry is of what the things cost",
    ),
    *append_only("assets_asset", unique=[("office_id", "number")]),
    Guard(
        "asset_number_leaves_no_gap",
        "assets_asset",
        "INSERT",
        "NEW.number < 1 OR (NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM assets_asset "
        "WHERE office_id = NEW.office_id AND number = NEW.number - 1))",
        "assets_asset: numbers have no gaps",
    ),
    Guard(
        "asset_within_its_acquisition",
        "assets_asset",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM assets_acquisition a WHERE a.id = NEW.acquisition_id "
        "AND a.office_id = NEW.office_id AND a.quantity > "
        "(SELECT COUNT(*) FROM assets_asset WHERE acquisition_id = a.id))",
        "assets_asset: the acquisition is of the office and has room for it",
    ),
    *append_only("assets_conditioncheck"),
    _known("assets_conditioncheck", condition=Condition.values),
    _not_closed("assets_conditioncheck", _OFFICE_OF_ASSET, "NEW.checked_on"),
    *append_only("assets_depreciationrun", unique=[("entry_id",)]),
    _not_closed("assets_depreciationrun", "NEW.office_id", "NEW.month"),
    _entry_fits("assets_depreciationrun", "NEW.office_id", "NEW.month", _FIRST),
    *[
        Guard(
            f"depreciation_on_a_months_last_day_{vendor}",
            "assets_depreciationrun",
            "INSERT",
            f"NEW.month <> {last_day}",
            "assets_depreciationrun: on the last day of a month",
            only=vendor,
        )
        for vendor, last_day in _LAST_DAY.items()
    ],
    Guard(
        "depreciation_in_order",
        "assets_depreciationrun",
        "INSERT",
        "EXISTS (SELECT 1 FROM assets_depreciationrun r WHERE r.office_id = NEW.office_id "
        "AND r.month >= NEW.month AND NOT EXISTS "
        "(SELECT 1 FROM ledger_entry u WHERE u.reverses_id = r.entry_id))",
        "assets_depreciationrun: a month is depreciated once, and before later ones",
    ),
    *append_only("assets_disposal", unique=[("entry_id",)]),
    _known("assets_disposal", kind=Disposal.Kind.values),
    _not_closed("assets_disposal", "NEW.office_id"),
    _entry_fits("assets_disposal", _OFFICE_OF_ASSET, more=f"{_FIRST}{_SAME_OFFICE}"),
    *append_only("assets_assetmove", unique=[("asset_id", "entry_id")]),
    _known("assets_assetmove", kind=AssetMove.Kind.values),
    _not_closed("assets_assetmove", _OFFICE_OF_ASSET),
    _entry_fits("assets_assetmove", _OFFICE_OF_ASSET),
    Guard(
        "assetmove_leaves_no_less_than_nothing",
        "assets_assetmove",
        "INSERT",
        f"{_SUM.format('cost')} + NEW.cost < 0 "
        f"OR {_SUM.format('accumulated')} + NEW.accumulated < 0 "
        f"OR {_SUM.format('accumulated')} + NEW.accumulated > {_SUM.format('cost')} + NEW.cost",
        "assets_assetmove: neither cost nor what wore off can be less than nothing",
    ),
]  # fmt: skip
