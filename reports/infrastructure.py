"""Conditions of what was built, by village, beside those of the quarter before."""

from datetime import timedelta

from maintenance.register.conditions import conditions_on, weights_on
from maintenance.rules.conditions import ConditionRecord
from reports.grouping import Values, report_of
from reports.question import Question
from reports.value import NUMBER, Column, Kind, Part, Report, Row, Rule, Section, Unit
from upk.periods import Quarter

CONDITIONS, SCORE = "Kondisi", "Nilai (0–100)"
COLUMNS = (
    NUMBER,
    Column("village", "Desa", width=20),
    Column("pieces", "Prasarana", Unit.COUNT, width=11),
    Column("inspected", "Diperiksa", Unit.COUNT, width=11),
    Column("not_inspected", "Belum diperiksa", Unit.COUNT, width=11),
    Column("good", "Baik", Unit.COUNT, CONDITIONS, 10),
    Column("slight", "Rusak ringan", Unit.COUNT, CONDITIONS, 10),
    Column("heavy", "Rusak berat", Unit.COUNT, CONDITIONS, 10),
    Column("broken", "Tidak berfungsi", Unit.COUNT, CONDITIONS, 11),
    Column("unknown", "Tidak diketahui", Unit.COUNT, CONDITIONS, 11),
    Column("score", "Triwulan ini", Unit.PERCENT, SCORE, 11),
    Column("score_before", "Triwulan lalu", Unit.PERCENT, SCORE, 11),
    Column("change", "Perubahan", Unit.PERCENT, SCORE, 11),
)


def build_infrastructure(question: Question) -> Report:
    """A row for each village, at the end of the period's last day, of the quarter it lies in.

    Seven queries, whatever the number of villages and pieces.
    """
    end = question.period.end
    before = Quarter.of(end).start - timedelta(days=1)
    villages = list(question.villages().order_by("name", "pk"))
    records = conditions_on([village.pk for village in villages], [before, end])
    rows = tuple(
        Row(
            village.code,
            {"no": n, "village": village.name}
            | _values(records[end][village.pk], records[before][village.pk]),
            link=("pieces", village.pk),
        )
        for n, village in enumerate(villages, start=1)
    )
    whole = _values(_sum(records[end]), _sum(records[before]))
    total = Row("total", whole, Kind.TOTAL, "Jumlah")
    parts = (Part("total", "", (Section("villages", "", rows),), (total,)),) if rows else ()
    without = [row for row in rows if row.values["pieces"] and not row.values["inspected"]]
    return report_of(
        question, "infrastructure", "Kondisi Prasarana per Desa", COLUMNS, parts,
        rule=_rules(question),
        totals={
            **{key: whole[key] for key in ("score", "score_before", "change")},
            "villages_without_inspection": len(without),
        },
    )  # fmt: skip


def _sum(records: dict[int, ConditionRecord]) -> ConditionRecord:
    return sum(records.values(), ConditionRecord())


def _values(record: ConditionRecord, before: ConditionRecord) -> Values:
    """The columns of a record; no change where one of the scores is unknown."""
    score, score_before = record.score, before.score
    is_known = score is not None and score_before is not None
    counts = (
        "pieces", "inspected", "not_inspected", "good", "slight", "heavy", "broken", "unknown",
    )  # fmt: skip
    return {name: getattr(record, name) for name in counts} | {
        "score": score,
        "score_before": score_before,
        "change": score - score_before if is_known else None,
    }


def _rules(question: Question) -> tuple[Rule, ...]:
    weights = weights_on(question.office, question.period.end)
    return (
        Rule(
            "condition_score",
            "Nilai kondisi",
            "rata-rata bobot kondisi prasarana yang kondisinya diketahui pada hari terakhir: baik "
            f"{weights.good}, rusak ringan {weights.slight}, rusak berat {weights.heavy}, tidak "
            f"berfungsi {weights.broken}",
        ),
        Rule(
            "condition_carried",
            "Yang tidak diperiksa",
            "dinilai menurut kondisi terakhirnya, paling lama "
            f"{weights.carried} triwulan; sesudah itu, atau bila belum pernah diperiksa, "
            "kondisinya tidak diketahui",
        ),
        Rule(
            "condition_counted",
            "Yang dihitung",
            "prasarana sejak triwulan terdaftar sampai berakhir; dari beberapa pemeriksaan dalam "
            "satu triwulan yang terakhir",
        ),
    )
