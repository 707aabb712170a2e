"""The proof of grants: the trust account is what came in less what was paid on; parts add up."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import F, Q, Sum

from grants.models import (
    Agreement,
    Grant,
    GrantAccounts,
    GrantFinish,
    GrantMove,
    GrantPaper,
    TrancheRule,
)
from upk.desk.check_result import Result
from upk.ledger.models import Entry, Posting
from upk.money import number, rupiah
from upk.offices.models import Office
from upk.periods import format_date


def check_grant_money(offices: Sequence[Office]) -> Result:
    """The trust account is receipts and returns less payments at each day's end.

    The bank never held less than that, whoever booked on it; no phase ever gave more than it had,
    and every entry of grants has its row.
    """
    found = GrantAccounts.objects.filter(office__in=offices)
    found = found.select_related("trust", "bank", "office")
    faults, total, days = [], 0, 0
    rows, books = _moved(offices), _booked(row.trust_id for row in found)
    banks = _booked(row.bank_id for row in found)
    for accounts in found.order_by("pk"):
        own, booked = rows[accounts.office_id], books[accounts.trust_id]
        days += len(own.keys() | booked.keys())
        total += sum(own.values())
        if wrong := _first_difference(own, booked):
            day, held, in_books = wrong
            faults.append(
                f"{accounts.office.code} {accounts.trust}: pada {format_date(day)} mutasi BLM "
                f"{rupiah(held)}, buku besar {rupiah(in_books)}"
            )
        if lack := _first_lack(booked, banks[accounts.bank_id]):
            day, short = lack
            faults.append(
                f"{accounts.office.code} {accounts.bank}: pada {format_date(day)} kurang "
                f"{rupiah(short)} dari titipan desa"
            )
    faults += _phases_below_zero(offices)
    without = Entry.objects.filter(office__in=offices, origin="grants", grant_move=None)
    faults += [f"{entry.label}: bukti BLM tanpa mutasi" for entry in without.order_by("id")]
    looked_at = f"{number(days)} hari, titipan {rupiah(total)}"
    return Result("grant_money", "Titipan BLM sama dengan buku besar", looked_at, tuple(faults))


Days = dict[int, Counter[date]]
"""What was moved by account or office and day, whole rupiah."""


def _moved(offices: Sequence[Office]) -> Days:
    moved: Days = defaultdict(Counter)
    rows = GrantMove.objects.filter(office__in=offices).order_by()
    sums = rows.values_list("office_id", "happened_on").annotate(moved=Sum(GrantMove.effect()))
    for office, day, amount in sums:
        moved[office][day] += amount
    return moved


def _booked(ids: Iterable[int]) -> Days:
    """Net credit of accounts."""
    moved: Days = defaultdict(Counter)
    accounts = list(ids)
    for side, sign in (("credit_id", 1), ("debit_id", -1)):
        rows = Posting.objects.filter(**{f"{side}__in": accounts}).order_by()
        for account, day, amount in rows.values_list(side, "entry__happened_on").annotate(
            Sum("amount")
        ):
            moved[account][day] += sign * amount
    return moved


def _first_difference(own: Counter, booked: Counter) -> tuple[date, int, int] | None:
    held = in_books = 0
    for day in sorted(own.keys() | booked.keys()):
        held += own[day]
        in_books += booked[day]
        if held != in_books:
            return day, held, in_books
    return None


def _first_lack(trust: Counter, bank: Counter) -> tuple[date, int] | None:
    """The first day at whose end the bank held less than is owed, and how much less."""
    short = 0
    for day in sorted(trust.keys() | bank.keys()):
        short += trust[day] + bank[day]  # both as credit: what the bank holds is below 0
        if short > 0:
            return day, short
    return None


def _phases_below_zero(offices: Sequence[Office]) -> list[str]:
    rows = GrantMove.objects.filter(office__in=offices).order_by("happened_on")
    by_day: dict[tuple[int, int], Counter[date]] = defaultdict(Counter)
    sums = rows.values_list("phase_id", "phase__year", "happened_on").annotate(
        moved=Sum(GrantMove.effect())
    )
    for phase, year, day, moved in sums:
        by_day[phase, year][day] += moved
    faults = []
    for (_, year), moves in sorted(by_day.items()):
        held = 0
        for day in sorted(moves):
            held += moves[day]
            if held < 0:
                faults.append(f"BLM {year}: {rupiah(held)} pada {format_date(day)}")
                break
    return faults


def check_grants(offices: Sequence[Office]) -> Result:
    """Budgets, tranches and plans are the grant; no more is paid or used; ends were accepted.

    Per grant; counts grants and what was paid on them.
    """
    grants = Grant.objects.filter(office__in=offices)
    faults = [*_amounts(grants), *_agreements(offices), *_plans(offices), *_ends(offices)]
    paid = GrantMove.objects.filter(grant__in=grants, kind__in=("tahap", "modal"))
    total = paid.aggregate(total=Sum("amount", default=0))["total"]
    looked_at = f"{number(grants.count())} kegiatan, cair {rupiah(total)}"
    return Result("grants", "Kegiatan BLM", looked_at, tuple(faults))


def _amounts(grants) -> list[str]:
    """Grants on which more is paid than granted, or more used and returned than paid."""
    sums: dict[int, Counter[str]] = defaultdict(Counter)
    moves = GrantMove.objects.filter(grant__in=grants).order_by()
    for grant, kind, amount in moves.values_list("grant_id", "kind").annotate(Sum("amount")):
        sums[grant][kind] += amount
    used = GrantPaper.objects.standing().filter(grant__in=grants, kind=GrantPaper.Kind.USE)
    for grant, amount in used.order_by().values_list("grant_id").annotate(Sum("amount")):
        sums[grant]["used"] += amount
    faults = []
    for grant in grants.filter(pk__in=list(sums)).with_names().order_by("pk"):
        own = sums[grant.pk]
        paid = own["tahap"] + own["modal"]
        if not 0 <= paid <= grant.amount:
            faults.append(f"{grant.code}: dana {rupiah(grant.amount)}, cair {rupiah(paid)}")
        if own["used"] + own["kembali"] > own["tahap"]:
            out = rupiah(own["used"] + own["kembali"])
            faults.append(f"{grant.code}: cair {rupiah(own['tahap'])}, dilaporkan {out}")
    return faults


def _agreements(offices: Sequence[Office]) -> list[str]:
    """Agreements whose budget or tranches aren't the grant; rules that aren't the whole."""
    faults = []
    found = Agreement.objects.filter(grant__office__in=offices).order_by("pk")
    wrong = Q(planned=None) | ~Q(planned=F("grant__amount")) | ~Q(given=F("contribution"))
    budgets = found.annotate(planned=Sum("lines__amount"), given=Sum("lines__contribution"))
    faults += [f"{row}: RAB tidak sama dengan dana atau swadaya" for row in budgets.filter(wrong)]
    tranches = found.annotate(planned=Sum("tranches__amount"), parts=Sum("tranches__percent"))
    wrong = Q(planned=None) | ~Q(planned=F("grant__amount")) | ~Q(parts=100)
    faults += [f"{row}: tahap-tahapnya tidak sama dengan dana" for row in tranches.filter(wrong)]
    rules = TrancheRule.objects.filter(office__in=offices).annotate(whole=Sum("parts__percent"))
    faults += [
        f"Pembagian tahap {row}: tidak berjumlah 100%"
        for row in rules.filter(Q(whole=None) | ~Q(whole=100)).order_by("pk")
    ]
    return faults


def _plans(offices: Sequence[Office]) -> list[str]:
    plans = GrantPaper.objects.filter(grant__office__in=offices, kind=GrantPaper.Kind.PLAN)
    summed = plans.annotate(planned=Sum("lines__amount")).select_related("tranche")
    wrong = summed.filter(Q(planned=None) | ~Q(planned=F("amount"))).order_by("pk")
    return [f"{paper}: baris RPD tidak sama dengan jumlahnya" for paper in wrong]


def _ends(offices: Sequence[Office]) -> list[str]:
    """Grants that are done without a meeting that accepted them."""
    accepted = GrantPaper.objects.filter(kind=GrantPaper.Kind.MEETING, is_passed=True)
    done = GrantFinish.objects.filter(grant__office__in=offices)
    done = done.exclude(paper__kind=GrantPaper.Kind.OLD_END)
    without = done.exclude(grant__in=accepted.values("grant")).order_by("pk")
    found = Grant.objects.filter(pk__in=without.values("grant")).with_names()
    return [f"{grant.code}: selesai tanpa musyawarah yang menerima" for grant in found]
