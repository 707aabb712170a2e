"""The rating of the office of ``tests.reports.office``, worked out by hand.

At 31 December 2009: arrears 28.400.000 and outstanding 69.200.000 (test_worked_quarter). Risk: A
1% of 6 m, B 10% of 12 m, C 25% of 8 m = 60.000 + 1.200.000 + 2.000.000; G 1% of 12 m, E 50% of
24 m, F 100% of 7,2 m = 120.000 + 12.000.000 + 7.200.000; together 22.580.000.
Posted besides: provision 3.000.000, 1.000.000 of the bank invested, 500.000 of the surplus
reserved. Income is jasa 3.870.000, expense 3.000.000, surplus 870.000. Capital 95.000.000.
Productive: banks 29.670.000 - 1.000.000, loans 69.200.000, invested 1.000.000 = 98.870.000.
"""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from reports.books.health_tables import DEFAULT, add_table, rating_of, read_bands
from tests import factories
from tests.reports.books.ledger import END, keyed, made, post
from tests.reports.office import create_books
from upk.ledger.services import close_books

pytestmark = pytest.mark.django_db
RATIO = ("part", "whole", "value", "weight", "score", "status")


@pytest.fixture
def by():
    manager = create_books().manager
    post(manager, "5.1.07.01", "1.1.04.01", 3_000_000, END)
    post(manager, "1.1.06.01", "1.1.01.04", 1_000_000, END)
    post(manager, "3.2.01.01", "3.1.03.01", 500_000, END)
    return manager


def test_rating_worked_out_by_hand(by):
    report = made("health", by)

    lines = keyed(report, *RATIO)
    assert {key: lines[key] for key in ("1", "2", "3", "4", "5", "6")} == {
        "1": (28_400_000, 69_200_000, Decimal("41.04"), 40, 0, "Tidak Sehat"),
        "2": (3_500_000, 22_580_000, Decimal("15.50"), 20, 0, "Tidak Sehat"),
        # 870.000 - (22.580.000 - 3.500.000)
        "3": (-18_210_000, 98_870_000, Decimal("-18.42"), 10, 0, "Tidak Sehat"),
        "4": (3_000_000, 3_870_000, Decimal("77.52"), 10, 5, "Kurang Sehat"),
        "5": (69_200_000, 97_870_000, Decimal("70.71"), 10, 5, "Kurang Sehat"),
        # 97.870.000 - 22.580.000
        "6": (75_290_000, 95_000_000, Decimal("79.25"), 10, 0, "Tidak Sehat"),
    }
    assert lines["total"] == (None, None, None, 100, 10, "Tidak Sehat")
    assert (report.totals["score"], report.totals["grade"]) == (10, "Tidak Sehat")
    assert {key: lines[key][0] for key in ("risk", "reserve", "productive", "paid_in")} == {
        "risk": 22_580_000, "reserve": 3_500_000, "productive": 98_870_000, "paid_in": 95_000_000,
    }  # fmt: skip


def test_office_that_has_nothing_gets_the_stated_results():
    by = factories.create_user()
    factories.create_product(by.office)

    lines = keyed(made("health", by), "value", "score")

    assert [lines[str(n)] for n in range(1, 7)] == [
        (0, 40), (100, 20), (0, 0), (100, 0), (0, 0), (0, 0),
    ]  # fmt: skip


def kinder(ratio_1: str):
    """Our bands with a wider first band of ratio 1."""
    lines = [(line.ratio, line.band) for line in read_bands(DEFAULT)]
    first = next(place for place, (ratio, _) in enumerate(lines) if ratio == 1)
    band = lines[first][1]
    lines[first] = (1, type(band)("<", Decimal(ratio_1), band.score, band.status))
    return [line for line in lines if line[0] != 1 or line == lines[first]] + [
        (1, type(band)(">=", Decimal(ratio_1), Decimal(0), "Tidak Sehat"))
    ]


def test_office_rates_by_the_bands_of_the_day(by):
    add_table(by.office, kinder("50"), name="MAD 2009", since=date(2009, 7, 1), by=by)

    assert rating_of(by.office, date(2009, 6, 30)).name == "Penilaian UPK (SIDBM)"
    assert rating_of(by.office, END).name == "MAD 2009"
    assert keyed(made("health", by), *RATIO)["1"][-2:] == (40, "Sehat")
    assert made("health", by).totals["score"] == 50


def test_bands_with_holes_and_of_closed_days_are_refused(by):
    holes = [line for line in kinder("50") if line[1].comparison != ">="]
    with pytest.raises(ValidationError) as refusal:
        add_table(by.office, holes, name="Bolong", since=END, by=by)
    assert refusal.value.messages == [
        "Rasio 1: isi paling sedikit dua baris, yang terakhir untuk semua nilai sisanya.",
        "Rasio 4 baris 7 (< 95) menyisakan nilai tanpa skor. Baris terakhir harus >= 85.",
    ]
    close_books(by.office, through=END, by=by)
    with pytest.raises(ValidationError, match="Buku sudah ditutup"):
        add_table(by.office, kinder("50"), name="Terlambat", since=END, by=by)

    assert rating_of(by.office, END).name == "Penilaian UPK (SIDBM)"
