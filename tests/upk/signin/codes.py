"""Codes as the app on the user's phone makes them, and logins over HTTP."""

import time

from django.urls import reverse
from django_otp.oath import TOTP

from tests import factories
from upk.signin import sealing, second_factor
from upk.signin.models import Authenticator


def set_up(user) -> list[str]:
    """Give the user a second factor; returns the codes on paper."""
    second_factor.begin(user)
    codes = second_factor.confirm(user, code_of(user, confirmed=False, steps=-1))
    user.refresh_from_db()
    return codes


def code_of(user, *, confirmed: bool = True, steps: int = 0) -> str:
    """What the app shows now, or so many steps of 30 seconds later."""
    device = Authenticator.objects.get(user=user, confirmed=confirmed)
    totp = TOTP(sealing.unseal(device.secret_cipher))
    totp.time = time.time() + 30 * steps
    return f"{totp.token():06}"


def give_password(client, user, **extra):
    data = {"username": user.username, "password": factories.PASSWORD}
    return client.post(reverse("offices:login"), data, **extra)


def give_code(client, code, **extra):
    return client.post(reverse("signin:code"), {"otp": code}, **extra)
