"""The list of those who get the on-time rebate (IPTW), to be signed: every right of the period."""

from collections.abc import Sequence
from itertools import groupby

from loans.models import Repayment, Share
from loans.rebates import Claim, claims, receivers, shares_of, with_rebates
from reports.grouping import all_rows, report_of, total_row
from reports.question import Question
from reports.value import NUMBER, Column, Kind, Part, Report, Row, Rule, Section, Unit
from upk.periods import format_date

COLUMNS = (
    NUMBER,
    Column("name", "Nama anggota", width=28),
    Column("principal", "Alokasi", Unit.RUPIAH, width=15, adds=False),
    Column("interest", "Total jasa", Unit.RUPIAH, width=15),
    Column("amount", "Jumlah IPTW", Unit.RUPIAH, width=15),
    Column("signature", "Tanda tangan", width=20),
)
RULE = Rule(
    "listed",
    "IPTW yang dimuat",
    "yang haknya timbul dalam masa laporan, dibayar atau belum; persen, toleransi hari, dan "
    "waktunya menurut aturan pinjaman yang berlaku pada tanggal pencairan",
)


def build_rebates(question: Question) -> Report:
    """Rights that arose within the period, each with its members' parts, as of its end."""
    start, end = question.period.start, question.period.end
    paying = Repayment.objects.filter(
        office=question.office, is_payment=True, paid_on__range=(start, end)
    )
    loans = question.loans.filter(
        pk__in=with_rebates(question.office).values("pk"), id__in=paying.values("loan")
    )
    found = [c for c in claims(loans, end) if c.earned_on is not None and c.earned_on >= start]
    shares = shares_of([claim.loan for claim in found])
    parts = []
    for product, of_product in groupby(found, key=lambda claim: claim.loan.product.code):
        sections = [_section(claim, shares[claim.loan.pk]) for claim in of_product]
        rows = all_rows(Part(product, product, tuple(sections)))
        total = total_row(product, f"Jumlah {product}", rows, COLUMNS)
        parts.append(Part(product, product, tuple(sections), (total,)))
    return report_of(
        question, "iptw", "Daftar Penerima IPTW", COLUMNS, tuple(parts), rule=(RULE,),
        part_label="Produk", section_label="Pinjaman",
        totals={
            "rebates": len(found),
            "paid": sum(claim.paid.amount for claim in found if claim.paid),
        },
    )  # fmt: skip


def _section(claim: Claim, shares: Sequence[Share]) -> Section:
    loan = claim.loan
    key = f"{loan.code}/{claim.n}"
    rows = tuple(
        Row(
            f"{key}/{n}",
            {
                "no": n,
                "name": line.name,
                "principal": line.share,
                "interest": line.interest,
                "amount": line.amount,
                "signature": "",
            },
            link=("loan", loan.pk),
        )
        for n, line in enumerate(receivers(shares, claim.interest, claim.amount), start=1)
    )
    state = f"dibayar {claim.paid.entry.label}" if claim.paid else "belum dibayar"
    day = format_date(claim.earned_on) if claim.earned_on else ""
    title = (
        f"{loan.group.name}, {loan.group.village.name}, {loan.code}: {claim.label.lower()}, "
        f"hak sejak {day}, {state}"
    )
    subtotal = total_row(key, "Jumlah", rows, COLUMNS, kind=Kind.SUBTOTAL)
    return Section(key, title, rows, subtotal)
