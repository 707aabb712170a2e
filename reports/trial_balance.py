"""Trial balance and a compact balance sheet (neraca), from the ledger alone."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from reports.grouping import Values, report_of, total_row
from reports.question import Question
from reports.value import Column, Kind, Part, Report, Row, Rule, Section, Unit
from upk.ledger.books import Surplus, economic_assets, unclosed_surplus
from upk.ledger.books import build_trial_balance as trial_balance_of
from upk.ledger.models import Account, Posting

CODE = Column("code", "Kode", width=12)
NAME = Column("name", "Nama akun", width=48)
TRIAL_COLUMNS = (
    CODE,
    NAME,
    Column("debit", "Debet", Unit.RUPIAH, width=20),
    Column("credit", "Kredit", Unit.RUPIAH, width=20),
)
SHEET_COLUMNS = (CODE, NAME, Column("balance", "Saldo", Unit.RUPIAH, width=20))
ECONOMIC_RULE = Rule(
    "economic_assets",
    "Aset ekonomi",
    "kas dan bank dana bergulir ditambah seluruh saldo pokok pinjaman, "
    "tanpa rekening titipan dan sebelum cadangan",
)
EARLIER_SURPLUS, SURPLUS_THIS_YEAR = "surplus_earlier", "surplus_this_year"
SIDES = (
    ("assets", "Aset", (Account.Kind.ASSET, Account.Kind.CONTRA_ASSET)),
    ("liabilities", "Utang dan titipan", (Account.Kind.LIABILITY,)),
    ("equity", "Modal", (Account.Kind.EQUITY,)),
)


def build_trial_balance(question: Question) -> Report:
    """Every account with a balance, on its side, under the headings of the chart's first level."""
    balance = trial_balance_of(question.office, question.period.end)
    accounts = [row for row in balance.rows if not row.is_header]
    names = {row.code[:1]: row.name for row in balance.rows if row.level == 1}
    sections = []
    for first, group in groupby(accounts, key=lambda account: account.code[:1]):
        rows = tuple(
            Row(
                account.code,
                {
                    "code": account.code,
                    "name": account.name,
                    "debit": account.debit,
                    "credit": account.credit,
                },
                link=("account", account.account_id),
            )
            for account in group
        )
        title = names.get(first, first)
        subtotal = total_row(f"{first}", f"Jumlah {title}", rows, TRIAL_COLUMNS, kind=Kind.SUBTOTAL)
        sections.append(Section(first, title, rows, subtotal))
    total = Row("total", {"debit": balance.debit, "credit": balance.credit}, Kind.TOTAL, "Jumlah")
    economic = _economic(balance.economic_assets, "debit")
    return report_of(
        question,
        "trial-balance",
        "Neraca Saldo",
        TRIAL_COLUMNS,
        (Part("total", "", tuple(sections), (total, *economic)),),
        rule=(ECONOMIC_RULE,),
        section_label="Golongan",
        totals={"economic_assets": balance.economic_assets},
    )


def build_balance_sheet(question: Question) -> Report:
    """Assets against liabilities and equity; the surplus so far stands with the equity.

    Guarantee: ``assets == liabilities + equity``. The surplus is what closing entries have not yet
    taken to the equity, the years before apart from the present one.
    """
    office, end = question.office, question.period.end
    postings = Posting.objects.of_office(office).until(end).before_closing(end.year)
    net = postings.net_by_account()
    accounts = [a for a in office.accounts.select_related("parent") if net.get(a.pk)]
    parts, totals = [], {}
    for key, title, kinds in SIDES:
        sign = 1 if key == "assets" else -1
        sections = _sections([a for a in accounts if a.kind in kinds], net, sign)
        if key == "equity":
            sections.append(_surplus_section(unclosed_surplus(office, end)))
        rows = [row for section in sections for row in section.rows]
        total = total_row(key, f"Jumlah {title}", rows, SHEET_COLUMNS)
        totals[key] = total.values["balance"]
        parts.append(Part(key, title, tuple(sections), (total,)))
    both = totals["liabilities"] + totals["equity"]
    label = "Jumlah utang, titipan, dan modal"
    last = Row("liabilities_and_equity", {"balance": both}, Kind.TOTAL, label)
    return _sheet(question, (*parts[:-1], _with_row(parts[-1], last)), totals)


def _sheet(question: Question, parts: tuple[Part, ...], totals: Values) -> Report:
    report = report_of(
        question,
        "balance-sheet",
        "Neraca",
        SHEET_COLUMNS,
        parts,
        rule=(ECONOMIC_RULE,),
        part_label="Bagian",
        section_label="Golongan",
    )
    assets = economic_assets(question.office, question.period.end)
    return replace(
        report,
        totals={**totals, "economic_assets": assets},
        total_rows=_economic(assets, "balance"),
    )


def _economic(amount: int, column: str) -> tuple[Row, ...]:
    """The figure that ``ECONOMIC_RULE`` explains; none in an office that has nothing."""
    if not amount:
        return ()
    return (Row("economic_assets", {column: amount}, Kind.FIGURE, "Aset ekonomi"),)


def _with_row(part: Part, row: Row) -> Part:
    return replace(part, totals=(*part.totals, row))


def _sections(accounts: Iterable[Account], net: dict[int, int], sign: int) -> list[Section]:
    """Accounts under the header right above them, each with its subtotal."""
    sections = []
    for parent, group in groupby(accounts, key=lambda account: account.parent):
        rows = tuple(_row(account, sign * net[account.pk]) for account in group)
        key, title = (parent.code, parent.name) if parent else ("", "")
        subtotal = total_row(key, f"Jumlah {title}", rows, SHEET_COLUMNS, kind=Kind.SUBTOTAL)
        sections.append(Section(key, title, rows, subtotal if len(rows) > 1 else None))
    return sections


def _row(account: Account, balance: int) -> Row:
    values = {"code": account.code, "name": account.name, "balance": balance}
    return Row(account.code, values, link=("account", account.pk))


def _surplus_section(surplus: Surplus) -> Section:
    lines = [(SURPLUS_THIS_YEAR, "Surplus tahun berjalan", surplus.this_year)]
    if surplus.earlier:
        lines.insert(0, (EARLIER_SURPLUS, "Surplus tahun lalu (belum ditutup)", surplus.earlier))
    rows = [Row(key, {"code": "", "name": name, "balance": left}) for key, name, left in lines]
    subtotal = total_row("surplus", "Jumlah Surplus", rows, SHEET_COLUMNS, kind=Kind.SUBTOTAL)
    return Section("surplus", "Surplus", tuple(rows), subtotal if len(rows) > 1 else None)
