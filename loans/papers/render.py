"""Many papers as one PDF: each with its own page numbers, bookmarked, signed.

The page is made here, the PDF by ``upk.pdf``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from loans.models import Loan
from loans.papers.blocks import html_of
from loans.papers.facts import LoanFacts, OfficeFacts, read_facts
from loans.papers.markup import PartHere, parse, to_html, to_line
from loans.papers.numbers import number_of
from loans.papers.paper import Head, Paper, Printing, Signer, paper_problems
from loans.papers.placeholders import DOTS, LEGAL_NAMES, Telling, Values
from loans.papers.servicing import WARNINGS
from loans.papers.wording import Wordings
from loans.reasons import raise_if_any
from upk.access import SEES_IDENTITY
from upk.offices.models import Office, User
from upk.pdf import make_pdf, printed_text
from upk.periods import format_date

STYLESHEET = Path(__file__).with_name("papers.css")


@dataclass(frozen=True, slots=True)
class Signature:
    """A block to sign in."""

    before: str
    title: str
    name: str
    stamp: bool

    @property
    def css(self) -> str:
        return "unknown" if self.name == DOTS else "name"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper ready for the page."""

    paper: Paper
    facts: LoanFacts
    title: str
    bookmark: str
    number: str
    place_and_date: str
    body: SafeString
    signatures: Sequence[Sequence[Signature]]
    attached: SafeString

    @property
    def css(self) -> str:
        way = "landscape" if self.paper.landscape else "portrait"
        return f"{way} {self.paper.css}".strip()

    @property
    def is_office_head(self) -> bool:
        return self.paper.head == Head.OFFICE

    @property
    def is_group_head(self) -> bool:
        return self.paper.head == Head.GROUP

    @property
    def number_line(self) -> str:
        """The number, or room for the group's own one on a letter."""
        if self.number or not self.paper.is_letter:
            return self.number
        return DOTS


def papers_pdf(
    pairs: Sequence[tuple[Paper, LoanFacts]],
    *,
    title: str,
    by: User,
    printed_at: datetime | None = None,
) -> bytes:
    """One PDF of these papers of these loans, all of one office, in their order.

    Raises ``ValidationError`` with every reason why one of them may not be printed, ``PdfError``
    if no PDF could be made.
    """
    raise_if_any([problem for pair in pairs for problem in paper_problems(*pair)])
    office = pairs[0][1].office
    wordings = Wordings(office)
    sheets = list(sheets_of(pairs, wordings, sees_identity=by.role in SEES_IDENTITY))
    page = page_of(sheets, office, title=title, printed_at=printed_at)
    return make_pdf(page, STYLESHEET)


def letters_pdf(letters: Sequence[tuple[Loan, int]], *, on: date, by: User) -> bytes:
    """Drafts of arrears letters of many loans of one office in one PDF: each loan with its letter,
    1 to 3. Those that were issued are printed by ``loans.letter_papers``.

    The number of queries doesn't depend on how many. Raises as ``papers_pdf`` does.
    """
    loans = [loan for loan, _ in letters]
    facts = read_facts(loans, OfficeFacts.of(loans[0].office, on))
    pairs = [(WARNINGS[n], one) for (_, n), one in zip(letters, facts, strict=True)]
    return papers_pdf(pairs, title=f"Surat peringatan {format_date(on)}", by=by)


def sheets_of(
    pairs: Iterable[tuple[Paper, LoanFacts]], wordings: Wordings, *, sees_identity: bool
) -> Iterable[Sheet]:
    """Each paper of each loan as it goes on the page."""
    for paper, facts in pairs:
        dated = paper.day(facts)
        text = wordings.of(paper, dated)
        number = number_of(paper, facts, text.number_format, dated)
        printing = Printing(facts, dated, number, sees_identity)
        values = Values(Telling(facts, dated, number))
        title = to_line(text.title, values)
        yield Sheet(
            paper=paper,
            facts=facts,
            title=title,
            bookmark=f"{paper.title} – {facts.loan.code}",
            number=number,
            place_and_date=f"{_place(paper, facts)}, {format_date(dated)}",
            body=mark_safe(_body(text.body, paper, printing, values)),
            signatures=[[_signature(s, printing) for s in row] for row in paper.signers],
            attached=mark_safe(html_of(paper.attached(printing))),
        )


def _place(paper: Paper, facts: LoanFacts) -> str:
    return facts.village.name if paper.head == Head.GROUP else facts.office.subdistrict


def _body(text: str, paper: Paper, printing: Printing, values: Values) -> str:
    """The wording with the parts where it places them; those it leaves out come after it."""
    parts = {part.name: part for part in paper.parts}

    def part_html(name: str) -> str:
        return html_of(parts[name].build(printing)) if name in parts else ""

    placed = {element.name for element in parse(text) if isinstance(element, PartHere)}
    after = "".join(part_html(name) for name in parts if name not in placed)
    return to_html(text, values, part_html) + after


def _signature(signer: Signer, printing: Printing) -> Signature:
    name = signer.name(printing)
    return Signature(signer.before, signer.title(printing), name or DOTS, signer.stamp)


def page_of(
    sheets: Sequence[Sheet], office: Office, *, title: str, printed_at: datetime | None = None
) -> str:
    """The page that the PDF is made of."""
    codes = ", ".join(dict.fromkeys(sheet.facts.loan.code for sheet in sheets))
    return render_to_string(
        "loans/papers/document.html",
        {
            "title": title,
            "subject": f"{title}: {codes}"[:500],
            "office": office,
            "legal_name": LEGAL_NAMES[office.legal_form],
            "where": where_of(office),
            "printed": printed_text(printed_at),
            "sheets": sheets,
        },
    )


def where_of(office: Office) -> list[str]:
    """The lines of a letterhead below the name; nothing is said twice."""
    district = office.district
    place = f"Kecamatan {office.subdistrict}, {district.name}, {district.province}"
    contact = [f"Telepon {office.phone}" if office.phone else "", office.email]
    address = office.address
    lines = [address] if office.subdistrict in address else [place, address]
    return [line for line in (*lines, " · ".join(filter(None, contact))) if line]


def preview_html(body: str, paper: Paper, values: dict[str, str]) -> SafeString:
    """The wording as it would be printed with those values; parts are named, not built."""
    labels = {part.name: part.label for part in paper.parts}

    def part_html(name: str) -> str:
        label = labels.get(name)
        return f'<p class="paper-part">[{escape(label)}]</p>' if label else ""

    return mark_safe(to_html(body, values, part_html))
