"""The quarterly pack (triwulan): the reports that an office hands to the district, as one value.

A pack is a sequence of ``Report`` values and the names of those who sign; cover, contents, summary
and charts are drawn from these alone (``reports.render.pack``), so that an issued pack can be
printed again from its stored text. It names no phone, address or person besides those who sign.

Source: design.md 7; domain.md 5.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, Self

from grants.models import PhaseVersion
from loans.portfolio import Position
from maintenance.models import Infrastructure, LevyRule
from reports.development import build_development
from reports.freeze import canonical, frozen, thawed
from reports.period import ReportPeriod
from reports.question import PAPER_ORDER, Question
from reports.registry import build
from reports.value import FORMAT_VERSION, RULE_CODES, OfficeName, Report
from upk.access import Role
from upk.offices.models import Office, User
from upk.periods import Quarter

PACK_TITLE = "Laporan Triwulan"
PRIVATE_COLUMNS = ("phone", "address", "chair")
"""Columns that stay in the office."""

FROM_THE_BOOKS = (
    "balance-sheet", "income-statement", "cash-flow", "equity-changes", "trial-balance", "health",
)  # fmt: skip
OF_GRANTS = ("grants-by-sector", "grants-by-village", "grant-progress")
AFTER_LPP = ("lpp-villages", "collectibility", "collectibility-villages", "provision", "arrears")


@dataclass(frozen=True, slots=True)
class Signature:
    """Somebody who signs: the title, and the name if the office has one person of that role."""

    title: str
    name: str


@dataclass(frozen=True, slots=True)
class Pack:
    """What an office reports for a quarter, in the order of the paper."""

    office: OfficeName
    quarter: Quarter
    reports: tuple[Report, ...]
    signatures: tuple[Signature, ...]
    format_version: int = FORMAT_VERSION

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

    def as_text(self) -> str:
        """The whole pack as canonical JSON: what an issued pack is stored as."""
        return canonical(
            {
                "format_version": self.format_version,
                "office": asdict(self.office),
                "quarter": str(self.quarter),
                "reports": [frozen(report) for report in self.reports],
                "signatures": [[signature.title, signature.name] for signature in self.signatures],
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
        )


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


def build_pack(office: Office, quarter: Quarter, *, question: PackQuestion | None = None) -> Pack:
    """The pack as the books stand now. The office's portfolio is worked out once."""
    question = question or PackQuestion.of_quarter(office, quarter)
    reports = [build_development(question), *_lpp_by_product(question)]
    reports += [build(name, question) for name in AFTER_LPP]
    reports += [build(name, question) for name in FROM_THE_BOOKS]
    reports += [build(name, question) for name in _of_villages(question)]
    return Pack(
        office=OfficeName.of(office),
        quarter=quarter,
        reports=tuple(report.without(*PRIVATE_COLUMNS) for report in reports),
        signatures=signatures_of(office),
    )


def _of_villages(question: PackQuestion) -> Iterator[str]:
    """Names of the reports about what villages got and keep; those that would be empty left out."""
    end, own = question.period.end, {"village__office": question.office}
    if PhaseVersion.objects.filter(phase__office=question.office, decided_on__lte=end).exists():
        yield from OF_GRANTS
    is_built = Infrastructure.objects.filter(**own, registered_on__lte=end).exists()
    is_collected = LevyRule.objects.filter(**own, since__lte=end).exists()
    if is_collected:
        yield "levies"
    if is_built:
        yield "infrastructure"
    if is_collected or is_built:
        yield "maintenance-grade"


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


def signatures_of(office: Office) -> tuple[Signature, ...]:
    """Those who sign, with the office's titles; without a name where several hold the role."""
    users = User.objects.filter(office=office, is_active=True)
    names: dict[str, list[str]] = {}
    for role, name in users.order_by("pk").values_list("role", "name"):
        names.setdefault(role, []).append(name)
    signing = (
        (office.manager_title, Role.MANAGER),
        (office.treasurer_title, Role.TREASURER),
        (office.supervisor_title, Role.SUPERVISOR),
    )
    return tuple(
        Signature(title, names[role][0] if len(names.get(role, ())) == 1 else "")
        for title, role in signing
    )
