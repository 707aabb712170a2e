"""Catatan atas Laporan Keuangan (CaLK): the office's texts with figures that are worked out."""

from collections.abc import Callable, Mapping
from itertools import groupby

from loans.collectibility import provision
from loans.papers.markup import to_line
from loans.portfolio import Position, outstanding_by_class
from reports.books.balance_sheet import (
    ASSETS,
    LAYOUT_TEXTS,
    RESULTS,
    Balances,
    balances_of,
)
from reports.books.frame import CODE, NAME, Chart, rows_of, sections, statement, year_start
from reports.books.note_texts import NOTES, texts_of
from reports.books.rules import layout_of
from reports.books.sorting import ALLOWANCE, begins
from reports.classes import Classes
from reports.grouping import total_row
from reports.models import Layout
from reports.question import Question
from reports.value import Column, Kind, Part, Report, Row, Section, Unit
from upk.ledger.books import economic_assets_of
from upk.ledger.models import Account
from upk.money import number, rupiah
from upk.offices.models import Office
from upk.periods import format_date

NOW, PRIOR, NEED = "now", "previous", "provision"
TABLES = {
    "aset": (ASSETS, 1),
    "utang": ((Account.Kind.LIABILITY,), -1),
    "modal": ((Account.Kind.EQUITY,), -1),
    "hasil": (RESULTS, -1),
}
"""Which accounts stand below a note, and the sign that shows their usual side as positive."""

Values = Mapping[str, str]


def build_notes(question: Question) -> Report:
    """The notes with their tables: text and figures of the day, beside the end of last year.

    Below "hasil" stand income and expense of the year so far and of the whole year before; expense
    is negative there. Unit: whole rupiah. A constant number of queries.
    """
    office, end = question.office, question.period.end
    facts = _Facts(question)
    texts, values = texts_of(office, end), facts.values()
    columns = (
        CODE,
        NAME,
        Column(NOW, f"{end:%d-%m-%Y}", Unit.RUPIAH, width=18),
        Column(PRIOR, f"{facts.prior.as_of:%d-%m-%Y}", Unit.RUPIAH, width=18),
        Column(NEED, "Perlu dicadangkan", Unit.RUPIAH, width=18),
    )
    parts = [
        Part(
            note.key,
            note.title,
            *facts.table(note.key, columns),
            note=to_line(texts[note.key], values),
        )
        for note in NOTES
    ]
    return statement(
        question,
        "calk",
        "Catatan atas Laporan Keuangan",
        columns,
        parts,
        rule=(facts.classes.rule(), facts.classes.basis_rule()),
        part_label="Catatan",
        section_label="Golongan",
        totals=facts.totals(),
    )


class _Facts:
    """What the notes tell and tabulate, read once."""

    def __init__(self, question: Question) -> None:
        self.office: Office = question.office
        self.end = question.period.end
        self.layout = Layout(question.options.layout or layout_of(self.office, self.end))
        self.chart = Chart(self.office)
        self.now, self.prior = balances_of(self.office, self.chart, self.end)
        self.positions = question.owed_at_end()
        self.classes = Classes.of(question, self.positions)

    def totals(self) -> dict[str, int]:
        """The figures that the texts name."""
        now = self.now
        economic = economic_assets_of(self.chart.accounts.values(), now.net)
        return {
            "assets": self._held(lambda a: a.kind in ASSETS),
            "liabilities": -self._held(lambda a: a.kind == Account.Kind.LIABILITY),
            "equity": now.earlier
            + now.this_year
            - self._held(lambda a: a.kind == Account.Kind.EQUITY),
            "economic_assets": economic,
            "income": now.income,
            "expense": now.expense,
            "surplus": now.this_year,
            "loans": len(self.positions),
            "outstanding": sum(p.outstanding for p in self.positions),
            "arrears": sum(p.standing.arrears_principal for p in self.positions),
            "allowance": -self._held(lambda a: begins(a, ALLOWANCE)),
            "provision": sum(row.values[NEED] for row in self._class_rows()),
        }

    def _held(self, wanted: Callable[[Account], bool]) -> int:
        accounts = self.chart.accounts.values()
        return sum(self.now.net.get(a.pk, 0) for a in accounts if wanted(a))

    def values(self) -> Values:
        """The placeholders of the texts."""
        office, totals = self.office, self.totals()
        shown = {
            "jumlah_aset": "assets", "jumlah_utang": "liabilities", "jumlah_modal": "equity",
            "aset_ekonomi": "economic_assets", "pendapatan": "income", "beban": "expense",
            "surplus": "surplus", "saldo_pinjaman": "outstanding", "tunggakan": "arrears",
            "cadangan": "allowance", "kebutuhan_cadangan": "provision",
        }  # fmt: skip
        return {
            "kantor": office.name,
            "alamat": office.address,
            "kecamatan": office.subdistrict,
            "kabupaten": office.district.name,
            "provinsi": office.district.province,
            "pimpinan": office.manager_title,
            "bendahara": office.treasurer_title,
            "pengawas": office.supervisor_title,
            "tanggal": format_date(self.end),
            "awal_tahun": format_date(year_start(self.end)),
            "tahun": str(self.end.year),
            "banyak_pinjaman": number(totals["loans"]),
            "susunan": LAYOUT_TEXTS[self.layout],
            **{name: rupiah(totals[key]) for name, key in shown.items()},
        }

    def table(self, key: str, columns) -> tuple[tuple[Section, ...], tuple[Row, ...]]:
        """Sections and totals below a note; nothing below one that is text alone."""
        if key == "pinjaman":
            return self._classes(key, columns)
        if key not in TABLES:
            return (), ()
        kinds, sign = TABLES[key]
        columns = [c for c in columns if c.key != NEED]
        now, prior = self._nets(key)

        def values(account: Account) -> dict[str, int]:
            return {NOW: sign * now.get(account.pk, 0), PRIOR: sign * prior.get(account.pk, 0)}

        accounts = [a for a in self.chart.moved(now, prior) if a.kind in kinds]
        made = sections(self.chart, accounts, columns, values, key=key)
        if key == "modal":
            made.append(_surplus(self.now, self.prior))
        if not any(section.rows for section in made):
            return (), ()
        return tuple(made), (total_row(key, "Jumlah", rows_of(made), columns),)

    def _nets(self, key: str) -> tuple[dict[int, int], dict[int, int]]:
        if key == "hasil":
            return self.now.of_year, self.prior.of_year
        return self.now.net, self.prior.net

    def _classes(self, key: str, columns) -> tuple[tuple[Section, ...], tuple[Row, ...]]:
        rows = self._class_rows()
        if not rows:
            return (), ()
        total = total_row(key, "Jumlah", rows, [c for c in columns if c.key != PRIOR])
        return (Section(key, "", rows),), (total,)

    def _class_rows(self) -> tuple[Row, ...]:
        """Outstanding principal of each class and product, and what it needs."""
        rows = []
        for product, group in groupby(self.positions, key=lambda p: p.product_code):
            rows += self._of_product(product, list(group))
        return tuple(rows)

    def _of_product(self, product: str, positions: list[Position]) -> list[Row]:
        class_set = self.classes.sets[product]
        held = outstanding_by_class(positions)
        need = provision(held, class_set)
        return [
            Row(
                f"pinjaman/{product}/{rule.code}",
                {"code": product, "name": f"{rule.code} {rule.name}",
                 NOW: held.get(rule.code, 0), NEED: need[rule.code]},
            )
            for rule in class_set.classes
        ]  # fmt: skip


def _surplus(now: Balances, prior: Balances) -> Section:
    lines = (("earlier", "Surplus tahun lalu (belum ditutup)"),
             ("this_year", "Surplus tahun berjalan"))  # fmt: skip
    rows = tuple(
        Row(f"surplus_{field}", {"code": "", "name": name, NOW: getattr(now, field),
                                 PRIOR: getattr(prior, field)}, Kind.ROW)
        for field, name in lines
        if getattr(now, field) or getattr(prior, field)
    )  # fmt: skip
    return Section("surplus", "Surplus", rows)
