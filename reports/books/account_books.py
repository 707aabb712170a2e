"""Buku Besar, Buku Kas and Buku Bank: the movements of accounts with a running balance."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date

from django.db.models import Q

from reports.books.frame import Chart, day_before, statement
from reports.question import Question
from reports.value import Column, Kind, Part, Report, Row, Rule, Section, Unit
from upk.ledger.models import Account, Posting, voucher_label

COLUMNS = (
    Column("date", "Tanggal", Unit.DATE, width=12),
    Column("voucher", "Bukti", width=16),
    Column("memo", "Uraian", width=40),
    Column("other", "Akun lawan", width=12),
    Column("debit", "Debet", Unit.RUPIAH, width=17),
    Column("credit", "Kredit", Unit.RUPIAH, width=17),
    Column("balance", "Saldo", Unit.RUPIAH, width=17, adds=False),
)
RULE = Rule(
    "balance",
    "Saldo",
    "positif pada sisi normal akun: debit untuk aset dan beban, kredit untuk yang lain",
)


def build_ledger(question: Question) -> Report:
    """The book of one account, or of all that had a balance or moved; three queries."""
    account = question.options.account
    title = f"Buku Besar {account}" if account else "Buku Besar"
    return _books(question, "ledger", title, lambda a: account is None or a.pk == account.pk)


def build_cash_book(question: Question) -> Report:
    """The books of the office's cash accounts (buku kas); three queries."""
    kind = Account.Liquidity.CASH
    return _books(question, "cash-book", "Buku Kas", lambda a: a.liquidity == kind)


def build_bank_book(question: Question) -> Report:
    """The books of the office's bank accounts (buku bank); three queries."""
    kind = Account.Liquidity.BANK
    return _books(question, "bank-book", "Buku Bank", lambda a: a.liquidity == kind)


def _books(question: Question, name: str, title: str, wanted: Callable[[Account], bool]) -> Report:
    """A part for each account; its rows are the postings of the period, so many may be shown."""
    period, chart = question.period, Chart(question.office)
    accounts = {pk: a for pk, a in chart.accounts.items() if wanted(a) and not a.is_header}
    postings = Posting.objects.of_office(question.office)
    if len(accounts) < len(chart.accounts) // 2:
        postings = postings.filter(Q(debit__in=accounts) | Q(credit__in=accounts))
    net = postings.until(day_before(period.start)).net_by_account()
    moved = _rows_by_account(chart, accounts, postings, period.start, period.end)
    parts = [
        _part(account, account.natural(net.get(pk, 0)), moved.get(pk, ()), period.start)
        for pk, account in accounts.items()
        if net.get(pk) or pk in moved
    ]
    return statement(
        question,
        name,
        title,
        COLUMNS,
        parts,
        rule=(RULE,),
        part_label="Akun",
        totals={
            key: sum(part.totals[0].values[key] for part in parts) for key in ("debit", "credit")
        },
    )


_FIELDS = (
    "entry_id", "entry__happened_on", "entry__voucher", "entry__year", "entry__number",
    "entry__memo", "debit_id", "credit_id", "amount",
)  # fmt: skip


def _rows_by_account(chart: Chart, accounts, postings, since: date, until: date) -> dict:
    """The postings of each account: (entry, day, voucher, memo, other code, debit, credit)."""
    moved: dict[int, list[tuple]] = defaultdict(list)
    found = postings.since(since).until(until).order_by("entry__happened_on", "entry_id", "id")
    for entry, day, voucher, year, number, memo, debit, credit, amount in found.values_list(
        *_FIELDS
    ):
        label = voucher_label(voucher, year, number)
        if debit in accounts:
            moved[debit].append((entry, day, label, memo, chart[credit].code, amount, 0))
        if credit in accounts:
            moved[credit].append((entry, day, label, memo, chart[debit].code, 0, amount))
    return moved


def _part(account: Account, opening: int, moved: Sequence[tuple], since: date) -> Part:
    rows = [
        Row(
            f"{account.code}/opening",
            {"date": since, "voucher": "", "memo": "Saldo awal", "other": "", "balance": opening},
            Kind.FIGURE,
        )
    ]
    balance = opening
    for place, (entry, day, voucher, memo, other, debit, credit) in enumerate(moved, 1):
        balance += account.natural(debit - credit)
        values = {
            "date": day, "voucher": voucher, "memo": memo, "other": other,
            "debit": debit, "credit": credit, "balance": balance,
        }  # fmt: skip
        rows.append(Row(f"{account.code}/{voucher}/{place}", values, link=("entry", entry)))
    total = Row(
        account.code,
        {
            "debit": sum(row[5] for row in moved),
            "credit": sum(row[6] for row in moved),
            "balance": balance,
        },
        Kind.TOTAL,
        "Mutasi dan saldo akhir",
    )
    section = Section(account.code, "", tuple(rows))
    return Part(account.code, str(account), (section,), (total,))
