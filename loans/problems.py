"""Why a loan can't go ahead: every reason at once, as values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError

from groups.models import Group
from loans.models import Loan, Product
from upk.money import rupiah
from upk.offices.models import Person


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason; ``code`` is for programs, ``message`` for people."""

    code: str
    message: str


def raise_if_any(problems: Sequence[Problem]) -> None:
    """Raise one ``ValidationError`` that holds all ``problems``."""
    if problems:
        raise ValidationError([ValidationError(p.message, code=p.code) for p in problems])


def approval_problems(
    group: Group,
    product: Product,
    *,
    principal: int,
    shares: Sequence[tuple[Person, int]],
    on: date,
) -> list[Problem]:
    """Reasons against entering a loan of ``principal`` (whole rupiah) as approved."""
    return [
        *_group_problems(group, product),
        *_amount_problems(principal, shares),
        *_member_problems(group, product, [person for person, _ in shares], on),
    ]


def _group_problems(group: Group, product: Product) -> list[Problem]:
    problems = []
    if not group.is_active:
        problems.append(Problem("group_inactive", f"Kelompok {group} sudah tidak aktif."))
    if not product.is_active:
        problems.append(Problem("product_inactive", f"Produk {product} tidak dipakai lagi."))
    if group.office_id != product.office_id:
        problems.append(Problem("office", "Kelompok dan produk bukan dari kantor yang sama."))
    if group.category != product.category:
        problems.append(
            Problem(
                "category",
                f"Kelompok ini kelompok {group.category}, tidak dapat meminjam {product.code}.",
            )
        )
    unsettled = Loan.objects.filter(
        group=group, product=product, status__in=["P", "V", "W", "A"]
    ).values_list("code", "status")
    for code, status in unsettled:
        label = Loan.Status(status).label.lower()
        problems.append(Problem("unsettled", f"Pinjaman {code} belum selesai ({label})."))
    return problems


def _amount_problems(principal: int, shares: Sequence[tuple[Person, int]]) -> list[Problem]:
    problems = []
    if principal <= 0:
        problems.append(Problem("principal", "Alokasi harus lebih dari nol."))
    if any(amount <= 0 for _, amount in shares):
        problems.append(Problem("share", "Bagian setiap pemanfaat harus lebih dari nol."))
    if (total := sum(amount for _, amount in shares)) != principal:
        problems.append(
            Problem(
                "shares",
                f"Jumlah bagian pemanfaat {rupiah(total)} berbeda dari alokasi "
                f"{rupiah(principal)}. Selisih {rupiah(abs(principal - total))}.",
            )
        )
    return problems


def _member_problems(
    group: Group, product: Product, people: Sequence[Person], on: date
) -> list[Problem]:
    problems = []
    if not people:
        problems.append(Problem("members", "Belum ada pemanfaat."))
    members = set(group.memberships.on(on).values_list("person_id", flat=True))
    for person in people:
        if person.pk not in members:
            problems.append(Problem("member", f"{person} bukan anggota kelompok ini."))
        if product.women_only and person.sex != Person.Sex.WOMAN:
            problems.append(
                Problem("sex", f"{person} bukan perempuan; {product.code} khusus perempuan.")
            )
    twice = {p for p in people if people.count(p) > 1}
    problems += [Problem("twice", f"{person} tercantum lebih dari sekali.") for person in twice]
    return problems
