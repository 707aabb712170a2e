"""Arus Kas, direct: what came into cash and banks and went out, by what it was for.

Read from the postings themselves: each posting between an account of cash and another is sorted
by the other account (``reports.books.sorting``); what moves between own cash and banks cancels.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from reports.books.frame import Chart, day_before, statement
from reports.books.income import SPANS, columns_of, spans_of
from reports.books.sorting import CASH_FLOW, Activity
from reports.books.together import levies_rule, rows_together
from reports.grouping import total_row
from reports.question import Question
from reports.value import Column, Kind, Part, Report, Row, Rule, Section
from upk.ledger.flows import Closings, Flow, flows_between
from upk.ledger.models import Account, Posting

ACTIVITIES = (
    (Activity.OPERATING, "Kegiatan operasional"),
    (Activity.INVESTING, "Kegiatan investasi"),
    (Activity.FINANCING, "Kegiatan pendanaan"),
)
IN, OUT = "in", "out"
DIRECTIONS = ((IN, "Penerimaan"), (OUT, "Pengeluaran"))
RULE = Rule(
    "cash_flow",
    "Cara menghitung",
    "langsung dari jurnal: setiap pasangan kas atau bank dengan akun lain, menurut akun lawannya; "
    "pembatalan mengurangi yang dibatalkan; pindah antar kas dan bank sendiri tidak dihitung; "
    "rekening titipan (BLM, iuran) termasuk",
)
Amounts = Mapping[str, int]


def build_cash_flow(question: Question) -> Report:
    """Receipts and payments by activity, with the cash that was there before and after.

    Unit: whole rupiah; payments are positive and subtracted. Guarantee: opening and closing are
    the balances of the cash and bank accounts in the ledger on those days. Four queries.
    """
    office, period = question.office, question.period
    columns, chart, spans = columns_of(period), Chart(office), spans_of(period)
    flows = flows_between(office, spans, but=Closings.of(office, spans["through"]))
    moved = _by_direction(chart, flows)
    parts = [_part(chart, key, title, moved, columns) for key, title in ACTIVITIES]
    start = day_before(spans["through"].since)
    net = Posting.objects.of_office(office).until(start).net_by_account()
    first = sum(amount for pk, amount in net.items() if chart[pk].liquidity)
    change = {name: sum(p.totals[-1].values[name] for p in parts) for name in SPANS}
    opening = {
        "before": first,
        "within": first + change["before"],
        "through": first,
    }
    closing = {name: opening[name] + change[name] for name in SPANS}
    return statement(
        question,
        "cash-flow",
        "Laporan Arus Kas",
        columns,
        parts,
        total_rows=(
            Row("change", change, Kind.TOTAL, "Kenaikan (penurunan) kas dan bank"),
            Row("opening", opening, Kind.FIGURE, "Saldo awal kas dan bank"),
            Row("closing", closing, Kind.TOTAL, "Saldo akhir kas dan bank"),
        ),
        rule=(RULE, *levies_rule(parts)),
        part_label="Kegiatan",
        section_label="Arah",
        totals=_totals(parts, change, opening, closing),
    )


def _by_direction(chart: Chart, flows: Sequence[Flow]) -> dict[str, dict[int, dict[str, int]]]:
    """What came in from and went out to each account beside the cash; reversals subtract."""
    moved: dict[str, dict[int, dict[str, int]]] = {
        side: defaultdict(lambda: dict.fromkeys(SPANS, 0)) for side in (IN, OUT)
    }
    for flow in flows:
        debit, credit = chart[flow.debit], chart[flow.credit]
        if bool(debit.liquidity) == bool(credit.liquidity):
            continue
        is_in = bool(debit.liquidity) != flow.is_reversal
        other = credit if debit.liquidity else debit
        sums = moved[IN if is_in else OUT][other.pk]
        for name in SPANS:
            sums[name] += -flow.amounts[name] if flow.is_reversal else flow.amounts[name]
    return moved


def _part(
    chart: Chart,
    activity: str,
    title: str,
    moved: Mapping[str, Mapping[int, Amounts]],
    columns: Sequence[Column],
) -> Part:
    made = []
    for side, label in DIRECTIONS:
        accounts = [
            a for a in chart.accounts.values()
            if a.pk in moved[side] and CASH_FLOW.place(a) == activity
        ]  # fmt: skip
        if not any(any(moved[side][a.pk].values()) for a in accounts):
            continue
        made.append(_section(f"{activity}/{side}", label, accounts, moved[side], columns))
    sums = {section.key: section.subtotal.values for section in made}
    nothing = dict.fromkeys(SPANS, 0)
    ins, outs = (sums.get(f"{activity}/{side}", nothing) for side in (IN, OUT))
    net = {name: ins[name] - outs[name] for name in SPANS}
    total = Row(activity, net, Kind.TOTAL, f"Kas bersih dari {title.lower()}")
    return Part(activity, title, tuple(made), (total,))


def _section(
    key: str,
    label: str,
    accounts: Sequence[Account],
    amounts: Mapping[int, Amounts],
    columns: Sequence[Column],
) -> Section:
    moved = [a for a in accounts if any(amounts[a.pk].values())]
    rows = rows_together(moved, lambda account: dict(amounts[account.pk]), key=key)
    subtotal = total_row(key, f"Jumlah {label.lower()}", rows, columns, kind=Kind.SUBTOTAL)
    return Section(key, label, rows, subtotal)


def _totals(
    parts: Sequence[Part], change: Amounts, opening: Amounts, closing: Amounts
) -> dict[str, int]:
    """Named figures of the period; ``…_year`` are those since 1 January."""
    by_part = {part.key: part.totals[-1].values for part in parts}
    figures = {**by_part, "change": change, "opening": opening}
    return {
        **{key: values["within"] for key, values in figures.items()},
        **{f"{key}_year": values["through"] for key, values in figures.items()},
        "closing": closing["through"],
    }
