"""The period of a report: a quarter, or a month up to a day; and the words of its column heads."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from upk.periods import Quarter, format_date, month_start


@dataclass(frozen=True, slots=True)
class ReportPeriod:
    """From ``start`` to ``end``, both included; ``end`` is the day that balances stand at.

    The heads of a quarter read "s.d. Triwulan Lalu | Triwulan Ini | s.d. Triwulan Ini", those of
    a month "s.d. Bulan Lalu | Bulan Ini | s.d. Bulan Ini" (domain.md 12).
    """

    start: date
    end: date
    quarter: Quarter | None = None

    @classmethod
    def of_quarter(cls, quarter: Quarter, *, until: date | None = None) -> Self:
        """The whole quarter; one that still runs up to ``until`` (today).

        Raises ``ValueError`` if the quarter begins after ``until``.
        """
        if until and until < quarter.start:
            raise ValueError(f"{quarter} has not begun on {until}")
        return cls(quarter.start, min(quarter.end, until or quarter.end), quarter)

    @classmethod
    def up_to(cls, day: date) -> Self:
        """The month of ``day``, up to and including it."""
        return cls(month_start(day), day)

    @property
    def label(self) -> str:
        """``Triwulan IV 2009``, or ``per 15 Februari 2010``."""
        if self.quarter:
            is_whole = self.end == self.quarter.end
            return self.quarter.label if is_whole else f"{self.quarter.label}, berjalan"
        return f"per {format_date(self.end)}"

    @property
    def heads(self) -> tuple[str, str, str]:
        """Heads of what was before the period, within it, and up to its end."""
        word = "Triwulan" if self.quarter else "Bulan"
        return f"s.d. {word} Lalu", f"{word} Ini", f"s.d. {word} Ini"

    @property
    def end_head(self) -> str:
        """Head of what stood at the end of the last day, and isn't added up: ``Per 31-12-2009``."""
        return f"Per {self.end:%d-%m-%Y}"
