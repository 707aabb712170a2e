"""What moving in adds to the world: the row that says which workbook the office came from."""

from datetime import date

from upk.desk.moving.models import MovedIn
from upk.offices.models import Office, User


def add_moving(office: Office, by: User) -> dict[str, int]:
    """Ids by name."""
    moved = MovedIn.objects.create(
        office=office, sha256="1" * 64, file_name="pindah.xlsx", cut_over=date(2009, 12, 31),
        from_history=False, row_count=9, moved_by=by, moved_by_name=by.name,
    )  # fmt: skip
    return {"moved_in": moved.pk}
