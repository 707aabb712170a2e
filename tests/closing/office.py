"""An office with some income and expense, for tests of closing."""

from datetime import date
from decimal import Decimal

from closing.surpluses import Resolution, ShareOf
from tests import factories
from upk.ledger.models import Entry
from upk.ledger.services import Move, post_entry
from upk.offices.models import Office, User

CASH, CAPITAL, RESERVE = "1.1.01.01", "3.1.01.01", "3.1.03.01"
INTEREST, FEES, WAGES = "4.1.01.01", "4.2.01.01", "5.1.01.01"
RETAINED, SOCIAL, INSTITUTION = "3.2.01.01", "2.4.01.01", "2.4.01.02"


def post(by: User, debit: str, credit: str, amount: int, on: date, **fields) -> Entry:
    """An entry of two accounts, by their codes."""
    office = by.office
    move = Move(factories.account(office, debit), factories.account(office, credit), amount)
    return post_entry(office, happened_on=on, memo="Catatan", moves=[move], by=by, **fields)


def earn(by: User, on: date, income: int, expense: int = 0) -> None:
    """Money that comes in as income and goes out as wages."""
    if income:
        post(by, CASH, INTEREST, income, on)
    if expense:
        post(by, WAGES, CASH, expense, on)


def balance(office: Office, code: str, until: date = date(2999, 12, 31)) -> int:
    """An account's balance on its natural side, closing entries included."""
    account = factories.account(office, code)
    rows = list(account.debits.filter(entry__happened_on__lte=until).values_list("amount"))
    taken = list(account.credits.filter(entry__happened_on__lte=until).values_list("amount"))
    return account.natural(sum(a for (a,) in rows) - sum(a for (a,) in taken))


def resolution(office: Office, **changes) -> Resolution:
    """20 % to the poor in steps of 1.000, 10 % to the institutions in steps of 500."""
    account = lambda code: factories.account(office, code)  # noqa: E731
    values = {
        "number": "BA/1/2010",
        "decided_on": date(2010, 2, 5),
        "reserve": 0,
        "shares": (
            ShareOf("Dana sosial", account(SOCIAL), Decimal(20), 1_000),
            ShareOf("Kelembagaan", account(INSTITUTION), Decimal(10), 500),
        ),
        "reserve_account": account(RESERVE),
        "capital_account": account(CAPITAL),
    }
    return Resolution(**values | changes)
