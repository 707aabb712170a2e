"""Money that comes into the revolving fund from outside: the programme's Ekonomi grants.

Their sum by 2009 is published (data/kalijambe_grants.csv); the years are ours. They are the
fund's capital (domain.md 12, Grants).
"""

from datetime import date

from upk.desk.example import calendar
from upk.desk.example.accounts import (
    BANK,
    BANK_FEE,
    BANK_INTEREST,
    BANK_TAX,
    CAPITAL,
    parts,
)
from upk.desk.example.events import Booking

GRANTED = {
    2003: 240_000_000,
    2004: 265_000_000,
    2005: 280_000_000,
    2006: 285_000_000,
    2007: 290_000_000,
    2008: 262_850_000,
    2009: 245_000_000,
}
GRANTED_BY_2009 = 1_867_850_000


def plan_capital() -> list[Booking]:
    """The grants of the seven years, received in February and August."""
    bookings = []
    for year, granted in GRANTED.items():
        first = granted * 6 // 10
        for month, amount in ((2, first), (8, granted - first)):
            memo = f"BLM Ekonomi {year} menjadi modal dana bergulir"
            for product, part in parts(amount).items():
                moves = ((BANK[product], CAPITAL, part),)
                bookings.append(Booking(calendar.in_month(year, month, 17), memo, moves))
    return bookings


def plan_bank_interest(balances: dict[date, dict[str, int]]) -> list[Booking]:
    """Interest of 2,4% a year on the balances at the ends of months, its tax, and the bank's fee.

    ``balances`` are whole rupiah by product. Tax is 20% of the interest.
    """
    bookings = []
    for day, by_product in balances.items():
        for product, balance in by_product.items():
            interest = balance * 2 // 1000
            if interest < 10_000:
                continue
            bank = BANK[product]
            moves = (
                (bank, BANK_INTEREST, interest),
                (BANK_TAX, bank, interest // 5),
                (BANK_FEE, bank, 5_000),
            )
            bookings.append(Booking(day, f"Bunga, pajak, dan administrasi Bank {product}", moves))
    return bookings
