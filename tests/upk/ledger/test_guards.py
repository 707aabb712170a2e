"""What a clerk with SQL would try: each statement is refused, and leaves every row as it was."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from tests.upk.ledger import (
    attempts,
    attempts_on_aid,
    attempts_on_assets,
    attempts_on_budget,
    attempts_on_cash,
    attempts_on_closing,
    attempts_on_district,
    attempts_on_endings,
    attempts_on_goats,
    attempts_on_grants,
    attempts_on_households,
    attempts_on_infrastructure,
    attempts_on_issued,
    attempts_on_levies,
    attempts_on_loans,
    attempts_on_moving,
    attempts_on_old_books,
    attempts_on_opening,
    attempts_on_oversight,
    attempts_on_phases,
    attempts_on_privacy,
    attempts_on_profile,
    attempts_on_proposals,
    attempts_on_rebates,
    attempts_on_registers,
    attempts_on_statements,
    attempts_on_trail,
    attempts_on_training,
    attempts_on_types,
    attempts_on_visits,
    attempts_sideways,
)
from tests.upk.ledger.world import create_world
from upk import triggers

pytestmark = pytest.mark.django_db

GUARDED = sorted({guard.table for guard in triggers.declared(connection.vendor)})
ATTEMPTS = (
    attempts,
    attempts_on_closing,
    attempts_on_cash,
    attempts_on_assets,
    attempts_on_budget,
    attempts_on_endings,
    attempts_on_infrastructure,
    attempts_on_issued,
    attempts_on_levies,
    attempts_on_grants,
    attempts_on_households,
    attempts_on_goats,
    attempts_on_aid,
    attempts_on_loans,
    attempts_on_moving,
    attempts_on_opening,
    attempts_on_old_books,
    attempts_on_oversight,
    attempts_on_phases,
    attempts_on_privacy,
    attempts_on_profile,
    attempts_on_proposals,
    attempts_on_rebates,
    attempts_on_registers,
    attempts_on_statements,
    attempts_on_trail,
    attempts_on_training,
    attempts_on_district,
    attempts_on_types,
    attempts_on_visits,
    attempts_sideways,
)
CASES = {name: case for module in ATTEMPTS for name, case in module.CASES.items()}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Ids by name, in a transaction that is rolled back after the last statement."""
    with django_db_blocker.unblock(), transaction.atomic():
        rows = vars(create_world())
        connection.check_constraints()  # PostgreSQL truncates nothing before that
        yield rows
        transaction.set_rollback(True)


def rows_of_guarded_tables() -> dict[str, list]:
    with connection.cursor() as cursor:
        found = {}
        for table in GUARDED:
            cursor.execute(f"SELECT * FROM {table} ORDER BY id")
            found[table] = cursor.fetchall()
        return found


def attempt(sql: str, world: dict[str, int]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in sql.format(**world).split(";;"):
            cursor.execute(statement)


@pytest.mark.parametrize("name", CASES)
def test_database_refuses(name, world):
    sql, answer = CASES[name]
    before = rows_of_guarded_tables()

    with pytest.raises(IntegrityError, match=f"(?i){answer}"):
        attempt(sql, world)

    assert rows_of_guarded_tables() == before


def test_every_guard_has_refused_something(world):
    """Else it stands behind another guard, or nobody knows whether it works."""
    messages = set()
    for sql, _ in CASES.values():
        with pytest.raises(IntegrityError) as refusal:
            attempt(sql, world)
        messages.add(str(refusal.value).split("\n")[0])

    unseen = {guard.message for guard in triggers.declared(connection.vendor)} - messages
    assert unseen == set()


def test_every_unique_key_of_a_guarded_table_is_declared():
    """Else SQLite's REPLACE removes a row by a key that nobody thought of."""
    declared = {(g.table, g.name) for g in triggers.declared("sqlite")}
    missing = []
    for model in apps.get_models():
        table = model._meta.db_table
        if table not in GUARDED:
            continue
        keys = [(f.column,) for f in model._meta.concrete_fields if f.unique]
        for constraint in model._meta.constraints:
            if isinstance(constraint, models.UniqueConstraint):
                names = constraint.fields or [e.name for e in constraint.expressions]
                keys.append(tuple(model._meta.get_field(name).column for name in names))
        missing += [
            (table, key)
            for key in keys
            if (table, f"{table}_no_replace_{'_'.join(key)}") not in declared
        ]

    assert missing == []
