"""The office's dated lists: papers of a proposal, questions to members, grading of groups.

A list is never changed: another practice is another list, from a day on that lies after the
closed books. What was answered by the old one keeps its lines.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from upk.offices.default_lists import DEFAULT_LISTS
from upk.offices.models import Checklist, ChecklistItem, Office
from upk.periods import format_date

Items = Sequence[tuple[str, int]]
"""Lines in their order: text, weight in a score."""

SCORED = (Checklist.Kind.GROUP, Checklist.Kind.HOUSEHOLD)
"""Lists whose lines have a weight."""


def list_in_force(office: Office, kind: str, on: date) -> Checklist | None:
    """The office's list of that kind on a day, its items loaded; ``None`` if it had none yet."""
    lists = Checklist.objects.in_force(on).filter(office=office, kind=kind)
    return lists.prefetch_related("items").first()


@transaction.atomic
def add_checklist(office: Office, kind: str, *, since: date, items: Items) -> Checklist:
    """A new list of that kind from ``since`` on.

    Raises ``ValidationError`` with every reason against it.
    """
    office = Office.objects.select_for_update().get(pk=office.pk)
    errors: dict[str, list[str]] = {}
    if office.is_closed(since):
        closed = format_date(office.books_closed_through)
        errors["since"] = [f"Buku sudah ditutup sampai {closed}. Pilih tanggal sesudahnya."]
    elif office.checklists.filter(kind=kind, since=since).exists():
        taken = format_date(since)
        errors["since"] = [f"Sudah ada daftar mulai {taken}. Pilih tanggal lain."]
    if faults := _item_faults(kind, items):
        errors["__all__"] = faults
    if errors:
        raise ValidationError(errors)
    return _create(office, kind, since, items)


def _item_faults(kind: str, items: Items) -> list[str]:
    texts = [text.strip().lower() for text, _ in items]
    faults = []
    if not items:
        faults.append("Isi sedikitnya satu baris.")
    if len(set(texts)) < len(texts):
        faults.append("Ada baris yang sama. Hapus salah satunya.")
    if kind in SCORED and any(weight <= 0 for _, weight in items):
        faults.append("Bobot setiap baris harus lebih dari nol.")
    return faults


@transaction.atomic
def create_default_lists(
    office: Office, since: date, kinds: Iterable[str] = tuple(DEFAULT_LISTS)
) -> list[Checklist]:
    """The lists of ``default_lists`` for a new office, in force from ``since`` on."""
    return [_create(office, kind, since, DEFAULT_LISTS[kind]) for kind in kinds]


def _create(office: Office, kind: str, since: date, items: Items) -> Checklist:
    made = Checklist.objects.create(office=office, kind=kind, since=since)
    ChecklistItem.objects.bulk_create(
        ChecklistItem(checklist=made, position=position, text=text.strip(), weight=weight)
        for position, (text, weight) in enumerate(items, start=1)
    )
    return made
