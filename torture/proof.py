"""Holds what the clients were told against what the books have; knows neither Django nor HTTP.

The promises, one function each: a receipt that was given exists once, as it was given; a key
writes once; what was refused isn't there; what is in doubt is there once and whole, or not at
all; nothing is there that nobody sent; numbers have no gaps.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from torture.record import Attempt, Outcome, Payment, Reopening, Reversal, Seen


@dataclass(frozen=True, slots=True)
class KeptReceipt:
    """A receipt of the books. ``amount`` is whole rupiah."""

    id: int
    key: str
    seen: Seen
    paid_on: str


@dataclass(frozen=True, slots=True)
class KeptReversal:
    """A receipt that was taken back, by which form. ``amount`` is whole rupiah, below zero."""

    key: str
    receipt: int
    amount: int


@dataclass(frozen=True, slots=True)
class Books:
    """What the database has once everything is over.

    ``numbers`` are those of the vouchers by kind and year, ``last`` what their counters say;
    ``before`` are the keys that were spent before the first client came. ``spans`` are the
    changes of the closed books in order: closed until which day before and after.
    """

    receipts: list[KeptReceipt]
    reversals: list[KeptReversal]
    reasons: list[str]
    spans: list[tuple[str, str]]
    numbers: dict[str, list[int]]
    last: dict[str, int]
    before: frozenset[str] = field(default_factory=frozenset)


def wrongs(attempts: Iterable[Attempt], books: Books) -> list[str]:
    """A sentence for each broken promise; empty if all were kept."""
    attempts = list(attempts)
    return [
        *_payments(attempts, books),
        *_reversals(attempts, books),
        *_periods(attempts, books),
        *_nobody_sent(attempts, books),
        *_numbers(books),
    ]


def _by_key(attempts: Iterable[Attempt], kind: type) -> dict[str, list[Attempt]]:
    found = defaultdict(list)
    for attempt in attempts:
        if isinstance(attempt.what, kind):
            found[attempt.key].append(attempt)
    return found


def _payments(attempts: list[Attempt], books: Books) -> Iterator[str]:
    kept = defaultdict(list)
    for receipt in books.receipts:
        kept[receipt.key].append(receipt)
    for key, tries in _by_key(attempts, Payment).items():
        mine = kept[key]
        given = [a for a in tries if a.outcome == Outcome.GIVEN]
        yield from _receipts_differ(key, given, mine)
        have = _content(mine)
        if given:
            possible = {_asked(a) for a in given}
            if len(possible) > 1:
                yield f"{key}: one key was taken with different contents"
            if have not in possible:
                yield f"{key}: given {sorted(possible)}, the books have {have}"
        else:
            doubtful = {_asked(a) for a in tries if a.outcome == Outcome.IN_DOUBT}
            if mine and have not in doubtful:
                yield f"{key}: refused or never asked, yet the books have {have}"


def _asked(attempt: Attempt) -> tuple:
    return attempt.what.paid_on, tuple(sorted(attempt.what.rows))


def _content(receipts: list[KeptReceipt]) -> tuple:
    rows = sorted((receipt.seen.loan, receipt.seen.amount) for receipt in receipts)
    days = sorted({receipt.paid_on for receipt in receipts})
    return ", ".join(days), tuple(rows)


def _receipts_differ(key: str, given: list[Attempt], mine: list[KeptReceipt]) -> Iterator[str]:
    """Each page that was shown names exactly the receipts of the books."""
    have = Counter(receipt.seen for receipt in mine)
    for attempt in given:
        shown = Counter(attempt.seen)
        if attempt.seen and shown != have:
            yield f"{key}: shown {dict(shown)}, the books have {dict(have)}"


def _reversals(attempts: list[Attempt], books: Books) -> Iterator[str]:
    times = Counter(reversal.receipt for reversal in books.reversals)
    yield from (f"receipt {pk} was taken back {n} times" for pk, n in times.items() if n > 1)
    amounts = {receipt.id: receipt.seen.amount for receipt in books.receipts}
    kept = defaultdict(list)
    for reversal in books.reversals:
        kept[reversal.key].append(reversal)
        if amounts.get(reversal.receipt) != -reversal.amount:
            yield f"receipt {reversal.receipt} was taken back with another amount"
    for key, tries in _by_key(attempts, Reversal).items():
        have = [reversal.receipt for reversal in kept[key]]
        outcomes = {attempt.outcome for attempt in tries}
        asked = [tries[0].what.receipt]
        if Outcome.GIVEN in outcomes and have != asked:
            yield f"{key}: taking back {asked} was given, the books have {have}"
        is_possible = Outcome.IN_DOUBT in outcomes and have == asked
        if Outcome.GIVEN not in outcomes and have and not is_possible:
            yield f"{key}: taking back was refused, the books have {have}"


def _periods(attempts: list[Attempt], books: Books) -> Iterator[str]:
    times = Counter(books.reasons)
    for attempt in attempts:
        if not isinstance(attempt.what, Reopening):
            continue
        found = times[attempt.what.reason]
        allowed = {Outcome.GIVEN: (1,), Outcome.REFUSED: (0,), Outcome.IN_DOUBT: (0, 1)}
        if found not in allowed[attempt.outcome]:
            yield f"reopening {attempt.what.reason} ({attempt.outcome}) is there {found} times"
    for (_, after), (before, _) in zip(books.spans, books.spans[1:], strict=False):
        if after != before:
            yield f"the books were closed until {after}, the next change says {before}"


def _nobody_sent(attempts: list[Attempt], books: Books) -> Iterator[str]:
    known = {attempt.key for attempt in attempts} | books.before
    for row in (*books.receipts, *books.reversals):
        if row.key not in known:
            yield f"{row}: nobody sent that"


def _numbers(books: Books) -> Iterator[str]:
    for series, numbers in books.numbers.items():
        if sorted(numbers) != list(range(1, len(numbers) + 1)):
            missing = sorted(set(range(1, max(numbers) + 1)) - set(numbers))
            yield f"{series}: numbers with gaps or twice; missing {missing[:5]}"
        if books.last.get(series) != max(numbers):
            yield f"{series}: last number {max(numbers)}, the counter says {books.last.get(series)}"
