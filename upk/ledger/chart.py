"""The template chart of accounts that a new office starts with.

Source: 201 accounts as BUM Desa Bersama LKD offices use them, with typing errors mended, and
what domain.md 12 ("Accounts") adds, and an account for capital out of surplus. The normal side
isn't stored: it follows from the kind.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TEMPLATE = Path(__file__).parent / "data" / "chart_of_accounts.csv"
POSTABLE_LEVEL = 4


@dataclass(frozen=True, slots=True)
class TemplateAccount:
    """A line of the template; ``parent_code`` is empty at the top level."""

    code: str
    name: str
    level: int
    kind: str
    fund: str
    liquidity: str

    @property
    def is_header(self) -> bool:
        return self.level < POSTABLE_LEVEL

    @property
    def parent_code(self) -> str:
        return parent_code(self.code)


def parent_code(code: str) -> str:
    """Code of the line above, e.g. ``1.1.03.00`` for ``1.1.03.01``; empty at the top."""
    parts = code.split(".")
    used = max(i for i, part in enumerate(parts) if int(part))
    if used == 0:
        return ""
    parts[used] = "0" * len(parts[used])
    return ".".join(parts)


def template_accounts() -> Iterator[TemplateAccount]:
    """The template's lines; a line comes after the line above it."""
    with TEMPLATE.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield TemplateAccount(**{**row, "level": int(row["level"])})
