"""The proof of issued reports: they are as they were issued, and the rows still say the same."""

from collections.abc import Sequence

from reports.checks import check_issued
from reports.regenerated import regenerate
from upk.desk.check_result import Result
from upk.offices.models import Office

QUARTERS_PROVED = 4
"""So many of each office's newest quarters are built anew: about a third of a second each.

All of them are on request (``check_books --every-quarter``).
"""


def check_issued_files(offices: Sequence[Office]) -> Result:
    """Issued reports and their files are still as they were issued."""
    looked_at, faults = check_issued(offices)
    return Result("issued", "Laporan terbit", looked_at, faults)


def check_issued_figures(offices: Sequence[Office], quarters: int | None) -> Result:
    """Issued reports that are built from the rows again have the figures that were issued.

    Of each office the newest ``quarters``; all of them if it is ``None``.
    """
    outcome = regenerate(offices, quarters)
    looked_at = f"{outcome.compared} laporan"
    if quarters is not None:
        looked_at += f", paling banyak {quarters} triwulan terakhir setiap kantor"
    if outcome.older:
        looked_at += f"; {outcome.older} dengan susunan lama tidak dibandingkan"
    if outcome.completed:
        looked_at += f"; sesudah terbit dilengkapi: {', '.join(outcome.completed)}"
    title = "Angka laporan terbit sama dengan catatannya"
    return Result("issued_figures", title, looked_at, outcome.faults)
