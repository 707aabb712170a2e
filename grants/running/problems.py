"""Why a step of a grant can't go ahead: every reason at once, in sentences that say what to do."""

from datetime import date

from django.core.exceptions import ValidationError

from grants.models import GrantAccounts, GrantMove, Phase, PlanApproval, Tranche
from grants.rules.tranches import (
    GrantFacts,
    Lack,
    Missing,
    Unfinished,
    earliest_payment,
    missing_for,
)
from grants.running.standings import Standing
from upk.ledger.by_hand import check_day
from upk.ledger.lowest import lowest_balance
from upk.money import rupiah
from upk.offices.models import Office, User
from upk.periods import format_date
from upk.problems import Problem

_LACKS = {
    Lack.AGREEMENT: "SPPB belum ditandatangani.",
    Lack.PAID: "Tahap {n} sudah dicairkan.",
    Lack.ORDER: "Tahap {n} belum dicairkan.",
    Lack.PLAN: "RPD tahap {n} belum ada.",
    Lack.APPROVAL: "RPD tahap {n} belum disetujui.",
    Lack.REPORT_BEFORE: "LPD tahap {n} belum ada.",
    Lack.CHECK: "Pemeriksaan lapangan sebelum tahap terakhir belum ada atau belum memuaskan.",
}
_UNFINISHED = {
    Unfinished.CAPITAL: "Dananya belum dibukukan sebagai modal.",
    Unfinished.AGREEMENT: "SPPB belum ditandatangani.",
    Unfinished.PAYMENT: "Belum semua tahap dicairkan.",
    Unfinished.REPORT: "LPD belum lengkap.",
    Unfinished.MONEY: "Sisa uang di TPK {left} belum dilaporkan atau dikembalikan.",
    Unfinished.PROGRESS: "Kemajuan fisik belum 100%.",
    Unfinished.MEETING: "Musyawarah pertanggungjawaban belum menerima laporan TPK.",
}


def lack_text(missing: Missing) -> str:
    """A lack as a sentence."""
    return _LACKS[missing.lack].format(n=missing.tranche)


def unfinished_problems(lacks: list[Unfinished], facts: GrantFacts) -> list[Problem]:
    """What the end of a grant lacks, as problems."""
    left = rupiah(facts.unspent)
    return [Problem(lack.value, _UNFINISHED[lack].format(left=left)) for lack in lacks]


def day_problems(office: Office, on: date) -> list[Problem]:
    """A day that hasn't come, or in closed books: what was reported as of a day stays so."""
    try:
        check_day(office, on)
    except ValidationError as error:
        return [Problem("day", message) for message in error.messages]
    return []


def lowest_held(phase: Phase, on: date) -> int:
    """The least of the phase's money that lies in trust at the end of any day from ``on`` on.

    Unit: whole rupiah. One query.
    """
    rows = GrantMove.objects.filter(phase=phase).annotate(moved=GrantMove.effect())
    by_day: dict[date, int] = {}
    held = 0
    for day, moved in rows.order_by().values_list("happened_on", "moved"):
        if day <= on:
            held += moved
        else:
            by_day[day] = by_day.get(day, 0) + moved
    lowest = held
    for day in sorted(by_day):
        held += by_day[day]
        lowest = min(lowest, held)
    return lowest


def money_problems(
    phase: Phase, accounts: GrantAccounts | None, amount: int, on: date
) -> list[Problem]:
    """Whether the phase has the money in trust, and Bank BLM too, from that day on."""
    held = lowest_held(phase, on)
    if held < amount:
        return [Problem("trust", f"Dana {phase} yang tersedia hanya {rupiah(max(held, 0))}.")]
    in_bank = lowest_balance(accounts.bank, on)
    if in_bank < amount:
        text = f"Saldo {accounts.bank} hanya {rupiah(max(in_bank, 0))}."
        return [Problem("bank", text)]
    return []


def tranche_problems(standing: Standing, tranche: Tranche, on: date, by: User) -> list[Problem]:
    """Every reason against ``by`` paying the tranche on a day, besides the money itself."""
    grant, facts = standing.grant, standing.facts
    problems = day_problems(grant.office, on)
    if facts.is_cancelled:
        return [*problems, Problem("cancelled", f"{grant.code} dibatalkan.")]
    if tranche.pk not in {row.pk for row in facts.tranches}:
        return [*problems, Problem("replaced", "Tahap ini dari SPPB yang sudah diganti.")]
    lacks = missing_for(facts, tranche.number)
    problems += [Problem(missing.lack.value, lack_text(missing)) for missing in lacks]
    earliest = earliest_payment(facts, tranche.number)
    if not lacks and earliest and on < earliest:
        text = f"Kelengkapannya baru ada pada {format_date(earliest)}: pilih tanggal itu atau "
        problems.append(Problem("early", f"{text}sesudahnya."))
    if _approved_by(tranche, by):
        text = "Anda sendiri yang menyetujui RPD ini. Pencairannya dilakukan orang lain."
        problems.append(Problem("four_eyes", text))
    return problems


def _approved_by(tranche: Tranche, by: User) -> bool:
    approved = PlanApproval.objects.filter(
        paper__tranche=tranche, paper__replaced_by__isnull=True, approved_by=by
    )
    return approved.exists()
