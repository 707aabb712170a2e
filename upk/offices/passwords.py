"""Passwords that anybody who knows the office would try first: its own words with a little beside.

For Django's ``AUTH_PASSWORD_VALIDATORS``, beside Django's own rules.
"""

import re

from django.core.exceptions import ValidationError

from upk.offices.models import User

WORDS = (
    "bergulir", "perguliran", "kambing", "simpan", "pinjam", "pinjaman", "kecamatan", "kabupaten",
    "kantor", "desa", "upk", "lkd", "bumdes", "bkad", "pnpm", "manajer", "ketua", "bendahara",
    "sekretaris", "fasilitator", "pengawas", "katasandi", "kata", "sandi", "password", "rahasia",
)  # fmt: skip
"""Words of the trade, of roles and of passwords themselves [chosen]."""
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


def _words_of_place(user: User | None) -> set[str]:
    """Code and words of the names of the user's office and district."""
    place = user and (user.office or user.district)
    if not place:
        return set()
    texts = [place.code, place.name, getattr(place, "subdistrict", "")]
    return {word for text in texts for word in re.findall(r"\w{3,}", text.lower())}
