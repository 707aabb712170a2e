"""What the district's desk adds to the world: its rule, a reminder, a bundle of every sort."""

from datetime import date

from django.utils import timezone

from tests import factories
from upk.access import Role
from upk.desk.district.models import Bundle, Reminder, ReportingRule
from upk.offices.models import Office

DUE = date(2009, 10, 15)


def add_district_rows(office: Office, other: Office) -> dict[str, int]:
    """Ids by name: rows of the office's district, and a user of another one."""
    desk = factories.create_user(Role.DISTRICT, district=office.district)
    stranger = factories.create_user(Role.DISTRICT, district=other.district)
    rule = ReportingRule.objects.create(
        district=office.district, since=date(2009, 1, 1), deadline_days=15, bundle_days=30,
        recorded_by=desk,
    )  # fmt: skip
    reminder = Reminder.objects.create(
        office=office, year=2009, quarter=3, missing="report", due_on=DUE,
        reminded_on=date(2009, 11, 1), by=desk, by_name=desk.name,
    )  # fmt: skip
    shared = {"district": office.district, "year": 2009, "total": 2, "contents": "0" * 64}
    shared |= {"requested_by": desk, "begun_at": timezone.now()}
    made = {"done": 2, "size": 9, "sha256": "1" * 64, "finished_at": timezone.now()}
    building = Bundle.objects.create(quarter=4, **shared)
    finished = Bundle.objects.create(quarter=3, state="done", path="a.zip", **shared, **made)
    return {
        "reporting_rule": rule.pk, "reminder": reminder.pk, "bundle": building.pk,
        "done_bundle": finished.pk, "desk_user": desk.pk, "foreign_desk": stranger.pk,
    }  # fmt: skip
