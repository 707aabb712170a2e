"""Loans that run or are settled, their members' shares, and the products they belong to."""

from collections import Counter
from collections.abc import Iterator
from sqlite3 import Row

from upk.desk.moving.dumps.accounts import OldAccounts
from upk.desk.moving.dumps.findings import About
from upk.desk.moving.dumps.paid import Paid
from upk.desk.moving.dumps.people_rows import KNOWN_PRODUCTS
from upk.desk.moving.dumps.store import day
from upk.desk.moving.dumps.work import Cells, Work, as_code, code_once, is_set
from upk.desk.moving.sheets import BY_KEY
from upk.money import rupiah
from upk.periods import format_date

_TAKEN = ("A", "L")
_STATES = {
    "P": "usulan", "V": "verifikasi", "W": "menunggu dana", "H": "dihapus", "R": "dijadwal ulang",
    "T": "ditolak", "X": "batal",
}  # fmt: skip
_IN_ORDER = "SELECT * FROM pinjaman_kelompok ORDER BY CAST(id AS INTEGER), id"


def taken_loans(work: Work) -> list[Row]:
    """The group loans that come along; why another doesn't is told."""
    taken: dict[str, Row] = {}
    for loan in work.store.rows(_IN_ORDER):
        why = "id yang sudah ada" if loan["id"] in taken else _why_not(work, loan)
        if why:
            work.tell(About.LEFT_OUT, "pinjaman_kelompok", loan["id"], why, "Tidak dipindahkan.")
        else:
            taken[loan["id"]] = loan
    for share in work.store.rows(_ALONE):
        found = f"pinjaman perorangan {rupiah(share['principal'])}, keadaan {share['status']}"
        done = "Tidak dipindahkan; peminjam di Bergulir adalah kelompok."
        work.tell(About.LEFT_OUT, "pinjaman_anggota", share["id"], found, done)
    return list(taken.values())


_ALONE = "SELECT * FROM pinjaman_anggota WHERE kind = 'I' AND principal > 0"


def _why_not(work: Work, loan: Row) -> str:
    status = (loan["status"] or "").upper()
    disbursed_on = day(loan["disbursed_on"])
    if not loan["id"]:
        return "id kosong"
    if status not in _TAKEN:
        return f"keadaan {status or 'kosong'} ({_STATES.get(status, 'tidak dikenal')})"
    if disbursed_on is None:
        return "tanggal cair kosong"
    if disbursed_on > work.cut_over:
        return f"cair {format_date(disbursed_on)}, sesudah tanggal pindah"
    if loan["principal"] <= 0:
        return f"alokasi {rupiah(loan['principal'])}"
    if loan["group"] not in work.groups:
        return f"kelompok {loan['group']} tidak ada"
    return "" if loan["tenor"] else "jangka kosong"


def loan_rows(
    work: Work,
    loans: list[Row],
    terms: dict[str, Cells],
    paid: dict[str, Paid],
    settled: frozenset[str],
) -> Iterator[Cells]:
    """The loans; the state follows from what was paid up to the cut-over."""
    for loan in loans:
        sums = paid[loan["id"]]
        yield {
            "code": loan["id"],
            "group": work.groups[loan["group"]],
            "product": work.products.get(loan["product"]),
            "proposed_on": day(loan["proposed_on"]),
            "disbursed_on": day(loan["disbursed_on"]),
            "principal": loan["principal"],
            **terms[loan["id"]],
            "status": _status(work, loan, sums, settled=loan["id"] in settled),
            **sums.as_sums(),
        }


def _status(work: Work, loan: Row, paid: Paid, *, settled: bool) -> str:
    """What was paid decides; where the old table says otherwise that is told."""
    said = loan["status"].upper()
    left = loan["principal"] - paid.principal
    if settled and said == "A":
        found = "keadaan A (aktif), tanpa sisa pokok dan jasa"
        work.tell(About.PAID, "pinjaman_kelompok", loan["id"], found, "Ditulis Lunas.")
    if not settled and said == "L" and paid.settled_later < left:
        found = f"keadaan L (lunas), sisa pokok {rupiah(left)}"
        work.tell(About.PAID, "pinjaman_kelompok", loan["id"], found, "Ditulis Berjalan.")
    return "L" if settled else "A"


def share_rows(work: Work, loans: list[Row]) -> Iterator[Cells]:
    """Members' shares of the loans that come along, one for each person and loan."""
    for loan in loans:
        shares: Counter[str] = Counter()
        for share in work.store.rows(_SHARES, loan["id"]):
            if share["person"] not in work.people:
                found = f"orang {share['person']} tidak ada, pokok {rupiah(share['principal'])}"
                work.tell(About.REFERENCE, "pinjaman_anggota", share["id"], found, "Tidak ditulis.")
                continue
            if share["person"] in shares:
                found = f"orang {share['person']} dua kali dalam pinjaman {loan['id']}"
                work.tell(About.DOUBLED, "pinjaman_anggota", share["id"], found, "Dijumlahkan.")
            shares[share["person"]] += share["principal"]
        total = sum(shares.values())
        if total != loan["principal"]:
            found = f"jumlah pemanfaat {rupiah(total)}, pinjaman {rupiah(loan['principal'])}"
            done = "Ditulis apa adanya; betulkan di lembar Pemanfaat."
            work.tell(About.SHARES, "pinjaman_kelompok", loan["id"], found, done)
        for person, principal in shares.items():
            yield {"loan": loan["id"], "person": work.people[person], "principal": principal}


_SHARES = """
    SELECT * FROM pinjaman_anggota WHERE loan = ? AND principal > 0 ORDER BY CAST(id AS INTEGER)
"""


def product_rows(
    work: Work, loans: list[Row], terms: dict[str, Cells], accounts: OldAccounts
) -> list[Cells]:
    """The products of the loans that come along: accounts and terms as most of them have them."""
    names = {row["id"]: row for row in work.store.rows("SELECT * FROM jenis_produk_pinjaman")}
    taken: set[str] = set()
    rows = []
    for old in sorted({loan["product"] for loan in loans if is_set(loan["product"])}):
        own = [loan for loan in loans if loan["product"] == old]
        known = names.get(old)
        name = known["code"] if known else KNOWN_PRODUCTS.get(old)
        most = BY_KEY["products"].by_key["code"].most
        code = code_once(as_code(name or f"P{old}") or f"P{len(taken) + 1}", taken, most)
        work.products[old] = code
        rows.append(
            {
                "code": code,
                "name": (known["name"] if known else None) or name or f"Produk {old}",
                "category": code if code in ("SPP", "UEP") else "LAIN",
                **_used_accounts(work, old, accounts),
                **_usual_terms(terms[loan["id"]] for loan in own),
            }
        )
    _tell_without_product(work, loans)
    return rows


def _tell_without_product(work: Work, loans: list[Row]) -> None:
    for loan in loans:
        if not is_set(loan["product"]):
            done = "Produk dikosongkan; isi sendiri."
            work.tell(About.MISSING, "pinjaman_kelompok", loan["id"], "jenis_pp", done)


def _usual_terms(all_terms: Iterator[Cells]) -> Cells:
    """The terms that most loans have."""
    counted = Counter(tuple(terms.items()) for terms in all_terms)
    return dict(counted.most_common(1)[0][0])


_POSTED = """
    SELECT entry.debit, entry.credit, COUNT(*) AS times
    FROM transaksi AS entry JOIN pinjaman_kelompok AS loan ON loan.id = entry.loan
    WHERE loan.product = ? GROUP BY entry.debit, entry.credit
    ORDER BY times DESC, entry.debit, entry.credit
"""
_ACCOUNT_WORDS = {
    "receivable": "akun piutang", "interest_income": "akun pendapatan jasa",
    "penalty_income": "akun pendapatan denda", "cash": "akun kas",
}  # fmt: skip


def _used_accounts(work: Work, product: str, accounts: OldAccounts) -> Cells:
    """The accounts that the entries of a product's loans use most; others are told."""
    used = {key: Counter() for key in _ACCOUNT_WORDS}
    keys = {"principal": "receivable", "interest": "interest_income", "penalty": "penalty_income"}
    for row in work.store.rows(_POSTED, product):
        if part := accounts.part(row["credit"]):
            used[keys[part]][row["credit"]] += row["times"]
            used["cash"][row["debit"]] += row["times"]
        elif accounts.part(row["debit"]) == "principal":
            used["receivable"][row["debit"]] += row["times"]
    cells: Cells = {}
    for key, word in _ACCOUNT_WORDS.items():
        codes = [code for code, _ in used[key].most_common()]
        cells[key] = codes[0] if codes else None
        if key != "penalty_income" and not codes:
            found = f"{word} produk {product}"
            work.tell(About.MISSING, "transaksi", "", found, "Dikosongkan; isi sendiri.")
        if key == "receivable" and len(codes) > 1:
            found = f"produk {product} memakai akun piutang {', '.join(codes)}"
            work.tell(About.RECEIVABLE, "transaksi", "", found, f"Dipakai {codes[0]}.")
    return cells
