"""Login by name and password, with the office loaded along: every page needs it."""

from django.contrib.auth.backends import ModelBackend

from upk.offices.models import User


class OfficeBackend(ModelBackend):
    """Django's own backend; the user comes with office and district in one query."""

    def get_user(self, user_id: int) -> User | None:
        user = User.objects.select_related("office__district", "district").filter(pk=user_id)
        user = user.first()
        return user if user and self.user_can_authenticate(user) else None

    def _get_permissions(self, *args) -> set[str]:
        return set()  # roles, not Django's permissions, say who may do what
