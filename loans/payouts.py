"""What paying loans out on a day would write, and what stands in the way.

A preview and the service look at the same value, so what was shown is what is written. All loans
are read in a constant number of queries.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from loans.limits import rules_by_product
from loans.members import group_rows, member_cells
from loans.models import Loan, LoanStep, Share
from loans.problems import date_problems, share_too_small, terms_problems
from loans.reasons import Problem
from loans.schedule import InstalmentRow
from loans.shares import CellTooSmall, MemberCell
from upk.ledger.lowest import lowest_balance
from upk.ledger.models import Account
from upk.money import rupiah
from upk.offices.models import User
from upk.periods import format_date


@dataclass(frozen=True, slots=True)
class Payout:
    """A loan as it would be paid out: rows of the group, cells by row and share. Whole rupiah.

    Without rows, ``problems`` say why there can be none.
    """

    loan: Loan
    shares: tuple[Share, ...]
    per_member: bool
    rows: tuple[InstalmentRow, ...] = ()
    cells: tuple[tuple[MemberCell, ...], ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def interest(self) -> int:
        """All jasa that the group is going to pay."""
        return sum(row.interest for row in self.rows)

    @property
    def last_due_on(self) -> date | None:
        """When the last instalment is due."""
        return self.rows[-1].due_on if self.rows else None


def plan_payouts(loans: Sequence[Loan], on: date) -> list[Payout]:
    """Schedules of ``loans`` if they were paid out on that day, by the rules then in force."""
    rules = rules_by_product({loan.product for loan in loans}, on)
    shares: dict[int, list[Share]] = defaultdict(list)
    rows = Share.objects.filter(loan__in=[loan.pk for loan in loans]).select_related("person")
    for share in rows.order_by("pk"):
        shares[share.loan_id].append(share)
    return [
        _plan(
            loan,
            tuple(shares[loan.pk]),
            loan.product_id in rules and rules[loan.product_id].rounds_per_member,
            on,
        )
        for loan in loans
    ]


def _plan(loan: Loan, shares: tuple[Share, ...], per_member: bool, on: date) -> Payout:
    if problems := terms_problems(loan, on):
        return Payout(loan, shares, per_member, problems=tuple(problems))
    terms = loan.schedule_terms(disbursed_on=on)
    amounts = [share.principal for share in shares]
    try:
        rows = group_rows(terms, amounts, per_member=per_member)
        cells = member_cells(terms, amounts, rows, per_member=per_member)
    except CellTooSmall as error:
        problem = share_too_small(amounts[error.member])
        return Payout(loan, shares, per_member, problems=(problem,))
    return Payout(loan, shares, per_member, tuple(rows), tuple(tuple(line) for line in cells))


def payout_problems(
    payouts: Sequence[Payout], *, on: date, cash: Account, by: User
) -> list[Problem]:
    """Every reason against ``by`` paying these loans out of ``cash`` on a day; each once."""
    loans = [payout.loan for payout in payouts]
    own = LoanStep.objects.filter(
        loan__in=[loan.pk for loan in loans], to_status=Loan.Status.WAITING, made_by=by
    )
    approved_by_payer = set(own.values_list("loan_id", flat=True))
    of_account = _account_problems(cash, loans[0])
    problems = [*date_problems(loans[0].office, on), *_period_problems(loans[0], on), *of_account]
    for payout in payouts:
        problems += _loan_problems(payout.loan, on)
        if payout.loan.pk in approved_by_payer:
            problems.append(_four_eyes(payout.loan))
        problems += payout.problems
    if not of_account:
        problems += cash_problems(cash, sum(loan.principal for loan in loans), on)
    return list(dict.fromkeys(problems))


def _four_eyes(loan: Loan) -> Problem:
    text = f"Anda sendiri yang menyetujui pinjaman {loan}. Pencairannya dilakukan orang lain."
    return Problem("four_eyes", text, loan_id=loan.pk)


def _loan_problems(loan: Loan, on: date) -> list[Problem]:
    problems = []
    if loan.status != Loan.Status.WAITING:
        text = f"Pinjaman {loan} tidak sedang menunggu pencairan."
        problems.append(Problem("status", text, loan_id=loan.pk))
    if loan.approved_on and on < loan.approved_on:
        text = (
            f"Pencairan {loan} tidak boleh sebelum persetujuan ({format_date(loan.approved_on)})."
        )
        problems.append(Problem("before_approval", text, loan_id=loan.pk))
    return problems


def _period_problems(loan: Loan, on: date) -> list[Problem]:
    if not loan.office.is_closed(on):
        return []
    closed = format_date(loan.office.books_closed_through)
    text = f"Buku sudah ditutup sampai {closed}. Pilih tanggal sesudahnya."
    return [Problem("period_closed", text)]


def _account_problems(cash: Account, loan: Loan) -> list[Problem]:
    if cash.office_id != loan.office_id or not cash.liquidity or cash.is_header:
        return [Problem("account", "Pilih rekening kas atau bank.")]
    if cash.fund == Account.Fund.REVOLVING:
        return []
    text = (
        f"{cash.name} bukan dana bergulir, sehingga tidak dapat dipinjamkan. Pilih rekening lain."
    )
    return [Problem("fund", text)]


def cash_problems(cash: Account, amount: int, on: date) -> list[Problem]:
    """Whether the account lacks ``amount`` (whole rupiah) on that day or later."""
    available = cash_available(cash, on)
    if available >= amount:
        return []
    text = (
        f"Saldo {cash.name} {rupiah(available)}, kurang {rupiah(amount - available)}. "
        "Pilih rekening lain atau pindahkan dana dahulu."
    )
    return [Problem("cash", text)]


def cash_available(cash: Account, on: date) -> int:
    """What can leave the account that day without a negative balance then or later. Rupiah."""
    return lowest_balance(cash, on)
