"""What a clerk with SQL would try on the inventory."""

from django.db import connection

from tests.upk.ledger.world import copied

CASES: dict[str, tuple[str, str]] = {}
"""As in ``attempts``."""

ROWS = {
    # table: a row of ours in it, and a change that somebody could want
    "assets_usefullife": ("life", "months = 1"),
    "assets_acquisition": ("acquisition", "unit_cost = 1"),
    "assets_asset": ("asset", "number = 9"),
    "assets_conditioncheck": ("look", "condition = 'missing'"),
    "assets_depreciationrun": ("run", "month = '2010-02-28'"),
    "assets_disposal": ("disposal", "proceeds = 1"),
    "assets_assetmove": ("asset_move", "cost = 1"),
}
CLASS = ("assets_assetclass", "{asset_class}")
ACQUISITION = ("assets_acquisition", "{acquisition}")
RUN = ("assets_depreciationrun", "{run}")
DISPOSAL = ("assets_disposal", "{disposal}")
MOVE = ("assets_assetmove", "{asset_move}")

for table, (row, change) in ROWS.items():
    CASES[f"{table} edit"] = f"UPDATE {table} SET {change} WHERE id={{{row}}}", "never changed"
kept = {table: row for table, (row, _) in ROWS.items()} | {"assets_assetclass": "asset_class"}
for table, row in kept.items():
    CASES[f"{table} delete"] = f"DELETE FROM {table} WHERE id={{{row}}}", "never deleted"
    if connection.vendor == "postgresql":
        CASES[f"{table} truncate"] = f"TRUNCATE {table} CASCADE", "never deleted"
    else:
        CASES[f"{table} replace by id"] = (
            copied(table, f"{{{row}}}", "INSERT OR REPLACE", id="id"),
            "never replaced",
        )
CASES |= {
    "class with other accounts": (
        "UPDATE assets_assetclass SET account_id = {cash} WHERE id={asset_class}",
        "keep their",
    ),
    "class with an account of elsewhere": (
        copied(*CLASS, name="'Lain'", account_id="{foreign}"),
        "of the office and of their kind",
    ),
    "class whose gains are no income": (
        "UPDATE assets_assetclass SET gain_id = loss_id WHERE id={asset_class}",
        "of the office and of their kind",
    ),
    "acquisition of an invented kind": (
        copied(*ACQUISITION, entry_id="{bought_entry}", kind="'lain'"),
        "unknown word",
    ),
    "acquisition in the closed period": (
        copied(
            *ACQUISITION, entry_id="{old_entry}", happened_on="'2009-12-05'",
            bought_on="'2009-12-05'",
        ),
        "period is closed",
    ),
    "acquisition with an entry from elsewhere": (
        copied(*ACQUISITION, entry_id="{entry}"),
        "must be of the office, the day",
    ),
    "acquisition of another office's class": (
        copied(*ACQUISITION, entry_id="{bought_entry}", asset_class_id="{foreign_class}"),
        "class is of the office",
    ),
    "land that wears out": (
        copied(*ACQUISITION, entry_id="{bought_entry}", asset_class_id="{land}"),
        "class is of the office",
    ),
    "asset with a number left out": (
        copied("assets_asset", "{asset}", number=9),
        "no gaps",
    ),
    "asset that nobody bought": (
        copied("assets_asset", "{asset}", number=3),
        "has room",
    ),
    "condition in other words": (
        copied("assets_conditioncheck", "{look}", condition="'lain'"),
        "unknown word",
    ),
    "condition noted in the closed period": (
        copied("assets_conditioncheck", "{look}", checked_on="'2009-12-31'"),
        "period is closed",
    ),
    "month depreciated in the closed period": (
        copied(*RUN, entry_id="{sold_entry}", month="'2009-12-31'"),
        "period is closed",
    ),
    "month depreciated with another month's entry": (
        copied(*RUN, entry_id="{month_entry}", month="'2010-02-28'"),
        "must be of the office, the day",
    ),
    "month depreciated in its middle": (
        copied(*RUN, entry_id="{sold_entry}", month="'2010-02-03'"),
        "on the last day of a month",
    ),
    "acquisition for less than was paid": (
        copied(*ACQUISITION, entry_id="{bought_entry}"),
        "what the things cost",
    ),
    "month depreciated twice": (
        copied(*RUN, entry_id="{month_entry}"),
        "depreciated once",
    ),
    "disposal of an invented kind": (
        copied(*DISPOSAL, entry_id="{sold_entry}", kind="'lain'"),
        "unknown word",
    ),
    "disposal in the closed period": (
        copied(*DISPOSAL, entry_id="{sold_entry}", happened_on="'2009-12-31'"),
        "period is closed",
    ),
    "disposal with an entry from elsewhere": (
        copied(*DISPOSAL, entry_id="{entry}"),
        "must be of the office, the day",
    ),
    "move of an invented kind": (
        copied(*MOVE, entry_id="{bought_entry}", kind="'lain'"),
        "unknown word",
    ),
    "move in the closed period": (
        copied(*MOVE, entry_id="{old_entry}", happened_on="'2009-12-05'"),
        "period is closed",
    ),
    "move with an entry from elsewhere": (
        copied(*MOVE, entry_id="{entry}"),
        "must be of the office, the day",
    ),
    "move that takes more off than there is": (
        copied(*MOVE, entry_id="{bought_entry}", kind="'undone'", cost="-2 * cost"),
        "less than nothing",
    ),
    "move that wears off more than it cost": (
        copied(
            *MOVE, entry_id="{bought_entry}", kind="'depreciated'", cost=0,
            accumulated=4800001,
        ),
        "less than nothing",
    ),
}  # fmt: skip
