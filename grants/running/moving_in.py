"""Grants that ran, or had ended, before the office kept its books here, with their money.

Receipts and payments are opening entries on their own days, on the accounts of every other grant:
so the trust account and the bank agree on all of them. Plans, approvals and field checks of what
was paid lie in the old books; order, amounts and what is left in trust are asked for as ever. The
database takes all this as long as the office has no entry but opening ones.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from grants.models import (
    Agreement,
    Allotment,
    BudgetLine,
    Contribution,
    Decree,
    Grant,
    GrantAccounts,
    GrantFinish,
    GrantMove,
    GrantPaper,
    GrantTeam,
    Phase,
    Progress,
    Proposal,
    Tranche,
)
from grants.running.accounts import ORIGIN, accounts_in_held_office
from grants.running.problems import day_problems
from maintenance.models import Infrastructure
from upk.ledger.models import Account, Entry, Submission
from upk.ledger.services import (
    EntryDraft,
    Move,
    claim_submission,
    lock_office,
    post_in_held_office,
)
from upk.offices.models import Office, Person, User, Village
from upk.refusing import raise_if_any

KIND = GrantMove.Kind
BUDGET = "RAB menurut SPPB"
"""The one line of a budget whose details lie in the old books."""

WHOLE = "paket"
"""Unit of what the village gave besides money."""

FUND_BANK = "1.1.01.04"
"""Where Ekonomi went; the opening balances put the money where it is on the day of the move."""


@dataclass(frozen=True, slots=True)
class OldReceipt:
    """Money of a phase that came from a source. Whole rupiah."""

    phase: Phase
    source: str
    on: date
    amount: int


@dataclass(frozen=True, slots=True)
class OldAllotment:
    """Operational money of a phase that was paid: the UPK's, or a village team's. Whole rupiah."""

    phase: Phase
    village: Village | None
    on: date
    amount: int


@dataclass(frozen=True, slots=True)
class OldTranche:
    """A tranche, with the day of its payment and what its use report says. Whole rupiah."""

    number: int
    percent: Decimal
    amount: int
    paid_on: date | None = None
    used: int = 0
    reported_on: date | None = None


@dataclass(frozen=True, slots=True)
class OldAgreement:
    """The agreement with its team (chair, secretary, treasurer). ``contribution``: swadaya."""

    number: str
    signed_on: date
    upk_signer: str
    pjok_signer: str
    team: tuple[Person, Person, Person]
    bank: str
    bank_account: str
    contribution: int = 0


@dataclass(frozen=True, slots=True)
class OldGrant:
    """A grant as the camat decreed it. Without an agreement its one tranche became capital.

    ``given``: what the village gave until ``known_on``, by ``Contribution.Kind``.
    """

    proposal: Proposal
    amount: int
    decree: tuple[str, date, str]
    """Number, day, camat."""
    agreement: OldAgreement | None = None
    tranches: tuple[OldTranche, ...] = ()
    returned: int = 0
    returned_on: date | None = None
    progress: tuple[date, Decimal] | None = None
    given: tuple[tuple[str, int], ...] = ()
    known_on: date | None = None
    finished_on: date | None = None
    infrastructure: Infrastructure | None = None

    def days(self) -> Iterator[date]:
        """All days that it names."""
        yield self.decree[1]
        if self.agreement:
            yield self.agreement.signed_on
        for tranche in self.tranches:
            yield from (day for day in (tranche.paid_on, tranche.reported_on) if day)
        yield from (day for day in (self.returned_on, self.finished_on) if day)

    def content(self) -> list[object]:
        """What it says, to know it again."""
        tranches = [[row.number, row.amount, row.paid_on, row.used] for row in self.tranches]
        return [
            self.proposal.pk, self.amount, self.decree, tranches, self.returned, self.finished_on,
        ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class OldBooks:
    """What an office brings along of its grants."""

    receipts: Sequence[OldReceipt] = ()
    allotments: Sequence[OldAllotment] = ()
    grants: Sequence[OldGrant] = ()

    def content(self) -> list[object]:
        """What it says, to know it again."""
        receipts = [[row.phase.pk, row.source, row.on, row.amount] for row in self.receipts]
        paid = [
            [row.phase.pk, row.village and row.village.pk, row.on, row.amount]
            for row in self.allotments
        ]
        return [receipts, paid, [grant.content() for grant in self.grants]]

    def days(self) -> Iterator[date]:
        """All days that it names."""
        yield from (row.on for row in (*self.receipts, *self.allotments))
        for grant in self.grants:
            yield from grant.days()


@dataclass(frozen=True, slots=True)
class _Paid:
    """Money of a phase that moves, with the entry's memo and what else the row names."""

    kind: str
    phase: Phase
    on: date
    amount: int
    memo: str
    names: dict[str, object]

    @property
    def order(self) -> tuple[date, bool]:
        """Of one day what comes in is first."""
        return self.on, self.kind not in GrantMove.INTO_TRUST


@dataclass(slots=True)
class _Made:
    """What was written of one grant."""

    old: OldGrant
    grant: Grant
    tranches: dict[int, Tranche] = field(default_factory=dict)


@transaction.atomic
def take_over_grants(
    office: Office, books: OldBooks, *, request_key: UUID, by: User
) -> list[Grant]:
    """Enter grants with their papers and money, in their order. Idempotent by ``request_key``.

    Unit: whole rupiah. Raises ``ValidationError`` for a day that hasn't come or lies in closed
    books; what doesn't fit otherwise is refused by the database.
    """
    office = lock_office(office)
    content = {"old_grants": books.content()}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return list(submission.grants.order_by("pk"))
    for day in set(books.days()):
        raise_if_any(day_problems(office, day))
    made = [_grant(old, submission) for old in books.grants]
    money = [*_receipts(books), *_allotments(books), *_payments(made)]
    if money:
        _post(office, money, submission)
    for one in made:
        _papers(one, submission)
    return [one.grant for one in made]


def _grant(old: OldGrant, submission: Submission) -> _Made:
    phase = old.proposal.phase
    how = {"submission": submission, "recorded_by": submission.made_by}
    number, decided_on, camat = old.decree
    decree, _ = Decree.objects.get_or_create(
        office=phase.office, phase=phase, number=number, decided_on=decided_on,
        defaults={"camat": camat, **how},
    )  # fmt: skip
    grant = Grant.objects.create(
        office=phase.office, decree=decree, proposal=old.proposal, amount=old.amount, **how
    )
    made = _Made(old, grant)
    if old.agreement:
        made.tranches = _agreement(old, grant, old.agreement, how)
    return made


def _agreement(
    old: OldGrant, grant: Grant, signed: OldAgreement, how: dict[str, object]
) -> dict[int, Tranche]:
    chair, secretary, treasurer = signed.team
    team = GrantTeam.objects.create(
        grant=grant, since=signed.signed_on, chair=chair, secretary=secretary,
        treasurer=treasurer, bank=signed.bank, bank_account=signed.bank_account, **how,
    )  # fmt: skip
    agreement = Agreement.objects.create(
        grant=grant, team=team, number=signed.number, signed_on=signed.signed_on,
        upk_signer=signed.upk_signer, pjok_signer=signed.pjok_signer,
        contribution=signed.contribution, **how,
    )  # fmt: skip
    BudgetLine.objects.create(
        agreement=agreement, position=1, text=BUDGET, amount=old.amount,
        contribution=signed.contribution,
    )  # fmt: skip
    rows = Tranche.objects.bulk_create(
        Tranche(agreement=agreement, number=row.number, percent=row.percent, amount=row.amount)
        for row in old.tranches
    )
    return {row.number: row for row in rows}


# -- money -----------------------------------------------------------------------------------------


def _receipts(books: OldBooks) -> Iterator[_Paid]:
    for row in books.receipts:
        memo = f"Penerimaan {row.phase} menurut pembukuan lama"
        names = {"source": row.source}
        yield _Paid(KIND.RECEIPT, row.phase, row.on, row.amount, memo, names)


def _allotments(books: OldBooks) -> Iterator[_Paid]:
    for row in books.allotments:
        kind = Allotment.Kind.TPK if row.village else Allotment.Kind.UPK
        memo = f"Operasional {kind.name} dari {row.phase} menurut pembukuan lama"
        names = {"allotment": kind.value, "village": row.village}
        yield _Paid(KIND.ALLOTMENT, row.phase, row.on, row.amount, memo, names)


def _payments(made: Iterable[_Made]) -> Iterator[_Paid]:
    for one in made:
        old, grant = one.old, one.grant
        phase = grant.decree.phase
        for row in old.tranches:
            if row.paid_on is None:
                continue
            names = {"grant": grant}
            kind, what = KIND.CAPITAL, "menjadi modal"
            if old.agreement:
                kind, what = KIND.TRANCHE, f"tahap {row.number}"
                names["tranche"] = one.tranches[row.number]
            memo = f"{grant.code} {what} menurut pembukuan lama"
            yield _Paid(kind, phase, row.paid_on, row.amount, memo, names)
        if old.returned:
            memo = f"{grant.code} dikembalikan TPK menurut pembukuan lama"
            names = {"grant": grant}
            yield _Paid(KIND.RETURN, phase, old.returned_on, old.returned, memo, names)


def _moves(paid: _Paid, accounts: GrantAccounts, fund: Account) -> list[Move]:
    """The accounts between which a row's money moves, as in ``grants.running.payments``."""
    trust, bank, amount = accounts.trust, accounts.bank, paid.amount
    if paid.kind in GrantMove.INTO_TRUST:
        return [Move(bank, trust, amount)]
    if paid.kind == KIND.CAPITAL:
        return [Move(trust, accounts.capital, amount), Move(fund, bank, amount)]
    if paid.names.get("allotment") == Allotment.Kind.UPK:
        return [
            Move(trust, accounts.operating_trust, amount),
            Move(accounts.operating_bank, bank, amount),
        ]
    return [Move(trust, bank, amount)]


def _post(office: Office, money: Sequence[_Paid], submission: Submission) -> None:
    """An opening entry and its row for all money, the earliest first."""
    accounts = accounts_in_held_office(office)
    fund = Account.objects.get(office=office, code=FUND_BANK)
    by = submission.made_by
    ordered = sorted(money, key=lambda paid: paid.order)
    drafts = [
        EntryDraft(
            paid.on, paid.memo[:200], _moves(paid, accounts, fund), kind=Entry.Kind.OPENING,
            origin=ORIGIN,
        )
        for paid in ordered
    ]  # fmt: skip
    entries = post_in_held_office(office, drafts, by=by, submission=submission)
    GrantMove.objects.bulk_create(
        GrantMove(
            office=office, phase=paid.phase, kind=paid.kind, happened_on=paid.on,
            amount=paid.amount, entry=entry, submission=submission, recorded_by=by, **paid.names,
        )
        for paid, entry in zip(ordered, entries, strict=True)
    )  # fmt: skip


# -- papers ----------------------------------------------------------------------------------------


def _papers(one: _Made, submission: Submission) -> None:
    """Use reports, how far the work is, and the end."""
    old, grant = one.old, one.grant
    how = {"grant": grant, "submission": submission, "recorded_by": submission.made_by}
    GrantPaper.objects.bulk_create(
        GrantPaper(
            kind=GrantPaper.Kind.USE, tranche=one.tranches[row.number], made_on=row.reported_on,
            amount=row.used, **how,
        )
        for row in old.tranches
        if row.used
    )  # fmt: skip
    Contribution.objects.bulk_create(
        _contribution(kind, amount, old.known_on, how) for kind, amount in old.given
    )
    if old.progress:
        day, percent = old.progress
        Progress.objects.create(measured_on=day, percent=percent, **how)
    if old.finished_on:
        paper = GrantPaper.objects.create(
            kind=GrantPaper.Kind.OLD_END, made_on=old.finished_on, **how
        )
        GrantFinish.objects.create(paper=paper, infrastructure=old.infrastructure, **how)


def _contribution(
    kind: str, amount: int, known_on: date | None, how: dict[str, object]
) -> Contribution:
    """What was given in one form; how much of it there was lies in the old books."""
    is_money = kind == Contribution.Kind.MONEY
    counted = {} if is_money else {"quantity": 1, "unit": WHOLE}
    return Contribution(
        kind=kind, given_on=known_on, amount=amount, note="Menurut pembukuan lama", **counted, **how
    )
