"""What a paper is: a declaration of when it may be asked, what it holds and who signs it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from groups.models import Membership
from loans.papers.blocks import Block
from loans.papers.facts import LoanFacts
from loans.papers.placeholders import SHORT_FORMS
from loans.reasons import Problem
from upk.access import Role
from upk.offices.models import Office

P, V, W, A = "P", "V", "W", "A"
L, R, H, T, X = "L", "R", "H", "T", "X"

NOT_PROPOSED = "Pinjaman ini meneruskan pinjaman yang dijadwal ulang, jadi tidak diusulkan."
NO_CASH = "Pinjaman ini meneruskan pinjaman yang dijadwal ulang; tidak ada uang yang dicairkan."

REACHED = {
    P: "diusulkan",
    V: "diverifikasi",
    W: "disetujui",
    A: "dicairkan",
    L: "lunas",
}


class Head(StrEnum):
    """Whose letterhead a paper bears."""

    OFFICE = "kantor"
    GROUP = "kelompok"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Printing:
    """One paper of one loan, being printed. ``sees_identity``: whole NIKs or masked ones."""

    facts: LoanFacts
    dated: date
    number: str = ""
    sees_identity: bool = False

    def officer(self, position: str) -> str:
        """Name of the group's officer on the paper's day; empty if there is none."""
        person = self.facts.officers(self.dated).get(position)
        return person.name if person else ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a paper by the name that a wording places it with."""

    name: str
    label: str
    build: Callable[[Printing], Sequence[Block]]


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: ``before`` stands above the title (``PIHAK PERTAMA``, ``Mengetahui``)."""

    title: Callable[[Printing], str]
    name: Callable[[Printing], str]
    before: str = ""
    stamp: bool = False
    """Room for the duty stamp."""

    def of(self, before: str, *, stamp: bool = False) -> "Signer":
        """The same with a line above the title."""
        return Signer(self.title, self.name, before, stamp)


def treasurer_title(office: Office) -> str:
    """The office's title with its legal form, to tell it from the group's treasurer."""
    short = SHORT_FORMS[office.legal_form]
    title = office.treasurer_title
    return title if short in title.split() else f"{title} {short}"


def _officer(position: str, label: str) -> Signer:
    return Signer(
        lambda printing: f"{label} Kelompok {printing.facts.group.name}",
        lambda printing: printing.officer(position),
    )


CHAIR = _officer(Membership.Position.CHAIR, "Ketua")
GROUP_SECRETARY = _officer(Membership.Position.SECRETARY, "Sekretaris")
GROUP_TREASURER = _officer(Membership.Position.TREASURER, "Bendahara")
MANAGER = Signer(
    lambda p: p.facts.office.manager_title, lambda p: p.facts.shared.name_of(Role.MANAGER)
)
TREASURER = Signer(
    lambda p: treasurer_title(p.facts.office), lambda p: p.facts.shared.name_of(Role.TREASURER)
)
SUPERVISOR = Signer(
    lambda p: p.facts.office.supervisor_title, lambda p: p.facts.shared.name_of(Role.SUPERVISOR)
)
VILLAGE_HEAD = Signer(lambda p: f"Kepala Desa {p.facts.village.name}", lambda p: "")


def somebody(title: str) -> Signer:
    """Somebody whom the office's books don't know by name."""
    return Signer(lambda p: title, lambda p: "")


VERIFIERS = (
    somebody("Ketua Tim Verifikasi"),
    somebody("Anggota Tim Verifikasi"),
    somebody("Anggota Tim Verifikasi"),
)


@dataclass(frozen=True, slots=True)
class Paper:
    """The definition of a paper; its wording is ``loans.papers.texts`` or the office's own.

    ``needs``: the step that the loan must have taken, and that stands. ``barred``: states in
    which it may no longer be asked. ``dated``: the step whose day it bears, "" for the day it
    is printed. ``code``: what its number calls it, empty for a paper without one; the number
    counts the steps to ``numbered_by`` (``loans.papers.numbers``), or ``is_counted``: it gets its
    number (``rank``) when it is issued, and is a draft before.
    """

    key: str
    title: str
    needs: str = P
    barred: tuple[str, ...] = ()
    dated: str = ""
    parts: tuple[Part, ...] = ()
    signers: tuple[tuple[Signer, ...], ...] = ()
    head: Head = Head.OFFICE
    code: str = ""
    numbered_by: str = ""
    is_counted: bool = False
    rank: int = 0
    is_letter: bool = False
    landscape: bool = False
    form: str = ""
    not_for_successors: str = ""
    refuses: Callable[[LoanFacts], str] = lambda facts: ""
    css: str = ""
    mark: str = ""
    """What is printed across its head: that it was withdrawn."""
    attached: Callable[[Printing], Sequence[Block]] = lambda printing: ()
    """What follows the signatures, on pages of its own."""

    @property
    def part_names(self) -> tuple[str, ...]:
        return tuple(part.name for part in self.parts)

    def day(self, facts: LoanFacts) -> date:
        """The day that the paper bears."""
        if self.dated == A:
            return facts.disbursed_on
        return facts.day_of(self.dated) or facts.on if self.dated else facts.on


def paper_problems(paper: Paper, facts: LoanFacts) -> list[Problem]:
    """Why the paper may not be printed of this loan now; empty if it may."""
    loan = facts.loan
    if paper.not_for_successors and facts.is_successor:
        return [Problem("successor", paper.not_for_successors, loan_id=loan.pk)]
    status = loan.get_status_display().lower()
    if loan.status in paper.barred:
        text = f"Pinjaman {loan} {status}; {paper.title} tidak dapat dicetak lagi."
        return [Problem("status", text, loan_id=loan.pk)]
    if facts.step(paper.needs) is None:
        if paper.needs == P:
            return []  # its first step is another, and that is no reason by itself
        text = (
            f"{paper.title} baru dapat dicetak setelah pinjaman {REACHED[paper.needs]}; "
            f"pinjaman {loan} masih berstatus {status}."
        )
        return [Problem("too_early", text, loan_id=loan.pk)]
    if reason := paper.refuses(facts):
        return [Problem("refused", reason, loan_id=loan.pk)]
    return []


@dataclass(frozen=True, slots=True)
class PaperSet:
    """Papers that a step needs, printed at once. Its first paper says whether it may be asked;
    of the others those are left out that may not be printed yet."""

    key: str
    title: str
    note: str
    papers: tuple[Paper, ...]

    def problems(self, facts: LoanFacts) -> list[Problem]:
        """Why the set may not be printed; empty if it may."""
        return paper_problems(self.papers[0], facts)

    def printable(self, facts: LoanFacts) -> list[Paper]:
        """Its papers that may be printed of the loan now."""
        return [paper for paper in self.papers if not paper_problems(paper, facts)]
