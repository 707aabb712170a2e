"""``manage.py rotate_identity_keys``: new keys for NIK and KK, everything encrypted anew."""

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from upk.desk.privacy.rotation import UnreadableIdentity, rotate
from upk.offices.models import Office
from upk.trail.events import Event
from upk.trail.services import record


class Command(BaseCommand):
    """May be interrupted and called again; people go on working meanwhile."""

    help = "Make new keys for NIK and KK and put all numbers under them (docs/operation.md)."

    def handle(self, **options) -> None:
        try:
            done = rotate(self._tell, on_office=_note)
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
        except UnreadableIdentity as error:
            raise CommandError(f"No key here can read {error}; the old keys stay.") from error
        self.stdout.write(
            f"{done.people} people of {done.offices} offices and {done.others} other rows are "
            "under the new keys, the old ones are gone. Backups made before need the old recovery "
            "sheet: keep it as long as they, and print a new one."
        )

    def _tell(self, text: str) -> None:
        self.stderr.write(text)


def _note(office: Office) -> None:
    record(event=Event.KEY_ROTATED, user=None, office=office)
