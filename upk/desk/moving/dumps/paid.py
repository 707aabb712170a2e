"""What was paid of each loan up to the cut-over, from ``real_angsuran``.

Payments are listed one by one. Where one of a loan's payments is negative (a correction), the
workbook can't list it: then the loan has the sums in their place, which come to the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from sqlite3 import Row

from upk.desk.moving.dumps.accounts import OldAccounts
from upk.desk.moving.dumps.findings import About
from upk.desk.moving.dumps.store import day
from upk.desk.moving.dumps.work import Cells, Work
from upk.money import rupiah
from upk.periods import format_date


@dataclass(frozen=True, slots=True)
class Paid:
    """A loan's payments. Unit: whole rupiah. ``settled_later``: principal after the cut-over."""

    principal: int = 0
    interest: int = 0
    last_on: date | None = None
    listed: bool = True
    settled_later: int = 0

    def as_sums(self) -> Cells:
        """The cells of the sheet "Pinjaman" for it; empty where the payments are listed."""
        if self.listed or self.principal < 0 or self.interest < 0:
            return {"paid_principal": None, "paid_interest": None, "last_paid_on": None}
        return {
            "paid_principal": self.principal,
            "paid_interest": self.interest,
            "last_paid_on": self.last_on,
        }


_OF_LOAN = 'SELECT * FROM real_angsuran WHERE loan = ? ORDER BY "on", CAST(id AS INTEGER)'


def paid_of(work: Work, loans: list[Row]) -> dict[str, Paid]:
    """By the loan's old number, what was paid; what can't be is told."""
    return {loan["id"]: _paid(work, loan) for loan in loans}


def _paid(work: Work, loan: Row) -> Paid:
    principal = interest = later = 0
    last_on, listed = None, True
    disbursed_on = day(loan["disbursed_on"])
    for row in work.store.rows(_OF_LOAN, loan["id"]):
        on = day(row["on"])
        if on is None:
            found = f"tgl_transaksi kosong, pokok {rupiah(row['principal'])}"
            work.tell(About.DAY, "real_angsuran", row["id"], found, "Angsuran ini tidak ditulis.")
            continue
        if on > work.cut_over:
            later += row["principal"]
            continue
        if row["principal"] < 0 or row["interest"] < 0:
            listed = False
            found = f"pokok {rupiah(row['principal'])}, jasa {rupiah(row['interest'])}"
            done = f"Pinjaman {loan['id']} ditulis dengan jumlah yang dibayar, tanpa daftar."
            work.tell(About.NEGATIVE, "real_angsuran", row["id"], found, done)
        if on < disbursed_on:
            days = f"dibayar {format_date(on)}, cair {format_date(disbursed_on)}"
            found = f"pinjaman {loan['id']} {days}"
            work.tell(About.PAID, "real_angsuran", row["id"], found, "Ditulis apa adanya.")
        principal += row["principal"]
        interest += row["interest"]
        last_on = on
    _check(work, loan, principal, interest)
    return Paid(principal, interest, last_on, listed, later)


def _check(work: Work, loan: Row, principal: int, interest: int) -> None:
    if principal > loan["principal"]:
        found = f"pokok dibayar {rupiah(principal)}, pinjaman {rupiah(loan['principal'])}"
        work.tell(About.PAID, "pinjaman_kelompok", loan["id"], found, "Ditulis apa adanya.")
    if principal < 0 or interest < 0:
        found = f"jumlah pokok {rupiah(principal)}, jasa {rupiah(interest)}"
        work.tell(About.NEGATIVE, "pinjaman_kelompok", loan["id"], found, "Tidak ditulis.")


_PENALTIES = """
    SELECT payment, credit, SUM(amount) AS amount FROM transaksi
    WHERE loan = ? AND payment NOT IN ('', '0') GROUP BY payment, credit
"""


def payment_rows(
    work: Work, loans: list[Row], paid: dict[str, Paid], accounts: OldAccounts
) -> Iterator[Cells]:
    """The payments of the loans whose payments are listed, with the penalty of their entries."""
    for loan in loans:
        if not paid[loan["id"]].listed:
            continue
        penalties: dict[str, int] = {}
        for entry in work.store.rows(_PENALTIES, loan["id"]):
            if accounts.part(entry["credit"]) == "penalty":
                number = entry["payment"]
                penalties[number] = penalties.get(number, 0) + entry["amount"]
        for row in work.store.rows(_OF_LOAN, loan["id"]):
            on = day(row["on"])
            penalty = max(0, penalties.get(row["id"], 0))
            if on is None or on > work.cut_over:
                continue
            if row["principal"] or row["interest"] or penalty:
                yield {
                    "loan": loan["id"],
                    "paid_on": on,
                    "principal": row["principal"],
                    "interest": row["interest"],
                    "penalty": penalty or None,
                }
