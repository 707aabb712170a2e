"""A dump made into the workbook: the order of the steps, and nothing else."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from upk.desk.moving.columns import Sheet
from upk.desk.moving.dumps import findings as told
from upk.desk.moving.dumps.accounts import OldAccounts
from upk.desk.moving.dumps.balances import (
    balance_rows,
    balances_of,
    check_receivables,
    year_ends,
)
from upk.desk.moving.dumps.cut_over import cut_over_of
from upk.desk.moving.dumps.findings import Findings
from upk.desk.moving.dumps.inventory_rows import asset_rows
from upk.desk.moving.dumps.journal_checks import check_journals
from upk.desk.moving.dumps.loading import Progress, load
from upk.desk.moving.dumps.loan_rows import loan_rows, product_rows, share_rows, taken_loans
from upk.desk.moving.dumps.office_rows import office_row, village_rows
from upk.desk.moving.dumps.paid import paid_of, payment_rows
from upk.desk.moving.dumps.people_rows import group_rows, member_rows, person_rows
from upk.desk.moving.dumps.schedule_rows import schedules_of
from upk.desk.moving.dumps.store import Store
from upk.desk.moving.dumps.terms import OldTerms
from upk.desk.moving.dumps.work import Cells, Given, Work
from upk.desk.moving.dumps.year_checks import check_months, check_years
from upk.desk.moving.sheets import BY_KEY
from upk.desk.moving.template import write_workbook

Tables = list[tuple[Sheet, Iterable[Cells]]]


@dataclass(frozen=True, slots=True)
class Converted:
    """What came of it: the day of the move, the rows of each sheet, what didn't add up."""

    cut_over: date
    rows: dict[str, int]
    findings: Findings


def convert(
    path: Path,
    target: Path,
    *,
    number: int,
    today: date,
    given: Given,
    cut_over: date | None = None,
    progress: Progress | None = None,
) -> Converted:
    """Make the workbook of the office with this number. Raises ``BrokenDump``, ``OSError``.

    ``today``: entries dated after it don't say how far the books go. A workbook that is there
    already is replaced only by one that is whole.
    """
    findings = Findings()
    with _replacing(target) as file, Store() as store:
        load(path, number, store, findings, progress)
        day = cut_over or cut_over_of(store, today)
        work = Work(number, store, findings, given, day)
        sheets = _sheets(work)
        counts: dict[str, int] = {}
        tables: Tables = [
            (BY_KEY[key], _counted(key, rows, counts)) for key, rows in sheets.items()
        ]
        tables.append((told.SHEET, told.sheet_rows(findings)))
        write_workbook(file, tables)
    return Converted(day, counts, findings)


@contextmanager
def _replacing(target: Path) -> Iterator[BinaryIO]:
    """A file that takes the target's place once it is written, and is gone if it isn't."""
    part = target.with_name(f".{target.name}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _counted(key: str, rows: Iterable[Cells], counts: dict[str, int]) -> Iterable[Cells]:
    counts[key] = 0
    for row in rows:
        counts[key] += 1
        yield row


def _sheets(work: Work) -> dict[str, Iterable[Cells]]:
    """The rows of each sheet, in the order of the tabs; those of later ones need the earlier."""
    accounts = OldAccounts(work.store)
    sheets: dict[str, Iterable[Cells]] = {
        "office": [office_row(work)],
        "villages": list(village_rows(work)),
        "people": list(person_rows(work)),
        "groups": list(group_rows(work)),
    }
    loans = taken_loans(work)
    old_terms = OldTerms.of(work)
    terms = {loan["id"]: old_terms.cells(work, loan) for loan in loans}
    paid = paid_of(work, loans)
    products = product_rows(work, loans, terms, accounts)
    schedules = schedules_of(work, loans, terms, paid)
    ends = year_ends(work)
    net = balances_of(work, ends)
    receivable = {row["code"]: row["receivable"] for row in products}
    check_receivables(work, net, [
        (receivable.get(work.products.get(loan["product"])),
         loan["principal"] - paid[loan["id"]].principal)
        for loan in loans
    ])  # fmt: skip
    check_years(work, ends)
    check_months(work)
    check_journals(work, accounts)
    return sheets | {
        "members": member_rows(work),
        "balances": balance_rows(work, net, accounts),
        "assets": asset_rows(work),
        "products": products,
        "loans": loan_rows(work, loans, terms, paid, schedules.settled),
        "shares": share_rows(work, loans),
        "instalments": schedules.rows,
        "payments": payment_rows(work, loans, paid, accounts),
    }
