"""Show everybody that Bergulir is being worked on, or let them in again."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from upk.running import maintenance


class Command(BaseCommand):
    help = "Refuse every page with a notice (on), or no longer (off). Needs no database."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("state", choices=["on", "off"])
        parser.add_argument("--until", metavar="HH:MM", default="", help="about when it ends")
        parser.add_argument("--because", default="", help="a sentence in Indonesian for users")

    def handle(self, *, state: str, until: str, because: str, **options) -> None:
        if state == "off":
            was_on = maintenance.end()
            self.stdout.write("Everybody may work again." if was_on else "There was none.")
            return
        if len(because) > maintenance.LONGEST_REASON:
            raise CommandError(f"--because takes {maintenance.LONGEST_REASON} letters at most")
        ends = ""
        if until:
            try:
                ends = maintenance.next_time(until, timezone.localtime()).isoformat()
            except ValueError:
                raise CommandError(
                    f"--until takes a time of day such as 14:30, not {until!r}"
                ) from None
        maintenance.begin(maintenance.Notice(ends, because))
        self.stdout.write("Every page says that Bergulir is being worked on.")
