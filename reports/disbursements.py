"""Realisasi pencairan: what was paid out within the period."""

from django.db.models import Q, Sum

from loans.models import Loan, LoanStep
from loans.portfolio import Position, portfolio
from reports.endings import DISBURSED, TERMS
from reports.grouping import Values, parts_by_village, report_of
from reports.loan_lists import PLACES, chairs_of, members_of
from reports.lpp import terms
from reports.question import Question
from reports.value import NUMBER, Column, Report, Rule, Unit

COLUMNS = (
    NUMBER,
    Column("name", "Kelompok", width=28),
    Column("code", "Nomor pinjaman / SPK", width=18),
    Column("chair", "Ketua", width=20),
    Column("members", "Ang", Unit.COUNT, width=6),
    DISBURSED,
    TERMS,
    Column("proposed", "Pengajuan", Unit.RUPIAH, "Alokasi", 15),
    Column("principal", "Pencairan", Unit.RUPIAH, "Alokasi", 15),
)


def build_disbursements(question: Question) -> Report:
    """Loans paid out within the period, with what the groups had asked for.

    Left out are loans that took over from a rescheduled one, since no money went out, and those
    whose disbursement was taken back by the period's end.
    """
    start, end = question.period.start, question.period.end
    paid_out = question.loans.filter(disbursed_on__range=(start, end), rescheduled_from=None)
    positions = portfolio(question.office, paid_out, as_of=end, since=start)
    proposed = _proposed(positions)
    members, chairs = members_of(positions), chairs_of(question)

    def values(position: Position) -> Values:
        return {
            "name": position.group_name,
            "code": position.code,
            "chair": chairs.get(position.group_id, ""),
            "members": members.get(position.loan_id, 0),
            "disbursed_on": position.disbursed_on,
            "terms": terms(position),
            "proposed": proposed.get(position.loan_id, 0),
            "principal": position.principal,
        }

    parts = parts_by_village(question, positions, COLUMNS, values)
    rule = Rule(
        "listed",
        "Pinjaman yang dimuat",
        "yang cair dalam periode ini; tidak termasuk penjadwalan ulang dan pencairan yang "
        "dibatalkan s.d. tanggal laporan",
    )
    return report_of(
        question, "disbursements", "Realisasi Pencairan", COLUMNS, parts, rule=(rule,), **PLACES,
        totals={"loans": len(positions), "cancelled": _cancelled(question)},
    )  # fmt: skip


def _proposed(positions: list[Position]) -> dict[int, int]:
    """What each group had asked for last, by loan id. Whole rupiah.

    A loan of the books before these begins with what was approved.
    """
    asked = Q(to_status=Loan.Status.PROPOSED) | Q(from_status="")
    steps = LoanStep.objects.filter(
        asked, loan__in=[p.loan_id for p in positions], amount__isnull=False
    )
    return dict(steps.order_by("id").values_list("loan_id", "amount"))


def _cancelled(question: Question) -> int:
    """Sum of the disbursements that were taken back within the period. Whole rupiah."""
    start, end = question.period.start, question.period.end
    steps = LoanStep.objects.filter(
        loan__in=question.loans.order_by(),
        loan__rescheduled_from=None,
        to_status=Loan.Status.CANCELLED,
        happened_on__range=(start, end),
    )
    return steps.aggregate(total=Sum("loan__principal", default=0))["total"]
