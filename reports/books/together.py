"""One line for all villages' levies: statements of the office tell what it keeps for them together.

Each village has an account of its own (``maintenance.levies.accounts``), so a balance sheet would
otherwise be longer by a line for each. What belongs to which village stands in the trial balance
and in the report of levies. [chosen]
"""

from collections.abc import Callable, Iterable

from maintenance.levies.accounts import ORIGIN
from reports.books.frame import account_row
from reports.grouping import Values
from reports.value import Part, Row, Rule
from upk.ledger.models import Account

ALL_LEVIES = ("all-levies", 0)
"""Where the row leads on screens: to the report of levies."""

LEVIES_RULE = Rule(
    "levies",
    "Titipan iuran desa",
    "seluruh desa dalam satu baris; saldo setiap desa ada di Neraca Saldo dan di laporan Iuran "
    "Pemeliharaan",
)


def rows_together(
    accounts: Iterable[Account], values_of: Callable[[Account], Values], *, key: str = ""
) -> tuple[Row, ...]:
    """A row for each account, and one for the levies of all villages where the first one stands.

    ``values_of`` gives whole rupiah only. Guarantee: the rows add up to what the accounts do.
    """
    rows: list[Row] = []
    levies: list[Account] = []
    place = 0
    for account in accounts:
        if is_levy_of_village(account):
            place = place if levies else len(rows)
            levies.append(account)
        else:
            rows.append(
                account_row(account, values_of(account), key=key and f"{key}/{account.code}")
            )
    if levies:
        rows.insert(place, _levies_row(levies, values_of, key))
    return tuple(rows)


def is_levy_of_village(account: Account) -> bool:
    """Whether it is what the office owes to a village from its levies."""
    return account.subledger == ORIGIN and account.kind == Account.Kind.LIABILITY


def levies_rule(parts: Iterable[Part]) -> tuple[Rule, ...]:
    """What is to be said below a statement that has the row of all villages' levies."""
    rows = (row for part in parts for section in part.sections for row in section.rows)
    return (LEVIES_RULE,) if any(row.link == ALL_LEVIES for row in rows) else ()


def _levies_row(accounts: list[Account], values_of: Callable[[Account], Values], key: str) -> Row:
    """Its key ends like no account's code, so that it can't be taken for one."""
    summed: dict[str, int] = {}
    for account in accounts:
        for name, amount in values_of(account).items():
            summed[name] = summed.get(name, 0) + amount
    header = accounts[0].code.rpartition(".")[0]
    own = f"{header}.desa"
    named = {"code": f"{header}.00", "name": f"Titipan iuran desa ({len(accounts)} desa)"}
    return Row(f"{key}/{own}" if key else own, named | summed, link=ALL_LEVIES)
