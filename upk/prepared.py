"""Queries whose SQL is composed once, for the few that every request or every payment sends.

Django composes a queryset's SQL anew each time it is used, which takes up to ten times as long
as the database needs to answer. A ``Prepared`` composes it once (per thread and number of values)
and sends it again with other values. Only where docs/benchmarks.md shows that it matters:
everywhere else a queryset is plainer.
"""

import threading
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection, models
from django.db.models.query import ModelIterable, get_related_populators

KEPT = 100
"""Queries with more values than this are rare, and composed each time."""


class Given(models.Expression):
    """Stands in a queryset for a value that is given when the query is sent."""

    def __init__(self, position: int, field: models.Field) -> None:
        super().__init__(output_field=field)
        self.position = position

    def as_sql(self, compiler, connection) -> tuple[str, list]:
        return "%s", [self]


class Prepared:
    """A queryset of instances (``select_related`` included) or of ``values_list``.

    ``build`` makes it from a ``Given`` for each value. ``fields`` say how values are handed to
    the database, one for each; the last one holds for all that follow.
    """

    def __init__(self, build: Callable[..., models.QuerySet], *fields: models.Field) -> None:
        self._build = build
        self._fields = fields
        self._composed = threading.local()

    def __call__(self, *values: Any) -> list:
        """The rows for these values, read at once."""
        fields = [*self._fields, *[self._fields[-1]] * (len(values) - len(self._fields))]
        kept = self._composed.__dict__
        key = f"{connection.vendor}{len(values)}"
        query = kept.get(key)
        if query is None:
            given = [Given(position, field) for position, field in enumerate(fields)]
            query = _Composed(self._build(*given))
            if len(values) <= KEPT:
                kept[key] = query
        prepared = zip(fields, values, strict=True)
        return query.send([field.get_db_prep_value(value, connection) for field, value in prepared])


class _Composed:
    """SQL with a place for each value, and how its rows become what the queryset promises."""

    def __init__(self, queryset: models.QuerySet) -> None:
        compiler = queryset.query.get_compiler(connection=connection)
        self._sql, self._params = compiler.as_sql()
        self._compiler = compiler
        self._converters = compiler.get_converters([column for column, *_ in compiler.select])
        are_instances = issubclass(queryset._iterable_class, ModelIterable)
        self._instances = _Instances(compiler) if are_instances else None

    def send(self, values: Sequence) -> list:
        params = [values[p.position] if isinstance(p, Given) else p for p in self._params]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, params)
            rows = cursor.fetchall()
        if self._converters:
            rows = self._compiler.apply_converters(rows, self._converters)
        return list(map(self._instances or tuple, rows))


class _Instances:
    """Makes a model's instance, with its related ones, of a row."""

    def __init__(self, compiler) -> None:
        select, info = compiler.select, compiler.klass_info
        self._model = info["model"]
        self._width = len(info["select_fields"])
        self._names = [column.target.attname for column, *_ in select[: self._width]]
        self._related = get_related_populators(info, select, connection.alias)

    def __call__(self, row: Sequence) -> models.Model:
        made = self._model.from_db(connection.alias, self._names, row[: self._width])
        for related in self._related:
            related.populate(row, made)
        return made
