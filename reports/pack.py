"""The quarterly pack (triwulan): the reports that an office hands to the district, as one value.

A pack is a sequence of ``Report`` values in chapters, its letter, and the names of those who sign;
cover, contents, summary, charts and the annexes of villages are drawn from these alone
(``reports.render.pack``), so that an issued pack can be printed again from its stored text. It
names no phone, address or person besides those who sign and those responsible for a village.

Source: design.md 7; domain.md 5.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from functools import cached_property
from typing import Any, Self

from goats.models import Goat
from grants.models import PhaseVersion
from groups.models import Group
from loans.portfolio import Position
from maintenance.models import Infrastructure, LevyRule
from reports.chapters import BY_GROUP, CHAPTERS, LPP_BY_PRODUCT, PUBLIC_TITLES, Chapter
from reports.chosen import Choice, choice_of, filled
from reports.development import build_development
from reports.freeze import canonical, frozen, frozen_value, thawed, thawed_value
from reports.period import ReportPeriod
from reports.profile import nameless
from reports.question import PAPER_ORDER, Question
from reports.registry import REPORTS, build
from reports.value import FORMAT_VERSION, RULE_CODES, OfficeName, Report, Unit, Value
from upk.access import Role
from upk.budget.models import BudgetVersion
from upk.offices.models import Office, User
from upk.periods import Quarter, format_date
from upk.profile.records import officers_on

PACK_TITLE = "Laporan Triwulan"
PRIVATE_COLUMNS = ("phone", "address", "chair")
"""Columns that stay in the office."""


OF_GRANTS = ("grants-by-sector", "grants-by-village", "grant-progress")


@dataclass(frozen=True, slots=True)
class Signature:
    """Somebody who signs: the title, and the name if the office has one person of that role."""

    title: str
    name: str


@dataclass(frozen=True, slots=True)
class Bound:
    """A chapter of a pack, and how many of its reports belong to it, in their order."""

    key: str
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that a revision has otherwise than the one before it, by its keys.

    ``label`` and ``heading`` are what is printed of row and column. A figure that isn't in one of
    them is ``None`` there.
    """

    report: str
    scope: str
    title: str
    row: str
    label: str
    column: str
    heading: str
    unit: Unit
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Pack:
    """What an office reports for a quarter, in the order of the paper.

    ``letter`` is worded and filled in (``loans.papers.markup``); ``villages`` are the codes and
    names of those that have an annex of their own. ``changes`` are those since the revision before,
    whose number is ``changed_since``. Packs up to format 4 have no chapters.
    """

    office: OfficeName
    quarter: Quarter
    reports: tuple[Report, ...]
    signatures: tuple[Signature, ...]
    format_version: int = FORMAT_VERSION
    chapters: tuple[Bound, ...] = ()
    letter: str = ""
    villages: tuple[tuple[str, str], ...] = ()
    changes: tuple[Change, ...] = ()
    changed_since: int = 0
    is_public: bool = False

    @property
    def title(self) -> str:
        """``Laporan Triwulan IV 2009``."""
        return f"Laporan {self.quarter.label}"

    @property
    def file_stem(self) -> str:
        """Name of a file of it, without the ending."""
        return f"{self.office.code}-triwulan-{self.quarter}".lower()

    @property
    def rule(self) -> str:
        """The dated settings that the figures rest on, by code: ``SPP=PNPM/months``."""
        for report in self.reports:
            for rule in report.rule:
                if rule.key == RULE_CODES:
                    return rule.text
        return ""

    def report(self, name: str) -> Report | None:
        """The first report of that name."""
        return next((report for report in self.reports if report.name == name), None)

    def in_chapters(self) -> Iterator[tuple[str, tuple[Report, ...]]]:
        """Titles of the chapters with their reports; one without a title in an old pack."""
        if not self.chapters:
            yield "", self.reports
        first = 0
        for chapter in self.chapters:
            yield chapter.title, self.reports[first : first + chapter.count]
            first += chapter.count

    def public(self) -> Self:
        """The edition for everybody: without lists by group, letter and annexes (design.md 7).

        Nor does it name persons besides those who sign.
        """
        kept, chapters = [], []
        bounds = self.chapters or (Bound("", "", len(self.reports)),)
        for chapter, (_, own) in zip(bounds, self.in_chapters(), strict=True):
            shown = [nameless(report) for report in own if report.name not in BY_GROUP]
            kept += shown
            if shown and chapter.key:
                title = PUBLIC_TITLES.get(chapter.key, chapter.title)
                chapters.append(replace(chapter, title=title, count=len(shown)))
        return replace(
            self, reports=tuple(kept), chapters=tuple(chapters), letter="", villages=(),
            changes=(), is_public=True,
        )  # fmt: skip

    def as_text(self) -> str:
        """The whole pack as canonical JSON: what an issued pack is stored as."""
        return canonical(
            {
                "format_version": self.format_version,
                "office": asdict(self.office),
                "quarter": str(self.quarter),
                "reports": [frozen(report) for report in self.reports],
                "signatures": [[signature.title, signature.name] for signature in self.signatures],
                "chapters": [[c.key, c.title, c.count] for c in self.chapters],
                "letter": self.letter,
                "villages": [[code, name] for code, name in self.villages],
                "changes": [_plain_change(change) for change in self.changes],
                "changed_since": self.changed_since,
            }
        )

    @classmethod
    def of_text(cls, text: str) -> Self:
        """The pack that ``as_text`` made the text of."""
        plain: dict[str, Any] = json.loads(text)
        return cls(
            office=OfficeName(**plain["office"]),
            quarter=Quarter.parse(plain["quarter"]),
            reports=tuple(thawed(report) for report in plain["reports"]),
            signatures=tuple(Signature(*signature) for signature in plain["signatures"]),
            format_version=plain["format_version"],
            chapters=tuple(Bound(*chapter) for chapter in plain.get("chapters", ())),
            letter=plain.get("letter", ""),
            villages=tuple((code, name) for code, name in plain.get("villages", ())),
            changes=tuple(_change_back(change) for change in plain.get("changes", ())),
            changed_since=plain.get("changed_since", 0),
        )


def _plain_change(change: Change) -> list:
    *texts, unit, before, after = (getattr(change, field.name) for field in fields(Change))
    return [*texts, unit.value, frozen_value(before), frozen_value(after)]


def _change_back(plain: list) -> Change:
    *texts, unit, before, after = plain
    return Change(*texts, Unit(unit), thawed_value(before), thawed_value(after))


@dataclass(frozen=True)
class PackQuestion(Question):
    """A question that works its portfolio out once for all reports of a pack."""

    @cached_property
    def _owed_in_period(self) -> list[Position]:
        return super().owed_in_period()

    @cached_property
    def _owed_at_end(self) -> list[Position]:
        return super().owed_at_end()

    @cached_property
    def _village_codes(self) -> dict[int, str]:
        return super().village_codes()

    def owed_in_period(self) -> list[Position]:
        return self._owed_in_period

    def owed_at_end(self) -> list[Position]:
        return self._owed_at_end

    def village_codes(self) -> dict[int, str]:
        return self._village_codes

    @classmethod
    def of_quarter(cls, office: Office, quarter: Quarter) -> Self:
        """The question about a whole office and quarter."""
        loans = office.loans.order_by(*PAPER_ORDER)
        return cls(office, ReportPeriod.of_quarter(quarter), loans)


@dataclass(frozen=True)
class ProductQuestion(PackQuestion):
    """The part of a pack's question that is about one product."""

    whole: PackQuestion | None = None
    product_code: str = ""

    def owed_in_period(self) -> list[Position]:
        return [p for p in self.whole.owed_in_period() if p.product_code == self.product_code]

    def village_codes(self) -> dict[int, str]:
        return self.whole.village_codes()


def build_pack(
    office: Office,
    quarter: Quarter,
    *,
    question: PackQuestion | None = None,
    choice: Choice | None = None,
) -> Pack:
    """The pack as the books stand now. The office's portfolio is worked out once.

    ``choice`` says what it holds besides what it must; else what the office chose last counts.
    """
    question = question or PackQuestion.of_quarter(office, quarter)
    choice = choice or choice_of(office)
    reports, chapters = [], []
    for chapter in CHAPTERS:
        if chapter.can_be_left_out and chapter.key in choice.left_out:
            continue
        own = list(_reports_of(chapter, question))
        reports += own
        if own:
            chapters.append(Bound(chapter.key, chapter.title, len(own)))
    villages = office.villages.order_by("name").values_list("code", "name")
    signatures = signatures_of(office, quarter.end)
    name = OfficeName.of(office)
    titles = [chapter.title for chapter in chapters]
    return Pack(
        office=name,
        quarter=quarter,
        reports=tuple(report.without(*PRIVATE_COLUMNS) for report in reports),
        signatures=signatures,
        chapters=tuple(chapters),
        letter=filled(choice.letter, letter_values(name, quarter, signatures[0], titles)),
        villages=tuple(villages) if choice.with_annexes else (),
    )


def _reports_of(chapter: Chapter, question: PackQuestion) -> Iterator[Report]:
    """The reports of a chapter, those besides where they have something to say."""
    for name in chapter.reports:
        if name == LPP_BY_PRODUCT:
            yield from _lpp_by_product(question)
        elif name == "development":
            yield build_development(question)
        else:
            yield build(name, question)
    for name in chapter.besides:
        if name in REPORTS and _may_say(name, question):
            report = build(name, question)
            if not report.is_empty:
                yield report


def _may_say(name: str, question: PackQuestion) -> bool:
    """Whether there is anything that the report is about.

    Asked only of those that would print rows of nothing.
    """
    end, office = question.period.end, question.office
    built = Infrastructure.objects.filter(village__office=office, registered_on__lte=end)
    levied = LevyRule.objects.filter(village__office=office, since__lte=end)
    if name in OF_GRANTS:
        return PhaseVersion.objects.filter(phase__office=office, decided_on__lte=end).exists()
    rows = {
        "levies": [levied],
        "infrastructure": [built],
        "maintenance-grade": [levied, built],
        "goats": [Goat.objects.filter(office=office)],
        "groups": [Group.objects.filter(office=office)],
        "budget": [BudgetVersion.objects.filter(office=office, year=end.year, since__lte=end)],
    }
    return name not in rows or any(found.exists() for found in rows[name])


def _lpp_by_product(question: PackQuestion) -> list[Report]:
    """An LPP for each product in use, in the order of the paper; one empty LPP if there is none."""
    codes = list(dict.fromkeys(p.product_code for p in question.owed_in_period()))
    if not codes:
        return [build("lpp", question)]
    made = []
    for code in codes:
        part = ProductQuestion(
            question.office, question.period, question.loans, code,
            whole=question, product_code=code,
        )  # fmt: skip
        made.append(build("lpp", part))
    return made


def signatures_of(office: Office, on: date) -> tuple[Signature, ...]:
    """Those who sign, with the office's titles.

    Where nobody or several hold the role: who signs under that title in the office's profile on
    that day; without a name where the profile has nobody, or several.
    """
    users = User.objects.filter(office=office, is_active=True)
    names: dict[str, list[str]] = {}
    for role, name in users.order_by("pk").values_list("role", "name"):
        names.setdefault(role, []).append(name)
    signing = (
        (office.manager_title, Role.MANAGER),
        (office.treasurer_title, Role.TREASURER),
        (office.supervisor_title, Role.SUPERVISOR),
    )
    officers: dict[str, list[str]] = {}
    for officer in officers_on(office, on):
        if officer.signs:
            officers.setdefault(officer.title, []).append(officer.name)
    return tuple(
        Signature(title, _only(names.get(role, ())) or _only(officers.get(title, ())))
        for title, role in signing
    )


def _only(names: Sequence[str]) -> str:
    """The name, if it is the only one."""
    return names[0] if len(names) == 1 else ""


def days_of(quarter: Quarter) -> str:
    """``1 Oktober 2009 s.d. 31 Desember 2009``."""
    return f"{format_date(quarter.start)} s.d. {format_date(quarter.end)}"


def letter_values(
    office: OfficeName, quarter: Quarter, manager: Signature, chapters: Sequence[str]
) -> dict[str, str]:
    """What the letter's placeholders stand for (``reports.chosen.PLACEHOLDERS``)."""
    return {
        "kantor": office.name,
        "kode": office.code,
        "kecamatan": office.subdistrict,
        "kabupaten": office.district,
        "provinsi": office.province,
        "triwulan": quarter.label,
        "tahun": str(quarter.year),
        "periode": days_of(quarter),
        "tanggal_akhir": format_date(quarter.end),
        "pimpinan": manager.title,
        "nama_pimpinan": manager.name,
        "isi": "\n".join(f"{no}. {title}" for no, title in enumerate(chapters, start=1)),
    }
