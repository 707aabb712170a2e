"""What an office and its district do all day, each as a call that can be made again and again."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from django.db import transaction
from django.urls import reverse

from bench.lists import page_call
from loans.day_sheet import Choice, payable_loans
from loans.repayments import PaymentRow, Sheet, record_repayments
from reports.models import IssuedReport
from reports.period import ReportPeriod
from reports.question import Question
from reports.registry import REPORTS, build
from upk.access import Role
from upk.desk.district.consolidated import DEFINITIONS
from upk.desk.example import OFFICE_CODE
from upk.offices.models import Office, User, Village
from upk.periods import Quarter, today

QUARTER = Quarter(2009, 4)
SHEET = 10
WORK = "sheet of 10, posted"
DISTRICT = "district"
BOARD = "desk:home"
MONTH = timedelta(days=30)

Calls = dict[str, Callable[[], object]]

DISTRICT_PAGES = (
    BOARD,
    "desk:district-quarters",
    "desk:district-comparison",
    "desk:district-changes",
    "desk:district-reminders",
    "desk:district-consolidated",
    "desk:district-bundles",
    "desk:district-rules",
)
"""Pages of the whole district, besides its reports and the pages of one office; the first is the
board of the quarter."""


def calls_of(name: str) -> Calls:
    """Calls by label: of the office with that code, or of ``DISTRICT``."""
    return _of_district() if name == DISTRICT else _of_office(Office.objects.get(code=name))


def _of_office(office: Office) -> Calls:
    """Every report, the start pages, the day sheet, and its sending."""
    suffix = office.code.removeprefix(OFFICE_CODE)
    treasurer = User.objects.get(username=f"bendahara{suffix}")
    manager = User.objects.get(username=f"manajer{suffix}")
    village = Village.objects.filter(office=office).order_by("name").first()
    question = Question.of(office, ReportPeriod.of_quarter(QUARTER))
    return {
        **{name: lambda name=name: build(name, question) for name in sorted(REPORTS)},
        "home": page_call(manager, reverse("desk:home")),
        "loans": page_call(manager, reverse("loans:loan-list")),
        "journal": page_call(manager, reverse("ledger:journal")),
        "day sheet": page_call(treasurer, reverse("loans:day-sheet"), {"desa": village.pk}),
        WORK: lambda: _post_sheet(office, treasurer),
    }


@transaction.atomic
def _post_sheet(office: Office, by: User) -> None:
    """Take ten payments, and forget them."""
    on = today(office)
    loans = list(payable_loans(by, Choice(), on)[:SHEET])
    rows = [PaymentRow(loan.pk, 1_000, ahead=True) for loan in loans]
    record_repayments(office, Sheet(on, loans[0].product.cash, rows, uuid4()), by=by)
    transaction.set_rollback(True)


def _of_district() -> Calls:
    """Every page of the district's desk, of the last quarter that is over."""
    user = User.objects.filter(role=Role.DISTRICT).first()
    asked = {"triwulan": str(QUARTER)}
    issued = IssuedReport.objects.of_quarter(QUARTER).order_by("-pk").values("pk", "office").first()
    addresses = {name.removeprefix("desk:district-"): reverse(name) for name in DISTRICT_PAGES}
    addresses |= {
        f"consolidated {d.name}": reverse("desk:district-consolidated-report", args=[d.name])
        for d in DEFINITIONS
    }
    addresses["an office"] = reverse("desk:district-office", args=[issued["office"]])
    addresses["an issue"] = reverse("desk:district-report", args=[issued["pk"]])
    calls = {name: page_call(user, url, asked) for name, url in addresses.items()}
    for name in (BOARD, "quarters", "reminders"):
        calls[f"{name}, all late"] = _when_all_are_late(user, addresses[name])
    return calls


def _when_all_are_late(user: User, url: str) -> Callable[[], None]:
    """The page of the quarter that follows, opened after its deadline, when nobody has issued."""
    coming = QUARTER.next()
    fetch = page_call(user, url, {"triwulan": str(coming)})
    office = Office.objects.filter(district=user.district_id).order_by("pk")[:1]

    @transaction.atomic
    def call() -> None:
        Office.objects.filter(pk__in=office.values("pk")).update(practice_date=coming.end + MONTH)
        fetch()
        transaction.set_rollback(True)

    return call
