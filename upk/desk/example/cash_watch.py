"""When the example counts its cash, gets its bank statements and scans its papers.

Invented, but as an office would do it: cash is counted at every month's end, in the current month
on every working day; banks send their statements early in the next month.
"""

from datetime import date

from upk.desk.example import calendar
from upk.desk.example.accounts import BANK
from upk.desk.example.book_events import BankOnly, CashCounted, PaperScanned, StatementCame
from upk.desk.example.places import FIRST_DAY, PRACTICE_DATE
from upk.periods import add_months, month_end, month_start

MISSING = {
    date(2010, 2, 4): (2_000, "Kurang Rp 2.000: salah memberi kembalian, besok diganti"),
}
FIRST_STATEMENT = date(2009, 11, 1)
LAST_STATEMENT_DAY = date(2010, 2, 12)
BANK_ONLY = {
    ("UEP", date(2010, 1, 1)): BankOnly(
        date(2010, 1, 28), "BIAYA GANTI BUKU", -12_500, "Ganti buku tabungan, menunggu nota bank"
    ),
    ("SPP", date(2010, 2, 1)): BankOnly(date(2010, 2, 9), "BIAYA MATERAI", -6_000),
}
"""By product and first day of the statement; the second one waits for somebody to explain it."""

PAPERS = (
    (date(2010, 2, 5), "Alat tulis dan fotokopi 02/2010"),
    (date(2010, 2, 12), "Listrik dan air 02/2010"),
    (date(2010, 2, 12), "Telepon dan internet 02/2010"),
    (date(2010, 2, 12), "Setor kas ke Bank SPP"),
)


def plan_counts() -> list[CashCounted]:
    """A count at each month's end, and on each working day of the current month."""
    months = calendar.months(FIRST_DAY, PRACTICE_DATE)
    ends = [month_end(date(*month, 1)) for month in months]
    recent = calendar.days(month_start(PRACTICE_DATE), PRACTICE_DATE)
    days = [day for day in ends if day < PRACTICE_DATE]
    days += [day for day in recent if calendar.is_working_day(day)]
    return [CashCounted(day, *MISSING.get(day, ())) for day in days]


def plan_statements() -> list[StatementCame]:
    """Of each bank the last months, closed; the current one as far as the bank has printed it."""
    planned, since = [], FIRST_STATEMENT
    while since <= LAST_STATEMENT_DAY:
        until = min(month_end(since), LAST_STATEMENT_DAY)
        following = add_months(since, 1)
        came = min(calendar.in_month(following.year, following.month, 4), PRACTICE_DATE)
        for product in BANK:
            known = BANK_ONLY.get((product, since))
            bank_only = (known,) if known else ()
            is_closed = until == month_end(since)
            planned.append(StatementCame(came, product, since, until, bank_only, is_closed))
        since = following
    return planned


def plan_papers() -> list[PaperScanned]:
    """The papers of a few costs and of a deposit."""
    return [PaperScanned(day, memo) for day, memo in PAPERS]
