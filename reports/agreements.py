"""Partners and agreements of the office as of a day."""

from collections.abc import Sequence

from oversight.models.partners import PartnerFields
from oversight.records import ShownAgreement, agreements_on
from oversight.rules.agreements import IN_FORCE, SOON_DAYS, State
from reports.grouping import report_of, told_apart
from reports.question import Question
from reports.value import NUMBER, Column, Part, Report, Row, Rule, Section, Unit

COLUMNS = (
    NUMBER,
    Column("partner", "Mitra", width=24),
    Column("place", "Tempat", width=18),
    Column("number", "Nomor", width=16),
    Column("subject", "Tentang", width=34),
    Column("since", "Mulai", Unit.DATE, width=11),
    Column("until", "Sampai", Unit.DATE, width=11),
    Column("ended_on", "Diakhiri", Unit.DATE, width=11),
    Column("state", "Keadaan", width=15),
)
RULE = Rule(
    "agreements",
    "Kerja sama",
    f"yang tercatat sampai tanggal laporan; segera berakhir: dalam {SOON_DAYS} hari; nama dan "
    "tempat mitra seperti sekarang",
)


def build_agreements(question: Question) -> Report:
    """Agreements that were recorded by the period's end, by kind of partner; one query."""
    found = agreements_on(question.office, question.period.end)
    keys = _keys(found)
    number, sections = 0, []
    for kind, label in PartnerFields.Kind.choices:
        items = [item for item in found if item.row.partner.kind == kind]
        rows = tuple(_row(keys[item.row.pk], item, number + n) for n, item in enumerate(items, 1))
        number += len(rows)
        if rows:
            sections.append(Section(kind, label, rows))
    parts = (Part("agreements", "", tuple(sections)),) if sections else ()
    totals = {
        "partners": len({item.row.partner_id for item in found}),
        "agreements": len(found),
        "agreements_in_force": sum(item.state in IN_FORCE for item in found),
        "agreements_ending_soon": sum(item.state == State.SOON for item in found),
    }
    return report_of(
        question, "agreements", "Kerja Sama", COLUMNS, parts, totals=totals, rule=(RULE,),
        section_label="Jenis mitra",
    )  # fmt: skip


def _keys(found: Sequence[ShownAgreement]) -> dict[int, str]:
    """Each agreement's key by its id: its number, which two partners may have given alike."""
    recorded = sorted((item.row for item in found), key=lambda row: row.pk)
    keys = told_apart(f"agreement/{row.number}" for row in recorded)
    return {row.pk: key for row, key in zip(recorded, keys, strict=True)}


def _row(key: str, item: ShownAgreement, number: int) -> Row:
    row = item.row
    values = {
        "no": number,
        "partner": row.partner.name,
        "place": row.partner.place,
        "number": row.number,
        "subject": row.subject,
        "since": row.since,
        "until": row.until,
        "ended_on": item.ended_on,
        "state": item.state_label,
    }
    return Row(key, values, link=("agreement", row.pk))
