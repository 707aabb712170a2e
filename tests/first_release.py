"""A database as the first Bergulir left it: its oldest tables, with an office's rows in them.

``tests/data/first_release.json`` was written by that version's own services. No app of today's is
asked for anything but its migrations.
"""

import json
from pathlib import Path

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

TABLES = [
    ("offices", "0001_initial"),
    ("ledger", "0001_initial"),
    ("groups", "0001_initial"),
    ("loans", "0002_loan_points_to_its_submission"),
    ("reports", "0001_initial"),
]
OF_DJANGO = ("auth", "contenttypes", "sessions", "axes")
ROWS = Path(__file__).parent / "data" / "first_release.json"


def build() -> None:
    """Fill the empty database that is connected to."""
    executor = MigrationExecutor(connection)
    executor.loader.replace_migrations = False  # squashed ones came later
    executor.loader.build_graph()
    others = [key for key in executor.loader.graph.leaf_nodes() if key[0] in OF_DJANGO]
    state = executor.migrate([*TABLES, *others])
    models = []
    with transaction.atomic():
        for label, table in json.loads(ROWS.read_text()).items():
            models.append(state.apps.get_model(label))
            _insert(models[-1], table["columns"], table["rows"])
        with connection.cursor() as cursor:
            for sql in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(sql)


def _insert(model, columns: list[str], rows: list[list]) -> None:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    assert fields.keys() == set(columns)
    model._base_manager.bulk_create(
        model(
            **{
                name: None if text is None else fields[name].to_python(text)
                for name, text in zip(columns, row, strict=True)
            }
        )
        for row in rows
    )
