"""Login by name and password, with office or district loaded along: every page needs it."""

from django.contrib.auth.backends import ModelBackend
from django.db import models

from upk.offices.models import User
from upk.prepared import Prepared

_with_place = Prepared(
    lambda pk: User.objects.select_related("office", "district").filter(pk=pk),
    models.BigIntegerField(),
)


class OfficeBackend(ModelBackend):
    """Django's own backend; the user comes with the office, or the district, in one query."""

    def get_user(self, user_id: int) -> User | None:
        users = _with_place(user_id)
        return users[0] if users and self.user_can_authenticate(users[0]) else None

    def _get_permissions(self, *args) -> set[str]:
        return set()  # roles, not Django's permissions, say who may do what
