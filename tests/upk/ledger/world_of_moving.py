"""What moving in adds to the world: which workbook the office came from, and uploads."""

from datetime import date

from django.utils import timezone

from upk.desk.moving.models import MovedIn, Upload
from upk.offices.models import Office, User


def add_moving(office: Office, by: User) -> dict[str, int]:
    """Ids by name."""
    moved = MovedIn.objects.create(
        office=office, sha256="1" * 64, file_name="pindah.xlsx", cut_over=date(2009, 12, 31),
        from_history=False, row_count=9, moved_by=by, moved_by_name=by.name,
    )  # fmt: skip
    upload, done = (
        Upload.objects.create(
            office=office, name="pindah.xlsx", sha256=sha256 * 64, size=9, state=state, made_by=by,
            confirmed_by=by, begun_at=timezone.now(),
        )
        for sha256, state in (("2", Upload.State.CHECKING), ("1", Upload.State.DONE))
    )  # fmt: skip
    return {"moved_in": moved.pk, "upload": upload.pk, "done_upload": done.pk}
