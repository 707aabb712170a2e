"""``manage.py reset_second_factor``: the owner helps a manager who lost phone and paper."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from upk.offices.models import User
from upk.signin import second_factor


class Command(BaseCommand):
    help = "Ask a user for the password alone again; all the user's sessions end."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *, username: str, **options) -> None:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no user {username!r}.")
        if user.second_factor_since is None:
            raise CommandError(f"{username} has no second factor.")
        second_factor.remove(user)
        self.stdout.write(f"{user.name} signs in with the password alone until it is set up again.")
