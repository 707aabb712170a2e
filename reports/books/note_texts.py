"""The notes to the statements (CaLK): their parts, our wording, and how an office words its own.

A wording is text with **bold**, numbered lists and ``{placeholders}``; there is no way to HTML
(``loans.papers.markup``). A wording holds from a day on, so that old notes print as they were.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from loans.papers.markup import faults
from reports.books.rules import check_open
from reports.models import NoteText
from upk.ledger.services import lock_office
from upk.offices.models import Office, User

TEXTS = Path(__file__).with_name("texts")


@dataclass(frozen=True, slots=True)
class Note:
    """A part of the notes. Its figures, if any, are worked out (``reports.books.notes``)."""

    key: str
    title: str


NOTES = (
    Note("umum", "1. Informasi umum"),
    Note("kebijakan", "2. Kebijakan akuntansi"),
    Note("aset", "3. Aset"),
    Note("pinjaman", "4. Kualitas pinjaman"),
    Note("utang", "5. Utang dan dana titipan"),
    Note("modal", "6. Modal"),
    Note("hasil", "7. Pendapatan dan beban"),
    Note("lain", "8. Informasi lain"),
)
BY_KEY = {note.key: note for note in NOTES}

PLACEHOLDERS = {
    "kantor": "nama kantor",
    "alamat": "alamat kantor",
    "kecamatan": "kecamatan",
    "kabupaten": "kabupaten",
    "provinsi": "provinsi",
    "pimpinan": "sebutan pimpinan kantor",
    "bendahara": "sebutan bendahara kantor",
    "pengawas": "sebutan pengawas",
    "tanggal": "tanggal laporan",
    "awal_tahun": "1 Januari tahun laporan",
    "tahun": "tahun laporan",
    "jumlah_aset": "jumlah aset",
    "jumlah_utang": "jumlah utang dan titipan",
    "jumlah_modal": "jumlah modal",
    "aset_ekonomi": "aset ekonomi",
    "pendapatan": "pendapatan tahun berjalan",
    "beban": "beban tahun berjalan",
    "surplus": "surplus tahun berjalan",
    "banyak_pinjaman": "banyaknya pinjaman berjalan",
    "saldo_pinjaman": "saldo pokok pinjaman",
    "tunggakan": "tunggakan pokok",
    "cadangan": "cadangan kerugian yang dimiliki",
    "kebutuhan_cadangan": "cadangan yang diperlukan menurut kolektibilitas",
    "susunan": "susunan neraca",
}
"""What a wording may name in braces, with what it is."""


def default_text(note: Note) -> str:
    """Our wording of a part."""
    return (TEXTS / f"{note.key}.txt").read_text(encoding="utf-8").strip()


def texts_of(office: Office, on: date) -> dict[str, str]:
    """The wording of every part on a day, the office's own or ours; one query."""
    own: dict[str, str] = {}
    for note, body in (
        NoteText.objects.filter(office=office).in_force(on).values_list("note", "body")
    ):
        own.setdefault(note, body)
    return {note.key: own.get(note.key) or default_text(note) for note in NOTES}


@transaction.atomic
def change_note(office: Office, note: Note, *, body: str, since: date, by: User) -> NoteText:
    """Word a part anew from a day on; an empty ``body`` goes back to our wording.

    Raises ``ValidationError`` by field: unknown placeholders, a closed day.
    """
    office = lock_office(office)
    check_open(office, since)
    if found := faults(body, PLACEHOLDERS):
        raise ValidationError({"body": found})
    return NoteText.objects.create(
        office=office, note=note.key, since=since, body=body.strip(), made_by=by
    )


def history(office: Office, note: Note) -> Iterable[NoteText]:
    """All wordings that the office gave a part, the newest first."""
    texts = NoteText.objects.filter(office=office, note=note.key)
    return texts.select_related("made_by").order_by("-since", "-id")
