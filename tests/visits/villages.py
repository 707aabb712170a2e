"""A village with a group, who visits them, and visits, for tests."""

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from groups.models import Group
from tests import factories
from upk.access import Role
from upk.offices.models import Office, User, Village
from visits.models import Visit
from visits.records import officers_on
from visits.services.agreements import record_step
from visits.services.recording import NewAgreement, NewVisit, record_visit

TODAY = factories.TODAY
SEEN = date(2010, 2, 3)
DUE = date(2010, 2, 10)


@dataclass(frozen=True)
class Setting:
    """A village of an office with a group, its manager and who is responsible for it."""

    office: Office
    village: Village
    group: Group
    manager: User
    facilitator: User


def create_setting() -> Setting:
    office = factories.create_office()
    village = factories.create_village(office)
    facilitator = factories.create_user(Role.FACILITATOR, office)
    factories.assign(facilitator, village)
    group = factories.create_group(village)
    return Setting(office, village, group, factories.create_user(Role.MANAGER, office), facilitator)


AGREED = NewAgreement("Melunasi tunggakan dua bulan", "Bendahara kelompok", DUE)


def new_visit(setting: Setting, on: date = SEEN, **fields) -> NewVisit:
    """A meeting of the group with its three officers, unless told otherwise."""
    group = fields.pop("group", setting.group)
    given = {
        "village": setting.village, "group": group, "kind": "group" if group else "visit",
        "visited_on": on, "agenda": "Setoran dan pembukuan", "visitor": setting.facilitator,
        "member_count": 7, "officers": officers_on(group, on) if group else (),
        "findings": "Buku kas belum diisi", "next_on": None, "agreements": [AGREED],
    }  # fmt: skip
    return NewVisit(**given | fields)


def visit(setting: Setting, on: date = SEEN, **fields) -> Visit:
    how = {name: fields.pop(name) for name in ("photos", "corrects", "reason") if name in fields}
    key, by = fields.pop("key", None) or uuid4(), fields.pop("by", setting.facilitator)
    return record_visit(new_visit(setting, on, **fields), request_key=key, by=by, **how)


def close(setting: Setting, agreement, on: date = TODAY, kind: str = "done", **fields):
    given = {"note": "Sudah dibayar", "request_key": uuid4(), "by": setting.facilitator}
    return record_step(agreement, kind=kind, on=on, **given | fields)
