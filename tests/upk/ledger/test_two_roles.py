"""The server as a role that owns no tables (docs/operation.md): it works, and can't cheat."""

from datetime import date

import pytest
from django.db import ProgrammingError, connection, transaction

from tests import factories
from upk.ledger.models import Entry
from upk.ledger.services import Move, close_books, post_entry

GRANTS = (
    "CREATE ROLE clerk",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO clerk",
    "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO clerk",
)
"""What docs/operation.md gives the server's role."""
GUARD = "guard_ledger_posting_update"
FORBIDDEN = {
    "disable": "ALTER TABLE ledger_posting DISABLE TRIGGER ALL",
    "drop": f"DROP TRIGGER {GUARD} ON ledger_posting",
    "replace": f"CREATE OR REPLACE FUNCTION {GUARD}() RETURNS trigger LANGUAGE plpgsql "
    "AS 'BEGIN RETURN NEW; END'",
    "replica": "SET session_replication_role = replica",
    "constraint": "ALTER TABLE ledger_posting DROP CONSTRAINT posting_amount_positive",
    "rule": "CREATE RULE lost AS ON INSERT TO ledger_posting DO INSTEAD NOTHING",
    "truncate": "TRUNCATE groups_membership",
    "schema": "CREATE SCHEMA mine",
    "table": "CREATE TABLE public.mine (id int)",
}

if connection.vendor == "postgresql":  # SQLite has no roles

    @pytest.fixture
    def clerk(db):
        user = factories.create_user()
        connection.check_constraints()
        with connection.cursor() as cursor:
            for sql in GRANTS:
                cursor.execute(sql)
            cursor.execute("SET LOCAL ROLE clerk")
        return user

    def test_server_posts_and_closes_without_owning_the_tables(clerk):
        cash, capital = (factories.account(clerk.office, c) for c in ("1.1.01.01", "3.1.01.01"))
        day = date(2010, 1, 5)

        moves = [Move(cash, capital, 700)]
        entry = post_entry(clerk.office, happened_on=day, memo="Modal", moves=moves, by=clerk)
        close_books(clerk.office, through=date(2010, 1, 31), by=clerk)

        assert Entry.objects.get() == entry
        clerk.office.refresh_from_db()
        assert clerk.office.is_closed(day)

    @pytest.mark.parametrize("name", FORBIDDEN)
    def test_server_cannot_lift_its_own_guards(clerk, name):
        with (
            pytest.raises(ProgrammingError, match=r"must be owner|permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(FORBIDDEN[name])
