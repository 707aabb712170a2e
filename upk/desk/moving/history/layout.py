"""The history sheets as values: one for each table of an office, derived from the models.

A row is named by its number, which is its key in the database that wrote the file; a foreign key
is the number of the row it points to. NIK and KK stand in clear: ciphertext and digest mean nothing
under another installation's keys. Passwords don't travel.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property, partial

from django.core.exceptions import ValidationError
from django.db.models import Field, Model

from upk.desk.moving.history.names import titles_of
from upk.desk.moving.history.texts import cells_of
from upk.desk.moving.history.values import Odd, is_text, reader_of, text_of_cell, writer_of
from upk.desk.ownership import columns_of, owned_models, ways_to_office
from upk.offices import identity
from upk.offices.models import District, Person, User

NUMBER = "No"
IDENTITIES = {"nik": ("nik_cipher", "nik_digest"), "kk": ("kk_cipher", "kk_digest")}
"""Columns of a person that travel as one, in clear."""
LEFT_OUT = {(User, "password")}


@dataclass(frozen=True, slots=True)
class Part:
    """One column of a sheet, and the column (or columns) of the table that it holds.

    ``write(*values)`` gives the cell, or a list of cells for a text; ``read(cell)`` the values, or
    raises ``Odd``. ``target`` is the model that it points to.
    """

    heading: str
    fields: tuple[Field, ...]
    write: Callable[..., object]
    read: Callable[[object], tuple]
    is_text: bool = False
    target: type[Model] | None = None


@dataclass(frozen=True)
class Layout:
    """A table's sheet. ``way`` leads from its rows to the office; empty: rows that others share."""

    model: type[Model]
    title: str
    way: str
    parts: tuple[Part, ...]

    @property
    def label(self) -> str:
        """The table's name among all."""
        return self.model._meta.label

    @property
    def table(self) -> str:
        """The table's name in the database."""
        return self.model._meta.db_table

    @cached_property
    def headings(self) -> list[str]:
        """What stands above its columns."""
        return [part.heading for part in self.parts]

    @cached_property
    def fields(self) -> list[Field]:
        """The columns of the table that travel, in the order of the parts; its key is first."""
        return [field for part in self.parts for field in part.fields]

    @cached_property
    def left_out(self) -> list[Field]:
        """The columns that don't travel and are filled anew."""
        return [field for field in columns_of(self.model) if (self.model, field.name) in LEFT_OUT]

    @cached_property
    def pointers(self) -> list[tuple[str, type[Model]]]:
        """The columns that point to rows, and the models of those."""
        return [(p.fields[0].attname, p.target) for p in self.parts if p.target]

    def cells(self, values: tuple) -> list[object]:
        """A row as cells; a text as a list of cells."""
        if len(values) == len(self.parts):
            return [part.write(value) for part, value in zip(self.parts, values, strict=True)]
        cells, place = [], 0
        for part in self.parts:
            cells.append(part.write(*values[place : place + len(part.fields)]))
            place += len(part.fields)
        return cells


@cache
def layouts() -> tuple[Layout, ...]:
    """All sheets, in an order in which rows that others share come last."""
    models = owned_models()
    ways = ways_to_office(models)
    models = [*(model for model in models if model is not User), User, District]
    titles = titles_of([model._meta.label for model in models])
    return tuple(
        Layout(model, titles[model._meta.label], ways.get(model, ""), tuple(_parts(model)))
        for model in models
    )


def _parts(model: type[Model]) -> list[Part]:
    columns = columns_of(model)
    hidden = {name for names in IDENTITIES.values() for name in names} if model is Person else set()
    fields = [f for f in columns if f.name not in hidden and (model, f.name) not in LEFT_OUT]
    parts = [_part(field) for field in fields]
    if model is Person:
        by_name = {field.name: field for field in columns}
        for heading, names in IDENTITIES.items():
            pair = tuple(by_name[name] for name in names)
            parts.append(Part(heading, pair, _number_cell, _identity_of, is_text=True))
    return parts


def _part(field: Field) -> Part:
    heading = NUMBER if field.primary_key else field.attname
    target = field.remote_field.model if field.remote_field else None
    read = partial(_one, reader_of(field))
    return Part(heading, (field,), writer_of(field), read, is_text(field), target)


def _one(read: Callable[[object], object], raw: object) -> tuple:
    return (read(raw),)


def _number_cell(cipher: bytes, digest: str | None) -> list[str] | None:
    number = identity.decrypt(cipher)
    return cells_of(number) if number else None


def _identity_of(raw: object) -> tuple[bytes, str | None]:
    number = "" if raw is None else text_of_cell(raw)
    try:
        return identity.encrypt(number), identity.digest(number)
    except ValidationError as error:
        raise Odd("16 angka sebagai teks, atau kosong") from error
