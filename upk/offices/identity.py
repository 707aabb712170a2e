"""NIK and KK numbers: checked, stored encrypted, found by digest, shown masked.

They are specific personal data (UU 27/2022). The ciphertext can be read back by those who need
it; the digest allows an exact search and a uniqueness check without reading any of them.
"""

import hmac
from functools import lru_cache
from hashlib import sha256

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

LENGTH = 16
validate_identity = RegexValidator(rf"\A[0-9]{{{LENGTH}}}\Z", "Tulis 16 angka tanpa spasi.")


@lru_cache(maxsize=2)
def _cipher(key: str) -> Fernet:
    return Fernet(key)


def encrypt(number: str) -> bytes:
    """Ciphertext of an identity number; empty for an empty one.

    Raises ``ValidationError`` unless it has 16 digits.
    """
    if not number:
        return b""
    validate_identity(number)
    return _cipher(settings.IDENTITY_KEY).encrypt(number.encode())


def decrypt(ciphertext: bytes) -> str:
    """The number behind a ciphertext made here."""
    if not ciphertext:
        return ""
    return _cipher(settings.IDENTITY_KEY).decrypt(bytes(ciphertext)).decode()


def digest(number: str) -> str | None:
    """Keyed digest to search by, ``None`` for an empty number (NULL is never unique)."""
    if not number:
        return None
    return hmac.new(settings.IDENTITY_DIGEST_KEY.encode(), number.encode(), sha256).hexdigest()


def masked(number: str) -> str:
    """The number with all but its last four digits hidden."""
    return "•" * (LENGTH - 4) + number[-4:] if number else ""


def check_birth_date_matches(nik: str, birth_date, sex: str) -> None:
    """Raise ``ValidationError`` where a NIK's date digits contradict the birth date.

    Digits 7 to 12 are day, month, year; the day has 40 added for women (population rules).
    """
    if not (nik and birth_date and sex):
        return
    day = birth_date.day + (40 if sex == "P" else 0)
    if nik[6:12] != f"{day:02d}{birth_date.month:02d}{birth_date.year % 100:02d}":
        raise ValidationError(
            {"nik": "NIK tidak cocok dengan tanggal lahir atau jenis kelamin. Periksa kembali."}
        )
