"""Jurnal: every entry of the period, posting by posting."""

from itertools import groupby

from reports.books.frame import statement
from reports.question import Question
from reports.value import Column, Kind, Part, Report, Row, Section, Unit
from upk.ledger.models import Entry, Posting, voucher_label
from upk.periods import format_month

COLUMNS = (
    Column("date", "Tanggal", Unit.DATE, width=12),
    Column("voucher", "Bukti", width=16),
    Column("kind", "Jenis", width=12),
    Column("memo", "Uraian", width=40),
    Column("debit", "Debet", width=12),
    Column("credit", "Kredit", width=12),
    Column("amount", "Jumlah", Unit.RUPIAH, width=17),
)
KINDS = dict(Entry.Kind.choices)
_FIELDS = (
    "entry_id", "entry__happened_on", "entry__voucher", "entry__year", "entry__number",
    "entry__kind", "entry__memo", "debit__code", "credit__code", "amount",
)  # fmt: skip


def build_journal(question: Question) -> Report:
    """The postings of the period by month, in the order of their days; one query.

    Unit: whole rupiah. Closing entries are in it: it is the whole journal.
    """
    period = question.period
    postings = Posting.objects.of_office(question.office).since(period.start).until(period.end)
    found = postings.order_by("entry__happened_on", "entry_id", "id").values_list(*_FIELDS)
    sections = []
    for (year, month), group in groupby(found, key=lambda row: (row[1].year, row[1].month)):
        rows = tuple(_row(place, *fields) for place, fields in enumerate(group, 1))
        title = format_month(rows[0].values["date"])
        key = f"{year}-{month:02}"
        subtotal = _sum(key, f"Jumlah {title}", rows, Kind.SUBTOTAL)
        sections.append(Section(key, title, rows, subtotal))
    rows = [row for section in sections for row in section.rows]
    total = _sum("total", "Jumlah", rows, Kind.TOTAL)
    parts = (Part("total", "", tuple(sections), (total,)),) if rows else ()
    entries = len({row.link for row in rows})
    return statement(
        question,
        "journal",
        "Jurnal",
        COLUMNS,
        parts,
        section_label="Bulan",
        totals={"amount": total.values["amount"], "entries": entries},
    )


def _row(place, entry, day, voucher, year, number, kind, memo, debit, credit, amount) -> Row:
    label = voucher_label(voucher, year, number)
    values = {
        "date": day, "voucher": label, "kind": KINDS[kind], "memo": memo,
        "debit": debit, "credit": credit, "amount": amount,
    }  # fmt: skip
    return Row(f"{label}/{place}", values, link=("entry", entry))


def _sum(key: str, label: str, rows, kind: Kind) -> Row:
    return Row(key, {"amount": sum(row.values["amount"] for row in rows)}, kind, label)
