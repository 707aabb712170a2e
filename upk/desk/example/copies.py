"""Many offices out of one: every row of the example office, copied in SQL with shifted keys.

Entering 500 offices through the services takes half a day; a copy takes seconds. What belongs to
an office is found from the models' foreign keys, so a new table is copied without a line here; a
unique column that holds neither a key of the office nor a way to differ (``DISTINCT``) is refused.
The guards are away while rows are copied: they would refuse a bulk of entries without their
service. ``check_books`` on a sample shows that nothing was lost.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cached_property
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Field, Max, Model, UniqueConstraint

from reports.freeze import canonical
from reports.models import IssuedFile, IssuedReport
from reports.models.issued import CODE_ALPHABET, CODE_LENGTH
from reports.value import OfficeName
from upk import triggers
from upk.desk.ownership import columns_of, owned_models, points_to
from upk.ledger.models import Submission
from upk.offices.models import Office, Person, User

MADE_ANEW = frozenset({IssuedFile})
"""Not copied: a file prints its office's name, and every issue's is made of its frozen value."""

HEX = 8
"""Hex digits at a digest's or key's end that tell a copy from its original."""


class CantDiffer(Exception):
    """Columns that two offices may not share and that the copy wouldn't make differ; the text."""


@dataclass(frozen=True)
class Different:
    """How a column's value differs in a copy: SQL of both databases, with its parameters."""

    sql: str
    parameters: tuple = ()


def _suffixed(column: str, copy: "Copy") -> Different:
    return Different(f"{column} || %s", (f"-{copy.number}",))


def _numbered(column: str, copy: "Copy") -> Different:
    return Different(f"{column} || %s", (f" {copy.number}",))


def _marked(column: str, copy: "Copy") -> Different:
    return Different(f"substr({column}, 1, {64 - HEX}) || %s", (copy.mark,))


def _key(column: str, copy: "Copy") -> Different:
    if connection.vendor == "sqlite":
        return Different(f"substr({column}, 1, {32 - HEX}) || %s", (copy.mark,))
    return Different(f"(substr({column}::text, 1, {36 - HEX}) || %s)::uuid", (copy.mark,))


def _check_code(column: str, copy: "Copy") -> Different:
    base, letters = len(CODE_ALPHABET), ""
    for power in (3, 2, 1, 0):
        letters += CODE_ALPHABET[copy.number // base**power % base]
    return Different(f"substr({column}, 1, {CODE_LENGTH - len(letters)}) || %s", (letters,))


def _value(column: str, copy: "Copy") -> Different:
    return Different(f"replace({column}, %s, %s)", copy.names)


def _value_digest(_column: str, copy: "Copy") -> Different:
    text = _value("value", copy)
    if connection.vendor == "sqlite":
        return Different(f"sha256_hex({text.sql})", text.parameters)
    return Different(f"encode(sha256(convert_to({text.sql}, 'UTF8')), 'hex')", text.parameters)


DISTINCT: dict[tuple[type[Model], str], Callable[[str, "Copy"], Different]] = {
    (Office, "code"): _suffixed,
    (Office, "name"): _numbered,
    (Office, "subdistrict"): _numbered,
    (User, "username"): _suffixed,
    (Person, "nik_digest"): _marked,
    (Person, "kk_digest"): _marked,
    (Submission, "key"): _key,
    (IssuedReport, "check_code"): _check_code,
    (IssuedReport, "value"): _value,
    (IssuedReport, "value_sha256"): _value_digest,
}
"""Columns that are made different in every copy, besides the keys."""


def check_distinct(models: list[type[Model]]) -> None:
    """Raise ``CantDiffer`` for a unique column that copies would share."""
    owned = set(models)
    shared = [
        f"{model._meta.label}: {', '.join(names)}"
        for model in models
        for names in _unique_columns(model)
        if not any(
            (model, name) in DISTINCT or points_to(model._meta.get_field(name), owned)
            for name in names
        )
    ]
    if shared:
        raise CantDiffer("; ".join(shared))


def _unique_columns(model: type[Model]) -> Iterator[tuple[str, ...]]:
    for field in columns_of(model):
        if field.unique and not field.primary_key:
            yield (field.name,)
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint):
            expressions = [expression.name for expression in constraint.expressions]
            yield (*constraint.fields, *expressions)


@dataclass(frozen=True)
class Copy:
    """The ``number``-th office (the original is the first) and by what it differs."""

    number: int
    office: OfficeName

    @property
    def mark(self) -> str:
        """The end of its digests and keys."""
        return f"{self.number:0{HEX}x}"

    @property
    def names(self) -> tuple[str, str]:
        """The office's name in a frozen report, and what takes its place."""
        other = asdict(self.office)
        other["code"] += f"-{self.number}"
        other["name"] += f" {self.number}"
        other["subdistrict"] += f" {self.number}"
        return canonical(asdict(self.office)), canonical(other)


class Copier:
    """Copies the only office of a database, again and again.

    Raises ``ValidationError`` where there are more offices, ``CantDiffer``.
    """

    def __init__(self) -> None:
        if Office.objects.count() != 1:
            raise ValidationError("Kantor hanya dapat digandakan bila hanya ada satu kantor.")
        self.models = [model for model in owned_models() if model not in MADE_ANEW]
        check_distinct(self.models)
        self.office = OfficeName.of(Office.objects.select_related("district").get())
        self.most = {model: _largest_key(model) for model in self.models}

    def copy(self, numbers: range) -> Iterator[int]:
        """Make the offices of these numbers, each in a transaction; yields each when it stands."""
        with _guards_away():
            for number in numbers:
                with transaction.atomic(), connection.cursor() as cursor:
                    for model in self.models:
                        cursor.execute(*self._statement(model, Copy(number, self.office)))
                yield number
        self._renew_counters()

    def _statement(self, model: type[Model], copy: Copy) -> tuple[str, list]:
        quote = connection.ops.quote_name
        columns, values, parameters = [], [], []
        for field in columns_of(model):
            columns.append(quote(field.column))
            different = self._value(model, field, copy)
            values.append(different.sql)
            parameters.extend(different.parameters)
        table, key = quote(model._meta.db_table), quote(model._meta.pk.column)
        where = f"{key} <= {self.most[model]}"
        if model is User:
            where += f" AND {quote('office_id')} IS NOT NULL"
        rows = f"SELECT {', '.join(values)} FROM {table} WHERE {where}"
        return f"INSERT INTO {table} ({', '.join(columns)}) {rows}", parameters

    def _value(self, model: type[Model], field: Field, copy: Copy) -> Different:
        column = connection.ops.quote_name(field.column)
        if make := DISTINCT.get((model, field.name)):
            return make(column, copy)
        if field.primary_key:
            return Different(self._shifted(column, model, copy))
        if not points_to(field, set(self.models)):
            return Different(column)
        target = field.remote_field.model
        shifted = self._shifted(column, target, copy)
        if target is User and self._strangers:
            listed = ", ".join(str(pk) for pk in self._strangers)
            return Different(f"CASE WHEN {column} IN ({listed}) THEN {column} ELSE {shifted} END")
        return Different(shifted)

    def _shifted(self, column: str, model: type[Model], copy: Copy) -> str:
        return f"{column} + {(copy.number - 1) * self.most[model]}"

    @cached_property
    def _strangers(self) -> list[int]:
        """Users of the district, who belong to no office and are not copied."""
        return list(User.objects.filter(office=None).order_by("pk").values_list("pk", flat=True))

    def _renew_counters(self) -> None:
        """New rows take keys above the copied ones (SQLite sees that by itself)."""
        with connection.cursor() as cursor:
            for sql in connection.ops.sequence_reset_sql(no_style(), self.models):
                cursor.execute(sql)
            cursor.execute("ANALYZE")


def _largest_key(model: type[Model]) -> int:
    return model._base_manager.aggregate(most=Max("pk"))["most"] or 0


@contextmanager
def _guards_away() -> Iterator[None]:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        connection.connection.create_function("sha256_hex", 1, _sha256_hex, deterministic=True)
    triggers.drop_all(connection)
    _check_keys(False)
    try:
        yield
    finally:
        _check_keys(True)
        triggers.create_all(connection)


def _check_keys(wanted: bool) -> None:
    """Whether PostgreSQL looks up each foreign key, which is more than half of the time.

    Rows are copied with all that they point to. SQLite looks up its keys, and so shows it; on
    PostgreSQL only a superuser may do without.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser')")
        if cursor.fetchone() == ("on",):
            cursor.execute(f"SET session_replication_role = {'DEFAULT' if wanted else 'replica'}")


def _sha256_hex(text: str) -> str:
    return sha256(text.encode()).hexdigest()
