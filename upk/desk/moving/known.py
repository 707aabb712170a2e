"""What an office has before it moves in, as values for the checks and the preview. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from loans.collectibility import ClassSet

OPENING_ACCOUNT = "3.3.01.01"
"""Code of "Saldo Awal Pindahan" in the chart that all offices start with."""


@dataclass(frozen=True, slots=True)
class KnownAccount:
    """An account of the office's chart; ``subledger``: the part of the program that fills it."""

    name: str
    kind: str
    fund: str
    liquidity: str = ""
    is_header: bool = False
    is_active: bool = True
    subledger: str = ""


@dataclass(frozen=True, slots=True)
class KnownClass:
    """A class of inventory by the codes of its accounts; land has no ``accumulated``."""

    name: str
    account: str
    accumulated: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """The office that moves in: accounts, products (code to receivable) and villages by code.

    ``classes`` (of inventory) are by their name in small letters, ``collectibility`` by the code of
    the product that uses the set.
    """

    code: str
    today: date
    accounts: Mapping[str, KnownAccount] = field(default_factory=dict)
    classes: Mapping[str, KnownClass] = field(default_factory=dict)
    products: Mapping[str, str] = field(default_factory=dict)
    villages: Mapping[str, str] = field(default_factory=dict)
    collectibility: Mapping[str, ClassSet] = field(default_factory=dict)
