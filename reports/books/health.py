"""Penilaian Kesehatan: six ratios, the figures that went in, scores, total and grade.

The formulas are those of the table's own column (data/health_rating_bands.csv). What a division by
zero gives is stated with each [chosen, but that of ratio 2, which the source states].
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from loans.collectibility import provision
from loans.portfolio import Position, outstanding_by_class
from reports.books.balance_sheet import balances_of
from reports.books.frame import Chart, statement
from reports.books.health_tables import Rating, bands_text, rating_of
from reports.books.rating import TOTAL, Band, band_of, percent, weight
from reports.books.sorting import (
    ALLOWANCE,
    INVESTED,
    NEAR_CASH,
    PAID_IN,
    RISK_RESERVE,
    begins,
)
from reports.classes import Classes
from reports.question import Question
from reports.value import NUMBER, Column, Kind, Part, Report, Row, Rule, Section, Unit
from upk.ledger.models import Account
from upk.periods import format_date

COLUMNS = (
    NUMBER,
    Column("name", "Rasio", width=40),
    Column("part", "Pembilang", Unit.RUPIAH, width=18, adds=False),
    Column("whole", "Penyebut", Unit.RUPIAH, width=18, adds=False),
    Column("value", "Rasio %", Unit.PERCENT, width=10),
    Column("weight", "Bobot", Unit.PERCENT, width=8),
    Column("score", "Skor", Unit.PERCENT, width=8),
    Column("status", "Keadaan", width=14),
)
FIGURES = (
    ("arrears", "Tunggakan pokok"),
    ("outstanding", "Saldo pinjaman"),
    ("risk", "Risiko kolektibilitas (saldo tiap kelas × persen cadangannya)"),
    ("reserve", "Cadangan dimiliki"),
    ("surplus", "Laba berjalan"),
    ("income", "Akumulasi pendapatan"),
    ("expense", "Akumulasi beban"),
    ("productive", "Aset produktif"),
    ("invested", "Investasi pada unit usaha"),
    ("paid_in", "Modal disetor"),
)
Figures = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio of the table: its formula in words, its two figures, and what no figure gives."""

    number: int
    name: str
    formula: str
    part: Callable[[Figures], int]
    whole: Callable[[Figures], int]
    if_none: int


def _lack(f: Figures) -> int:
    """What the reserve lacks of the risk; negative if it is more than enough."""
    return f["risk"] - f["reserve"]


def _lending(f: Figures) -> int:
    return f["productive"] - f["invested"]


RATIOS = (
    Ratio(
        1, "Saldo kredit / piutang berisiko",
        "tunggakan pokok ÷ saldo pinjaman × 100; tanpa pinjaman: 0",
        lambda f: f["arrears"], lambda f: f["outstanding"], 0,
    ),
    Ratio(
        2, "Cadangan kerugian (risiko) kredit",
        "cadangan dimiliki ÷ risiko kolektibilitas × 100; tanpa risiko: 100",
        lambda f: f["reserve"], lambda f: f["risk"], 100,
    ),
    Ratio(
        3, "Laba bersih terhadap kekayaan UPK",
        "(laba berjalan – (risiko kolektibilitas – cadangan dimiliki)) ÷ aset produktif × 100; "
        "tanpa aset produktif: 0",
        lambda f: f["surplus"] - _lack(f), lambda f: f["productive"], 0,
    ),
    Ratio(
        4, "Biaya (beban) operasional",
        "akumulasi beban ÷ akumulasi pendapatan × 100; tanpa pendapatan: 100",
        lambda f: f["expense"], lambda f: f["income"], 100,
    ),
    Ratio(
        5, "Saldo kredit terhadap kekayaan UPK (non investasi)",
        "saldo pinjaman ÷ aset produktif non-investasi × 100; tanpa aset: 0",
        lambda f: f["outstanding"], _lending, 0,
    ),
    Ratio(
        6, "Kekayaan bersih UPK",
        "(aset produktif non-investasi – risiko kolektibilitas) ÷ modal disetor × 100; "
        "tanpa modal: 0",
        lambda f: _lending(f) - f["risk"], lambda f: f["paid_in"], 0,
    ),
)  # fmt: skip
DEFINITIONS = (
    Rule(
        "productive",
        "Aset produktif",
        "kas dan bank dana bergulir, setara kas, saldo pokok pinjaman, dan investasi",
    ),
    Rule(
        "reserve",
        "Cadangan dimiliki",
        "cadangan kerugian piutang ditambah cadangan risiko pinjaman dari surplus; "
        "yang terakhir bukan modal disetor",
    ),
    Rule("year", "Laba, pendapatan, beban", "sejak 1 Januari, tanpa jurnal penutup"),
)


def build_health(question: Question) -> Report:
    """The rating as of the period's end. Queries: those of the balance sheet and of collectibility.

    Raises ``NoBand`` if the table in force leaves a value without a score (``add_table`` refuses
    such a table).
    """
    positions = question.owed_at_end()
    classes = Classes.of(question, positions)
    figures = _figures(question, positions, classes)
    rating = rating_of(question.office, question.period.end)
    rows, total = [], Decimal(0)
    for ratio in RATIOS:
        row, band = _row(ratio, figures, rating)
        rows.append(row)
        total += band.score
    grade = band_of(rating.bands, TOTAL, Fraction(total)).status
    most = sum(weight(rating.bands, ratio.number) for ratio in RATIOS)
    last = {"weight": most, "score": total, "status": grade}
    return statement(
        question,
        "health",
        "Penilaian Kesehatan",
        COLUMNS,
        (
            Part(
                "total",
                "Rasio",
                (Section("ratios", "", tuple(rows)),),
                (Row("total", last, Kind.TOTAL, "Jumlah skor"),),
            ),
            Part("figures", "Angka yang dipakai", (Section("figures", "", _lines(figures)),)),
        ),
        rule=(*_rules(rating), *DEFINITIONS, classes.rule(), classes.basis_rule()),
        totals=_totals(rows, figures, total, grade),
    )


def _row(ratio: Ratio, figures: Figures, rating: Rating) -> tuple[Row, Band]:
    part, whole = ratio.part(figures), ratio.whole(figures)
    value = percent(part, whole, if_none=ratio.if_none)
    band = band_of(rating.bands, ratio.number, value)
    values = {
        "no": ratio.number,
        "name": ratio.name,
        "part": part,
        "whole": whole,
        "value": _two_decimals(value),
        "weight": weight(rating.bands, ratio.number),
        "score": band.score,
        "status": band.status,
    }
    return Row(str(ratio.number), values), band


def _two_decimals(value: Fraction) -> Decimal:
    """Halves away from zero, as ``upk.money.ratio`` prints a percentage."""
    whole = (abs(value.numerator) * 200 + value.denominator) // (2 * value.denominator)
    return Decimal(whole if value >= 0 else -whole).scaleb(-2)


def _lines(figures: Figures) -> tuple[Row, ...]:
    return tuple(
        Row(key, {"no": None, "name": name, "part": figures[key]}, Kind.FIGURE)
        for key, name in FIGURES
    )


def _rules(rating: Rating) -> list[Rule]:
    since = format_date(rating.since)
    return [
        *(Rule(f"formula_{r.number}", f"Rasio {r.number}", r.formula) for r in RATIOS),
        Rule("bands", "Batas skor", f"{rating.name}, berlaku sejak {since}"),
        *(
            Rule(f"bands_{r.number}", f"Skor rasio {r.number}", bands_text(rating.bands, r.number))
            for r in RATIOS
        ),
        Rule("bands_total", "Keadaan menurut jumlah skor", bands_text(rating.bands, TOTAL)),
    ]


def _figures(question: Question, positions: list[Position], classes: Classes) -> Figures:
    chart = Chart(question.office)
    balances, _ = balances_of(question.office, chart, question.period.end)
    net, accounts = balances.net, chart.accounts.values()

    def held(wanted: Callable[[Account], bool]) -> int:
        return sum(net.get(a.pk, 0) for a in accounts if wanted(a))

    return {
        "arrears": sum(p.standing.arrears_principal for p in positions),
        "outstanding": sum(p.outstanding for p in positions),
        "risk": _risk(positions, classes),
        "reserve": -held(lambda a: begins(a, ALLOWANCE) or begins(a, RISK_RESERVE)),
        "surplus": balances.this_year,
        "income": balances.income,
        "expense": balances.expense,
        "productive": held(_is_productive),
        "invested": held(lambda a: begins(a, INVESTED)),
        "paid_in": -held(lambda a: begins(a, PAID_IN) and not begins(a, RISK_RESERVE)),
    }


def _is_productive(account: Account) -> bool:
    is_money = bool(account.liquidity) and account.fund == Account.Fund.REVOLVING
    return is_money or account.subledger == "loans" or begins(account, (*NEAR_CASH, *INVESTED))


def _risk(positions: list[Position], classes: Classes) -> int:
    """The need of the collectibility report, product by product."""
    return sum(
        sum(provision(outstanding_by_class(list(group)), classes.sets[product]).values())
        for product, group in groupby(positions, key=lambda p: p.product_code)
    )


def _totals(rows: list[Row], figures: Figures, total: Decimal, grade: str) -> dict:
    ratios = {f"ratio_{row.key}": row.values["value"] for row in rows}
    scores = {f"score_{row.key}": row.values["score"] for row in rows}
    return {"score": total, "grade": grade, **ratios, **scores, **figures}
