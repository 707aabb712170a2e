"""What was set aside for poor households in a year: read from the ledger, never stored.

The meeting's share lies on the account ``FUND_CODE``, a liability. The budget of a year is what
that account received from elsewhere than aid in entries of the year: the decision on the surplus
(origin ``closing``), and what an office brought along by hand as it moved in. A reversal counts in
the year of what it takes back. Nobody takes from the account but aid (a guard), so budgets less
what aid used are its balance on any day.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, Subquery
from django.db.models.functions import Coalesce

from goats.models import AidMove
from goats.rules.aid import least_from
from upk.ledger.models import Account, Posting, voucher_label
from upk.ledger.purses import RTM_FUND as FUND_CODE
from upk.money import rupiah
from upk.offices.models import Office
from upk.problems import Problem

ORIGIN = "goats"
DECISION = "closing"
"""Origin of the entries by which a meeting's decision on the surplus is booked."""


def fund_account(office: Office) -> Account | None:
    """The account that keeps the poor households' share; None in a chart without it."""
    return Account.objects.filter(office=office, code=FUND_CODE, is_header=False).first()


@dataclass(frozen=True, slots=True)
class Source:
    """An entry that set money aside, or took it back (``amount`` below 0). Whole rupiah."""

    entry: int
    year: int
    on: date
    label: str
    memo: str
    is_decision: bool
    amount: int


def sources(office: Office, until: date = date.max) -> list[Source]:
    """What set money aside by the end of a day, in the order of days; one query."""
    # Equal to the one account, not to a code: so its postings are found by their index.
    fund = Subquery(Account.objects.filter(office=office, code=FUND_CODE).values("pk")[:1])
    rows = Posting.objects.filter(Q(debit_id=fund) | Q(credit_id=fund))
    rows = rows.filter(entry__office=office, entry__happened_on__lte=until)
    rows = rows.exclude(entry__origin=ORIGIN).order_by("entry__happened_on", "pk")
    facts = rows.annotate(
        budget_year=Coalesce(F("entry__reverses__year"), F("entry__year")),
    ).values_list(
        "entry_id", "budget_year", "entry__happened_on", "entry__voucher", "entry__year",
        "entry__number", "entry__memo", "entry__origin", "credit__code", "amount",
    )  # fmt: skip
    return [
        Source(
            entry, year, on, voucher_label(voucher, of, number), memo, origin == DECISION,
            amount if credit == FUND_CODE else -amount,
        )
        for entry, year, on, voucher, of, number, memo, origin, credit, amount in facts
    ]  # fmt: skip


def set_aside(found: Iterable[Source]) -> dict[int, int]:
    """The sum of each year. Whole rupiah."""
    sums: dict[int, int] = defaultdict(int)
    for source in found:
        sums[source.year] += source.amount
    return dict(sums)


def rows_of_year(office: Office, year: int) -> list[tuple[date, int]]:
    """What was set aside in a year, by day: for ``least_from``."""
    return [(source.on, source.amount) for source in sources(office) if source.year == year]


def used_of_year(office: Office, year: int) -> list[tuple[date, int]]:
    """What aid took from the year's budget, by day, as negative amounts; one query."""
    moves = AidMove.objects.filter(office=office, plan__year=year).order_by()
    rows = moves.annotate(used=AidMove.effect()).values_list("happened_on", "used")
    return [(day, -used) for day, used in rows]


def left_from(office: Office, year: int, on: date) -> int:
    """What of a year's budget may be paid on a day without lacking it on any later day."""
    return least_from([*rows_of_year(office, year), *used_of_year(office, year)], on)


def withdrawal_problems(office: Office, entry: int, on: date) -> list[Problem]:
    """Why what an entry set aside can't be taken back on a day: aid has used it since.

    For whoever reverses such an entry; the fund's account is held by then.
    """
    gone = [source for source in sources(office) if source.entry == entry]
    on = max([on, *(source.on for source in gone)])  # nothing is taken back before its own day
    amounts: dict[int, int] = defaultdict(int)
    for source in gone:
        amounts[source.year] += source.amount
    return [
        Problem(
            "used",
            f"Dana RTM tahun {year} sudah dipakai untuk bantuan: yang masih dapat ditarik "
            f"{rupiah(max(left, 0))} dari {rupiah(amount)}. Batalkan dahulu pembayarannya.",
        )
        for year, amount in amounts.items()
        if (left := left_from(office, year, on)) < amount
    ]
