"""Who is signed in where, from which browsers, and by what besides the password."""

from datetime import datetime, timedelta
from importlib import import_module
from urllib.parse import quote, urlencode

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils.crypto import salted_hmac
from django_otp.models import Device, ThrottlingMixin, TimestampMixin
from django_otp.oath import TOTP

from upk.offices.models import User
from upk.signin import sealing

STEP = 30
"""Seconds for which a code is shown (RFC 6238; what every app does unless told otherwise)."""
TOLERANCE = 1
"""Steps by which the clocks of phone and server may differ."""


class SessionManager(BaseSessionManager.from_queryset(models.QuerySet)):
    def running(self, user: User, now: datetime) -> models.QuerySet:
        """The user's sessions that can still be used, the last used first."""
        idle_since = now - timedelta(minutes=settings.SESSION_IDLE_MINUTES)
        alive = self.filter(user=user, expire_date__gt=now, last_used__gt=idle_since)
        return alive.order_by("-last_used", "session_key")


class Session(AbstractBaseSession):
    """A session, which tells what its owner must know of it: since when, from where, by what.

    The columns follow the session's own data each time that it is saved (``upk.signin.sessions``).
    """

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")
    since = models.DateTimeField("masuk sejak")
    last_used = models.DateTimeField("terakhir dipakai")
    address = models.GenericIPAddressField("alamat", null=True)
    browser = models.CharField("peramban", max_length=60, blank=True)
    is_new_browser = models.BooleanField("peramban baru", default=False)

    objects = SessionManager()

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        indexes = [models.Index("user", "expire_date", name="session_of_user")]

    @classmethod
    def get_session_store_class(cls) -> type:
        return import_module(settings.SESSION_ENGINE).SessionStore

    @property
    def reference(self) -> str:
        """Names the session in an address: its key would let whoever reads it in."""
        return reference_of(self.session_key)


def reference_of(session_key: str) -> str:
    """How a session is named where it may be read."""
    return salted_hmac("upk.signin.session", session_key, algorithm="sha256").hexdigest()[:24]


class KnownBrowser(models.Model):
    """A browser from which the user has signed in before, known again by its cookie's digest."""

    user = models.ForeignKey(User, models.CASCADE, related_name="known_browsers")
    digest = models.CharField(max_length=64)
    first_used = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint("user", "digest", name="browser_known_once_to_user")]

    def __str__(self) -> str:
        return self.digest[:8]


class Authenticator(TimestampMixin, ThrottlingMixin, Device):
    """The app on a user's phone that makes codes (TOTP, RFC 6238).

    A user has at most one in use, and one that is being set up (not ``confirmed`` so far).

    django-otp brings throttling (each wrong code doubles the wait), times and the algorithm; its
    own table keeps the secret in clear, so this one takes its place (decision 032).
    """

    secret_cipher = models.BinaryField(editable=False)
    last_step = models.BigIntegerField(default=-1, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint("user", "confirmed", name="authenticator_one_in_use")
        ]

    def get_throttle_factor(self) -> int:
        return settings.OTP_TOTP_THROTTLE_FACTOR

    def totp(self) -> TOTP:
        """The codes of now, and of other times if its ``time`` is set."""
        return TOTP(sealing.unseal(self.secret_cipher), STEP)

    def verify_token(self, token: str) -> bool:
        """Whether it is the code of now that wasn't used yet; it is used up then. Saves nothing.

        The step of a used code and all before it are refused: nobody uses a code that was seen.
        """
        if not (len(token) == 6 and token.isascii() and token.isdigit()):
            return False
        totp = self.totp()
        if not totp.verify(int(token), TOLERANCE, self.last_step + 1):
            return False
        self.last_step = totp.t()
        return True

    def address_for_app(self, secret: str) -> str:
        """What the QR code says to the app: issuer, user, and the secret in base 32."""
        label = quote(f"Bergulir:{self.user.username}")
        return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': 'Bergulir'})}"


class RecoveryCode(models.Model):
    """A code on paper for whoever lost the phone; each is good for once.

    The first sign is another for each of a user's codes, so that one hash answers for a code.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    first_sign = models.CharField(max_length=1)
    hashed = models.CharField(max_length=200)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("user", "first_sign", name="recovery_code_first_sign_unique")
        ]

    def __str__(self) -> str:
        return f"{self.first_sign}…"

    def is_code(self, plain: str) -> bool:
        """Whether ``plain`` (signs alone) is this code."""
        return check_password(plain, self.hashed)
