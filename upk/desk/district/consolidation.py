"""Reports of the whole district: sums of what its offices issued for a quarter, by account code.

They are values like every report (docs/decisions/003), so screen and files come by themselves. What
is added up are lines of issues (``reports.lines``, ``IssuedFigure``): the newest revision of each
office, never its books. Every report says which offices are in it and which are missing.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Min, Sum

from reports.models import IssuedFigure
from reports.period import ReportPeriod
from reports.value import Column, OfficeName, Part, Report, Row, Rule, Unit, Value
from upk.desk.district.records import Issue, newest_issues, published
from upk.ids import Among
from upk.offices.models import District, Office
from upk.periods import Quarter

AGAIN = ", perlu terbit ulang"
OFFICE_COLUMNS = (
    Column("subdistrict", "Kecamatan", width=20),
    Column("office", "UPK", width=28),
)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which offices of a district are in the sums of a quarter, and which are missing."""

    district: District
    quarter: Quarter
    included: tuple[tuple[Office, Issue], ...]
    missing: tuple[Office, ...]

    @property
    def issue_ids(self) -> list[int]:
        """The issues that are added up."""
        return [issue.pk for _, issue in self.included]

    @property
    def period(self) -> ReportPeriod:
        """The whole quarter."""
        return ReportPeriod.of_quarter(self.quarter)

    def rules(self) -> tuple[Rule, ...]:
        """What stands under every consolidated report."""
        count, total = len(self.included), len(self.included) + len(self.missing)
        named = ", ".join(
            f"{office.code} (revisi {issue.revision}{AGAIN if issue.outdated else ''})"
            for office, issue in self.included
        )
        missing = ", ".join(office.code for office in self.missing)
        return (
            Rule("offices", "Yang dijumlah", f"{count} dari {total} UPK: {named or '–'}"),
            Rule("missing", "Belum terbit", missing or "tidak ada"),
            Rule(
                "source", "Sumber", "revisi terakhir yang diterbitkan; draf tidak pernah dihitung"
            ),
        )


def coverage_of(district: District, quarter: Quarter) -> Coverage:
    """Two queries."""
    offices = list(Office.objects.filter(district=district).order_by("subdistrict", "name", "pk"))
    issues = newest_issues([office.pk for office in offices], [quarter])
    included = [
        (office, issues[office.pk, quarter]) for office in offices if (office.pk, quarter) in issues
    ]
    missing = [office for office in offices if (office.pk, quarter) not in issues]
    return Coverage(district, quarter, tuple(included), tuple(missing))


@dataclass(frozen=True, slots=True)
class Summed:
    """A line added up over offices: the parts of its key after the report's name, and its sum."""

    path: tuple[str, ...]
    label: str
    value: int


def sums_of(coverage: Coverage, prefix: str) -> list[Summed]:
    """Lines of a report added up over the offices, by key; one query.

    Where offices call one key differently, it has the name that comes first in the alphabet.
    """
    rows = (
        IssuedFigure.objects.filter(Among("report", coverage.issue_ids))
        .filter(key__startswith=f"{prefix}/")
        .order_by()
        .values("key")
        .annotate(label=Min("label"), total=Sum("value"))
        .order_by("key")
    )
    return [
        Summed(tuple(row["key"].split("/")[1:]), row["label"], int(row["total"])) for row in rows
    ]


def by_office(coverage: Coverage, keys: Iterable[str]) -> dict[int, dict[str, int]]:
    """Figures of each office by key; one query."""
    figures = published([issue for _, issue in coverage.included], list(keys))
    return {office.pk: figures[issue.pk] for office, issue in coverage.included}


def office_rows(
    coverage: Coverage,
    keys: dict[str, str],
    finish: Callable[[dict[str, Value]], dict[str, Value]] = dict,
) -> tuple[Row, ...]:
    """A row for each office; ``keys`` says which column takes which figure, absent ones are 0."""
    figures = by_office(coverage, keys.values())
    return tuple(
        Row(
            office.code,
            finish(
                {"subdistrict": office.subdistrict, "office": office.name}
                | {column: figures[office.pk].get(key, 0) for column, key in keys.items()}
            ),
            link=("office", office.pk),
        )
        for office, _ in coverage.included
    )


def district_name(district: District) -> OfficeName:
    """The district where a report prints its office."""
    return OfficeName(
        district.code, f"UPK se-{district.name}", "", district.name, district.province
    )


def consolidated(
    coverage: Coverage,
    name: str,
    title: str,
    columns: Sequence[Column],
    parts: Sequence[Part],
    *,
    rule: Sequence[Rule] = (),
    **more,
) -> Report:
    """A report of the district for the coverage's quarter."""
    period = coverage.period
    return Report(
        name=f"district-{name}",
        title=title,
        office=district_name(coverage.district),
        period_from=period.start,
        as_of=period.end,
        period=period.label,
        columns=tuple(columns),
        parts=tuple(parts),
        rule=(*rule, *coverage.rules()),
        **{"totals": {}, **more},
    )


def year_before(day: date) -> date:
    """The last day of the year before."""
    return date(day.year - 1, 12, 31)


def money(key: str, label: str, **more) -> Column:
    """A column of rupiah."""
    return Column(key, label, Unit.RUPIAH, width=18, **more)
