"""Secrets of authenticator apps are stored encrypted, under a key that is made from SECRET_KEY.

Whoever reads the database or a backup, which holds no keys, can make no codes. It is no key of its
own: nobody has to keep one more, and a lost SECRET_KEY costs no data, only a new set-up each.
"""

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


@lru_cache(maxsize=4)
def _cipher(*secrets: str) -> MultiFernet:
    keys = []
    for secret in secrets:
        derive = HKDF(SHA256(), length=32, salt=None, info=b"bergulir: authenticator secrets")
        keys.append(Fernet(base64.urlsafe_b64encode(derive.derive(secret.encode()))))
    return MultiFernet(keys)


def _current() -> MultiFernet:
    return _cipher(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


def seal(secret: bytes) -> bytes:
    """Ciphertext of a secret."""
    return _current().encrypt(secret)


def unseal(ciphertext: bytes) -> bytes:
    """The secret behind a ciphertext made here, under this SECRET_KEY or one of its fallbacks.

    Raises ``cryptography.fernet.InvalidToken`` for anything else.
    """
    return _current().decrypt(bytes(ciphertext))
