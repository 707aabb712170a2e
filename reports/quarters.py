"""How the quarters of an office stand: what the list shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from reports.issuing import next_quarter
from reports.models import IssuedReport
from reports.states import ISSUED, NAMES, NOT_EXPECTED, OUTDATED, RETURNED
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
        return QuarterState(quarter, NAMES[OUTDATED], "danger", issued, is_turn)
    if issued and issued.is_returned:
        return QuarterState(quarter, NAMES[RETURNED], "danger", issued, True)
    if issued and issued.answer:
        return QuarterState(quarter, NAMES[issued.answer], "success", issued, False)
    if issued:
        revision = f", revisi {issued.revision}" if issued.revision > 1 else ""
        return QuarterState(quarter, f"{NAMES[ISSUED]}{revision}", "success", issued, False)
    if quarter.end > now:
        return QuarterState(quarter, "Berjalan", "info", None, False)
    if is_turn:
        return QuarterState(quarter, "Siap diterbitkan", "warning", None, True)
    if turn and quarter < turn:
        return QuarterState(quarter, NAMES[NOT_EXPECTED], "secondary", None, False)
    return QuarterState(quarter, "Menunggu triwulan sebelumnya", "secondary", None, False)
