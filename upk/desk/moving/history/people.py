"""Districts and users of a file, who may be here already.

A district is known by its code. Nobody of a file can sign in: users come without a password and
inactive, so that history says who did what. Of a district's users one that came with another
office of the same district, and still can't sign in, is the same.
"""

import re

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password

from upk.access import Role
from upk.offices.models import District, User

NEW = {"temporary_until": None, "second_factor_since": None, "new_browser_at": None}
"""How users signed in elsewhere stays there: their authenticator apps are unknown here."""

_LONGEST = 55
"""Letters of a username that stay before its number."""


def district_of(row: dict[str, object]) -> int:
    """The key of a district, made if it isn't here yet."""
    facts = {"name": row["name"], "province": row["province"]}
    return District.objects.get_or_create(code=row["code"], defaults=facts)[0].pk


class Users:
    """The users of this installation, and how those of a file are called here."""

    def __init__(self) -> None:
        self.taken = set(User.objects.values_list("username", flat=True))
        self.names: list[str] = []

    def find(self, user: dict[str, object]) -> int | None:
        """The key of a district's user who came with another office."""
        if user["role"] != Role.DISTRICT:
            return None
        same = User.objects.filter(
            role=Role.DISTRICT, district_id=user["district_id"], name=user["name"],
            is_active=False, password__startswith=UNUSABLE_PASSWORD_PREFIX,
        )  # fmt: skip
        called = re.compile(rf"{re.escape(user['username'])}(-\d+)?")
        found = same.order_by("pk").values_list("pk", "username")
        return next((pk for pk, name in found if called.fullmatch(name)), None)

    def welcome(self, user: dict[str, object]) -> dict[str, object]:
        """How a user's row is written: under a free name, without a way to sign in."""
        name, number = user["username"], 1
        while name in self.taken:
            number += 1
            name = f"{user['username'][:_LONGEST]}-{number}"
        self.taken.add(name)
        self.names.append(name)
        return user | {"username": name, "is_active": False, "password": make_password(None)} | NEW
