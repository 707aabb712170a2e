"""The proof of the budgets (see ``check_books``)."""

from collections import Counter
from collections.abc import Sequence

from django.db.models import Count, Sum

from upk.budget.models import BudgetVersion
from upk.desk.check_result import Result
from upk.money import number, rupiah
from upk.offices.models import Office


def check_budgets(offices: Sequence[Office]) -> Result:
    """Every version has the lines that it says it has; revisions follow on by number."""
    versions = BudgetVersion.objects.filter(office__in=offices).annotate(
        found=Count("lines"), total=Sum("lines__amount", default=0)
    )
    rows = list(versions.order_by("office_id", "year", "revision"))
    faults = [
        f"{row.label}: {row.found} dari {row.line_count} baris"
        for row in rows
        if row.found != row.line_count
    ]
    counted = Counter()
    for row in rows:
        if row.revision != counted[row.office_id, row.year]:
            faults.append(f"{row.label}: nomor perubahan tidak urut")
        counted[row.office_id, row.year] += 1
    looked_at = f"{number(len(rows))} anggaran, {rupiah(sum(row.total for row in rows))}"
    return Result("budgets", "Anggaran lengkap", looked_at, tuple(faults))
