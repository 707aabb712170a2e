"""The second factor: setting it up, checking a code, codes on paper, and losing the phone.

A factor counts from the moment on that a first code was right (``User.second_factor_since``); an
app that was never confirmed is forgotten when another is begun.
"""

import secrets
from base64 import b32encode
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django_otp.models import VerifyNotAllowed

from upk.offices.models import User
from upk.offices.services import end_sessions, note
from upk.signin import sealing
from upk.signin.models import Authenticator, RecoveryCode
from upk.trail.events import Event

CODES = 10
"""Codes on paper, each good for once [chosen]."""
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without i, l, o, 0 and 1, which are taken for each other."""
GROUPS, GROUP = 4, 4


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a typed code; ``wait`` is for how many seconds none is looked at."""

    is_right: bool
    wait: int = 0
    by_recovery: bool = False
    left: int = 0


@transaction.atomic
def begin(user: User) -> Authenticator:
    """A new secret for the user's app, not in use until a first code of it is right.

    One that is in use goes on: it is replaced when the new one is confirmed.
    """
    Authenticator.objects.filter(user=user, confirmed=False).delete()
    cipher = sealing.seal(secrets.token_bytes(20))  # RFC 4226: 160 bits
    return Authenticator.objects.create(
        user=user, name="Aplikasi kode", confirmed=False, secret_cipher=cipher
    )


def begun(user: User) -> Authenticator | None:
    """The app that waits for its first code."""
    return Authenticator.objects.filter(user=user, confirmed=False).first()


def shown_secret(device: Authenticator) -> str:
    """The secret in base 32, as apps take it when there is no camera."""
    return b32encode(sealing.unseal(device.secret_cipher)).decode()


@transaction.atomic
def confirm(user: User, typed: str) -> list[str] | None:
    """Put the app in use whose code ``typed`` is; returns the new codes on paper, in clear.

    ``None`` for a wrong code. All other sessions are the caller's to end.
    """
    device = Authenticator.objects.select_for_update().filter(user=user, confirmed=False).first()
    if device is None or not device.verify_is_allowed()[0]:
        return None
    if not device.verify_token(plain(typed)):
        device.throttle_increment()
        return None
    Authenticator.objects.filter(user=user, confirmed=True).delete()
    device.confirmed = True
    device.throttle_reset(commit=False)
    device.set_last_used_timestamp(commit=False)
    device.save()
    user.second_factor_since = timezone.now()
    user.save(update_fields=["second_factor_since"])
    note(Event.TWO_FACTOR_ON, user)
    return new_recovery_codes(user)


@transaction.atomic
def new_recovery_codes(user: User) -> list[str]:
    """Ten new codes for paper, in clear, this once; all earlier ones are void."""
    RecoveryCode.objects.filter(user=user).delete()
    firsts = secrets.SystemRandom().sample(SIGNS, CODES)
    codes = [
        first + "".join(secrets.choice(SIGNS) for _ in range(GROUPS * GROUP - 1))
        for first in firsts
    ]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, first_sign=code[0], hashed=make_password(code)) for code in codes
    )
    return ["-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP)) for code in codes]


@transaction.atomic
def check(user: User, typed: str) -> Answer:
    """Whether ``typed`` is the app's code of now or a code on paper; a right one is used up.

    One at a time per user. A wrong one of either kind doubles the wait for the next.
    """
    devices = Authenticator.objects.select_for_update()
    device = devices.filter(user=user, confirmed=True).first()
    if device is None:
        return Answer(False)
    allowed, why = device.verify_is_allowed()
    if not allowed:
        assert why["reason"] == VerifyNotAllowed.N_FAILED_ATTEMPTS
        return Answer(False, wait=1 + int((why["locked_until"] - timezone.now()).total_seconds()))
    code = plain(typed)
    by_recovery = len(code) == GROUPS * GROUP
    if not (_use_recovery(user, code) if by_recovery else device.verify_token(code)):
        device.throttle_increment()
        note(Event.TWO_FACTOR_FAILED, user)
        return Answer(False)
    if by_recovery:
        note(Event.RECOVERY_CODE_USED, user)
    device.throttle_reset(commit=False)
    device.set_last_used_timestamp(commit=False)
    device.save()
    return Answer(True, by_recovery=by_recovery, left=codes_left(user))


def _use_recovery(user: User, code: str) -> bool:
    found = RecoveryCode.objects.filter(user=user, first_sign=code[0], used_at=None).first()
    if found is None or not found.is_code(code):
        return False
    found.used_at = timezone.now()
    found.save(update_fields=["used_at"])
    return True


def codes_left(user: User) -> int:
    """How many codes on paper are unused."""
    return RecoveryCode.objects.filter(user=user, used_at=None).count()


@transaction.atomic
def remove(user: User) -> None:
    """Ask the user for the password alone from now on, e.g. after losing the phone.

    All the user's sessions end.
    """
    Authenticator.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()
    user.second_factor_since = None
    user.save(update_fields=["second_factor_since"])
    note(Event.TWO_FACTOR_OFF, user)
    end_sessions(user)


def plain(typed: str) -> str:
    """A code without the blanks and hyphens, and with the small letters, that people give it."""
    return "".join(typed.split()).replace("-", "").lower()
