"""The villages' levies of a quarter, and the grade of how each keeps what was built."""

from datetime import timedelta

from maintenance.levies.balances import NOTHING, Held, flows
from maintenance.levies.grading import VillageGrade, grades, terms_on
from maintenance.levies.overview import VillageLine, overview
from maintenance.models import LevyMove, LevyRule
from maintenance.rules.grade import GRADE_LABELS, GradeTerms
from maintenance.rules.levy import LevyRecord
from reports.grouping import Values, report_of, total_row
from reports.question import Question
from reports.value import NUMBER, Column, Part, Report, Row, Rule, Section, Unit
from upk.money import ratio
from upk.offices.models import Village
from upk.periods import Quarter

LEVY, MONEY, PLACE = "Iuran triwulan ini", "Uang desa", "Saldo akhir"
COLUMNS = (
    NUMBER,
    Column("village", "Desa", width=20),
    Column("due", "Tagihan", Unit.RUPIAH, LEVY, 13),
    Column("paid", "Dibayar", Unit.RUPIAH, LEVY, 13),
    Column("percent", "%", Unit.PERCENT, LEVY, 8),
    Column("deposited", "Disetor ke bank", Unit.RUPIAH, width=13),
    Column("opening", "Saldo awal", Unit.RUPIAH, MONEY, 13),
    Column("received", "Diterima", Unit.RUPIAH, MONEY, 13),
    Column("bank_net", "Bunga, pajak, biaya", Unit.RUPIAH, MONEY, 12),
    Column("spent", "Dipakai", Unit.RUPIAH, MONEY, 13),
    Column("balance", "Saldo akhir", Unit.RUPIAH, MONEY, 13),
    Column("undeposited", "Belum disetor", Unit.RUPIAH, PLACE, 13),
    Column("in_bank", "Di bank", Unit.RUPIAH, PLACE, 13),
    Column("basis", "Aturan", width=17),
)
RULES = (
    Rule(
        "levy_due",
        "Tagihan",
        "iuran setiap pembayar kali jumlah pembayar; setiap bulan menurut aturan yang berlaku pada "
        "tanggal satu; aturan triwulanan yang tidak penuh dihitung sepertiga setiap bulan, "
        "dibulatkan ke bawah",
    ),
    Rule(
        "levy_paid",
        "Dibayar",
        "yang diterima sampai tanggal laporan untuk triwulan ini; Diterima: semua yang masuk dalam "
        "triwulan ini, untuk triwulan mana pun, sesudah pembatalan",
    ),
    Rule(
        "levy_bank_shares",
        "Bunga, pajak, dan biaya bank",
        "milik desa, dibagi menurut saldo desa di bank pada akhir tanggalnya",
    ),
)
Kinds = LevyMove.Kind


def build_levies(question: Question) -> Report:
    """A row for each village, of the quarter that the period's last day lies in, as of that day.

    Eight queries, whatever the number of villages.
    """
    end = question.period.end
    quarter = Quarter.of(end)
    villages = list(question.villages().order_by("name", "pk"))
    ids = [village.pk for village in villages]
    found = overview(villages, quarter, end)
    moved = flows(ids, quarter.start, end)
    numbers = dict(LevyRule.objects.filter(village__in=ids).values_list("pk", "number"))
    rows = tuple(
        Row(
            line.village.code,
            _levy_values(n, line, moved[line.village.pk], numbers),
            link=("levies", line.village.pk),
        )
        for n, line in enumerate(found.lines, start=1)
    )
    total = total_row("total", "Jumlah", rows, COLUMNS, with_percent)
    note = _without("Desa tanpa Perdes iuran", found.without_regulation)
    parts = (Part("total", "", (Section("villages", "", rows),), (total,), note),) if rows else ()
    return report_of(
        question, "levies", "Iuran Pemeliharaan per Desa", COLUMNS, parts, finish=with_percent,
        rule=RULES,
        totals={
            "villages": len(villages),
            "villages_with_rule": len(villages) - len(found.without_rule),
            "villages_with_regulation": found.regulated,
        },
    )  # fmt: skip


def _without(label: str, villages: tuple[Village, ...]) -> str:
    names = ", ".join(village.name for village in villages)
    return f"{label}: {names}." if names else ""


def _levy_values(
    n: int, line: VillageLine, moved: dict[str, Held], numbers: dict[int, str]
) -> Values:
    """The columns of a village: what was there, plus what came, less what went, is what is there.

    ``spent`` is shown above 0; it and ``bank_net`` are net of what was taken back.
    """
    received = moved.get(Kinds.PAID, NOTHING).total
    bank_net = sum(moved.get(k, NOTHING).total for k in (Kinds.INTEREST, Kinds.TAX, Kinds.FEE))
    spent = -moved.get(Kinds.SPENT, NOTHING).total
    rate, record = line.rate, line.record
    basis = "–"
    if rate:
        basis = f"{'Perdes' if rate.is_regulation else 'Musyawarah'} {numbers[rate.key]}"
    return with_percent(
        {
            "no": n,
            "village": line.village.name,
            "basis": basis,
            "due": record.due,
            "paid": record.paid,
            "deposited": moved.get(Kinds.DEPOSITED, NOTHING).bank,
            "opening": line.held.total - received - bank_net + spent,
            "received": received,
            "bank_net": bank_net,
            "spent": spent,
            "balance": line.held.total,
            "undeposited": line.held.cash,
            "in_bank": line.held.bank,
        }
    )


def with_percent(values: Values) -> Values:
    """Adds the percentage, which can't be added up; none where nothing is due."""
    due = values.get("due", 0)
    return values | {"percent": ratio(values["paid"], due) if due else None}


PART_LEVY, PART_CONDITION, SCORE = "Iuran", "Kondisi prasarana", "Nilai pemeliharaan"
GRADE_COLUMNS = (
    NUMBER,
    Column("village", "Desa", width=20),
    Column("due", "Tagihan", Unit.RUPIAH, PART_LEVY, 14),
    Column("paid", "Dibayar", Unit.RUPIAH, PART_LEVY, 14),
    Column("percent", "%", Unit.PERCENT, PART_LEVY, 9),
    Column("pieces", "Dihitung", Unit.COUNT, PART_CONDITION, 10),
    Column("known", "Diketahui", Unit.COUNT, PART_CONDITION, 10),
    Column("condition", "Nilai", Unit.PERCENT, PART_CONDITION, 9),
    Column("score", "Triwulan ini", Unit.PERCENT, SCORE, 11),
    Column("score_before", "Triwulan lalu", Unit.PERCENT, SCORE, 11),
    Column("change", "Perubahan", Unit.PERCENT, SCORE, 11),
    Column("grade", "Golongan", width=16),
)


def build_maintenance_grade(question: Question) -> Report:
    """A row for each village with its grade at the period's end, beside the quarter before.

    The terms are those in force at the period's end, for both. At most 18 queries.
    """
    end = question.period.end
    before = Quarter.of(end).start - timedelta(days=1)
    villages = list(question.villages().order_by("name", "pk"))
    ids = [village.pk for village in villages]
    terms = terms_on(question.office, end)
    now, then = grades(ids, terms, end), grades(ids, terms, before)
    rows = tuple(
        Row(
            village.code,
            {"no": n, "village": village.name, **_grade_values(now[village.pk], then[village.pk])},
            link=("levies", village.pk),
        )
        for n, village in enumerate(villages, start=1)
    )
    total = total_row("total", "Jumlah", rows, GRADE_COLUMNS, with_percent)
    parts = (Part("total", "", (Section("villages", "", rows),), (total,)),) if rows else ()
    reached = [row.values["grade"][:1] for row in rows]
    return report_of(
        question, "maintenance-grade", "Nilai Pemeliharaan per Desa", GRADE_COLUMNS, parts,
        finish=with_percent, rule=_grade_rules(terms),
        totals={f"villages_{name.lower()}": reached.count(name) for name in GRADE_LABELS},
    )  # fmt: skip


def _grade_values(now: VillageGrade, then: VillageGrade) -> Values:
    record: LevyRecord = now.levies
    return {
        "due": record.due,
        "paid": record.paid,
        "percent": record.percent,
        "pieces": now.conditions.pieces,
        "known": now.conditions.known,
        "condition": now.grade.condition,
        "score": now.grade.score,
        "score_before": then.grade.score,
        "change": now.grade.score - then.grade.score,
        "grade": now.grade.label,
    }


def _grade_rules(terms: GradeTerms) -> tuple[Rule, ...]:
    weights = f"iuran {terms.levy_weight}, kondisi {terms.condition_weight}"
    return (
        Rule(
            "grade_score",
            "Nilai",
            f"rata-rata berbobot ({weights}) dari persen iuran yang dibayar, paling banyak 100, "
            f"dan nilai kondisi prasarana, selama {terms.quarters} triwulan terakhir; prasarana "
            "dihitung sekali setiap triwulan",
        ),
        Rule(
            "grade_left_out",
            "Yang tidak ada",
            "desa tanpa tagihan iuran bernilai 0 untuk iurannya; prasarana yang kondisinya tidak "
            "diketahui semuanya bernilai 0; desa tanpa prasarana dinilai menurut iurannya saja",
        ),
        Rule(
            "grade_limits",
            "Golongan",
            f"A {GRADE_LABELS['A'].lower()} mulai {terms.a_from}, B {GRADE_LABELS['B'].lower()} "
            f"mulai {terms.b_from}, C {GRADE_LABELS['C'].lower()} mulai {terms.c_from}, "
            f"di bawahnya D {GRADE_LABELS['D'].lower()}",
        ),
    )
