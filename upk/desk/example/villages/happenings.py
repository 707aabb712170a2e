"""What happens to the villages' grants, to what they built and to their levies. Pure data.

The plan of the office (``upk.desk.example.events``) puts these among its own events.
"""

from dataclasses import dataclass
from datetime import date

from upk.desk.example.places import VillagePlan
from upk.desk.example.villages.phases import PhasePlan
from upk.desk.example.villages.running import ContributionPlan, GrantPlan, TranchePlan
from upk.desk.example.villages.wishes import Wish


@dataclass(frozen=True, slots=True)
class PhaseOpening:
    """The meeting decides what a phase's money is for."""

    on: date
    phase: PhasePlan


@dataclass(frozen=True, slots=True)
class VillageProposal:
    """A village proposes."""

    on: date
    wish: Wish


@dataclass(frozen=True, slots=True)
class VillageVerification:
    """The verification team has looked at a proposal."""

    on: date
    wish: Wish


@dataclass(frozen=True, slots=True)
class VillageWithdrawal:
    """A village takes its proposal back."""

    on: date
    wish: Wish


@dataclass(frozen=True, slots=True)
class Scoring:
    """A phase's proposals are scored."""

    on: date
    phase: PhasePlan
    wishes: tuple[Wish, ...]


@dataclass(frozen=True, slots=True)
class MeetingDecision:
    """The meeting approves or refuses a phase's proposals."""

    on: date
    phase: PhasePlan
    wishes: tuple[Wish, ...]


@dataclass(frozen=True, slots=True)
class PhaseReceipt:
    """Money of a phase comes from a source, whole rupiah."""

    on: date
    phase: PhasePlan
    source: str
    amount: int


@dataclass(frozen=True, slots=True)
class Capital:
    """An Ekonomi grant becomes capital of the loan fund; ``moves`` is what the fund gets."""

    on: date
    wish: Wish
    moves: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class OperationalPayment:
    """A phase's operational money goes to the office, or to a village's team; whole rupiah."""

    on: date
    phase: PhasePlan
    village: VillagePlan | None
    amount: int


@dataclass(frozen=True, slots=True)
class Decree:
    """The camat confirms what the meeting approved (SPC)."""

    on: date
    phase: PhasePlan
    wishes: tuple[Wish, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """The team, the office and the programme sign (SPPB)."""

    on: date
    grant: GrantPlan


@dataclass(frozen=True, slots=True)
class TrancheRequest:
    """The team says what it needs the next money for (RPD)."""

    on: date
    grant: GrantPlan
    tranche: TranchePlan


@dataclass(frozen=True, slots=True)
class TrancheApproval:
    """The manager agrees to pay the money out."""

    on: date
    grant: GrantPlan
    tranche: TranchePlan


@dataclass(frozen=True, slots=True)
class TranchePayment:
    """The money is paid to the team."""

    on: date
    grant: GrantPlan
    tranche: TranchePlan


@dataclass(frozen=True, slots=True)
class TrancheReport:
    """The team accounts for the money (LPD)."""

    on: date
    grant: GrantPlan
    tranche: TranchePlan


@dataclass(frozen=True, slots=True)
class FieldCheck:
    """Somebody looks at the work before the last money."""

    on: date
    grant: GrantPlan
    percent: int


@dataclass(frozen=True, slots=True)
class Measurement:
    """How much of the work stands, percent."""

    on: date
    grant: GrantPlan
    percent: int


@dataclass(frozen=True, slots=True)
class VillageContribution:
    """What the villagers give."""

    on: date
    grant: GrantPlan
    given: ContributionPlan


@dataclass(frozen=True, slots=True)
class AccountabilityMeeting:
    """The village hears how its grant was used."""

    on: date
    grant: GrantPlan


@dataclass(frozen=True, slots=True)
class FinalReport:
    """The last paper of a grant; what was built is registered with it."""

    on: date
    grant: GrantPlan


@dataclass(frozen=True, slots=True)
class Look:
    """How a piece was found; ``needed`` is the work that it needs."""

    grant: GrantPlan
    condition: str
    needed: str


@dataclass(frozen=True, slots=True)
class InspectionRound:
    """The person responsible looks at the pieces of her or his villages."""

    on: date
    villages: tuple[VillagePlan, ...]
    looks: tuple[Look, ...]


@dataclass(frozen=True, slots=True)
class VillageRepair:
    """A piece is repaired. Whole rupiah; ``payer`` ``levy`` draws on the village's levies."""

    on: date
    grant: GrantPlan
    kind: str
    cost: int
    payer: str
    note: str


@dataclass(frozen=True, slots=True)
class LevyDecision:
    """A village decides on its levy: whole rupiah per payer and month, from ``since`` on."""

    on: date
    village: VillagePlan
    is_regulation: bool
    number: str
    since: date
    amount: int
    payers: int

    @property
    def due(self) -> int:
        """Whole rupiah for a quarter."""
        return self.amount * self.payers * 3


@dataclass(frozen=True, slots=True)
class Levied:
    """What a village brings for a quarter, whole rupiah."""

    village: VillagePlan
    year: int
    quarter: int
    amount: int


@dataclass(frozen=True, slots=True)
class LevySheet:
    """Levies of some villages taken in on one day."""

    on: date
    rows: tuple[Levied, ...]


@dataclass(frozen=True, slots=True)
class LevyDeposit:
    """Levies brought to the bank: whole rupiah by village."""

    on: date
    amounts: tuple[tuple[VillagePlan, int], ...]


@dataclass(frozen=True, slots=True)
class LevyBank:
    """What the bank of the levies pays and takes for a quarter, whole rupiah."""

    on: date
    interest: int
    tax: int
    fee: int


Proposing = PhaseOpening | VillageProposal | VillageVerification | VillageWithdrawal | Scoring
Granting = (
    MeetingDecision | PhaseReceipt | Capital | OperationalPayment | Decree | Agreement
    | TrancheRequest | TrancheApproval | TranchePayment | TrancheReport | FieldCheck | Measurement
    | VillageContribution | AccountabilityMeeting | FinalReport
)  # fmt: skip
Upkeep = InspectionRound | VillageRepair | LevyDecision | LevySheet | LevyDeposit | LevyBank
Happening = Proposing | Granting | Upkeep

RANKS: tuple[tuple[type, ...], ...] = (
    (PhaseOpening,),
    (VillageProposal,),
    (VillageVerification,),
    (VillageWithdrawal,),
    (Scoring,),
    (MeetingDecision,),
    (Decree,),
    (Agreement,),
    (PhaseReceipt,),
    (Capital, OperationalPayment),
    (VillageContribution,),
    (Measurement,),
    (TrancheReport,),
    (FieldCheck,),
    (TrancheRequest,),
    (TrancheApproval,),
    (TranchePayment,),
    (AccountabilityMeeting,),
    (FinalReport,),
    (LevyDecision,),
    (LevySheet,),
    (LevyDeposit,),
    (InspectionRound,),
    (VillageRepair,),
    (LevyBank,),
)
"""What comes first on one and the same day."""
