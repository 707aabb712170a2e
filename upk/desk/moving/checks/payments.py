"""What is wrong with what was paid: days, sums, and the state that a loan is said to be in."""

from collections.abc import Iterator
from datetime import date

from upk.desk.moving.content import Content, Row
from upk.desk.moving.lent import Lent, lent_of
from upk.desk.moving.problems import CellProblem
from upk.money import rupiah
from upk.periods import format_date

PARTS = (("principal", "pokok", "paid_principal"), ("interest", "jasa", "paid_interest"))


def payments_fit(content: Content) -> Iterator[CellProblem]:
    """Payments lie between disbursement and cut-over, and aren't more than what was owed."""
    cut_over = next((row["cut_over"] for row in content["office"]), None)
    for lent in lent_of(content):
        yield from _sum_problems(lent)
        for row in lent.listed:
            yield from _listed_problems(row)
        for payment in lent.payments:
            yield from _day_problems(lent, payment.row, payment.paid_on, cut_over)
        if lent.schedule:
            yield from _owed_problems(lent)
            yield from _state_problems(lent)


def _sum_problems(lent: Lent) -> Iterator[CellProblem]:
    """One sum and a list as well; a sum without its day."""
    row = lent.row
    said = [key for _, _, key in PARTS if row[key]]
    if said and lent.listed:
        found = f"{rupiah(row[said[0]])}, dan {len(lent.listed)} baris di lembar Pembayaran"
        yield row.problem(said[0], found, "salah satu saja: kosongkan, atau hapus baris-baris itu")
    elif said and row["last_paid_on"] is None:
        yield row.problem("last_paid_on", "kosong", "tanggal pembayaran yang terakhir")


def _listed_problems(row: Row) -> Iterator[CellProblem]:
    if not any(row[key] for key in ("principal", "interest", "penalty")) and None not in (
        row["principal"], row["interest"],
    ):  # fmt: skip
        yield row.problem("", "pembayaran tanpa jumlah", "pokok, jasa, atau denda yang dibayar")


def _day_problems(
    lent: Lent, row: Row, paid_on: date, cut_over: date | None
) -> Iterator[CellProblem]:
    key = "paid_on" if row.sheet.key == "payments" else "last_paid_on"
    lent_on = lent.row["disbursed_on"]
    if paid_on < lent_on:
        expected = f"tanggal cair {lent.row['code']}, {format_date(lent_on)}, atau sesudahnya"
        yield row.problem(key, f"{format_date(paid_on)}, sebelum pencairan", expected)
    elif cut_over is not None and paid_on > cut_over:
        expected = (
            f"paling lambat tanggal pindah, {format_date(cut_over)}; yang sesudahnya dicatat "
            "di Bergulir"
        )
        yield row.problem(key, format_date(paid_on), expected)


def _owed_problems(lent: Lent) -> Iterator[CellProblem]:
    """The payment, in the order of days, from which on more was paid than is owed."""
    for part, word, key in PARTS:
        owed = sum(getattr(row, part) for row in lent.schedule)
        paid = 0
        for payment in sorted(lent.payments, key=lambda payment: payment.paid_on):
            paid += getattr(payment, part)
            if paid > owed:
                found = f"{word} dibayar seluruhnya {rupiah(paid)}"
                expected = (
                    f"paling banyak {rupiah(owed)}, {word} {lent.row['code']}; lebih "
                    f"{rupiah(paid - owed)}"
                )
                at = part if payment.row.sheet.key == "payments" else key
                yield payment.row.problem(at, found, expected)
                break


def _state_problems(lent: Lent) -> Iterator[CellProblem]:
    """Settled with something left, or running with nothing left."""
    left, interest = lent.left, lent.left_interest
    if lent.row["status"] == "L" and (left > 0 or interest > 0):
        found = f"Lunas, dengan sisa pokok {rupiah(left)} dan jasa {rupiah(interest)}"
        expected = (
            "Berjalan, atau pembayaran seluruhnya; jasa yang dibebaskan: isi lembar Jadwal "
            "angsuran dengan jasa yang benar-benar diminta"
        )
        yield lent.row.problem("status", found, expected)
    if lent.row["status"] == "A" and left == interest == 0:
        yield lent.row.problem("status", "Berjalan, tanpa sisa pokok dan jasa", "Lunas")
