"""Guards inside the database: what SQL itself must refuse, on SQLite and PostgreSQL alike.

Each app declares its guards once (``<app>/guards.py``, listed in ``MODULES``) as a condition
that must never hold; both dialects are made from that one condition. All guards are dropped
before a migration and made after it, because SQLite remakes a table to alter it: its triggers
would be lost silently, and a trigger elsewhere that names the table would stop the migration.

Conditions see the row as ``NEW`` and ``OLD`` and must be SQL that both databases understand.
Dates are ISO text on SQLite and dates on PostgreSQL, so they are only compared with each other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

MODULES = ("upk.offices.guards", "upk.ledger.guards", "loans.guards", "reports.guards")
PREFIX = "guard_"


class MissingTriggers(RuntimeError):
    """The database lacks guards that the code declares; ``names`` says which."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = sorted(names)
        super().__init__(f"missing triggers: {', '.join(self.names)}")


@dataclass(frozen=True)
class Guard:
    """Refuse ``event`` on ``table`` for each row where ``when`` holds.

    ``lock_office`` is an SQL expression for the id of the office whose row PostgreSQL reads
    ``FOR SHARE`` first, so that nothing slips into a period while it is being closed.
    """

    name: str
    table: str
    event: str  # INSERT, UPDATE, DELETE
    when: str
    message: str
    lock_office: str = ""
    only: str = ""  # "sqlite" or "postgresql" where one of them needs no such guard


@dataclass(frozen=True)
class NoTruncate:
    """Refuse TRUNCATE (PostgreSQL; SQLite has none)."""

    table: str

    @property
    def name(self) -> str:
        return f"{PREFIX}{self.table}_no_truncate"


def append_only(table: str, unique: Iterable[Iterable[str]] = ()) -> list[Guard | NoTruncate]:
    """Guards that let rows be added to ``table`` and never changed, deleted or replaced."""
    return [
        Guard(f"{table}_no_update", table, "UPDATE", "1 = 1", f"{table}: rows are never changed"),
        *never_lost(table, unique),
    ]


def never_lost(table: str, unique: Iterable[Iterable[str]] = ()) -> list[Guard | NoTruncate]:
    """Guards that keep rows of ``table`` from being deleted, truncated or replaced.

    SQLite's REPLACE removes the old row without firing a DELETE trigger, so the insert of an
    existing id or unique key (``unique``: its columns) is refused before it happens.
    """
    guards: list[Guard | NoTruncate] = [
        Guard(f"{table}_no_delete", table, "DELETE", "1 = 1", f"{table}: rows are never deleted"),
        NoTruncate(table),
    ]
    for columns in [("id",), *unique]:
        same = " AND ".join(f"{column} = NEW.{column}" for column in columns)
        guards.append(
            Guard(
                f"{table}_no_replace_{'_'.join(columns)}",
                table,
                "INSERT",
                f"EXISTS (SELECT 1 FROM {table} WHERE {same})",
                f"{table}: rows are never replaced",
                only="sqlite",
            )
        )
    return guards


def changed(*columns: str) -> str:
    """SQL that holds when an update changes one of ``columns`` (NULL counts as a value)."""
    return " OR ".join(
        f"(NEW.{c} <> OLD.{c} OR (NEW.{c} IS NULL) <> (OLD.{c} IS NULL))" for c in columns
    )


def declared(vendor: str) -> list[Guard | NoTruncate]:
    """All guards that a database of ``vendor`` must have."""
    found = [guard for module in MODULES for guard in import_module(module).GUARDS]
    return [
        guard
        for guard in found
        if (vendor == "postgresql" if isinstance(guard, NoTruncate) else guard.only in ("", vendor))
    ]


def _name(guard: Guard | NoTruncate) -> str:
    """Name with a digest of what the guard does, so that an outdated one counts as missing."""
    digest = sha256(repr(guard).encode()).hexdigest()[:8]
    base = guard.name.removeprefix(PREFIX)
    return f"{PREFIX}{base}"[:54] + f"_{digest}"


def _sqlite_sql(guard: Guard) -> str:
    return (
        f"CREATE TRIGGER {_name(guard)} BEFORE {guard.event} ON {guard.table} FOR EACH ROW "
        f"WHEN {guard.when} BEGIN SELECT RAISE(ABORT, '{guard.message}'); END"
    )


def _postgresql_sql(guard: Guard | NoTruncate) -> str:
    name = _name(guard)
    if isinstance(guard, NoTruncate):
        return _postgresql_function(name, "TRUE", f"{guard.table}: rows are never deleted") + (
            f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {guard.table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )
    lock = (
        f"PERFORM 1 FROM offices_office WHERE id = ({guard.lock_office}) FOR SHARE;"
        if guard.lock_office
        else ""
    )
    return _postgresql_function(name, guard.when, guard.message, lock, guard.event) + (
        f"CREATE TRIGGER {name} BEFORE {guard.event} ON {guard.table} "
        f"FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def _postgresql_function(
    name: str, when: str, message: str, lock: str = "", event: str = "INSERT"
) -> str:
    row = "OLD" if event == "DELETE" else "NEW"
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN "
        f"{lock} IF {when} THEN RAISE EXCEPTION '{message}' "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        f"RETURN {row}; END $guard$;"
    )


def _existing(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Guards that the database has: name to table."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' "
                "AND name LIKE 'guard%'"
            )
        else:
            cursor.execute(
                "SELECT t.tgname, t.tgrelid::regclass::text FROM pg_trigger t "
                "JOIN pg_class c ON c.oid = t.tgrelid "
                "JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema() "
                "WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND t.tgname LIKE 'guard%'"
            )
        return dict(cursor.fetchall())


def drop_all(connection: BaseDatabaseWrapper) -> None:
    """Remove every guard from the database."""
    _drop(connection, _existing(connection))


def _drop(connection: BaseDatabaseWrapper, guards: dict[str, str]) -> None:
    with connection.cursor() as cursor:
        for name, table in guards.items():
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER {name}")
            else:
                cursor.execute(f"DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}()")


def create_all(connection: BaseDatabaseWrapper) -> None:
    """Make every declared guard whose table exists already; remove those no longer declared."""
    tables = set(connection.introspection.table_names())
    make = _sqlite_sql if connection.vendor == "sqlite" else _postgresql_sql
    wanted = {_name(g): g for g in declared(connection.vendor) if g.table in tables}
    existing = _existing(connection)
    _drop(connection, {name: table for name, table in existing.items() if name not in wanted})
    with connection.cursor() as cursor:
        for name, guard in wanted.items():
            if name not in existing:
                cursor.execute(make(guard))


def check_all(connection: BaseDatabaseWrapper) -> None:
    """Raise ``MissingTriggers`` unless the database has every declared guard."""
    if missing := {_name(g) for g in declared(connection.vendor)} - set(_existing(connection)):
        raise MissingTriggers(missing)


def drop_before_migrate(using: str, plan: list, **kwargs) -> None:
    """Receiver of ``pre_migrate``: sent once per app, so only the first finds anything."""
    if plan:
        drop_all(connections[using])


def create_after_migrate(using: str, **kwargs) -> None:
    """Receiver of ``post_migrate``: creates what is missing."""
    create_all(connections[using])
