"""What the public page shows of an issued quarter: its published figures, and nothing else.

They are the rows that were kept when the quarter was issued (``IssuedFigure``), so an earlier
quarter shows what was published then. No names, no drafts.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.safestring import SafeString, mark_safe

from grants.rules.sectors import SECTORS
from reports.figures import HEALTH_GRADE
from reports.models import IssuedFigure, IssuedReport
from upk.charts import stacked_share
from upk.money import number, rupiah
from upk.offices.models import Office

GROUPS, GRANTS, GOATS, LEVIES = "groups", "grants-by-village", "goats", "levies"
NO_VILLAGES = ("upk", "office")
"""Lines of those reports that are about no village: the sub-district's part of Operasional, and
goats that no household keeps."""

OF_VILLAGES = (GROUPS, GRANTS, GOATS, LEVIES)
"""Reports whose lines the table of villages is made of."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure as the page prints it."""

    key: str
    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector's grants. Whole rupiah, and its share in percent as issued."""

    name: str
    amount: int
    percent: Decimal


@dataclass(frozen=True, slots=True)
class VillageLine:
    """A village's groups, grants, goats and levies; zero where nothing was published of them."""

    name: str
    groups_spp: int
    groups_uep: int
    groups_total: int
    grants: int
    goats: int
    levies: int


HEADLINES = (
    ("economic_assets", "Aset ekonomi"),
    ("groups_total", "Kelompok"),
    ("villages", "Desa berpartisipasi"),
    ("grants_total", "Dana BLM sejak awal"),
    ("goats_ever", "Kambing bergulir sampai saat itu"),
    ("trained", "Pengurus kelompok dilatih"),
    ("rtm_share", "Bagian surplus untuk rumah tangga miskin"),
    ("responsible", "Penanggung jawab desa"),
    ("outstanding", "Saldo pinjaman"),
    ("repayment_rate", "Tingkat pengembalian"),
    ("npl", "Pinjaman bermasalah (NPL)"),
    ("health_score", "Kesehatan"),
    ("surplus", "Surplus tahun berjalan"),
    ("levies_paid", "Iuran pemeliharaan dibayar"),
    ("infrastructure", "Prasarana terpelihara"),
    ("aid_used", "Bantuan rumah tangga miskin"),
)
"""Figures of the page in its order; those that the issue hasn't are left out."""


def issues_of(office: Office) -> list[IssuedReport]:
    """The newest revision of each quarter, the newest quarter first, with ``outdated``."""
    return list(office.issued_reports.newest().for_lists())


def figures_of(issued: IssuedReport) -> dict[str, IssuedFigure]:
    """The published figures that the page may show, by key; one query."""
    lines = [Q(key__startswith=f"{report}/") for report in OF_VILLAGES]
    rows = issued.figures.filter(reduce(or_, lines, ~Q(key__contains="/")))
    return {row.key: row for row in rows}


def counts_of(figures: Mapping[str, IssuedFigure]) -> dict[str, int]:
    """The counts among the figures: what placeholders of the office's texts stand for."""
    return {key: f.value for key, f in figures.items() if f.unit == IssuedFigure.Unit.COUNT}


def headlines(figures: Mapping[str, IssuedFigure]) -> list[Shown]:
    """The figures at the head of the page, each with what it consists of."""
    notes = _notes(figures)
    shown = [
        Shown(key, label, printed(figures[key]), notes.get(key, ""))
        for key, label in HEADLINES
        if key in figures
    ]
    return [_with_grade(figures, figure) for figure in shown]


def _with_grade(figures: Mapping[str, IssuedFigure], shown: Shown) -> Shown:
    """The health score by its grade, since it is of 100 points and no percentage."""
    if shown.key != "health_score" or HEALTH_GRADE not in figures:
        return shown
    points = shown.value.removesuffix("%")
    return Shown(shown.key, shown.label, figures[HEALTH_GRADE].label, f"nilai {points} dari 100")


def printed(figure: IssuedFigure) -> str:
    """``Rp 1.234``, ``1.234`` or ``62,87%``."""
    if figure.unit == IssuedFigure.Unit.RUPIAH:
        return rupiah(figure.value)
    if figure.unit == IssuedFigure.Unit.PERCENT:
        return f"{_percent(figure.value)}%".replace(".", ",")
    return number(figure.value)


def _percent(hundredths: int) -> Decimal:
    return Decimal(hundredths).scaleb(-2)


def _notes(figures: Mapping[str, IssuedFigure]) -> dict[str, str]:
    """What stands below a figure, where what it is made of is published too."""
    sentences = (
        ("groups_total", "SPP {}, UEP {}; {} sedang meminjam",
         ("groups_spp", "groups_uep", "groups_with_loan")),
        ("goats_ever", "{} masih hidup dan diikuti", ("goats_living",)),
        ("villages", "{} sudah punya Perdes iuran", ("villages_with_regulation",)),
        ("levies_paid", "dari {} yang ditagih triwulan itu", ("levies_due",)),
        ("levies_paid", "dilaporkan setiap {} bulan", ("report_months",)),
        ("infrastructure", "{} dalam keadaan baik", ("infrastructure_good",)),
        ("trained", "dalam {} angkatan", ("training_group_batches",)),
        ("trained", "{} peserta seangkatan", ("training_capacity",)),
        ("trained", "{} pengurus setiap kelompok", ("training_officers",)),
        ("trained", "pelatihan pelatih {} hari", ("training_trainer_days",)),
        ("responsible", "masing-masing {} desa", ("villages_each",)),
        ("rtm_share", "paling banyak, setiap tahun", ()),
    )  # fmt: skip
    notes: dict[str, list[str]] = defaultdict(list)
    for key, sentence, parts in sentences:
        if all(part in figures for part in parts):
            notes[key].append(sentence.format(*(printed(figures[part]) for part in parts)))
    return {key: "; ".join(found) for key, found in notes.items()}


def sectors_of(figures: Mapping[str, IssuedFigure]) -> list[Sector]:
    """Grants by sector; nothing before the first grant."""
    if not ("grants_total" in figures and figures["grants_total"].value):
        return []
    return [
        Sector(
            name,
            _value(figures, f"grants_{key}"),
            _percent(_value(figures, f"grants_{key}_percent")),
        )
        for key, name in SECTORS
    ]


def sector_chart(sectors: Iterable[Sector]) -> SafeString:
    """The sectors as one divided bar; empty without grants."""
    shares = [(sector.name, sector.amount) for sector in sectors]
    return stacked_share("Dana BLM menurut bidang", shares) if shares else mark_safe("")


def villages_of(figures: Mapping[str, IssuedFigure]) -> list[VillageLine]:
    """Groups, grants, goats and levies of each village, by name."""
    names: dict[str, str] = {}
    for key, figure in figures.items():
        if key.count("/") == 2 and (code := key.split("/")[1]) not in NO_VILLAGES:
            names.setdefault(code, figure.label.partition(":")[0])
    lines = [_village(figures, code, name) for code, name in names.items()]
    return sorted(lines, key=lambda line: line.name)


def _village(figures: Mapping[str, IssuedFigure], code: str, name: str) -> VillageLine:
    groups = [
        _value(figures, f"{GROUPS}/{code}/{column}")
        for column in ("groups_spp", "groups_uep", "groups_total")
    ]
    return VillageLine(
        name,
        *groups,
        grants=_value(figures, f"{GRANTS}/{code}/amount"),
        goats=_value(figures, f"{GOATS}/{code}/living"),
        levies=_value(figures, f"{LEVIES}/{code}/paid"),
    )


def _value(figures: Mapping[str, IssuedFigure], key: str) -> int:
    return figures[key].value if key in figures else 0
