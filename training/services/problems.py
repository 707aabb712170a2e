"""Why something can't be written about a training, as values: all reasons, each with its field."""

from collections.abc import Iterable
from datetime import date

from training.models import STATES, Batch, BatchVersion
from training.rules.batches import LONGEST, State, days_of
from upk.access import STAFF, Role
from upk.offices.models import Office, User
from upk.periods import format_date, today
from upk.problems import Problem


def day_problems(
    office: Office, day: date, *, field: str, since: date | None = None, told: str = "Tanggal ini"
) -> list[Problem]:
    """What is wrong with the day of a row: to come, reported, or before ``since``."""
    if found := future_problems(office, day, field):
        return found
    if since and day < since:
        return [Problem("order", f"{told} paling awal {format_date(since)}.", field)]
    return closed_problems(office, day, field)


def future_problems(office: Office, day: date, field: str) -> list[Problem]:
    """Why nothing may be dated on a day that hasn't come."""
    if day <= today(office):
        return []
    return [Problem("future", f"{format_date(day)} belum tiba. Periksa tanggalnya.", field)]


def closed_problems(office: Office, day: date, field: str) -> list[Problem]:
    """Why nothing may be dated on a day that was reported."""
    if not office.is_closed(day):
        return []
    shut = format_date(office.books_closed_through)
    text = (
        f"Sudah dilaporkan: buku ditutup sampai {shut}. Pilih tanggal sesudahnya, "
        "atau minta manajer membuka triwulannya."
    )
    return [Problem("closed", text, field)]


def role_problems(office: Office, by: User, allowed: Iterable[Role] = STAFF) -> list[Problem]:
    """Whether somebody of another office, or without the role, would write."""
    if by.office_id == office.pk and by.role in tuple(allowed):
        return []
    return [Problem("role", "Hanya petugas kantor ini yang dapat mencatatnya.")]


def state_problems(state: str, allowed: Iterable[State]) -> list[Problem]:
    """Whether the batch is in a state in which this is still written."""
    if state in set(allowed):
        return []
    return [Problem("state", f"Tidak dapat dicatat: angkatan ini {STATES[State(state)].lower()}.")]


def required(text: str, field: str) -> list[Problem]:
    """A text that may not be empty."""
    return [] if text.strip() else [Problem("empty", "Wajib diisi.", field)]


def span_problems(starts_on: date, ends_on: date) -> list[Problem]:
    """Whether the days of a training are in order, and not too many."""
    if ends_on < starts_on:
        return [Problem("order", "Hari terakhir mendahului hari pertama.", "ends_on")]
    if len(days_of(starts_on, ends_on)) > LONGEST:
        return [Problem("long", f"Paling lama {LONGEST} hari. Bagi menjadi dua.", "ends_on")]
    return []


def newest(batch: Batch) -> BatchVersion:
    """The version of a batch that counts."""
    return batch.versions.first()
