"""Events of the books: entries, inventory, budgets, cash counts, bank statements, papers."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Booking:
    """A journal entry: moves of (debit code, credit code, whole rupiah)."""

    on: date
    memo: str
    moves: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class SurplusMeeting:
    """The meeting that divides the surplus of ``year`` as the office's rule has it."""

    on: date
    year: int
    number: str


@dataclass(frozen=True, slots=True)
class Purchase:
    """Things of an inventory class are bought for cash; ``unit_cost`` is whole rupiah each."""

    on: date
    asset_class: str
    name: str
    quantity: int
    unit_cost: int
    moves: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Sale:
    """The thing of that name, bought on ``bought_on``, is sold for cash."""

    on: date
    name: str
    bought_on: date
    proceeds: int
    moves: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class MonthEnd:
    """The month's depreciation is posted."""

    on: date


@dataclass(frozen=True, slots=True)
class BudgetDecision:
    """The meeting decides the budget of ``year``."""

    on: date
    year: int
    number: str


@dataclass(frozen=True, slots=True)
class CashCounted:
    """The cash is counted at the day's end; ``missing`` is what it lacks, and why."""

    on: date
    missing: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class BankOnly:
    """A movement that the bank alone knows: in > 0, out < 0; ``note`` explains it, if anything."""

    on: date
    text: str
    amount: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class StatementCame:
    """A bank's statement is compared with the books; ``is_closed``: nothing is left open in it."""

    on: date
    product: str
    since: date
    until: date
    bank_only: tuple[BankOnly, ...] = ()
    is_closed: bool = True


@dataclass(frozen=True, slots=True)
class PaperScanned:
    """The paper of the day's entry with that memo is scanned and kept with it."""

    on: date
    memo: str
