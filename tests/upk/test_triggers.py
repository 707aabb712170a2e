"""Guards come back after every migration, and their absence is noticed."""

import pytest
from django.apps import apps
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import connection, models
from django.db.migrations import Migration

from upk import triggers
from upk.ledger.models import Entry

NAME = "guard_ledger_entry_update"


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def drop(name: str = NAME) -> None:
    run(f"DROP TRIGGER {name}" + (" ON ledger_entry" if connection.vendor == "postgresql" else ""))


@pytest.mark.django_db
def test_a_dropped_trigger_is_missed_and_made_again():
    drop()

    with pytest.raises(triggers.MissingTriggers, match=NAME):
        triggers.check_all(connection)

    triggers.create_all(connection)
    triggers.check_all(connection)


@pytest.mark.django_db
def test_an_altered_trigger_is_missed_and_made_again():
    if connection.vendor == "postgresql":
        run(
            f"CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql "
            "AS 'BEGIN RETURN NEW; END'"
        )
    else:
        drop()
        run(f"CREATE TRIGGER {NAME} BEFORE UPDATE ON ledger_entry WHEN 1 = 0 BEGIN SELECT 1; END")

    with pytest.raises(triggers.MissingTriggers, match=NAME):
        triggers.check_all(connection)

    triggers.create_all(connection)
    triggers.check_all(connection)


if connection.vendor == "postgresql":  # SQLite can't disable a trigger

    @pytest.mark.django_db
    def test_a_disabled_trigger_is_missed():
        connection.check_constraints()
        run(f"ALTER TABLE ledger_entry DISABLE TRIGGER {NAME}")

        with pytest.raises(triggers.MissingTriggers, match=NAME):
            triggers.check_all(connection)


@pytest.mark.django_db
def test_a_trigger_that_is_no_longer_declared_is_removed():
    if connection.vendor == "postgresql":
        run(
            "CREATE FUNCTION guard_old() RETURNS trigger LANGUAGE plpgsql "
            "AS 'BEGIN RETURN NEW; END'"
        )
        run(
            "CREATE TRIGGER guard_old BEFORE UPDATE ON ledger_entry "
            "FOR EACH ROW EXECUTE FUNCTION guard_old()"
        )
    else:
        run("CREATE TRIGGER guard_old BEFORE UPDATE ON ledger_entry BEGIN SELECT 1; END")

    triggers.create_all(connection)

    assert "guard_old" not in triggers._existing(connection)
    triggers.check_all(connection)


def change_memo(old: models.Field, new: models.Field) -> None:
    """What ``migrate`` does with an AlterField: SQLite remakes the table and copies its rows."""
    plan = [(Migration("0002_longer_memo", "ledger"), False)]
    emit_pre_migrate_signal(0, False, "default", plan=plan, apps=apps)
    with connection.schema_editor() as editor:
        editor.alter_field(Entry, old, new)
    emit_post_migrate_signal(0, False, "default", plan=plan, apps=apps)


@pytest.mark.django_db(transaction=True)
def test_triggers_survive_a_table_that_is_remade():
    old = Entry._meta.get_field("memo")
    new = models.CharField(max_length=300, default="")
    new.set_attributes_from_name("memo")
    new.model = Entry

    change_memo(old, new)
    try:
        triggers.check_all(connection)
    finally:
        change_memo(new, old)
    triggers.check_all(connection)
