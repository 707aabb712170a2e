"""Columns are headed by what the period is called, as the familiar reports head them."""

from datetime import date

import pytest

from reports import budget, herd, inventory, training
from reports.period import ReportPeriod
from upk.periods import Quarter

QUARTER = ReportPeriod.of_quarter(Quarter(2009, 4))
MONTH = ReportPeriod.up_to(date(2010, 2, 15))


def heads(module, period):
    """The groups and, where a group is no period, the labels that speak of one."""
    columns = module.columns_of(period)
    return list(dict.fromkeys(c.group if c.group != "Penyusutan" else c.label for c in columns))


@pytest.mark.parametrize(
    ("module", "expected"),
    [
        (budget, ["", "Triwulan Ini", "s.d. Triwulan Ini", "Setahun"]),
        (training, ["", "Triwulan Ini", "s.d. Triwulan Ini", "Rata-rata tes"]),
        (herd, ["", "Triwulan Ini", "Per 31-12-2009"]),
        (inventory, ["", "s.d. Triwulan Lalu", "Triwulan Ini", "s.d. Triwulan Ini"]),
    ],
)
def test_a_quarters_columns(module, expected):
    assert heads(module, QUARTER) == expected


@pytest.mark.parametrize(
    ("module", "expected"),
    [
        (budget, ["", "Bulan Ini", "s.d. Bulan Ini", "Setahun"]),
        (training, ["", "Bulan Ini", "s.d. Bulan Ini", "Rata-rata tes"]),
        (herd, ["", "Bulan Ini", "Per 15-02-2010"]),
        (inventory, ["", "s.d. Bulan Lalu", "Bulan Ini", "s.d. Bulan Ini"]),
    ],
)
def test_a_months_columns(module, expected):
    assert heads(module, MONTH) == expected
