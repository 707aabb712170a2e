"""Which line of a bank's statement is which entry: by amount and date, one to one.

[chosen] An entry and a line belong together when they move the same amount the same way and lie at
most ``REACH`` days apart: the office writes a voucher before the bank books it, or after the slip
comes. Those of the same day come first, then the nearest. Only proposals: a person accepts them.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

REACH = 7
"""Days between a voucher and the bank's own date."""


@dataclass(frozen=True, slots=True)
class Item:
    """A statement's line or an entry: what it does to the account (in > 0, out < 0) and when.

    Unit: whole rupiah. ``key`` tells it from all others of its sort.
    """

    key: int
    day: date
    amount: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """A line and an entry that may be the same movement, so many days apart."""

    line: int
    entry: int
    days: int


def propose(
    lines: Sequence[Item], entries: Sequence[Item], rejected: Collection[tuple[int, int]] = ()
) -> list[Proposal]:
    """Pairs of a line and an entry, each in one pair at most, in the order of the lines.

    Pairs of the same day are made before those a day apart, and so on; within that, earlier lines
    and earlier entries come first. Guarantee: no pair differs in its amount or lies more than
    ``REACH`` days apart, none was ``rejected`` (line, entry); no unpaired line and unpaired entry
    could have been paired; the pairs don't depend on the order of what is given.
    """
    by_amount: dict[int, list[Item]] = defaultdict(list)
    for entry in entries:
        by_amount[entry.amount].append(entry)
    near = [
        (abs((line.day - entry.day).days), line.day, line.key, entry.day, entry.key)
        for line in lines
        for entry in by_amount[line.amount]
        if abs((line.day - entry.day).days) <= REACH and (line.key, entry.key) not in rejected
    ]
    taken_lines: set[int] = set()
    taken_entries: set[int] = set()
    pairs = []
    for days, _, line, _, entry in sorted(near):
        if line not in taken_lines and entry not in taken_entries:
            taken_lines.add(line)
            taken_entries.add(entry)
            pairs.append(Proposal(line, entry, days))
    place = {line.key: position for position, line in enumerate(lines)}
    return sorted(pairs, key=lambda pair: place[pair.line])


@dataclass(frozen=True, slots=True)
class Parts:
    """What only one side knows at the end of a day: open lines and open entries."""

    lines: tuple[Item, ...]
    entries: tuple[Item, ...]

    @property
    def entry_keys(self) -> set[int]:
        """The keys of the open entries."""
        return {item.key for item in self.entries}


def part(
    lines: Sequence[Item],
    entries: Sequence[Item],
    pairs: Mapping[int, int],
    *,
    since: date,
    until: date,
) -> Parts:
    """Lines and entries from ``since`` to ``until`` whose partner lies not within that time.

    ``pairs`` says which entry a line is. A line whose entry is dated later is open, and an entry
    whose line comes later; a line whose entry is older than ``since`` isn't: what the books had
    before the first statement is told apart.
    Guarantee: of lines and entries from ``since`` to ``until``, the lines less the entries are the
    open lines less the open entries, plus the lines whose entry is older than ``since``.
    """
    inside = {line.key: line for line in lines if since <= line.day <= until}
    days = {entry.key: entry.day for entry in entries}
    line_of = {entry: line for line, entry in pairs.items()}
    return Parts(
        tuple(
            line for line in inside.values()
            if line.key not in pairs or days.get(pairs[line.key], date.max) > until
        ),
        tuple(
            entry for entry in entries
            if since <= entry.day <= until and line_of.get(entry.key) not in inside
        ),
    )  # fmt: skip
