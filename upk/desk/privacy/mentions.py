"""Where names are still written in free texts: notes, minutes, contacts, reasons.

Those rows are append-only and stay as they are when somebody becomes anonymous, so the manager is
told where a name stands. Somebody else of the same name is told too: a text doesn't say who it is.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.urls import reverse

from upk.offices.models import Office, Person

_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Place:
    """Texts of one table: where they stand, and the page on which they are read."""

    label: str
    model: str
    texts: tuple[str, ...]
    office: str
    shown_by: str
    page: str


@dataclass(frozen=True, slots=True)
class Mention:
    """How many rows of a place have somebody's name, and the page of the newest of them."""

    label: str
    count: int
    address: str


PLACES = (
    Place("kunjungan", "visits.Visit", ("agenda", "findings", "reason"), "village__office", "pk",
          "visits:visit-detail"),
    Place("kesepakatan kunjungan", "visits.VisitAgreement", ("text", "who"),
          "visit__village__office", "visit", "visits:visit-detail"),
    Place("langkah kesepakatan kunjungan", "visits.AgreementStep", ("note",),
          "agreement__visit__village__office", "agreement__visit", "visits:visit-detail"),
    Place("tindak lanjut pelatihan", "training.FollowUp", ("what", "who"), "batch__office",
          "batch", "training:batch-detail"),
    Place("penilaian kelompok", "groups.Assessment", ("note",), "group__office", "group",
          "groups:group-detail"),
    Place("langkah pinjaman", "loans.LoanStep", ("reason",), "loan__office", "loan",
          "loans:loan-detail"),
    Place("kontak penagihan", "loans.ArrearsContact", ("met", "note"), "loan__office", "loan",
          "loans:loan-detail"),
    Place("kelengkapan usulan", "loans.PaperCheck", ("note",), "loan__office", "loan",
          "loans:loan-detail"),
    Place("verifikasi", "loans.MemberVerification", ("note",), "loan__office", "loan",
          "loans:loan-detail"),
    Place("angsuran", "loans.Repayment", ("reason",), "loan__office", "loan", "loans:loan-detail"),
    Place("surat penagihan", "loans.ArrearsLetter", ("reason",), "office", "loan",
          "loans:loan-detail"),
    Place("pencabutan surat penagihan", "loans.LetterWithdrawal", ("reason",), "letter__office",
          "letter__loan", "loans:loan-detail"),
    Place("urutan daftar tunggu", "loans.WaitingChoice", ("reason",), "loan__office", "loan",
          "loans:loan-detail"),
    Place("penerimaan sesudah penghapusan", "loans.Recovery", ("reason",), "office",
          "write_off__loan", "loans:loan-detail"),
    Place("IPTW", "loans.Rebate", ("reason",), "office", "loan", "loans:loan-detail"),
    Place("pengusul RTM", "goats.Household", ("proposed_by",), "village__office", "pk",
          "goats:household-detail"),
    Place("langkah RTM", "goats.HouseholdStep", ("minutes", "note"),
          "household__village__office", "household", "goats:household-detail"),
    Place("perbaikan RTM", "goats.HouseholdChange", ("before", "after", "reason"),
          "household__village__office", "household", "goats:household-detail"),
    Place("pembatalan langkah RTM", "goats.HouseholdStepReversal", ("reason",),
          "step__household__village__office", "step__household", "goats:household-detail"),
    Place("anggota RTM yang keluar", "goats.HouseholdDeparture", ("reason",),
          "member__household__village__office", "member__household", "goats:household-detail"),
    Place("pembatalan serah terima", "goats.AidHandoverReversal", ("reason",),
          "handover__line__household__village__office", "handover__line__household",
          "goats:household-detail"),
    Place("pembatalan peristiwa kambing", "goats.EventReversal", ("reason",), "event__office",
          "event__goat", "goats:goat-detail"),
    Place("kambing", "goats.GoatEvent", ("cause", "minutes", "choice_reason", "reason"),
          "office", "goat", "goats:goat-detail"),
    Place("pemeriksaan prasarana", "maintenance.Inspection",
          ("notes", "work_needed", "reason", "inspector_name"),
          "infrastructure__village__office", "infrastructure",
          "maintenance:infrastructure-detail"),
    Place("regu prasarana", "maintenance.Infrastructure", ("team",), "village__office", "pk",
          "maintenance:infrastructure-detail"),
    Place("langkah usulan BLM", "grants.ProposalStep", ("reason", "notes"),
          "proposal__phase__office", "proposal", "grants:proposal-detail"),
    Place("berkas kegiatan BLM", "grants.GrantPaper", ("made_by_name", "note"), "grant__office",
          "grant", "grants:grant-detail"),
    Place("temuan", "oversight.FindingStep", ("text",), "finding__office", "finding",
          "oversight:finding-detail"),
    Place("mutasi rekening koran", "cash.StatementLine", ("text",), "statement__office",
          "statement", "cash:statement-detail"),
    Place("penjelasan mutasi", "cash.LineNote", ("text",), "line__statement__office", "line",
          "cash:line-detail"),
    Place("keterangan bukti", "ledger.Entry", ("memo",), "office", "pk", "ledger:entry-detail"),
)  # fmt: skip


def mentions_of(office: Office, people: Iterable[Person]) -> dict[int, list[Mention]]:
    """Where the office's texts have the names of ``people``; a query for each place."""
    sought = Sought((person.pk, person.name) for person in people)
    found: dict[int, list[Mention]] = defaultdict(list)
    for place in PLACES if sought else ():
        counts: dict[int, int] = defaultdict(int)
        newest: dict[int, int] = {}
        for shown_by, text in _texts(place, office):
            for pk in sought.inside(text):
                counts[pk] += 1
                newest[pk] = shown_by
        for pk, count in counts.items():
            address = reverse(place.page, args=[newest[pk]])
            found[pk].append(Mention(place.label, count, address))
    return found


def _texts(place: Place, office: Office) -> Iterator[tuple[int, str]]:
    """All texts of a row as one, the newest row last."""
    rows = apps.get_model(place.model)._base_manager.filter(**{place.office: office})
    said = rows.exclude(**dict.fromkeys(place.texts, "")).order_by("pk")
    for shown_by, *texts in said.values_list(place.shown_by, *place.texts):
        yield shown_by, "\n".join(filter(None, texts))


class Sought:
    """Names that are looked for in texts, word by word: ``Siti`` isn't found in ``Sitirejo``."""

    def __init__(self, names: Iterable[tuple[int, str]]) -> None:
        self._by_first: dict[str, list[tuple[list[str], int]]] = defaultdict(list)
        for pk, name in names:
            if words := _words(name):
                self._by_first[words[0]].append((words, pk))

    def __bool__(self) -> bool:
        return bool(self._by_first)

    def inside(self, text: str) -> set[int]:
        """Whose whole name stands in the text, in any case."""
        words = _words(text)
        return {
            pk
            for place, word in enumerate(words)
            for name, pk in self._by_first.get(word, ())
            if words[place : place + len(name)] == name
        }


def _words(text: str) -> list[str]:
    return _WORDS.findall(text.casefold())
