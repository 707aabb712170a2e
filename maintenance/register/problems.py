"""Why something can't be written about a piece, as values: all reasons, each with its field."""

from collections.abc import Mapping, Sequence
from datetime import date

from maintenance.models import Ending, Infrastructure, Inspection, Repair
from maintenance.rules.places import is_in_indonesia
from upk.access import Role
from upk.offices.models import Office, User, Village
from upk.periods import format_date, today
from upk.problems import Problem

FIRST_YEAR = 1950
FIRST_PHASE = 1998
"""The programme's first year in the country."""


def day_problems(
    office: Office,
    day: date,
    *,
    field: str,
    since: date | None = None,
    piece: Infrastructure | None = None,
) -> list[Problem]:
    """What is wrong with the day of a row: to come, reported, before or after its piece.

    A quarter counts as reported once its books are closed, as issuing its report does.
    ``since`` is the piece's registration; ``piece`` where it must not be given up by then.
    """
    if day > today(office):
        return [Problem("future", f"{format_date(day)} belum tiba. Periksa tanggalnya.", field)]
    if office.is_closed(day):
        closed = format_date(office.books_closed_through)
        text = (
            f"Sudah dilaporkan: buku ditutup sampai {closed}. Pilih tanggal sesudahnya, "
            "atau minta manajer membuka triwulannya."
        )
        return [Problem("closed", text, field)]
    if since and day < since:
        text = f"Prasarana ini baru terdaftar mulai {format_date(since)}."
        return [Problem("before_piece", text, field)]
    ending = piece and piece.endings.standing().first()
    if ending and ending.ended_on < day:
        text = f"Prasarana ini tidak dipelihara lagi sejak {format_date(ending.ended_on)}."
        return [Problem("given_up", text, field)]
    return []


def facts_problems(values: Mapping[str, object]) -> list[Problem]:
    """What is wrong with what the register is to say of a piece."""
    found = [
        Problem("empty", "Wajib diisi.", name) for name in ("name", "location") if not values[name]
    ]
    if values["cost"] < 0:
        found.append(Problem("cost", "Biaya tidak boleh kurang dari nol.", "cost"))
    if values["size"] <= 0:
        found.append(Problem("size", "Ukuran harus lebih dari nol.", "size"))
    if not values["built_year"] >= FIRST_YEAR:
        found.append(Problem("year", "Periksa tahunnya.", "built_year"))
    phase = values["phase_year"]
    if phase is not None and not FIRST_PHASE <= phase <= 2999:
        text = f"Tulis tahun anggarannya, {FIRST_PHASE} atau sesudahnya."
        found.append(Problem("phase", text, "phase_year"))
    latitude, longitude = values["latitude"], values["longitude"]
    if (latitude is None) != (longitude is None):
        text = "Isi lintang dan bujur, keduanya, atau kosongkan keduanya."
        found.append(Problem("place", text, "longitude" if longitude is None else "latitude"))
    elif latitude is not None and not is_in_indonesia(latitude, longitude):
        text = "Titik ini di luar Indonesia (lintang -11 sampai 6, bujur 95 sampai 141)."
        found.append(Problem("place", text, "latitude"))
    return found


def registration_problems(
    village: Village, values: Mapping[str, object], on: date, but: Infrastructure | None = None
) -> list[Problem]:
    """Whether it was built after it was registered, or is another piece of the village."""
    found = []
    if values["built_year"] > on.year:
        text = f"Dibangun sesudah terdaftar ({format_date(on)}). Periksa tahunnya."
        found.append(Problem("built_later", text, "built_year"))
    key = {name: values[name] for name in ("kind", "name", "built_year")}
    others = Infrastructure.objects.filter(village=village, **key)
    if others.exclude(pk=but.pk if but else None).exists():
        text = "Prasarana dengan jenis, nama, dan tahun ini sudah terdaftar di desa ini."
        found.append(Problem("registered", text, "name"))
    return found


def correction_problems(
    piece: Infrastructure, differing: Sequence[str], changed_on: date, reason: str, on: date
) -> list[Problem]:
    """What is wrong with a correction of the register; ``on`` is today."""
    found = []
    if not differing:
        found.append(Problem("same", "Tidak ada yang berubah."))
    if not reason.strip():
        found.append(Problem("reason", "Tulis alasannya.", "reason"))
    if changed_on > on:
        text = f"{format_date(changed_on)} belum tiba. Periksa tanggalnya."
        found.append(Problem("future", text, "changed_on"))
    elif changed_on < piece.registered_on:
        text = f"Prasarana ini baru terdaftar mulai {format_date(piece.registered_on)}."
        found.append(Problem("before_piece", text, "changed_on"))
    return found


def ending_problems(piece: Infrastructure, ended_on: date, note: str) -> list[Problem]:
    """Why a piece can't be given up on that day."""
    found = []
    if not note:
        found.append(Problem("empty", "Jelaskan sebabnya.", "note"))
    if piece.endings.standing().exists():
        found.append(Problem("given_up", "Prasarana ini sudah ditandai berakhir."))
    late = [
        piece.inspections.standing().filter(inspected_on__gt=ended_on),
        piece.repairs.standing().filter(repaired_on__gt=ended_on),
    ]
    if any(rows.exists() for rows in late):
        text = "Sesudah tanggal itu masih ada pemeriksaan atau perbaikan. Periksa tanggalnya."
        found.append(Problem("cared_for", text, "ended_on"))
    return found


def replacement_problems(
    office: Office, row: Ending | Inspection | Repair, reason: str
) -> list[Problem]:
    """Why no other row may take the place of this one."""
    found = []
    if not reason.strip():
        found.append(Problem("reason", "Tulis alasannya.", "reason"))
    if row.is_void:
        found.append(Problem("void", "Catatan ini sudah dibatalkan."))
    elif type(row).objects.filter(corrects=row).exists():
        found.append(Problem("corrected", "Catatan ini sudah diganti. Perbaiki yang terbaru."))
    if office.is_closed(row.day):
        closed = format_date(office.books_closed_through)
        found.append(Problem("closed", f"Sudah dilaporkan: buku ditutup sampai {closed}."))
    return found


def authorship_problems(row: Ending | Inspection | Repair, by: User) -> list[Problem]:
    """Only who wrote a row and the manager may replace it."""
    if by.role == Role.MANAGER or row.recorded_by_id == by.pk:
        return []
    return [Problem("other", "Hanya pencatatnya atau manajer yang memperbaiki catatan.")]
