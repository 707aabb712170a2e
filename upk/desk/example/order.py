"""The order in which the events of one day are told."""

from collections.abc import Iterable

from upk.desk.example.events import (
    Approval,
    Assessment,
    Booking,
    BudgetDecision,
    Cancellation,
    CashCounted,
    Choice,
    Contact,
    Correction,
    DaySheet,
    Disbursement,
    Event,
    Letters,
    MonthEnd,
    PaperScanned,
    Proposal,
    Purchase,
    Rebates,
    Recovery,
    Refusal,
    Rescheduling,
    Sale,
    Settlement,
    Split,
    StatementCame,
    StepBack,
    SurplusMeeting,
    Verification,
    WriteOff,
)
from upk.desk.example.overseeing import RANKS as OF_OVERSIGHT
from upk.desk.example.poor.happenings import RANKS as OF_POOR
from upk.desk.example.trainings import RANKS as OF_TRAININGS
from upk.desk.example.villages.happenings import RANKS as OF_VILLAGES
from upk.desk.example.visiting import RANKS as OF_VISITS

RANKS: tuple[tuple[type, ...], ...] = (
    (BudgetDecision,),
    *OF_VILLAGES,
    *OF_POOR,
    *OF_VISITS,
    *OF_TRAININGS,
    (DaySheet, Correction, Settlement, Recovery),
    (Cancellation, Rescheduling, WriteOff),
    (MonthEnd,),
    (Booking,),
    (Purchase, Sale),
    (SurplusMeeting,),
    (Rebates, Split, Letters, Contact),
    (Assessment,),
    (Proposal, Verification, Approval, StepBack, Refusal, Choice),
    (Disbursement,),
    (CashCounted,),
    (StatementCame, PaperScanned),
    *OF_OVERSIGHT,
)
"""What comes first on one and the same day; events of one rank keep their order."""

ORDER = {kind: rank for rank, kinds in enumerate(RANKS) for kind in kinds}


def in_order(events: Iterable[Event]) -> list[Event]:
    """The events as they happened."""
    return sorted(events, key=lambda event: (event.on, ORDER[type(event)]))
