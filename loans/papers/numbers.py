"""A paper's number follows from the loan, so that nobody counts twice.

``urut`` counts the office's steps to the status that the paper belongs to, within the year of the
step and up to this loan's own step, in the order of recording. Steps are never deleted or
renumbered, so a paper printed again bears the same number, whatever was entered with an earlier
date since. A step that was taken back keeps its number, and nobody else gets it.
"""

from datetime import date

from loans.models import LoanStep
from loans.papers.facts import LoanFacts
from loans.papers.markup import faults, to_line
from loans.papers.paper import Paper
from loans.papers.placeholders import ROMAN_MONTHS, SHORT_FORMS
from upk.offices.models import Office

DEFAULT_FORMAT = "{urut}/{kode}/{singkatan}/{bulan}/{tahun}"
FORMAT_OF_LETTERS = "{nomor_pinjaman}/{kode}/{singkatan}/{bulan}/{tahun}"
"""For papers that no step counts: a loan's code is unique already."""

DRAFT = "DRAF"
"""Stands for the number of a counted paper that isn't issued."""

NAMES = {
    "urut": ("nomor urut dalam tahun itu", "012"),
    "kode": ("kode dokumen", "SPK"),
    "singkatan": ("bentuk dan tiga huruf kecamatan", "UPK-KAL"),
    "kode_kantor": ("kode kantor", "KALIJAMBE"),
    "bulan": ("bulan dengan angka Romawi", "II"),
    "tahun": ("tahun", "2010"),
    "nomor_pinjaman": ("nomor pinjaman", "SPP-001-SPP3"),
}
"""What a number's format may name: what it is, an example."""

EXAMPLES = {name: example for name, (_, example) in NAMES.items()}


def default_format(paper: Paper) -> str:
    """The format while the office has none of its own; empty for papers without a number."""
    if not paper.code:
        return ""
    return DEFAULT_FORMAT if _has_rank(paper) else FORMAT_OF_LETTERS


def _has_rank(paper: Paper) -> bool:
    return bool(paper.numbered_by) or paper.is_counted


def format_faults(paper: Paper, text: str) -> list[str]:
    """What is wrong with a format, in sentences."""
    if not paper.code:
        return ["Dokumen ini tidak bernomor. Kosongkan bentuk nomornya."] if text else []
    known = [name for name in NAMES if name != "urut" or _has_rank(paper)]
    found = faults(text, known)
    unique = "urut" if _has_rank(paper) else "nomor_pinjaman"
    enough = (unique,) if paper.is_counted else ("nomor_pinjaman", unique)
    if not any(f"{{{name}}}" in text for name in enough):
        found.append(f"Tulis {{{unique}}} dalam bentuk nomor, agar tidak ada nomor yang sama.")
    elif "{tahun}" not in text and (paper.is_counted or "{nomor_pinjaman}" not in text):
        found.append("Tulis {tahun} dalam bentuk nomor: nomor urut mulai lagi setiap tahun.")
    if "\n" in text:
        found.append("Bentuk nomor hanya satu baris.")
    return found


def number_of(paper: Paper, facts: LoanFacts, text: str, dated: date) -> str:
    """The paper's number by the format ``text``; empty for papers without one."""
    if not paper.code or not text:
        return ""
    step = facts.step(paper.numbered_by) if paper.numbered_by else None
    day = step.happened_on if step else dated
    values = {
        "urut": _place_in_year(paper, facts, step),
        "kode": paper.code,
        "singkatan": short_name(facts.office),
        "kode_kantor": facts.office.code,
        "bulan": ROMAN_MONTHS[day.month - 1],
        "tahun": str(day.year),
        "nomor_pinjaman": facts.loan.code,
    }
    return to_line(text, values)


def _place_in_year(paper: Paper, facts: LoanFacts, step: LoanStep | None) -> str:
    """The counted part of the number."""
    if paper.is_counted:
        return f"{paper.rank:03}" if paper.rank else DRAFT
    return f"{_rank(facts, step):03}" if step else ""


def short_name(office: Office) -> str:
    """``UPK-KAL``: legal form and three letters of the sub-district."""
    letters = "".join(letter for letter in office.subdistrict.upper() if letter.isalnum())
    return f"{SHORT_FORMS[office.legal_form]}-{letters[:3]}"


def _rank(facts: LoanFacts, step: LoanStep) -> int:
    """Which of the office's steps to that status in the year the step was; never changes."""
    known = facts.shared.ranks
    if step.pk not in known:
        steps = LoanStep.objects.filter(loan__office=facts.office, to_status=step.to_status)
        year = step.happened_on.year
        known[step.pk] = steps.filter(happened_on__year=year, pk__lte=step.pk).count()
    return known[step.pk]
