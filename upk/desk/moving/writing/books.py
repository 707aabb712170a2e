"""Accounts that the chart lacks, the inventory, and the balances."""

from collections.abc import Iterator
from uuid import uuid4

from upk.assets.models import AssetClass
from upk.assets.services import MOST_AT_ONCE, Goods, take_over
from upk.desk.moving.content import Row
from upk.desk.moving.writing import Moving
from upk.ledger.chart import parent_code
from upk.ledger.models import Account, Entry, Posting
from upk.ledger.services import EntryDraft, Move, post_in_held_office
from upk.periods import format_date

NOWHERE = "Kantor"
"""Where a thing is, unless the workbook says."""


class LedgerDiffers(RuntimeError):
    """An account that rows fill came out otherwise than the balances say: the checks have a gap."""


def write_accounts(moving: Moving) -> None:
    """Accounts that the balances name and the office doesn't have, below their headers."""
    known = {account.code: account for account in moving.office.accounts.all()}
    made = [
        Account(
            office=moving.office, code=row["code"], name=row["name"], kind=row["kind"],
            fund=row["fund"], liquidity=row["liquidity"] or "",
            parent=known[parent_code(row["code"])],
        )
        for row in moving.content["balances"]
        if row["code"] not in known
    ]  # fmt: skip
    Account.objects.bulk_create(made)


def write_inventory(moving: Moving) -> None:
    """Things as they were at the end of the cut-over day, against the opening account."""
    classes = {c.name.casefold(): c for c in AssetClass.objects.filter(office=moving.office)}
    for row in moving.content["assets"]:
        for quantity in _quantities(row["quantity"]):
            goods = Goods(
                classes[row["asset_class"].casefold()], row["name"], quantity, row["unit_cost"],
                row["location"] or NOWHERE,
            )  # fmt: skip
            take_over(
                goods, bought_on=row["bought_on"], taken_on=moving.cut_over,
                opening=row["depreciated"] or 0, against=moving.opening, request_key=uuid4(),
                by=moving.by,
            )  # fmt: skip
        moving.advance(1)


def _quantities(quantity: int) -> Iterator[int]:
    """A number of things in as many takeovers as it takes."""
    for start in range(0, quantity, MOST_AT_ONCE):
        yield min(MOST_AT_ONCE, quantity - start)


def write_balances(moving: Moving) -> None:
    """One opening entry that brings every account to its balance and empties the opening account.

    Runs after everything else that posts: what rows have filled already isn't posted again.
    Accounts of levies are filled by the villages' money alone: the workbook may keep it in other
    accounts than these, as long as cash, bank and what is owed come to the same.
    Raises ``LedgerDiffers`` if an account that only rows may fill isn't as the balances say.
    """
    accounts = {account.pk: account for account in moving.office.accounts.order_by("code")}
    wanted = {row["code"]: _net(row) for row in moving.content["balances"]}
    held = Posting.objects.of_office(moving.office).until(moving.cut_over).net_by_account()
    moves = []
    for pk, account in accounts.items():
        missing = wanted.get(account.code, 0) - held.get(pk, 0)
        if account == moving.opening or account.fund == Account.Fund.LEVY or not missing:
            continue
        if account.subledger:
            raise LedgerDiffers(f"{account.code}: {missing}")
        moves.append(_move(account, moving.opening, missing))
    if moves:
        memo = f"Saldo awal pindahan per {format_date(moving.cut_over)}"
        draft = EntryDraft(moving.cut_over, memo, moves, Entry.Kind.OPENING)
        post_in_held_office(moving.office, [draft], by=moving.by)
    moving.advance(len(moving.content["balances"]))


def _net(row: Row) -> int:
    return (row["debit"] or 0) - (row["credit"] or 0)


def _move(account: Account, opening: Account, net: int) -> Move:
    return Move(account, opening, net) if net > 0 else Move(opening, account, -net)
