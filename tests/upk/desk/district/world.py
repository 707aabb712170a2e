"""A district with offices that issued what a test names: figures and lines, by the real tables."""

from collections.abc import Mapping
from hashlib import sha256
from uuid import uuid4

from reports.models import IssuedAnswer, IssuedFigure, IssuedReport
from reports.value import FORMAT_VERSION
from tests import factories
from upk.access import Role
from upk.desk.district.rules.answers import Answer
from upk.desk.district.services import answer_report
from upk.ledger.models import PeriodChange
from upk.ledger.services import close_books, reopen_books
from upk.offices.models import District, Office, User
from upk.periods import Quarter

THIRD, FOURTH = Quarter(2009, 3), Quarter(2009, 4)
PERCENT = {"repayment_rate", "npl", "health_score", "health_grade", "levies_percent"}
COUNTS = {"goats_living"}


def create_desk() -> User:
    """A user of a district that has no office yet."""
    return factories.create_user(Role.DISTRICT)


def create_offices(district: District, count: int) -> list[Office]:
    """Offices of the district, in the order of their sub-districts."""
    return [
        factories.create_office(
            district=district, name=f"UPK {n:03}", subdistrict=f"Kecamatan {n:03}"
        )
        for n in range(1, count + 1)
    ]


def issue(
    office: Office,
    quarter: Quarter,
    figures: Mapping[str, int] | None = None,
    labels: Mapping[str, str] | None = None,
) -> IssuedReport:
    """The next revision of the office's quarter, with these published figures; a former one that
    still holds falls first, by reopening the quarter."""
    office = Office.objects.get(pk=office.pk)
    by = office.users.filter(role=Role.MANAGER).first() or factories.create_user(office=office)
    earlier = IssuedReport.objects.filter(office=office).of_quarter(quarter)
    newest = earlier.with_outdated().with_answer().order_by("-revision").first()
    if newest and not newest.is_to_be_issued_again:
        reopen_books(office, through=quarter.previous().end, reason="Keliru", by=by)
        office.refresh_from_db()
    if not office.is_closed(quarter.end):
        close_books(office, through=quarter.end, by=by)
    figures, labels = figures or {}, labels or {}
    value = f"{office.code} {quarter} {earlier.count()}"
    issued = IssuedReport.objects.create(
        office=office, year=quarter.year, quarter=quarter.number, revision=earlier.count() + 1,
        as_of=quarter.end, books=PeriodChange.objects.filter(office=office).latest("pk"),
        issued_by=by, issued_by_name=by.name, format_version=FORMAT_VERSION, value=value,
        value_sha256=sha256(value.encode()).hexdigest(), figure_count=len(figures),
    )  # fmt: skip
    IssuedFigure.objects.bulk_create(
        IssuedFigure(
            report=issued, key=key, label=labels.get(key, key), unit=unit_of(key), value=value
        )
        for key, value in figures.items()
    )
    return issued


def unit_of(key: str) -> str:
    """The unit of a published figure's key."""
    return "percent" if key in PERCENT else "count" if key in COUNTS else "rupiah"


def answer(report: IssuedReport, by: User, *answers: Answer, note: str = "") -> IssuedAnswer:
    """Give answers one after the other; the last one."""
    for given in answers:
        made = answer_report(
            report, given, note=note if given == Answer.RETURNED else "", request_key=uuid4(), by=by
        )
    return made
