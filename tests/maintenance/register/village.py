"""A village with pieces, people who look after them, and small photos, for tests."""

import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import count
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from maintenance.models import Infrastructure, Inspection, Kind, Repair, SizeUnit
from maintenance.register.inspecting import Findings, record_inspection
from maintenance.register.services import (
    Facts,
    NewInfrastructure,
    NewRepair,
    add_infrastructure,
    add_repair,
)
from tests import factories
from upk.access import Role
from upk.offices.models import Office, User, Village

_numbers = count(1)
REGISTERED = date(2009, 1, 5)
TODAY = factories.TODAY


@dataclass(frozen=True)
class Setting:
    """A village of an office with its manager, its secretary and who is responsible for it."""

    office: Office
    village: Village
    manager: User
    secretary: User
    facilitator: User


def create_setting() -> Setting:
    office = factories.create_office()
    village = factories.create_village(office)
    facilitator = factories.create_user(Role.FACILITATOR, office)
    factories.assign(facilitator, village)
    return Setting(
        office,
        village,
        factories.create_user(Role.MANAGER, office),
        factories.create_user(Role.SECRETARY, office),
        facilitator,
    )


def facts(**fields) -> Facts:
    """A road of 300 m built in 2008 for Rp 48.250.000, unless told otherwise."""
    given = {
        "kind": Kind.ROAD, "name": f"Jalan rabat {next(_numbers)}", "built_year": 2008,
        "cost": 48_250_000, "size": Decimal(300), "unit": SizeUnit.METRE, "location": "Dukuh Timur",
        "phase_year": 2008,
    }  # fmt: skip
    return Facts(**given | fields)


def register(
    setting: Setting, *, on: date = REGISTERED, village: Village | None = None, key=None, **fields
) -> Infrastructure:
    new = NewInfrastructure(village or setting.village, facts(**fields))
    return add_infrastructure(new, on=on, request_key=key or uuid4(), by=setting.manager)


def inspect(
    setting: Setting, piece: Infrastructure, on: date, condition: str = "good", **fields
) -> Inspection:
    how = {
        name: fields.pop(name) for name in ("photos", "corrects", "reason", "by") if name in fields
    }
    key = fields.pop("key", None) or uuid4()
    return record_inspection(
        piece, Findings(on, condition, **fields), request_key=key,
        **{"by": setting.facilitator} | how,
    )  # fmt: skip


def repair(setting: Setting, piece: Infrastructure, on: date = TODAY, **fields) -> Repair:
    given = {"kind": "routine", "cost": 750_000, "payer": "village"}
    key = fields.pop("key", None) or uuid4()
    new = NewRepair(repaired_on=on, **given | fields)
    return add_repair(piece, new, request_key=key, by=setting.facilitator)


def photo_bytes(
    *, size: tuple[int, int] = (64, 48), colour: str = "green", exif: Image.Exif | None = None
) -> bytes:
    """A JPEG as a camera writes it."""
    made = io.BytesIO()
    Image.new("RGB", size, colour).save(made, "JPEG", exif=Image.Exif() if exif is None else exif)
    return made.getvalue()


def upload(content: bytes | None = None, name: str = "jalan.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, photo_bytes() if content is None else content, "image/jpeg")
