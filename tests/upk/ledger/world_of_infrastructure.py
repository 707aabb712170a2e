"""What the register of infrastructure adds to the world."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

from maintenance.models import Infrastructure
from maintenance.register.inspecting import Findings, record_inspection
from maintenance.register.photos import attach_photos, ready_photo, withdraw_photo
from maintenance.register.services import (
    Facts,
    NewInfrastructure,
    NewRepair,
    add_infrastructure,
    add_repair,
    correct_infrastructure,
    end_infrastructure,
)
from maintenance.register.weighing import add_weights
from maintenance.rules.conditions import DEFAULT_WEIGHTS
from tests.maintenance.register.village import photo_bytes, upload
from upk.offices.models import User, Village

OLD = date(2009, 10, 5)
SEEN, LATER, GONE = date(2010, 1, 12), date(2010, 1, 20), date(2010, 2, 1)


def register(village: Village, name: str, by: User, on: date = OLD) -> Infrastructure:
    facts = Facts("road", name, 2008, 48_250_000, Decimal(300), "m", "Dukuh Timur")
    return add_infrastructure(NewInfrastructure(village, facts), on=on, request_key=uuid4(), by=by)


def inspect(piece: Infrastructure, on: date, by: User, **more):
    found = Findings(on, "good", inspector_name="Pak Sastro")
    return record_inspection(piece, found, request_key=uuid4(), by=by, **more)


def add_old_infrastructure(village: Village, by: User) -> dict[str, int]:
    """Ids by name: what is there of the quarter that will be closed: a piece that was inspected and
    repaired, another that was given up."""
    piece, gone = register(village, "Jalan lama", by), register(village, "Jembatan lama", by)
    on = date(2009, 12, 5)
    new = NewRepair("routine", on, 500_000, "village")
    ending = end_infrastructure(
        gone, kind="abandoned", ended_on=on, note="Hanyut", request_key=uuid4(), by=by
    )
    return {
        "old_piece": piece.pk, "old_inspection": inspect(piece, on, by).pk,
        "old_repair": add_repair(piece, new, request_key=uuid4(), by=by).pk,
        "old_ending": ending.pk,
    }  # fmt: skip


def add_infrastructure_rows(village: Village, foreign: Village, by: User) -> dict[str, int]:
    """Ids by name: a piece with everything about it, one that was given up, one of elsewhere."""
    on = date(2010, 1, 4)
    piece, gone = register(village, "Jalan", by, on), register(village, "Jembatan", by, on)
    correct_infrastructure(
        piece, Facts("road", "Jalan", 2008, 1, Decimal(300), "m", "Dukuh Timur"),
        changed_on=SEEN, reason="Salah tulis", request_key=uuid4(), by=by,
    )  # fmt: skip
    wrong = inspect(piece, SEEN, by)
    inspection = inspect(piece, SEEN, by, corrects=wrong, reason="Salah tekan")
    photos = [
        ready_photo(upload(photo_bytes(colour=colour)), keeps_place=False)
        for colour in ("red", "blue")
    ]
    photo, withdrawn = attach_photos(piece, photos, by=by)
    ending = end_infrastructure(
        gone, kind="abandoned", ended_on=GONE, note="Hanyut", request_key=uuid4(), by=by
    )
    new = NewRepair("routine", LATER, 500_000, "village")
    elsewhere = User.objects.filter(office=foreign.office).first()
    return {
        "piece": piece.pk, "gone_piece": gone.pk, "ending": ending.pk,
        "wrong_inspection": wrong.pk, "inspection": inspection.pk,
        "repair": add_repair(piece, new, request_key=uuid4(), by=by).pk,
        "piece_change": piece.changes.get().pk,
        "photo": photo.pk, "withdrawn_photo": withdrawn.pk,
        "photo_withdrawal": withdraw_photo(withdrawn, reason="Salah foto", by=by).pk,
        "weights": add_weights(village.office, DEFAULT_WEIGHTS, since=SEEN, by=by).pk,
        "foreign_piece": register(foreign, "Jalan lain", elsewhere, on).pk,
    }  # fmt: skip
