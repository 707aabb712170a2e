"""What ``check_books`` proves about loans whose members have schedules of their own."""

from collections import defaultdict
from collections.abc import Iterable

from loans.members import cells_of
from loans.models import Instalment, Loan, Share
from upk.offices.models import Office


def check_member_schedules(offices: Iterable[Office]) -> tuple[str, tuple[str, ...]]:
    """What was looked at, and the loans whose rows aren't the sum of their members' schedules.

    Only loans that round per member: of the others the cells follow from the rows.
    """
    loans = list(
        Loan.objects.filter(
            office__in=list(offices), disbursed_on__isnull=False, rounds_per_member=True
        ).order_by("pk")
    )
    rows, shares = defaultdict(list), defaultdict(list)
    for row in Instalment.objects.filter(loan__in=loans).order_by("loan_id", "n"):
        rows[row.loan_id].append(row)
    for share in Share.objects.filter(loan__in=loans).order_by("pk"):
        shares[share.loan_id].append(share.principal)
    faults = []
    for loan in loans:
        try:
            cells_of(loan, rows[loan.pk], shares[loan.pk])
        except ValueError as error:
            faults.append(f"{loan.code}: jadwal bukan jumlah jadwal pemanfaat ({error})")
    return f"{len(loans)} pinjaman yang dibulatkan per pemanfaat", tuple(faults)
