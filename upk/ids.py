"""Many ids in one parameter of a query, where a list of placeholders would be slow or too long.

A subquery that selects the rows anew would be evaluated again in each query that needs them.
"""

import json
from collections.abc import Iterable

from django.db import connection
from django.db.models import BooleanField, F, Func
from django.db.models.expressions import RawSQL

_SELECT = {
    "sqlite": "SELECT value FROM json_each(%s)",
    "postgresql": "SELECT unnest(%s::bigint[])",
}


def _parameter(ids: Iterable[int]) -> str | list[int]:
    return list(ids) if connection.vendor == "postgresql" else json.dumps(list(ids))


def among(column: str, ids: Iterable[int]) -> tuple[str, str | list[int]]:
    """SQL that holds where ``column`` is one of ``ids``, and its one parameter."""
    if connection.vendor == "postgresql":  # knows from the array how many there are
        return f"{column} = ANY(%s)", _parameter(ids)
    return f"{column} IN ({_SELECT['sqlite']})", _parameter(ids)


def id_set(ids: Iterable[int]) -> RawSQL:
    """The same for querysets: ``filter(loan__in=id_set(ids))``."""
    return RawSQL(_SELECT[connection.vendor], [_parameter(ids)])


class Among(Func):
    """A condition of querysets that holds where the field ``name`` is one of ``ids``.

    Unlike ``id_set`` it lets PostgreSQL begin with the ids however many rows the table has:
    ``filter(Among("report", ids))``.
    """

    output_field = BooleanField()

    def __init__(self, name: str, ids: Iterable[int]) -> None:
        super().__init__(F(name))
        self.ids = tuple(ids)

    def as_sql(self, compiler, connection, **_) -> tuple[str, tuple]:
        column, parameters = compiler.compile(self.source_expressions[0])
        sql, own = among(column, self.ids)
        return sql, (*parameters, own)
