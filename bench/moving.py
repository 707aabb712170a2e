"""A workbook of an office that moves in, as large as one wants: groups with a loan each."""

import io
from datetime import date
from decimal import Decimal

from upk.desk.moving.sheets import BY_KEY
from upk.desk.moving.template import write_workbook

Rows = dict[str, list[dict[str, object]]]
CUT_OVER = date(2009, 12, 31)
ROWS_OF_A_GROUP = 17
_FLAT = {"rate": Decimal("1.5"), "method": "flat", "tenor": 12}
_SINCE, _LENT = date(2006, 5, 12), date(2009, 3, 15)


def large_workbook(groups: int) -> bytes:
    """An XLSX file of so many groups: two people, a loan with shares and nine payments each."""
    rows = _office(groups)
    for n in range(groups):
        _add_group(rows, n)
    target = io.BytesIO()
    write_workbook(target, [(BY_KEY[key], found) for key, found in rows.items()])
    return target.getvalue()


def _office(groups: int) -> Rows:
    owed = 3_000_000 * groups
    return {
        "office": [
            {
                "code": "KALIJAMBE", "name": "UPK Kalijambe", "legal_form": "upk",
                "subdistrict": "Kalijambe", "district_code": "SRAGEN", "district_name": "Sragen",
                "province": "Jawa Tengah", "timezone": "Asia/Jakarta", "cut_over": CUT_OVER,
            }
        ],
        "villages": [{"code": "DONO", "name": "Donoyudan", "payment_day": 15}],
        "people": [], "groups": [], "members": [],
        "balances": [
            {"code": "1.1.03.01", "debit": owed},
            {"code": "3.1.01.01", "credit": owed},
        ],
        "products": [
            {
                "code": "SPP", "name": "Simpan Pinjam Perempuan", "category": "SPP",
                "women_only": True, "receivable": "1.1.03.01", "interest_income": "4.1.01.01",
                "cash": "1.1.01.04", **_FLAT,
            }
        ],
        "loans": [], "shares": [], "payments": [],
    }  # fmt: skip


def _add_group(rows: Rows, n: int) -> None:
    group, loan, people = f"D-{n:05}", f"SPP-{n:05}", (f"{n}A", f"{n}B")
    rows["groups"].append(
        {"code": group, "name": f"Melati {n}", "village": "DONO", "category": "SPP",
         "founded_on": _SINCE}
    )  # fmt: skip
    for person, position in zip(people, ("chair", "secretary"), strict=True):
        rows["people"].append(
            {"code": person, "name": f"Contoh {person}", "sex": "P", "village": "DONO"}
        )
        rows["members"].append(
            {"group": group, "person": person, "position": position, "since": _SINCE}
        )
        rows["shares"].append({"loan": loan, "person": person, "principal": 6_000_000})
    rows["loans"].append(
        {"code": loan, "group": group, "product": "SPP", "disbursed_on": _LENT,
         "principal": 12_000_000, **_FLAT, "status": "A"}
    )  # fmt: skip
    for month in range(4, 13):
        rows["payments"].append(
            {"loan": loan, "paid_on": date(2009, month, 15), "principal": 1_000_000,
             "interest": 180_000}
        )  # fmt: skip
