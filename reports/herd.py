"""Rollover goats by village: the herd at the period's end, and what changed within it."""

from collections.abc import Sequence
from datetime import timedelta

from goats.herd.figures import HerdFigures, VillageFigures, growth, herd_figures
from goats.herd.lives import rule_book
from goats.rules.figures import OFFICE, Figures, per_hundred
from reports.grouping import Values, report_of, total_row
from reports.period import ReportPeriod
from reports.question import Question
from reports.value import Column, Kind, Part, Report, Row, Rule, Section, Unit
from upk.offices.models import Village

NOTHING = VillageFigures(Figures())


def columns_of(period: ReportPeriod) -> tuple[Column, ...]:
    """The herd before, what changed within the period, and how it stands at its end."""
    within, at_end = period.heads[1], period.end_head
    return (
        Column("village", "Desa", width=24),
        Column("living_before", "Hidup sebelumnya", Unit.COUNT, width=11),
        Column("received", "Diterima", Unit.COUNT, within, width=9),
        Column("handed_on", "Diserahkan", Unit.COUNT, within, width=10),
        Column("born", "Lahir", Unit.COUNT, within, width=7),
        Column("died", "Mati", Unit.COUNT, within, width=7),
        Column("left", "Dijual, hilang, lepas", Unit.COUNT, within, width=11),
        Column("reached_in_period", "RTM baru", Unit.COUNT, within, width=8),
        Column("living", "Hidup", Unit.COUNT, at_end, width=8),
        Column("reached", "RTM penerima", Unit.COUNT, at_end, width=9),
        Column("owed", "Kewajiban", Unit.COUNT, at_end, width=10),
        Column("due", "Jatuh tempo", Unit.COUNT, at_end, width=8),
        Column("overdue", "Terlambat", Unit.COUNT, at_end, width=10),
        Column("inhabitants", "Penduduk", Unit.COUNT, at_end, width=10),
        Column("per_hundred", "Per 100 penduduk", Unit.PERCENT, at_end, width=10),
    )


def build_goats(question: Question) -> Report:
    """A row for each village, and one for goats that the office hasn't placed; 26 queries.

    ``goats_ever`` and ``goats_living`` are the published totals.
    """
    office, period = question.office, question.period
    before = herd_figures(office, period.start - timedelta(days=1))
    found = herd_figures(office, period.end)
    villages = Village.objects.filter(office=office).order_by("name")
    rows = tuple(_row(village, before, found) for village in villages)
    rows += (_office_row(before, found),)
    part = Part("goats", "", (Section("goats", "", rows),))
    columns = columns_of(period)
    total = total_row("goats", "Jumlah", rows, columns, per_inhabitants)
    part = Part("goats", "", part.sections, (total, *_beside(found)))
    return report_of(
        question, "goats", "Kambing Bergulir", columns, (part,), finish=per_inhabitants,
        rule=_rules(question), totals=_totals(before, found) | _growth(question),
    )  # fmt: skip


def _row(village: Village, before: HerdFigures, found: HerdFigures) -> Row:
    then = before.villages.get(village.pk, NOTHING)
    now = found.villages.get(village.pk, NOTHING)
    return Row(village.code, _values(village.name, then, now), link=("village", village.pk))


def _office_row(before: HerdFigures, found: HerdFigures) -> Row:
    """Goats that wait at the office, so that the column adds up."""
    then, now = before.villages.get(OFFICE, NOTHING), found.villages.get(OFFICE, NOTHING)
    return Row("office", _values("Belum ditempatkan", then, now))


def _values(name: str, then: VillageFigures, now: VillageFigures) -> Values:
    def more(key: str) -> int:
        return getattr(now.figures, key) - getattr(then.figures, key)

    return per_inhabitants(
        {
            "village": name,
            "living_before": then.figures.living,
            "received": more("placements"),
            "handed_on": more("hand_overs"),
            "born": more("born"),
            "died": more("died"),
            "left": more("sold") + more("lost") + more("unfollowed"),
            "reached_in_period": now.reached - then.reached,
            "living": now.figures.living,
            "reached": now.reached,
            "owed": now.figures.owed,
            "due": now.due,
            "overdue": now.overdue,
            "inhabitants": now.inhabitants or 0,
        }
    )


def per_inhabitants(values: Values) -> Values:
    """Adds goats per 100 inhabitants, which can't be added up."""
    return values | {"per_hundred": per_hundred(values["living"], values["inhabitants"])}


def _beside(found: HerdFigures) -> Sequence[Row]:
    """Figures of the whole herd, below the sum."""
    figures = found.whole.figures
    shown = (
        ("ever", f"Pernah ada: {found.bought_and_born}", {"living": figures.ever}),
        ("replacements", "Pengganti yang masih ditunggu", {"living": figures.replacements}),
        ("generations", "Generasi", {"living": found.generations}),
    )
    return [Row(key, values, Kind.FIGURE, label) for key, label, values in shown]


def _totals(before: HerdFigures, found: HerdFigures) -> Values:
    figures = found.whole.figures
    return {
        "goats_ever": figures.ever,
        "goats_living": figures.living,
        "goats_bought": figures.bought,
        "goats_born": figures.born,
        "goats_ever_in_period": figures.ever - before.whole.figures.ever,
        "goats_with_households": figures.kept,
        "replacements_owed": figures.replacements,
        "generations": found.generations,
        "births_per_mother": found.births_per_mother,
        "mortality_percent": found.mortality,
        "median_days_to_hand_over": found.median_days,
    }


def _growth(question: Question) -> Values:
    """Goats ever and living at the end of each year, for the chart."""
    years = growth(question.office, question.period.end)
    return {f"ever/{year.year}": year.ever for year in years} | {
        f"living/{year.year}": year.living for year in years
    }


def _rules(question: Question) -> tuple[Rule, ...]:
    rules = rule_book(question.office).on(question.period.end)
    follows = "diikuti" if rules.follows_kids else "tidak diikuti"
    text = (
        f"serah terima jatuh tempo saat anaknya disapih, atau pada umur {rules.weaning_months} "
        f"bulan bila tidak dicatat; terlambat sesudah {rules.grace_days} hari; anak {follows} "
        "sesudah disapih; per 100 penduduk menurut tahun terakhir yang diketahui"
    )
    return (Rule("herd", "Kambing", text),)
