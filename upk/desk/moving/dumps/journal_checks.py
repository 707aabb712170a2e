"""Whether payments, disbursements and the entries of the ledger agree in the old application.

There a payment and its entries have one number (``idtp``), and an entry names its loan
(``id_pinj``); nothing kept them together. Where no entry has such a number, the day stands for it.
What happened before the first entry of the dump can have none and isn't told.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from sqlite3 import Row

from upk.desk.moving.dumps.accounts import OldAccounts
from upk.desk.moving.dumps.findings import About
from upk.desk.moving.dumps.store import day
from upk.desk.moving.dumps.work import Work, is_set
from upk.money import rupiah
from upk.periods import format_date

_NOT_TAKEN = "Tidak ada yang diubah karenanya; periksa di aplikasi lama."


@dataclass(slots=True)
class _Parts:
    """What one payment comes to. Unit: whole rupiah."""

    principal: int = 0
    interest: int = 0

    def __str__(self) -> str:
        return f"pokok {rupiah(self.principal)}, jasa {rupiah(self.interest)}"


def check_journals(work: Work, accounts: OldAccounts) -> None:
    """Everything that is told about entries."""
    _check_accounts(work, accounts)
    _check_entries(work)
    _check_references(work)
    first = work.store.one('SELECT MIN("on") FROM transaksi') or ""
    by_number = bool(work.store.one("SELECT 1 FROM transaksi WHERE payment NOT IN ('', '0')"))
    for loan in work.store.rows("SELECT * FROM pinjaman_kelompok ORDER BY CAST(id AS INTEGER)"):
        _check_payments(work, accounts, loan["id"], first, by_number=by_number)
        if is_set(loan["disbursed_on"]) and loan["disbursed_on"] >= first:
            _check_disbursement(work, accounts, loan)


def _check_accounts(work: Work, accounts: OldAccounts) -> None:
    for row in work.store.rows(_USED_ACCOUNTS):
        if row["code"] not in accounts.names:
            found = f"{row['code'] or 'kode kosong'}: {row['times']} jurnal"
            done = "Ditulis di Saldo awal tanpa nama." if row["code"] else "Tidak dapat ditulis."
            work.tell(About.ACCOUNT, "transaksi", "", found, done)
    for row in work.store.rows("SELECT code, COUNT(*) AS times FROM rekening GROUP BY code"):
        if row["times"] > 1:
            found = f"kode akun {row['code']} ada {row['times']} kali"
            work.tell(About.DOUBLED, "rekening", "", found, "Dijumlahkan.")


_USED_ACCOUNTS = """
    SELECT code, COUNT(*) AS times FROM (
        SELECT debit AS code FROM transaksi UNION ALL SELECT credit FROM transaksi
    ) GROUP BY code ORDER BY code
"""


def _check_entries(work: Work) -> None:
    for row in work.store.rows("SELECT id, amount FROM transaksi WHERE amount < 0"):
        found = f"jumlah {rupiah(row['amount'])}"
        work.tell(About.NEGATIVE, "transaksi", row["id"], found, "Dihitung apa adanya.")
    for row in work.store.rows('SELECT id, amount FROM transaksi WHERE "on" IS NULL'):
        found = f"tgl_transaksi kosong, jumlah {rupiah(row['amount'])}"
        work.tell(About.DAY, "transaksi", row["id"], found, "Tidak dihitung dalam saldo.")
    later = work.store.one('SELECT COUNT(*) FROM transaksi WHERE "on" > ?', work.cut_over)
    if later:
        found = f"{later} transaksi sesudah tanggal pindah {format_date(work.cut_over)}"
        work.tell(About.LEFT_OUT, "transaksi", "", found, "Catat di Bergulir sesudah pindah.")


_ORPHANS = """
    SELECT id, loan, amount FROM transaksi AS entry WHERE loan NOT IN ('', '0')
    AND NOT EXISTS (SELECT 1 FROM pinjaman_kelompok WHERE id = entry.loan)
"""
_ROWS_OF_NO_LOAN = """
    SELECT loan, COUNT(*) AS times FROM {table} AS part WHERE NOT EXISTS (
        SELECT 1 FROM pinjaman_kelompok WHERE id = part.loan
    ) {more} GROUP BY loan ORDER BY loan
"""
_OF_GROUPS = "AND (kind IS NULL OR kind <> 'I') AND principal > 0"


def _check_references(work: Work) -> None:
    for row in work.store.rows(_ORPHANS):
        found = f"id_pinj {row['loan']}, {rupiah(row['amount'])}"
        work.tell(
            About.JOURNAL_WITHOUT_LOAN, "transaksi", row["id"], found, "Dihitung dalam saldo."
        )
    for table, more in (
        ("real_angsuran", ""), ("rencana_angsuran", ""), ("pinjaman_anggota", _OF_GROUPS),
    ):  # fmt: skip
        for row in work.store.rows(_ROWS_OF_NO_LOAN.format(table=table, more=more)):
            found = f"pinjaman {row['loan']} tidak ada: {row['times']} baris"
            work.tell(About.REFERENCE, table, "", found, "Tidak ditulis.")


_ENTRIES = """
    SELECT payment, "on", credit, SUM(amount) AS amount FROM transaksi
    WHERE loan = ? GROUP BY payment, "on", credit ORDER BY "on", payment
"""
_PAYMENTS = 'SELECT * FROM real_angsuran WHERE loan = ? ORDER BY "on", CAST(id AS INTEGER)'


def _check_payments(
    work: Work, accounts: OldAccounts, loan: str, first: str, *, by_number: bool
) -> None:
    entered: dict[str, _Parts] = {}
    for row in work.store.rows(_ENTRIES, loan):
        key = row["payment"] if by_number else row["on"]
        part = accounts.part(row["credit"])
        if is_set(key) and part in ("principal", "interest"):
            parts = entered.setdefault(key, _Parts())
            setattr(parts, part, getattr(parts, part) + row["amount"])
    for key, row_id, paid in _paid(work, loan, first, by_number=by_number):
        found = entered.pop(key, None)
        if found is None:
            if paid != _Parts():
                work.tell(
                    About.PAYMENT_WITHOUT_JOURNAL, "real_angsuran", row_id,
                    f"pinjaman {loan}, {paid}", "Ditulis di lembar Pembayaran.",
                )  # fmt: skip
        elif found != paid:
            work.tell(
                About.PAYMENT_UNLIKE_JOURNAL, "real_angsuran", row_id,
                f"pinjaman {loan}, {paid}; jurnal {found}", "Yang ditulis catatan angsurannya.",
            )  # fmt: skip
    for key, parts in entered.items():
        name = "idtp" if by_number else "tanggal"
        work.tell(
            About.JOURNAL_WITHOUT_PAYMENT, "transaksi", "",
            f"pinjaman {loan}, {name} {key}: {parts}", "Tidak ditulis sebagai pembayaran.",
        )  # fmt: skip


def _paid(
    work: Work, loan: str, first: str, *, by_number: bool
) -> Iterator[tuple[str, str, _Parts]]:
    """The payments since the first entry, by what their entries go by; of one day together."""
    by_day: dict[str, tuple[str, _Parts]] = {}
    for row in work.store.rows(_PAYMENTS, loan):
        if not row["on"] or row["on"] < first:
            continue
        parts = _Parts(row["principal"], row["interest"])
        if by_number:
            yield row["id"], row["id"], parts
            continue
        _, together = by_day.setdefault(row["on"], (row["id"], _Parts()))
        together.principal += parts.principal
        together.interest += parts.interest
    for key, (row_id, parts) in by_day.items():
        yield key, row_id, parts


_LENT = """
    SELECT "on", debit, SUM(amount) AS amount FROM transaksi
    WHERE loan = ? AND (payment IS NULL OR payment IN ('', '0')) GROUP BY "on", debit
"""


def _check_disbursement(work: Work, accounts: OldAccounts, loan: Row) -> None:
    lent = [
        row
        for row in work.store.rows(_LENT, loan["id"])
        if accounts.part(row["debit"]) == "principal"
    ]
    total = sum(row["amount"] for row in lent)
    days = {row["on"] or "" for row in lent}
    if not lent:
        found = f"cair {_told(loan['disbursed_on'])} {rupiah(loan['principal'])}, tanpa jurnal"
    elif total != loan["principal"]:
        found = f"pinjaman {rupiah(loan['principal'])}, jurnal {rupiah(total)}"
    elif days != {loan["disbursed_on"]}:
        found = f"cair {_told(loan['disbursed_on'])}, jurnal {', '.join(map(_told, sorted(days)))}"
    else:
        return
    work.tell(About.DISBURSEMENT, "pinjaman_kelompok", loan["id"], found, _NOT_TAKEN)


def _told(text: str) -> str:
    found = day(text)
    return format_date(found) if found else "tanpa tanggal"
