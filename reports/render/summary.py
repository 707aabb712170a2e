"""The pack's one-page summary: key figures, each with what it is a share of, and three charts."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString

from reports.pack import Pack
from reports.value import Report, Value
from upk.charts import line_chart, ranked_bars, stacked_share
from upk.money import number, ratio, rupiah
from upk.periods import MONTHS

VILLAGES_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure as printed: what it is, how much, and of what."""

    label: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class Summary:
    """Key figures in rows of the page, and the charts."""

    figures: tuple[tuple[Figure, ...], ...]
    classes: SafeString
    months: SafeString
    villages: SafeString


def summary_of(pack: Pack) -> Summary:
    """The summary of a pack, from its reports' own figures."""
    return Summary(
        figures=(*_figures(pack), *_of_the_office(pack)),
        classes=_classes(pack.report("provision")),
        months=_months(pack.report("development")),
        villages=_villages(pack.report("lpp-villages")),
    )


def _figures(pack: Pack) -> tuple[tuple[Figure, ...], ...]:
    lpp, risk = pack.report("lpp-villages").totals, pack.report("provision").totals
    base, arrears = risk["base"], lpp["arrears_principal"]
    months = [line.row.values for line in pack.report("development").rows()][-3:]
    of_base, running = f"dari saldo {unbroken(base)}", f"{number(risk['loans'])} pinjaman berjalan"
    return (
        (
            Figure("Saldo pinjaman (pokok)", rupiah(base), running),
            Figure(
                "Tingkat pengembalian",
                _percent(lpp["repayment_rate"]),
                f"realisasi {unbroken(lpp['through_principal'])} "
                f"dari target {unbroken(lpp['target_principal'])}",
            ),
            Figure(
                "Tunggakan pokok", rupiah(arrears), f"{_percent(ratio(arrears, base))} {of_base}"
            ),
            Figure(
                "Tunggakan jasa", rupiah(lpp["arrears_interest"]), "jasa yang sudah jatuh tempo"
            ),
        ),
        (
            Figure(
                "NPL (kelas III, IV, V)",
                _percent(risk["npl"]),
                f"{unbroken(risk['npl_outstanding'])} {of_base}",
            ),
            Figure(
                "PAR30", _percent(risk["par30"]), f"{unbroken(risk['par30_outstanding'])} {of_base}"
            ),
            Figure(
                "Cadangan yang diperlukan",
                rupiah(risk["provision"]),
                f"{_percent(ratio(risk['provision'], base))} {of_base}",
            ),
            Figure(
                "Diterima triwulan ini",
                rupiah(lpp["within_principal"] + lpp["within_interest"]),
                f"pokok {unbroken(lpp['within_principal'])}, "
                f"jasa {unbroken(lpp['within_interest'])}; "
                f"pencairan {unbroken(sum(month['disbursed'] for month in months))}",
            ),
        ),
    )


def _of_the_office(pack: Pack) -> Iterator[tuple[Figure, ...]]:
    """What the books say, and a row of what the villages got where the pack tells of it."""
    result, health = pack.report("income-statement").totals, pack.report("health").totals
    groups = pack.report("groups")
    books = [
        Figure(
            "Aset ekonomi",
            rupiah(pack.report("trial-balance").totals["economic_assets"]),
            "kas dan bank dana bergulir, dan pinjaman",
        ),
        Figure(
            "Surplus sejak 1 Januari",
            rupiah(result["surplus"]),
            f"pendapatan {unbroken(result['income'])}, beban {unbroken(result['expense'])}",
        ),
        Figure("Kesehatan", health["grade"], f"skor {_percent(health['score'])[:-1]} dari 100"),
    ]
    if groups:
        totals = groups.totals
        note = (
            f"{number(totals['groups_with_loan'])} meminjam, di {number(totals['villages'])} desa"
        )
        books.append(Figure("Kelompok", number(totals["groups_total"]), note))
    yield tuple(books)
    if villages := tuple(_of_villages(pack)):
        yield villages


def _of_villages(pack: Pack) -> Iterator[Figure]:
    if grants := pack.report("grants-by-sector"):
        total = grants.totals["grants_total"]
        share = _percent(grants.totals["grants_ekonomi_percent"])
        yield Figure("Dana BLM", rupiah(total), f"{share} untuk modal pinjaman")
    if levies := pack.report("levies"):
        due, paid = levies.totals["due"], levies.totals["paid"]
        note = f"{_percent(levies.totals.get('percent'))} dari tagihan {unbroken(due)}"
        yield Figure("Iuran triwulan ini", rupiah(paid), note)
    if pieces := pack.report("infrastructure"):
        good, all_of_them = pieces.totals["good"], pieces.totals["pieces"]
        note = f"{number(good)} baik; nilai {_percent(pieces.totals['score'])[:-1]}"
        yield Figure("Prasarana", number(all_of_them), note)
    if goats := pack.report("goats"):
        note = f"{number(goats.totals['goats_ever'])} pernah ada"
        yield Figure("Kambing hidup", number(goats.totals["goats_living"]), note)


def unbroken(amount: int) -> str:
    """``Rp 1.234.567`` that stays on one line."""
    return rupiah(amount).replace(" ", "\N{NO-BREAK SPACE}")


def _percent(value: Value) -> str:
    return "–" if value is None else f"{value:.2f}%".replace(".", ",")


def _classes(provision: Report) -> SafeString:
    amounts: dict[str, int] = {}
    for line in provision.rows():
        name = line.row.values["class"]
        amounts[name] = amounts.get(name, 0) + line.row.values["outstanding"]
    return stacked_share("Saldo pinjaman menurut kelas", list(amounts.items()))


def _months(development: Report) -> SafeString:
    rows = [line.row for line in development.rows()]
    labels = [_month_label(row.key) for row in rows]
    outstanding = [max(row.values["outstanding"], 0) for row in rows]
    received = [max(row.values["paid_principal"], 0) for row in rows]
    return line_chart(
        "Perkembangan 12 bulan",
        labels,
        [("Saldo pinjaman", outstanding), ("Pokok diterima", received)],
        height=150,
    )


def _month_label(key: str) -> str:
    year, month = key.split("-")
    name = MONTHS[int(month) - 1][:3]
    return f"{name} {year[2:]}" if month == "01" else name


def _villages(lpp: Report) -> SafeString:
    amounts: dict[str, int] = {}
    for line in lpp.rows():
        name = line.row.values["village"]
        amounts[name] = amounts.get(name, 0) + line.row.values["arrears_principal"]
    ranked = sorted(amounts.items(), key=lambda item: (-item[1], item[0]))
    shown, rest = ranked[:VILLAGES_SHOWN], ranked[VILLAGES_SHOWN:]
    if rest:
        shown.append((f"{len(rest)} desa lain", sum(amount for _, amount in rest)))
    return ranked_bars("Tunggakan pokok per desa", shown)
