"""What the postings say about years: what is to be closed, what was closed, what it brought."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, Sum

from closing.models import SurplusDecision
from closing.year import ClosingMove, closing_moves, year_end, year_ends
from upk.ledger.flows import CLOSING_ENTRIES
from upk.ledger.models import Account, Entry, EntryQuerySet, Posting
from upk.offices.models import Office

RESULT_KINDS = (Account.Kind.INCOME, Account.Kind.EXPENSE)


@dataclass(frozen=True, slots=True)
class YearPlan:
    """What closing a year posts. Whole rupiah.

    ``balances``: net debit of each income and expense account that has one, in the chart's order.
    ``standing``: the closing entry that the year has already and that isn't reversed.
    """

    year: int
    balances: tuple[tuple[Account, int], ...]
    standing: Entry | None

    @property
    def income(self) -> int:
        return -sum(net for account, net in self.balances if account.kind == Account.Kind.INCOME)

    @property
    def expense(self) -> int:
        return sum(net for account, net in self.balances if account.kind == Account.Kind.EXPENSE)

    @property
    def surplus(self) -> int:
        """Income less expense; a deficit is negative."""
        return self.income - self.expense

    @property
    def lines(self) -> list[tuple[Account, int]]:
        """Accounts with their balances as people say them, positive on the normal side."""
        return [(account, account.natural(net)) for account, net in self.balances]

    def moves(self, retained: Account) -> list[ClosingMove]:
        """The closing entry's postings by account ids."""
        return closing_moves({account.pk: net for account, net in self.balances}, retained.pk)


def plan_years(office: Office, through: date) -> list[YearPlan]:
    """The years that closing ``office`` through a day closes, each with its balances.

    A year takes along what earlier years left unclosed. Queries: four, and one per year.
    """
    years = list(year_ends(_closed_until(office, through), through))
    if not years:
        return []
    accounts = {a.pk: a for a in office.accounts.filter(kind__in=RESULT_KINDS).order_by("code")}
    standing = {entry.year: entry for entry in standing_closings(office)}
    # Closing entries of these very years are still to be made, or made anew.
    postings = Posting.objects.of_office(office).exclude(
        CLOSING_ENTRIES & Q(entry__year__gte=years[0])
    )
    plans, taken = [], {}
    for year in years:
        net = postings.until(year_end(year)).net_by_account()
        left = [(a, net.get(pk, 0) - taken.get(pk, 0)) for pk, a in accounts.items()]
        balances = tuple((account, amount) for account, amount in left if amount)
        plans.append(YearPlan(year, balances, standing.get(year)))
        taken = net
    return plans


def _closed_until(office: Office, through: date) -> date:
    """The last closed day; before the first closing the day before the first entry."""
    if office.books_closed_through:
        return office.books_closed_through
    first = Entry.objects.filter(office=office).order_by("happened_on").first()
    return (first.happened_on if first else through) - timedelta(days=1)


def standing_closings(office: Office) -> EntryQuerySet:
    """Closing entries that aren't reversed, the latest first."""
    entries = Entry.objects.filter(office=office, kind=Entry.Kind.CLOSING)
    return entries.filter(reversed_by__isnull=True).order_by("-happened_on")


def surplus_closed_by(entry: Entry, retained: Account) -> int:
    """What a closing entry brought to the retained surplus, whole rupiah; a deficit is negative."""
    return -Posting.objects.filter(entry=entry).net_by_account().get(retained.pk, 0)


@dataclass(frozen=True, slots=True)
class ClosedYear:
    """A closed year: its closing entry, what it brought (whole rupiah), and what was decided."""

    closing: Entry
    surplus: int
    decision: SurplusDecision | None
    withdrawn: tuple[SurplusDecision, ...]

    @property
    def year(self) -> int:
        return self.closing.year


def closed_years(office: Office, retained: Account) -> list[ClosedYear]:
    """Years with a standing closing entry, the latest first. A constant number of queries."""
    closings = list(standing_closings(office))
    moved = Posting.objects.filter(entry__in=closings).touching([retained]).order_by()
    surplus: dict[int, int] = dict.fromkeys((entry.pk for entry in closings), 0)
    for pk, credit, amount in moved.values_list("entry_id", "credit_id").annotate(Sum("amount")):
        surplus[pk] += amount if credit == retained.pk else -amount
    decisions: dict[int, list[SurplusDecision]] = {}
    for made in SurplusDecision.objects.filter(office=office).select_related("withdrawal"):
        decisions.setdefault(made.year, []).append(made)
    years = []
    for entry in closings:
        made = decisions.get(entry.year, [])
        standing = [one for one in made if not hasattr(one, "withdrawal")]
        gone = tuple(one for one in made if hasattr(one, "withdrawal"))
        years.append(ClosedYear(entry, surplus[entry.pk], next(iter(standing), None), gone))
    return years
