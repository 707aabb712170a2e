"""Collectibility per group and per village: the whole outstanding of a loan is in one class."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial

from loans.collectibility import ClassSet, provision
from loans.portfolio import Position, outstanding_by_class
from reports.classes import Classes, class_key
from reports.grouping import Values, parts_by_village, parts_of_villages, report_of
from reports.lpp import loan_name
from reports.question import Question
from reports.value import NUMBER, Column, Kind, Part, Report, Row, Rule, Unit

LEFT_RULE = Rule(
    "outstanding_percent", "%", "saldo ÷ alokasi × 100, dibulatkan ke bawah ke persen penuh"
)
RISK_RULE = Rule(
    "risk", "Risiko pinjaman", "jumlah tiap kelas × persentase cadangan kelas itu, per produk"
)
LISTED_RULE = Rule(
    "listed", "Pinjaman yang dimuat", "yang masih berutang pada akhir tanggal laporan"
)


def build_collectibility(question: Question) -> Report:
    """Balance, arrears, months in arrears and class of each loan."""
    positions = question.owed_at_end()
    classes = Classes.of(question, positions)
    columns = (
        NUMBER,
        Column("name", "Kelompok – No. Pinjaman", width=32),
        Column("disbursed_on", "Tgl cair", Unit.DATE, width=11),
        *_amounts(),
        Column("months", "Nb (bulan)", Unit.COUNT, width=11, adds=False),
        *classes.columns(),
    )
    parts = parts_by_village(question, positions, columns, partial(_loan_values, classes), _finish)
    return _report(question, "collectibility", "per Kelompok", columns, parts, classes, "Desa")


def build_collectibility_villages(question: Question) -> Report:
    """The same, with a row per village."""
    positions = question.owed_at_end()
    classes = Classes.of(question, positions)
    columns = (
        NUMBER,
        Column("village", "Desa", width=24),
        *_amounts(),
        *classes.columns(),
    )
    parts = parts_of_villages(
        question, positions, columns, partial(_village_values, classes), _finish
    )
    return _report(question, "collectibility-villages", "per Desa", columns, parts, classes)


def _report(
    question: Question,
    name: str,
    of_what: str,
    columns: Sequence[Column],
    parts: tuple[Part, ...],
    classes: Classes,
    section_label: str = "",
) -> Report:
    """Parts with their risk rows; class totals over several products if their sets agree."""
    parts = tuple(_with_risk(part, classes.sets[part.key]) for part in parts)
    report = report_of(
        question,
        name,
        f"Kolektibilitas {of_what}",
        columns,
        parts,
        finish=_finish,
        rule=(classes.rule(), classes.basis_rule(), LEFT_RULE, RISK_RULE, LISTED_RULE),
        part_label="Produk",
        section_label=section_label,
    )
    return report if classes.is_uniform else _without_class_totals(report)


def _with_risk(part: Part, class_set: ClassSet) -> Part:
    total = part.totals[-1].values
    held = {rule.code: total[class_key(rule.code)] for rule in class_set.classes}
    need = provision(held, class_set)
    values: Values = {class_key(code): amount for code, amount in need.items()}
    values["outstanding"] = sum(need.values())
    risk = Row(f"{part.key}/risk", values, Kind.FIGURE, f"Risiko pinjaman {part.key}")
    return replace(part, totals=(*part.totals, risk))


def _without_class_totals(report: Report) -> Report:
    def kept(values: Values) -> Values:
        return {key: value for key, value in values.items() if not key.startswith("class_")}

    rows = tuple(replace(row, values=kept(row.values)) for row in report.total_rows)
    return replace(report, totals=kept(report.totals), total_rows=rows)


def _amounts() -> tuple[Column, ...]:
    return (
        Column("principal", "Alokasi", Unit.RUPIAH, width=15),
        Column("outstanding", "Saldo", Unit.RUPIAH, width=15),
        Column("outstanding_percent", "%", Unit.PERCENT, width=8),
        Column("arrears_principal", "Pokok", Unit.RUPIAH, "Tunggakan", 14),
        Column("arrears_interest", "Jasa", Unit.RUPIAH, "Tunggakan", 13),
    )


def _loan_values(classes: Classes, position: Position) -> Values:
    return {
        "name": loan_name(position),
        "disbursed_on": position.disbursed_on,
        "months": position.standing.months_in_arrears,
        **_finish(_village_values(classes, [position])),
    }


def _village_values(classes: Classes, positions: Sequence[Position]) -> Values:
    values: Values = dict.fromkeys(
        ("principal", "outstanding", "arrears_principal", "arrears_interest"), 0
    )
    for position in positions:
        values["principal"] += position.principal
        values["outstanding"] += position.outstanding
        values["arrears_principal"] += position.standing.arrears_principal
        values["arrears_interest"] += position.standing.arrears_interest
    held = outstanding_by_class(positions)
    for rule in classes.sets[positions[0].product_code].classes:
        values[class_key(rule.code)] = held.get(rule.code, 0)
    return values


def _finish(values: Values) -> Values:
    principal = values["principal"]
    percent = Decimal(values["outstanding"] * 100 // principal) if principal else None
    return {**values, "outstanding_percent": percent}
