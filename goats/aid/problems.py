"""Why something can't be written about aid, as values: all reasons, each with its field."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from goats.aid.budget import left_from
from goats.aid.standings import KindStanding, PlanStanding
from goats.households.problems import place_of
from goats.models import (
    STATES,
    AidHandover,
    AidHandoverReversal,
    AidLine,
    AidMove,
    Household,
    HouseholdStep,
)
from goats.rules.aid import PlanState, least_from
from goats.rules.households import RECEIVES, State, Step, Told, state_of
from upk.access import Role
from upk.ids import id_set
from upk.ledger.lowest import lack_of
from upk.ledger.models import Account
from upk.money import LARGEST_AMOUNT, rupiah
from upk.offices.models import Office, User
from upk.periods import format_date, today
from upk.problems import Problem

MOST_NAMED = 5
"""How many households a refusal names; the others are counted."""

STATE_TEXTS = {
    PlanState.WRITTEN: "Menunggu keputusan",
    PlanState.APPROVED: "Disetujui",
    PlanState.REFUSED: "Ditolak",
    PlanState.ENDED: "Diakhiri",
}
"""What states of a plan are called on screens."""


def day_problems(office: Office, day: date, field: str) -> list[Problem]:
    """What is wrong with the day of a row: to come, or in closed books."""
    if day > today(office):
        return [Problem("future", f"{format_date(day)} belum tiba. Periksa tanggalnya.", field)]
    if office.is_closed(day):
        shut = format_date(office.books_closed_through)
        text = f"Sudah dilaporkan: buku ditutup sampai {shut}. Pilih tanggal sesudahnya."
        return [Problem("closed", text, field)]
    return []


def role_problems(by: User, office: Office, allowed: Iterable[Role]) -> list[Problem]:
    """Somebody of another office, or whose work it isn't."""
    allowed = tuple(allowed)
    if by.office_id == office.pk and by.role in allowed:
        return []
    names = ", ".join(Role(role).label for role in allowed)
    return [Problem("role", f"Hanya untuk: {names}.")]


def amount_problems(amount: int, field: str = "amount") -> list[Problem]:
    """An amount that isn't above zero, or more than any office has."""
    if amount <= 0:
        return [Problem("amount", "Isi jumlah lebih dari nol.", field)]
    if amount > LARGEST_AMOUNT:
        text = f"Jumlahnya terlalu besar: paling banyak {rupiah(LARGEST_AMOUNT)}."
        return [Problem("amount", text, field)]
    return []


def text_problems(text: str, field: str) -> list[Problem]:
    """A text that must not be empty."""
    return [] if text.strip() else [Problem("empty", "Wajib diisi.", field)]


def states_then(households: Iterable[int], on: date) -> dict[int, State]:
    """The state of each household by the end of a day; one query."""
    ids = list(households)
    steps: dict[int, list[Told]] = {pk: [] for pk in ids}
    rows = HouseholdStep.objects.standing().filter(household__in=id_set(ids), happened_on__lte=on)
    for household, pk, kind, day in rows.order_by().values_list(
        "household_id", "pk", "kind", "happened_on"
    ):
        steps[household].append(Told(pk, Step(kind), day))
    return {pk: state_of(told) for pk, told in steps.items()}


def receiver_problems(households: Sequence[Household], on: date, field: str = "") -> list[Problem]:
    """Households that aren't confirmed by that day, or no longer count as poor by then.

    They must be held, so that no step slips in between. One query.
    """
    states = states_then([household.pk for household in households], on)
    wrong = [household for household in households if states[household.pk] not in RECEIVES]
    found = [
        Problem(
            "unconfirmed",
            f"{place_of(household)} tidak dapat menerima pada {format_date(on)}: "
            f"{STATES[states[household.pk]].lower()}.",
            field,
        )
        for household in wrong[:MOST_NAMED]
    ]
    if len(wrong) > MOST_NAMED:
        text = f"Begitu juga {len(wrong) - MOST_NAMED} rumah tangga lain."
        found.append(Problem("unconfirmed", text, field))
    return found


def account_problems(office: Office, account: Account, field: str = "account") -> list[Problem]:
    """An account that isn't the office's own cash or bank: money in trust isn't given away."""
    own = office.accounts.postable().own_money().filter(pk=account.pk, subledger="")
    if own.exists():
        return []
    return [Problem("account", "Pilih kas atau bank milik kantor sendiri, bukan titipan.", field)]


def deciding_problems(standing: PlanStanding, by: User) -> list[Problem]:
    """Why this person has nothing to decide about the plan."""
    plan, found = standing.plan, []
    if standing.state != PlanState.WRITTEN:
        found.append(Problem("state", f"{plan.code} sudah diputuskan atau ditarik kembali."))
    if plan.recorded_by_id == by.pk:
        text = "Anda sendiri yang menulis rencana ini. Keputusannya oleh orang lain."
        found.append(Problem("four_eyes", text))
    return found


def ending_problems(standing: PlanStanding, by: User) -> list[Problem]:
    """Why this person can't end the plan."""
    plan, found = standing.plan, []
    if by.role != Role.MANAGER and by.pk != plan.recorded_by_id:
        found.append(Problem("other", "Hanya penulisnya atau manajer yang mengakhiri rencana."))
    if standing.state not in (PlanState.WRITTEN, PlanState.APPROVED):
        found.append(Problem("state", f"{plan.code} sudah ditolak atau diakhiri."))
    return found


def state_problems(standing: PlanStanding, by: User, on: date, field: str) -> list[Problem]:
    """Why nothing can be paid from the plan on a day by this person."""
    decision = getattr(standing.plan, "decision", None)
    if standing.state != PlanState.APPROVED or decision is None:
        state = STATE_TEXTS[standing.state].lower()
        return [Problem("state", f"Rencana ini {state}: tidak dapat dibayar.")]
    found = []
    if on < decision.decided_on:
        day = format_date(decision.decided_on)
        found.append(Problem("early", f"Rencana ini baru disetujui pada {day}.", field))
    if decision.recorded_by_id == by.pk:
        text = "Anda sendiri yang menyetujui rencana ini. Pembayarannya dilakukan orang lain."
        found.append(Problem("four_eyes", text))
    return found


def spending_problems(
    standing: PlanStanding, kind: KindStanding | None, amount: int, on: date, field: str = "amount"
) -> list[Problem]:
    """What the plan, and the year's budget, lack to give ``amount`` on a day."""
    if kind is None:
        return [Problem("kind", "Rencana ini tidak memuat jenis bantuan itu.", "kind")]
    found = []
    left = max(0, least_from(kind.rows.unpaid, on))
    if amount > left:
        text = f"{kind.label}: rencana yang belum dibayar tinggal {rupiah(left)}."
        found.append(Problem("above_plan", text, field))
    plan = standing.plan
    rest = max(0, left_from(plan.office, plan.year, on))
    if amount > rest:
        text = f"Sisa anggaran RTM {plan.year} pada {format_date(on)} hanya {rupiah(rest)}."
        found.append(Problem("above_budget", text, field))
    return found


def cash_problems(account: Account, amount: int, on: date) -> list[Problem]:
    """What the cash box or bank lacks."""
    lack = lack_of(account, amount, on)
    return [Problem("cash", lack.text, "account")] if lack else []


def in_hand_problems(
    kind: KindStanding, amount: int, on: date, field: str = "amount"
) -> list[Problem]:
    """Why ``amount`` of a kind can't come back, or be handed over, on a day."""
    left = max(0, least_from(kind.rows.in_hand, on))
    if amount <= left:
        return []
    text = (
        f"{kind.label}: yang sudah dibayar dan belum diserahkan atau dikembalikan pada "
        f"{format_date(on)} hanya {rupiah(left)}."
    )
    return [Problem("above_paid", text, field)]


def nothing_unpaid(kinds: Sequence[KindStanding]) -> list[Problem]:
    """Where all that is planned of the kinds is paid, or nothing of them is planned."""
    if any(kind.sums.unpaid > 0 for kind in kinds):
        return []
    return [Problem("paid", "Tidak ada lagi yang harus dibayar dari rencana ini.")]


def nothing_in_hand(kinds: Sequence[KindStanding]) -> list[Problem]:
    """Where nothing of the kinds is paid that wasn't handed over, or didn't come back."""
    if any(kind.sums.in_hand > 0 for kind in kinds):
        return []
    text = "Tidak ada yang sudah dibayar dan masih menunggu diserahkan."
    return [Problem("handed", text)]


def reversing_problems(move: AidMove) -> list[Problem]:
    """Where a payment or return is a reversal, or was taken back."""
    if move.reverses_id or AidMove.objects.filter(reverses=move).exists():
        return [Problem("reversed", f"{move.entry.label} sudah dibatalkan.")]
    return []


def taking_back_problems(handover: AidHandover, office: Office, by: User) -> list[Problem]:
    """Why this person can't take a hand-over back."""
    found = []
    if by.role != Role.MANAGER and by.pk != handover.recorded_by_id:
        found.append(Problem("other", "Hanya pencatatnya atau manajer yang membatalkan ini."))
    if AidHandoverReversal.objects.filter(handover=handover).exists():
        found.append(Problem("reversed", "Penyerahan ini sudah dibatalkan."))
    if office.is_closed(handover.handed_on):
        shut = format_date(office.books_closed_through)
        found.append(Problem("closed", f"Sudah dilaporkan: buku ditutup sampai {shut}."))
    return found


def line_problems(lines: Sequence[AidLine], given: Mapping[int, int], by: User) -> list[Problem]:
    """What is wrong with what is handed over, line by line. The given handovers are loaded."""
    found = []
    if len(lines) < len(given):
        found.append(Problem("other_plan", "Ada baris yang bukan milik rencana ini."))
    if not given:
        found.append(Problem("nobody", "Centang rumah tangga yang menerima."))
    goats = [line for line in lines if line.kind == "goats"]
    if goats:
        found.append(
            Problem("goats", "Kambing diserahkan pada halaman kambingnya: catat penempatannya.")
        )
    for line in lines:
        name = place_of(line.household)
        if line.is_handed:
            found.append(Problem("twice", f"{name} sudah menerima."))
        if not 0 < given[line.pk] <= line.amount:
            text = f"{name}: isi nilai antara Rp 1 dan rencananya, {rupiah(line.amount)}."
            found.append(Problem("amount", text))
    return found
