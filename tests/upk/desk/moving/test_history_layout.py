"""The history sheets are derived from the models: no table, no column is forgotten."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.db import models
from hypothesis import given
from hypothesis import strategies as st

from tests.upk.ledger.test_protection import ADD_ONLY, FROZEN, KEPT
from upk.desk.moving.history.layout import IDENTITIES, LEFT_OUT, Layout, layouts
from upk.desk.moving.history.names import LONGEST, NAMES, PREFIX, titles_of
from upk.desk.moving.history.values import Odd, reader_of, writer_of
from upk.desk.ownership import NoWayToOffice, columns_of, owned_models, ways_to_office
from upk.ledger.models import Posting
from upk.offices.models import District, Office, Person, User, Village

OF_DISTRICTS = {"district_bundle", "district_reportingrule", "moving_upload"} | {
    "trail_trailentry", "trail_personkey"
}  # fmt: skip
"""Tables that belong to no office, and those about this machine: its files, what was done on it."""

BIG = models.BigIntegerField()
RATE = models.DecimalField(max_digits=7, decimal_places=3)
CASES = {
    # field, value, and its cell
    "beyond what a spreadsheet keeps": (BIG, 2**63 - 1, "9223372036854775807"),
    "least": (BIG, -(2**63), "-9223372036854775808"),
    "largest exact": (BIG, 2**53, 2**53),
    "small": (models.PositiveSmallIntegerField(), 0, 0),
    "decimal": (RATE, Decimal("1.500"), "1.500"),
    "decimal below zero": (RATE, Decimal("-0.125"), "-0.125"),
    "day": (models.DateField(), datetime.date(1871, 2, 3), "1871-02-03"),
    "time": (
        models.DateTimeField(),
        datetime.datetime(2010, 2, 15, 8, 9, 10, 123456, datetime.UTC),
        "2010-02-15T08:09:10.123456+00:00",
    ),
    "yes": (models.BooleanField(), True, True),
    "nothing": (models.CharField(null=True), None, None),
    "empty": (models.CharField(blank=True), "", ["\\"]),
    "key": (models.UUIDField(), uuid.UUID(int=7), str(uuid.UUID(int=7))),
    "plain values": (models.JSONField(), {"b": [1, None]}, ['{"b": [1, null]}']),
    "bytes": (models.BinaryField(), b"\x00\xff", "AP8="),
}  # fmt: skip
WRONG = {
    # field, cell, and what is expected
    "text for a number": (BIG, "12,5", "angka bulat"),
    "half a rupiah": (BIG, 0.5, "angka bulat"),
    "yes for a number": (BIG, True, "angka bulat"),
    "more than 64 bits": (BIG, "9223372036854775808", "sampai 9223372036854775807"),
    "below zero": (models.PositiveIntegerField(), -1, "dari 0 sampai 2147483647"),
    "number for a text": (models.CharField(max_length=5), 7, "teks"),
    "too long": (models.CharField(max_length=5), ["kambing"], "paling panjang 5"),
    "unknown choice": (models.CharField(choices=[("a", "A")]), ["b"], "salah satu dari: a"),
    "empty": (models.CharField(max_length=5), None, "harus diisi"),
    "half a character": (models.CharField(max_length=5), ["_xD800_"], "tidak dikenal"),
    "day as a spreadsheet's": (models.DateField(), datetime.date(2009, 1, 1), "2009-12-31"),
    "day in another writing": (models.DateField(), "20091231", "2009-12-31"),
    "time without its zone": (models.DateTimeField(), "2010-02-15T08:09:10", "waktu UTC"),
    "time beyond time": (models.DateTimeField(), "0001-01-01T00:00:00+14:00", "waktu UTC"),
    "decimal as a number": (RATE, 1.5, "sebagai teks"),
    "no number": (RATE, "NaN", "3 angka di belakang"),
    "finer decimals": (RATE, "1.5001", "3 angka di belakang"),
    "word for yes": (models.BooleanField(), "ya", "TRUE"),
    "no key": (models.UUIDField(), "x", "UUID"),
    "no plain values": (models.JSONField(), ["{"], "JSON"),
    "no bytes": (models.BinaryField(), "%", "base64"),
}


def by_model() -> dict[type[models.Model], Layout]:
    return {layout.model: layout for layout in layouts()}


@pytest.mark.parametrize("name", CASES)
def test_value_comes_back_as_it_was(name):
    field, value, cell = CASES[name]
    field.set_attributes_from_name("x")

    assert writer_of(field)(value) == cell
    assert type(writer_of(field)(value)) is type(cell)
    assert reader_of(field)(cell) == value


@pytest.mark.parametrize("name", WRONG)
def test_cell_that_its_column_cannot_hold_says_what_is_expected(name):
    field, cell, expected = WRONG[name]
    field.set_attributes_from_name("x")

    with pytest.raises(Odd, match=expected):
        reader_of(field)(cell)


@given(st.integers(-(2**63), 2**63 - 1))
def test_any_whole_number_comes_back(value):
    cell = writer_of(BIG)(value)

    assert reader_of(BIG)(cell) == value
    assert isinstance(cell, str) or float(cell) == value


def test_every_table_of_an_office_has_a_sheet_with_every_column():
    tables = {layout.table for layout in layouts()}
    hidden = {(Person, name) for names in IDENTITIES.values() for name in names}

    assert tables == (ADD_ONLY | KEPT | set(FROZEN)) - OF_DISTRICTS
    for layout in layouts():
        columns = [field for field in columns_of(layout.model)
                   if (layout.model, field.name) not in LEFT_OUT]  # fmt: skip
        assert set(layout.fields) == set(columns)
        assert layout.fields[0].primary_key
        shown = [field for field in columns if (layout.model, field.name) not in hidden]
        assert layout.headings[0] == "No"
        assert set(layout.headings[1:]) == {f.attname for f in shown if not f.primary_key} | (
            set(IDENTITIES) if layout.model is Person else set()
        )


def test_whatever_a_row_points_to_has_a_sheet():
    known = set(by_model())

    assert {target for layout in layouts() for _, target in layout.pointers} <= known


def test_only_districts_are_shared_without_a_way_to_the_office():
    assert [layout.model for layout in layouts() if not layout.way] == [District]
    assert [layout.model for layout in layouts()][-2:] == [User, District]


def test_a_way_to_the_office_never_leads_over_an_empty_key():
    ways = ways_to_office(owned_models())

    assert ways[Office] == "pk"
    assert ways[Village] == "office"
    for model, way in ways.items():
        for name in way.split("__")[:-1]:
            field = model._meta.get_field(name)
            assert not field.null, (model, way)
            model = field.remote_field.model


def test_a_table_without_a_way_is_told():
    with pytest.raises(NoWayToOffice, match=r"ledger\.Posting"):
        ways_to_office([Office, Posting])


def test_every_sheet_has_a_title_of_its_own_that_a_spreadsheet_takes():
    titles = [layout.title for layout in layouts()]

    assert len({title.casefold() for title in titles}) == len(titles)
    assert all(len(title) <= LONGEST and not set(title) & set("[]:*?/\\'") for title in titles)
    assert all(title.startswith(f"{PREFIX} ") for title in titles)


def test_names_that_people_know_are_those_of_tables():
    assert set(NAMES) == {layout.label for layout in layouts()}


def test_new_tables_get_titles_apart():
    titles = titles_of(["a.Visit", "b.Visit", "c.Visit", "c.VisitsOfAnEndlesslyLongNamedThing"])

    assert len({title.casefold() for title in titles.values()}) == 4
    assert titles["a.Visit"] == "Riwayat Visit"
    assert titles["b.Visit"] == "Riwayat b Visit"
