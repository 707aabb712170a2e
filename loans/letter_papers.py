"""Issued arrears letters as one PDF: with their numbers, and the figures of their day.

Nothing that was recorded after a letter was issued changes it, whatever date it was given: printed
again it says the same, also when the loan has been paid since. Only that it was withdrawn is
printed above it.
"""

from collections.abc import Sequence
from dataclasses import replace

from loans.models import ArrearsLetter
from loans.papers.facts import OfficeFacts, read_facts
from loans.papers.paper import Paper
from loans.papers.render import papers_pdf
from loans.papers.servicing import WARNINGS
from upk.offices.models import User
from upk.periods import format_date


def issued_letters_pdf(letters: Sequence[ArrearsLetter], *, by: User) -> bytes:
    """One PDF of letters of one batch, in their order, with their loans loaded.

    The number of queries doesn't depend on how many. Raises ``PdfError`` if none could be made.
    """
    first = letters[0]
    known_at = max(letter.made_at for letter in letters)
    shared = OfficeFacts.of(first.office, first.issued_on, known_at)
    facts = read_facts([letter.loan for letter in letters], shared)
    pairs = [(_issued(letter), one) for letter, one in zip(letters, facts, strict=True)]
    return papers_pdf(pairs, title=f"Surat peringatan {format_date(first.issued_on)}", by=by)


def _issued(letter: ArrearsLetter) -> Paper:
    """The letter's paper: with its number, and whatever became of the loan since."""
    mark = ""
    if letter.is_withdrawn:
        mark = f"Dibatalkan {format_date(letter.withdrawal.withdrawn_on)}, tidak berlaku"
    return replace(WARNINGS[letter.level], rank=letter.number, barred=(), mark=mark)
