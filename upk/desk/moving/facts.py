"""Columns that a table holds under the same name, as they are: read, written and exported by it.

So a column more for what the office, a village, a person or a group already has is one line in
its sheet.
"""

from django.db.models import Model

from upk.desk.moving.columns import Sheet
from upk.desk.moving.content import Row


def facts_of(sheet: Sheet, model: type[Model]) -> tuple[str, ...]:
    """Keys of the columns that are columns of the model too, those that point elsewhere aside."""
    own = {field.name for field in model._meta.concrete_fields if not field.is_relation}
    return tuple(column.key for column in sheet.columns if column.key in own)


def said(row: Row, model: type[Model]) -> dict[str, object]:
    """What a row says of them; what it leaves empty is as the model has it by itself."""
    return {key: row[key] for key in facts_of(row.sheet, model) if row[key] is not None}


def told(sheet: Sheet, thing: Model) -> dict[str, object]:
    """What a row of the table says, by the columns' keys."""
    return {key: getattr(thing, key) for key in facts_of(sheet, type(thing))}
