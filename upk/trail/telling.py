"""Turns what became of a row into a row of the trail: what is said, what is sealed, whose it is."""

from collections.abc import Iterable, Sequence

from auditlog.diff import model_instance_diff
from django.db.models import Model

from upk.trail import acting
from upk.trail.events import Event
from upk.trail.told import HIDDEN, Told
from upk.trail.writing import Draft, write

Changes = dict[str, Sequence]
"""``{field: [before, after]}``, values as JSON holds them."""


def tell_created(rows: Iterable[Model]) -> None:
    """Tell of rows that were written together."""
    write([draft for row in rows if (draft := _draft(Event.CREATED, row, None))])


def tell_changed(pairs: Iterable[tuple[Model, Model]], names: Iterable[str]) -> None:
    """Tell what differs in ``names`` between each row as it was and as it is."""
    drafts = [_draft(Event.CHANGED, after, before, names) for before, after in pairs]
    write([draft for draft in drafts if draft])


def tell(event: Event, row: Model, changes: Changes) -> None:
    """Tell what the library noticed about one row; of a change it is heard before it is written."""
    old = row if event == Event.DELETED else None
    if event == Event.CHANGED and set(changes) & set(row.TRAIL.instead):
        old = type(row)._base_manager.get(pk=row.pk)
    draft = _of(event, row, old, changes)
    write([draft] if draft else [])


def _draft(
    event: Event, new: Model, old: Model | None, names: Iterable[str] | None = None
) -> Draft | None:
    changes = model_instance_diff(old, new, names and list(names), use_json_for_changes=True)
    return _of(event, new, old, changes) if changes else None


def _of(event: Event, row: Model, old: Model | None, changes: Changes) -> Draft | None:
    """The row of the trail; ``None`` for a change of nothing that is told."""
    rule: Told = row.TRAIL
    person_id = _follow(row, rule.person) if rule.person else None
    changes = _readable(changes, rule, row if event != Event.DELETED else None, old)
    if event == Event.CHANGED and not changes:
        return None
    private = {name: value for name, value in changes.items() if name in rule.private}
    said = {name: value for name, value in changes.items() if name not in rule.private}
    inside = {"changes": private} if private and person_id else {}
    if private and not person_id:
        said |= {name: [one and HIDDEN for one in pair] for name, pair in private.items()}
    about = str(row)
    if rule.is_named_after_person:
        inside["about"], about = about, ""
    return Draft(
        event=event,
        user=acting.who(),
        office_id=_office_of(row, rule),
        subject=row,
        person_id=person_id,
        about=about,
        changes=said,
        inside=inside,
    )


def _readable(changes: Changes, rule: Told, new: Model | None, old: Model | None) -> Changes:
    """The changes, with what can be read in place of digests; what is the same there isn't told."""
    told = {
        name: list(pair)
        for name, pair in changes.items()
        if name not in rule.instead and not all(value in (None, "") for value in pair)
    }
    for column in changes.keys() & rule.instead.keys():
        name = rule.instead[column]
        before, after = (getattr(one, name) if one else "" for one in (old, new))
        if before != after:
            told[name] = [before or None, after or None]
    return told


def _office_of(row: Model, rule: Told) -> int | None:
    """Whose row it is: what it says itself, else the office of whoever is at work."""
    if row._meta.label_lower == "offices.office":
        return row.pk
    if "." not in rule.office:
        return getattr(row, rule.office, None)
    user = acting.who()
    return user.office_id if user and user.office_id else _follow(row, rule.office)


def _follow(row: Model, path: str) -> int | None:
    """The id at the end of a path of attributes, or ``None`` where it breaks off."""
    for name in path.split("."):
        row = getattr(row, name) if row is not None else None
    return row
