"""The balances on the cut-over date: the last year's end that the dump holds, and what followed.

[A] keeps the balance at a year's beginning as month 0 of ``saldo_N``; [A] of an earlier time and
[B] keep the year's end in columns of ``rekening_N``.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from upk.desk.moving.dumps.accounts import OldAccounts
from upk.desk.moving.dumps.findings import About
from upk.desk.moving.dumps.store import YEARS, Store
from upk.desk.moving.dumps.work import Cells, Work
from upk.ledger.chart import TemplateAccount, parent_code, template_accounts
from upk.money import rupiah

Net = Counter[str]
"""Debit less credit by account. Unit: whole rupiah."""

_YEARS = range(1900, 2200)
_CODE = re.compile(r"[1-9]\.[0-9]\.[0-9]{2}\.(?!00)[0-9]{2}")
_NO_LETTERS = re.compile(r"\W+")


def year_ends(work: Work) -> dict[int, Net]:
    """By year, every account's balance at its end, as far as the dump holds any.

    A year whose balances are all 0 isn't over yet there, and is left out.
    """
    ends: dict[int, Net] = {}
    for question in (_BY_COLUMNS, _BY_MONTH_0):
        for row in work.store.rows(question):
            if row["year"] in _YEARS:
                ends.setdefault(row["year"], Net())[row["code"]] = row["net"]
            else:
                found = f"{row['code']}: saldo awal tahun {row['year'] + 1}"
                work.tell(About.DAY, "saldo", "", found, "Tidak dipakai.")
    return {year: net for year, net in ends.items() if any(net.values())}


_BY_COLUMNS = f"SELECT year, code, SUM(debit - credit) AS net FROM {YEARS} GROUP BY year, code"
_BY_MONTH_0 = """
    SELECT year - 1 AS year, code, SUM(debit - credit) AS net FROM saldo WHERE month = 0
    GROUP BY year, code
"""


def moved(store: Store, first: date | None, last: date) -> Net:
    """What the entries of these days moved, both days included."""
    net = Net()
    since = first or date.min
    for side, sign in (("debit", 1), ("credit", -1)):
        question = _MOVED.format(side=side)
        for row in store.rows(question, since, last):
            net[row["code"]] += sign * row["amount"]
    return net


_MOVED = """
    SELECT {side} AS code, SUM(amount) AS amount FROM transaksi
    WHERE "on" BETWEEN ? AND ? GROUP BY {side}
"""


def balances_of(work: Work, ends: dict[int, Net]) -> Net:
    """Every account's balance at the end of the cut-over date."""
    years = [year for year in ends if date(year, 12, 31) <= work.cut_over]
    if not years:
        work.tell(
            About.MISSING, "rekening", "", "saldo akhir tahun sebelum tanggal pindah",
            "Saldo dihitung dari transaksi saja.",
        )  # fmt: skip
        return moved(work.store, None, work.cut_over)
    last = max(years)
    net = Net(ends[last])
    net.update(moved(work.store, date(last + 1, 1, 1), work.cut_over))
    return net


def balance_rows(work: Work, net: Net, accounts: OldAccounts) -> Iterator[Cells]:
    """The accounts that hold something, by code; kinds only of those that our chart lacks."""
    chart = {account.code: account for account in template_accounts()}
    for code in sorted(code for code, amount in net.items() if amount and code):
        amount = net[code]
        row: Cells = {
            "code": code,
            "name": accounts.names.get(code) or None,
            "debit": amount if amount > 0 else None,
            "credit": -amount if amount < 0 else None,
        }
        if code not in chart:
            row |= _new_account(work, code, chart, accounts)
        elif row["name"] and _plain(row["name"]) != _plain(chart[code].name):
            found = f"{code}: {row['name']}; di Bergulir: {chart[code].name}"
            work.tell(About.OTHER_NAME, "rekening", "", found, "Kodenya tetap dipakai; periksa.")
        yield row
    if left := sum(amount for code, amount in net.items() if code):
        found = f"debet dikurangi kredit seluruhnya {rupiah(left)}"
        work.tell(About.BALANCE, "rekening", "", found, "Ditulis apa adanya.")


def _new_account(
    work: Work, code: str, chart: dict[str, TemplateAccount], accounts: OldAccounts
) -> Cells:
    """Kind and fund of an account that our chart lacks: those of the line it stands under."""
    header = chart.get(parent_code(code)) if _CODE.fullmatch(code) else None
    found = f"akun {code} {accounts.names.get(code, '')}".strip()
    if header is None:
        work.tell(About.NEW_ACCOUNT, "rekening", "", found, "Tanpa jenis dan dana; isi sendiri.")
        return {}
    done = f"Akun baru di bawah {header.name}; periksa jenis dan dananya."
    work.tell(About.NEW_ACCOUNT, "rekening", "", found, done)
    is_asset = header.kind == "asset"
    return {
        "kind": header.kind,
        "fund": header.fund,
        "liquidity": accounts.liquidity(code) if is_asset else None,
    }


def _plain(name: str) -> str:
    return _NO_LETTERS.sub("", name).casefold()


def check_receivables(work: Work, net: Net, loans: list[tuple[str | None, int]]) -> None:
    """Tell where what is left of the loans isn't what their account holds.

    ``loans``: the receivable account of each loan, and the principal that is left of it.
    """
    left: Counter[str] = Counter()
    for account, amount in loans:
        if account:
            left[account] += amount
    for account, amount in sorted(left.items()):
        if amount != net[account]:
            found = (
                f"akun {account} {rupiah(net[account])}, sisa pinjaman {rupiah(amount)}, "
                f"selisih {rupiah(net[account] - amount)}"
            )
            work.tell(About.RECEIVABLE, "rekening", "", found, "Ditulis apa adanya.")
