"""What an old loan was agreed on, in the words of our schedules.

The old tables keep jasa as one percentage for the whole tenor, and how often is paid as a number
of the table ``sistem_angsuran``. Some of its numbers mean months without principal, one means
weeks: as the program of version [A] computes its schedules.
"""

from dataclasses import dataclass
from decimal import Decimal
from sqlite3 import Row

from upk.desk.moving.dumps.findings import About
from upk.desk.moving.dumps.office_rows import subdistrict_of
from upk.desk.moving.dumps.work import Cells, Work, is_set

WEEKLY = "12"
_GRACE = {"11": 24, "14": 3, "15": 2, "20": 12, "25": 1, "26": 6}
_EVERY = {"1": 1, "2": 3, "3": 4, "4": 6, "9": 2, WEEKLY: 1, **dict.fromkeys(_GRACE, 1)}
_METHODS = {"1": "flat", "2": "declining"}
_METHOD_WORDS = {
    "flat": "flat", "menurun": "declining", "sliding": "declining", "efektif": "declining",
    "anuitas": "annuity",
}  # fmt: skip
_RATE_PLACES = Decimal("0.0001")
_WEEKS_PER_MONTH = Decimal(52) / 12


@dataclass(frozen=True, slots=True)
class OldTerms:
    """What the office's tables say about terms: read once."""

    every: dict[str, int]
    methods: dict[str, str]
    rounding: Cells

    @classmethod
    def of(cls, work: Work) -> "OldTerms":
        rows = list(work.store.rows("SELECT id, every FROM sistem_angsuran"))
        names = work.lookup("jenis_jasa")
        methods = {
            key: method
            for key, name in names.items()
            for word, method in _METHOD_WORDS.items()
            if word in (name or "").casefold()
        }
        every = {row["id"]: row["every"] for row in rows if row["every"]}
        return cls(every or _EVERY, methods or _METHODS, _rounding(work))

    def cells(self, work: Work, loan: Row) -> Cells:
        """The loan's terms as cells; what isn't known is left empty and told."""
        system, interest_system = loan["principal_system"], loan["interest_system"]
        weekly = system == WEEKLY
        return {
            "rate": monthly_rate(Decimal(loan["rate"]), loan["tenor"], weekly=weekly),
            "method": self._method(work, loan),
            "period": "week" if weekly else "month",
            "tenor": loan["tenor"],
            "principal_every": self._every(work, loan, "sistem_angsuran", system),
            "interest_every": self._every(work, loan, "sa_jasa", interest_system),
            "grace": _GRACE.get(system, 0),
            **self.rounding,
        }

    def _method(self, work: Work, loan: Row) -> str | None:
        method = self.methods.get(loan["method"])
        if method is None:
            found = f"jenis_jasa {loan['method']}"
            done = "Cara hitung jasa dikosongkan; isi sendiri."
            work.tell(About.UNKNOWN, "pinjaman_kelompok", loan["id"], found, done)
        return method

    def _every(self, work: Work, loan: Row, column: str, system: str | None) -> int | None:
        if not is_set(system):
            return 1
        every = self.every.get(system)
        if every is None:
            done = "Dikosongkan, berarti setiap kali; jadwal lamanya dipakai bila berbeda."
            work.tell(About.UNKNOWN, "pinjaman_kelompok", loan["id"], f"{column} {system}", done)
        return every


def monthly_rate(total: Decimal, tenor: int, *, weekly: bool) -> Decimal | None:
    """Percent per month of a percentage for the whole tenor, to four places as loans keep it."""
    if tenor < 1:
        return None
    months = Decimal(tenor) / _WEEKS_PER_MONTH if weekly else Decimal(tenor)
    return (total / months).quantize(_RATE_PLACES)


def _rounding(work: Work) -> Cells:
    """The office's step, with a sign in front where it rounds to one side: ``+500``, ``-500``."""
    subdistrict = subdistrict_of(work)
    text = (subdistrict["rounding"] if subdistrict is not None else None) or ""
    digits = text.lstrip("+-")
    if not digits.isdecimal() or not int(digits):
        return {"rounding_step": None, "rounding": None}
    way = {"+": "up", "-": "down"}.get(text[0], "nearest")
    return {"rounding_step": int(digits), "rounding": way}
