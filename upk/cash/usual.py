"""The usual transactions of an office, in its own words instead of debit and credit.

One table says everything about them: title, what the form asks, which accounts may stand on
either side. Accounts are told by the codes of the template chart (an account that the office adds
below a header counts with it). Which paper a transaction makes follows from its sides, as for any
other entry. Source: domain.md 6 ("Usual entries"), 12 ("Accounts"); the grouping is [chosen].

Loans, rebates, depreciation, provision and the yearly closing have pages of their own and are
left out here: their accounts move together with their own rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from upk.ledger.purses import OWN_FUNDS, RTM_FUND, TRUST_FUNDS

CASH, BANK = "cash", "bank"
INVENTORY = "assets"
"""The sub-ledger whose accounts are moved by purchases of inventory alone."""

PURCHASE = "assets:purchase-add"
AID = "goats:aid-list"


class HasPlace(Protocol):
    """What the rules need to know of an account."""

    code: str
    fund: str
    liquidity: str
    subledger: str


@dataclass(frozen=True, slots=True)
class Side:
    """Accounts that may stand on one side, and the question that asks for one of them.

    Either money (``money``: cash, bank) of ``funds``, or accounts whose code begins with one of
    ``codes`` and with none of ``but``.
    """

    question: str
    codes: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    money: tuple[str, ...] = ()
    funds: frozenset[str] = OWN_FUNDS | TRUST_FUNDS

    def takes(self, account: HasPlace) -> bool:
        """Whether the account may stand on this side."""
        if self.money:
            return account.liquidity in self.money and account.fund in self.funds
        return (
            not account.liquidity
            and account.code.startswith(self.codes)
            and not (self.but and account.code.startswith(self.but))
        )


@dataclass(frozen=True, slots=True)
class Extra:
    """A second, optional amount: its debit account goes with the same credit account."""

    label: str
    debit: Side


@dataclass(frozen=True, slots=True)
class Usual:
    """A usual transaction. ``key`` is its address and is kept with what was posted by it."""

    key: str
    title: str
    group: str
    debit: Side
    credit: Side
    hint: str = ""
    amount: str = "Jumlah"
    extra: Extra | None = None

    @property
    def sides(self) -> tuple[Side, ...]:
        """All sides: debit, credit and that of the second amount."""
        return (self.debit, self.credit, *((self.extra.debit,) if self.extra else ()))

    @property
    def asked_first(self) -> str:
        """``debit`` or ``credit``: what it was for is asked before the money it was paid with."""
        return "credit" if self.debit.money and not self.credit.money else "debit"

    def is_purchase(self, accounts: Iterable[HasPlace]) -> bool:
        """Whether the inventory has taken every account that one of its sides could stand on."""
        taken = [[a.subledger for a in accounts if side.takes(a)] for side in self.sides]
        return any(set(subledgers) == {INVENTORY} for subledgers in taken)

    def matches(self, text: str) -> bool:
        """Whether every word of ``text`` is in its title, group or hint."""
        own = f"{self.title} {self.group} {self.hint}".casefold()
        return all(word in own for word in text.casefold().split())


def _paid_with(question: str = "Dibayar dari") -> Side:
    return Side(question, money=(CASH, BANK), funds=OWN_FUNDS)


def _came_into() -> Side:
    return Side("Masuk ke", money=(CASH, BANK), funds=OWN_FUNDS)


def _bank(question: str, funds: frozenset[str] = OWN_FUNDS) -> Side:
    return Side(question, money=(BANK,), funds=funds)


def _cost(key: str, title: str, codes: tuple[str, ...], hint: str, but=()) -> Usual:
    return Usual(key, title, COSTS, Side("Untuk", codes, but), _paid_with(), hint)


COSTS, INCOME, MOVES, BANKS, DEBTS, FUNDS = (
    "Biaya", "Penerimaan", "Pindah uang", "Bank", "Utang dan piutang", "Modal dan dana"
)  # fmt: skip
_DEBT = ("2.1.01.", "2.1.05.", "2.2.")
_OWED = ("2.1.02.", "2.1.03.", "2.1.04.")
_TRUST = ("2.3.",)

USUALS = (
    _cost("wages", "Gaji, honor, dan tunjangan", ("5.1.01.", "5.1.02."), "honor pengurus BPJS THR"),
    _cost(
        "office-costs",
        "Biaya kantor",
        ("5.1.03.", "5.1.04.", "5.1.09."),
        "ATK listrik internet konsumsi perbaikan iuran audit",
    ),
    _cost("meetings", "Rapat dan pelatihan", ("5.1.05.",), "MAD musyawarah pembinaan kelompok"),
    _cost("travel", "Perjalanan dan transport", ("5.1.06.",), "bensin perjalanan dinas"),
    _cost("marketing", "Pemasaran", ("5.2.",), "spanduk papan nama seragam", ("5.2.01.01",)),
    _cost("social-costs", "Sumbangan dan biaya lain", ("5.3.03.", "5.3.04."), "kegiatan sosial"),
    _cost("income-tax", "Pajak penghasilan", ("5.4.",), "PPh"),
    Usual(
        "cost-owed",
        "Biaya yang belum dibayar",
        COSTS,
        Side("Untuk", ("5.1.01.", "5.1.02.", "5.1.03.", "5.1.04.", "5.1.05.", "5.1.06.",
                       "5.1.09.", "5.2.", "5.4."), ("5.2.01.01",)),
        Side("Menjadi utang", ("2.1.02.", "2.1.03.")),
        "tagihan yang dibayar nanti",
    ),
    Usual(
        "prepaid",
        "Sewa atau asuransi di muka",
        COSTS,
        Side("Dibayar di muka", ("1.2.03.03", "1.2.03.04")),
        _paid_with(),
        "sewa kantor asuransi",
    ),
    Usual(
        "other-income",
        "Pendapatan lain",
        INCOME,
        _came_into(),
        Side("Dari", ("4.1.02.", "4.2.01.", "4.3.01.03"),
             ("4.1.02.04", "4.2.01.01", "4.2.01.02", "4.2.01.04")),
        "dividen hibah hadiah surat berharga",
    ),
    Usual(
        "deposit-interest",
        "Bunga deposito",
        INCOME,
        _came_into(),
        Side("Dari", ("4.2.01.02",)),
    ),
    Usual(
        "cash-to-bank",
        "Setor tunai ke bank",
        MOVES,
        Side("Disetor ke", money=(BANK,)),
        Side("Diambil dari", money=(CASH,)),
        "menyetor kas",
    ),
    Usual(
        "bank-to-cash",
        "Ambil tunai dari bank",
        MOVES,
        Side("Masuk ke", money=(CASH,)),
        Side("Diambil dari", money=(BANK,)),
        "penarikan mengisi kas",
    ),
    Usual(
        "bank-to-bank",
        "Pindah antar rekening bank",
        MOVES,
        Side("Ke rekening", money=(BANK,)),
        Side("Dari rekening", money=(BANK,)),
        "transfer pindah buku",
    ),
    Usual(
        "cash-to-cash",
        "Pindah antar kas",
        MOVES,
        Side("Ke", money=(CASH,)),
        Side("Dari", money=(CASH,)),
        "mengisi kas kecil",
    ),
    Usual(
        "deposit-made",
        "Menempatkan deposito",
        MOVES,
        Side("Ditempatkan pada", ("1.1.02.01",)),
        _bank("Diambil dari"),
    ),
    Usual(
        "deposit-ended",
        "Mencairkan deposito",
        MOVES,
        _bank("Masuk ke"),
        Side("Dicairkan dari", ("1.1.02.01",)),
    ),
    Usual(
        "bank-interest",
        "Bunga bank",
        BANKS,
        _bank("Masuk ke rekening"),
        Side("Sebagai", ("4.2.01.01",)),
        "jasa giro",
    ),
    Usual(
        "bank-tax",
        "Pajak bunga bank",
        BANKS,
        Side("Untuk", ("5.3.01.01",)),
        _bank("Dipotong dari rekening"),
    ),
    Usual(
        "bank-fee",
        "Biaya administrasi bank",
        BANKS,
        Side("Untuk", ("5.3.01.02",)),
        _bank("Dipotong dari rekening"),
        "buku cek transfer",
    ),
    Usual(
        "trust-interest",
        "Bunga rekening titipan",
        BANKS,
        _bank("Masuk ke rekening", TRUST_FUNDS),
        Side("Menambah", _TRUST),
        "BLM iuran pemeliharaan",
    ),
    Usual(
        "trust-fee",
        "Pajak dan biaya rekening titipan",
        BANKS,
        Side("Mengurangi", _TRUST),
        _bank("Dipotong dari rekening", TRUST_FUNDS),
        "BLM iuran pemeliharaan administrasi",
    ),
    Usual(
        "debt-taken",
        "Menerima pinjaman pihak ketiga",
        DEBTS,
        _came_into(),
        Side("Menjadi utang", _DEBT, ("2.2.01.02",)),
        "utang bank",
    ),
    Usual(
        "debt-paid",
        "Membayar pinjaman pihak ketiga",
        DEBTS,
        Side("Mengurangi utang", _DEBT, ("2.2.01.02",)),
        _paid_with(),
        "angsuran utang bank",
        amount="Pokok",
        extra=Extra("Bunga", Side("Bunga dicatat sebagai", ("5.1.08.",))),
    ),
    Usual(
        "owed-paid",
        "Membayar utang biaya, pajak, atau bagian laba",
        DEBTS,
        Side("Utang", _OWED),
        _paid_with(),
        "gaji honor bagian desa masyarakat",
    ),
    Usual(
        "advance-given",
        "Memberi piutang lain",
        DEBTS,
        Side("Dicatat sebagai", ("1.1.03.08",)),
        _paid_with(),
        "uang muka panjar kasbon",
    ),
    Usual(
        "advance-back",
        "Menerima kembali piutang lain",
        DEBTS,
        _came_into(),
        Side("Mengurangi", ("1.1.03.08",)),
        "uang muka panjar kasbon",
    ),
    Usual(
        "capital-in",
        "Modal masuk",
        FUNDS,
        _came_into(),
        Side("Sebagai", ("3.1.01.", "3.1.02.")),
        "penyertaan desa masyarakat",
    ),
    Usual(
        "fund-paid",
        "Menyalurkan dana kelembagaan",
        FUNDS,
        Side("Dari dana", ("2.4.",), (RTM_FUND,)),
        _paid_with(),
        "penguatan kelembagaan",
    ),
)  # fmt: skip
BY_KEY = {usual.key: usual for usual in USUALS}


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What people look for among the usual transactions and has a page of its own."""

    title: str
    group: str
    hint: str
    url_name: str

    matches = Usual.matches


ELSEWHERE = (
    Elsewhere(
        "Membeli barang inventaris",
        COSTS,
        "komputer meja lemari motor kendaraan alat",
        PURCHASE,
    ),
    Elsewhere(
        "Bantuan untuk RTM dari dana sosial",
        FUNDS,
        "sembako biaya sekolah kambing rumah tangga miskin",
        AID,
    ),
)
