"""``manage.py let_in``: the installation's owner lets a user sign in, with a new password."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from upk.offices.models import User
from upk.offices.services import let_in


class Command(BaseCommand):
    """For the first manager of an office that came from another Bergulir: nobody else can yet."""

    help = "Let a user sign in, with a new password that is printed once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *, username: str, **options) -> None:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no user {username!r}.")
        password = let_in(user)
        place = user.office or user.district
        self.stdout.write(f"{user.name} ({user.get_role_display()}, {place}) signs in as")
        self.stdout.write(f"  {user.username}  {password}")
        self.stdout.write("and lets the others in on the page Pengguna.")
