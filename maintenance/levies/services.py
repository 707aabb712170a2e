"""The writers of the villages' money: payments, deposits, what the bank adds and takes.

``lock_office`` comes first, then the villages' trust accounts by id (``hold_levies``), the voucher
counters last. Every entry moves cash and bank of the levies against what is owed to the villages;
income and expenses of the office are never touched [chosen: domain.md 9].
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from maintenance.levies.accounts import ORIGIN, hold_levies
from maintenance.levies.balances import held, lowest_held, paid_by_quarter
from maintenance.models import (
    LevyBankItem,
    LevyDeposit,
    LevyFund,
    LevyMove,
    LevyPayment,
    LevyRule,
    LevyTrust,
)
from maintenance.rules.levy import due_of, in_force
from upk.ledger.by_hand import check_day
from upk.ledger.services import (
    EntryDraft,
    Move,
    claim_submission,
    lock_office,
    post_in_held_office,
)
from upk.money import rupiah, split_by_weights
from upk.offices.models import Office, User, Village
from upk.periods import Quarter, add_months, format_date

QUARTERS_AHEAD = 4
"""For how many quarters after the day's own a village may pay ahead [chosen]."""
MOST_AT_ONCE = 10**15
"""No form takes more: it is a typing error, and sums must fit the database."""
Trusts = Mapping[int, LevyTrust]


@dataclass(frozen=True, slots=True)
class PaymentSheet:
    """What villages brought on a day for a quarter: whole rupiah by village.

    ``may_exceed``: somebody confirmed that more than the quarter's open amount is meant. It stays
    with the quarter, and with the village.
    """

    received_on: date
    quarter: Quarter
    amounts: Mapping[Village, int]
    may_exceed: bool = False


def _listed(amounts: Mapping[Village, int]) -> list[list[int]]:
    return sorted([village.pk, amount] for village, amount in amounts.items())


def _positive(amounts: Mapping[Village, int]) -> dict[Village, int]:
    """The villages with an amount, in the order given. Raises ``ValidationError`` for none."""
    if any(amount < 0 for amount in amounts.values()):
        raise ValidationError("Jumlah tidak boleh kurang dari nol.")
    found = {village: amount for village, amount in amounts.items() if amount}
    if not found:
        raise ValidationError("Isi sedikitnya satu jumlah, lebih dari nol.")
    if sum(found.values()) > MOST_AT_ONCE:
        raise ValidationError("Jumlahnya terlalu besar.")
    return found


@transaction.atomic
def record_payments(
    office: Office, sheet: PaymentSheet, *, request_key: UUID, by: User
) -> list[LevyPayment]:
    """Record what villages paid on a day: a receipt for each, all of them or none.

    Unit: whole rupiah. Idempotent by ``request_key``. Raises ``ValidationError`` for a day that
    can't be, a village without a rule in force on it, a quarter before its first rule or too far
    ahead, or more than the quarter's open amount without ``may_exceed``.
    """
    office = lock_office(office)
    content = {
        "levy_payments": _listed(sheet.amounts), "on": sheet.received_on,
        "quarter": str(sheet.quarter), "may_exceed": sheet.may_exceed,
    }  # fmt: skip
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return list(submission.levy_payments.order_by("pk"))
    check_day(office, sheet.received_on, field="received_on")
    amounts = _positive(sheet.amounts)
    fund, trusts = hold_levies(office)
    _check_payments(office, sheet, amounts)
    entries = post_in_held_office(
        office, _payment_drafts(sheet, amounts, fund, trusts), by=by, submission=submission
    )
    made = LevyPayment.objects.bulk_create(
        LevyPayment(
            office=office, village=village, year=sheet.quarter.year, number=sheet.quarter.number,
            received_on=sheet.received_on, amount=amount, entry=entry, submission=submission,
            recorded_by=by,
        )
        for (village, amount), entry in zip(amounts.items(), entries, strict=True)
    )  # fmt: skip
    LevyMove.objects.bulk_create(
        LevyMove(
            village=row.village, entry=row.entry, kind=LevyMove.Kind.PAID,
            happened_on=row.received_on, cash=row.amount,
        )
        for row in made
    )  # fmt: skip
    return made


def _payment_drafts(
    sheet: PaymentSheet, amounts: Mapping[Village, int], fund: LevyFund, trusts: Trusts
) -> list[EntryDraft]:
    """An entry for each village: the cash box against what is owed to it."""
    return [
        EntryDraft(
            sheet.received_on,
            f"Iuran pemeliharaan Desa {village}, {sheet.quarter.label}"[:200],
            [Move(fund.cash, trusts[village.pk].account, amount)],
            origin=ORIGIN,
        )
        for village, amount in amounts.items()
    ]


def _check_payments(office: Office, sheet: PaymentSheet, amounts: Mapping[Village, int]) -> None:
    """Raise ``ValidationError`` with everything that is wrong with the sheet's rows."""
    if sheet.quarter > Quarter.of(add_months(sheet.received_on, 3 * QUARTERS_AHEAD)):
        raise ValidationError(
            {"quarter": f"Iuran dibayar paling jauh {QUARTERS_AHEAD} triwulan di muka."}
        )
    ids = [village.pk for village in amounts]
    rates = LevyRule.objects.filter(village__in=ids).rates()
    paid = paid_by_quarter(ids, LevyPayment.objects.standing())
    faults = []
    for village, amount in amounts.items():
        own = rates.get(village.pk, [])
        due = due_of(own, sheet.quarter)
        left = due - paid[village.pk].get((sheet.quarter.year, sheet.quarter.number), 0)
        if village.office_id != office.pk or in_force(own, sheet.received_on) is None:
            on = format_date(sheet.received_on)
            faults.append(
                f"Desa {village} belum punya aturan iuran yang berlaku pada {on}. "
                "Catat dahulu aturannya."
            )
        elif due == 0 and in_force(own, sheet.quarter.end) is None:
            faults.append(f"Desa {village}: belum ada aturan iuran pada {sheet.quarter.label}.")
        elif amount > left and not sheet.may_exceed:
            faults.append(
                f"Desa {village}: {rupiah(amount)} lebih dari yang belum dibayar untuk "
                f"{sheet.quarter.label}, {rupiah(max(0, left))}. Tandai bila memang dibayar lebih."
            )
    if faults:
        raise ValidationError(faults)


@transaction.atomic
def record_deposit(
    office: Office,
    amounts: Mapping[Village, int],
    *,
    deposited_on: date,
    slip: str,
    request_key: UUID,
    by: User,
) -> LevyDeposit:
    """Record one trip to the bank with the money of one or more villages.

    Unit: whole rupiah. Idempotent by ``request_key``. Raises ``ValidationError`` for a day that
    can't be, or more than a village's money in the cash box on that day or any day after.
    """
    office = lock_office(office)
    content = {"levy_deposit": _listed(amounts), "on": deposited_on, "slip": slip.strip()}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return submission.levy_deposit
    check_day(office, deposited_on, field="deposited_on")
    amounts = _positive(amounts)
    fund, trusts = hold_levies(office)
    _check_collected(amounts, trusts, deposited_on)
    total = sum(amounts.values())
    memo = f"Setoran iuran pemeliharaan {len(amounts)} desa ke bank"
    draft = EntryDraft(deposited_on, memo, [Move(fund.bank, fund.cash, total)], origin=ORIGIN)
    [entry] = post_in_held_office(office, [draft], by=by, submission=submission)
    LevyMove.objects.bulk_create(
        LevyMove(
            village=village, entry=entry, kind=LevyMove.Kind.DEPOSITED, happened_on=deposited_on,
            cash=-amount, bank=amount,
        )
        for village, amount in amounts.items()
    )  # fmt: skip
    return LevyDeposit.objects.create(
        office=office, deposited_on=deposited_on, slip=slip.strip(), amount=total, entry=entry,
        submission=submission, recorded_by=by,
    )  # fmt: skip


def _check_collected(amounts: Mapping[Village, int], trusts: Trusts, on: date) -> None:
    if any(village.pk not in trusts for village in amounts):
        raise ValidationError("Ada desa yang belum punya aturan iuran.")
    collected = lowest_held([village.pk for village in amounts], on)
    faults = [
        f"Desa {village}: yang sudah diterima dan belum disetor sejak {format_date(on)} hanya "
        f"{rupiah(collected[village.pk].cash)}."
        for village, amount in amounts.items()
        if amount > collected[village.pk].cash
    ]
    if faults:
        raise ValidationError(faults)


@transaction.atomic
def record_bank_item(
    office: Office, *, kind: str, amount: int, happened_on: date, request_key: UUID, by: User
) -> LevyBankItem:
    """Record interest, tax or a fee of the levies' bank account: the villages', not the office's.

    Unit: whole rupiah. Shared by what each village has in the bank at the end of that day [chosen],
    rounding by the largest remainder, ties by the village's code. Idempotent by ``request_key``.
    Raises ``ValidationError`` for a day that can't be, an amount below 1, no money in the bank, or
    more than the villages have there on that day or any day after.
    """
    office = lock_office(office)
    content = {"levy_bank": kind, "amount": amount, "on": happened_on}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return submission.levy_bank_item
    check_day(office, happened_on)
    if not 1 <= amount <= MOST_AT_ONCE:
        raise ValidationError({"amount": "Isi jumlahnya, lebih dari nol dan tidak terlalu besar."})
    fund, trusts = hold_levies(office)
    is_interest = kind == LevyBankItem.Kind.INTEREST
    parts = _shares(amount, trusts, happened_on)
    if not is_interest:
        check_in_bank(parts, trusts, happened_on)
    memo = f"{LevyBankItem.Kind(kind).label} bank iuran pemeliharaan"
    moves = _bank_moves(parts, fund, trusts, is_interest=is_interest)
    draft = EntryDraft(happened_on, memo, moves, origin=ORIGIN)
    [entry] = post_in_held_office(office, [draft], by=by, submission=submission)
    LevyMove.objects.bulk_create(
        LevyMove(
            village_id=pk, entry=entry, kind=kind, happened_on=happened_on,
            bank=part if is_interest else -part,
        )
        for pk, part in parts.items()
    )  # fmt: skip
    return LevyBankItem.objects.create(
        office=office, kind=kind, happened_on=happened_on, amount=amount, entry=entry,
        submission=submission, recorded_by=by,
    )  # fmt: skip


def _bank_moves(
    parts: Mapping[int, int], fund: LevyFund, trusts: Trusts, *, is_interest: bool
) -> list[Move]:
    """Each village's part, into the bank or out of it."""
    sides = [(trusts[pk].account, part) for pk, part in parts.items()]
    if is_interest:
        return [Move(fund.bank, account, part) for account, part in sides]
    return [Move(account, fund.bank, part) for account, part in sides]


def _shares(amount: int, trusts: Trusts, on: date) -> dict[int, int]:
    """Each village's part of ``amount`` by what it has in the bank; those without one left out."""
    ordered = sorted(trusts.values(), key=lambda trust: (trust.village.code, trust.village_id))
    in_bank = held([trust.village_id for trust in ordered], on)
    weights = [in_bank[trust.village_id].bank for trust in ordered]
    if not any(weights):
        raise ValidationError(f"Pada {format_date(on)} belum ada iuran di bank.")
    parts = split_by_weights(amount, weights)
    return {t.village_id: part for t, part in zip(ordered, parts, strict=True) if part}


def check_in_bank(parts: Mapping[int, int], trusts: Trusts, on: date) -> None:
    """Raise ``ValidationError`` where a village would lack money in the bank."""
    lowest = lowest_held(list(parts), on)
    faults = [
        f"Desa {trusts[pk].village}: saldo di bank sejak {format_date(on)} hanya "
        f"{rupiah(lowest[pk].bank)}, kurang dari {rupiah(part)}."
        for pk, part in parts.items()
        if part > lowest[pk].bank
    ]
    if faults:
        raise ValidationError(faults)
