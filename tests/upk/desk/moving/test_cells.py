"""One cell read for its column: as people and spreadsheets write it, and what is refused."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upk.desk.moving.cells import ErrorValue, Formula, Unreadable, read_cell
from upk.desk.moving.columns import Column, Kind
from upk.money import LARGEST_AMOUNT, number

TODAY = date(2010, 2, 1)
CHOICES = (("A", "Berjalan"), ("L", "Lunas"))


def read(kind: Kind, raw: object, *, is_text_file: bool = False, **facts) -> object:
    column = Column("key", "Judul", kind, **facts)
    return read_cell(column, raw, today=TODAY, is_text_file=is_text_file)


def refused(kind: Kind, raw: object, **facts) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read(kind, raw, **facts)
    return caught.value


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (Kind.TEXT, "  Melati   Indah ", "Melati Indah"),
        (Kind.TEXT, 12, "12"),
        (Kind.CODE, 7.0, "7"),
        (Kind.CODE, "007", "007"),
        (Kind.AMOUNT, 1_500_000, 1_500_000),
        (Kind.AMOUNT, 1_500_000.0, 1_500_000),
        (Kind.AMOUNT, "Rp 1.500.000,-", 1_500_000),
        (Kind.AMOUNT, "1,500,000", 1_500_000),
        (Kind.AMOUNT, 0, 0),
        (Kind.WHOLE, "12", 12),
        (Kind.DECIMAL, "1,5", Decimal("1.5")),
        (Kind.DECIMAL, 1.2, Decimal("1.2")),
        (Kind.DECIMAL, "1,5%", Decimal("1.5")),
        (Kind.DAY, datetime(2009, 12, 31, 7, 5, tzinfo=UTC), date(2009, 12, 31)),
        (Kind.DAY, date(2009, 12, 31), date(2009, 12, 31)),
        (Kind.DAY, "2009-12-31", date(2009, 12, 31)),
        (Kind.YES_NO, "Ya", True),
        (Kind.YES_NO, False, False),
        (Kind.IDENTITY, "3314 0101.0101 0001", "3314010101010001"),
        (Kind.TEXT, "", None),
        (Kind.AMOUNT, None, None),
        (Kind.DAY, "   ", None),
    ],
)
def test_a_cell_is_read_as_people_and_spreadsheets_write_it(kind, raw, value):
    found = read(kind, raw)
    assert found == value
    assert type(found) is type(value)


def test_a_choice_is_read_by_its_wording_or_its_key():
    assert read(Kind.CHOICE, "berjalan", choices=CHOICES) == "A"
    assert read(Kind.CHOICE, "L", choices=CHOICES) == "L"
    assert "Berjalan, Lunas" in refused(Kind.CHOICE, "Macet", choices=CHOICES).expected


def test_days_of_a_csv_are_text_and_those_of_a_spreadsheet_are_not():
    assert read(Kind.DAY, "31/12/2009", is_text_file=True) == date(2009, 12, 31)
    assert "sebagai teks" in refused(Kind.DAY, "31/12/2009").found


@pytest.mark.parametrize(
    ("kind", "raw", "found"),
    [
        (Kind.AMOUNT, "satu juta", "teks satu juta"),
        (Kind.AMOUNT, "1.200,000", "dua cara"),
        (Kind.AMOUNT, "1,5", "dua cara"),
        (Kind.AMOUNT, -500, "negatif"),
        (Kind.AMOUNT, "-500", "negatif"),
        (Kind.AMOUNT, "(500)", "negatif"),
        (Kind.AMOUNT, 1.5, "pecahan"),
        (Kind.AMOUNT, float("nan"), "nan"),
        (Kind.AMOUNT, float("inf"), "inf"),
        (Kind.AMOUNT, LARGEST_AMOUNT + 1, "1000000000001"),
        (Kind.AMOUNT, True, "BENAR"),
        (Kind.AMOUNT, datetime(2009, 1, 2, tzinfo=UTC), "tanggal"),
        (Kind.CODE, date(2009, 1, 2), "tanggal"),
        (Kind.WHOLE, "dua belas", "dua belas"),
        (Kind.WHOLE, -1, "negatif"),
        (Kind.DECIMAL, "NaN", "NaN"),
        (Kind.DAY, 40178, "angka 40178"),
        (Kind.DAY, "31 Desember 2009", "sebagai teks"),
        (Kind.DAY, date(2010, 2, 2), "belum tiba"),
        (Kind.DAY, date(206, 1, 1), "tahun 206"),
        (Kind.YES_NO, "mungkin", "mungkin"),
        (Kind.TEXT, "nama\x00", "tidak dapat disimpan"),
        (Kind.TEXT, True, "BENAR"),
        (Kind.TEXT, Formula("=A1&B1"), "rumus =A1&B1"),
        (Kind.AMOUNT, ErrorValue("#REF!"), "#REF!"),
    ],
)
def test_what_cant_be_read_says_what_was_found(kind, raw, found):
    error = refused(kind, raw)
    assert found in error.found
    assert error.expected


def test_a_nik_that_was_a_number_or_too_short_is_told_without_repeating_it():
    for raw in (3314010101010001, "33140101", "33140101010100XY"):
        error = refused(Kind.IDENTITY, raw)
        assert "3314" not in error.found + error.expected


def test_bounds_are_told():
    assert "paling banyak 31" in refused(Kind.WHOLE, 32, least=1, most=31).expected
    assert "paling sedikit 1" in refused(Kind.WHOLE, 0, least=1, most=31).expected
    assert "paling banyak 3 huruf" in refused(Kind.TEXT, "abcd", most=3).expected


def test_a_due_day_may_lie_ahead():
    assert read(Kind.DAY, date(2011, 1, 1), future=True) == date(2011, 1, 1)


@given(st.integers(0, LARGEST_AMOUNT))
def test_every_amount_is_read_back_as_number_and_as_typed(amount):
    assert read(Kind.AMOUNT, amount) == amount
    assert read(Kind.AMOUNT, float(amount)) == amount
    assert read(Kind.AMOUNT, number(amount)) == amount


ANYTHING = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.dates(), st.datetimes(),
    st.times(), st.text().map(Formula), st.text().map(ErrorValue),
)  # fmt: skip


@given(st.sampled_from(list(Kind)), ANYTHING, st.booleans())
def test_whatever_stands_in_a_cell_gives_a_value_or_a_sentence(kind, raw, is_text_file):
    try:
        found = read(kind, raw, is_text_file=is_text_file, choices=CHOICES)
    except Unreadable as error:
        found = error
    if isinstance(found, Unreadable):
        assert 0 < len(found.found) < 200
        assert found.expected
    else:
        assert found is None or isinstance(found, str | int | bool | date | Decimal)
