"""The journal as text for other bookkeeping programs: hledger and beancount.

Both get the same names of accounts, which beancount is strict about: one of its five roots by the
account's kind, then code and name in letters, digits and dashes. Amounts are whole rupiah, a debit
is positive. Memos hold codes and never a person's name (``upk.ledger.models.Entry``).
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from upk.ledger.models import Account, Posting, voucher_label
from upk.offices.models import Office

ROOTS = {
    Account.Kind.ASSET: "Assets",
    Account.Kind.CONTRA_ASSET: "Assets",
    Account.Kind.LIABILITY: "Liabilities",
    Account.Kind.EQUITY: "Equity",
    Account.Kind.INCOME: "Income",
    Account.Kind.EXPENSE: "Expenses",
}
CURRENCY = "IDR"
_FIELDS = (
    "entry_id", "entry__happened_on", "entry__voucher", "entry__year", "entry__number",
    "entry__memo", "debit_id", "credit_id", "amount",
)  # fmt: skip


class UnknownJournal(ValueError):
    """There is no such kind of journal."""


@dataclass(frozen=True, slots=True)
class Exported:
    """An entry as it is written: its day, voucher, memo, and (account's name, amount) legs."""

    on: date
    voucher: str
    memo: str
    legs: tuple[tuple[str, int], ...]


def export_journal(office: Office, kind: str, *, until: date | None = None) -> Iterator[str]:
    """The office's journal as lines of text (``kind``: a key of ``KINDS``), to be written out.

    ``until`` leaves later entries out. Three queries, however many entries there are.
    Raises ``UnknownJournal``.
    """
    if kind not in KINDS:
        raise UnknownJournal(kind)
    names = account_names(office.accounts.filter(is_header=False))
    return KINDS[kind](office, names, until)


def account_names(accounts: Iterable[Account]) -> dict[int, str]:
    """A name for each account by id that both programs take; no two are alike."""
    names: dict[int, str] = {}
    taken: set[str] = set()
    for account in accounts:
        part = _plain(f"{account.code} {account.name}")
        name = f"{ROOTS[account.kind]}:{part}"
        if name in taken:
            name = f"{name}-{account.pk}"
        taken.add(name)
        names[account.pk] = name
    return names


def _plain(text: str) -> str:
    """``1.1.01.01 Kas Tunai`` as ``1-1-01-01-Kas-Tunai``; begins with a capital or a digit."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    dashed = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")
    return dashed[:1].upper() + dashed[1:]


def _entries(office: Office, names: dict[int, str], until: date | None) -> Iterator[Exported]:
    postings = Posting.objects.of_office(office)
    if until:
        postings = postings.until(until)
    found = postings.order_by("entry__happened_on", "entry_id", "id").values_list(*_FIELDS)
    for _, group in groupby(found.iterator(chunk_size=5_000), key=lambda row: row[0]):
        rows = list(group)
        _, on, voucher, year, number, memo, *_ = rows[0]
        legs = []
        for *_, debit, credit, amount in rows:
            legs += [(names[debit], amount), (names[credit], -amount)]
        label = voucher_label(voucher, year, number)
        yield Exported(on, label, " ".join(memo.split()), tuple(legs))


def _first_day(office: Office) -> date | None:
    days = office.entries.order_by("happened_on").values_list("happened_on", flat=True)
    return days.first()


def _beancount(office: Office, names: dict[int, str], until: date | None) -> Iterator[str]:
    yield f'option "title" {_quoted(office.name)}'
    yield f'option "operating_currency" "{CURRENCY}"'
    yield ""
    if first := _first_day(office):
        for name in names.values():
            yield f"{first.isoformat()} open {name} {CURRENCY}"
    for entry in _entries(office, names, until):
        yield ""
        yield f"{entry.on.isoformat()} * {_quoted(entry.voucher)} {_quoted(entry.memo)}"
        for name, amount in entry.legs:
            yield f"  {name}  {amount} {CURRENCY}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _hledger(office: Office, names: dict[int, str], until: date | None) -> Iterator[str]:
    title = " ".join(office.name.split())
    yield f"; {title}"
    yield f"commodity {CURRENCY} 1000."
    for name in names.values():
        yield f"account {name}"
    for entry in _entries(office, names, until):
        yield ""
        # a semicolon begins a comment, a bar divides payee and note
        memo = entry.memo.replace(";", ",").replace("|", "/")
        yield f"{entry.on.isoformat()} * ({entry.voucher}) {memo}"
        for name, amount in entry.legs:
            yield f"    {name}  {CURRENCY} {amount}"


KINDS: dict[str, Callable[[Office, dict[int, str], date | None], Iterator[str]]] = {
    "beancount": _beancount,
    "hledger": _hledger,
}
