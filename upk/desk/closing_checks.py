"""What is to be looked at before the books are closed or a quarter is issued.

A check is a function ``(office, through) -> Iterable[Line]``: called with the office and the last
day that is to be closed, it tells what it looked at, in a constant number of queries. It changes
nothing. Add it to ``CHECKS``; the page, the tick and the refusal come by themselves.

A line is ``OK`` (looked at, all is well), ``HINT`` (well, but worth beginning with), ``WARNING``
(the manager may close or issue all the same, with a reason that is kept) or ``FAULT`` (nothing can
be closed or issued).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Count, Min, Q
from django.urls import reverse

from closing.models import SurplusDecision
from closing.provisions import difference_text, plan_provisions
from closing.results import standing_closings, surplus_closed_by
from closing.services import retained_surplus
from closing.year import year_end
from maintenance.models import Infrastructure
from maintenance.register.lists import with_quarter
from upk.assets.inventory import plan_depreciation
from upk.assets.models import Asset
from upk.cash.checks import before_closing
from upk.desk.check_books import check_books
from upk.ledger.models import Entry
from upk.money import number, rupiah
from upk.offices.models import Office
from upk.periods import Quarter, format_date, format_month, month_end, month_start, today


class State(StrEnum):
    """How a line of the checklist stands."""

    OK = "ok"
    HINT = "hint"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the checklist: what is looked at, how it stands, where it is put right."""

    title: str
    state: State
    text: str
    url: str = ""

    @property
    def badge(self) -> tuple[str, str]:
        """Tone and word of its badge."""
        return _BADGES[self.state]


_BADGES = {
    State.OK: ("posted", "beres"),
    State.HINT: ("issued", "saran"),
    State.WARNING: ("proposed", "perlu dilihat"),
    State.FAULT: ("reversed", "menghalangi"),
}
Check = Callable[[Office, date], Iterable[Line]]
"""The signature of all checks: office and the last day to be closed."""


def check_list(office: Office, through: date) -> list[Line]:
    """All lines, in the order of ``CHECKS``."""
    return [line for check in CHECKS for line in check(office, through)]


def stands_in_the_way(lines: Sequence[Line]) -> bool:
    """Whether a line forbids closing."""
    return any(line.state == State.FAULT for line in lines)


def wants_a_reason(lines: Sequence[Line]) -> bool:
    """Whether closing or issuing needs the tick and a reason."""
    return any(line.state == State.WARNING for line in lines)


def books(office: Office, through: date) -> Iterable[Line]:
    """The proof of the books finds nothing."""
    url = reverse("desk:check-books")
    results = check_books(Office.objects.filter(pk=office.pk), quarters=1)
    faulty = [result for result in results if result.faults]
    for result in faulty:
        text = f"{len(result.faults)} kesalahan: {result.faults[0]}"
        yield Line(result.title, State.FAULT, text, url)
    if not faulty:
        yield Line("Periksa Buku", State.OK, f"{len(results)} pemeriksaan tanpa kesalahan", url)


def provisions(office: Office, through: date) -> Iterable[Line]:
    """Each allowance is what the month's end needs."""
    url = f"{reverse('closing:provision-list')}?per={month_end(through)}"
    for need in plan_provisions(office, through):
        title = f"Cadangan kerugian {need.codes}"
        if need.difference:
            yield Line(title, State.WARNING, difference_text(need), url)
        else:
            yield Line(title, State.OK, f"{rupiah(need.held)}, sesuai kolektibilitas", url)


def depreciation(office: Office, through: date) -> Iterable[Line]:
    """Every month that ends by ``through`` has its depreciation; no line without an inventory."""
    if not Asset.objects.filter(office=office).exists():
        return
    url = reverse("assets:depreciation-list")
    ended = through if through == month_end(through) else month_start(through) - timedelta(days=1)
    plans = plan_depreciation(office, ended)
    if plans:
        total = rupiah(sum(plan.total for plan in plans))
        text = f"{total} belum dibukukan, sejak {format_month(plans[0].month)}"
        yield Line("Penyusutan", State.WARNING, text, url)
    else:
        yield Line("Penyusutan", State.OK, "sudah dibukukan", url)


def future_entries(office: Office, through: date) -> Iterable[Line]:
    """Nothing is dated later than today: mostly a mistyped year."""
    later = Entry.objects.filter(office=office, happened_on__gt=today(office))
    first = later.aggregate(first=Min("happened_on"))["first"]
    if first is None:
        yield Line("Tanggal bukti", State.OK, "tidak ada bukti bertanggal sesudah hari ini")
        return
    text = f"{number(later.count())} bukti bertanggal sesudah hari ini, yang pertama"
    url = f"{reverse('ledger:journal')}?dari={first}&sampai={month_end(first)}"
    yield Line("Tanggal bukti", State.WARNING, f"{text} {format_date(first)}", url)


def earlier_surplus(office: Office, through: date) -> Iterable[Line]:
    """Before another year is closed the surplus of the last one is divided."""
    if through < year_end(through.year):
        return
    last = standing_closings(office).filter(happened_on__lt=through).first()
    if last is None:
        return
    title = f"Surplus {last.year}"
    surplus = surplus_closed_by(last, retained_surplus(office))
    made = SurplusDecision.objects.filter(office=office, year=last.year).standing().first()
    url = reverse("closing:surplus-list")
    if made:
        yield Line(title, State.OK, f"dibagi pada {format_date(made.decided_on)}", url)
    elif surplus > 0:
        yield Line(title, State.WARNING, f"{rupiah(surplus)} belum dibagi", url)


def cash(office: Office, through: date) -> Iterable[Line]:
    """Cash was counted on the last day, differences are posted, the banks' lines explained."""
    for finding in before_closing(office, through):
        state = State.OK if finding.is_in_order else State.WARNING
        state = State.HINT if finding.is_hint else state
        yield Line(finding.title, state, finding.text, reverse(finding.url_name))


def inspections(office: Office, through: date) -> Iterable[Line]:
    """Pieces that nobody inspected in a quarter that ends: afterwards it is too late.

    Nothing on another day, or where no piece is registered. One query.
    """
    quarter = Quarter.of(through)
    if through != quarter.end:
        return
    pieces = Infrastructure.objects.filter(village__office=office).standing(through)
    counted = with_quarter(pieces, quarter).aggregate(
        all=Count("pk"), left=Count("pk", filter=Q(is_inspected=False))
    )
    if not counted["all"]:
        return
    address = f"{reverse('maintenance:inspection-list')}?triwulan={quarter}"
    if counted["left"]:
        text = f"{counted['left']} dari {counted['all']} belum diperiksa pada {quarter.label}"
        yield Line("Pemeriksaan prasarana", State.WARNING, text, address)
    else:
        text = f"{counted['all']} prasarana diperiksa"
        yield Line("Pemeriksaan prasarana", State.OK, text, address)


CHECKS: tuple[Check, ...] = (
    books,
    cash,
    provisions,
    depreciation,
    future_entries,
    earlier_surplus,
    inspections,
)
"""All checks, in the order shown. What an app adds is one more function here."""
