"""What SQLite alone would take: words for numbers and days, in every column of a guarded table."""

from django.apps import apps
from django.db import connection
from django.db.models import Model

from tests.upk.ledger.world import copied
from upk import triggers

CASES: dict[str, tuple[str, str]] = {}
"""As in ``attempts``."""

WRONG = {"DateField": "'2009-9-5'", "BooleanField": "'ya'", "DecimalField": "'banyak'"}
"""What somebody would put there; into whole numbers half a rupiah."""
TEXT = (
    "CharField",
    "TextField",
    "DateTimeField",
    "JSONField",
    "UUIDField",
    "BinaryField",
    "GenericIPAddressField",
)
"""Columns that may hold any text; a new kind of column has to be refused or listed here."""


def columns_of(model: type[Model]) -> list[tuple[str, str]]:
    """Columns that aren't text, and the kind of each."""
    fields = [f for f in model._meta.concrete_fields if not (f.is_relation or f.primary_key)]
    kinds = [(field.column, field.get_internal_type()) for field in fields]
    return [(column, kind) for column, kind in kinds if kind not in TEXT]


def attempt_on(table: str, column: str, kind: str) -> str:
    """SQL that writes an odd value: into a row, or into a copy where rows never change."""
    value, row = WRONG.get(kind, "0.5"), f"(SELECT MAX(id) FROM {table})"
    if table in FIXED:
        return copied(table, row, **{column: value})
    return f"UPDATE {table} SET {column} = {value} WHERE id = {row}"


if connection.vendor == "sqlite":
    GUARDS = triggers.declared("sqlite")
    GUARDED = {guard.table for guard in GUARDS}
    FIXED = {g.table for g in GUARDS if (g.event, g.when) == ("UPDATE", triggers.ALWAYS)}
    CASES = {
        f"{table}.{column} of another type": (
            attempt_on(table, column, kind),
            f"{table}: whole numbers",
        )
        for model in apps.get_models()
        if (table := model._meta.db_table) in GUARDED
        for column, kind in columns_of(model)
    }
