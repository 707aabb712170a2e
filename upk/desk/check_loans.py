"""The proof of loans: shares, schedules, steps and statuses (see ``check_books``)."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby, pairwise

from django.db.models import QuerySet, Sum

from loans.checks import check_member_schedules as member_schedules
from loans.models import Instalment, Loan, LoanStep, Repayment, Share
from upk.desk.check_result import Result
from upk.money import number, rupiah
from upk.offices.models import Office

PAID_OFF = (Loan.Status.SETTLED, Loan.Status.RESCHEDULED, Loan.Status.WRITTEN_OFF)
"""Where nothing may be left of a loan."""


def _loan_sums(rows: QuerySet, offices: Sequence[Office], column: str) -> dict[int, int]:
    """Sum of ``column`` by loan id."""
    of_offices = rows.filter(loan__office__in=offices).order_by()
    return dict(of_offices.values_list("loan_id").annotate(Sum(column)))


def check_shares(offices: Sequence[Office]) -> Result:
    """Members' shares add up to each loan's principal."""
    sums = _loan_sums(Share.objects, offices, "principal")
    loans = Loan.objects.filter(office__in=offices)
    return _compare("shares", "Bagian anggota sama dengan pinjaman", loans, sums)


def check_schedules(offices: Sequence[Office]) -> Result:
    """Instalments add up to each disbursed loan's principal."""
    sums = _loan_sums(Instalment.objects, offices, "principal")
    loans = Loan.objects.filter(office__in=offices, disbursed_on__isnull=False)
    return _compare("schedules", "Jadwal angsuran sama dengan pinjaman", loans, sums)


def check_member_schedules(offices: Sequence[Office]) -> Result:
    """Rows of loans that round per member are the sum of the members' own schedules."""
    looked_at, faults = member_schedules(offices)
    return Result("member_schedules", "Jadwal pemanfaat berjumlah tepat", looked_at, faults)


def _compare(key: str, title: str, loans: QuerySet, sums: dict[int, int]) -> Result:
    faults, count, total = [], 0, 0
    for pk, code, principal in loans.order_by("id").values_list("id", "code", "principal"):
        count += 1
        total += principal
        if sums.get(pk, 0) != principal:
            faults.append(f"{code}: {rupiah(sums.get(pk, 0))}, pinjaman {rupiah(principal)}")
    return Result(key, title, f"{number(count)} pinjaman, {rupiah(total)}", tuple(faults))


def check_statuses(offices: Sequence[Office]) -> Result:
    """Each loan's status is that of its last step, and fits what is paid."""
    steps = LoanStep.objects.filter(loan__office__in=offices).order_by("loan_id", "id")
    rows = steps.values_list("loan_id", "from_status", "to_status")
    life = {pk: [row[1:] for row in found] for pk, found in groupby(rows, key=lambda row: row[0])}
    left: dict[int, int] = Counter()
    for column in ("principal", "interest"):
        for pk, amount in _loan_sums(Instalment.objects, offices, column).items():
            left[pk] += amount
        for pk, amount in _loan_sums(Repayment.objects, offices, column).items():
            left[pk] -= amount
    faults = []
    loans = Loan.objects.filter(office__in=offices).order_by("id")
    for pk, code, status in loans.values_list("id", "code", "status"):
        taken = life.get(pk, [("", "")])
        if taken[-1][1] != status or any(a[1] != b[0] for a, b in pairwise(taken)):
            faults.append(f"{code}: status {status} tidak sesuai langkah-langkahnya")
        elif (status in PAID_OFF and left[pk] != 0) or (
            status == Loan.Status.ACTIVE and left[pk] <= 0
        ):
            faults.append(f"{code}: status {status}, tetapi sisa kewajiban {rupiah(left[pk])}")
    looked_at = f"{number(sum(map(len, life.values())))} langkah dari {number(len(life))} pinjaman"
    return Result("statuses", "Status pinjaman", looked_at, tuple(faults))


def check_step_amounts(offices: Sequence[Office]) -> Result:
    """What a step gave a group is the sum of what it gave the members.

    Steps from before members' amounts were kept have none.
    """
    steps = LoanStep.objects.filter(loan__office__in=offices, shares__isnull=False)
    steps = steps.order_by("id").annotate(given=Sum("shares__amount"))
    faults, total = [], 0
    rows = list(steps.values_list("loan__code", "to_status", "amount", "given"))
    for code, status, amount, given in rows:
        total += given
        if amount != given:
            faults.append(f"{code}: langkah {status} {rupiah(amount)}, pemanfaat {rupiah(given)}")
    looked_at = f"{number(len(rows))} langkah, {rupiah(total)}"
    return Result("step_amounts", "Jumlah setiap langkah", looked_at, tuple(faults))
