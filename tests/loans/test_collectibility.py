import csv
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest

from loans.collectibility import (
    PNPM,
    PRESETS,
    Basis,
    ClassRule,
    ClassSet,
    InvalidClassSet,
    classify,
    npl,
    par,
    provision,
)

VARIANTS = Path(__file__).parent.parent / "data" / "collectibility_variants.csv"
LEFT_OUT = {
    "C": "rounds overdue instalments down, we round half up",
    "D": "rounds down, and two of three provisions are not given",
    "E": "no provisions are given",
    "F": "classes are whatever each office typed",
    "H": "provisions are not given and the list is cut off",
    "J": "a co-operative's risk weights, without bounds",
}


def late(months=0, days=0, instalments=0):
    return SimpleNamespace(
        months_in_arrears=months, days_in_arrears=days, overdue_instalments=instalments
    )


def make_set(*bounds, basis=Basis.MONTHS, provisions=None):
    provisions = provisions or [Decimal(1)] * len(bounds)
    classes = tuple(
        ClassRule(str(n), f"Kelas {n}", lower, upper, percent)
        for n, ((lower, upper), percent) in enumerate(zip(bounds, provisions, strict=True), 1)
    )
    return ClassSet("T", "Percobaan", basis, classes)


@pytest.mark.parametrize(
    ("months", "code"),
    [(0, "I"), (1, "II"), (2, "II"), (3, "III"), (4, "III"), (5, "IV"), (6, "IV"), (7, "V"),
     (99, "V")],
)  # fmt: skip
def test_default_classes_by_months(months, code):
    assert classify(late(months=months), PNPM).code == code


@pytest.mark.parametrize(
    ("basis", "code"), [(Basis.MONTHS, "1"), (Basis.DAYS, "3"), (Basis.INSTALMENTS, "2")]
)
def test_the_basis_says_what_the_bounds_count(basis, code):
    classes = make_set((0, 0), (1, 30), (31, None), basis=basis)

    assert classify(late(months=0, days=45, instalments=2), classes).code == code


@pytest.mark.parametrize(
    ("bounds", "code", "position"),
    [
        ([], "empty", 0),
        ([(1, None)], "not_from_zero", 0),
        ([(0, 0), (2, None)], "gap_or_overlap", 1),
        ([(0, 2), (2, None)], "gap_or_overlap", 1),
        ([(0, 2), (3, 1), (2, None)], "gap_or_overlap", 1),
        ([(0, None), (1, None)], "gap_or_overlap", 1),
        ([(0, 2), (3, 9)], "ends", 1),
    ],
)
def test_a_set_covers_everything_from_zero_on_once(bounds, code, position):
    with pytest.raises(InvalidClassSet) as caught:
        make_set(*bounds)

    assert (caught.value.code, caught.value.position) == (code, position)


@pytest.mark.parametrize("percent", ["-1", "100.01"])
def test_a_provision_is_a_percentage(percent):
    with pytest.raises(InvalidClassSet, match="not_a_percentage"):
        make_set((0, None), provisions=[Decimal(percent)])


def test_codes_are_unique():
    rule = ClassRule("I", "Lancar", 0, 0, Decimal(1))

    with pytest.raises(InvalidClassSet, match="duplicate_code"):
        ClassSet("T", "T", Basis.MONTHS, (rule, ClassRule("I", "Macet", 1, None, Decimal(1))))


def test_provision_by_hand():
    outstanding = {"I": 1_000_000_050, "II": 20_000_000, "III": 30_000_000, "V": 5_000_000}

    needed = provision(outstanding, PNPM)

    assert needed == {"I": 10_000_001, "II": 2_000_000, "III": 7_500_000, "IV": 0, "V": 5_000_000}


def test_npl_counts_the_third_class_and_worse():
    outstanding = {"I": 60, "II": 20, "III": 10, "IV": 5, "V": 5}

    assert npl(outstanding, PNPM) == Decimal("20.00")


def test_npl_of_sets_without_a_class_for_special_attention():
    assert [rule.code for rule in PRESETS["A"].non_performing] == ["II", "III"]
    assert [rule.code for rule in PRESETS["G"].non_performing] == ["II", "III", "IV"]
    assert npl({"I": 2, "II": 1}, PRESETS["A"]) == Decimal("33.33")


def test_nothing_outstanding_has_a_stated_result():
    assert str(npl({}, PNPM)) == "0.00"
    assert str(par([], 30)) == "0.00"
    assert str(par([(0, 99)], 30)) == "0.00"
    assert sum(provision({}, PNPM).values()) == 0


def test_a_class_that_is_not_in_the_set_is_refused():
    with pytest.raises(ValueError, match="no such class: VI"):
        npl({"VI": 1}, PNPM)
    with pytest.raises(ValueError, match="no such class: VI"):
        provision({"VI": 1}, PNPM)


def test_par_counts_loans_more_than_that_many_days_late():
    loans = [(500, 0), (200, 30), (200, 31), (100, 91)]

    assert [par(loans, days) for days in (30, 60, 90)] == [
        Decimal("30.00"),
        Decimal("10.00"),
        Decimal("10.00"),
    ]


# -- presets against the published sets ------------------------------------------------------------


def published():
    with VARIANTS.open(newline="") as file:
        rows = list(csv.DictReader(file))
    sets = {}
    for row in rows:
        sets.setdefault(row["variant"].split()[0], []).append(row)
    return sets


def preset(letter):
    return PRESETS["PNPM" if letter == "I" else letter]


def test_every_published_set_is_a_preset_or_left_out_for_a_reason():
    expressed = {"I" if code == "PNPM" else code for code in PRESETS}

    assert expressed | set(LEFT_OUT) == set(published())
    assert not expressed & set(LEFT_OUT)


@pytest.mark.parametrize("letter", ["A", "B", "G", "I"])
def test_presets_have_the_published_provisions(letter):
    rows = published()[letter]

    assert [rule.provision for rule in preset(letter).classes] == [
        Decimal(row["provision_pct"]) for row in rows
    ]
    assert len(rows) == int(rows[0]["classes"])


@pytest.mark.parametrize(
    ("letter", "basis", "bounds"),
    [
        ("A", Basis.INSTALMENTS, [(0, 3), (4, 5), (6, None)]),
        ("B", Basis.INSTALMENTS, [(0, 6), (7, 12), (13, None)]),
        ("G", Basis.MONTHS, [(0, 0), (1, 3), (4, 6), (7, None)]),
        ("I", Basis.MONTHS, [(0, 0), (1, 2), (3, 4), (5, 6), (7, None)]),
    ],
)
def test_presets_have_the_published_bounds(letter, basis, bounds):
    assert preset(letter).basis == basis
    assert [(rule.lower, rule.upper) for rule in preset(letter).classes] == bounds
