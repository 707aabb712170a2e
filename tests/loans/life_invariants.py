"""What must be true of an office's loans after any step, worked out from the rows alone.

Nothing here uses the rules of ``loans``: sums are added up by hand, so that a fault in a rule
can't hide in its own proof. Loans are monthly and due on the day of their disbursement.
"""

from collections import defaultdict
from datetime import date
from itertools import pairwise

from loans.models import Instalment, Loan, LoanStep, Recovery, Relief, Repayment, Share, StepShare
from loans.portfolio import portfolio
from upk.ledger.models import Account, Entry, Posting, VoucherCounter
from upk.offices.models import Office
from upk.periods import days_in_month

CLASS_BY_MONTHS = ("I", "II", "II", "III", "III", "IV", "IV", "V")
"""domain.md 4, by whole months in arrears; the last one is open."""


class Books:
    """All rows of an office, read once, and what they say on a day."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.loans = list(Loan.objects.filter(office=office).order_by("id"))
        self.rows = _by_loan(Instalment.objects.order_by("n"))
        self.steps = _by_loan(LoanStep.objects.order_by("id"))
        self.repayments = _by_loan(Repayment.objects.order_by("id"))
        self.shares = _by_loan(Share.objects.order_by("id"))
        self.reliefs = defaultdict(list)
        for relief in Relief.objects.select_related("instalment", "repayment"):
            self.reliefs[relief.repayment_id].append(relief)
        self.by_step = defaultdict(int)
        for step_id, amount in StepShare.objects.values_list("step_id", "amount"):
            self.by_step[step_id] += amount
        self.received = defaultdict(int)
        for write_off_id, amount in Recovery.objects.values_list("write_off_id", "amount"):
            self.received[write_off_id] += amount
        self.postings = list(Posting.objects.select_related("entry").filter(entry__office=office))

    def balance(self, account: Account, on: date) -> int:
        total = 0
        for posting in self.postings:
            if posting.entry.happened_on <= on:
                total += posting.amount if posting.debit_id == account.pk else 0
                total -= posting.amount if posting.credit_id == account.pk else 0
        return total

    def cancelled_on(self, loan: Loan) -> date | None:
        days = [s.happened_on for s in self.steps[loan.pk] if s.to_status == "X"]
        return days[0] if days else None

    def is_lent(self, loan: Loan, on: date) -> bool:
        """Whether its money was out on that day."""
        cancelled = self.cancelled_on(loan)
        is_paid_out = loan.disbursed_on is not None and loan.disbursed_on <= on
        return is_paid_out and not (cancelled and cancelled <= on)

    def until(self, loan: Loan, on: date) -> list[Repayment]:
        return [r for r in self.repayments[loan.pk] if r.paid_on <= on]

    def outstanding(self, loan: Loan, on: date) -> int:
        return loan.principal - sum(r.principal for r in self.until(loan, on))

    def asked(self, loan: Loan, on: date) -> list[list]:
        """What each row asks for after reliefs: due date, principal, jasa."""
        rows = {row.pk: [row.due_on, row.principal, row.interest] for row in self.rows[loan.pk]}
        for repayment in self.until(loan, on):
            for relief in self.reliefs[repayment.pk]:
                rows[relief.instalment_id][1] -= relief.principal
                rows[relief.instalment_id][2] -= relief.interest
        return list(rows.values())

    def unpaid(self, loan: Loan, on: date) -> list[list]:
        """What is left of each row when payments cover the oldest first, rupiah by rupiah."""
        rows = self.asked(loan, on)
        payments = [r for r in self.until(loan, on) if r.is_payment]
        for part, name in ((1, "principal"), (2, "interest")):
            money = sum(getattr(r, name) for r in payments)
            for row in rows:
                taken = min(money, row[part])
                row[part] -= taken
                money -= taken
            assert money == 0, (loan, on, name, money)
        return rows


def _by_loan(rows) -> dict[int, list]:
    found = defaultdict(list)
    for row in rows:
        found[row.loan_id].append(row)
    return found


def months_late(oldest: date | None, grid_day: int, on: date) -> int:
    """1 for the oldest unpaid due date, and 1 for every month's mark since."""
    if oldest is None:
        return 0
    months, year, month = 1, oldest.year, oldest.month
    while True:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        if date(year, month, min(grid_day, days_in_month(year, month))) > on:
            return months
        months += 1


def check_loans(office: Office, days: list[date]) -> None:
    """Everything that must hold; ``days`` are those on which balances are compared."""
    books = Books(office)
    for loan in books.loans:
        _check_rows(books, loan)
        _check_movements(books, loan)
    for on in days:
        _check_ledger(books, on)
        _check_portfolio(books, on)
    _check_numbers(office)


def _check_rows(books: Books, loan: Loan) -> None:
    steps, rows = books.steps[loan.pk], books.rows[loan.pk]
    assert loan.status == steps[-1].to_status, loan
    for before, after in pairwise(steps):
        assert after.from_status == before.to_status, loan
    assert sum(share.principal for share in books.shares[loan.pk]) == loan.principal, loan
    for step in steps:
        assert step.amount is None or books.by_step[step.pk] == step.amount, (loan, step)
    if loan.disbursed_on is None:
        assert rows == books.repayments[loan.pk] == [], loan
        return
    assert sum(row.principal for row in rows) == loan.principal, loan
    # flat: principal x rate x months, whatever is rounded; jasa of the old loan on top
    flat = loan.principal * loan.rate * loan.tenor / 100
    jasa = sum(row.interest for row in rows) - loan.carried_interest
    assert abs(jasa - flat) <= len(books.shares[loan.pk]), (loan, jasa, flat)


def _check_movements(books: Books, loan: Loan) -> None:
    """No day on which more was paid or forgiven than was ever asked for; reliefs add up."""
    owed = [sum(r.principal for r in books.rows[loan.pk]),
            sum(r.interest for r in books.rows[loan.pk])]  # fmt: skip
    changes: dict[date, list[int]] = defaultdict(lambda: [0, 0])
    for repayment in books.repayments[loan.pk]:
        changes[repayment.paid_on][0] += repayment.principal
        changes[repayment.paid_on][1] += repayment.interest
        reliefs = books.reliefs[repayment.pk]
        if repayment.is_payment:
            assert not reliefs, repayment
            continue
        assert sum(r.principal for r in reliefs) == repayment.principal, (loan, repayment.kind)
        assert sum(r.interest for r in reliefs) == repayment.interest, (loan, repayment.kind)
    for day in sorted(changes):
        for part in (0, 1):
            owed[part] -= changes[day][part]
            assert owed[part] >= 0, (loan, day, part)
        assert all(min(row[1:]) >= 0 for row in books.unpaid(loan, day)), (loan, day)
    if loan.status in ("L", "R", "H"):
        assert owed == [0, 0], (loan, owed)
    if loan.status == "A":
        assert sum(owed), loan
    for repayment in books.repayments[loan.pk]:
        assert 0 <= books.received[repayment.pk] <= max(0, repayment.principal), repayment


def _check_ledger(books: Books, on: date) -> None:
    for product in books.office.products.all():
        mine = [x for x in books.loans if x.product_id == product.pk and books.is_lent(x, on)]
        expected = sum(books.outstanding(loan, on) for loan in mine)
        assert books.balance(product.receivable, on) == expected, (product, on)
        assert books.balance(product.rescheduling, on) == 0, (product, on)
        assert books.balance(product.allowance, on) <= 0, (product, on)


def _check_portfolio(books: Books, on: date) -> None:
    everything = Loan.objects.filter(office=books.office).order_by("id")
    positions = {p.loan_id: p for p in portfolio(books.office, everything, as_of=on)}
    assert set(positions) == {loan.pk for loan in books.loans if books.is_lent(loan, on)}, on
    for loan in books.loans:
        if loan.pk not in positions:
            continue
        unpaid = books.unpaid(loan, on)
        late = [row for row in unpaid if row[0] < on and row[1] + row[2]]
        oldest = late[0][0] if late else None
        months = months_late(oldest, loan.disbursed_on.day, on)
        found = positions[loan.pk]
        stands = found.standing
        seen = (
            found.outstanding, found.interest_outstanding, stands.arrears_principal,
            stands.arrears_interest, stands.oldest_unpaid_due, stands.months_in_arrears,
            found.rule.code,
        )  # fmt: skip
        expected = (
            books.outstanding(loan, on),
            sum(row[2] for row in unpaid),
            sum(row[1] for row in unpaid if row[0] <= on),
            sum(row[2] for row in unpaid if row[0] <= on),
            oldest,
            months,
            CLASS_BY_MONTHS[min(months, 7)],
        )
        assert seen == expected, (loan, on)


def _check_numbers(office: Office) -> None:
    """Vouchers are numbered 1, 2, 3 ... each year, and the counters know the last."""
    numbers = defaultdict(list)
    for entry in Entry.objects.filter(office=office):
        numbers[entry.voucher, entry.year].append(entry.number)
    counters = VoucherCounter.objects.filter(office=office, last_number__gt=0)
    last = {(c.voucher, c.year): c.last_number for c in counters}
    for key, used in numbers.items():
        assert sorted(used) == list(range(1, len(used) + 1)), key
        assert last[key] == len(used), key
    assert set(last) == set(numbers)
