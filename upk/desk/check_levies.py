"""The proof of the levies: each village's card is its account on every day (``check_books``)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q, Sum

from maintenance.levies.accounts import ORIGIN
from maintenance.models import (
    LevyBankItem,
    LevyDeposit,
    LevyFund,
    LevyMove,
    LevyPayment,
    LevyTrust,
    LevyWithdrawal,
    Repair,
)
from upk.desk.check_result import Result
from upk.ledger.models import Entry, Posting
from upk.money import number, rupiah
from upk.offices.models import Office
from upk.periods import format_date

Moves = dict[int, Counter[date]]
"""Change by account id and day, whole rupiah."""


def check_levy_cards(offices: Sequence[Office]) -> Result:
    """At each day's end a village's card is what the books owe it; cash and bank hold their sum.

    Five queries.
    """
    funds = list(LevyFund.objects.filter(office__in=offices).select_related("office"))
    trusts = list(LevyTrust.objects.filter(village__office__in=offices).select_related("village"))
    cards = _cards(funds, trusts)
    accounts = [pk for fund in funds for pk in (fund.cash_id, fund.bank_id)]
    books = _books([*accounts, *(trust.account_id for trust in trusts)])
    named = {trust.account_id: f"Desa {trust.village}" for trust in trusts}
    named |= {fund.cash_id: f"{fund.office.code} kas iuran" for fund in funds}
    named |= {fund.bank_id: f"{fund.office.code} bank iuran" for fund in funds}
    faults = [
        fault for pk, name in named.items() if (fault := _differs(name, cards[pk], books[pk]))
    ]
    faults += _negative(offices)
    owed = -sum(sum(books[trust.account_id].values()) for trust in trusts)
    looked_at = f"{number(len(trusts))} desa, {rupiah(owed)}"
    return Result("levy_cards", "Kartu iuran sama dengan buku besar", looked_at, tuple(faults))


def _cards(funds: Sequence[LevyFund], trusts: Sequence[LevyTrust]) -> Moves:
    """What the moves say should have changed: net debit by account."""
    by_office = {fund.office_id: fund for fund in funds}
    by_village = {trust.village_id: trust for trust in trusts}
    moves: Moves = defaultdict(Counter)
    rows = LevyMove.objects.filter(village__in=by_village).order_by()
    days = rows.values_list("village_id", "happened_on").annotate(Sum("cash"), Sum("bank"))
    for village, day, cash, bank in days:
        trust = by_village[village]
        fund = by_office[trust.village.office_id]
        moves[fund.cash_id][day] += cash
        moves[fund.bank_id][day] += bank
        moves[trust.account_id][day] -= cash + bank
    return moves


def _books(accounts: Sequence[int]) -> Moves:
    moves: Moves = defaultdict(Counter)
    for side, sign in (("debit_id", 1), ("credit_id", -1)):
        rows = Posting.objects.filter(**{f"{side}__in": accounts}).order_by()
        days = rows.values_list(side, "entry__happened_on").annotate(Sum("amount"))
        for account, day, amount in days:
            moves[account][day] += sign * amount
    return moves


def _differs(name: str, card: Counter[date], book: Counter[date]) -> str:
    """The first day on which card and book differ, in words; empty where none."""
    held = booked = 0
    for day in sorted(card.keys() | book.keys()):
        held, booked = held + card[day], booked + book[day]
        if held != booked:
            figures = f"kartu {rupiah(abs(held))}, buku besar {rupiah(abs(booked))}"
            return f"{name}: pada {format_date(day)} {figures}"
    return ""


def _negative(offices: Sequence[Office]) -> Iterable[str]:
    """Villages whose money was ever less than nothing, in the cash box or in the bank."""
    held: dict[str, list[int]] = {}
    moves = LevyMove.objects.filter(village__office__in=offices)
    rows = moves.order_by("happened_on").values_list("village__name", "happened_on")
    for name, day, *moved in rows.annotate(Sum("cash"), Sum("bank")):
        sums = held.setdefault(name, [0, 0])
        for side, amount in enumerate(moved):
            sums[side] += amount
        if min(sums) < 0:
            yield f"Desa {name}: pada {format_date(day)} uangnya kurang dari nol"


def check_levy_rows(offices: Sequence[Office]) -> Result:
    """Every entry of the levies has its row and moves; every repair that levies pay its money."""
    entries = Entry.objects.filter(office__in=offices, origin=ORIGIN)
    made = Q(levy_payment__isnull=False) | Q(levy_deposit__isnull=False)
    made |= Q(levy_bank_item__isnull=False) | Q(levy_withdrawal__isnull=False)
    made |= Q(kind=Entry.Kind.OPENING, levy_moves__isnull=False)
    known = made | Q(reverses__isnull=False)
    faults = [f"{e.label}: bukti iuran tanpa asal" for e in entries.exclude(known).order_by("id")]
    bare = entries.filter(levy_moves__isnull=True).order_by("id")
    faults += [f"{entry.label}: bukti iuran tanpa kartu desa" for entry in bare]
    paid = Repair.objects.standing().filter(
        infrastructure__village__office__in=offices, payer=Repair.Payer.LEVY
    )
    lost = paid.filter(
        Q(levy_withdrawal__isnull=True) | Q(levy_withdrawal__entry__reversed_by__isnull=False)
    )
    faults += [f"perbaikan {repair.pk}: tanpa uang iuran" for repair in lost.order_by("id")]
    kinds = (LevyPayment, LevyDeposit, LevyBankItem, LevyWithdrawal)
    count = sum(kind.objects.filter(office__in=offices).count() for kind in kinds)
    return Result("levy_rows", "Bukti iuran ada asalnya", f"{number(count)} baris", tuple(faults))
