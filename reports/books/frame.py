"""What the statements have in common: the chart as a tree, and accounts under its headers."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby

from reports.grouping import Values, total_row
from reports.question import Question
from reports.value import Column, Kind, OfficeName, Part, Report, Row, Section
from upk.ledger.models import Account
from upk.offices.models import Office

CODE = Column("code", "Kode", width=12)
NAME = Column("name", "Nama akun", width=48)
MadeRows = Callable[..., tuple[Row, ...]]
"""Makes the rows of some accounts from what each has, as ``account_rows`` does."""


class Chart:
    """The accounts of an office by id, in the order of their codes; one query."""

    def __init__(self, office: Office) -> None:
        self.accounts = {account.pk: account for account in office.accounts.order_by("code")}

    def __getitem__(self, account_id: int) -> Account:
        return self.accounts[account_id]

    def moved(self, *nets: dict[int, int]) -> list[Account]:
        """Accounts with an amount in one of ``nets``, in the order of the chart."""
        return [a for a in self.accounts.values() if any(net.get(a.pk) for net in nets)]

    def headers(self, account: Account) -> list[Account]:
        """The headers above an account, from the top down."""
        above: list[Account] = []
        while account.parent_id is not None:
            account = self.accounts[account.parent_id]
            above.insert(0, account)
        return above

    def part(self, account: Account) -> Account | None:
        """The header of the second level (Aset Lancar), or the nearest to it."""
        return next(iter(self.headers(account)[1::-1]), None)

    def section(self, account: Account) -> Account | None:
        """The header right above an account, if it isn't that of its part."""
        above = self.headers(account)
        return above[-1] if len(above) > 2 else None


def account_row(account: Account, values: Values, *, key: str = "") -> Row:
    """A line with an account's figures, which leads to its book."""
    named = {"code": account.code, "name": account.name}
    return Row(key or account.code, {**named, **values}, link=("account", account.pk))


def account_rows(
    accounts: Iterable[Account], values_of: Callable[[Account], Values], *, key: str = ""
) -> tuple[Row, ...]:
    """A row for each account; ``key`` begins their keys."""
    return tuple(account_row(a, values_of(a), key=key and f"{key}/{a.code}") for a in accounts)


def sections(
    chart: Chart,
    accounts: Iterable[Account],
    columns: Sequence[Column],
    values_of: Callable[[Account], Values],
    *,
    key: str = "",
    made_rows: MadeRows | None = None,
) -> list[Section]:
    """Accounts under the headers right above them; a header with several has a subtotal.

    ``key`` begins the keys where an account may stand twice in a report. ``made_rows`` makes the
    rows under a header; without it each account has its own.
    """
    made_rows = made_rows or account_rows
    made = []
    for header, group in groupby(accounts, key=chart.section):
        rows = made_rows(group, values_of, key=key)
        code, title = (header.code, header.name) if header else ("", "")
        code = f"{key}/{code}" if key else code
        subtotal = total_row(code, f"Jumlah {title}", rows, columns, kind=Kind.SUBTOTAL)
        made.append(Section(code, title, rows, subtotal if title and len(rows) > 1 else None))
    return made


def rows_of(made: Iterable[Section]) -> list[Row]:
    """The rows of sections, in their order."""
    return [row for section in made for row in section.rows]


def statement(
    question: Question,
    name: str,
    title: str,
    columns: Sequence[Column],
    parts: Sequence[Part],
    **more,
) -> Report:
    """A report of a whole office; ``more`` are fields of it (totals, rule, labels …)."""
    period = question.period
    return Report(
        name=name,
        title=title,
        office=OfficeName.of(question.office),
        period_from=period.start,
        as_of=period.end,
        period=period.label,
        columns=tuple(columns),
        parts=tuple(parts),
        **{"totals": {}, **more},
    )


def year_start(day: date) -> date:
    """1 January of the day's year."""
    return date(day.year, 1, 1)


def day_before(day: date) -> date:
    """The day before."""
    return day - timedelta(days=1)
