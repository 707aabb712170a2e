"""Money of the phases through the ledger: in, on to village teams, into the loan fund, back."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum

from grants.models import (
    Allotment,
    Grant,
    GrantFinish,
    GrantMove,
    GrantPaper,
    Phase,
    PhaseSource,
    PhaseVersion,
    Tranche,
)
from grants.running.accounts import ORIGIN, accounts_in_held_office
from grants.running.holding import hold, hold_grant
from grants.running.problems import (
    day_problems,
    lowest_held,
    money_problems,
    tranche_problems,
)
from grants.running.standings import Standing, standing_of
from upk.ledger.lowest import lowest_balance
from upk.ledger.models import Account, Submission
from upk.ledger.services import EntryDraft, Move, post_in_held_office, reverse_entry
from upk.money import rupiah
from upk.offices.models import Office, User, Village
from upk.periods import format_date
from upk.problems import Problem
from upk.refusing import raise_if_any

KIND = GrantMove.Kind


def version_on(phase: Phase, on: date) -> PhaseVersion | None:
    """The phase's amounts that are in force on a day."""
    return phase.versions.in_force(on).first()


def received_from(phase: Phase, source: str) -> int:
    """What came from a source so far. Whole rupiah."""
    rows = GrantMove.objects.filter(phase=phase, kind=KIND.RECEIPT, source=source)
    return rows.aggregate(total=Sum("amount", default=0))["total"]


@transaction.atomic
def receive_money(
    phase: Phase, *, source: str, amount: int, received_on: date, note: str = "",
    request_key: UUID, by: User,
) -> GrantMove:  # fmt: skip
    """Record money of the phase that came into Bank BLM from a source: trust, and no income.

    Unit: whole rupiah. Idempotent by ``request_key``. Raises ``ValidationError`` above what the
    source gives by the decision in force, for a day in closed books or in the future.
    """
    content = {
        "receive": source, "amount": amount, "on": received_on, "note": note.strip(),
    }  # fmt: skip
    office, submission, is_new = hold(phase, request_key, {"phase": phase.pk, **content}, by=by)
    if not is_new:
        return submission.grant_moves.get()
    raise_if_any(_receipt_problems(office, phase, source, amount, received_on))
    accounts = accounts_in_held_office(office)
    moves = [Move(accounts.bank, accounts.trust, amount)]
    memo = f"Penerimaan {phase} dari {PhaseSource.Kind(source).label}"
    return _post(
        office, phase, KIND.RECEIPT, amount, received_on, memo, moves, submission, by,
        source=source, note=note.strip(),
    )  # fmt: skip


def _receipt_problems(
    office: Office, phase: Phase, source: str, amount: int, on: date
) -> list[Problem]:
    problems = [*day_problems(office, on), *_positive(amount)]
    version = version_on(phase, on)
    row = version.sources.filter(kind=source).first() if version else None
    if row is None:
        text = f"{phase} tidak punya sumber ini menurut keputusan yang berlaku pada tanggal itu."
        return [*problems, Problem("source", text)]
    left = row.amount - received_from(phase, source)
    if amount > left:
        text = f"Sisa dana {row} yang belum diterima hanya {rupiah(max(left, 0))}."
        problems.append(Problem("above", text))
    return problems


def payment_problems(standing: Standing, tranche: Tranche, on: date, by: User) -> list[Problem]:
    """Every reason against ``by`` paying the tranche on a day; what the page shows beforehand."""
    problems = tranche_problems(standing, tranche, on, by)
    phase = standing.grant.decree.phase
    accounts = getattr(standing.grant.office, "grant_accounts", None)
    return problems + money_problems(phase, accounts, tranche.amount, on)


@transaction.atomic
def pay_tranche(tranche: Tranche, *, paid_on: date, request_key: UUID, by: User) -> GrantMove:
    """Pay a tranche to the village team: out of Bank BLM, off the trust liability.

    Idempotent by ``request_key``. Raises ``ValidationError`` with every reason of
    ``payment_problems``: papers, order, four eyes, money of the phase, closed books, the future.
    """
    grant = tranche.agreement.grant
    content = {"pay": tranche.pk, "on": paid_on}
    office, submission, is_new = hold_grant(grant, request_key, content, by=by)
    if not is_new:
        return submission.grant_moves.get()
    raise_if_any(payment_problems(standing_of(grant, date.max), tranche, paid_on, by))
    accounts = accounts_in_held_office(office)
    moves = [Move(accounts.trust, accounts.bank, tranche.amount)]
    memo = f"{grant.code} tahap {tranche.number}, TPK Desa {grant.proposal.village}"
    return _post(
        office, grant.decree.phase, KIND.TRANCHE, tranche.amount, paid_on, memo, moves, submission,
        by, grant=grant, tranche=tranche,
    )  # fmt: skip


def capital_problems(standing: Standing, on: date, by: User) -> list[Problem]:
    """Every reason against ``by`` booking an Ekonomi grant as capital on a day."""
    grant = standing.grant
    problems = day_problems(grant.office, on)
    if not standing.facts.is_capital:
        return [*problems, Problem("sector", "Hanya dana Ekonomi yang menjadi modal.")]
    if standing.facts.is_cancelled:
        problems.append(Problem("cancelled", f"{grant.code} dibatalkan."))
    if standing.facts.capital:
        problems.append(Problem("paid", f"{grant.code} sudah dibukukan sebagai modal."))
    if on < grant.decree.decided_on:
        day = format_date(grant.decree.decided_on)
        problems.append(Problem("early", f"Pembukuan tidak boleh sebelum SPC ({day})."))
    if grant.recorded_by_id == by.pk:
        text = "Anda sendiri yang mencatat SPC-nya. Pembukuannya dilakukan orang lain."
        problems.append(Problem("four_eyes", text))
    accounts = getattr(grant.office, "grant_accounts", None)
    return problems + money_problems(grant.decree.phase, accounts, grant.amount, on)


@transaction.atomic
def book_capital(
    grant: Grant, *, booked_on: date, bank: Account, request_key: UUID, by: User
) -> GrantMove:
    """Make an Ekonomi grant capital of the loan fund: one entry, the whole grant [chosen].

    Trust becomes capital, money of Bank BLM goes to ``bank``, that of a product. There are no
    tranches: the office lends it by its own rules. Idempotent by ``request_key``.
    Raises ``ValidationError`` with every reason.
    """
    content = {"capital": True, "on": booked_on, "bank": bank.pk}
    office, submission, is_new = hold_grant(grant, request_key, content, by=by)
    if not is_new:
        return submission.grant_moves.get()
    problems = capital_problems(standing_of(grant, date.max), booked_on, by)
    if bank.office_id != office.pk or not is_fund_bank(bank):
        problems.append(Problem("bank", "Pilih rekening bank dana bergulir."))
    raise_if_any(problems)
    accounts = accounts_in_held_office(office)
    moves = [
        Move(accounts.trust, accounts.capital, grant.amount),
        Move(bank, accounts.bank, grant.amount),
    ]
    memo = f"{grant.code} menjadi modal dana bergulir, Desa {grant.proposal.village}"
    return _post(
        office, grant.decree.phase, KIND.CAPITAL, grant.amount, booked_on, memo, moves, submission,
        by, grant=grant,
    )  # fmt: skip


def is_fund_bank(account: Account) -> bool:
    """Whether an account is a bank account of the loan fund."""
    fund, bank = Account.Fund.REVOLVING, Account.Liquidity.BANK
    return account.fund == fund and account.liquidity == bank


def allotted_left(phase: Phase, kind: str, village: Village | None, on: date) -> int:
    """What of an allotment of the phase, as decided by that day, wasn't paid yet. Whole rupiah."""
    version = version_on(phase, on)
    allotment = version and version.allotments.filter(kind=kind, village=village).first()
    if not allotment:
        return 0
    paid = GrantMove.objects.filter(phase=phase, allotment=kind, village=village)
    return allotment.amount - paid.aggregate(total=Sum("amount", default=0))["total"]


@transaction.atomic
def pay_allotment(
    phase: Phase, *, kind: str, village: Village | None, amount: int, paid_on: date, note: str = "",
    request_key: UUID, by: User,
) -> GrantMove:  # fmt: skip
    """Pay operational money of the phase: the UPK's into its operating fund, a team's to the team.

    The UPK's part stays a liability there until it is spent [chosen]. Unit: whole rupiah.
    Idempotent by ``request_key``. Raises ``ValidationError`` above what was allotted or is in
    trust, for a day in closed books or in the future.
    """
    content = {
        "phase": phase.pk, "allotment": kind, "village": village and village.pk, "amount": amount,
        "on": paid_on, "note": note.strip(),
    }  # fmt: skip
    office, submission, is_new = hold(phase, request_key, content, by=by)
    if not is_new:
        return submission.grant_moves.get()
    problems = [*day_problems(office, paid_on), *_positive(amount)]
    left = allotted_left(phase, kind, village, paid_on)
    if amount > left:
        problems.append(Problem("above", f"Sisa dana operasionalnya {rupiah(max(left, 0))}."))
    accounts = accounts_in_held_office(office)
    raise_if_any([*problems, *money_problems(phase, accounts, amount, paid_on)])
    if kind == Allotment.Kind.UPK:
        memo = f"Operasional UPK dari {phase}"
        moves = [
            Move(accounts.trust, accounts.operating_trust, amount),
            Move(accounts.operating_bank, accounts.bank, amount),
        ]
    else:
        memo = f"Operasional TPK Desa {village} dari {phase}"
        moves = [Move(accounts.trust, accounts.bank, amount)]
    return _post(
        office, phase, KIND.ALLOTMENT, amount, paid_on, memo, moves, submission, by,
        allotment=kind, village=village, note=note.strip(),
    )  # fmt: skip


@transaction.atomic
def return_money(
    grant: Grant, *, amount: int, returned_on: date, note: str = "", request_key: UUID, by: User
) -> GrantMove:
    """Record money that a team gave back unspent: into Bank BLM and back into trust.

    Unit: whole rupiah. Idempotent by ``request_key``. Raises ``ValidationError`` above what the
    team has left, once the grant is done, or for a day before the last payment.
    """
    content = {"return": amount, "on": returned_on, "note": note.strip()}
    office, submission, is_new = hold_grant(grant, request_key, content, by=by)
    if not is_new:
        return submission.grant_moves.get()
    facts = standing_of(grant, date.max).facts
    problems = [*day_problems(office, returned_on), *_positive(amount)]
    if facts.finished_on:
        problems.append(Problem("finished", f"{grant.code} sudah selesai."))
    if amount > facts.unspent:
        text = f"Sisa uang di TPK {rupiah(facts.unspent)}: tidak dapat dikembalikan lebih."
        problems.append(Problem("above", text))
    last = max((row.paid_on for row in facts.tranches if row.paid_on), default=None)
    if last and returned_on < last:
        text = f"Pengembalian tidak boleh sebelum pencairan terakhir ({format_date(last)})."
        problems.append(Problem("early", text))
    raise_if_any(problems)
    accounts = accounts_in_held_office(office)
    moves = [Move(accounts.bank, accounts.trust, amount)]
    memo = f"{grant.code} dikembalikan TPK Desa {grant.proposal.village}"
    return _post(
        office, grant.decree.phase, KIND.RETURN, amount, returned_on, memo, moves, submission, by,
        grant=grant, note=note.strip(),
    )  # fmt: skip


@transaction.atomic
def reverse_move(
    move: GrantMove, *, happened_on: date, reason: str, request_key: UUID, by: User
) -> GrantMove:
    """Take back the last money row of a grant, or a receipt or allotment, with a reason.

    A tranche only before its use is reported; a receipt or return only while its money is still in
    trust. Idempotent by ``request_key``. Raises ``ValidationError`` otherwise, and where
    ``reverse_entry`` does.
    """
    content = {"reverse": move.pk, "on": happened_on, "reason": reason.strip()}
    office, submission, is_new = hold(move.phase, request_key, content, by=by)
    if not is_new:
        return submission.grant_moves.get()
    if not reason.strip():
        raise ValidationError({"reason": "Tulis alasan pembatalan."})
    raise_if_any(_reversal_problems(office, move, happened_on))
    entry = reverse_entry(
        move.entry, happened_on=happened_on, reason=reason, by=by, origin=ORIGIN,
        submission=submission,
    )  # fmt: skip
    return GrantMove.objects.create(
        office=office, phase=move.phase, kind=move.kind, happened_on=happened_on,
        amount=-move.amount, source=move.source, grant=move.grant, tranche=move.tranche,
        allotment=move.allotment, village=move.village, note=reason.strip()[:150], entry=entry,
        reverses=move, submission=submission, recorded_by=by,
    )  # fmt: skip


def _reversal_problems(office: Office, move: GrantMove, on: date) -> list[Problem]:
    problems = day_problems(office, on)
    if move.reverses_id or GrantMove.objects.filter(reverses=move).exists():
        return [*problems, Problem("reversed", f"{move.entry.label} sudah dibatalkan.")]
    if move.grant_id:
        later = GrantMove.objects.filter(grant=move.grant_id, pk__gt=move.pk).standing()
        if later.exists():
            problems.append(Problem("order", "Batalkan dahulu pembayaran sesudahnya."))
        if GrantFinish.objects.filter(grant=move.grant_id).exists():
            problems.append(Problem("finished", "Kegiatannya sudah selesai."))
    use = GrantPaper.Kind.USE
    used = GrantPaper.objects.filter(tranche=move.tranche_id, kind=use, amount__gt=0).standing()
    if move.tranche_id and used.exists():
        problems.append(Problem("used", "LPD tahap ini sudah ada: tarik dahulu LPD-nya (isi 0)."))
    problems += _spent_problems(move, on)
    if move.kind in GrantMove.INTO_TRUST:
        held = lowest_held(move.phase, on)
        if held < move.amount:
            text = f"Dana {move.phase} yang tersedia hanya {rupiah(max(held, 0))}."
            problems.append(Problem("trust", text))
    return problems


def _spent_problems(move: GrantMove, on: date) -> list[Problem]:
    """Banks of our own that got the money and no longer have it."""
    if move.kind not in (KIND.CAPITAL, KIND.ALLOTMENT):
        return []
    got = move.entry.postings.exclude(debit__liquidity="").select_related("debit")
    return [
        Problem("spent", f"Uangnya sudah dipakai: saldo {posting.debit} tidak cukup.")
        for posting in got
        if lowest_balance(posting.debit, on) < posting.amount
    ]


def _positive(amount: int) -> list[Problem]:
    return [] if amount > 0 else [Problem("amount", "Jumlah harus lebih dari nol.")]


def _post(
    office: Office, phase: Phase, kind: str, amount: int, on: date, memo: str,
    moves: Sequence[Move], submission: Submission, by: User, **names,
) -> GrantMove:  # fmt: skip
    """Post the entry and the row that says what it was."""
    draft = EntryDraft(on, memo[:200], moves, origin=ORIGIN)
    [entry] = post_in_held_office(office, [draft], by=by, submission=submission)
    return GrantMove.objects.create(
        office=office, phase=phase, kind=kind, happened_on=on, amount=amount, entry=entry,
        submission=submission, recorded_by=by, **names,
    )  # fmt: skip
