"""How much a group and a member may borrow: the office's dated limits. Whole rupiah.

The ceiling follows from how the group paid its last loan of the product (domain.md 3). A ceiling
of 0 means none until the last loan is settled; once it is, the lowest other ceiling of the rules
holds, so that a group that paid badly never may borrow more than one that paid a little late
[chosen].
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db import models

from groups.models import Group
from loans.models import LendingRules, Product
from loans.reasons import Problem
from loans.record import ceiling
from loans.track_record import LastLoan, last_loan
from upk.money import number, rupiah
from upk.offices.models import Person
from upk.prepared import Prepared


def rules_in_force(product: Product, on: date) -> LendingRules | None:
    """The product's rules on a day; ``None`` while it has none, which limits nothing."""
    return next(iter(_in_force(product.pk, on)), None)


_in_force = Prepared(
    lambda product, on: LendingRules.objects.in_force(on).filter(product=product)[:1],
    models.BigIntegerField(),
    models.DateField(),
)


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


def ceiling_percent(percents: Mapping[str, int | None], last: LastLoan) -> int | None:
    """Percent of the last loan that the next may have; ``None`` is no ceiling.

    ``percents`` are the rules' ceilings by the code of a class.
    """
    percent = percents.get(last.worst.code)
    if percent == 0 and last.is_settled:
        return min((p for p in percents.values() if p), default=None)
    return percent


def ceiling_problems(
    group: Group, product: Product, principal: int, on: date, *, loan: int | None = None
) -> list[Problem]:
    """Whether ``principal`` is more than the worst class of the last loan allows.

    ``loan`` is the id of the one that is asked for, once it is entered.
    """
    rules = rules_in_force(product, on)
    percents = dict(rules.ceilings.values_list("class_code", "percent")) if rules else {}
    if all(percent is None for percent in percents.values()):
        return []
    last = last_loan(group, product, on, besides=loan)
    percent = ceiling_percent(percents, last) if last else None
    most = ceiling(last.loan.principal, percent) if last else None
    if most is None or principal <= most:
        return []
    return [_ceiling_problem(last, percent, most, principal)]


def _ceiling_problem(last: LastLoan, percent: int, most: int, principal: int) -> Problem:
    start = (
        f"Pinjaman terakhir {last.loan} {rupiah(last.loan.principal)} pernah di kelas "
        f"{last.worst.code} ({last.worst.name})"
    )
    if most == 0:
        text = f"{start}: belum boleh meminjam lagi sebelum lunas."
    else:
        text = (
            f"{start}: paling banyak {number(percent)}% = {rupiah(most)}; "
            f"{rupiah(principal)} melebihinya {rupiah(principal - most)}."
        )
    return Problem("ceiling", text, loan_id=last.loan.pk)
