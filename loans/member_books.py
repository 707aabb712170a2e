"""A loan as its members see it: who owes and has paid how much, as of a day; nothing is stored.

``MemberBook`` reads the rows of one loan in a constant number of queries; the rule is
``loans.member_accounts``. A receipt that was reversed counts until the day of its reversal, like
on the group's card.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from loans.allocation import Parts
from loans.member_accounts import Account, Forgiven, accounts, propose
from loans.members import cells_of
from loans.models import Instalment, Loan, MemberRepayment, Relief, Repayment, Share
from loans.shares import CellTooSmall, MemberCell
from upk.offices.models import Person


class SharesTooSmall(ValueError):
    """The members' parts of an instalment are too small to be divided (``loans.shares``)."""


@dataclass(frozen=True, slots=True)
class _Event:
    """A payment or its reversal; ``named`` tells that its rows by member exist."""

    pk: int
    on: date
    parts: Parts
    is_undone: bool
    named: bool


@dataclass(frozen=True, slots=True)
class _Relief:
    """What was forgiven from a day on, until it was taken back."""

    since: date
    until: date | None
    what: Forgiven

    def holds(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True)
class MemberBook:
    """The rows of a disbursed loan; ``shares`` and ``cells`` in the order of the shares."""

    loan: Loan
    instalments: tuple[Instalment, ...]
    shares: tuple[Share, ...]
    cells: Sequence[Sequence[MemberCell]]
    events: tuple[_Event, ...]
    named: tuple[MemberRepayment, ...]
    reliefs: tuple[_Relief, ...]

    @property
    def people(self) -> list[Person]:
        return [share.person for share in self.shares]

    def accounts(self, as_of: date) -> list[Account]:
        """Each member's account at the end of a day, in the order of the shares."""
        named = [row for row in self.named if row.repayment.paid_on <= as_of]
        paid = [event for event in self.events if event.on <= as_of]
        forgiven = [relief.what for relief in self.reliefs if relief.holds(as_of)]
        return self._accounts(named, _total(event.parts for event in paid), forgiven)

    def proposal(self, parts: Parts, *, of: Repayment | None = None) -> list[Parts]:
        """How ``parts`` are divided over the members if nobody says otherwise.

        ``parts`` are new money or, with ``of``, those of a receipt that was recorded: then what
        came after it and isn't named by member leaves it its place.
        """
        before = [
            event
            for event in self.events
            if not event.named
            and not event.is_undone
            and (of is None or (event.on, event.pk) < (of.paid_on, of.pk))
        ]
        named = [event.parts for event in self.events if event.named]
        paid = _total([*named, *(event.parts for event in before)])
        return propose(self._accounts(self.named, paid, self._forgiven()), parts)

    def room(self, on: date) -> list[Parts]:
        """How much may yet be named of each member by a receipt of that day.

        That is what the member owes over the whole schedule, less the most that is named at the
        end of any day from then on: a later reversal doesn't free it before its own day.
        """
        paid = _total(event.parts for event in self.events)
        asked = [a.asked for a in self._accounts(self.named, paid, self._forgiven())]
        found = []
        for share, owed in zip(self.shares, asked, strict=True):
            days: dict[date, list[int]] = defaultdict(lambda: [0, 0])
            for row in self.named:
                if row.person_id == share.person_id:
                    day = days[max(on, row.repayment.paid_on)]
                    day[0] += row.principal
                    day[1] += row.interest
            peak, sums = [0, 0], [0, 0]
            for day in sorted(days):
                sums = [total + more for total, more in zip(sums, days[day], strict=True)]
                peak = [max(pair) for pair in zip(peak, sums, strict=True)]
            found.append(Parts(max(0, owed.principal - peak[0]), max(0, owed.interest - peak[1])))
        return found

    def _forgiven(self) -> list[Forgiven]:
        """What is forgiven when everything that was recorded counts."""
        return [relief.what for relief in self.reliefs if relief.holds(date.max)]

    def _accounts(
        self, named: Iterable[MemberRepayment], paid: Parts, forgiven: Sequence[Forgiven]
    ) -> list[Account]:
        by_person = {share.person_id: [0, 0] for share in self.shares}
        for row in named:
            by_person[row.person_id][0] += row.principal
            by_person[row.person_id][1] += row.interest
        parts = [Parts(*by_person[share.person_id]) for share in self.shares]
        return accounts(self.cells, parts, paid, forgiven)


def member_book(loan: Loan) -> MemberBook:
    """Read a disbursed loan: four queries, five where something was forgiven.

    Raises ``SharesTooSmall`` where its rows can't be divided over the members.
    """
    instalments = tuple(loan.instalments.order_by("n"))
    shares = tuple(loan.shares.select_related("person").order_by("pk"))
    repayments = list(loan.repayments.order_by("paid_on", "id"))
    named = tuple(
        MemberRepayment.objects.filter(repayment__loan=loan)
        .select_related("repayment__entry")
        .order_by("repayment__paid_on", "id")
    )
    named_ids = {row.repayment_id for row in named}
    undone = {r.reverses_id for r in repayments} | {r.pk for r in repayments if r.reverses_id}
    events = tuple(
        _Event(r.pk, r.paid_on, Parts(r.principal, r.interest), r.pk in undone, r.pk in named_ids)
        for r in repayments
        if r.is_payment
    )
    reliefs: tuple[_Relief, ...] = ()
    if len(events) < len(repayments):
        reliefs = _reliefs(loan, instalments, shares)
    try:
        cells = cells_of(loan, instalments, [share.principal for share in shares])
    except CellTooSmall as error:
        raise SharesTooSmall(str(error)) from error
    return MemberBook(loan, instalments, shares, cells, events, named, reliefs)


def _reliefs(
    loan: Loan, instalments: Sequence[Instalment], shares: Sequence[Share]
) -> tuple[_Relief, ...]:
    rows = {row.pk: index for index, row in enumerate(instalments)}
    members = {share.person_id: index for index, share in enumerate(shares)}
    reliefs = Relief.objects.filter(repayment__loan=loan, repayment__reverses=None)
    return tuple(
        _Relief(on, until, Forgiven(rows[row], members.get(person), principal, interest))
        for on, until, row, person, principal, interest in reliefs.order_by("id").values_list(
            "repayment__paid_on", "repayment__reversed_by__paid_on", "instalment_id",
            "repayment__person_id", "principal", "interest",
        )
    )  # fmt: skip


def _total(parts: Iterable[Parts]) -> Parts:
    principal = interest = 0
    for part in parts:
        principal += part.principal
        interest += part.interest
    return Parts(principal, interest)
