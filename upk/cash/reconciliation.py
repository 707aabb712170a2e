"""A bank's statement beside the books: what matches, what may match, what is still outstanding."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, Exists, F, Min, OuterRef, Q, Sum, When

from upk.cash.books import balance_of
from upk.cash.matching import REACH, Item, Parts, Proposal, part, propose
from upk.cash.models import BankStatement, LineNote, LineVerdict, StatementLine
from upk.ledger.models import Account, Entry, Posting
from upk.offices.models import Office

Verdict = LineVerdict.Verdict
ALL = Q()
MOST_CANDIDATES = 10


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of the statement with its entry, or the one proposed, or the note that explains it."""

    line: StatementLine
    entry: Entry | None
    proposed: Entry | None
    days: int
    note: str

    @property
    def is_open(self) -> bool:
        """Whether it has neither an entry nor an explanation."""
        return self.entry is None and not self.note


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry that the bank hasn't booked by the statement's end; in > 0, out < 0."""

    entry: Entry
    amount: int


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """A statement beside the books. Whole rupiah.

    Guarantee: ``bank - book == earlier + lines_only - entries_only``. ``earlier`` is what differed
    before the account's first statement and isn't matched yet.
    """

    statement: BankStatement
    rows: tuple[LineRow, ...]
    outstanding: tuple[EntryRow, ...]
    book: int
    bank: int
    lines_only: int
    entries_only: int
    earlier: int

    @property
    def difference(self) -> int:
        """Bank less book."""
        return self.bank - self.book

    @property
    def open_rows(self) -> list[LineRow]:
        """Lines that nobody has matched or explained."""
        return [row for row in self.rows if row.is_open]

    @property
    def proposals(self) -> list[LineRow]:
        """Lines for which an entry is proposed."""
        return [row for row in self.rows if row.proposed]


class Matches:
    """What was decided about lines of an account's standing statements; one query.

    ``where`` narrows it to the verdicts of some lines or entries.
    """

    def __init__(self, account: Account, where: Q = ALL) -> None:
        of_account = LineVerdict.objects.filter(
            where, line__statement__account=account, line__statement__withdrawal__isnull=True
        )
        latest = {
            (line, entry): verdict
            for line, entry, verdict in of_account.order_by("id").values_list(
                "line", "entry", "verdict"
            )
        }
        self.pairs = {line: entry for (line, entry), v in latest.items() if v == Verdict.ACCEPTED}
        self.rejected = {pair for pair, v in latest.items() if v == Verdict.REJECTED}

    @property
    def entries(self) -> set[int]:
        """Entries that have a line."""
        return set(self.pairs.values())


def entry_items(account: Account, where: Q = ALL) -> list[Item]:
    """What entries did to the account, by day; those that left it as it was are left out.

    ``where`` narrows the postings; two queries.
    """
    moved: dict[tuple[int, date], int] = {}
    for side, sign in (("debit", 1), ("credit", -1)):
        rows = Posting.objects.filter(where, **{side: account}).order_by()
        sums = rows.values_list("entry", "entry__happened_on").annotate(Sum("amount"))
        for entry, day, amount in sums:
            moved[entry, day] = moved.get((entry, day), 0) + sign * amount
    return [Item(entry, day, amount) for (entry, day), amount in moved.items() if amount]


def items_of(account: Account, entries: Iterable[int]) -> dict[int, Item]:
    """What these entries did to the account, by entry."""
    return {item.key: item for item in entry_items(account, Q(entry__in=set(entries)))}


def entries_beside(statement: BankStatement, first: date) -> list[Item]:
    """The entries that the statement's page is about; two queries.

    Those of its days and ``REACH`` around them, those that its lines are, and older ones since
    ``first`` that no earlier line is. However long the account is kept: what the bank has booked
    in earlier statements isn't read again.
    """
    near = timedelta(days=REACH)
    around = Q(entry__happened_on__range=(statement.since - near, statement.until + near))
    older = Q(entry__happened_on__range=(first, statement.until))
    own = LineVerdict.objects.standing().filter(line__statement=statement).values("entry")
    earlier = LineVerdict.objects.standing().filter(
        entry=OuterRef("entry"),
        line__statement__account=statement.account_id,
        line__happened_on__lt=statement.since,
    )
    wanted = around | older | Q(entry__in=own)
    return entry_items(statement.account, wanted & ~Q(Exists(earlier)))


def _still_open(statement: BankStatement) -> list[StatementLine]:
    """Lines of earlier statements that aren't any entry dated by the statement's end."""
    booked = LineVerdict.objects.standing().filter(
        line=OuterRef("pk"), entry__happened_on__lte=statement.until
    )
    earlier = statement.account.bank_statements.standing().filter(until__lt=statement.since)
    return list(StatementLine.objects.filter(~Exists(booked), statement__in=earlier))


def build_reconciliation(statement: BankStatement) -> Reconciliation:
    """The statement beside the books as they are now.

    A constant number of queries, and rows of its own time and of what is open from before.
    """
    account, until = statement.account, statement.until
    first = account.bank_statements.standing().aggregate(Min("since"))["since__min"]
    own = list(statement.lines.all())
    lines = [*own, *_still_open(statement)]
    items = entries_beside(statement, first)
    about = Q(line__in=[line.pk for line in lines]) | Q(entry__in=[item.key for item in items])
    matches = Matches(account, about)
    by_line = [Item(line.pk, line.happened_on, line.amount) for line in lines]
    parts = part(by_line, items, matches.pairs, since=first, until=until)
    book = balance_of(account, until)
    gone = _cancelled(account.office, parts, until)
    pairs = _proposals(own, items, matches, gone)
    shown = {matches.pairs[line.pk] for line in own if line.pk in matches.pairs}
    found = _entries({*shown, *(p.entry for p in pairs), *parts.entry_keys})
    lines_only, entries_only = (sum(i.amount for i in p) for p in (parts.lines, parts.entries))
    return Reconciliation(
        statement=statement,
        rows=tuple(_rows(own, matches, pairs, found)),
        outstanding=tuple(
            EntryRow(found[item.key], item.amount) for item in parts.entries if item.key not in gone
        ),
        book=book,
        bank=statement.closing,
        lines_only=lines_only,
        entries_only=entries_only,
        earlier=statement.closing - book - lines_only + entries_only,
    )


def _cancelled(office: Office, parts: Parts, until: date) -> set[int]:
    """Open entries that were reversed, with their reversals: together they move nothing."""
    keys = parts.entry_keys
    pairs = Entry.objects.filter(office=office, reverses__in=keys, happened_on__lte=until)
    found = pairs.values_list("pk", "reverses")
    return {key for pair in found if set(pair) <= keys for key in pair}


def _proposals(
    lines: Iterable[StatementLine], items: Iterable[Item], matches: Matches, gone: set[int]
) -> list[Proposal]:
    free_lines = [
        Item(line.pk, line.happened_on, line.amount) for line in lines
        if line.pk not in matches.pairs
    ]  # fmt: skip
    taken = matches.entries | gone
    free = [item for item in items if item.key not in taken]
    return propose(free_lines, free, matches.rejected)


def _entries(keys: Iterable[int]) -> dict[int, Entry]:
    return Entry.objects.in_bulk(keys)


def _rows(own, matches: Matches, pairs: Iterable[Proposal], found: dict[int, Entry]):
    proposed = {pair.line: pair for pair in pairs}
    notes = dict(LineNote.objects.filter(line__in=own).order_by("id").values_list("line", "text"))
    for line in own:
        pair = proposed.get(line.pk)
        yield LineRow(
            line=line,
            entry=found.get(matches.pairs.get(line.pk)),
            proposed=found.get(pair.entry) if pair else None,
            days=pair.days if pair else 0,
            note=notes.get(line.pk, ""),
        )


def entry_of(line: StatementLine) -> Entry | None:
    """The entry that the line is, if anybody said so; one query."""
    return Entry.objects.filter(
        pk__in=LineVerdict.objects.standing().filter(line=line).values("entry")
    ).first()


def candidates(line: StatementLine) -> list[Entry]:
    """Entries without a line that move the same amount on the account, the nearest day first.

    At most ``MOST_CANDIDATES`` on either side of the day; two queries.
    """
    account = line.statement.account
    taken = LineVerdict.objects.standing().filter(
        entry=OuterRef("pk"), line__statement__account=account
    )
    moved = Sum(
        Case(
            When(postings__debit=account, then=F("postings__amount")),
            default=-F("postings__amount"),
        ),
        filter=Q(postings__debit=account) | Q(postings__credit=account),
    )
    same = Entry.objects.filter(~Exists(taken), office=account.office_id)
    same = same.alias(moved=moved).filter(moved=line.amount).order_by("happened_on", "pk")
    day = line.happened_on
    found = [
        *same.filter(happened_on__lt=day).reverse()[:MOST_CANDIDATES],
        *same.filter(happened_on__gte=day)[:MOST_CANDIDATES],
    ]
    return sorted(found, key=lambda entry: (abs((entry.happened_on - day).days), entry.pk))


def open_lines(office: Office, through: date) -> list[StatementLine]:
    """Lines until that day that have neither an entry nor an explanation; one query."""
    standing = {"statement__office": office, "statement__withdrawal__isnull": True}
    matched = LineVerdict.objects.standing().filter(line=OuterRef("pk"))
    lines = StatementLine.objects.filter(~Exists(matched), **standing, happened_on__lte=through)
    return list(lines.filter(notes__isnull=True).select_related("statement__account"))


def last_statement(account: Account) -> BankStatement | None:
    """The account's newest statement that stands."""
    return account.bank_statements.standing().order_by("-until", "-id").first()


def find_in_file(account: Account, digest: str) -> BankStatement | None:
    """The standing statement that was made of the same file."""
    same = account.bank_statements.standing().filter(~Q(file_sha256=""), file_sha256=digest)
    return same.first()
