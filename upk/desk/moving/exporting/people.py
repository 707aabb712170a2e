"""The office, its villages, people, groups and members as rows of the workbook."""

from collections.abc import Iterator
from datetime import date

from groups.models import Group, Membership
from upk.desk.moving.facts import told
from upk.desk.moving.sheets.office import GROUPS, OFFICE, PEOPLE, VILLAGES
from upk.offices.models import Office, Person, Village

Rows = Iterator[dict[str, object]]


def office_rows(office: Office, as_of: date) -> Rows:
    """The office, moving on the day."""
    district = office.district
    yield told(OFFICE, office) | {
        "district_code": district.code, "district_name": district.name,
        "province": district.province, "cut_over": as_of,
    }  # fmt: skip


def village_rows(office: Office, as_of: date) -> Rows:
    """All villages."""
    for village in Village.objects.filter(office=office).order_by("code"):
        yield told(VILLAGES, village)


def person_rows(office: Office, as_of: date) -> Rows:
    """All people, NIK and KK in clear; numbered by their key."""
    people = Person.objects.filter(office=office).select_related("village").order_by("pk")
    for person in people.iterator(chunk_size=500):
        yield told(PEOPLE, person) | {
            "code": str(person.pk), "village": person.village.code, "nik": person.nik,
            "kk": person.kk,
        }  # fmt: skip


def group_rows(office: Office, as_of: date) -> Rows:
    """All groups; one whose founding isn't recorded began with its first member."""
    groups = Group.objects.filter(office=office).select_related("village").order_by("code")
    for group in groups:
        row = told(GROUPS, group) | {"village": group.village.code}
        if row["founded_on"] is None:
            first = group.memberships.order_by("since").first()
            row["founded_on"] = first.since if first else as_of
        yield row


def member_rows(office: Office, as_of: date) -> Rows:
    """Memberships that had begun; one that ends later hadn't ended."""
    rows = Membership.objects.filter(group__office=office, since__lte=as_of)
    for row in rows.select_related("group").order_by("group__code", "since", "pk"):
        yield {
            "group": row.group.code, "person": str(row.person_id), "position": row.position,
            "since": row.since, "until": row.until if row.until and row.until <= as_of else None,
        }  # fmt: skip
