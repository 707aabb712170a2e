"""How much a group and a member may borrow: the office's dated limits. Whole rupiah."""

from collections.abc import Iterable, Sequence
from datetime import date

from groups.models import Group
from loans.models import LendingRules, Product
from loans.reasons import Problem
from upk.money import rupiah
from upk.offices.models import Person


def rules_in_force(product: Product, on: date) -> LendingRules | None:
    """The product's rules on a day; ``None`` while it has none, which limits nothing."""
    return LendingRules.objects.in_force(on).filter(product=product).first()


def rules_by_product(products: Iterable[Product], on: date) -> dict[int, LendingRules]:
    """The rules in force on a day, by product id; products without rules are left out."""
    found: dict[int, LendingRules] = {}
    for rules in LendingRules.objects.in_force(on).filter(product__in=list(products)):
        found.setdefault(rules.product_id, rules)
    return found


def rounds_per_member(product: Product, on: date) -> bool:
    """Whether a loan of the product paid out on that day rounds per member (``loans.members``)."""
    rules = rules_in_force(product, on)
    return rules is not None and rules.rounds_per_member


def level_limit(rules: LendingRules, group: Group) -> int | None:
    """What a group of this level may borrow at the most; ``None`` is no limit."""
    return {
        Group.Level.BEGINNER: rules.max_beginner,
        Group.Level.GROWING: rules.max_growing,
        Group.Level.MATURE: rules.max_mature,
    }[Group.Level(group.level)]


def limit_problems(
    group: Group,
    product: Product,
    principal: int,
    shares: Sequence[tuple[Person, int]],
    on: date,
) -> list[Problem]:
    """Which limits of the product a loan with these shares would break."""
    rules = rules_in_force(product, on)
    if rules is None:
        return []
    problems = _size_problems(rules, len(shares))
    limit = level_limit(rules, group)
    if limit is not None and principal > limit:
        level = group.get_level_display().lower()
        problems.append(
            Problem(
                "level_limit",
                f"Alokasi {rupiah(principal)} melebihi batas kelompok {level} "
                f"{rupiah(limit)} sebesar {rupiah(principal - limit)}.",
            )
        )
    for person, amount in shares:
        if rules.max_share is not None and amount > rules.max_share:
            problems.append(
                Problem(
                    "share_limit",
                    f"Bagian {person} {rupiah(amount)} melebihi batas per pemanfaat "
                    f"{rupiah(rules.max_share)}.",
                    person_id=person.pk,
                )
            )
    return problems


def _size_problems(rules: LendingRules, count: int) -> list[Problem]:
    if rules.min_members is not None and count < rules.min_members:
        text = f"Pemanfaat baru {count} orang; paling sedikit {rules.min_members}."
    elif rules.max_members is not None and count > rules.max_members:
        text = f"Pemanfaat {count} orang; paling banyak {rules.max_members}."
    else:
        return []
    return [Problem("size", text)]
