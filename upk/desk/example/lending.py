"""The story of the loans, told day by day as pure data.

Money that comes in is lent again on two days a month. How much a member gets follows what there
is to lend, so that the fund grows as the office's did. Amounts are computed by the rules that
the services use (``loans.schedule``, ``loans.allocation``); nothing here knows the database.
"""

from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal

from loans.allocation import allocate, settlement
from loans.schedule import Method
from upk.desk.example import calendar, rules
from upk.desk.example.behaviour import EARLY_SETTLERS, Payer, plan_troubles
from upk.desk.example.collection import collected
from upk.desk.example.events import (
    Correction,
    DaySheet,
    Disbursement,
    Event,
    LoanPlan,
    Payment,
    Settlement,
)
from upk.desk.example.groups import GroupPlan
from upk.desk.example.places import LAST_CLOSED_DAY, PRACTICE_DATE, USERS, VILLAGES
from upk.desk.example.requests import Requests
from upk.desk.example.turns import Turns
from upk.money import RoundingMode

DISBURSEMENT_DAYS = (10, 25)
RESERVE = 10_000_000
RESERVE_PERCENT = 2
"""What each product's account keeps: whole rupiah, and percent of the product's fund."""

FIRST_SHARE = {"SPP": 1_000_000, "UEP": 1_300_000}
LARGEST_SHARE = 5_000_000
PLENTY, RISE, FALL = 0.05, 1.04, 0.97
"""When more than this part of the fund lies idle shares rise; when money is scarce they fall."""

LEAST_PART, MARGIN, WIDE_MARGIN = 0.7, 1.06, 1.2
"""A day's share is at least this part of the usual one; planned with these margins."""

LAST_RUSH = date(2009, 9, 15)
"""From here on nobody pauses for long, so that the groups have a loan at the year's end."""

EARLY_CUSTOMERS = 3
"""So many groups have paid already when somebody begins to practise."""

TOGETHER_UNTIL = 2006
"""Through this year the two villages of a person are one day sheet."""

GROUPS_WITHOUT_LOAN = 1
"""So many groups rest at the end of 2009; one more lost its loan to a write-off."""

WRONG_RECEIPTS = (date(2008, 5, 1), date(2010, 2, 8))
"""The first punctual receipt from these days on is typed wrong and corrected the next day."""

MONTHLY = {
    "rate": Decimal("1.5"),
    "method": Method.FLAT,
    "tenor": 12,
    "principal_every": 1,
    "interest_every": 1,
    "grace": 0,
    "rounding_step": 500,
    "rounding": RoundingMode.NEAREST,
}
SEASONAL = {**MONTHLY, "principal_every": 4}
LONG = {**MONTHLY, "tenor": 18}
LONG_SINCE = {"SPP": 2008, "UEP": 2006}
"""From when on every second group gets 18 months."""


class Lending:
    """Tells the story; ``events`` is what happened, ``cash`` what could be lent at the end.

    ``other_money`` is what comes into the fund and goes out of it besides the loans: amounts by
    product and day, whole rupiah.
    """

    def __init__(
        self, groups: list[GroupPlan], other_money: dict[str, dict[date, int]], first_day: date
    ) -> None:
        troubles = plan_troubles(groups)
        self.groups = groups
        self.payers = {group: Payer(group, troubles.get(group)) for group in groups}
        self.other_money = other_money
        self.first_day = first_day
        self.events: list[Event] = []
        self.cash = {"SPP": 0, "UEP": 0}
        self.cash_at_month_end: dict[date, dict[str, int]] = {}
        self._share = {key: float(value) for key, value in FIRST_SHARE.items()}
        self.running: dict[GroupPlan, LoanPlan] = {}
        self.ready: dict[GroupPlan, date] = {
            group: group.founded_on + timedelta(days=35 + self.payers[group].pause(40))
            for group in groups
        }
        self.settled: dict[GroupPlan, date] = {}
        self.resting: list[GroupPlan] = []
        self.early: dict[LoanPlan, int] = {}
        self._come_later: dict[date, list[LoanPlan]] = defaultdict(list)
        self._to_correct: dict[date, list[tuple[date, Payment]]] = defaultdict(list)
        self._wrong = list(WRONG_RECEIPTS)
        self._meetings: Counter[int] = Counter()
        self.requests = Requests(groups, self.payers, self.settled)
        self._turns = Turns(self)

    def tell(self) -> list[Event]:
        """Everything from the first day to the practice date; not in order."""
        self.events += self.requests.assessments()
        visits = self._visit_days()
        disbursements = {
            calendar.in_month(year, month, day)
            for year, month in calendar.months(self.first_day, PRACTICE_DATE)
            for day in DISBURSEMENT_DAYS
        }
        for day in calendar.days(self.first_day, PRACTICE_DATE):
            for category, money in self.other_money.items():
                self.cash[category] += money.get(day, 0)
            for villages in visits.get(day, ()):
                self._visit(villages, day)
            if day == PRACTICE_DATE:
                self._come_later[day] += self._late()[:EARLY_CUSTOMERS]
            self._at_the_office(day)
            self._turns.take(day)
            if day in disbursements:
                self._disburse(day)
            if (day + timedelta(days=1)).day == 1:
                self.cash_at_month_end[day] = dict(self.cash)
        self.events += self.requests.at_the_end(self)
        self.events += collected(self)
        return self.events

    # -- who comes ---------------------------------------------------------------------------------

    def _visit_days(self) -> dict[date, list[tuple[str, ...]]]:
        """Which villages' groups pay together on which day.

        At first the person responsible brought the money of both villages in on the later day.
        """
        payment_day = {village.code: village.payment_day for village in VILLAGES}
        visits: dict[date, list[tuple[str, ...]]] = defaultdict(list)
        for year, month in calendar.months(self.first_day, PRACTICE_DATE):
            for user in USERS:
                together = [user.villages] if year <= TOGETHER_UNTIL else zip(user.villages)
                for villages in filter(None, together):
                    last = max(payment_day[code] for code in villages)
                    day = calendar.in_month(year, month, last)
                    if day < PRACTICE_DATE:  # that day's sheets are for those who practise
                        visits[day].append(villages)
        return visits

    def _loans_of(self, villages: tuple[str, ...]) -> list[LoanPlan]:
        return [
            self.running[group]
            for group in self.groups
            if group.village.code in villages and group in self.running
        ]

    def _visit(self, villages: tuple[str, ...], day: date) -> None:
        payments = []
        for loan in self._loans_of(villages):
            payer = self.payers[loan.group]
            due = loan.due(day)
            if self._settles_early(loan, day):
                if rules.has_rules(day):
                    self._settle(loan, day)
                else:
                    payments.append(Payment(loan, settlement(due), ahead=True))
                continue
            amount = payer.brings(due, _regular(loan), day)
            if amount:
                penalty = payer.penalty(due)
                payments.append(Payment(loan, allocate(amount, due), penalty=penalty))
            elif due.now and not payer.in_trouble(day) and payer.chance(0.5):
                later = calendar.working_day(day + timedelta(days=7 + payer.pause(9)))
                self._come_later[later].append(loan)
        self._receive(day, payments)

    def _at_the_office(self, day: date) -> None:
        """Those who missed the visit come by themselves, or a wrong receipt is put right."""
        payments = []
        for paid_on, wrong in self._to_correct.pop(day, ()):
            reason = "Salah ketik jumlah angsuran"
            self._count(day, wrong, sign=-1)
            self.events.append(Correction(day, wrong.loan, paid_on, wrong.parts, reason))
            due = wrong.loan.due(day)
            payments.append(Payment(wrong.loan, allocate(due.now, due)))
        for loan in self._come_later.pop(day, ()):
            due = loan.due(day)
            if due.now and not self.payers[loan.group].in_trouble(day):
                penalty = self.payers[loan.group].penalty(due)
                payments.append(Payment(loan, allocate(due.now, due), penalty=penalty))
        self._receive(day, payments)

    def _late(self) -> list[LoanPlan]:
        """Loans in arrears on the practice date whose groups mean to pay."""
        return [
            loan
            for group, loan in self.running.items()
            if loan.due(PRACTICE_DATE).principal_arrears
            and group.village.payment_day != PRACTICE_DATE.day  # their sheet is still to come
            and not self.payers[group].in_trouble(PRACTICE_DATE)
        ]

    def _settles_early(self, loan: LoanPlan, day: date) -> bool:
        rows_left = self.early.get(loan)
        return (
            rows_left is not None
            and not self.payers[loan.group].in_trouble(day)
            and sum(due_on > day for due_on, _, _ in loan.rows) <= rows_left
        )

    # -- money -------------------------------------------------------------------------------------

    def _receive(self, day: date, payments: list[Payment]) -> None:
        payments = [self._mistyped(day, payment) for payment in payments]
        if not payments:
            return
        self.events.append(DaySheet(day, tuple(payments)))
        for payment in payments:
            self._count(day, payment)
            if payment.loan.is_settled:
                self._end(payment.loan, day)

    def _settle(self, loan: LoanPlan, day: date) -> None:
        """Settle a loan before its time, with the jasa forgiven that isn't due yet."""
        due = loan.due(day)
        parts = settlement(due, full_interest=False)
        self.events.append(Settlement(day, loan, parts, due.interest_ahead))
        loan.pay(day, parts)
        loan.relieve(day, loan.left(day))
        self.cash[loan.category] += parts.total
        self._end(loan, day)

    def _count(self, day: date, payment: Payment, sign: int = 1) -> None:
        payment.loan.pay(day, payment.parts, sign)
        self.cash[payment.loan.category] += sign * (payment.amount + payment.penalty)

    def _mistyped(self, day: date, payment: Payment) -> Payment:
        """Now and then an amount is typed wrong: a fifth too little."""
        if not self._wrong or day < self._wrong[0] or payment.ahead or payment.penalty:
            return payment
        if len(payment.loan.rows) < 12 or payment.amount < 1_000_000:
            return payment
        self._wrong.pop(0)
        amount = payment.amount * 4 // 5 // 1000 * 1000
        wrong = Payment(payment.loan, allocate(amount, payment.loan.due(day)))
        self._to_correct[calendar.working_day(day + timedelta(days=1))].append((day, wrong))
        return wrong

    def _end(self, loan: LoanPlan, day: date) -> None:
        group = loan.group
        del self.running[group]
        self.settled[group] = day
        self.requests.ended[group] = loan
        at_year_end = date(2009, 11, 15) <= day <= LAST_CLOSED_DAY
        if at_year_end and len(self.resting) < GROUPS_WITHOUT_LOAN and group.category == "UEP":
            self.resting.append(group)
            return
        longest = 45 if day < LAST_RUSH else 3 if day > LAST_CLOSED_DAY else 8
        self.ready[group] = day + timedelta(days=1 + self.payers[group].pause(longest))

    # -- lending -----------------------------------------------------------------------------------

    def _disburse(self, day: date) -> None:
        is_last = day.year == 2009 and day.month == 12 and day.day > 20
        ready = sorted(
            (on, group.code, group)
            for group, on in self.ready.items()
            if on <= day or (is_last and on <= LAST_CLOSED_DAY)
        )
        loans = []
        for category in ("SPP", "UEP"):
            served = self._serve([g for _, _, g in ready if g.category == category], day, is_last)
            loans += served
        if loans:
            self._meetings[day.year] += 1
            self.events.append(Disbursement(day, tuple(loans)))

    def _serve(self, queue: list[GroupPlan], day: date, is_last: bool) -> list[LoanPlan]:
        """Lend in the order of the queue while there is money; when it is scarce all get less."""
        if not queue:
            return []
        category = queue[0].category
        fund = self._fund(category)
        available = self.cash[category] - RESERVE - fund * RESERVE_PERCENT // 100
        share = self._share_today(queue, available, at_any_size=is_last)
        loans = []
        for group in queue:
            loan = self._loan(group, share, day)
            if loan.principal > available:
                break
            available -= loan.principal
            self._start(loan, day)
            loans.append(loan)
        if available > fund * PLENTY:
            self._share[category] = min(self._share[category] * RISE, LARGEST_SHARE)
        return loans

    def _share_today(self, queue: list[GroupPlan], available: int, *, at_any_size: bool) -> float:
        """What a member gets today, whole rupiah: the usual share, or less when money is scarce."""
        category = queue[0].category
        usual = self._share[category]
        margin = WIDE_MARGIN if at_any_size else MARGIN
        affordable = available / (margin * sum(len(group.members) for group in queue))
        if affordable >= usual:
            return usual
        self._share[category] *= FALL
        return max(affordable, 0 if at_any_size else usual * LEAST_PART)

    def _fund(self, category: str) -> int:
        """Cash and loans of a product, whole rupiah."""
        running = (loan for loan in self.running.values() if loan.category == category)
        return self.cash[category] + sum(loan.outstanding for loan in running)

    def _loan(self, group: GroupPlan, share: float, on: date) -> LoanPlan:
        decision = f"MAD/{self._meetings[on.year] + 1:02d}/{on.year}"
        return self.requests.make(group, terms_for(group, on), share, on, decision)

    def _start(self, loan: LoanPlan, day: date) -> None:
        self.events += self.requests.steps_of(loan)
        loan.disburse(day)
        self.cash[loan.category] -= loan.principal
        self.running[loan.group] = loan
        del self.ready[loan.group]
        if self.payers[loan.group].chance(EARLY_SETTLERS):
            self.early[loan] = 4

    # -- for requests ------------------------------------------------------------------------------

    def next_loan(self, group: GroupPlan, on: date) -> LoanPlan:
        """What the group may get next, as shares are at present."""
        return self._loan(group, self._share[group.category], on)

    def punctual(self) -> list[LoanPlan]:
        """Running loans that are paid as they should be, in the order of the groups."""
        return [
            self.running[group]
            for group in self.groups
            if group in self.running
            and self.payers[group].trouble is None
            and self.running[group] not in self.early
        ]

    def in_trouble(self) -> list[LoanPlan]:
        """Running loans on which nothing is paid any more, in the order of the groups."""
        return [
            self.running[group]
            for group in self.groups
            if group in self.running and self.payers[group].in_trouble(PRACTICE_DATE)
        ]


def terms_for(group: GroupPlan, on: date) -> dict:
    """Terms by what the group does with the money: harvests once in four months, or sells daily."""
    last_digit = group.code[-1]
    if group.category == "UEP" and last_digit in "35":
        return SEASONAL
    if on.year >= LONG_SINCE[group.category] and last_digit in "02468":
        return LONG
    return MONTHLY


def _regular(loan: LoanPlan) -> int:
    """The largest instalment."""
    return max(principal + interest for _, principal, interest in loan.rows)
