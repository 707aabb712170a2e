"""A small office's workbook, worked out by hand, as rows; a test changes what it is about.

Three loans on 31 December 2009: one on time, one late, one settled (as in
``tests/loans/test_opening.py``), another product, two kinds of things, balances of a year's end.
"""

import io
from copy import deepcopy
from datetime import date
from decimal import Decimal

from upk.desk.moving.content import Content, Row
from upk.desk.moving.sheets import BY_KEY
from upk.desk.moving.template import write_workbook

CUT_OVER = date(2009, 12, 31)
Sheets = dict[str, list[dict[str, object]]]

FLAT = {"rate": Decimal("1.5"), "method": "flat"}
_MONTHS = [(date(2009, month, 15), 1_000_000, 180_000) for month in range(4, 13)]

SHEETS: Sheets = {
    "office": [
        {
            "code": "KALIJAMBE", "name": "UPK Kalijambe", "legal_form": "upk",
            "subdistrict": "Kalijambe", "district_code": "SRAGEN", "district_name": "Sragen",
            "province": "Jawa Tengah", "timezone": "Asia/Jakarta", "cut_over": CUT_OVER,
            "phone": "0271-1234",
        },
    ],
    "villages": [
        {"code": "DONO", "name": "Donoyudan", "payment_day": 15},
        {"code": "KEDEN", "name": "Keden"},
    ],
    "people": [
        {
            "code": str(n), "name": f"Contoh {n}", "sex": "L" if n == 6 else "P",
            "village": "DONO" if n < 6 else "KEDEN",
            "nik": f"331401{n:010}" if n < 3 else None,
        }
        for n in range(1, 8)
    ],
    "groups": [
        {
            "code": "DONO-01", "name": "Melati", "village": "DONO", "category": "SPP",
            "founded_on": date(2004, 5, 12), "level": "berkembang",
        },
        {
            "code": "DONO-02", "name": "Mawar", "village": "DONO", "category": "SPP",
            "founded_on": date(2005, 5, 12),
        },
        {
            "code": "KEDEN-01", "name": "Tani Maju", "village": "KEDEN", "category": "UEP",
            "founded_on": date(2006, 5, 12), "business": "Ternak",
        },
    ],
    "members": [
        {"group": group, "person": str(n), "position": position, "since": date(2006, 5, 12)}
        for group, n, position in (
            ("DONO-01", 1, "chair"), ("DONO-01", 2, "secretary"), ("DONO-02", 3, "chair"),
            ("DONO-02", 4, "member"), ("KEDEN-01", 6, "chair"), ("KEDEN-01", 7, "treasurer"),
        )
    ],
    "balances": [
        {"code": "1.1.01.01", "debit": 1_250_000},
        {"code": "1.1.01.04", "debit": 8_000_000},
        {
            "code": "1.1.01.09", "name": "Kas di Bank Desa", "debit": 500_000, "kind": "asset",
            "fund": "revolving", "liquidity": "bank",
        },
        {"code": "1.1.03.01", "debit": 7_000_000},
        {"code": "1.1.03.02", "debit": 2_000_000},
        {"code": "1.2.01.04", "debit": 3_500_000},
        {"code": "1.2.02.03", "credit": 900_000},
        {"code": "3.1.01.01", "credit": 18_000_000},
        {"code": "4.1.01.01", "credit": 4_350_000},
        {"code": "5.1.01.01", "debit": 1_000_000},
    ],
    "assets": [
        {
            "asset_class": "Inventaris/peralatan kantor", "name": "Meja kerja",
            "bought_on": date(2007, 1, 10), "quantity": 2, "unit_cost": 750_000,
            "depreciated": 450_000,
        },
        {
            "asset_class": "Komputer", "name": "Komputer",
            "bought_on": date(2009, 12, 20), "quantity": 1, "unit_cost": 2_000_000,
            "location": "Ruang depan",
        },
    ],
    "products": [
        {
            "code": "SPP", "name": "Simpan Pinjam Perempuan", "category": "SPP",
            "women_only": True, "receivable": "1.1.03.01", "interest_income": "4.1.01.01",
            "cash": "1.1.01.04", **FLAT, "tenor": 12,
        },
        {
            "code": "UEP", "name": "Usaha Ekonomi Produktif", "category": "UEP",
            "women_only": False, "receivable": "1.1.03.02", "interest_income": "4.1.01.02",
            "cash": "1.1.01.06", **FLAT, "tenor": 10, "rounding_step": 500,
        },
    ],
    "loans": [
        {
            "code": "SPP-09-001", "group": "DONO-01", "product": "SPP",
            "proposed_on": date(2009, 3, 1), "disbursed_on": date(2009, 3, 15),
            "principal": 12_000_000, **FLAT, "tenor": 12, "status": "A",
        },
        {
            "code": "SPP-09-002", "group": "DONO-02", "product": "SPP",
            "disbursed_on": date(2009, 5, 10), "principal": 6_000_000, **FLAT, "tenor": 6,
            "status": "A", "paid_principal": 2_000_000, "paid_interest": 180_000,
            "last_paid_on": date(2009, 8, 20),
        },
        {
            "code": "SPP-08-007", "group": "DONO-01", "product": "SPP",
            "disbursed_on": date(2009, 1, 5), "principal": 3_000_000, **FLAT, "tenor": 3,
            "status": "L",
        },
        {
            "code": "UEP-09-001", "group": "KEDEN-01", "product": "UEP",
            "disbursed_on": date(2009, 11, 20), "principal": 2_000_000, **FLAT, "tenor": 2,
            "status": "A",
        },
    ],
    "shares": [
        {"loan": loan, "person": str(n), "principal": principal}
        for loan, n, principal in (
            ("SPP-09-001", 1, 8_000_000), ("SPP-09-001", 2, 4_000_000),
            ("SPP-09-002", 3, 3_000_000), ("SPP-09-002", 4, 3_000_000),
            ("SPP-08-007", 5, 3_000_000), ("UEP-09-001", 6, 2_000_000),
        )
    ],
    "instalments": [
        {
            "loan": "UEP-09-001", "n": 1, "due_on": date(2009, 12, 10), "principal": 0,
            "interest": 30_000,
        },
        {
            "loan": "UEP-09-001", "n": 2, "due_on": date(2010, 1, 10), "principal": 2_000_000,
            "interest": 30_000,
        },
    ],
    "payments": [
        *[
            {"loan": "SPP-09-001", "paid_on": on, "principal": principal, "interest": interest}
            for on, principal, interest in _MONTHS
        ],
        *[
            {
                "loan": "SPP-08-007", "paid_on": on, "principal": 1_000_000, "interest": 45_000,
                "penalty": penalty,
            }
            for on, penalty in (
                (date(2009, 2, 5), None), (date(2009, 3, 5), 5_000), (date(2009, 4, 7), None),
            )
        ],
    ],
}  # fmt: skip


def sheets() -> Sheets:
    """The rows, to be changed."""
    return deepcopy(SHEETS)


def content_of(rows: Sheets) -> Content:
    """Rows as a reader hands them over: numbered from 2, an empty cell is ``None``."""
    made = {}
    for key, found in rows.items():
        sheet = BY_KEY[key]
        empty = {column.key: None for column in sheet.columns}
        made[key] = [Row(sheet, n, empty | row) for n, row in enumerate(found, start=2)]
    return Content(made)


def file_of(rows: Sheets | None = None) -> bytes:
    """The rows as an XLSX file, as a person would hand it in."""
    target = io.BytesIO()
    write_workbook(target, [(BY_KEY[key], found) for key, found in (rows or SHEETS).items()])
    return target.getvalue()
