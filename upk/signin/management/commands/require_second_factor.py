"""``manage.py require_second_factor``: from which day on a district's users need a code."""

from argparse import ArgumentParser
from datetime import date

from django.core.management.base import BaseCommand, CommandError

from upk.offices.models import District


class Command(BaseCommand):
    """Offices decide for themselves (page Kantor); nobody administers a district in the browser."""

    help = "Demand a second factor from the users of a district, from a day on; --never lifts it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("district", help="code of the district")
        when = parser.add_mutually_exclusive_group(required=True)
        when.add_argument("--since", type=date.fromisoformat, help="YYYY-MM-DD")
        when.add_argument("--never", action="store_true")

    def handle(self, *, district: str, since: date | None, **options) -> None:
        found = District.objects.filter(code=district).first()
        if found is None:
            raise CommandError(f"There is no district {district!r}.")
        found.second_factor_from = since
        found.save(update_fields=["second_factor_from"])
        self.stdout.write(f"{found}: {f'demanded from {since} on' if since else 'not demanded'}.")
