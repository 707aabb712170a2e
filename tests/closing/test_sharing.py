"""Dividing a surplus: the worked example to the rupiah, and what holds for all numbers."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closing.sharing import MoreThanAll, NothingToDivide, ReserveTooLarge, ShareTerm, divide

EXAMPLE = Path(__file__).parents[1] / "data" / "surplus_example.csv"
STEPS = {"Dana sosial": 1_000_000, "Penguatan kelembagaan": 500_000, "Bonus UPK": 10_000}
"""How far each share of the example is rounded down (domain.md 12); the file says that it is."""


def example() -> dict[str, dict[str, str]]:
    with EXAMPLE.open(encoding="utf-8") as file:
        return {row["pos"]: row for row in csv.DictReader(file)}


def test_the_worked_example_comes_out_to_the_rupiah():
    rows = example()
    amounts = {name: int(row["jumlah_dialokasikan_rp"]) for name, row in rows.items()}
    terms = [
        ShareTerm(Decimal(rows[name]["persen"].removesuffix("%")), step)
        for name, step in STEPS.items()
    ]

    division = divide(
        amounts["Surplus UPK 2011"], amounts["Cadangan resiko (dikurangkan dulu)"], terms
    )

    assert division.net == amounts["Surplus netto"]
    assert [share.exact for share in division.shares] == [
        int(rows[name]["hitung_persen_x_netto_rp"]) for name in STEPS
    ]
    assert [share.amount for share in division.shares] == [amounts[name] for name in STEPS]
    assert division.shared == amounts["Total dialokasikan"]
    assert division.capital == amounts["Tambah modal UPK (remainder)"]


percents = st.lists(st.decimals(min_value=0, max_value=25, places=2), max_size=4)
steps = st.sampled_from([1, 500, 10_000, 1_000_000])


@given(st.integers(1, 10**12), st.integers(0, 100), percents, st.data())
def test_parts_add_up_and_none_is_more_than_its_percentage(surplus, part, shares, data):
    reserve = surplus * part // 100
    terms = [ShareTerm(percent, data.draw(steps)) for percent in shares]

    division = divide(surplus, reserve, terms)

    assert division.reserve + division.shared + division.capital == surplus
    assert division.capital >= 0
    for share in division.shares:
        exact = division.net * share.term.percent / 100
        assert share.amount % share.term.step == 0
        assert 0 <= exact - share.amount < share.term.step


@pytest.mark.parametrize("surplus", [0, -1])
def test_without_a_surplus_nothing_is_divided(surplus):
    with pytest.raises(NothingToDivide) as refusal:
        divide(surplus, 0, [])

    assert refusal.value.amount == surplus


@pytest.mark.parametrize("reserve", [-1, 101])
def test_a_reserve_beyond_the_surplus_is_refused(reserve):
    with pytest.raises(ReserveTooLarge):
        divide(100, reserve, [])


def test_more_than_all_is_refused():
    with pytest.raises(MoreThanAll) as refusal:
        divide(100, 0, [ShareTerm(Decimal("60"), 1), ShareTerm(Decimal("40.5"), 1)])

    assert refusal.value.percent == Decimal("100.5")
