"""The second factor: its code at the login, setting it up, codes on paper, turning it off."""

import time

import segno
from django.contrib import messages
from django.contrib.auth import login as start_session
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from upk.access import EVERYBODY, Role, public, roles
from upk.forms import form_page
from upk.offices import pending, trying
from upk.offices.models import User
from upk.signin import second_factor
from upk.signin.forms import CodeForm, FirstCodeForm, OwnPasswordForm
from upk.signin.gate import VERIFIED, is_forced

BACKEND = "upk.offices.backends.OfficeBackend"
WRONG = (
    "Kode tidak cocok atau sudah dipakai. Tunggu kode berikutnya di aplikasi, lalu ketik kode itu."
)


@public
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The page between password and office."""
    if request.user.is_authenticated:
        return redirect("desk:home")
    waiting = pending.pending(request)
    if waiting is None:
        messages.info(request, "Masuk dengan kata sandi dulu, sesudah itu dengan kode.")
        return redirect("offices:login")
    user, next_page = waiting
    form = CodeForm(request.POST or None)
    if request.method == "POST":
        if page := trying.locked(request, user):
            pending.forget(request)
            return page
        if form.is_valid() and _is_right(request, user, form):
            return redirect(next_page)
    return render(request, "signin/code.html", {"form": form})


def _is_right(request: HttpRequest, user: User, form: CodeForm) -> bool:
    """Let the user in where the code is right; else the form says why not."""
    answer = second_factor.check(user, form.cleaned_data["otp"])
    if not answer.is_right:
        if not answer.wait:
            trying.note_failure(request, user)
        form.add_error("otp", _why_not(answer))
        return False
    request.session.flush()
    start_session(request, user, backend=BACKEND)
    request.session[VERIFIED] = int(time.time())
    if answer.by_recovery:
        text = f"Kode cadangan itu sudah terpakai; masih ada {answer.left}."
        messages.warning(request, text)
    return True


def _why_not(answer: second_factor.Answer) -> str:
    if answer.wait:
        return f"Terlalu sering salah. Coba lagi {answer.wait} detik lagi, dengan kode yang baru."
    return WRONG


@roles(*EVERYBODY)
@require_safe
def second_factor_page(request: HttpRequest) -> HttpResponse:
    """Whether the user has a second factor, and what can be done about it."""
    context = {"is_required": request.user.must_have_second_factor(timezone.localdate())}
    context["codes_left"] = second_factor.codes_left(request.user)
    return render(request, "signin/second_factor.html", context)


@roles(*EVERYBODY)
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """Begin with an app; whoever has one already moves to another phone."""
    form = OwnPasswordForm(request.user, request.POST or None)
    if page := _locked(request):
        return page
    if _is_confirmed(request, form):
        second_factor.begin(request.user)
        return redirect("signin:set-up-confirm")
    context = {"form": form, "is_forced": is_forced(request.user)}
    return render(request, "signin/set_up.html", context)


def _locked(request: HttpRequest) -> HttpResponse | None:
    """The page that says so, where too much was tried lately; else ``None``."""
    return trying.locked(request, request.user) if request.method == "POST" else None


def _is_confirmed(request: HttpRequest, form: OwnPasswordForm) -> bool:
    """Whether password and, where it is asked for, code are right; what is wrong is counted."""
    if not form.is_valid():
        if form.is_bound and "password" in form.errors:
            trying.note_failure(request, request.user)
        return False
    if "otp" not in form.fields:
        return True
    answer = second_factor.check(request.user, form.cleaned_data["otp"])
    if not answer.is_right:
        form.add_error("otp", _why_not(answer))
        if not answer.wait:
            trying.note_failure(request, request.user)
    return answer.is_right


@roles(*EVERYBODY)
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def set_up_confirm(request: HttpRequest) -> HttpResponse:
    """The secret as a picture and as text; the first code puts it in use."""
    device = second_factor.begun(request.user)
    if device is None:
        return redirect("signin:second-factor")
    form = FirstCodeForm(request.POST or None)
    if form.is_valid():
        codes = second_factor.confirm(request.user, form.cleaned_data["otp"])
        if codes is not None:
            request.session[VERIFIED] = int(time.time())
            request.session.cycle_key()
            key = request.session.session_key
            request.user.sessions.exclude(session_key=key).delete()
            return _show_codes(request, codes)
        form.add_error("otp", WRONG)
    secret = second_factor.shown_secret(device)
    picture = segno.make(device.address_for_app(secret), error="m", micro=False)
    context = {
        "form": form,
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "is_forced": is_forced(request.user),
        "picture": picture.svg_data_uri(scale=5, border=4, light="#fff"),
    }
    return render(request, "signin/set_up_confirm.html", context)


def _show_codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    """The codes on paper, this once: they are stored as hashes only."""
    return render(request, "signin/recovery_codes.html", {"codes": codes})


@roles(*EVERYBODY)
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """New codes on paper; the earlier ones are void."""
    if request.user.second_factor_since is None:
        return redirect("signin:second-factor")
    form = OwnPasswordForm(request.user, request.POST or None)
    if page := _locked(request):
        return page
    if _is_confirmed(request, form):
        return _show_codes(request, second_factor.new_recovery_codes(request.user))
    note = "Kode cadangan yang lama tidak berlaku lagi begitu yang baru dibuat."
    return form_page(request, form, "Kode cadangan baru", _above(), note=note, button="Buat kode")


@roles(*EVERYBODY)
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def turn_off(request: HttpRequest) -> HttpResponse:
    """The password alone is enough again, where nobody demands more."""
    user = request.user
    if user.second_factor_since is None or user.must_have_second_factor(timezone.localdate()):
        return redirect("signin:second-factor")
    form = OwnPasswordForm(user, request.POST or None)
    if page := _locked(request):
        return page
    if _is_confirmed(request, form):
        second_factor.remove(user)
        messages.success(request, "Kode kedua dimatikan. Masuk kembali dengan kata sandi.")
        return redirect("offices:login")
    note = "Sesudah ini kata sandi saja sudah cukup untuk masuk. Semua perangkat Anda keluar."
    return form_page(request, form, "Matikan kode kedua", _above(), note=note, button="Matikan")


def _above() -> tuple[str, str]:
    return reverse("signin:second-factor"), "Kode kedua"


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody of the office lost the phone and the paper."""
    user = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    if request.method == "POST" and user != request.user:
        second_factor.remove(user)
        messages.success(
            request, f"Kode kedua {user} dihapus; kata sandi saja cukup sampai dipasang lagi."
        )
        return redirect("offices:user-list")
    return render(request, "signin/reset.html", {"subject": user})
