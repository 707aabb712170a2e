"""Money of aid through the ledger: paid from the fund, goats bought with it, returned, reversed.

Locks: office, plan, the fund's account and the cash box or bank by id, goats, voucher counters.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from goats.aid.budget import ORIGIN
from goats.aid.planning import hold_fund, hold_plan
from goats.aid.problems import (
    account_problems,
    amount_problems,
    cash_problems,
    day_problems,
    in_hand_problems,
    reversing_problems,
    role_problems,
    spending_problems,
    state_problems,
    text_problems,
)
from goats.aid.standings import PlanStanding, standing_of
from goats.herd.lives import rule_book
from goats.herd.replacing import take_goats_back
from goats.herd.services import NewGoats, enter_goats, new_goats_problems
from goats.herd.writing import Writer, hold
from goats.models import AID_KINDS, AidMove, AidPlan, Goat, GoatEvent
from goats.rules.aid import AidKind
from goats.rules.events import Kind
from upk.access import Role
from upk.ledger.models import Account, Submission
from upk.ledger.services import (
    EntryDraft,
    Move,
    claim_submission,
    post_in_held_office,
    reverse_entry,
)
from upk.offices.models import Office, User
from upk.problems import Problem
from upk.refusing import raise_if_any

SORT = AidMove.Sort


@dataclass(frozen=True, slots=True)
class Payment:
    """Money for, or back from, one kind of a plan. ``amount`` is whole rupiah."""

    kind: AidKind
    amount: int
    on: date
    account: Account
    note: str = ""

    def content(self) -> dict:
        """What a form sent twice is recognised by."""
        return {
            "kind": str(self.kind), "amount": self.amount, "on": self.on,
            "account": self.account.pk, "note": self.note.strip(),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Held:
    """What a writer of money holds: office, plan, fund; the key spent, perhaps already before."""

    office: Office
    plan: AidPlan
    fund: Account
    submission: Submission
    is_new: bool

    @property
    def standing(self) -> PlanStanding:
        """Where the plan stands now."""
        return standing_of(self.plan)


def _hold(plan: AidPlan, account: Account, key: UUID, content: dict, by: User) -> _Held:
    office, held = hold_plan(plan)
    submission, is_new = claim_submission(office, key, {"aid": held.pk, **content}, by=by)
    return _Held(office, held, hold_fund(office, account), submission, is_new)


def _paying_problems(held: _Held, payment: Payment, by: User) -> list[Problem]:
    """Every reason against paying: day, decision, four eyes, plan, budget, account, cash."""
    standing = held.standing
    found = role_problems(by, held.office, [Role.TREASURER])
    found += day_problems(held.office, payment.on, "on")
    found += state_problems(standing, by, payment.on, "on")
    amounts = amount_problems(payment.amount)
    found += amounts or spending_problems(
        standing, standing.of(payment.kind), payment.amount, payment.on
    )
    accounts = account_problems(held.office, payment.account)
    return found + (accounts or cash_problems(payment.account, payment.amount, payment.on))


@transaction.atomic
def pay_aid(plan: AidPlan, payment: Payment, *, request_key: UUID, by: User) -> AidMove:
    """Pay for what a plan gives, but for goats: off the fund, out of a cash box or bank.

    Unit: whole rupiah. Idempotent by ``request_key``. Raises ``ValidationError`` with all reasons:
    a plan that isn't approved or was approved by the same person, more than plan, budget or cash
    leave on that day or any later one, money kept in trust, a day that can't be.
    """
    held = _hold(plan, payment.account, request_key, {"pay": 1, **payment.content()}, by)
    if not held.is_new:
        return held.submission.aid_move
    problems = _paying_problems(held, payment, by)
    if payment.kind == AidKind.GOATS:
        problems.append(Problem("goats", "Kambing dibeli satu per satu: pakai pembelian kambing."))
    raise_if_any(problems)
    return _pay(held, payment, by)


def _pay(held: _Held, payment: Payment, by: User) -> AidMove:
    memo = f"{held.plan.code} {AID_KINDS[payment.kind]}"
    moves = [Move(held.fund, payment.account, payment.amount)]
    return _post(held, payment, SORT.PAID, memo, moves, by)


def _post(
    held: _Held, payment: Payment, sort: str, memo: str, moves: list[Move], by: User
) -> AidMove:
    draft = EntryDraft(payment.on, memo, moves, origin=ORIGIN)
    [entry] = post_in_held_office(held.office, [draft], by=by, submission=held.submission)
    return AidMove.objects.create(
        office=held.office, plan=held.plan, kind=payment.kind, sort=sort, happened_on=payment.on,
        amount=payment.amount, account=payment.account, note=payment.note.strip(), entry=entry,
        submission=held.submission, recorded_by=by,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class GoatPurchase:
    """Alike goats bought for a plan. ``price`` each, whole rupiah."""

    count: int
    sex: str
    breed: str
    price: int
    on: date
    account: Account
    born_on: date | None = None
    note: str = ""

    @property
    def payment(self) -> Payment:
        """What is paid for them."""
        amount = self.count * self.price
        return Payment(AidKind.GOATS, amount, self.on, self.account, self.note)

    def goats(self, year: int) -> NewGoats:
        """The goats as the register takes them; ``year`` is that of the budget."""
        return NewGoats(
            self.count, self.sex, self.breed, self.price, Goat.Funding.SURPLUS, year, self.born_on
        )


@transaction.atomic
def buy_aid_goats(
    plan: AidPlan, purchase: GoatPurchase, *, request_key: UUID, by: User
) -> tuple[AidMove, list[Goat]]:
    """Buy goats for a plan: payment and register in one step; they are handed over by placing them.

    Unit: whole rupiah. Idempotent by ``request_key``. Raises ``ValidationError`` with all reasons
    of ``pay_aid``, and where the register can't take such goats.
    """
    payment, new = purchase.payment, purchase.goats(plan.year)
    content = {"buy_goats": new.values(), "count": new.count, **payment.content()}
    held = _hold(plan, payment.account, request_key, content, by)
    if not held.is_new:
        return held.submission.aid_move, list(held.submission.goats.order_by("number"))
    raise_if_any(_paying_problems(held, payment, by) + new_goats_problems(new, purchase.on))
    move = _pay(held, payment, by)
    writer = Writer(held.office, held.submission, True, by, rule_book(held.office))
    return move, enter_goats(writer, new, purchase.on)


@transaction.atomic
def return_money(plan: AidPlan, payment: Payment, *, request_key: UUID, by: User) -> AidMove:
    """Record money of a plan that wasn't needed and came back: into the cash box, to the fund.

    Unit: whole rupiah. Idempotent by ``request_key``. Raises ``ValidationError`` with all reasons:
    more than was paid and not handed over on that day or any later one, goats (whose purchase is
    reversed instead), money kept in trust, a day that can't be.
    """
    held = _hold(plan, payment.account, request_key, {"return": 1, **payment.content()}, by)
    if not held.is_new:
        return held.submission.aid_move
    problems = role_problems(by, held.office, [Role.TREASURER])
    problems += day_problems(held.office, payment.on, "on")
    problems += account_problems(held.office, payment.account)
    kind = held.standing.of(payment.kind)
    if payment.kind == AidKind.GOATS or kind is None:
        problems.append(Problem("kind", "Pembelian kambing dibatalkan, tidak kembali.", "kind"))
    else:
        amounts = amount_problems(payment.amount)
        problems += amounts or in_hand_problems(kind, payment.amount, payment.on)
    raise_if_any(problems)
    memo = f"{held.plan.code} {AID_KINDS[payment.kind]}: uang kembali"
    moves = [Move(payment.account, held.fund, payment.amount)]
    return _post(held, payment, SORT.RETURNED, memo, moves, by)


@transaction.atomic
def reverse_move(
    move: AidMove, *, happened_on: date, reason: str, request_key: UUID, by: User
) -> AidMove:
    """Take a payment or a return back, with a reason; with a purchase of goats go its goats.

    Idempotent by ``request_key``. Raises ``ValidationError`` with all reasons: reversed already,
    handed over since, goats that were placed or lie in closed books, a return whose money plan,
    budget or cash lack by now.
    """
    content = {"reverse": move.pk, "on": happened_on, "reason": reason.strip()}
    held = _hold(move.plan, move.account, request_key, content, by)
    if not held.is_new:
        return held.submission.aid_move
    raise_if_any(_reversal_problems(held, move, happened_on, reason, by))
    entry = reverse_entry(
        move.entry, happened_on=happened_on, reason=reason, by=by, origin=ORIGIN,
        submission=held.submission,
    )  # fmt: skip
    made = AidMove.objects.create(
        office=held.office, plan=held.plan, kind=move.kind, sort=move.sort,
        happened_on=happened_on, amount=-move.amount, account=move.account,
        note=reason.strip()[:150], entry=entry, reverses=move, submission=held.submission,
        recorded_by=by,
    )  # fmt: skip
    if move.kind == AidKind.GOATS:
        writer = Writer(held.office, held.submission, True, by, rule_book(held.office))
        take_goats_back(writer, list(move.submission.goats.order_by("pk")), reason)
    return made


def _reversal_problems(
    held: _Held, move: AidMove, on: date, reason: str, by: User
) -> list[Problem]:
    found = role_problems(by, held.office, [Role.MANAGER, Role.TREASURER])
    found += day_problems(held.office, on, "happened_on") + text_problems(reason, "reason")
    if reversed_before := reversing_problems(move):
        return found + reversed_before
    if on < move.happened_on:
        text = "Tanggal pembatalan tidak boleh sebelum tanggal bukti."
        found.append(Problem("early", text, "happened_on"))
    standing = held.standing
    kind = standing.of(move.kind)
    if move.sort == SORT.RETURNED:
        found += spending_problems(standing, kind, move.amount, on, "")
        return found + cash_problems(move.account, move.amount, on)
    if move.kind == AidKind.GOATS:
        return found + _goats_problems(move)
    return found + in_hand_problems(kind, move.amount, on, "")


def _goats_problems(move: AidMove) -> list[Problem]:
    """Goats of a purchase that live on; all of them are held first."""
    held = hold(list(move.submission.goats.values_list("pk", flat=True)))
    later = GoatEvent.objects.standing().filter(goat__in=held).exclude(kind=Kind.BOUGHT)
    tags = ", ".join(held[pk].tag for pk in sorted(set(later.values_list("goat_id", flat=True))))
    if not tags:
        return []
    text = f"{tags} sudah ditempatkan atau punya peristiwa lain. Batalkan dahulu peristiwanya."
    return [Problem("goats", text)]
