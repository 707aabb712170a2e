"""Issued quarters with their figures, and what the district answered to them."""

from reports.chosen import choose_contents, default_letter
from reports.issued_files import make_file
from reports.issuing import issue_quarter
from reports.models import IssuedAnswer, IssuedReport
from tests import factories
from upk.access import Role
from upk.offices.models import Office, User
from upk.periods import Quarter

Kind = IssuedAnswer.Kind


def answer(issued: IssuedReport, kind: str, by: User, note: str = "") -> IssuedAnswer:
    """What the district says to an issue."""
    return IssuedAnswer.objects.create(
        report=issued, kind=kind, note=note, by=by, by_name=by.name
    )  # fmt: skip


def add_issued(office: Office, by: User) -> dict[str, int]:
    """Ids by name: an issue without an answer, one that was revised and accepted, one received."""
    district = factories.create_user(Role.DISTRICT, district=office.district)

    def issue(quarter: Quarter) -> IssuedReport:
        return issue_quarter(office, quarter, by=by, render=False)

    unanswered, first = issue(Quarter(2009, 2)), issue(Quarter(2009, 3))
    answer(first, Kind.RECEIVED, district)
    answer(first, Kind.RETURNED, district, "Surat belum bernomor.")
    revised = issue(Quarter(2009, 3))
    answer(revised, Kind.RECEIVED, district)
    answer(revised, Kind.ACCEPTED, district)
    issued = issue(Quarter(2009, 4))
    setting = choose_contents(
        office, left_out=["blm"], with_annexes=True, letter=default_letter(), by=by
    )
    return {
        "unanswered": unanswered.pk,
        "superseded": first.pk,
        "accepted": revised.pk,
        "issued": issued.pk,
        "issued_file": make_file(issued, "json").pk,
        "issued_figure": issued.figures.first().pk,
        "answer": answer(issued, Kind.RECEIVED, district).pk,
        "pack_setting": setting.pk,
        "district_elsewhere": factories.create_user(Role.DISTRICT).pk,
    }
