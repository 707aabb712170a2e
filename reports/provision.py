"""Provision for loan losses, NPL and portfolio at risk, each with the denominator it is a share of.

The need of all is the sum of the products' needs, each rounded once per class.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from loans.collectibility import ClassSet, par, provision
from loans.portfolio import Position, outstanding_by_class
from reports.classes import Classes
from reports.grouping import Values, report_of, total_row
from reports.question import Question
from reports.value import NUMBER, Column, Kind, Part, Report, Row, Rule, Section, Unit
from upk.money import ratio

COLUMNS = (
    NUMBER,
    Column("class", "Tingkat kolektibilitas", width=34),
    Column("percent", "Cadangan %", Unit.PERCENT, width=11),
    Column("loans", "Pinjaman", Unit.COUNT, width=10),
    Column("outstanding", "Saldo pinjaman", Unit.RUPIAH, width=18),
    Column("provision", "Beban penyisihan", Unit.RUPIAH, width=18),
    Column("base", "Dari saldo seluruhnya", Unit.RUPIAH, width=20, adds=False),
    Column("share", "% dari saldo", Unit.PERCENT, width=11),
)
PAR_DAYS = (30, 60, 90)
NPL_RULE = Rule(
    "npl",
    "NPL",
    "saldo kelas III, IV, dan V ÷ saldo seluruhnya × 100; "
    "pada susunan dengan kurang dari lima kelas: semua kelas kecuali yang pertama",
)
PAR_RULE = Rule(
    "par", "PAR30, PAR60, PAR90", "saldo pinjaman yang menunggak lebih dari 30, 60, 90 hari ÷ saldo"
)


def build_provision(question: Question) -> Report:
    """A row per class and product: outstanding, percentage, amount to set aside; NPL and PAR."""
    positions = question.owed_at_end()
    classes = Classes.of(question, positions)
    parts, by_product = [], {}
    for product, group in groupby(positions, key=lambda p: p.product_code):
        by_product[product] = list(group)
        parts.append(_part(product, by_product[product], classes.sets[product]))
    totals = _ratios(positions, [(by_product[code], classes.sets[code]) for code in by_product])
    report = report_of(
        question,
        "provision",
        "Cadangan Penyisihan Penghapusan Pinjaman",
        COLUMNS,
        tuple(parts),
        rule=(classes.rule(), classes.basis_rule(), NPL_RULE, PAR_RULE),
        part_label="Produk",
        totals=totals,
    )
    return _with_total_figures(report, totals) if len(parts) > 1 else report


def _part(product: str, positions: Sequence[Position], class_set: ClassSet) -> Part:
    held = outstanding_by_class(positions)
    need = provision(held, class_set)
    whole = sum(held.values())
    rows = tuple(
        Row(
            f"{product}/{rule.code}",
            {
                "no": number,
                "class": f"{rule.code} {rule.name}",
                "percent": rule.provision,
                "loans": sum(1 for p in positions if p.rule.code == rule.code),
                "outstanding": held.get(rule.code, 0),
                "provision": need[rule.code],
                "base": whole,
                "share": ratio(held.get(rule.code, 0), whole),
            },
        )
        for number, rule in enumerate(class_set.classes, 1)
    )
    total = total_row(product, f"Jumlah {product}", rows, COLUMNS)
    ratios = _ratios(positions, [(positions, class_set)])
    names = "+".join(rule.code for rule in class_set.non_performing)
    figures = _figure_rows(product, ratios, f"NPL {product} ({names})")
    return Part(product, product, (Section(product, "", rows),), (total, *figures))


def _ratios(
    positions: Sequence[Position], groups: Iterable[tuple[Sequence[Position], ClassSet]]
) -> Values:
    """NPL and PAR of ``positions``, whose classes follow the sets of ``groups``."""
    whole = bad = bad_count = 0
    for members, class_set in groups:
        codes = {rule.code for rule in class_set.non_performing}
        whole += sum(p.outstanding for p in members)
        bad += sum(p.outstanding for p in members if p.rule.code in codes)
        bad_count += sum(1 for p in members if p.rule.code in codes)
    values: Values = {
        "npl": ratio(bad, whole),
        "npl_outstanding": bad,
        "npl_loans": bad_count,
        "base": whole,
    }
    for days in PAR_DAYS:
        late = [p for p in positions if p.standing.days_in_arrears > days]
        standings = ((p.outstanding, p.standing.days_in_arrears) for p in positions)
        values[f"par{days}"] = par(standings, days)
        values[f"par{days}_outstanding"] = sum(p.outstanding for p in late)
        values[f"par{days}_loans"] = len(late)
    return values


def _figure_rows(key: str, ratios: Values, npl_label: str) -> tuple[Row, ...]:
    labels = {"npl": npl_label}
    labels |= {f"par{days}": f"PAR{days} (lebih dari {days} hari)" for days in PAR_DAYS}
    return tuple(
        Row(
            f"{key}/{name}",
            {
                "loans": ratios[f"{name}_loans"],
                "outstanding": ratios[f"{name}_outstanding"],
                "base": ratios["base"],
                "share": ratios[name],
            },
            Kind.FIGURE,
            label,
        )
        for name, label in labels.items()
    )


def _with_total_figures(report: Report, totals: Values) -> Report:
    figures = _figure_rows("total", totals, "NPL seluruhnya")
    return replace(report, total_rows=(*report.total_rows, *figures))
