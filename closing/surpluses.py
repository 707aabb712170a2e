"""The meeting's decision on a closed year's surplus: planned, posted, taken back; its rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from closing.models import (
    SurplusDecision,
    SurplusRule,
    SurplusRuleShare,
    SurplusShare,
    SurplusWithdrawal,
)
from closing.results import surplus_closed_by
from closing.services import ORIGIN, retained_surplus
from closing.sharing import (
    Division,
    MoreThanAll,
    NothingToDivide,
    ReserveTooLarge,
    ShareTerm,
    divide,
)
from goats.aid.budget import withdrawal_problems
from upk.ledger.lowest import hold_accounts, lowest_balance
from upk.ledger.models import Account, Entry, Submission
from upk.ledger.services import (
    EntryDraft,
    Move,
    check_period_open,
    claim_submission,
    lock_office,
    lock_office_alone,
    post_in_held_office,
    reverse_entry,
)
from upk.money import percent_of, rupiah
from upk.offices.models import Decision, Office, User
from upk.offices.services import record_decision
from upk.periods import format_date, today
from upk.refusing import raise_if_any

MEETING = Decision.Body.MAD
RESERVE_NAME, CAPITAL_NAME = "Cadangan risiko", "Tambahan modal"

DEFAULT_ACCOUNTS = {"reserve_account": "3.1.03.01", "capital_account": "3.1.02.02"}
DEFAULT_SHARES = (
    ("Dana sosial (RTM)", "2.4.01.01", Decimal(20), 1_000),
    ("Penguatan kelembagaan", "2.4.01.02", Decimal(10), 1_000),
)
"""Name, account code, percent, rounding step [chosen]; up to 20 % to RTM as domain.md 6 has it."""


@dataclass(frozen=True, slots=True)
class ShareOf:
    """A share that the meeting gives: who for, the account that keeps it, percent and step."""

    name: str
    account: Account
    percent: Decimal
    step: int

    @property
    def term(self) -> ShareTerm:
        return ShareTerm(self.percent, self.step)


@dataclass(frozen=True, slots=True)
class Resolution:
    """What the meeting resolved: its number and day, the reserve (whole rupiah), the shares."""

    number: str
    decided_on: date
    reserve: int
    shares: tuple[ShareOf, ...]
    reserve_account: Account
    capital_account: Account

    def content(self) -> dict:
        """What a form sent twice is recognised by."""
        return {
            "number": self.number, "on": self.decided_on, "reserve": self.reserve,
            "accounts": [self.reserve_account.pk, self.capital_account.pk],
            "shares": [[s.name, s.account.pk, str(s.percent), s.step] for s in self.shares],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be divided of a closed year on a day. Whole rupiah.

    ``surplus`` is what the closing entry brought; ``deficit_covered`` stays, since earlier years'
    deficits come first.
    """

    closing: Entry
    surplus: int
    deficit_covered: int

    @property
    def year(self) -> int:
        return self.closing.year

    @property
    def amount(self) -> int:
        return self.surplus - self.deficit_covered


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a decision as it is printed and posted."""

    part: str
    name: str
    account: Account
    amount: int
    percent: Decimal | None = None
    step: int = 1
    exact: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What dividing would post: the value that the preview shows and ``divide_surplus`` writes."""

    offer: Offer
    division: Division
    lines: tuple[Line, ...]
    retained: Account

    @property
    def moves(self) -> list[Move]:
        return [Move(self.retained, line.account, line.amount) for line in self.posted]

    @property
    def posted(self) -> list[Line]:
        """Lines that get something."""
        return [line for line in self.lines if line.amount]


def resolution_by(rule: SurplusRule, amount: int, *, number: str, decided_on: date) -> Resolution:
    """What a meeting that follows the rule resolves on ``amount`` whole rupiah."""
    return Resolution(
        number,
        decided_on,
        percent_of(amount, rule.reserve_percent) if rule.reserve_percent else 0,
        tuple(ShareOf(s.name, s.account, s.percent, s.step) for s in rule.shares.all()),
        rule.reserve_account,
        rule.capital_account,
    )


def offer_of(closing: Entry, on: date) -> Offer:
    """What of the year's surplus can be divided on a day: not more than is retained then."""
    retained = retained_surplus(closing.office)
    surplus = surplus_closed_by(closing, retained)
    free = lowest_balance(retained, on, is_credit=True)
    return Offer(closing, surplus, min(max(0, surplus - free), max(0, surplus)))


def plan_division(closing: Entry, resolution: Resolution) -> Plan:
    """How the surplus would be divided, line by line.

    Raises ``ValidationError`` if there is nothing to divide, the reserve is more than there is, the
    percentages are more than 100, or an account isn't one that can take a share.
    """
    offer = offer_of(closing, resolution.decided_on)
    try:
        division = divide(offer.amount, resolution.reserve, [s.term for s in resolution.shares])
    except NothingToDivide as error:
        raise ValidationError(nothing_text(offer)) from error
    except ReserveTooLarge as error:
        text = f"Cadangan risiko melebihi surplus {rupiah(error.amount)}."
        raise ValidationError({"reserve": text}) from error
    except MoreThanAll as error:
        percent = f"{error.percent.normalize():f}".replace(".", ",")
        raise ValidationError(f"Jumlah bagian {percent}%: paling banyak 100%.") from error
    retained = retained_surplus(closing.office)
    lines = _lines(resolution, division)
    _check_accounts(closing.office, retained, lines)
    return Plan(offer, division, lines, retained)


def _lines(resolution: Resolution, division: Division) -> tuple[Line, ...]:
    parts = SurplusShare.Part
    shares = [
        Line(parts.SHARE, s.name, s.account, out.amount, s.percent, s.step, out.exact)
        for s, out in zip(resolution.shares, division.shares, strict=True)
    ]
    return (
        Line(parts.RESERVE, RESERVE_NAME, resolution.reserve_account, division.reserve),
        *shares,
        Line(parts.CAPITAL, CAPITAL_NAME, resolution.capital_account, division.capital),
    )


def _check_accounts(office: Office, retained: Account, lines: Sequence[Line]) -> None:
    """Shares are kept as a liability or equity of the office, each in an account of its own."""
    taken = set()
    for line in lines:
        account = line.account
        fits = account.kind in (Account.Kind.LIABILITY, Account.Kind.EQUITY)
        if account.office_id != office.pk or not fits or account.pk == retained.pk:
            raise ValidationError(f"{account} bukan akun utang atau modal untuk {line.name}.")
        if account.pk in taken:
            raise ValidationError(f"{account} dipakai untuk dua bagian. Pilih akun yang berbeda.")
        taken.add(account.pk)


def nothing_text(offer: Offer) -> str:
    """Why a year has nothing to divide."""
    if offer.surplus < 0:
        return f"Tahun {offer.year} defisit {rupiah(-offer.surplus)}: tidak ada yang dibagi."
    if offer.surplus == 0:
        return f"Tahun {offer.year} tidak bersurplus: tidak ada yang dibagi."
    return (
        f"Surplus {offer.year} {rupiah(offer.surplus)} habis menutup defisit tahun-tahun lalu: "
        "tidak ada yang dibagi."
    )


@transaction.atomic
def divide_surplus(
    closing: Entry, resolution: Resolution, *, request_key: UUID, by: User
) -> SurplusDecision:
    """Post the meeting's decision on the surplus that ``closing`` brought, dated on its day.

    Idempotent by ``request_key``. Raises ``ValidationError`` as ``plan_division`` does, or if the
    year is open, divided already, or the meeting's day is in it, in closed books or in the future.
    """
    office = lock_office(closing.office)
    content = {"divide": closing.pk, **resolution.content()}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return submission.surplus_decisions.get()
    closing = Entry.objects.select_for_update(no_key=True).get(
        pk=closing.pk
    )  # one decision at a time
    _check_year(office, closing, resolution.decided_on)
    plan = plan_division(closing, resolution)
    decision = record_decision(
        office, body=MEETING, number=resolution.number, decided_on=resolution.decided_on
    )
    memo = f"Pembagian surplus {closing.year} ({decision})"
    draft = EntryDraft(resolution.decided_on, memo, plan.moves, origin=ORIGIN)
    [entry] = post_in_held_office(office, [draft], by=by, submission=submission)
    return _store(plan, decision, entry, submission, by)


def _check_year(office: Office, closing: Entry, on: date) -> None:
    if hasattr(closing, "reversed_by") or not office.is_closed(closing.happened_on):
        raise ValidationError(f"Tutup dahulu buku tahun {closing.year}.")
    standing = SurplusDecision.objects.filter(office=office, year=closing.year).standing().first()
    if standing:
        raise ValidationError(
            f"Surplus {closing.year} sudah dibagi pada {format_date(standing.decided_on)}."
        )
    if on <= closing.happened_on:
        raise ValidationError({"decided_on": f"Musyawarahnya sesudah tahun {closing.year}."})
    if on > today(office):
        raise ValidationError({"decided_on": f"Tanggal {format_date(on)} belum tiba."})
    check_period_open(office, on)


def _store(
    plan: Plan, decision: Decision, entry: Entry, submission: Submission, by: User
) -> SurplusDecision:
    offer = plan.offer
    made = SurplusDecision.objects.create(
        office=entry.office, year=offer.year, closing=offer.closing, decision=decision,
        decided_on=decision.decided_on, surplus=offer.surplus,
        deficit_covered=offer.deficit_covered, divided=offer.amount, entry=entry,
        submission=submission, recorded_by=by,
    )  # fmt: skip
    SurplusShare.objects.bulk_create(
        SurplusShare(
            surplus_decision=made, position=n, part=line.part, name=line.name,
            account=line.account, percent=line.percent, step=line.step, amount=line.amount,
        )
        for n, line in enumerate(plan.posted, 1)
    )  # fmt: skip
    return made


@transaction.atomic
def withdraw_division(
    made: SurplusDecision, *, happened_on: date, reason: str, request_key: UUID, by: User
) -> SurplusWithdrawal:
    """Take a decision back by reversing its entry; then the year can be divided anew.

    Idempotent by ``request_key``. Raises ``ValidationError`` if it was taken back already, without
    a reason, for a day in closed books, before the decision or in the future, or where aid has used
    what it set aside for poor households.
    """
    office = lock_office(made.office)
    content = {"withdraw": made.pk, "on": happened_on, "reason": reason.strip()}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return made.withdrawal
    if happened_on > today(office):
        raise ValidationError({"happened_on": f"Tanggal {format_date(happened_on)} belum tiba."})
    hold_accounts(share.account for share in made.shares.select_related("account"))
    raise_if_any(withdrawal_problems(office, made.entry_id, happened_on))
    entry = reverse_entry(
        made.entry, happened_on=happened_on, reason=reason, by=by, origin=ORIGIN,
        submission=submission,
    )  # fmt: skip
    _check_unspent(made, happened_on)
    return SurplusWithdrawal.objects.create(
        surplus_decision=made, entry=entry, happened_on=happened_on, reason=reason.strip(),
        submission=submission, recorded_by=by,
    )  # fmt: skip


def _check_unspent(made: SurplusDecision, on: date) -> None:
    """Raise ``ValidationError`` if a share that was just taken back is used already."""
    for share in made.shares.select_related("account"):
        if lowest_balance(share.account, on, is_credit=True) < 0:
            raise ValidationError(
                f"{share.name} {rupiah(share.amount)} sudah dipakai sebagian: pembagiannya tidak "
                "dapat dicabut lagi."
            )


@transaction.atomic
def add_surplus_rule(
    office: Office,
    *,
    since: date,
    reserve_percent: Decimal | None,
    reserve_account: Account,
    capital_account: Account,
    shares: Sequence[ShareOf],
) -> SurplusRule:
    """A new rule from a day on; meetings from then on begin with it.

    Raises ``ValidationError`` if the day has a rule or lies in closed books, the percentages are
    more than 100, or an account can't take a share.
    """
    office = lock_office_alone(office)  # two people can't both add the rule of one day
    if SurplusRule.objects.filter(office=office, since=since).exists():
        raise ValidationError({"since": "Sudah ada aturan mulai hari itu."})
    if office.is_closed(since):
        closed = format_date(office.books_closed_through)
        raise ValidationError({"since": f"Buku ditutup sampai {closed}. Pilih hari sesudahnya."})
    if sum(share.percent for share in shares) > 100:
        raise ValidationError("Jumlah bagian lebih dari 100%.")
    parts = SurplusShare.Part
    ends = [Line(parts.RESERVE, RESERVE_NAME, reserve_account, 0),
            Line(parts.CAPITAL, CAPITAL_NAME, capital_account, 0)]  # fmt: skip
    lines = [Line(parts.SHARE, s.name, s.account, 0, s.percent, s.step) for s in shares]
    _check_accounts(office, retained_surplus(office), [*ends, *lines])
    rule = SurplusRule.objects.create(
        office=office, since=since, reserve_percent=reserve_percent,
        reserve_account=reserve_account, capital_account=capital_account,
    )  # fmt: skip
    SurplusRuleShare.objects.bulk_create(
        SurplusRuleShare(
            rule=rule, position=n, name=s.name, account=s.account, percent=s.percent, step=s.step
        )
        for n, s in enumerate(shares, 1)
    )
    return rule


def create_default_rule(office: Office, since: date) -> SurplusRule:
    """The rule that a new office begins with: no fixed reserve, ``DEFAULT_SHARES``."""
    accounts = {account.code: account for account in office.accounts.all()}
    shares = [ShareOf(name, accounts[code], pc, step) for name, code, pc, step in DEFAULT_SHARES]
    ends = {name: accounts[code] for name, code in DEFAULT_ACCOUNTS.items()}
    return add_surplus_rule(office, since=since, reserve_percent=None, shares=shares, **ends)


def rule_on(office: Office, on: date) -> SurplusRule | None:
    """The rule in force on a day, with its accounts and shares loaded."""
    rules = SurplusRule.objects.filter(office=office).in_force(on)
    loaded = rules.select_related("reserve_account", "capital_account")
    return loaded.prefetch_related("shares__account").first()
