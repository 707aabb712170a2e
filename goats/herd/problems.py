"""Why something can't be written about a goat, in the words of the screen."""

from datetime import date

from django.core.exceptions import ValidationError

from goats.models import KINDS
from goats.rules.life import Impossible
from upk.offices.models import Office
from upk.periods import format_date, today

REASONS = {
    "begun_before": "Kambing ini sudah tercatat masuk pada {day}.",
    "not_there_yet": "Kambing ini belum ada pada {on}.",
    "ended": "Kambing ini sudah mati, dijual, hilang, atau tidak diikuti lagi sejak {day}.",
    "nothing_owed": "Tidak ada pengganti yang harus diserahkan untuk kambing ini.",
    "belongs_to_keeper": "Anak kambing milik pemeliharanya: tidak ikut digulirkan.",
    "not_a_kid": "Hanya untuk anak kambing yang lahir di rumah tangga.",
    "not_placed": "Kambing ini belum ditempatkan pada {on}. Catat penempatannya lebih dahulu.",
    "second_keeper": "Kambing ini masih dipelihara rumah tangga lain. Pakai serah terima.",
    "other_keeper": "Pada {on} kambing ini dipelihara rumah tangga lain. Periksa tanggalnya.",
    "same_household": "Penerima sama dengan yang memelihara sekarang.",
    "male": "Kambing ini jantan: tidak dapat dikawinkan sebagai induk atau beranak.",
    "too_young": "Induk ini terlalu muda: paling cepat beranak pada {day}.",
    "within_gestation": "Induk ini beranak pada {day}: jaraknya kurang dari lama bunting.",
    "weaned_before": "Anak ini sudah disapih pada {day}.",
}
"""What ``goats.rules.life.Impossible`` says, by its code."""


def told(error: Impossible, new: int | None = None) -> str:
    """The reason as a sentence; where a later entry is in the way it says which.

    ``new``: the id that the new event has among the others.
    """
    day = format_date(error.day) if error.day else ""
    text = REASONS[error.reason].format(on=format_date(error.event.on), day=day)
    if error.event.id == new:
        return text
    what = f"{KINDS[error.event.kind]} pada {format_date(error.event.on)}"
    return f"Bertentangan dengan yang sudah tercatat ({what}). {text}"


def check_day(office: Office, day: date, field: str = "happened_on") -> None:
    """Raise ``ValidationError`` for a day that hasn't come or lies in the closed books."""
    if day > today(office):
        text = f"{format_date(day)} belum tiba. Periksa tanggalnya."
        raise ValidationError({field: ValidationError(text, code="future")})
    if office.is_closed(day):
        shut = format_date(office.books_closed_through)
        text = (
            f"Sudah dilaporkan: buku ditutup sampai {shut}. Pilih tanggal sesudahnya, "
            "atau minta manajer membuka triwulannya."
        )
        raise ValidationError({field: ValidationError(text, code="closed")})
