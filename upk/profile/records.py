"""How an office stood on a day: its texts, who held office, and its legal documents."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from upk.offices.models import Office
from upk.profile.models import LegalDocument, Officer, ProfileText


@dataclass(frozen=True, slots=True)
class Profile:
    """``texts`` by key, in the order of the page; those without a word are left out."""

    texts: dict[str, str]
    officers: tuple[Officer, ...]
    documents: tuple[LegalDocument, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known of the office."""
        return not (self.texts or self.officers or self.documents)


def profile_of(office: Office, on: date) -> Profile:
    """The profile as it was known at the end of that day; three queries."""
    return Profile(
        texts=texts_on(office, on),
        officers=tuple(officers_on(office, on)),
        documents=tuple(office.legal_documents.counted(on).select_related("file")),
    )


def texts_on(office: Office, on: date) -> dict[str, str]:
    """The text of each section in force on a day; one query."""
    found: dict[str, str] = {}
    for key, text in office.profile_texts.in_force(on).values_list("key", "text"):
        found.setdefault(key, text)
    return {key: found[key] for key in ProfileText.Key.values if found.get(key)}


def officers_on(office: Office, on: date) -> list[Officer]:
    """Who held office on that day, those who sign first; one query."""
    in_office = Q(until__isnull=True) | Q(until__gte=on)
    return list(office.officers.counted(on).filter(in_office, since__lte=on))


def history_of(office: Office) -> dict[str, list[ProfileText]]:
    """All versions of each text, the newest first; one query."""
    found: dict[str, list[ProfileText]] = defaultdict(list)
    rows = office.profile_texts.select_related("written_by").order_by("-since", "-id")
    for row in rows:
        found[row.key].append(row)
    return found
