"""Columns for the classes of loans, as the office's class set has them.

Products may use different sets. Then a class's column is headed by its code alone, sums over
products have no class figures, and the report says which product uses which set.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from loans.collectibility import Basis, ClassRule, ClassSet
from loans.models import Product
from loans.portfolio import Position, class_sets
from reports.question import Question
from reports.value import RULE_CODES, Column, Rule, Unit
from upk.money import number

BASIS_TEXT = {
    Basis.MONTHS: "bulan menunggak",
    Basis.DAYS: "hari menunggak",
    Basis.INSTALMENTS: "kali angsuran menunggak",
}


@dataclass(frozen=True, slots=True)
class Classes:
    """The class set of each product that a report shows, by the product's code."""

    sets: Mapping[str, ClassSet]

    @classmethod
    def of(cls, question: Question, positions: Iterable[Position]) -> "Classes":
        """Those in force at the period's end for the products of ``positions``.

        If there is no loan: for all products of the office.
        """
        codes = {p.product_id: p.product_code for p in positions}
        if not codes:
            products = Product.objects.filter(office=question.office)
            codes = dict(products.values_list("pk", "code"))
        in_force = class_sets(question.office, question.period.end)
        return cls({code: in_force[pk] for pk, code in codes.items() if pk in in_force})

    @property
    def is_uniform(self) -> bool:
        """Whether all products use the same set."""
        return len({class_set.code for class_set in self.sets.values()}) <= 1

    @property
    def rules(self) -> list[ClassRule]:
        """The classes of all sets, each code once, best first."""
        found: dict[str, ClassRule] = {}
        for class_set in self.sets.values():
            for rule in class_set.classes:
                found.setdefault(rule.code, rule)
        return list(found.values())

    def columns(self) -> list[Column]:
        """A column of outstanding principal for each class."""
        return [
            Column(
                class_key(rule.code),
                f"{rule.code} {rule.name}" if self.is_uniform else f"Kelas {rule.code}",
                Unit.RUPIAH,
                "Kolektibilitas",
                15,
            )
            for rule in self.rules
        ]

    def rule(self) -> Rule:
        """Which set and basis the report used."""
        texts = {
            code: f"{s.name}, dasar {BASIS_TEXT[s.basis]}: {_bounds(s)}"
            for code, s in self.sets.items()
        }
        if self.is_uniform:
            text = next(iter(texts.values()), "belum diatur")
        else:
            text = "tiap produk memakai susunan sendiri. " + "; ".join(
                f"{code}: {text}" for code, text in texts.items()
            )
        return Rule("class_set", "Kelas kolektibilitas", text)

    def basis_rule(self) -> Rule:
        """Code of the set and of its basis for programs: ``SPP=PNPM/months``."""
        parts = [f"{code}={s.code}/{s.basis.value}" for code, s in self.sets.items()]
        return Rule(RULE_CODES, "Susunan kelas", ", ".join(parts))


def class_key(code: str) -> str:
    """Key of a class's column."""
    return f"class_{code}"


def _bounds(class_set: ClassSet) -> str:
    texts = []
    for rule in class_set.classes:
        bounds = f"{rule.lower}" if rule.upper == rule.lower else f"{rule.lower}–{rule.upper}"
        if rule.upper is None:
            bounds = f"{rule.lower} ke atas"
        percent = number_text(rule)
        texts.append(f"{rule.code} {rule.name} {bounds} ({percent}%)")
    return ", ".join(texts)


def number_text(rule: ClassRule) -> str:
    """A class's provision as short as it can be written: ``10``, ``0,5``."""
    whole = int(rule.provision)
    if rule.provision == whole:
        return number(whole)
    return f"{rule.provision.normalize():f}".replace(".", ",")
