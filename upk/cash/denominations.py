"""Notes and coins by which cash is counted, and which were legal tender when.

Ours are data/denominations.csv. Its ``source`` names the rule of Bank Indonesia that a date comes
from; where it says ``[chosen]`` no date was found, and the value counts as in use all the time:
what a cash box could hold since 2003. An office adds what is missing (a new note, the end of an
old one); its row takes the place of ours of that value. An odd one (a withdrawn coin that nobody
changed yet) goes into the explanation of the difference.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

NOTE, COIN = "note", "coin"
CHOSEN = "[chosen]"
DATA = Path(__file__).parent / "data" / "denominations.csv"


@dataclass(frozen=True, slots=True)
class Denomination:
    """A note or coin of ``value`` whole rupiah; ``key`` names its field.

    ``since`` and ``until`` are the first and the last day on which it was legal tender.
    """

    kind: str
    value: int
    since: date = date.min
    until: date = date.max
    source: str = field(default="", compare=False)

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.value}"

    def is_tender(self, on: date) -> bool:
        """Whether one could pay with it on that day."""
        return self.since <= on <= self.until


def _read() -> tuple[Denomination, ...]:
    with DATA.open(newline="", encoding="utf-8") as file:
        return tuple(
            Denomination(
                row["kind"],
                int(row["value"]),
                date.fromisoformat(row["since"]) if row["since"] else date.min,
                date.fromisoformat(row["until"]) if row["until"] else date.max,
                row["source"],
            )
            for row in csv.DictReader(file)
        )


DENOMINATIONS = _read()


def known(own: Iterable[Denomination] = ()) -> list[Denomination]:
    """Ours, or an office's ``own`` in their place (the last of a value counts); notes first.

    Within notes and coins the largest come first.
    """
    found = {denomination.key: denomination for denomination in (*DENOMINATIONS, *own)}
    return sorted(found.values(), key=lambda d: (d.kind != NOTE, -d.value))


def in_use(on: date, own: Iterable[Denomination] = ()) -> list[Denomination]:
    """Notes and coins that were legal tender on that day, in the order of ``known``."""
    return [denomination for denomination in known(own) if denomination.is_tender(on)]
