"""Which villages a sheet is about, for whom and when; and words that all sections share."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.urls import reverse

from upk.access import STAFF, Role
from upk.offices.models import Office, User, Village
from upk.periods import Quarter

Row = TypeVar("Row")
WRITERS = (*STAFF, Role.FACILITATOR)
"""Who may do something about what waits; the supervisor reads."""

NONE = "–"


@dataclass(frozen=True)
class Scope:
    """The villages that the user sees, as of a day."""

    office: Office
    user: User
    villages: Sequence[Village]
    on: date

    @property
    def ids(self) -> list[int]:
        return [village.pk for village in self.villages]

    @property
    def quarter(self) -> Quarter:
        return Quarter.of(self.on)

    @property
    def may_write(self) -> bool:
        return self.user.role in WRITERS

    def action(self, label: str, name: str, *args: object) -> tuple[str, str] | None:
        """Label and address of what the user may do, or ``None``."""
        return (label, reverse(name, args=args)) if self.may_write else None


def by_village(rows: Iterable[Row], village_of: Callable[[Row], int]) -> dict[int, list[Row]]:
    """The rows by their village's number, in their order."""
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[village_of(row)].append(row)
    return found


def short(day: date | None) -> str:
    """``03-02-2010``, or a dash."""
    return f"{day:%d-%m-%Y}" if day else NONE


def more(label: str, name: str, village: Village, **query: str) -> tuple[str, str]:
    """Label and address of a list, narrowed to the village."""
    asked = {"desa": str(village.pk), **query}
    return label, reverse(name) + "?" + "&".join(f"{key}={value}" for key, value in asked.items())
