"""The office's facts, its villages, people, groups and their members."""

from collections.abc import Iterable, Iterator

from django.db.models import Model

from groups.models import Group, Membership
from upk.desk.moving.content import Row
from upk.desk.moving.facts import facts_of, said
from upk.desk.moving.writing import Moving
from upk.offices.models import District, Office, Person, Village

AT_ONCE = 500


def write_office(moving: Moving) -> None:
    """Let the office be what the workbook says, of the kabupaten of that code."""
    [row] = moving.content["office"]
    office = moving.office
    office.district, _ = District.objects.get_or_create(
        code=row["district_code"],
        defaults={"name": row["district_name"], "province": row["province"]},
    )
    facts = [key for key in facts_of(row.sheet, Office) if key != "code"]
    for key in facts:
        setattr(office, key, row[key] or "")
    office.save(update_fields=["district", *facts])
    moving.advance(1)


def write_villages(moving: Moving) -> None:
    """New villages; one that the office has already takes the workbook's name and day."""
    known = {village.code: village for village in Village.objects.filter(office=moving.office)}
    for row in moving.content["villages"]:
        village = known.get(row["code"]) or Village(office=moving.office)
        for key in facts_of(row.sheet, Village):
            setattr(village, key, row[key])
        village.save()
        moving.keep(row, village)
    moving.advance(len(moving.content["villages"]))


def write_people(moving: Moving) -> None:
    """People with their NIK and KK, encrypted."""
    _write(moving, (_person(moving, row) for row in moving.content["people"]))


def _person(moving: Moving, row: Row) -> tuple[Row, Person]:
    village = moving.find("villages", row["village"])
    person = Person(office=moving.office, village=village, **said(row, Person))
    person.set_identity(nik=row["nik"] or "", kk=row["kk"] or "")
    return row, person


def write_groups(moving: Moving) -> None:
    """Groups; what is empty is as for a group entered by hand."""
    _write(moving, (_group(moving, row) for row in moving.content["groups"]))


def _group(moving: Moving, row: Row) -> tuple[Row, Group]:
    village = moving.find("villages", row["village"])
    return row, Group(office=moving.office, village=village, **said(row, Group))


def write_members(moving: Moving) -> None:
    """Memberships, in the order of their days."""
    rows = sorted(moving.content["members"], key=lambda row: row["since"])
    _write(moving, (_member(moving, row) for row in rows))


def _member(moving: Moving, row: Row) -> tuple[Row, Membership]:
    return row, Membership(
        group=moving.find("groups", row["group"]), person=moving.find("people", row["person"]),
        position=row["position"], since=row["since"], until=row["until"],
    )  # fmt: skip


def _write(moving: Moving, made: Iterable[tuple[Row, Model]]) -> None:
    """Write what rows become, some hundred at once."""
    for some in _slices(list(made)):
        model = type(some[0][1])
        model.objects.bulk_create(one for _, one in some)
        for row, one in some:
            moving.keep(row, one)
        moving.advance(len(some))


def _slices(rows: list) -> Iterator[list]:
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]
