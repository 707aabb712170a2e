"""What groups ask for, and the way of each request until the money is paid out, as pure data.

The verification team's visit and the meeting that approves are days of their own. At the practice
date some requests stand at each step, some were taken back a step, some were refused.
"""

from collections import defaultdict
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from upk.desk.example import calendar, rules
from upk.desk.example.behaviour import Payer
from upk.desk.example.events import (
    Approval,
    Choice,
    Event,
    LoanPlan,
    Proposal,
    Refusal,
    StepBack,
    Verification,
)
from upk.desk.example.groups import GroupPlan
from upk.desk.example.places import FORMS_SINCE, LAST_CLOSED_DAY, PRACTICE_DATE

if TYPE_CHECKING:
    from upk.desk.example.lending import Lending

PROPOSED, VERIFIED, RESOLVED = 20, 12, 6
"""So many days before the disbursement; on the day itself or the working day before it."""

ASK_MORE = 0.25
"""So many groups ask for a little more than they get."""

DROPPED_FROM = (date(2009, 3, 1), date(2009, 9, 1), date(2010, 2, 11))
"""From these days on the next group of at least seven loses a member at the verification."""

LEAST_WITH_DROPPED = 7
LAST_MEETING = date(2010, 2, 11)
WAITING_SINCE = (date(2010, 1, 27), date(2010, 2, 4))
"""When those who wait at the practice date asked, and when the team was there."""

ASKED_LATELY = (date(2010, 2, 9), date(2010, 2, 11), date(2010, 2, 12))
VERIFIED_LATELY = ((date(2010, 2, 2), date(2010, 2, 12)), (date(2010, 2, 3), date(2010, 2, 13)))
"""Proposals, and proposals with their verification, of groups that still pay."""

REFUSED_AS_LATE = (date(2009, 11, 19), date(2009, 11, 27))
REFUSED_AFTER_VISIT = (date(2010, 1, 18), date(2010, 1, 26), date(2010, 2, 4))


class Requests:
    """Makes the plans of loans. ``settled`` is when each group's last loan was."""

    def __init__(
        self,
        groups: list[GroupPlan],
        payers: dict[GroupPlan, Payer],
        settled: dict[GroupPlan, date],
    ) -> None:
        self._groups = groups
        self._payers = payers
        self._settled = settled
        self._assessments = {
            group: rules.assessments(group, is_troubled=_stays_in_trouble(payers[group]))
            for group in groups
        }
        self._drop_from = list(DROPPED_FROM)
        self.ended: dict[GroupPlan, LoanPlan] = {}
        self.gone: dict[GroupPlan, set[int]] = defaultdict(set)
        """Places of members who died or whose part was written off: they get no more."""
        self.free_from: dict[GroupPlan, date] = {}
        """From when on a group whose last request failed may ask anew."""

    def assessments(self) -> list[Event]:
        """How all groups were graded."""
        return [assessment for found in self._assessments.values() for assessment in found]

    def make(
        self, group: GroupPlan, terms: dict, share: float, on: date, decision: str
    ) -> LoanPlan:
        """A loan of about ``share`` for each member, to be paid out on a day."""
        step = 100_000 if on.year < 2007 else 250_000
        shares = self._payers[group].member_shares(share, len(group.members), step)
        shares = tuple(0 if n in self.gone[group] else a for n, a in enumerate(shares))
        asked = self._asked(group, shares, step, on)
        if rules.has_rules(on):
            level_limit = rules.LEVEL_LIMITS[self.level(group)]
            asked = rules.fit(asked, level_limit, step)
            shares = rules.fit(shares, self._most(group, level_limit), step)
            shares = tuple(map(min, shares, asked))
        shares = self._without_dropped(shares, on)
        resolved = _office_day(on - timedelta(days=RESOLVED))
        approved = max(resolved, self._settled.get(group, group.founded_on))
        verified = min(approved, _office_day(on - timedelta(days=VERIFIED)))
        proposed = min(verified, _office_day(on - timedelta(days=PROPOSED)))
        earliest = self.free_from.get(group, group.founded_on)
        proposed, verified = max(proposed, earliest), max(verified, earliest)
        return LoanPlan(
            group, terms, asked, shares, proposed, verified, approved, decision, resolved
        )

    def level(self, group: GroupPlan) -> str:
        """The group's level by its newest assessment."""
        return rules.level_of(self._assessments[group][-1])

    def _most(self, group: GroupPlan, level_limit: int) -> int:
        last = self.ended.get(group)
        most = rules.most_after(last, self._settled[group]) if last else None
        return level_limit if most is None else min(level_limit, most)

    def _asked(
        self, group: GroupPlan, shares: tuple[int, ...], step: int, on: date
    ) -> tuple[int, ...]:
        if Random(f"asked {group.code} {on}").random() >= ASK_MORE:
            return shares
        return tuple(share + step if share else 0 for share in shares)

    def _without_dropped(self, shares: tuple[int, ...], on: date) -> tuple[int, ...]:
        """Now and then the last member's identity card doesn't match, and she drops out."""
        members = [place for place, share in enumerate(shares) if share]
        if not self._drop_from or on < self._drop_from[0] or len(members) < LEAST_WITH_DROPPED:
            return shares
        self._drop_from.pop(0)
        return tuple(0 if place == members[-1] else share for place, share in enumerate(shares))

    def steps_of(self, loan: LoanPlan) -> list[Event]:
        """The way of a request until it waits for its money."""
        return [*self._verified(loan), Approval(loan.approved_on, loan)]

    def _verified(self, loan: LoanPlan) -> list[Event]:
        with_forms = loan.proposed_on >= FORMS_SINCE
        return [
            Proposal(loan.proposed_on, loan),
            Verification(loan.verified_on, loan, with_forms),
        ]

    # -- at the practice date ----------------------------------------------------------------------

    def at_the_end(self, lending: "Lending") -> list[Event]:
        """Requests that stand at each step at the practice date, and those that were refused."""
        return [*self._waiting(lending), *self._of_running(lending), *self._refused(lending)]

    def _waiting(self, lending: "Lending") -> list[Event]:
        """Who settled lately has the next loan approved: the waiting list of the practice day."""
        lately = [g for g, _ in lending.ready.items() if g.founded_on < LAST_CLOSED_DAY]
        loans = []
        for group in sorted({*lately, *lending.resting}, key=lambda g: g.code):
            loan = lending.next_loan(group, PRACTICE_DATE)
            loan.proposed_on, loan.verified_on = WAITING_SINCE
            loan.resolved_on = LAST_MEETING
            loan.approved_on = max(LAST_MEETING, self._settled.get(group, group.founded_on))
            loans.append(loan)
        events: list[Event] = []
        for n, loan in enumerate(loans):
            events += self._verified_again(loan) if n == 0 else self._verified(loan)
            events.append(Approval(loan.approved_on, loan))
        on_time = [loan for loan in loans[1:] if loan.approved_on == LAST_MEETING]
        return [*events, *_approved_again(on_time[0]), *_chosen(loans)]

    def _verified_again(self, loan: LoanPlan) -> list[Event]:
        reason = "Fotokopi KTP dua anggota belum ada"
        first, second = self._verified(loan)
        again = second.on + timedelta(days=1)
        return [
            first, second, StepBack(again, loan, reason), Verification(again, loan, with_forms=True)
        ]  # fmt: skip

    def _of_running(self, lending: "Lending") -> list[Event]:
        """Groups that pay their last instalments ask already."""
        ending = [
            loan
            for loan in lending.punctual()
            if date(2010, 3, 10) <= loan.rows[-1][0] <= date(2010, 5, 31)
        ]
        events: list[Event] = []
        for loan, on in zip(ending, ASKED_LATELY, strict=False):
            events.append(Proposal(on, self._anew(loan, on, on)))
        for loan, (on, seen) in zip(ending[len(ASKED_LATELY) :], VERIFIED_LATELY, strict=False):
            events += self._verified(self._anew(loan, on, seen))
        return events

    def _anew(self, running: LoanPlan, on: date, seen: date) -> LoanPlan:
        """A request for as much as the group's running loan was."""
        gone = self.gone[running.group]
        shares = tuple(0 if n in gone else a for n, a in enumerate(running.shares))
        if rules.has_rules(on):
            shares = rules.fit(shares, rules.LEVEL_LIMITS[self.level(running.group)], 250_000)
        return LoanPlan(running.group, running.terms, shares, shares, on, seen, seen, "", seen)

    def _refused(self, lending: "Lending") -> list[Event]:
        on, refused_on = REFUSED_AS_LATE
        in_trouble = next(loan for loan in lending.in_trouble() if loan.disbursed_on < on)
        early = self._anew(in_trouble, on, on)
        on, seen, decided_on = REFUSED_AFTER_VISIT
        paying = [loan for loan in lending.punctual() if loan.rows[-1][0] > date(2010, 6, 15)]
        late = self._anew(paying[0], on, seen)
        return [
            Proposal(early.proposed_on, early),
            Refusal(refused_on, early, "Pinjaman yang berjalan masih menunggak"),
            *self._verified(late),
            Refusal(decided_on, late, "Pinjaman yang berjalan baru lunas setelah Juni"),
        ]


def _stays_in_trouble(payer: Payer) -> bool:
    return payer.trouble is not None and payer.trouble[1] is None


def _approved_again(loan: LoanPlan) -> list[Event]:
    """An approval that was taken back and entered anew on the next day."""
    again = loan.approved_on + timedelta(days=1)
    reason = "Jumlah bagian anggota diperiksa ulang"
    return [StepBack(again, loan, reason), Approval(again, loan)]


def _chosen(loans: list[LoanPlan]) -> list[Event]:
    """The manager puts the last of the waiting SPP groups first."""
    loan = [loan for loan in loans if loan.category == "SPP"][-1]
    return [Choice(PRACTICE_DATE, loan, "Musim tanam: modal diperlukan minggu ini")]


def _office_day(day: date) -> date:
    """That day, or the last one before it on which the office was open."""
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return day
