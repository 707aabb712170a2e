"""Who may call a view. Which rows somebody sees is ``visible_to`` on each queryset.

Deny by default: a view that names no roles and isn't marked public can't be called at all. What
somebody asked for and isn't given is written to the log: who, what role, which address, without
its query, since names and numbers are searched for there.
"""

import logging
from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse

logger = logging.getLogger(__name__)


class Role(models.TextChoices):
    """What a user does in an office (domain.md, 2)."""

    MANAGER = "manager", "Manajer UPK"
    TREASURER = "treasurer", "Bendahara"
    SECRETARY = "secretary", "Sekretaris"
    FACILITATOR = "facilitator", "Fasilitator / penanggung jawab desa"
    SUPERVISOR = "supervisor", "BP-UPK (pengawas)"
    DISTRICT = "district", "Kabupaten"


STAFF = (Role.MANAGER, Role.TREASURER, Role.SECRETARY)
"""Those who write in the office's books and registers."""

READERS = (*STAFF, Role.SUPERVISOR)
"""Those who read everything of their own office."""

OFFICE = (*READERS, Role.FACILITATOR)
"""Everybody who belongs to one office; a facilitator sees the assigned villages only."""

EVERYBODY = tuple(Role)

SEES_IDENTITY = (Role.MANAGER, Role.SECRETARY)
"""Roles whose work needs a person's whole NIK and KK (domain.md, 10)."""

NEEDS_SECOND_FACTOR = (Role.MANAGER, Role.TREASURER, Role.DISTRICT)
"""Roles that need a code besides the password where their office, or district, demands it."""


def roles(*allowed: Role) -> Callable:
    """Let only users with one of these roles call the view; everybody else gets 403."""

    def decorate(view: Callable) -> Callable:
        view.allowed_roles = frozenset(allowed)
        return view

    return decorate


def public(view: Callable) -> Callable:
    """Let anybody call the view, without login."""
    view.allowed_roles = frozenset()
    return login_not_required(view)


class RolesMiddleware:
    """Enforce what ``roles`` declares; refuse a view that declares nothing."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, *_) -> None:
        if not getattr(view, "login_required", True):
            return
        allowed = getattr(view, "allowed_roles", None)
        if allowed is None:
            raise ImproperlyConfigured(f"{view.__module__}.{view.__name__} names no roles")
        if request.user.role not in allowed:
            _log_try(request, "not for this role")
            raise PermissionDenied

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Note that a row wasn't found: it isn't there, or it is out of the user's sight."""
        if isinstance(exception, Http404):
            _log_try(request, "not found or out of sight")


def _log_try(request: HttpRequest, what: str) -> None:
    """Write down that somebody asked for what isn't given."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        who = f"user {user.pk} ({user.role})"
    else:
        who = "a stranger"
    logger.warning("%s: %s %s by %s", what, request.method, request.path, who)
