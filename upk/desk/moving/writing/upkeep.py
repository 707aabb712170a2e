"""Infrastructure comes into the register, with how it was found last."""

from uuid import uuid4

from maintenance.models import Infrastructure
from maintenance.register.inspecting import Findings, record_inspection
from maintenance.register.services import (
    Facts,
    NewInfrastructure,
    add_infrastructure,
    end_infrastructure,
)
from upk.desk.moving.checks.upkeep import registered_since
from upk.desk.moving.content import Row
from upk.desk.moving.writing import Moving


def write_infrastructure(moving: Moving) -> None:
    """Every piece, from the day on which the workbook says that it was registered."""
    for row in moving.content["infrastructure"]:
        piece = _register(moving, row)
        moving.keep(row, piece)
        if row["inspected_on"]:
            found = Findings(
                row["inspected_on"], row["condition"], row["notes"] or "",
                row["work_needed"] or "", row["inspector_name"] or "",
            )  # fmt: skip
            record_inspection(piece, found, request_key=uuid4(), by=moving.by)
        if row["ended_on"]:
            end_infrastructure(
                piece, kind=row["ended_kind"], ended_on=row["ended_on"], note=row["ended_note"],
                request_key=uuid4(), by=moving.by,
            )  # fmt: skip
        moving.advance(1)


def _register(moving: Moving, row: Row) -> Infrastructure:
    facts = Facts(
        kind=row["kind"], name=row["name"], built_year=row["built_year"], cost=row["cost"] or 0,
        size=row["size"], unit=row["unit"], location=row["location"],
        phase_year=row["phase_year"], latitude=row["latitude"], longitude=row["longitude"],
        team=row["team"] or "",
    )  # fmt: skip
    new = NewInfrastructure(moving.find("villages", row["village"]), facts)
    return add_infrastructure(
        new, on=registered_since(row, moving.cut_over), request_key=uuid4(), by=moving.by
    )
