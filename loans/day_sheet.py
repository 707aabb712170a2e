"""The day sheet: which loans stand on it, what each owes on the day, who may have paid it in.

Amounts are *not* filled in beforehand: what is due stands in a column beside an empty field, and
a key (F2) or a button copies it, for one row or for all. A sheet that is full from the start is
posted as if everybody had paid; an empty field means that nobody came, and the counted cash says
whether that is so. Copying the due amounts of a whole village is still one stroke.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q

from groups.models import Membership
from loans.models import Instalment, Loan, LoanQuerySet, Product
from loans.owed import LoanDues, dues_of
from upk.offices.models import User, Village

SHEET_SIZE = 60
"""Rows of one sheet; a longer list has several sheets, each posted by itself."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which loans the sheet is about. All parts hold together; none of them: nothing chosen."""

    village: Village | None = None
    product: Product | None = None
    this_week: bool = False
    text: str = ""

    def __bool__(self) -> bool:
        return bool(self.village or self.product or self.this_week or self.text)


@dataclass(frozen=True, slots=True)
class Payer:
    """Somebody who may pay in for a group."""

    pk: int
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """A loan on the sheet. ``payers``: the group's officers first, then its other members."""

    loan: Loan
    owed: LoanDues
    payers: Sequence[Payer] = field(default=())

    @property
    def now(self) -> int:
        """What is in arrears and due on the day. Whole rupiah."""
        return self.owed.due.now


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday of the week in which ``day`` lies."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def payable_loans(user: User, choice: Choice, on: date) -> LoanQuerySet:
    """Active loans that the user may see and the choice names, village by village."""
    loans = Loan.objects.visible_to(user).active().disbursed_by(on)
    if choice.village:
        loans = loans.filter(group__village=choice.village)
    if choice.product:
        loans = loans.filter(product=choice.product)
    if choice.this_week:
        due = Instalment.objects.filter(loan=OuterRef("pk"), due_on__range=week_of(on))
        loans = loans.filter(Exists(due))
    for word in choice.text.split():
        loans = loans.filter(
            Q(code__icontains=word)
            | Q(group__code__icontains=word)
            | Q(group__name__icontains=word)
            | Q(group__village__name__icontains=word)
        )
    return loans.select_related("group__village", "product").order_by(
        "group__village__name", "group__code", "code"
    )


def lines_of(loans: Iterable[Loan], on: date) -> list[Line]:
    """The lines of these loans in their order: three queries more, whatever their number."""
    loans = list(loans)
    owed = dues_of(loans, on)
    payers = _payers({loan.group_id for loan in loans})
    return [Line(loan, owed[loan.pk], payers[loan.group_id]) for loan in loans]


def _payers(groups: Iterable[int]) -> dict[int, list[Payer]]:
    """Who belongs to each group now, by group id: officers first."""
    found: dict[int, list[tuple]] = defaultdict(list)
    order = {value: place for place, value in enumerate(Membership.Position.values)}
    rows = Membership.objects.open().filter(group__in=groups)
    for group, person, name, position in rows.values_list(
        "group_id", "person_id", "person__name", "position"
    ):
        label = Membership.Position(position).label
        shown = name if position == Membership.Position.MEMBER else f"{name} ({label.lower()})"
        found[group].append((order[position], name, Payer(person, shown)))
    payers = {group: [row[2] for row in sorted(rows, key=_place)] for group, rows in found.items()}
    return defaultdict(list, payers)


def _place(row: tuple) -> tuple[int, str]:
    return row[0], row[1]
