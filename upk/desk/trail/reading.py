"""Rows of the trail as they are shown: unsealed, named, masked, with a way to the record.

A constant number of queries for any number of rows: one for the keys, one for each kind of record
that is linked or referred to.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.apps import apps
from django.db import models
from django.urls import reverse

from upk.access import SEES_IDENTITY
from upk.desk.trail import wording
from upk.offices import identity
from upk.offices.models import User
from upk.trail import keys
from upk.trail.events import Event
from upk.trail.models import TrailEntry
from upk.trail.told import HIDDEN

SECRET = ("nik", "kk")
BIRTH = "birth_date"
NOBODY = "Tanpa masuk"
"""Who did it where nobody was signed in: the login page, the first run."""


@dataclass(frozen=True, slots=True)
class Change:
    """A column before and after, as text."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of the trail. ``url`` is empty where there is no page, or the reader can't open it."""

    entry: TrailEntry
    who: str
    kind: str
    about: str
    url: str
    changes: tuple[Change, ...]
    details: tuple[tuple[str, str], ...]
    is_sealed: bool


def shown(entries: Sequence[TrailEntry], reader: User, *, masks: bool = False) -> list[Shown]:
    """The entries (user and person loaded) for ``reader``, in their order.

    NIK and KK are always masked (a person's page shows them on request), the day of birth unless
    the role needs it; ``masks``: for everybody.
    """
    opened = _opened(entries)
    names = _References(entries, opened)
    there = _visible(entries, reader)
    whole = reader.role in SEES_IDENTITY and not masks
    return [_shown(entry, opened[entry.pk], names, there, reader.role, whole) for entry in entries]


def _opened(entries: Sequence[TrailEntry]) -> dict[int, dict | None]:
    """What each entry holds sealed, by id; ``None`` where the key is gone."""
    sealed = [entry for entry in entries if entry.sealed]
    found = keys.keys_of(entry.person_id for entry in sealed) if sealed else {}
    return {entry.pk: keys.unseal(entry.sealed, found.get(entry.person_id)) for entry in entries}


def _shown(
    entry: TrailEntry,
    inside: dict | None,
    names: "_References",
    there: dict[str, set[int]],
    role: str,
    whole: bool,
) -> Shown:
    inside = inside if inside is not None else {}
    page = wording.page_for(entry.kind, role) if entry.object_id in there[entry.kind] else ""
    changes = entry.changes | inside.get("changes", {})
    details = entry.details | inside.get("details", {})
    return Shown(
        entry=entry,
        who=entry.user.name if entry.user else (entry.command or NOBODY),
        kind=wording.kind_label(entry.kind),
        about=_about(entry, inside),
        url=reverse(page, args=[entry.object_id]) if page else "",
        changes=tuple(_change(entry.kind, *item, names, whole) for item in changes.items()),
        details=tuple((wording.column_label("", k), _detail(v)) for k, v in details.items()),
        is_sealed=bool(entry.person_id) and not inside and _keeps_inside(entry),
    )


def _keeps_inside(entry: TrailEntry) -> bool:
    """Whether something about the person was, or would have been, sealed in this row."""
    return bool(entry.sealed) or not (entry.about or entry.changes or entry.details)


def _about(entry: TrailEntry, inside: dict) -> str:
    """The record in words, and whose it is as that person is called today."""
    said = inside.get("about") or entry.about
    person = entry.person.name if entry.person else ""
    if person and entry.kind != "offices.person" and person not in said:
        return f"{said} · {person}" if said else person
    return said or person


def _detail(value) -> str:
    return wording.value_text(None, value)


def _change(kind: str, name: str, pair: Sequence, names: "_References", whole: bool) -> Change:
    field = wording.field_of(kind, name)
    before, after = (_value(field, name, value, names, whole) for value in pair)
    return Change(wording.column_label(kind, name), before, after)


def _value(field, name: str, value, names: "_References", whole: bool) -> str:
    if value == HIDDEN:
        return HIDDEN
    if value and name in SECRET:
        return identity.masked(value)
    if value and not whole and name == BIRTH:
        return HIDDEN
    if field is not None and field.is_relation and value is not None:
        return names.of(field.related_model, value)
    return wording.value_text(field, value)


class _References:
    """Names of the rows that changed columns point to, read once for each model."""

    def __init__(self, entries: Iterable[TrailEntry], opened: dict[int, dict | None]) -> None:
        wanted: dict[type[models.Model], set[int]] = defaultdict(set)
        for entry in entries:
            changes = entry.changes | (opened[entry.pk] or {}).get("changes", {})
            for name, pair in changes.items():
                field = wording.field_of(entry.kind, name)
                if field is not None and field.is_relation:
                    wanted[field.related_model] |= {v for v in pair if isinstance(v, int)}
        self._rows = {
            model: model._default_manager.in_bulk(ids) for model, ids in wanted.items() if ids
        }

    def of(self, model: type[models.Model], pk) -> str:
        row = self._rows.get(model, {}).get(pk)
        return str(row) if row is not None else f"#{pk}"


def _visible(entries: Sequence[TrailEntry], reader: User) -> dict[str, set[int]]:
    """By kind, the ids of records that have a page and that the reader may see."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        is_there = entry.object_id is not None and entry.event != Event.DELETED
        if is_there and wording.page_for(entry.kind, reader.role):
            wanted[entry.kind].add(entry.object_id)
    found: dict[str, set[int]] = defaultdict(set)
    for kind, ids in wanted.items():
        rows = apps.get_model(kind).objects.visible_to(reader)
        found[kind] = set(rows.filter(pk__in=ids).values_list("pk", flat=True))
    return found
