"""What the modules that make the sheets share: the store, what was given, and who became what."""

import re
from dataclasses import dataclass, field
from datetime import date

from upk.desk.moving.dumps.findings import About, Findings
from upk.desk.moving.dumps.store import Store

_NO_CODE = re.compile(r"[^A-Z0-9.-]+")

Cells = dict[str, object]
"""A row of a sheet: values by the columns' keys."""


@dataclass(frozen=True, slots=True)
class Given:
    """What the tables can't say, by the columns' keys of the sheet "Kantor"; empty: not given."""

    code: str = ""
    name: str = ""
    legal_form: str = ""
    subdistrict: str = ""
    district_code: str = ""
    district_name: str = ""
    province: str = ""
    timezone: str = ""


@dataclass(slots=True)
class Work:
    """One conversion. The dictionaries give, by the old key, the code in the workbook."""

    number: int
    store: Store
    findings: Findings
    given: Given
    cut_over: date
    villages: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)
    products: dict[str, str] = field(default_factory=dict)

    def table(self, key: str) -> str:
        """The name of one of the office's tables, for people."""
        return f"{key}_{self.number}"

    def tell(
        self, about: About, table: str, row: object, found: str, done: str, kept: str = ""
    ) -> None:
        """Add a finding about a row of one of the office's tables."""
        name = f"id {row}" if row not in ("", None) else ""
        self.findings.add(about, self.table(table), name, found, done, kept)

    def lookup(self, key: str) -> dict[str, str]:
        """The names of a table for all offices by their ids; empty where it isn't in the dump."""
        return {row["id"]: row["name"] for row in self.store.rows(f'SELECT id, name FROM "{key}"')}


def is_set(value: str | None) -> bool:
    """Whether a reference points anywhere; these tables write 0 for nothing."""
    return value not in (None, "", "0")


def as_code(text: str) -> str:
    """The text as codes are written here: capital letters, digits, stops and hyphens."""
    return _NO_CODE.sub("-", "".join(text.split()).upper()).strip("-.")


def code_once(wanted: str, taken: set[str], most: int) -> str:
    """The code, or, where another row has it already, the code with a number behind it."""
    code, number = wanted[:most], 1
    while code.casefold() in taken:
        number += 1
        code = f"{wanted[: most - len(str(number)) - 1]}-{number}"
    taken.add(code.casefold())
    return code
