"""What is spoilt in the workbook of ``workbook``, and the problems that are told then."""

from collections.abc import Callable
from datetime import date

from tests.upk.desk.moving.workbook import Sheets
from upk.desk.moving.known import Known, KnownAccount, KnownClass
from upk.ledger.chart import template_accounts

FILLED = {
    "1.1.03.01": "loans", "1.1.03.02": "loans", "1.1.03.09": "loans",
    "1.2.01.04": "assets", "1.2.02.03": "assets", "1.2.01.01": "assets",
}  # fmt: skip
KNOWN = Known(
    code="KALIJAMBE",
    today=date(2010, 2, 15),
    accounts={
        line.code: KnownAccount(
            line.name, line.kind, line.fund, line.liquidity, line.is_header,
            line.code != "1.1.02.03", FILLED.get(line.code, ""),
        )
        for line in template_accounts()
    },
    classes={
        "komputer": KnownClass("Komputer", "1.2.01.04", "1.2.02.03"),
        "inventaris/peralatan kantor": KnownClass(
            "Inventaris/peralatan kantor", "1.2.01.04", "1.2.02.03"
        ),
        "tanah": KnownClass("Tanah", "1.2.01.01"),
    },
    products={"SPP": "1.1.03.01", "UEP": "1.1.03.02"},
    villages={"DONO": "Donoyudan"},
)  # fmt: skip

Told = tuple[tuple[str, int, str], str, str]
"""A problem: sheet, row and column, what was found and what is expected."""
Cases = tuple[tuple, ...]
"""Each: a name, what spoils the rows, and the problems."""


def change(sheet: str, place: int, **values) -> Callable[[Sheets], None]:
    """Other values in the row at a place, counted from 0."""
    return lambda rows: rows[sheet][place].update(values)


def add(sheet: str, place: int, **values) -> Callable[[Sheets], None]:
    """A row more: that at a place with other values."""
    return lambda rows: rows[sheet].append(rows[sheet][place] | values)


def told(sheet: str, row: int, column: str, found: str, expected: str) -> Told:
    return (sheet, row, column), found, expected
