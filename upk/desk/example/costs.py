"""What running the office costs, and the one entry that is solved for the published figure.

The lines are plausible and ours. ``solve`` scales them so that what is left for the last entry
of 2009 is about 2% of that year's costs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from upk.desk.example import calendar
from upk.desk.example.accounts import CASH, YEAR_END_MEETING
from upk.desk.example.events import Booking
from upk.desk.example.places import LAST_CLOSED_DAY, PRACTICE_DATE

YEAR_FACTOR = {
    2003: 0.08, 2004: 0.30, 2005: 0.45, 2006: 0.60, 2007: 0.75, 2008: 0.88, 2009: 1.0, 2010: 1.05,
}  # fmt: skip
STEP = 5_000
EVERY_MONTH = tuple(range(1, 13))
EVERY_QUARTER = (3, 6, 9, 12)
LAST_COST_MEMO = "Pertanggungjawaban akhir tahun 2009 (MAD tutup buku)"
LAST_COST_SHARE = 0.02
"""The last entry's planned part of the costs of 2009; it must stay below 5%."""


@dataclass(frozen=True, slots=True)
class CostLine:
    """A cost of 2009 prices: account, memo, whole rupiah each time, months, week of the month."""

    code: str
    memo: str
    amount: int
    months: tuple[int, ...] = EVERY_MONTH
    week: int = 4
    since: int = 2003


LINES = (
    CostLine("5.1.01.01", "Honor pengurus UPK", 5_400_000),
    CostLine("5.1.01.02", "Honor staf UPK", 3_000_000),
    CostLine("5.1.06.02", "Transport penanggung jawab desa", 2_100_000),
    CostLine("5.1.05.03", "Pembinaan kelompok", 900_000, week=3),
    CostLine("5.1.03.01", "Alat tulis dan fotokopi", 900_000, week=1),
    CostLine("5.1.04.01", "Konsumsi rapat dan tamu", 600_000, week=3),
    CostLine("5.1.03.02", "Listrik dan air", 350_000, week=2),
    CostLine("5.1.03.03", "Telepon dan internet", 450_000, week=2, since=2006),
    CostLine("5.1.01.04", "Honor BP-UPK", 1_800_000, EVERY_QUARTER),
    CostLine("5.1.01.03", "Honor Tim Verifikasi", 2_400_000, EVERY_QUARTER),
    CostLine("5.1.05.01", "Musyawarah antardesa", 6_000_000, (3, 9), 2),
    CostLine("5.1.03.04", "Pemeliharaan kantor dan kendaraan", 4_000_000, (6,), 3),
    CostLine("5.1.05.02", "Pelatihan pengurus", 9_000_000, (7,), 3),
    CostLine("5.1.02.03", "Tunjangan hari raya", 8_000_000, (9,), 1),
    CostLine("5.1.04.03", "Pemeriksaan tahunan", 5_000_000, (11,), 2, since=2004),
)


def plan_costs(scale: float, first_day: date) -> list[Booking]:
    """All costs from the third month on to the practice date, paid in cash on Fridays."""
    bookings = []
    for year, month in calendar.months(first_day, PRACTICE_DATE)[2:]:
        for line in LINES:
            if month not in line.months or year < line.since:
                continue
            factor = scale * YEAR_FACTOR[year]
            amount = max(STEP, round(line.amount * factor / STEP) * STEP)
            on = _friday(year, month, line.week)
            if on <= PRACTICE_DATE:
                memo = f"{line.memo} {month:02d}/{year}"
                bookings.append(Booking(on, memo, ((line.code, CASH, amount),)))
    return bookings


def _friday(year: int, month: int, week: int) -> date:
    """The first to fourth Friday of the month, or the next day on which the office is open."""
    first = date(year, month, 1)
    first += timedelta(days=(calendar.FRIDAY - first.weekday()) % 7)
    return calendar.working_day(first + timedelta(weeks=week - 1))


def of_year(bookings: list[Booking], year: int) -> int:
    """Costs of a year among ``bookings``, whole rupiah."""
    return sum(
        amount
        for booking in bookings
        if booking.on.year == year
        for debit, _, amount in booking.moves
        if debit.startswith("5.")
    )


def until_last_closed_day(bookings: list[Booking]) -> int:
    """Costs up to the end of 2009, whole rupiah."""
    return sum(of_year(bookings, year) for year in YEAR_FACTOR if year <= LAST_CLOSED_DAY.year)


class LoansMustBeTuned(Exception):
    """The published figure can't be met with a plausible last cost: change the loans."""


def solve(to_spend: int, make: Callable[[float], list[Booking]]) -> tuple[list[Booking], Booking]:
    """Costs that add up to ``to_spend`` by the end of 2009, the last of them apart.

    Raises ``LoansMustBeTuned`` unless the last is positive and below 5% of the costs of 2009.
    """
    at_one = make(1.0)
    whole = until_last_closed_day(at_one) + of_year(at_one, 2009) * LAST_COST_SHARE
    costs = make(to_spend / whole)
    last = to_spend - until_last_closed_day(costs)
    if not 0 < last < 0.05 * (of_year(costs, 2009) + last):
        raise LoansMustBeTuned(f"Rp {last} are left for the last cost")
    return costs, Booking(LAST_CLOSED_DAY, LAST_COST_MEMO, ((YEAR_END_MEETING, CASH, last),))
