"""What happens to the example's poor households and goats. Pure data.

The plan of the office (``upk.desk.example.events``) puts these among its own events.
"""

from dataclasses import dataclass, field
from datetime import date

from goats.rules.aid import AidKind
from goats.rules.events import Kind
from goats.rules.households import Step
from upk.desk.example.accounts import CASH
from upk.desk.example.people import PersonPlan
from upk.desk.example.places import VillagePlan
from upk.ledger.purses import RTM_FUND

FEMALE, MALE = "F", "M"


@dataclass(frozen=True, slots=True, eq=False)
class MemberPlan:
    """Somebody who lives in a household besides its head; ``relation`` as the register names it."""

    person: PersonPlan
    relation: str


@dataclass(eq=False, slots=True, repr=False)
class HomePlan:
    """A poor household; ``number`` is its place in the register.

    ``ticked``: places in the list of criteria; ``need``: what they weigh together.
    """

    number: int
    village: VillagePlan
    hamlet: str
    head: PersonPlan
    proposed_by: str
    registered_on: date
    assessed_on: date
    ticked: tuple[int, ...]
    need: int
    confirmed_on: date | None
    members: tuple[MemberPlan, ...]

    def __repr__(self) -> str:
        return f"household {self.number}"


@dataclass(frozen=True, slots=True, eq=False)
class BirthPlan:
    """A birth while ``keeper`` kept the mother, with the kids that lived."""

    on: date
    keeper: HomePlan
    kids: tuple["GoatPlan", ...]


@dataclass(eq=False, slots=True, repr=False)
class GoatPlan:
    """A goat and what became of it while the story is told. ``mother`` is None for bought ones."""

    number: int
    sex: str
    breed: str
    born_on: date | None
    mother: "GoatPlan | None" = None
    keeper: HomePlan | None = None
    since: date | None = None
    weaned_on: date | None = None
    ended_on: date | None = None
    is_bred: bool = False
    births: list[BirthPlan] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"goat {self.number}"

    @property
    def is_kid(self) -> bool:
        """Born at a household, and that household's own."""
        return self.mother is not None

    @property
    def is_female(self) -> bool:
        return self.sex == FEMALE

    @property
    def is_living(self) -> bool:
        return self.ended_on is None


@dataclass(frozen=True, slots=True)
class PopulationCounted:
    """How many people live in each village, in the order of the villages."""

    on: date
    inhabitants: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class HomeProposed:
    """A hamlet proposes a household."""

    on: date
    home: HomePlan


@dataclass(frozen=True, slots=True)
class HomeAssessed:
    """Somebody was there and ticked the criteria."""

    on: date
    home: HomePlan
    ticked: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class HomesConfirmed:
    """A village meeting confirms households."""

    on: date
    homes: tuple[HomePlan, ...]
    minutes: str


@dataclass(frozen=True, slots=True)
class HomeCorrected:
    """The register is corrected: another address, or the first member is the head now."""

    on: date
    home: HomePlan
    address: str
    has_new_head: bool
    reason: str


@dataclass(frozen=True, slots=True)
class HomeStep:
    """What became of a household."""

    on: date
    home: HomePlan
    step: Step
    note: str


@dataclass(frozen=True, slots=True, eq=False)
class AidPlan:
    """Who is to get how much of a year's share, by household; whole rupiah.

    ``note``: number of the meeting's report, or why the manager refused it.
    """

    kind: AidKind
    purpose: str
    made_on: date
    decided_on: date
    is_approved: bool
    note: str
    lines: tuple[tuple[HomePlan, int], ...]

    @property
    def amount(self) -> int:
        """Whole rupiah."""
        return sum(amount for _, amount in self.lines)


@dataclass(frozen=True, slots=True)
class AidPlanned:
    """The office writes down who is to get what."""

    on: date
    plan: AidPlan


@dataclass(frozen=True, slots=True)
class AidDecided:
    """The manager approves it or refuses it."""

    on: date
    plan: AidPlan


@dataclass(frozen=True, slots=True)
class AidMoney:
    """Money is paid for a plan, or what nobody fetched comes back; ``moves`` in whole rupiah."""

    on: date
    plan: AidPlan
    moves: tuple[tuple[str, str, int], ...]
    is_return: bool = False

    @property
    def amount(self) -> int:
        """Whole rupiah."""
        return sum(amount for _, _, amount in self.moves)


@dataclass(frozen=True, slots=True)
class AidGiven:
    """Households receive what was planned for them."""

    on: date
    plan: AidPlan
    homes: tuple[HomePlan, ...]


@dataclass(frozen=True, slots=True)
class AidEnded:
    """Nothing more is paid from a plan."""

    on: date
    plan: AidPlan
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class GoatsBought:
    """Alike goats are bought for a plan; ``price`` each and ``moves``, whole rupiah."""

    on: date
    goats: tuple[GoatPlan, ...]
    price: int
    plan: AidPlan | None = None

    @property
    def moves(self) -> tuple[tuple[str, str, int], ...]:
        """What is paid off the fund of the poor, in cash."""
        return ((RTM_FUND, CASH, self.price * len(self.goats)),)


@dataclass(frozen=True, slots=True, eq=False)
class GoatPlaced:
    """A household receives a goat of the office; the reason is why not the proposed one."""

    on: date
    goat: GoatPlan
    to: HomePlan
    choice_reason: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class GoatHandedOn:
    """A mother goes on; ``early_reason`` is the manager's, before the kid is weaned."""

    on: date
    goat: GoatPlan
    to: HomePlan
    choice_reason: str = ""
    early_reason: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class GoatGaveBirth:
    """A mother gives birth to kids, or to none that lives."""

    on: date
    mother: GoatPlan
    kids: tuple[GoatPlan, ...]


@dataclass(frozen=True, slots=True, eq=False)
class KidsWeaned:
    """The kids of a mother are weaned."""

    on: date
    kids: tuple[GoatPlan, ...]


@dataclass(frozen=True, slots=True, eq=False)
class GoatHappening:
    """Something that happens where the goat is (``goats.rules.events.Kind``)."""

    on: date
    goat: GoatPlan
    kind: Kind
    cause: str = ""
    minutes: str = ""
    is_negligent: bool = False
    reason: str = ""
    to: HomePlan | None = None


@dataclass(frozen=True, slots=True, eq=False)
class GoatReplaced:
    """The household that owes one brings ``other`` for ``goat``."""

    on: date
    goat: GoatPlan
    other: GoatPlan


GoatEvent = GoatPlaced | GoatHandedOn | GoatGaveBirth | GoatHappening


@dataclass(frozen=True, slots=True)
class GoatReversal:
    """What was entered by mistake on the same day is taken back."""

    on: date
    wrong: GoatEvent
    reason: str


OfPoor = (
    PopulationCounted | HomeProposed | HomeAssessed | HomesConfirmed | HomeCorrected | HomeStep
    | AidPlanned | AidDecided | AidMoney | AidGiven | AidEnded
    | GoatsBought | GoatPlaced | GoatHandedOn | GoatGaveBirth | KidsWeaned | GoatHappening
    | GoatReplaced | GoatReversal
)  # fmt: skip

RANKS: tuple[tuple[type, ...], ...] = (
    (PopulationCounted,),
    (HomeProposed,),
    (HomeAssessed,),
    (HomesConfirmed,),
    (HomeCorrected,),
    (AidPlanned,),
    (AidDecided,),
    (AidMoney,),
    (AidGiven,),
    (AidEnded,),
    (GoatsBought,),
    (GoatGaveBirth,),
    (KidsWeaned,),
    (GoatHappening,),
    (GoatReplaced,),
    (GoatPlaced,),
    (GoatHandedOn,),
    (GoatReversal,),
    (HomeStep,),
)
"""What comes first on one and the same day."""

RANK = {kind: rank for rank, kinds in enumerate(RANKS) for kind in kinds}
