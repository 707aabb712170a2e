"""Where somebody is signed in, and ending it: one's own sessions, for the manager everybody's."""

from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from upk.access import EVERYBODY, Role, roles
from upk.offices.models import User
from upk.offices.services import end_sessions, note
from upk.signin.models import Session, reference_of
from upk.trail.events import Event


def _running(user: User) -> list[Session]:
    return list(Session.objects.running(user, timezone.now()))


def _named(user: User, reference: str) -> Session:
    """The user's session of that reference; 404 for one that ended or is somebody else's."""
    for session in Session.objects.filter(user=user):
        if session.reference == reference:
            return session
    raise Http404


@roles(*EVERYBODY)
@require_safe
def session_list(request: HttpRequest) -> HttpResponse:
    context = {"sessions": _running(request.user), "subject": request.user}
    context["own"] = reference_of(request.session.session_key)
    return render(request, "signin/session_list.html", context)


@roles(*EVERYBODY)
@require_POST
def session_end(request: HttpRequest, reference: str) -> HttpResponse:
    session = _named(request.user, reference)
    if session.session_key == request.session.session_key:
        logout(request)
        messages.success(request, "Anda sudah keluar.")
        return redirect("offices:login")
    with transaction.atomic():
        session.delete()
        note(Event.SESSIONS_ENDED, request.user, {"browser": session.browser})
    messages.success(request, f"{session.browser or 'Perangkat itu'} sudah keluar.")
    return redirect("signin:session-list")


@roles(*EVERYBODY)
@require_POST
def sessions_end_others(request: HttpRequest) -> HttpResponse:
    """This browser goes on, all others must sign in again."""
    with transaction.atomic():
        request.user.sessions.exclude(session_key=request.session.session_key).delete()
        note(Event.SESSIONS_ENDED, request.user)
    messages.success(request, "Semua perangkat lain sudah keluar.")
    return redirect("signin:session-list")


@roles(*EVERYBODY)
@require_POST
def new_browser_seen(request: HttpRequest) -> HttpResponse:
    """It was me. Not taken from the new browser itself."""
    if not request.session.get("new_browser"):
        request.user.new_browser_at = None
        request.user.save(update_fields=["new_browser_at"])
    return redirect("signin:session-list")


@roles(Role.MANAGER)
@require_safe
def user_sessions(request: HttpRequest, pk: int) -> HttpResponse:
    subject = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    context = {"sessions": _running(subject), "subject": subject, "own": None}
    return render(request, "signin/session_list.html", context)


@roles(Role.MANAGER)
@require_POST
def user_session_end(request: HttpRequest, pk: int, reference: str) -> HttpResponse:
    subject = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    session = _named(subject, reference)
    with transaction.atomic():
        session.delete()
        note(Event.SESSIONS_ENDED, subject, {"browser": session.browser})
    messages.success(request, f"{subject} sudah keluar dari perangkat itu.")
    return redirect("signin:user-sessions", pk)


@roles(Role.MANAGER)
@require_POST
def user_sessions_end(request: HttpRequest, pk: int) -> HttpResponse:
    subject = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    end_sessions(subject)
    if subject == request.user:
        return redirect("offices:login")
    messages.success(request, f"{subject} sudah keluar dari semua perangkat.")
    return redirect("signin:user-sessions", pk)
