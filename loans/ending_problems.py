"""Why a loan can't end in a certain way on a day: every reason at once, as values."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError

from loans.models import Loan, Repayment
from loans.problems import date_problems, step_problems
from loans.reasons import Problem
from loans.recovered import recovered
from loans.relieving import RELIEFS, LoanLeft
from upk.ledger.models import Entry
from upk.ledger.services import check_period_open
from upk.money import rupiah
from upk.offices.models import Decision, Office
from upk.offices.services import record_decision
from upk.periods import format_date, today


@dataclass(frozen=True, slots=True)
class Ruling:
    """Who decided, under which number, on which day; becomes a ``Decision`` when it is used."""

    body: str
    number: str
    decided_on: date

    def record(self, office: Office) -> Decision:
        """The row of it; the caller holds the office."""
        return record_decision(
            office, body=self.body, number=self.number, decided_on=self.decided_on
        )


def ruling_problems(ruling: Ruling, on: date) -> list[Problem]:
    """What a decision lacks for something that happens on a day."""
    problems = []
    if not ruling.number.strip():
        problems.append(Problem("decision", "Tulis nomor keputusannya."))
    if ruling.decided_on > on:
        decided = format_date(ruling.decided_on)
        problems.append(
            Problem("before_decision", f"Keputusannya baru bertanggal {decided}. Periksa tanggal.")
        )
    return problems


def reason_problems(reason: str) -> list[Problem]:
    """What is missing if no reason is given."""
    return [] if reason.strip() else [Problem("reason", "Tulis alasannya.")]


def ending_problems(left: LoanLeft, to_status: str, on: date) -> list[Problem]:
    """Why the loan can't go to ``to_status`` on that day, whatever is decided about it."""
    loan = left.loan
    return [*step_problems(loan, to_status, on), *day_problems(loan, on, left.last_moved_on)]


def day_problems(loan: Loan, on: date, last_moved_on: date | None) -> list[Problem]:
    """Why a relief or its reversal can't be dated on that day."""
    problems = []
    if loan.office.is_closed(on):
        closed = format_date(loan.office.books_closed_through)
        problems.append(
            Problem(
                "period_closed", f"Buku sudah ditutup sampai {closed}. Pilih tanggal sesudahnya."
            )
        )
    if last_moved_on and on < last_moved_on:
        last = format_date(last_moved_on)
        problems.append(
            Problem(
                "before_last_movement",
                f"Catatan terakhir pinjaman ini bertanggal {last}. "
                "Pilih tanggal itu atau sesudahnya.",
            )
        )
    return problems


def cancel_problems(loan: Loan, on: date, reason: str) -> list[Problem]:
    """Why a disbursement can't be taken back on that day."""
    problems = [*step_problems(loan, Loan.Status.CANCELLED, on), *reason_problems(reason)]
    if loan.rescheduled_from_id:
        problems.append(
            Problem(
                "rescheduled",
                f"Pinjaman ini berasal dari penjadwalan ulang {loan.rescheduled_from}. "
                "Batalkan penjadwalan ulangnya.",
                loan_id=loan.rescheduled_from_id,
            )
        )
    if loan.disbursement and loan.disbursement.kind == Entry.Kind.OPENING:
        text = (
            f"Pinjaman {loan} dibawa dari pembukuan lama: uangnya tidak keluar dari kas di sini. "
            "Bila tidak akan dibayar, hapuskan dengan keputusan."
        )
        problems.append(Problem("older_books", text, loan_id=loan.pk))
    return problems + unpaid_problems(loan) + day_problems(loan, on, last_moved_on(loan))


def unpaid_problems(loan: Loan) -> list[Problem]:
    """Money and reliefs on the loan that aren't reversed."""
    standing = loan.repayments.filter(reversed_by__isnull=True).exclude(
        kind=Repayment.Kind.REVERSAL
    )
    return [
        Problem(
            "paid",
            f"{row.get_kind_display()} {row.entry.label if row.entry else ''} sebesar "
            f"{rupiah(row.amount)} pada {format_date(row.paid_on)} belum dibatalkan.",
            loan_id=loan.pk,
        )
        for row in standing.select_related("entry")
    ]


def last_moved_on(loan: Loan) -> date | None:
    """Day of the loan's last payment, relief or reversal."""
    return loan.repayments.order_by("-paid_on").values_list("paid_on", flat=True).first()


def undo_problems(relief: Repayment, loan: Loan, on: date, reason: str) -> list[Problem]:
    """Why a relief can't be taken back on that day; ``loan`` is the one that it is on."""
    problems = [*date_problems(loan.office, on), *reason_problems(reason)]
    if relief.kind not in RELIEFS:
        problems.append(Problem("kind", "Catatan ini bukan pengurangan pinjaman."))
    if Repayment.objects.filter(reverses=relief).exists():
        problems.append(Problem("undone", "Catatan ini sudah dibatalkan."))
    if amount := recovered([relief.pk]).get(relief.pk, 0):
        problems.append(
            Problem(
                "recovered",
                f"Sudah ada penerimaan {rupiah(amount)} setelah penghapusan. "
                "Batalkan penerimaannya dahulu.",
            )
        )
    problems += _undo_status_problems(relief, loan)
    last_step = loan.steps.order_by("-happened_on").values_list("happened_on", flat=True).first()
    last_recovery = relief.recoveries.order_by("-paid_on").values_list("paid_on", flat=True).first()
    days = [day for day in (last_moved_on(loan), last_step, last_recovery) if day]
    return problems + day_problems(loan, on, max(days, default=None))


def _undo_status_problems(relief: Repayment, loan: Loan) -> list[Problem]:
    ended = {
        Loan.Status.WRITTEN_OFF: relief.kind == Repayment.Kind.WRITTEN_OFF and not relief.person_id,
        Loan.Status.RESCHEDULED: relief.kind == Repayment.Kind.RESCHEDULED,
        Loan.Status.ACTIVE: True,
        Loan.Status.SETTLED: True,
    }
    if ended.get(Loan.Status(loan.status), False):
        return []
    status = loan.get_status_display().lower()
    text = f"Pinjaman {loan} sudah {status}. Batalkan langkah itu dahulu."
    return [Problem("status", text, loan_id=loan.pk)]


def check_reversible(office: Office, loan: Loan, repayment: Repayment, happened_on: date) -> None:
    """Raise ``ValidationError`` unless a payment can be taken back on that day."""
    if repayment.kind == Repayment.Kind.REVERSAL:
        raise ValidationError("Pembatalan tidak dapat dibatalkan. Catat setorannya sekali lagi.")
    if repayment.kind not in Repayment.PAYMENTS:
        raise ValidationError("Hanya kwitansi setoran yang dapat dibatalkan di sini.")
    if loan.status not in (Loan.Status.ACTIVE, Loan.Status.SETTLED):
        status = loan.get_status_display().lower()
        raise ValidationError(f"Pinjaman {loan} sudah {status}; setorannya tidak dapat dibatalkan.")
    if happened_on > today(office):
        raise ValidationError({"happened_on": "Tanggal pembatalan belum tiba."})
    if repayment.entry is None:  # otherwise the ledger asks the same of the entry
        _check_reversible_without_entry(office, repayment, happened_on)


def _check_reversible_without_entry(office: Office, repayment: Repayment, on: date) -> None:
    """Jasa alone that was paid before these books: nothing of it was posted."""
    check_period_open(office, on)
    if hasattr(repayment, "reversed_by"):
        raise ValidationError("Pembayaran ini sudah dibatalkan.", code="already_reversed")
