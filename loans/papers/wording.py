"""Which wording a paper has on a day, and how an office gives it another one."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from loans.models import PaperText
from loans.papers.markup import faults
from loans.papers.numbers import default_format, format_faults
from loans.papers.paper import Paper
from loans.papers.placeholders import PLACEHOLDERS
from loans.papers.texts import Text, default_text
from upk.ledger.services import check_period_open, lock_office
from upk.offices.models import Office, User

LONGEST_TITLE = 120


def own_text(paper: Paper) -> Text:
    """The paper's wording while an office has none."""
    return replace(default_text(paper.key), number_format=default_format(paper))


class Wordings:
    """All wordings of an office, read at once: one query for any number of papers and loans."""

    def __init__(self, office: Office) -> None:
        self._rows: dict[str, list[PaperText]] = {}
        for row in PaperText.objects.filter(office=office).order_by("-since", "-id"):
            self._rows.setdefault(row.paper, []).append(row)

    def of(self, paper: Paper, on: date) -> Text:
        """The wording in force on the paper's day, so that it can be printed again as it was."""
        rows = self._rows.get(paper.key, ())
        row = next((row for row in rows if row.since <= on), None)
        if row is None or row.is_default:
            return own_text(paper)
        return Text(row.title, row.body, row.number_format)

    def has_own(self, paper: Paper, on: date) -> bool:
        """Whether the office words the paper itself on that day."""
        return self.of(paper, on) != own_text(paper)


def text_faults(paper: Paper, *, title: str, body: str, number_format: str) -> dict[str, list]:
    """What is wrong with a wording, in sentences by field; empty if nothing is."""
    found = {
        "title": faults(title, PLACEHOLDERS),
        "body": faults(body, PLACEHOLDERS, paper.part_names),
        "number_format": format_faults(paper, number_format),
    }
    if not title.strip():
        found["title"].append("Tulis judulnya.")
    if len(title) > LONGEST_TITLE or "\n" in title:
        found["title"].append(f"Judul satu baris, paling banyak {LONGEST_TITLE} huruf.")
    if len(number_format) > LONGEST_TITLE:
        found["number_format"].append(f"Paling banyak {LONGEST_TITLE} huruf.")
    if not body.strip():
        found["body"].append("Tulis naskahnya, atau kembali ke naskah bawaan.")
    return {field: sentences for field, sentences in found.items() if sentences}


def change_text(
    office: Office,
    paper: Paper,
    *,
    since: date,
    title: str,
    body: str,
    number_format: str,
    by: User,
) -> PaperText:
    """Word a paper anew from a day on.

    Raises ``ValidationError`` by field: unknown placeholders, markup, a closed day.
    """
    if found := text_faults(paper, title=title, body=body, number_format=number_format):
        raise ValidationError(found)
    return _write(office, paper, since, by, title=title, body=body, number_format=number_format)


def back_to_default(office: Office, paper: Paper, *, since: date, by: User) -> PaperText:
    """Go back to our own text from a day on. Raises ``ValidationError`` for a closed day."""
    return _write(office, paper, since, by)


@transaction.atomic
def _write(office: Office, paper: Paper, since: date, by: User, **text: str) -> PaperText:
    office = lock_office(office)
    try:
        check_period_open(office, since)
    except ValidationError as error:
        raise ValidationError({"since": error.messages}) from error
    stripped = {name: value.strip() for name, value in text.items()}
    return PaperText.objects.create(
        office=office, paper=paper.key, since=since, made_by=by, **stripped
    )


def history(office: Office, paper: Paper) -> Iterable[PaperText]:
    """All wordings that the office gave the paper, the newest first."""
    texts = PaperText.objects.filter(office=office, paper=paper.key)
    return texts.select_related("made_by").order_by("-since", "-id")
