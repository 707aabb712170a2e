"""What an office puts into its quarterly pack besides what it must, and how it words the letter.

The newest ``PackSetting`` counts; an issue keeps what it was made with. The letter's wording is
text with **bold**, numbered lists and ``{placeholders}`` (``loans.papers.markup``).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from loans.papers.markup import faults
from reports.chapters import CHOOSABLE
from reports.models import PackSetting
from upk.access import Role
from upk.ledger.services import lock_office
from upk.offices.models import Office, User

LONGEST_LETTER = 4000
PLACEHOLDERS = {
    "kantor": "nama kantor",
    "kode": "kode kantor",
    "kecamatan": "kecamatan",
    "kabupaten": "kabupaten",
    "provinsi": "provinsi",
    "triwulan": "triwulan laporan",
    "tahun": "tahun laporan",
    "periode": "hari pertama s.d. hari terakhir triwulan",
    "tanggal_akhir": "hari terakhir triwulan",
    "pimpinan": "sebutan pimpinan kantor",
    "nama_pimpinan": "nama pimpinan kantor",
}
"""What the letter may name in braces, with what it is."""

CONTENTS = "isi"
"""A placeholder that stands alone in its paragraph: the numbered list of the chapters."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a pack holds: chapters that are left out, annexes of villages or not, the letter."""

    left_out: frozenset[str] = frozenset()
    with_annexes: bool = False
    letter: str = ""


def default_letter() -> str:
    """Our wording of the letter."""
    return Path(__file__).with_name("letter.txt").read_text(encoding="utf-8").strip()


def choice_of(office: Office) -> Choice:
    """What the office chose last; everything without annexes until it has chosen. One query."""
    setting = PackSetting.objects.filter(office=office).order_by("-id").first()
    if setting is None:
        return Choice(letter=default_letter())
    letter = setting.letter or default_letter()
    return Choice(frozenset(setting.left_out.split()), setting.with_annexes, letter)


@transaction.atomic
def choose_contents(
    office: Office, *, left_out: Collection[str], with_annexes: bool, letter: str, by: User
) -> PackSetting:
    """Choose what later packs hold; an empty letter goes back to our wording.

    Choosing the same again changes nothing.
    Raises ``PermissionDenied`` unless ``by`` is the office's manager, ``ValidationError`` for an
    unknown chapter or one that can't be left out, and for faults of the letter's wording.
    """
    if by.role != Role.MANAGER or by.office_id != office.pk:
        raise PermissionDenied
    office = lock_office(office)
    known = [chapter.key for chapter in CHOOSABLE]
    if not set(left_out) <= set(known):
        raise ValidationError({"chapters": "Ada bagian yang harus selalu dimuat."})
    if found := letter_faults(letter):
        raise ValidationError({"letter": found})
    wanted = {
        "left_out": " ".join(key for key in known if key in left_out),
        "with_annexes": with_annexes,
        "letter": "" if letter.strip() == default_letter() else letter.strip(),
    }
    newest = PackSetting.objects.filter(office=office).order_by("-id").first()
    if newest and all(getattr(newest, key) == value for key, value in wanted.items()):
        return newest
    return PackSetting.objects.create(office=office, made_by=by, **wanted)


def letter_faults(letter: str) -> list[str]:
    """What is wrong with a wording of the letter, in sentences."""
    if len(letter) > LONGEST_LETTER:
        return [f"Surat terlalu panjang: {len(letter)} huruf, paling banyak {LONGEST_LETTER}."]
    return faults(letter, PLACEHOLDERS, [CONTENTS])


def filled(letter: str, values: Mapping[str, str]) -> str:
    """The letter with its placeholders filled in; what they stand for is text, never markup."""
    for name, value in values.items():
        letter = letter.replace(f"{{{name}}}", value.replace("{", "(").replace("}", ")"))
    return letter
