"""How the quarters of an office, or of a district's offices, stand: what the lists show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from reports.issuing import next_quarter
from reports.models import IssuedAnswer, IssuedReport
from upk.offices.models import Office
from upk.periods import Quarter, today


@dataclass(frozen=True, slots=True)
class QuarterState:
    """A quarter of an office: where it stands in words, with a tone, and its newest issue."""

    quarter: Quarter
    label: str
    tone: str
    issued: IssuedReport | None
    can_issue: bool


@dataclass(frozen=True, slots=True)
class DistrictQuarter:
    """A quarter of all offices of a district, each with its newest issue or ``None``."""

    quarter: Quarter
    offices: tuple[tuple[Office, IssuedReport | None], ...]

    @property
    def missing(self) -> int:
        """How many offices have not issued it."""
        return sum(1 for _, issued in self.offices if issued is None)


def states_of(office: Office, quarters: Iterable[Quarter]) -> list[QuarterState]:
    """Where each quarter stands (four queries, however many there are)."""
    issued = {i.period: i for i in office.issued_reports.newest().for_lists()}
    turn, now = next_quarter(office), today(office)
    return [_state(quarter, issued.get(quarter), turn, now) for quarter in quarters]


def state_of(office: Office, quarter: Quarter) -> QuarterState:
    """Where one quarter stands."""
    return states_of(office, [quarter])[0]


def _state(
    quarter: Quarter, issued: IssuedReport | None, turn: Quarter | None, now: date
) -> QuarterState:
    is_turn = turn in (None, quarter) and quarter.end <= now
    if issued and issued.outdated:
        return QuarterState(quarter, "Perlu diterbitkan ulang", "danger", issued, is_turn)
    if issued and issued.is_returned:
        return QuarterState(quarter, "Dikembalikan kabupaten", "danger", issued, True)
    if issued and issued.answer:
        label = IssuedAnswer.Kind(issued.answer).label
        return QuarterState(quarter, label, "success", issued, False)
    if issued:
        revision = f", revisi {issued.revision}" if issued.revision > 1 else ""
        return QuarterState(quarter, f"Diterbitkan{revision}", "success", issued, False)
    if quarter.end > now:
        return QuarterState(quarter, "Berjalan", "info", None, False)
    if is_turn:
        return QuarterState(quarter, "Siap diterbitkan", "warning", None, True)
    if turn and quarter < turn:
        return QuarterState(quarter, "Tidak diterbitkan", "secondary", None, False)
    return QuarterState(quarter, "Menunggu triwulan sebelumnya", "secondary", None, False)


def district_quarters(offices: Sequence[Office]) -> list[DistrictQuarter]:
    """Quarters that are over, the newest first, back to the first that any office issued."""
    if not offices:
        return []
    newest = IssuedReport.objects.filter(office__in=offices).newest().for_lists()
    issued = {(i.office_id, i.period): i for i in newest}
    quarter = Quarter.of(max(today(office) for office in offices)).previous()
    first = min((period for _, period in issued), default=quarter)
    found = []
    while quarter >= first:
        rows = tuple((office, issued.get((office.pk, quarter))) for office in offices)
        found.append(DistrictQuarter(quarter, rows))
        quarter = quarter.previous()
    return found
