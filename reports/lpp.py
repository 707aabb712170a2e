"""LPP, the report on the progress of lending: per group, and per village.

It lists the loans that were owed something at some time within the period, so one that was settled
in it still shows what it paid. Columns as the familiar paper has them (report_columns.csv).
"""

from collections.abc import Sequence
from decimal import Decimal

from loans.portfolio import Position
from loans.schedule import Period
from reports.grouping import Values, parts_by_village, parts_of_villages, report_of
from reports.period import ReportPeriod
from reports.question import Question
from reports.value import NUMBER, Column, Report, Rule, Unit
from upk.money import ratio

TWO_PLACES = Decimal("0.01")
RATE_RULE = Rule(
    "repayment_rate",
    "% (tingkat pengembalian)",
    "realisasi pokok s.d. tanggal laporan ÷ target pokok s.d. tanggal laporan × 100; "
    "tanda – bila belum ada target",
)
LISTED_RULE = Rule(
    "listed",
    "Pinjaman yang dimuat",
    "yang masih berutang pada suatu hari dalam periode ini, termasuk yang lunas di dalamnya",
)


def build_lpp(question: Question) -> Report:
    """Target, realisation, balance and arrears of each loan, by product and village."""
    columns = (
        NUMBER,
        Column("name", "Kelompok – No. Pinjaman", width=32),
        Column("terms", "T/S", width=8),
        Column("rate", "Jasa %", Unit.PERCENT, width=7, adds=False),
        *amount_columns(question.period),
    )
    parts = parts_by_village(question, question.owed_in_period(), columns, _loan_values, with_rate)
    return report_of(
        question,
        "lpp",
        "Laporan Perkembangan Pinjaman (LPP)",
        columns,
        parts,
        finish=with_rate,
        rule=(RATE_RULE, LISTED_RULE),
        part_label="Produk",
        section_label="Desa",
    )


def build_lpp_villages(question: Question) -> Report:
    """The LPP's recapitulation: a row per village."""
    columns = (
        NUMBER,
        Column("village", "Desa", width=24),
        Column("groups", "Kel", Unit.COUNT, width=6),
        *amount_columns(question.period),
    )
    positions = question.owed_in_period()
    parts = parts_of_villages(question, positions, columns, _village_values, with_rate)
    return report_of(
        question,
        "lpp-villages",
        "Rekapitulasi LPP per Desa",
        columns,
        parts,
        finish=with_rate,
        rule=(RATE_RULE, LISTED_RULE),
        part_label="Produk",
    )


def amount_columns(period: ReportPeriod) -> tuple[Column, ...]:
    """The columns of amounts, under the heads of the period."""
    before, within, through = period.heads
    pairs = [
        *_pair("target", "Target"),
        *_pair("before", f"Real. {before}"),
        *_pair("within", f"Real. {within}"),
        *_pair("through", f"Real. {through}"),
        *_pair("outstanding", "Saldo"),
    ]
    rate = Column("repayment_rate", "%", Unit.PERCENT, width=8)
    return (
        Column("principal", "Alokasi", Unit.RUPIAH, width=15),
        *pairs,
        rate,
        *_pair("arrears", "Tunggakan"),
    )


def _pair(key: str, group: str) -> tuple[Column, Column]:
    return (
        Column(f"{key}_principal", "Pokok", Unit.RUPIAH, group, 14),
        Column(f"{key}_interest", "Jasa", Unit.RUPIAH, group, 13),
    )


def _loan_values(position: Position) -> Values:
    return {
        "name": loan_name(position),
        "terms": terms(position),
        "rate": position.rate.quantize(TWO_PLACES),
        **with_rate(amounts_of(position)),
    }


def _village_values(positions: Sequence[Position]) -> Values:
    values: Values = {"groups": len({position.group_id for position in positions})}
    for position in positions:
        for key, amount in amounts_of(position).items():
            values[key] = values.get(key, 0) + amount
    return values


def amounts_of(position: Position) -> dict[str, int]:
    """A loan's amounts by the keys of the LPP's columns."""
    stands = position.standing
    return {
        "principal": position.principal,
        "target_principal": stands.target_principal,
        "target_interest": stands.target_interest,
        "before_principal": position.realised_before_principal,
        "before_interest": position.realised_before_interest,
        "within_principal": position.realised_principal - position.realised_before_principal,
        "within_interest": position.realised_interest - position.realised_before_interest,
        "through_principal": position.realised_principal,
        "through_interest": position.realised_interest,
        "outstanding_principal": position.outstanding,
        "outstanding_interest": position.interest_outstanding,
        "arrears_principal": stands.arrears_principal,
        "arrears_interest": stands.arrears_interest,
    }


def with_rate(values: Values) -> Values:
    """Adds the repayment rate, which can't be added up; none where nothing is due yet."""
    target = values["target_principal"]
    rate = ratio(values["through_principal"], target) if target else None
    return {**values, "repayment_rate": rate}


def loan_name(position: Position) -> str:
    """Group and number of the loan, as the familiar reports name it."""
    return f"{position.group_name} – {position.code}"


def terms(position: Position) -> str:
    """Tenor and system: ``10/1`` and ``12/tempo`` in months, ``40/1 mgg`` in weeks."""
    unit = " mgg" if position.period == Period.WEEK else ""
    return f"{position.tenor}/{position.principal_every or 'tempo'}{unit}"
