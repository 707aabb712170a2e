"""The last twelve months: what stood outstanding at each month's end, what was lent and received.

Outstanding comes from the ledger's receivable accounts (the sub-ledger equals them: check_books),
the rest from the loans' own rows.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Sum
from django.db.models.functions import TruncMonth

from loans.models import Loan, Product, Repayment
from reports.grouping import total_row
from reports.question import Question
from reports.value import Column, OfficeName, Part, Report, Row, Rule, Section, Unit
from upk.ledger.models import Posting
from upk.periods import MONTHS, add_months, month_end, month_start

MONTHS_BACK = 12
COLUMNS = (
    Column("month", "Bulan", width=18),
    Column("disbursed", "Pencairan", Unit.RUPIAH, width=16),
    Column("paid_principal", "Pokok", Unit.RUPIAH, "Angsuran diterima", 16),
    Column("paid_interest", "Jasa", Unit.RUPIAH, "Angsuran diterima", 16),
    Column("outstanding", "Saldo pinjaman akhir bulan", Unit.RUPIAH, width=20, adds=False),
)
RULE = Rule(
    "development",
    "Saldo pinjaman",
    "saldo akun piutang pinjaman menurut buku besar pada akhir bulan; angsuran sesudah pembatalan",
)


def build_development(question: Question) -> Report:
    """A row for each of the twelve months that end with the question's last day."""
    end = question.period.end
    starts = [add_months(month_start(end), back - MONTHS_BACK + 1) for back in range(MONTHS_BACK)]
    disbursed = _disbursed(question, starts[0])
    principal, interest = _paid(question, starts[0])
    rows = [
        Row(
            f"{start:%Y-%m}",
            {
                "month": f"{MONTHS[start.month - 1]} {start.year}",
                "disbursed": disbursed.get(start, 0),
                "paid_principal": principal.get(start, 0),
                "paid_interest": interest.get(start, 0),
                "outstanding": outstanding,
            },
        )
        for start, outstanding in zip(starts, _outstanding(question, starts), strict=True)
    ]
    total = total_row("total", "Jumlah 12 bulan", rows, COLUMNS)
    section = Section("months", "", tuple(rows))
    return Report(
        name="development",
        title="Perkembangan 12 Bulan",
        office=OfficeName.of(question.office),
        period_from=starts[0],
        as_of=end,
        period=f"{MONTHS_BACK} bulan terakhir",
        columns=COLUMNS,
        parts=(Part("months", "", (section,), (total,)),),
        totals={**total.values, "outstanding": rows[-1].values["outstanding"]},
        rule=(RULE,),
    )


def _disbursed(question: Question, since: date) -> dict[date, int]:
    """Principal lent by month; loans cancelled by the question's day were never lent."""
    end = question.period.end
    lent = Loan.objects.filter(office=question.office, disbursed_on__gte=since).disbursed_by(end)
    return _by_month(lent, "disbursed_on", "principal")


def _paid(question: Question, since: date) -> tuple[dict[date, int], dict[date, int]]:
    paid = Repayment.objects.payments().filter(
        office=question.office,
        paid_on__gte=since,
        paid_on__lte=question.period.end,
    )
    return _by_month(paid, "paid_on", "principal"), _by_month(paid, "paid_on", "interest")


def _outstanding(question: Question, starts: list[date]) -> Iterator[int]:
    """Net debit of the receivable accounts at each month's end, the last at the question's day."""
    receivable = Product.objects.filter(office=question.office).values("receivable_id")
    postings = Posting.objects.of_office(question.office).until(question.period.end)
    debits = _by_month(postings.filter(debit__in=receivable), "entry__happened_on", "amount")
    credits_ = _by_month(postings.filter(credit__in=receivable), "entry__happened_on", "amount")
    for start in starts:
        last = month_end(start)
        yield _until(debits.items(), last) - _until(credits_.items(), last)


def _by_month(rows, day: str, amount: str) -> dict[date, int]:
    months = rows.order_by().annotate(month=TruncMonth(day)).values_list("month")
    return dict(months.annotate(Sum(amount)))


def _until(amounts: Iterable[tuple[date, int]], last: date) -> int:
    return sum(amount for month, amount in amounts if month <= last)
