"""Grants at work: how far each is, what money lies unspent, and what villages gave themselves.

All three read the same rows (``grants.running.standings``) as of the report's end: grants that were
decreed and not cancelled by then, of one year's phase or of all, of the villages asked for.
"""

from collections.abc import Callable, Sequence
from itertools import groupby

from grants.models import Contribution, Grant
from grants.rules.sectors import NAMES
from grants.rules.tranches import Stage
from grants.running.stages import stage_label
from grants.running.standings import Standing, contributions, standings
from reports.grouping import Values, report_of, total_row
from reports.question import Question
from reports.value import NUMBER, Column, Kind, Part, Report, Row, Rule, Section, Unit
from upk.money import ratio

_NAMES = (
    NUMBER,
    Column("code", "Nomor", width=14),
    Column("village", "Desa", width=16),
    Column("sector", "Bidang", width=12),
    Column("title", "Kegiatan", width=30),
)
_OWN_COLUMNS = 3
"""Tranches with a column of their own; later ones share the next [chosen: 40/40/20 is usual]."""

_APPROVED = Column("amount", "Dana BLM", Unit.RUPIAH, width=16)
_PAID = "Cair"
PROGRESS = (
    *_NAMES,
    _APPROVED,
    *(
        Column(f"tranche_{n}", f"Tahap {n}", Unit.RUPIAH, _PAID, width=15)
        for n in range(1, _OWN_COLUMNS + 1)
    ),
    Column("others", "Lainnya", Unit.RUPIAH, _PAID, width=15),
    Column("paid", "Jumlah", Unit.RUPIAH, _PAID, width=16),
    Column("paid_percent", "%", Unit.PERCENT, _PAID, width=8),
    Column("used", "LPD", Unit.RUPIAH, width=16),
    Column("physical", "Fisik %", Unit.PERCENT, width=8),
    Column("promised", "Rencana", Unit.RUPIAH, "Swadaya", width=15),
    Column("given", "Realisasi", Unit.RUPIAH, "Swadaya", width=15),
    Column("stage", "Keadaan", width=18),
)
UNSPENT = (
    *_NAMES,
    _APPROVED,
    Column("paid", "Cair", Unit.RUPIAH, width=16),
    Column("used", "LPD", Unit.RUPIAH, width=16),
    Column("returned", "Dikembalikan", Unit.RUPIAH, width=15),
    Column("at_team", "Di TPK belum ada LPD", Unit.RUPIAH, width=16),
    Column("unpaid", "Belum cair", Unit.RUPIAH, width=16),
    Column("waits", "Menunggu", width=22),
)
_KINDS = tuple(
    Column(kind.value, kind.label, Unit.RUPIAH, "Realisasi", width=14) for kind in Contribution.Kind
)
SWADAYA = (
    *_NAMES,
    Column("promised", "Rencana", Unit.RUPIAH, width=15),
    *_KINDS,
    Column("given", "Jumlah", Unit.RUPIAH, "Realisasi", width=15),
    Column("of_promise", "% rencana", Unit.PERCENT, width=9),
    Column("spent", "BLM digunakan", Unit.RUPIAH, width=16),
    Column("of_whole", "% seluruh biaya", Unit.PERCENT, width=9),
)
_STANDING = Rule(
    "standing_grants",
    "Yang dihitung",
    "kegiatan yang ditetapkan camat s.d. tanggal laporan dan tidak dibatalkan",
)
_EXCHANGED = Rule(
    "paid",
    "Cair",
    "tahap yang dibayarkan kepada TPK, atau dana Ekonomi yang menjadi modal, sebelum pengembalian",
)
_RATIO = Rule(
    "swadaya_ratio",
    "Rasio swadaya",
    "realisasi dibagi rencana SPPB, dan dibagi realisasi ditambah dana BLM menurut LPD; dana "
    "Ekonomi tidak termasuk",
)


def build_grant_progress(question: Question) -> Report:
    """How far each grant is in money and work; the queries of ``standings``."""

    def values(row: Standing) -> Values:
        facts = row.facts
        paid = [tranche for tranche in facts.tranches if tranche.paid_on]
        own = {f"tranche_{n}": 0 for n in range(1, _OWN_COLUMNS + 1)}
        own |= {f"tranche_{t.number}": t.amount for t in paid if t.number <= _OWN_COLUMNS}
        others = sum(t.amount for t in paid if t.number > _OWN_COLUMNS) + facts.capital
        return {
            "amount": facts.amount,
            **own,
            "others": others,
            "paid": facts.paid + facts.capital,
            "used": facts.used,
            "physical": facts.progress if facts.is_physical else None,
            "promised": row.promised,
            "given": row.given,
            "stage": stage_label(row),
        }

    def finish(found: Values) -> Values:
        return found | {"paid_percent": ratio(found["paid"], found["amount"])}

    rows = _asked(question)
    return _report(
        question, "grant-progress", "Kemajuan Kegiatan BLM", PROGRESS, rows, values, finish,
        (_STANDING, _EXCHANGED),
    )  # fmt: skip


def build_unspent_tranches(question: Question) -> Report:
    """Money that teams hold without a use report, and what isn't paid yet."""

    def values(row: Standing) -> Values:
        facts = row.facts
        return {
            "amount": facts.amount,
            "paid": facts.paid + facts.capital,
            "used": facts.used,
            "returned": facts.returned,
            "at_team": facts.unspent,
            "unpaid": row.left,
            "waits": stage_label(row),
        }

    rows = [row for row in _asked(question) if row.facts.unspent or row.left]
    return _report(
        question, "unspent-tranches", "Dana BLM yang Belum Digunakan", UNSPENT, rows, values, dict,
        (_STANDING, _EXCHANGED),
    )  # fmt: skip


def build_swadaya_ratio(question: Question) -> Report:
    """What villages gave to their grants, by kind, beside what they promised; one query more."""
    rows = [row for row in _asked(question) if not row.facts.is_capital]
    given: dict[tuple[int, str], int] = {}
    grants = [row.grant.pk for row in rows]
    found = contributions(question.period.end).filter(grant__in=grants)
    for grant, kind, amount in found.values_list("grant_id", "kind", "amount"):
        given[grant, kind] = given.get((grant, kind), 0) + amount

    def values(row: Standing) -> Values:
        return {
            "promised": row.promised,
            **{kind: given.get((row.grant.pk, kind), 0) for kind in Contribution.Kind.values},
            "given": row.given,
            "spent": row.facts.used,
        }

    def finish(sums: Values) -> Values:
        return sums | {
            "of_promise": ratio(sums["given"], sums["promised"]),
            "of_whole": ratio(sums["given"], sums["given"] + sums["spent"]),
        }

    return _report(
        question, "swadaya-ratio", "Rasio Swadaya", SWADAYA, rows, values, finish,
        (_STANDING, _RATIO),
    )  # fmt: skip


def _asked(question: Question) -> list[Standing]:
    """The grants asked for, by year and in it by village."""
    grants = Grant.objects.filter(office=question.office)
    if question.village_ids is not None:
        grants = grants.filter(proposal__village__in=question.village_ids)
    if question.options.year:
        grants = grants.filter(decree__phase__year=question.options.year)
    order = ("decree__phase__year", "proposal__village__name", "proposal__number", "pk")
    found = standings(grants.order_by(*order), question.period.end)
    return [row for row in found if row.stage != Stage.CANCELLED]


def _report(
    question: Question,
    name: str,
    title: str,
    columns: Sequence[Column],
    standing: Sequence[Standing],
    values_of: Callable[[Standing], Values],
    finish: Callable[[Values], Values],
    rules: tuple[Rule, ...],
) -> Report:
    """A section for each year, with its sums."""
    sections, number = [], 0
    for year, found in groupby(standing, key=lambda row: row.grant.decree.phase.year):
        rows = []
        for row in found:
            number += 1
            rows.append(_row(row, number, finish(values_of(row))))
        subtotal = total_row(f"year/{year}", f"Jumlah {year}", rows, columns, finish, Kind.SUBTOTAL)
        sections.append(Section(f"year/{year}", f"BLM {year}", tuple(rows), subtotal))
    parts = ()
    if sections:
        rows = [row for section in sections for row in section.rows]
        total = total_row("total", "Jumlah", rows, columns, finish)
        parts = (Part("total", "", tuple(sections), (total,)),)
    return report_of(
        question, name, title, columns, parts, finish=finish, rule=rules, section_label="Tahun",
        totals={"grants": number},
    )  # fmt: skip


def _row(row: Standing, number: int, values: Values) -> Row:
    grant = row.grant
    names = {
        "no": number,
        "code": grant.code,
        "village": grant.proposal.village.name,
        "sector": NAMES[grant.proposal.sector],
        "title": grant.proposal.title,
    }
    return Row(grant.code, names | values, link=("grant", grant.pk))
