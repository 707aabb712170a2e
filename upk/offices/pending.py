"""Who has given the right password but not yet the code: nobody is signed in so far.

It stands in the session, without Django's own marks of a login, so every page takes the browser
for a stranger's until the code is right.
"""

import time

from django.http import HttpRequest

from upk.offices.models import User

SECONDS = 300
"""How long the code may take after the password [chosen]."""
_KEY = "pending"


def begin(request: HttpRequest, user: User, next_page: str) -> None:
    """Remember that this browser gave the user's password, and where it wants to go."""
    request.session.flush()
    request.session[_KEY] = {
        "user": user.pk,
        "hash": user.get_session_auth_hash(),
        "at": int(time.time()),
        "next": next_page,
    }


def pending(request: HttpRequest) -> tuple[User, str] | None:
    """User and page that wait for a code; ``None`` when it took too long.

    Nor where the account or the password changed meanwhile.
    """
    kept = request.session.get(_KEY)
    if kept is None or not 0 <= time.time() - kept["at"] <= SECONDS:
        return None
    users = User.objects.select_related("office", "district")
    user = users.filter(pk=kept["user"], is_active=True).first()
    if user is None or user.get_session_auth_hash() != kept["hash"]:
        return None
    return user, kept["next"]


def forget(request: HttpRequest) -> None:
    """The password counts no longer: it must be given anew."""
    request.session.flush()
