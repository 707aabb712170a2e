"""What went from account to account within spans of days, added up by the database.

Every statement stands on two values: the net of each account at the end of a day, and the flows
between accounts since. Both leave closing entries out, or the one of a year's end, as the
statement needs; those are few and are read by themselves.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.db.models import Q, Sum

from upk.ledger.models import Entry, Posting
from upk.offices.models import Office


@dataclass(frozen=True, slots=True)
class Span:
    """Days from ``since`` to ``until``, both included; none if ``until`` is the earlier."""

    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Flow:
    """What was moved to ``debit`` from ``credit`` (accounts' ids), in whole rupiah by span.

    ``is_reversal``: by entries that take others back, so that a payment taken back is known from
    money received.
    """

    debit: int
    credit: int
    is_reversal: bool
    amounts: Mapping[str, int]


CLOSING_ENTRIES = Q(entry__kind=Entry.Kind.CLOSING) | Q(entry__reverses__kind=Entry.Kind.CLOSING)
"""Postings of closing entries and of what took them back, all dated on the year's last day."""


@dataclass(frozen=True, slots=True)
class ClosingPosting:
    """A posting of a closing entry, or of the reversal of one; ``amount`` in whole rupiah."""

    entry_id: int
    happened_on: date
    debit: int
    credit: int
    amount: int


@dataclass(frozen=True)
class Closings:
    """The closing entries of an office within a span of days, and their reversals."""

    postings: tuple[ClosingPosting, ...]

    @classmethod
    def of(cls, office: Office, span: Span) -> Self:
        """Read them; one query, which looks at the entries of the years' last days alone."""
        days = [day for day in map(_year_end, range(span.since.year, span.until.year + 1))
                if span.since <= day <= span.until]  # fmt: skip
        rows = Posting.objects.of_office(office).filter(entry__happened_on__in=days)
        columns = ("entry_id", "entry__happened_on", "debit_id", "credit_id", "amount")
        found = rows.filter(CLOSING_ENTRIES).order_by("id").values_list(*columns)
        return cls(tuple(ClosingPosting(*row) for row in found))

    @property
    def entry_ids(self) -> list[int]:
        """Ids of the entries, each once."""
        return list(dict.fromkeys(posting.entry_id for posting in self.postings))

    def on(self, day: date) -> list[ClosingPosting]:
        """Those dated on a day, a year's last one."""
        return [posting for posting in self.postings if posting.happened_on == day]


def net_of(postings: Iterable[ClosingPosting]) -> dict[int, int]:
    """Net debit of each account that the postings move. Whole rupiah."""
    net: dict[int, int] = defaultdict(int)
    for posting in postings:
        net[posting.debit] += posting.amount
        net[posting.credit] -= posting.amount
    return dict(net)


def flows_between(office: Office, spans: Mapping[str, Span], *, but: Closings) -> list[Flow]:
    """What went between each two accounts within each of ``spans``, without closing entries.

    Unit: whole rupiah. One query, in which the database adds up.
    """
    inside = [span for span in spans.values() if span.since <= span.until]
    if not inside:
        return []
    first, last = min(span.since for span in inside), max(span.until for span in inside)
    sums = {
        name: Sum("amount", filter=Q(entry__happened_on__range=(s.since, s.until)), default=0)
        for name, s in spans.items()
    }
    rows = (
        Posting.objects.of_office(office)
        .since(first)
        .until(last)
        .exclude(entry__in=but.entry_ids)
        .order_by()
        .values("debit_id", "credit_id", "entry__kind")
        .annotate(**{f"in_{name}": total for name, total in sums.items()})
    )
    return [
        Flow(
            row["debit_id"],
            row["credit_id"],
            row["entry__kind"] == Entry.Kind.REVERSAL,
            {name: row[f"in_{name}"] for name in spans},
        )
        for row in rows
    ]


def net_of_flows(flows: Iterable[Flow], span: str) -> dict[int, int]:
    """Net debit of each account within a span. Whole rupiah."""
    net: dict[int, int] = defaultdict(int)
    for flow in flows:
        net[flow.debit] += flow.amounts[span]
        net[flow.credit] -= flow.amounts[span]
    return dict(net)


def _year_end(year: int) -> date:
    return date(year, 12, 31)


def is_year_end(day: date) -> bool:
    """Whether it is a 31 December, the day of a year's closing entry."""
    return (day.month, day.day) == (12, 31)
