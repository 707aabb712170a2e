"""The proof of the inventory: its cards are its accounts on every day (see ``check_books``)."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from django.db.models import Count, F, Max, Sum

from upk.assets.models import Acquisition, Asset, AssetClass, AssetMove
from upk.desk.check_result import Result
from upk.ledger.models import Account, Entry, Posting
from upk.money import number, rupiah
from upk.offices.models import Office
from upk.periods import format_date

Moves = dict[int, Counter[date]]
"""Net debit by account id and day, whole rupiah."""


def check_inventory(offices: Sequence[Office]) -> Result:
    """Cost and wear of the things are the balances of their accounts, at each day's end."""
    accounts = _accounts(offices)
    cards, books = _moves_of_things(offices), _moves_of_accounts(accounts)
    faults, days, total = [], 0, 0
    for pk, account in accounts.items():
        held = booked = 0
        first_wrong = None
        for day in sorted(cards[pk].keys() | books[pk].keys()):
            days += 1
            held += cards[pk][day]
            booked += books[pk][day]
            if held != booked and first_wrong is None:
                first_wrong = (day, held, booked)
        total += held
        if first_wrong:
            day, held_then, booked_then = first_wrong
            faults.append(
                f"{account.office.code} {account}: pada {format_date(day)} kartu inventaris "
                f"{rupiah(held_then)}, buku besar {rupiah(booked_then)}"
            )
    looked_at = f"{number(days)} hari, nilai buku {rupiah(total)}"
    return Result("inventory", "Kartu inventaris sama dengan buku besar", looked_at, tuple(faults))


def check_things(offices: Sequence[Office]) -> Result:
    """Numbers have no gaps, acquisitions have all their things, entries of the inventory a card."""
    numbers = Asset.objects.filter(office__in=offices).order_by()
    rows = numbers.values_list("office__code").annotate(Count("id"), Max("number"))
    faults = [
        f"{code}: {count} barang, nomor terakhir {last}"
        for code, count, last in sorted(rows)
        if count != last
    ]
    made = Acquisition.objects.filter(office__in=offices).annotate(found=Count("assets"))
    faults += [
        f"{row.name}: {row.found} dari {row.quantity} barang"
        for row in made.exclude(found=F("quantity")).order_by("id")
    ]
    entries = Entry.objects.filter(office__in=offices, origin="assets", asset_moves__isnull=True)
    faults += [f"{entry.label}: bukti inventaris tanpa kartu" for entry in entries.order_by("id")]
    return Result("things", "Barang inventaris", f"{number(numbers.count())} barang", tuple(faults))


def _accounts(offices: Sequence[Office]) -> dict[int, Account]:
    classes = AssetClass.objects.filter(office__in=offices).order_by("id")
    found = {}
    for row in classes.select_related("account__office", "accumulated__office"):
        found |= {account.pk: account for account in (row.account, row.accumulated) if account}
    return found


def _moves_of_things(offices: Sequence[Office]) -> Moves:
    moves: Moves = defaultdict(Counter)
    rows = AssetMove.objects.filter(asset__office__in=offices).order_by()
    for field, column, sign in (("account", "cost", 1), ("accumulated", "accumulated", -1)):
        key = f"asset__acquisition__asset_class__{field}"
        for account, day, amount in rows.values_list(key, "happened_on").annotate(Sum(column)):
            if account is not None and amount:
                moves[account][day] += sign * amount
    return moves


def _moves_of_accounts(accounts: dict[int, Account]) -> Moves:
    moves: Moves = defaultdict(Counter)
    for side, sign in (("debit_id", 1), ("credit_id", -1)):
        rows = Posting.objects.filter(**{f"{side}__in": list(accounts)}).order_by()
        days = rows.values_list(side, "entry__happened_on").annotate(Sum("amount"))
        for account, day, amount in days:
            moves[account][day] += sign * amount
    return moves
