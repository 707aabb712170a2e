"""Which offices stand where: what the district's pages and letters ask of issues and answers.

The number of queries doesn't depend on the number of offices or quarters.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, Max, Min, OuterRef, Q, Subquery
from django.utils import timezone

from reports.models import IssuedAnswer, IssuedFigure, IssuedReport
from upk.desk.district.models import Reminder, ReportingRule
from upk.desk.district.rules.states import Facts, State, days_late, due_on, state_of
from upk.ids import Among
from upk.ledger.models import Entry
from upk.offices.models import District, Office
from upk.periods import Quarter, today

DEADLINE_DAYS, BUNDLE_DAYS = 15, 30
"""What holds until the district sets its own rule [chosen]: a fortnight after the quarter, and a
month to fetch a bundle that can be made again at any time."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An office's report of a quarter, as the district may know it."""

    office_id: int
    code: str
    name: str
    subdistrict: str
    district_id: int
    quarter: Quarter
    state: State
    due: date
    days_late: int
    issue_id: int | None = None
    revision: int = 0
    issued_at: datetime | None = None
    reminded_on: date | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """By when reports are due, and how long bundles are kept; ``since`` is ``None`` by default."""

    since: date | None
    deadline_days: int
    bundle_days: int


class Rules:
    """The district's rules of deadlines; one query."""

    def __init__(self, district: District) -> None:
        rows = ReportingRule.objects.filter(district=district).order_by("-since")
        self._rows = [Rule(r.since, r.deadline_days, r.bundle_days) for r in rows]

    def on(self, day: date) -> Rule:
        """The rule in force on a day."""
        default = Rule(None, DEADLINE_DAYS, BUNDLE_DAYS)
        return next((rule for rule in self._rows if rule.since <= day), default)

    def of_quarter(self, quarter: Quarter) -> Rule:
        """The rule of a quarter: the one in force on its last day."""
        return self.on(quarter.end)


def today_of(district: District) -> date:
    """The latest "today" among the district's offices; the real date if it has none; one query."""
    clocks = Office.objects.filter(district=district).values("practice_date", "timezone")
    days = [today(Office(**clock)) for clock in clocks.distinct()]
    return max(days, default=timezone.localdate())


def quarters_of(district: District, on: date) -> list[Quarter]:
    """Quarters to choose from, the running one first, back to the first that was issued."""
    issued = IssuedReport.objects.filter(office__district=district)
    first = issued.order_by("year", "quarter").values_list("year", "quarter").first()
    found = [Quarter.of(on)]
    last = min(found[0].previous(), Quarter(*first)) if first else found[0].previous()
    while found[-1] > last:
        found.append(found[-1].previous())
    return found


def standings(
    offices: Collection[Office], quarters: Collection[Quarter], rules: Rules, on: date
) -> list[Standing]:
    """Where each quarter of each office stands, offices in the order given; four queries."""
    ids = [office.pk for office in offices]
    issued = {
        (row["office_id"], row["year"], row["quarter"]): row for row in _issued(ids, quarters)
    }
    begun = _begun(ids, quarters)
    first = _first_issued(ids)
    reminded = _reminded(ids, quarters)
    found = []
    for office in offices:
        for quarter in quarters:
            row = issued.get((office.pk, quarter.year, quarter.number))
            facts = _facts(quarter, row, (office.pk, quarter) in begun, first.get(office.pk), on)
            last = reminded.get((office.pk, quarter.year, quarter.number))
            found.append(_standing(office, facts, row, rules, on, last))
    return found


def _facts(
    quarter: Quarter, row: Mapping | None, has_begun: bool, first: Quarter | None, on: date
) -> Facts:
    if row is None:
        return Facts(quarter, has_begun, is_issued=False, first=first)
    returned = row["answer"] == IssuedAnswer.Kind.RETURNED
    return Facts(
        quarter,
        has_begun=True,
        is_issued=True,
        is_outdated=row["outdated"],
        answer=row["answer"] or "",
        returned_on=_in_calendar(row["answered_at"], on) if returned else None,
        first=first,
    )


def _in_calendar(moment: datetime, on: date) -> date:
    """The day of a moment of the real clock, told from ``on``: as many days before it.

    Both are the same calendar but for offices that practise on a date of their own.
    """
    return on - (timezone.localdate() - timezone.localdate(moment))


def _standing(
    office: Office, facts: Facts, row: Mapping | None, rules: Rules, on: date, last: date | None
) -> Standing:
    state = state_of(facts)
    due = due_on(facts, state, rules.of_quarter(facts.quarter).deadline_days)
    place = (office.pk, office.code, office.name, office.subdistrict, office.district_id)
    late = days_late(state, due, on)
    if row is None:
        return Standing(*place, facts.quarter, state, due, late, reminded_on=last)
    return Standing(
        *place, facts.quarter, state, due, late, row["pk"], row["revision"], row["issued_at"],
        last,
    )  # fmt: skip


def _of_quarters(quarters: Iterable[Quarter]) -> Q:
    by_year: dict[int, list[int]] = {}
    for quarter in quarters:
        by_year.setdefault(quarter.year, []).append(quarter.number)
    wanted = Q(pk__in=[])
    for year, numbers in by_year.items():
        wanted |= Q(year=year, quarter__in=numbers)
    return wanted


def _issued(office_ids: list[int], quarters: Collection[Quarter]):
    """The newest issue of each office's quarter with the newest answer to it."""
    answers = IssuedAnswer.objects.filter(report=OuterRef("pk")).order_by("-pk")
    return (
        IssuedReport.objects.filter(_of_quarters(quarters), Among("office", office_ids))
        .newest()
        .with_outdated()
        .with_answer()
        .annotate(answered_at=Subquery(answers.values("at")[:1]))
        .order_by()
        .values(
            "pk", "office_id", "year", "quarter", "revision", "issued_at", "outdated", "answer",
            "answered_at",
        )
    )  # fmt: skip


def _begun(office_ids: list[int], quarters: Collection[Quarter]) -> set[tuple[int, Quarter]]:
    """In which quarters an office has entries: all that the district learns of its books."""
    order = list(quarters)
    asked = {
        f"begun_{n}": Exists(
            Entry.objects.filter(
                office=OuterRef("pk"), happened_on__range=(quarter.start, quarter.end)
            ).order_by()
        )
        for n, quarter in enumerate(order)
    }
    rows = Office.objects.filter(Among("pk", office_ids)).annotate(**asked).values("pk", *asked)
    return {
        (row["pk"], quarter) for row in rows for n, quarter in enumerate(order) if row[f"begun_{n}"]
    }


def _first_issued(office_ids: list[int]) -> dict[int, Quarter]:
    count = F("year") * 4 + F("quarter") - 1
    firsts = (
        IssuedReport.objects.filter(Among("office", office_ids))
        .order_by()
        .values("office_id")
        .annotate(first=Min(count))
    )
    return {row["office_id"]: Quarter(row["first"] // 4, row["first"] % 4 + 1) for row in firsts}


def _reminded(
    office_ids: list[int], quarters: Collection[Quarter]
) -> dict[tuple[int, int, int], date]:
    rows = (
        Reminder.objects.filter(_of_quarters(quarters), Among("office", office_ids))
        .order_by()
        .values("office_id", "year", "quarter")
        .annotate(last=Max("reminded_on"))
    )
    return {(r["office_id"], r["year"], r["quarter"]): r["last"] for r in rows}


@dataclass(frozen=True, slots=True)
class Issue:
    """The newest issue of an office's quarter: what figures and sums are taken from."""

    pk: int
    office_id: int
    quarter: Quarter
    revision: int
    outdated: bool


def newest_issues(
    offices: Iterable[int], quarters: Collection[Quarter]
) -> dict[tuple[int, Quarter], Issue]:
    """By office and quarter; one query."""
    rows = (
        IssuedReport.objects.filter(_of_quarters(quarters), Among("office", offices))
        .newest()
        .with_outdated()
        .order_by()
        .values_list("pk", "office_id", "year", "quarter", "revision", "outdated")
    )
    return {
        (office, Quarter(year, number)): Issue(
            pk, office, Quarter(year, number), revision, outdated
        )
        for pk, office, year, number, revision, outdated in rows
    }


def published(issues: Iterable[Issue], keys: Collection[str]) -> dict[int, dict[str, int]]:
    """Published figures by issue and key; one query."""
    found: dict[int, dict[str, int]] = {issue.pk: {} for issue in issues}
    rows = IssuedFigure.objects.filter(Among("report", found), key__in=keys).order_by()
    for report, key, value in rows.values_list("report_id", "key", "value"):
        found[report][key] = value
    return found


def labels(issues: Iterable[Issue], key: str) -> dict[int, str]:
    """What a figure is called in each issue (a rating's grade); one query."""
    rows = IssuedFigure.objects.filter(Among("report", [issue.pk for issue in issues]), key=key)
    return dict(rows.order_by().values_list("report_id", "label"))


def quarters_before(quarter: Quarter, count: int) -> list[Quarter]:
    """``count`` quarters up to and including ``quarter``, the oldest first."""
    found = [quarter]
    while len(found) < count:
        found.append(found[-1].previous())
    return found[::-1]
