"""The year's budget beside what happened, per account (E-budgeting)."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from reports.grouping import Values, all_rows, report_of, total_row
from reports.period import ReportPeriod
from reports.question import Question
from reports.value import Column, Kind, Part, Report, Row, Rule, Section, Unit
from upk.budget.comparison import Compared, compare, percent_used
from upk.ledger.models import Account
from upk.periods import format_date

YEAR = "Setahun"
KINDS = ((Account.Kind.INCOME, "income", "Pendapatan"), (Account.Kind.EXPENSE, "expense", "Beban"))


def columns_of(period: ReportPeriod) -> tuple[Column, ...]:
    """Budget and realisation of the period, of the year up to its end, and of the whole year."""
    _, within, to_date = period.heads
    return (
        Column("code", "Kode", width=12),
        Column("name", "Nama akun", width=36),
        Column("budget", "Anggaran", Unit.RUPIAH, within, width=15),
        Column("real", "Realisasi", Unit.RUPIAH, within, width=15),
        Column("budget_to_date", "Anggaran", Unit.RUPIAH, to_date, width=15),
        Column("real_to_date", "Realisasi", Unit.RUPIAH, to_date, width=15),
        Column("percent_to_date", "%", Unit.PERCENT, to_date, width=8),
        Column("over", "Lebih", Unit.RUPIAH, to_date, width=14),
        Column("budget_of_year", "Anggaran", Unit.RUPIAH, YEAR, width=15),
        Column("left", "Sisa", Unit.RUPIAH, YEAR, width=15),
        Column("percent_of_year", "%", Unit.PERCENT, YEAR, width=8),
    )


def build_budget(question: Question) -> Report:
    """Each account with a budget or a realisation, under its header; income, then expense.

    Five queries. Surplus stands below as a figure.
    """
    found = compare(question.office, question.period.start, question.period.end)
    columns = columns_of(question.period)
    of_kinds = [
        _part(key, title, [r for r in found.rows if r.account.kind == kind], columns)
        for kind, key, title in KINDS
    ]
    parts = tuple(part for part in of_kinds if part.sections)
    version = found.version
    text = "belum ada yang berlaku pada tanggal laporan"
    if version:
        text = f"{version.label}, berlaku mulai {format_date(version.since)}"
    rule = Rule("budget", "Anggaran yang dipakai", text)
    report = report_of(
        question, "budget", "Anggaran dan Realisasi", columns, parts, rule=(rule,),
        part_label="Golongan", section_label="Kelompok akun",
    )  # fmt: skip
    return _with_surplus(report)


def _with_surplus(report: Report) -> Report:
    """Totals by name: income less expense; adding both up, as other reports do, says nothing."""
    sums = {part.key: part.totals[0].values for part in report.parts}
    totals = {
        f"{name}_{key}": sums.get(name, {}).get(key, 0)
        for name in ("income", "expense")
        for key in ("budget_to_date", "real_to_date", "budget_of_year")
    }
    surplus = {
        key: sums.get("income", {}).get(key, 0) - sums.get("expense", {}).get(key, 0)
        for key in ("budget", "real", "budget_to_date", "real_to_date", "budget_of_year")
    }
    row = Row("surplus", surplus, Kind.FIGURE, "Surplus (defisit)")
    return replace(report, totals=totals, total_rows=(row,) if report.parts else ())


def _part(key: str, title: str, compared: Sequence[Compared], columns: Sequence[Column]) -> Part:
    sections = []
    for parent, group in groupby(compared, key=lambda row: row.account.parent):
        rows = tuple(_row(row) for row in group)
        code, name = (parent.code, parent.name) if parent else ("", "")
        subtotal = total_row(code, f"Jumlah {name}", rows, columns, _finish, Kind.SUBTOTAL)
        sections.append(Section(code, name, rows, subtotal if len(rows) > 1 else None))
    part = Part(key, title, tuple(sections))
    total = total_row(key, f"Jumlah {title}", all_rows(part), columns, _finish)
    return Part(key, title, tuple(sections), (total,))


def _row(row: Compared) -> Row:
    values = {
        "code": row.account.code,
        "name": row.account.name,
        "budget": row.budget,
        "real": row.real,
        "budget_to_date": row.budget_to_date,
        "real_to_date": row.real_to_date,
        "over": row.over,
        "budget_of_year": row.budget_of_year,
        "left": row.left,
    }
    return Row(row.account.code, _finish(values), link=("account", row.account.pk))


def _finish(values: Values) -> Values:
    """Adds what part of the budget was used; none where there is no budget."""
    return values | {
        "percent_to_date": percent_used(values["real_to_date"], values["budget_to_date"]),
        "percent_of_year": percent_used(values["real_to_date"], values["budget_of_year"]),
    }
