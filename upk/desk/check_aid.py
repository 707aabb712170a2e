"""The proof of aid: its rows are what the fund's account gave, on every day and for every year."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Count, F, Q, Sum

from goats.aid.budget import FUND_CODE, ORIGIN, sources
from goats.aid.standings import KindStanding, plan_standings
from goats.models import AidMove, AidPlan, Goat
from goats.rules.aid import least_from
from upk.desk.check_result import Result
from upk.ledger.models import Entry, Posting
from upk.money import number, rupiah
from upk.offices.models import Office
from upk.periods import format_date


def check_aid(offices: Sequence[Office]) -> Result:
    """Each entry of aid has its row with the same amount, no year gave more than it had, no kind
    more than was planned or less than was handed over, and goats from the surplus were paid."""
    plans = list(
        AidPlan.objects.filter(office__in=offices)
        .select_related("decision", "end", "office")
        .order_by("office__code", "year", "number")
    )
    faults = [*_entries(offices), *_fund(offices), *_plans(plans), *_goats(offices)]
    for office in offices:
        faults += _years(office)
    used = AidMove.objects.filter(office__in=offices).used()
    looked_at = f"{number(len(plans))} rencana, {rupiah(used)} dipakai"
    return Result("aid", "Bantuan RTM sama dengan buku besar", looked_at, tuple(faults))


def _entries(offices: Sequence[Office]) -> Iterable[str]:
    """Entries of aid without a row, or with one of another amount or day."""
    entries = Entry.objects.filter(office__in=offices, origin=ORIGIN)
    wrong = entries.filter(
        Q(aid_move__isnull=True)
        | ~Q(aid_move__happened_on=F("happened_on"))
        | (~Q(aid_move__amount=F("total")) & ~Q(aid_move__amount=-F("total")))
    )
    for entry in wrong.select_related("office").order_by("office__code", "happened_on", "pk"):
        yield f"{entry.office.code} {entry.label}: tidak sesuai catatan bantuannya"


def _fund(offices: Sequence[Office]) -> Iterable[str]:
    """Days on which the fund's account gave something else than the rows say."""
    moved: Counter[tuple[str, date]] = Counter()
    own = Posting.objects.filter(entry__office__in=offices, entry__origin=ORIGIN).order_by()
    for side, sign in (("debit", 1), ("credit", -1)):
        rows = own.filter(**{f"{side}__code": FUND_CODE})
        days = rows.values_list("entry__office__code", "entry__happened_on")
        for code, day, amount in days.annotate(Sum("amount")):
            moved[code, day] += sign * amount
    rows = AidMove.objects.filter(office__in=offices).order_by()
    days = rows.values_list("office__code", "happened_on").annotate(used=Sum(AidMove.effect()))
    for code, day, used in days:
        moved[code, day] -= used
    for (code, day), differs in sorted(moved.items()):
        if differs:
            amount = rupiah(abs(differs))
            yield f"{code} {format_date(day)}: Dana RTM berbeda {amount} dari bantuannya"


def _years(office: Office) -> Iterable[str]:
    """Years that gave more than they had on some day; two queries."""
    rows: dict[int, list[tuple[date, int]]] = {}
    for source in sources(office):
        rows.setdefault(source.year, []).append((source.on, source.amount))
    moves = AidMove.objects.filter(office=office).annotate(used=AidMove.effect()).order_by()
    for year, day, used in moves.values_list("plan__year", "happened_on", "used"):
        rows.setdefault(year, []).append((day, -used))
    for year, found in sorted(rows.items()):
        if (least := least_from(found, date.min)) < 0:
            yield f"{office.code}: anggaran RTM {year} terlampaui {rupiah(-least)}"


def _plans(plans: Sequence[AidPlan]) -> Iterable[str]:
    """Plans whose lines don't add up, and kinds that were paid or handed over too much."""
    counted = dict(
        AidPlan.objects.filter(pk__in=[plan.pk for plan in plans])
        .order_by()
        .annotate(lines_found=Count("lines"))
        .values_list("pk", "lines_found")
    )
    for standing in plan_standings(plans):
        plan = standing.plan
        name = f"{plan.office.code} {plan.code}"
        if (plan.line_count, plan.total) != (counted[plan.pk], standing.sums.planned):
            yield f"{name}: barisnya tidak sesuai jumlahnya"
        decided = getattr(plan, "decision", None)
        if decided and decided.recorded_by_id == plan.recorded_by_id:
            yield f"{name}: ditulis dan diputuskan orang yang sama"
        for kind in standing.kinds:
            yield from (f"{name}: {fault}" for fault in _kind(kind))


def _kind(kind: KindStanding) -> Iterable[str]:
    if least_from(kind.rows.unpaid, date.min) < 0:
        yield f"{kind.label} dibayar melebihi rencana"
    if not kind.is_goats and least_from(kind.rows.in_hand, date.min) < 0:
        yield f"{kind.label} diserahkan melebihi yang dibayar"


def _goats(offices: Sequence[Office]) -> Iterable[str]:
    """Goats from the surplus without a payment, and payments that aren't the price of theirs."""
    goats = Goat.objects.filter(office__in=offices, funding=Goat.Funding.SURPLUS)
    unpaid = goats.filter(
        submission__aid_move__isnull=True, is_from_old_books=False
    ).select_related("office")
    for goat in unpaid.order_by("office__code", "number"):
        yield f"{goat.office.code} {goat.tag}: dari surplus tanpa pembayaran"
    bought = AidMove.objects.filter(office__in=offices, kind="goats", reverses__isnull=True)
    bought = bought.annotate(price=Sum("submission__goats__price"))
    for move in bought.select_related("office", "entry").order_by("office__code", "pk"):
        if move.price != move.amount:
            yield f"{move.office.code} {move.entry.label}: bukan harga kambingnya"
