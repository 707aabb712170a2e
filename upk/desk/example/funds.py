"""What the banks of the revolving fund pay and take."""

from datetime import date

from upk.desk.example.accounts import (
    BANK,
    BANK_FEE,
    BANK_INTEREST,
    BANK_TAX,
)
from upk.desk.example.events import Booking


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
