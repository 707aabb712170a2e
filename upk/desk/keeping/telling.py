"""Every office's trail hears of backups and restores: its people's data went along."""

from django.db import DatabaseError, transaction

from upk.offices.models import Office
from upk.trail.events import Event
from upk.trail.services import record


@transaction.atomic
def tell(event: Event, about: str) -> None:
    """Write one row for each office; ``about`` names a file or says what went wrong."""
    for office in Office.objects.order_by("pk"):
        record(event=event, user=None, office=office, about=about)


def tell_if_possible(event: Event, about: str) -> None:
    """The same where the database may be away or older than this program: the status has it all."""
    try:
        tell(event, about)
    except DatabaseError:
        return
