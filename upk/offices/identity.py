"""NIK and KK numbers: checked, stored encrypted, found by digest, shown masked.

They are specific personal data (UU 27/2022). The ciphertext can be read back by those who need
it; the digest allows an exact search and a uniqueness check without reading any of them.
"""

import hmac
from hashlib import sha256

from cryptography.fernet import InvalidToken
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from upk.identity_keys import (
    MARK_LENGTH,
    DigestKey,
    cipher,
    digest_keys,
    is_mark,
    newest_cipher,
)

LENGTH = 16
validate_identity = RegexValidator(rf"\A[0-9]{{{LENGTH}}}\Z", "Tulis 16 angka tanpa spasi.")


DIGEST_LENGTH = 64


def encrypt(number: str) -> bytes:
    """Ciphertext of an identity number; empty for an empty one.

    Raises ``ValidationError`` unless it has 16 digits.
    """
    if not number:
        return b""
    validate_identity(number)
    return cipher().encrypt(number.encode())


def decrypt(ciphertext: bytes) -> str:
    """The number behind a ciphertext made here."""
    if not ciphertext:
        return ""
    return cipher().decrypt(bytes(ciphertext)).decode()


def is_of_newest_key(ciphertext: bytes | str) -> bool:
    """Whether a ciphertext (of whatever is encrypted under these keys) needs the newest alone."""
    try:
        newest_cipher().decrypt(_token(ciphertext))
    except InvalidToken:
        return False
    return True


def encrypted_anew(ciphertext: bytes | str) -> bytes | str:
    """The same under the newest key. Raises ``InvalidToken`` if no key here can read it."""
    made = cipher().rotate(_token(ciphertext))
    return made.decode() if isinstance(ciphertext, str) else made


def _token(stored: bytes | memoryview | str) -> bytes:
    return stored.encode() if isinstance(stored, str) else bytes(stored)


def digest(number: str, mark: str | None = None) -> str | None:
    """Keyed digest to search by, ``None`` for an empty number (NULL is never unique).

    ``mark``: of the key that is wanted (``mark_of``), where the newest isn't; the newest serves
    too where there is no such key any more.
    """
    if not number:
        return None
    keys = digest_keys()
    return _under(next((key for key in keys if key.mark == mark), keys[0]), number)


def digests(number: str) -> list[str]:
    """The digests that a number may be stored with: two while keys are changed. Empty for none."""
    return [_under(key, number) for key in digest_keys()] if number else []


def _under(key: DigestKey, number: str) -> str:
    made = hmac.new(key.secret, number.encode(), sha256).hexdigest()
    return (key.mark + made)[:DIGEST_LENGTH]


def mark_of(stored: str) -> str:
    """The mark of the key that a digest was made with."""
    return stored[:MARK_LENGTH] if is_mark(stored[:MARK_LENGTH]) else ""


def is_changing() -> bool:
    """Whether digests under two keys may be stored."""
    return len(digest_keys()) > 1


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
