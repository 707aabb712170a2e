"""Classes of loans by how late they are, what to set aside for them, and NPL and PAR.

The whole outstanding principal of a loan is in one class. Which classes an office uses, and what
they count, is a dated setting of the office; a printed report names the set and its basis.

Source: domain.md 4. ``PRESETS`` are the published sets that can be expressed: those whose classes
and provisions are all known and that round overdue instalments half up.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from upk.money import percent_of, ratio


class Basis(StrEnum):
    """What the bounds of the classes count; see ``loans.arrears``."""

    MONTHS = "months"
    DAYS = "days"
    INSTALMENTS = "instalments"


class Lateness(Protocol):
    """What of ``loans.arrears.Standing`` decides on a class."""

    months_in_arrears: int
    days_in_arrears: int
    overdue_instalments: int


class InvalidClassSet(ValueError):
    """Classes that don't cover everything from 0 on exactly once.

    ``code`` is one of ``empty``, ``not_from_zero``, ``gap_or_overlap``, ``ends``,
    ``duplicate_code``, ``not_a_percentage``; ``position`` is the index of the class at fault.
    """

    def __init__(self, code: str, position: int = 0) -> None:
        super().__init__(f"{code} at {position}")
        self.code = code
        self.position = position


@dataclass(frozen=True, slots=True)
class ClassRule:
    """One class: from ``lower`` to ``upper``, both included (``None``: no end) of the set's basis.

    ``provision`` is a percentage of the outstanding principal.
    """

    code: str
    name: str
    lower: int
    upper: int | None
    provision: Decimal


@dataclass(frozen=True, slots=True)
class ClassSet:
    """The classes of an office, best first. Raises ``InvalidClassSet``."""

    code: str
    name: str
    basis: Basis
    classes: tuple[ClassRule, ...]

    def __post_init__(self) -> None:
        if not self.classes:
            raise InvalidClassSet("empty")
        expected: int | None = 0
        for position, rule in enumerate(self.classes):
            if rule.lower != expected:
                raise InvalidClassSet("gap_or_overlap" if position else "not_from_zero", position)
            if rule.upper is None:
                expected = None
            elif rule.upper < rule.lower:
                raise InvalidClassSet("gap_or_overlap", position)
            else:
                expected = rule.upper + 1
            if not 0 <= rule.provision <= 100:
                raise InvalidClassSet("not_a_percentage", position)
        if expected is not None:
            raise InvalidClassSet("ends", len(self.classes) - 1)
        if len({rule.code for rule in self.classes}) < len(self.classes):
            raise InvalidClassSet("duplicate_code")

    @property
    def non_performing(self) -> tuple[ClassRule, ...]:
        """The classes that NPL counts: of five or more all from the third on (III, IV, V).

        Sets without a class "Dalam Perhatian Khusus" have fewer: all but the first [chosen].
        """
        return self.classes[2 if len(self.classes) >= 5 else 1 :]


def lateness(standing: Lateness, basis: Basis) -> int:
    """The number that the classes of this basis are bounds of."""
    if basis == Basis.DAYS:
        return standing.days_in_arrears
    if basis == Basis.INSTALMENTS:
        return standing.overdue_instalments
    return standing.months_in_arrears


def classify(standing: Lateness, class_set: ClassSet) -> ClassRule:
    """The class of a loan with this standing."""
    late = lateness(standing, class_set.basis)
    for rule in class_set.classes:
        if rule.upper is None or late <= rule.upper:
            return rule
    raise AssertionError("the last class has no end")


def provision(outstanding_by_class: Mapping[str, int], class_set: ClassSet) -> dict[str, int]:
    """What to set aside for each class, by the class's code; the need is the sum of the values.

    Unit: whole rupiah. Rounding: once per class, on its whole outstanding, halves up.
    ``outstanding_by_class`` may lack classes (nothing outstanding).
    Raises ``ValueError`` for a code that isn't in the set.
    """
    _check_codes(outstanding_by_class, class_set)
    return {
        rule.code: percent_of(outstanding_by_class.get(rule.code, 0), rule.provision)
        for rule in class_set.classes
    }


def npl(outstanding_by_class: Mapping[str, int], class_set: ClassSet) -> Decimal:
    """Non-performing loans as a percentage of all outstanding principal; 0.00 if there is none.

    Print the denominator with it. Raises ``ValueError`` for a code that isn't in the set.
    """
    _check_codes(outstanding_by_class, class_set)
    bad = sum(outstanding_by_class.get(rule.code, 0) for rule in class_set.non_performing)
    return ratio(bad, sum(outstanding_by_class.values()))


def par(loans: Iterable[tuple[int, int]], days: int) -> Decimal:
    """Portfolio at risk: outstanding of loans *more than* ``days`` late, as a percentage of all.

    ``loans`` are pairs of outstanding principal and days in arrears. 0.00 if nothing is
    outstanding. Print the denominator with it.
    """
    at_risk = whole = 0
    for outstanding, days_late in loans:
        whole += outstanding
        if days_late > days:
            at_risk += outstanding
    return ratio(at_risk, whole)


def _check_codes(outstanding_by_class: Mapping[str, int], class_set: ClassSet) -> None:
    unknown = set(outstanding_by_class) - {rule.code for rule in class_set.classes}
    if unknown:
        raise ValueError(f"no such class: {', '.join(sorted(unknown))}")


def _class_set(code: str, name: str, basis: Basis, *classes: tuple) -> ClassSet:
    rules = tuple(
        ClassRule(code, name, lower, upper, Decimal(percent))
        for code, name, lower, upper, percent in classes
    )
    return ClassSet(code, name, basis, rules)


PNPM = _class_set(
    "PNPM",
    "PNPM Mandiri Perdesaan (5 kelas, bulan menunggak)",
    Basis.MONTHS,
    ("I", "Lancar", 0, 0, "1"),
    ("II", "Dalam Perhatian Khusus", 1, 2, "10"),
    ("III", "Kurang Lancar", 3, 4, "25"),
    ("IV", "Diragukan", 5, 6, "50"),
    ("V", "Macet", 7, None, "100"),
)
"""The default set (domain.md 4; variant I)."""

PRESETS: dict[str, ClassSet] = {
    preset.code: preset
    for preset in (
        PNPM,
        _class_set(
            "A",
            "3 kelas, batas 3 dan 5 kali angsuran",
            Basis.INSTALMENTS,
            ("I", "Lancar", 0, 3, "0"),
            ("II", "Diragukan", 4, 5, "50"),
            ("III", "Macet", 6, None, "100"),
        ),
        _class_set(
            "B",
            "3 kelas, batas 6 dan 12 kali angsuran",
            Basis.INSTALMENTS,
            ("I", "Lancar", 0, 6, "0"),
            ("II", "Diragukan", 7, 12, "50"),
            ("III", "Macet", 13, None, "100"),
        ),
        _class_set(
            "G",
            "4 kelas, batas 0, 3 dan 6 bulan menunggak",
            Basis.MONTHS,
            ("I", "Lancar", 0, 0, "0.5"),
            ("II", "Kurang Lancar", 1, 3, "10"),
            ("III", "Diragukan", 4, 6, "50"),
            ("IV", "Macet", 7, None, "100"),
        ),
    )
}
