"""What the office owns, from ``inventaris_N``.

There a thing has a kind (1 things, 3 rights) and a category within it, which are the last two
parts of its account's code in the chart. How much it is worn isn't kept: the old program works it
out by months from the month of purchase, down to Rp 1, as ours does.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from sqlite3 import Row

from upk.assets.classes import DEFAULTS
from upk.assets.depreciation import LEAST_VALUE, accumulated, terms_of_purchase
from upk.desk.moving.dumps.findings import About
from upk.desk.moving.dumps.store import day
from upk.desk.moving.dumps.work import Cells, Work
from upk.money import rupiah

_GONE = ("dijual", "hilang", "hapus", "dihapus")
_BROKEN = "rusak"
_IN_ORDER = "SELECT * FROM inventaris ORDER BY CAST(id AS INTEGER), id"


def asset_rows(work: Work) -> Iterator[Cells]:
    """Everything that the office still has on the cut-over date."""
    classes = _classes()
    for row in work.store.rows(_IN_ORDER):
        if why := _why_not(work, row):
            work.tell(About.LEFT_OUT, "inventaris", row["id"], why, "Tidak dipindahkan.")
            continue
        account = f"1.2.0{row['kind']}.0{row['category']}"
        asset_class = _class_of(classes[account], row["months"])
        if asset_class is None:
            found = f"jenis {row['kind']}, kategori {row['category']}, umur {row['months']} bulan"
            work.tell(About.UNKNOWN, "inventaris", row["id"], found, "Golongan dikosongkan.")
        yield {
            "asset_class": asset_class,
            "name": row["name"],
            "bought_on": day(row["bought_on"]),
            "quantity": row["quantity"],
            "unit_cost": row["unit_cost"],
            "depreciated": _worn(work, row) if _wears(classes[account]) else None,
        }


def _why_not(work: Work, row: Row) -> str:
    bought_on, left_on = day(row["bought_on"]), day(row["left_on"])
    if bought_on is None:
        return "tgl_beli kosong"
    if bought_on > work.cut_over:
        return "dibeli sesudah tanggal pindah"
    if row["quantity"] < 1 or row["unit_cost"] < 1:
        return f"{row['quantity']} unit, {rupiah(row['unit_cost'])}"
    status = (row["status"] or "").casefold()
    if status in _GONE and (left_on is None or left_on <= work.cut_over):
        return f"keadaan {row['status']}"
    return ""


def _classes() -> dict[str, dict[str, int | None]]:
    """The usual classes by their account: names, and months of life (``None``: land)."""
    found: dict[str, dict[str, int | None]] = defaultdict(dict)
    with DEFAULTS.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            found[line["account"]][line["class"]] = int(line["months"]) if line["months"] else None
    return found


def _class_of(classes: dict[str, int | None], months: int | None) -> str | None:
    """The only class of the account, or the one with that life; else it isn't known."""
    if len(classes) == 1:
        return next(iter(classes))
    return next((name for name, life in classes.items() if life == months), None)


def _wears(classes: dict[str, int | None]) -> bool:
    return None not in classes.values()


def _worn(work: Work, row: Row) -> int:
    """By the end of the cut-over's month; what is broken is worth nothing but Rp 1."""
    left_on = day(row["left_on"])
    is_broken = (row["status"] or "").casefold() == _BROKEN
    if is_broken and (left_on is None or left_on <= work.cut_over):
        return row["unit_cost"] - LEAST_VALUE
    if not row["months"]:
        return 0
    terms = terms_of_purchase(row["unit_cost"], row["months"], day(row["bought_on"]))
    return accumulated(terms, work.cut_over)
