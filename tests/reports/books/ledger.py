"""An office whose books of 2008 and 2009 are small enough to be added up by hand."""

from datetime import date

from closing.services import close_through
from reports.period import ReportPeriod
from reports.question import Options, Question
from reports.registry import build
from tests import factories
from upk.ledger.models import Entry
from upk.ledger.services import Move, post_entry, reverse_entry
from upk.periods import Quarter

CASH, BANK, LOANS, ALLOWANCE = "1.1.01.01", "1.1.01.04", "1.1.03.08", "1.1.04.01"
FURNITURE, SOCIAL, CAPITAL, RETAINED = "1.2.01.04", "2.4.01.02", "3.1.01.01", "3.2.01.01"
JASA, INTEREST, WAGES, PROVISION = "4.1.01.01", "4.2.01.01", "5.1.01.01", "5.1.07.01"
BANK_TAX, INCOME_TAX = "5.3.01.01", "5.4.01.01"
END = date(2009, 12, 31)
QUARTER = ReportPeriod.of_quarter(Quarter(2009, 4))


def post(by, debit: str, credit: str, amount: int, on: date, **fields) -> Entry:
    """One posting between two accounts of the user's office, by their codes."""
    accounts = (factories.account(by.office, code) for code in (debit, credit))
    moves = [Move(*accounts, amount)]
    return post_entry(by.office, happened_on=on, memo="Catatan", moves=moves, by=by, **fields)


ENTRIES_OF_2008 = (
    (CASH, CAPITAL, 100_000, date(2008, 3, 1)),
    (CASH, JASA, 20_000, date(2008, 6, 1)),
    (WAGES, CASH, 5_000, date(2008, 7, 1)),
)
ENTRIES_OF_2009 = (
    (RETAINED, SOCIAL, 3_000, date(2009, 2, 10)),  # the surplus of 2008 is divided
    (RETAINED, CAPITAL, 10_000, date(2009, 2, 10)),
    (FURNITURE, CASH, 8_000, date(2009, 3, 1)),
    (BANK, CASH, 30_000, date(2009, 5, 1)),
    (BANK, JASA, 12_000, date(2009, 8, 1)),
    (BANK, JASA, 6_000, date(2009, 10, 5)),
    (BANK, INTEREST, 500, date(2009, 10, 20)),
    (BANK_TAX, BANK, 100, date(2009, 11, 1)),
    (INCOME_TAX, CASH, 700, date(2009, 11, 15)),
    (PROVISION, ALLOWANCE, 2_000, date(2009, 11, 20)),
    (SOCIAL, CASH, 1_000, date(2009, 12, 3)),
)


def create_ledger(*, is_closed: bool = True):
    """The user of an office with both years, of which 2008 is closed or (unless) still open.

    Wages of 4.000 were posted on 1 December 2009 and taken back on the next day.
    """
    by = factories.create_user()
    for entry in ENTRIES_OF_2008:
        post(by, *entry)
    if is_closed:
        close_through(by.office, through=date(2008, 12, 31), by=by)
    for entry in ENTRIES_OF_2009:
        post(by, *entry)
    wages = post(by, WAGES, CASH, 4_000, date(2009, 12, 1))
    reverse_entry(wages, happened_on=date(2009, 12, 2), reason="Salah", by=by)
    return by


def made(name: str, by, period: ReportPeriod = QUARTER, **options):
    """The report of the user's office."""
    return build(name, Question.of(by.office, period, options=Options(**options)))


def at(name: str, by, day: date, **options):
    """The report as of a day."""
    return made(name, by, ReportPeriod.up_to(day), **options)


def keyed(report, *columns: str) -> dict:
    """Chosen columns of every line with figures, by the row's key."""
    return {
        line.row.key: tuple(line.row.values.get(c) for c in columns)
        for line in report.lines()
        if line.row
    }
