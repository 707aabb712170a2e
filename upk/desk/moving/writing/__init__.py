"""Bringing a clean workbook into an office that has no books yet, all of it or nothing.

``move`` has the writers in their order and ``move_in``, which runs them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Model

from upk.desk.moving.content import Content, Row
from upk.ledger.models import Account
from upk.offices.models import Office, User


@dataclass(slots=True)
class Moving:
    """One move: whose, what, and what was made of it so far.

    ``opening`` is the account that all opening postings go against; at the end of ``cut_over`` it
    is empty. ``made`` holds what each row became, by sheet and name, as ``Content.index`` has it.
    ``progress`` is told how many rows are written, of how many.
    """

    office: Office
    content: Content
    cut_over: date
    by: User
    opening: Account
    made: dict[str, dict[object, Model]] = field(default_factory=dict)
    progress: Callable[[int, int], None] = lambda done, total: None
    done: int = 0

    def keep(self, row: Row, made: Model) -> None:
        """Remember what a row became, for the rows that refer to it."""
        name = row.name[0] if len(row.name) == 1 else row.name
        self.made.setdefault(row.sheet.key, {})[name] = made

    def find(self, sheet: str, name: object) -> Model:
        """What the row of that name became; the checks have seen to it that it is there."""
        return self.made[sheet][name]

    @property
    def total(self) -> int:
        """Rows that there are."""
        return sum(len(rows) for rows in self.content.rows.values())

    def advance(self, count: int) -> None:
        """Say that so many rows more are written."""
        self.done += count
        self.progress(self.done, self.total)


Writer = Callable[[Moving], None]
