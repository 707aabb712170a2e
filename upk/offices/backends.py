"""Login by name and password, with the office loaded along: every page needs it."""

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from upk.offices.models import User


def client_address(request: HttpRequest) -> str | None:
    """Address of the computer that asks: wrong passwords lock a name there and nowhere else.

    Behind the HTTPS proxy every request comes from the proxy, which writes the computer's own
    address at the end of ``X-Forwarded-For``; without it, the header is anybody's to write.
    """
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.HTTPS else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR")


class OfficeBackend(ModelBackend):
    """Django's own backend; the user comes with office and district in one query."""

    def get_user(self, user_id: int) -> User | None:
        user = User.objects.select_related("office__district", "district").filter(pk=user_id)
        user = user.first()
        return user if user and self.user_can_authenticate(user) else None

    def _get_permissions(self, *args) -> set[str]:
        return set()  # roles, not Django's permissions, say who may do what
