"""``manage.py apply_retention``: who is past the office's rule becomes anonymous by itself."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.management.asked import office_of
from upk.desk.privacy.forgetting import apply_rule, due_by_rule
from upk.offices.models import Office
from upk.periods import today


class Command(BaseCommand):
    """Touches only offices whose rule says that it works by itself; names nobody.

    Exits with 1 if an office couldn't be done; the others are done all the same.
    """

    help = "Make people anonymous whose day has come, in offices whose rule works by itself."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--office", metavar="CODE", help="one office; all by default")
        parser.add_argument("--dry-run", action="store_true", help="only say who it would be")

    def handle(self, *, office: str | None, dry_run: bool, **options) -> None:
        offices = [office_of(office)] if office else list(Office.objects.order_by("code"))
        failed = []
        for one in offices:
            try:
                self._show(one) if dry_run else self._apply(one)
            except Exception as error:  # whatever one office suffers from, the others go on
                failed.append(one.code)
                self.stderr.write(f"{one.code}: not done ({type(error).__name__})")
        if failed:
            raise CommandError(f"Call it again for: {', '.join(failed)}")

    def _show(self, office: Office) -> None:
        found = due_by_rule(office, today(office))
        self.stdout.write(f"{office.code}: {len(found)} people would become anonymous.")
        for due in found:
            self.stdout.write(f"  person {due.person.pk}: last tie {due.tie.on}")

    def _apply(self, office: Office) -> None:
        count = apply_rule(office, on=today(office))
        self.stdout.write(f"{office.code}: {count} people became anonymous.")
