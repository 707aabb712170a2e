"""What waits in a village as a value that page, start page and paper show alike."""

from dataclasses import dataclass
from datetime import date

from upk.offices.models import Village

LINES_OPEN = 5
"""So many lines of a section stand open on screen: a phone shows each as a card."""


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head; ``is_figure``: its cells stand at the right. ``is_short``: a narrow one."""

    label: str
    is_figure: bool = False
    is_short: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its texts as printed, where the first leads, and what can be done about it.

    ``badge`` (``tone``, label) is a state in words; ``action`` is (label, address), on screen only.
    """

    cells: tuple[str, ...]
    url: str = ""
    badge: tuple[str, str] | None = None
    action: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Lines of one kind of work; ``label`` is its short name.

    ``count`` is how much of it waits, ``figure`` adds to it in words, ``empty`` stands where there
    are no lines.
    """

    key: str
    label: str
    title: str
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    count: int
    empty: str
    note: str = ""
    figure: str = ""
    tone: str = ""
    more: tuple[str, str] | None = None

    @property
    def first_lines(self) -> tuple[Line, ...]:
        """The lines that stand open on screen."""
        return self.lines[:LINES_OPEN]

    @property
    def folded_lines(self) -> tuple[Line, ...]:
        """The lines that are folded on screen; paper shows all."""
        return self.lines[LINES_OPEN:]

    @property
    def is_pressing(self) -> bool:
        """Whether something of it waits."""
        return self.count > 0


@dataclass(frozen=True, slots=True)
class VillageSheet:
    """All sections of a village as of a day."""

    village: Village
    responsible: str
    as_of: date
    sections: tuple[Section, ...]

    def section(self, key: str) -> Section:
        """The section of that key. Raises ``StopIteration`` where there is none."""
        return next(section for section in self.sections if section.key == key)

    @property
    def waiting(self) -> tuple[Section, ...]:
        """The sections in which something waits."""
        return tuple(section for section in self.sections if section.is_pressing)
