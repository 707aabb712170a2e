"""Accounts that rows of the program fill must come out as the balances say.

``FILLERS``: what each part of a workbook puts into accounts by itself, and how that is called.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator

from upk.desk.moving.checks.books import chart
from upk.desk.moving.content import Content, Row
from upk.desk.moving.known import Known
from upk.desk.moving.lent import lent_of
from upk.desk.moving.problems import CellProblem
from upk.desk.moving.sheets import BY_KEY
from upk.money import rupiah

Filled = Iterator[tuple[str, int, str]]
"""Code of an account, net debit in whole rupiah, and what it is the sum of."""
Filler = Callable[[Content, Known], Filled]


def of_loans(content: Content, known: Known) -> Filled:
    """Principal that isn't paid, by the receivable of the product."""
    products = content.index("products")
    for code, row in products.items():
        if row["receivable"] is not None:
            yield row["receivable"], 0, f"sisa pokok pinjaman {code}"
    for lent in lent_of(content):
        product = products.get(lent.row["product"])
        if product is not None and product["receivable"] is not None:
            yield product["receivable"], lent.left, f"sisa pokok pinjaman {lent.row['product']}"


def of_inventory(content: Content, known: Known) -> Filled:
    """Cost and wear of the things, by the accounts of their classes."""
    for row in content["assets"]:
        found = row["asset_class"] and known.classes.get(row["asset_class"].casefold())
        if not found or None in (row["quantity"], row["unit_cost"]):
            continue
        yield found.account, row["quantity"] * row["unit_cost"], "harga perolehan inventaris"
        if found.accumulated:
            worn = row["quantity"] * (row["depreciated"] or 0)
            yield found.accumulated, -worn, "penyusutan inventaris"


MOST_TOLD = 5
"""Rows that a hint names."""


def paid_twice(content: Content) -> dict[str, str]:
    """By the receivable: rows of payments that say the same as an earlier one.

    A group may well pay the same twice on a day, so this is told only where sums differ.
    """
    products, loans = content.index("products"), content.index("loans")
    seen: dict[tuple, Row] = {}
    found: dict[str, list[str]] = defaultdict(list)
    for row in content["payments"]:
        same = tuple(row[key] for key in ("loan", "paid_on", "principal", "interest", "penalty"))
        loan = loans.get(row["loan"])
        product = products.get(loan["product"]) if loan else None
        first = seen.setdefault(same, row)
        if first is not row and row["principal"] and product:
            found[product["receivable"]].append(f"baris {row.number} sama dengan {first.number}")
    return {
        code: f"lembar {BY_KEY['payments'].title} mungkin memuat pembayaran dua kali: "
        + ", ".join(rows[:MOST_TOLD])
        for code, rows in found.items()
    }


FILLERS: tuple[Filler, ...] = (of_loans, of_inventory)


def subledgers_equal_balances(content: Content, known: Known) -> Iterator[CellProblem]:
    """Each account that its own rows fill has the balance of these rows, else the difference."""
    sums: dict[str, int] = defaultdict(int)
    told: dict[str, str] = {}
    for fill in FILLERS:
        for code, amount, what in fill(content, known):
            sums[code] += amount
            told[code] = what
    for code, account in known.accounts.items():
        if account.subledger and code not in sums:
            sums[code], told[code] = 0, "baris-baris yang mengisinya (tidak ada)"
    rows, accounts = content.index("balances"), chart(content, known)
    hints = paid_twice(content)
    for code, amount in sorted(sums.items()):
        row = rows.get(code)
        booked = (row["debit"] or 0) - (row["credit"] or 0) if row else 0
        if booked != amount:
            name = f"{code} {accounts[code].name}" if code in accounts else code
            yield _difference(row, name, booked, amount, told[code], hints.get(code, ""))


def _difference(
    row: Row | None, name: str, booked: int, amount: int, what: str, hint: str
) -> CellProblem:
    found = f"saldo {name}: {_side(booked)}"
    expected = f"{_side(amount)}, {what}; selisih {rupiah(abs(booked - amount))}"
    expected = "; ".join(filter(None, [expected, hint]))
    if row is None:
        return CellProblem(BY_KEY["balances"].title, 0, "", found, expected)
    return row.problem("credit" if booked < 0 else "debit", found, expected)


def _side(net: int) -> str:
    if not net:
        return rupiah(0)
    return f"{rupiah(abs(net))} di {'debet' if net > 0 else 'kredit'}"
