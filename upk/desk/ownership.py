"""Which tables belong to an office, found from the models' foreign keys.

A new table belongs to its office without a line here: for copies (``example.copies``) and for
moving out (``moving.history``).
"""

from django.apps import apps
from django.db.models import Field, Model, QuerySet

from upk.offices.models import District, Office, User

STAYING = {"moving.Upload", "moving.UploadProblem", "trail.PersonKey", "trail.TrailEntry"} | {
    "signin.Authenticator", "signin.KnownBrowser", "signin.RecoveryCode", "signin.Session",
}  # fmt: skip
"""Tables that neither travel nor are copied: about files that lie on this machine for a day, what
was done on this installation, by its users and readable with its keys alone, and how its users
sign in."""


class NoWayToOffice(Exception):
    """A table belongs to an office only by keys that may be empty; the text names it."""


def owned_models() -> list[type[Model]]:
    """The models whose rows belong to an office, directly or through what they point to.

    Rows of a district are written by its users: those alone make no row an office's.
    """
    models = [
        model
        for model in apps.get_models(include_auto_created=True)
        if _has_table(model) and (model is Office or not _is_of_district(model))
    ]
    owned, before = {Office}, 0
    while len(owned) > before:
        before = len(owned)
        owned |= {model for model in models if any(points_to(f, owned) for f in columns_of(model))}
    return [model for model in models if model in owned]


def _has_table(model: type[Model]) -> bool:
    is_real = model._meta.managed and not model._meta.proxy
    return is_real and model._meta.label not in STAYING


def _is_of_district(model: type[Model]) -> bool:
    targets = {field.remote_field.model for field in columns_of(model) if field.remote_field}
    return District in targets and targets <= {District, User}


def columns_of(model: type[Model]) -> list[Field]:
    """The columns of a model's own table."""
    return list(model._meta.local_concrete_fields)


def points_to(field: Field, models: set[type[Model]]) -> bool:
    """Whether a column is a foreign key to one of ``models``."""
    return field.remote_field is not None and field.remote_field.model in models


def ways_to_office(models: list[type[Model]]) -> dict[type[Model], str]:
    """For each model the shortest lookup that leads to its office (``pk`` for the office itself).

    Over keys that are never empty, except to the office itself: every row has one.
    Raises ``NoWayToOffice``.
    """
    ways = {Office: "pk"}
    while len(ways) < len(models):
        found = {model: way for model in models if model not in ways if (way := _way(model, ways))}
        if not found:
            lost = [model._meta.label for model in models if model not in ways]
            raise NoWayToOffice(", ".join(lost))
        ways |= found
    return ways


def _way(model: type[Model], ways: dict[type[Model], str]) -> str:
    """Its own lookup if one of its keys leads to a model whose way is known, else nothing."""
    for field in columns_of(model):
        target = field.remote_field and field.remote_field.model
        if target is Office:
            return field.name
        if target in ways and target is not User and not field.null:
            return f"{field.name}__{ways[target]}"
    return ""


def rows_of(model: type[Model], way: str, office: Office) -> QuerySet:
    """The rows of a table that belong to ``office``, by their keys."""
    return model._base_manager.filter(**{way: office.pk}).order_by("pk")
