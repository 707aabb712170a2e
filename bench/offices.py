"""Many offices of the example's size in one database: what the work of one of them costs then."""

import time
from uuid import uuid4

from django.db import transaction

from bench.lists import measure_pages_of
from bench.measure import median_ms, times_as_much
from loans.day_sheet import Choice, payable_loans
from loans.repayments import PaymentRow, Sheet, record_repayments
from reports.period import ReportPeriod
from reports.question import Question
from reports.registry import REPORTS, build
from upk.access import Role
from upk.desk.example import OFFICE_CODE, load_example
from upk.desk.example.copies import Copier
from upk.offices.models import Office, User, Village
from upk.periods import Quarter, today

QUARTER = Quarter(2009, 4)
SHEET = 10
DISTRICT_PAGES = (
    "desk:home", "desk:district-quarters", "desk:district-comparison", "desk:district-consolidated",
)  # fmt: skip
WORK = "sheet of 10, posted"


def measure_offices(counts: tuple[int, ...], repeat: int) -> dict:
    """The work of the first and of the last office, and the district's, at each number of offices.

    ``ratio`` compares the sums of the medians with those of one office alone.
    """
    load_example()
    copier, done, sizes = Copier(), 1, []
    for count in counts:
        begun = time.perf_counter()
        for _ in copier.copy(range(done + 1, count + 1)):
            pass
        copied = time.perf_counter() - begun
        seconds = copied / (count - done) if count > done else 0
        done = count
        offices = {OFFICE_CODE: "", f"{OFFICE_CODE}-{count}": f"-{count}"}
        of_offices = {
            code: _measure_office(Office.objects.get(code=code), suffix, repeat)
            for code, suffix in offices.items()
            if Office.objects.filter(code=code).exists()
        }
        sizes.append(
            {"offices": count, "seconds_a_copy": round(seconds, 2), "of_offices": of_offices}
            | {"district": _measure_district(repeat)}
        )
    _compare(sizes)
    return {"sizes": sizes}


def _measure_office(office: Office, suffix: str, repeat: int) -> dict:
    treasurer = User.objects.get(username=f"bendahara{suffix}")
    manager = User.objects.get(username=f"manajer{suffix}")
    village = Village.objects.filter(office=office).first()
    sheet = {"day sheet": ("loans:day-sheet", {"desa": village.pk})}
    pages = {
        "home": ("desk:home", {}),
        "loans": ("loans:loan-list", {}),
        "journal": ("ledger:journal", {}),
    }
    question = Question.of(office, ReportPeriod.of_quarter(QUARTER))
    times = {name: median_ms(lambda n=name: build(n, question), repeat) for name in sorted(REPORTS)}
    times |= _ms(measure_pages_of(treasurer, sheet, repeat))
    times |= _ms(measure_pages_of(manager, pages, repeat))
    times[WORK] = median_ms(lambda: _post_sheet(office, treasurer), repeat)
    return times


def _ms(pages: dict) -> dict[str, float]:
    return {name: page["ms"] for name, page in pages["pages"].items()}


@transaction.atomic
def _post_sheet(office: Office, by: User) -> None:
    """Take ten payments, and forget them."""
    on = today(office)
    loans = list(payable_loans(by, Choice(), on)[:SHEET])
    rows = [PaymentRow(loan.pk, 1_000, ahead=True) for loan in loans]
    record_repayments(office, Sheet(on, loans[0].product.cash, rows, uuid4()), by=by)
    transaction.set_rollback(True)


def _measure_district(repeat: int) -> dict:
    """Pages of the district's desk; the start page is among them."""
    user = User.objects.filter(role=Role.DISTRICT).first()
    return _ms(measure_pages_of(user, {name: (name, {}) for name in DISTRICT_PAGES}, repeat))


def _compare(sizes: list[dict]) -> None:
    alone = sizes[0]["of_offices"][OFFICE_CODE]
    for size in sizes:
        size["ratio"] = {
            code: times_as_much(sum(times.values()), sum(alone.values()))
            for code, times in size["of_offices"].items()
        }
        size["worst"] = max(
            (times_as_much(times[name], alone[name]), name)
            for times in size["of_offices"].values()
            for name in times
        )
