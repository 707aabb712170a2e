"""Guards inside the database: what SQL itself must refuse, on SQLite and PostgreSQL alike.

Each app declares its guards once (``<app>/guards.py``, listed in ``MODULES``) as a condition
that must never hold; both dialects are made from that one condition, one trigger for all guards
of a table and event. They are dropped before a migration and made after it, because SQLite
remakes a table to alter it: its triggers would be lost silently, and a trigger elsewhere that
names the table would stop the migration.

Conditions see the row as ``NEW`` and ``OLD`` and must be SQL that both databases understand.
Dates are ISO text on SQLite and dates on PostgreSQL, so they are only compared with each other.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib import import_module

from django.apps import apps
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

MODULES = (
    "upk.trail.guards",
    "upk.offices.guards",
    "upk.ledger.guards",
    "upk.cash.guards",
    "upk.assets.guards",
    "upk.budget.guards",
    "upk.profile.guards",
    "groups.guards",
    "visits.guards",
    "loans.guards",
    "maintenance.guards",
    "training.guards",
    "goats.guards",
    "grants.guards",
    "closing.guards",
    "oversight.guards",
    "reports.guards",
    "upk.desk.district.guards",
    "upk.desk.moving.guards",
    "upk.desk.privacy.guards",
)
PREFIX = "guard_"
ALWAYS = "1 = 1"


class MissingTriggers(RuntimeError):
    """The database lacks triggers that the code declares, or has altered ones; see ``names``."""

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
    event = "TRUNCATE"
    when = "TRUE"
    lock_office = ""
    only = "postgresql"

    @property
    def message(self) -> str:
        return f"{self.table}: rows are never deleted"


@dataclass(frozen=True)
class Trigger:
    """All guards of a table and event, as one trigger; ``create`` is the SQL that makes it."""

    name: str
    table: str
    create: str
    body: str  # as the database gives it back, to see whether it is still the same


@dataclass(frozen=True)
class KeyWhere:
    """A unique key of the rows for which ``where`` holds; ``{row}`` stands before each column."""

    columns: tuple[str, ...]
    where: str


Keys = Iterable[tuple[str, ...] | KeyWhere]


def append_only(table: str, unique: Keys = ()) -> list[Guard | NoTruncate]:
    """Guards that let rows be added to ``table`` and never changed, deleted or replaced."""
    return [
        Guard(f"{table}_no_update", table, "UPDATE", ALWAYS, f"{table}: rows are never changed"),
        *never_lost(table, unique),
    ]


def never_lost(table: str, unique: Keys = ()) -> list[Guard | NoTruncate]:
    """Guards that keep rows of ``table`` from being deleted, truncated or replaced."""
    return [
        Guard(f"{table}_no_delete", table, "DELETE", ALWAYS, f"{table}: rows are never deleted"),
        NoTruncate(table),
        *never_replaced(table, unique),
    ]


def kept(table: str, unique: Keys = (), fixed: Iterable[str] = ("id",)) -> list[Guard | NoTruncate]:
    """Guards of a register that rows of money point to: nothing is lost, ``fixed`` stays.

    Foreign keys alone don't keep them: a connection to SQLite has to ask for foreign keys.
    """
    message = f"{table}: rows keep their {', '.join(fixed)}"
    return [
        *never_lost(table, unique),
        Guard(f"{table}_keeps_{'_'.join(fixed)}", table, "UPDATE", changed(*fixed), message),
    ]


def unknown(column: str, words: Iterable[str]) -> str:
    """SQL that holds when the new row's ``column`` is none of ``words``."""
    listed = ", ".join(f"'{word}'" for word in words)
    return f"NEW.{column} NOT IN ({listed})"


def never_replaced(table: str, unique: Keys = ()) -> list[Guard]:
    """Guards against SQLite's ``INSERT OR REPLACE`` and ``UPDATE OR REPLACE``.

    They remove the row in the way without firing a DELETE trigger, so a row that takes an
    existing id or unique key (``unique``: its columns) is refused before it happens.
    """
    guards = []
    for key in [("id",), *unique]:
        columns, where = (key.columns, key.where) if isinstance(key, KeyWhere) else (key, "")
        name = f"{table}_no_replace_{'_'.join(columns)}"
        same = " AND ".join(f"{column} = NEW.{column}" for column in columns)
        if where:
            same += f" AND {where.format(row='')} AND {where.format(row='NEW.')}"
        read = [*columns, *re.findall(r"{row}(\w+)", where)]
        taken = f"EXISTS (SELECT 1 FROM {table} WHERE {same}"
        message = f"{table}: rows are never replaced"
        guards += [
            Guard(name, table, "INSERT", f"{taken})", message, only="sqlite"),
            Guard(
                f"{name}_by_update",
                table,
                "UPDATE",
                f"({changed(*read)}) AND {taken} AND id <> OLD.id)",
                message,
                only="sqlite",
            ),
        ]
    return guards


_ODD = {
    "BooleanField": "NEW.{0} NOT IN (0, 1)",
    "DateField": "(NEW.{0} IS NOT NULL AND NEW.{0} IS NOT date(NEW.{0}))",
    "DecimalField": "typeof(NEW.{0}) NOT IN ('integer', 'real', 'null')",
    **dict.fromkeys(
        (
            "BigIntegerField",
            "IntegerField",
            "PositiveIntegerField",
            "PositiveSmallIntegerField",
            "SmallIntegerField",
        ),
        "typeof(NEW.{0}) NOT IN ('integer', 'null')",
    ),
}
"""What no column of that kind may hold."""


def typed_columns(model: type[Model]) -> list[tuple[str, str]]:
    """Columns in which SQLite would take any text: the name, and SQL for what is odd there."""
    fields = [(field.column, field.get_internal_type()) for field in model._meta.concrete_fields]
    return [(column, _ODD[kind].format(column)) for column, kind in fields if kind in _ODD]


def _proper_types(guards: Sequence[Guard | NoTruncate]) -> list[Guard]:
    """Guards that keep text out of numbers and odd dates out of dates, in each guarded table.

    Any text is greater than any number there, and ``2009-9-5`` later than ``2009-12-31``.
    """
    tables = {guard.table for guard in guards}
    fixed = {g.table for g in guards if (g.event, g.when) == ("UPDATE", ALWAYS)}
    found = []
    for model in apps.get_models():
        table = model._meta.db_table
        if table in tables and (columns := typed_columns(model)):
            odd = " OR ".join(sql for _, sql in columns)
            message = f"{table}: whole numbers, ISO dates, yes or no"
            found += [
                Guard(f"{table}_types_{event.lower()}", table, event, odd, message, only="sqlite")
                for event in ("INSERT",) + (("UPDATE",) if table not in fixed else ())
            ]
    return found


def changed(*columns: str) -> str:
    """SQL that holds when an update changes one of ``columns`` (NULL counts as a value)."""
    return " OR ".join(
        f"(NEW.{c} <> OLD.{c} OR (NEW.{c} IS NULL) <> (OLD.{c} IS NULL))" for c in columns
    )


def declared(vendor: str) -> list[Guard | NoTruncate]:
    """All guards that a database of ``vendor`` must have; those of types come first."""
    found = [guard for module in MODULES for guard in import_module(module).GUARDS]
    return [guard for guard in [*_proper_types(found), *found] if guard.only in ("", vendor)]


def _wanted(connection: BaseDatabaseWrapper) -> dict[str, Trigger]:
    """The triggers that the database must have, by name."""
    grouped: dict[tuple[str, str], list[Guard | NoTruncate]] = defaultdict(list)
    for guard in declared(connection.vendor):
        grouped[guard.table, guard.event].append(guard)
    make = _sqlite_trigger if connection.vendor == "sqlite" else _postgresql_maker(connection)
    triggers = [make(table, event, guards) for (table, event), guards in grouped.items()]
    return {trigger.name: trigger for trigger in triggers}


def _sqlite_trigger(table: str, event: str, guards: list[Guard]) -> Trigger:
    name = f"{PREFIX}{table}_{event.lower()}"
    checks = " ".join(f"SELECT RAISE(ABORT, '{g.message}') WHERE {g.when};" for g in guards)
    sql = f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW BEGIN {checks} END"
    return Trigger(name, table, sql, sql)


def _postgresql_maker(connection: BaseDatabaseWrapper) -> Callable[..., Trigger]:
    """``_postgresql_trigger`` for the schema that the tables are in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema())")
        [schema] = cursor.fetchone()
    tables = "|".join(sorted(model._meta.db_table for model in apps.get_models()))
    name = re.compile(rf"\b({tables})\b")
    return partial(_postgresql_trigger, lambda sql: name.sub(rf"{schema}.\1", sql))


def _postgresql_trigger(
    qualified: Callable[[str], str], table: str, event: str, guards: list[Guard | NoTruncate]
) -> Trigger:
    """The function names each table with its schema (``qualified``).

    Otherwise a session's own table (``CREATE TEMP TABLE offices_office``) would be asked whether
    the books are closed. A ``search_path`` set for the function costs a third of each posting.
    """
    name = f"{PREFIX}{table}_{event.lower()}"
    locks = {f"({guard.lock_office})": None for guard in guards if guard.lock_office}
    office = qualified("offices_office")
    body = " ".join(
        [
            "BEGIN",
            *[f"PERFORM 1 FROM {office} WHERE id = {qualified(id)} FOR SHARE;" for id in locks],
            *[
                f"IF {qualified(guard.when)} THEN RAISE EXCEPTION '{guard.message}' "
                "USING ERRCODE = 'integrity_constraint_violation'; END IF;"
                for guard in guards
            ],
            f"RETURN {'OLD' if event == 'DELETE' else 'NEW'}; END",
        ]
    )
    level = "STATEMENT" if event == "TRUNCATE" else "ROW"
    trigger = (
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
        f"FOR EACH {level} EXECUTE FUNCTION {name}()"
    )
    function = f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
    return Trigger(name, table, f"{function}$guard${body}$guard$; {trigger}", f"{trigger} {body}")


_POSTGRESQL_TRIGGERS = """
    SELECT t.tgname, t.tgrelid::regclass::text, CASE WHEN t.tgenabled IN ('O', 'A')
        THEN pg_get_triggerdef(t.oid, true) || ' ' || p.prosrc ELSE '' END
    FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
    JOIN pg_class c ON c.oid = t.tgrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema()
    WHERE NOT t.tgisinternal AND t.tgname LIKE 'guard%'
"""


def _existing(connection: BaseDatabaseWrapper) -> dict[str, Trigger]:
    """The triggers that the database has, by name; a disabled one has no body."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' "
                "AND name LIKE 'guard%'"
            )
        else:
            cursor.execute(_POSTGRESQL_TRIGGERS)
        return {name: Trigger(name, table, "", body) for name, table, body in cursor.fetchall()}


def _outdated(connection: BaseDatabaseWrapper) -> list[Trigger]:
    """Existing triggers that aren't (or no longer) what the code declares."""
    wanted = _wanted(connection)
    return [
        trigger
        for name, trigger in _existing(connection).items()
        if name not in wanted or wanted[name].body != trigger.body
    ]


def drop_all(connection: BaseDatabaseWrapper) -> None:
    """Remove every guard from the database."""
    _drop(connection, _existing(connection).values())


def _drop(connection: BaseDatabaseWrapper, triggers: Iterable[Trigger]) -> None:
    sql = "DROP TRIGGER {0}" if connection.vendor == "sqlite" else "DROP TRIGGER {0} ON {1}"
    with connection.cursor() as cursor:
        for trigger in triggers:
            cursor.execute(sql.format(trigger.name, trigger.table))
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP FUNCTION IF EXISTS {trigger.name}()")


def create_all(connection: BaseDatabaseWrapper) -> None:
    """Make every declared guard whose table exists already; remove those no longer declared."""
    _drop(connection, _outdated(connection))
    tables = set(connection.introspection.table_names())
    existing = _existing(connection)
    with connection.cursor() as cursor:
        for name, trigger in _wanted(connection).items():
            if trigger.table in tables and name not in existing:
                cursor.execute(trigger.create)


def check_all(connection: BaseDatabaseWrapper) -> None:
    """Raise ``MissingTriggers`` unless the database has every declared guard, unaltered."""
    existing = _existing(connection)
    wanted = _wanted(connection).values()
    missing = {t.name for t in wanted if t.name not in existing}
    altered = {trigger.name for trigger in _outdated(connection)}
    if missing | altered:
        raise MissingTriggers(missing | altered)


@cache
def _names(vendor: str) -> frozenset[str]:
    """Names of the triggers that a database of ``vendor`` must have."""
    return frozenset(f"{PREFIX}{g.table}_{g.event.lower()}" for g in declared(vendor))


def absent(connection: BaseDatabaseWrapper) -> set[str]:
    """Names of declared guards that are gone or switched off: one cheap statement."""
    there = {name for name, trigger in _existing(connection).items() if trigger.body}
    return set(_names(connection.vendor) - there)


def drop_before_migrate(using: str, plan: list, **kwargs) -> None:
    """Receiver of ``pre_migrate``: sent once per app, so only the first finds anything."""
    if plan:
        drop_all(connections[using])


def create_after_migrate(using: str, **kwargs) -> None:
    """Receiver of ``post_migrate``: creates what is missing."""
    create_all(connections[using])
