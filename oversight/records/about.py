"""The rows that a finding may be about: how they are searched for, and what lists call them."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model, Q, QuerySet

from goats.models import Goat, Household
from grants.models import Grant, Proposal
from groups.models import Group
from loans.models import Loan
from maintenance.models import Infrastructure
from oversight.models import Finding
from upk.ledger.models import Entry
from upk.offices.models import User, Village

MOST_FOUND = 20
"""Rows of each kind that a search offers; more words narrow it."""

_VOUCHER = re.compile(r"(BKM|BKK|BM)-(\d{4})-(\d{1,9})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Target:
    """A kind of row: its name in addresses (``slug``) and on screens, its page, how it is found.

    ``told`` names a row by its codes, never by a person: it goes into reports.
    """

    name: str
    slug: str
    label: str
    model: type[Model]
    url_name: str
    related: tuple[str, ...]
    search: Callable[[QuerySet, str], QuerySet]
    told: Callable[[Model], str]


@dataclass(frozen=True, slots=True)
class About:
    """A row that a finding is about, as a list shows it."""

    target: Target
    pk: int
    text: str

    @property
    def key(self) -> str:
        """How addresses name it: ``pinjaman-17``."""
        return f"{self.target.slug}-{self.pk}"


def _entries(rows: QuerySet, text: str) -> QuerySet:
    if found := _VOUCHER.fullmatch(text):
        voucher, year, number = found.groups()
        return rows.filter(voucher=voucher.upper(), year=int(year), number=int(number))
    return rows.filter(memo__icontains=text).order_by("-happened_on", "-pk")


def _grants(rows: QuerySet, text: str) -> QuerySet:
    return rows.filter(proposal__in=Proposal.objects.matching(text))


def _households(rows: QuerySet, text: str) -> QuerySet:
    number = text.upper().removeprefix("RTM").strip()
    if number.isascii() and number.isdigit() and len(number) <= 9:
        return rows.filter(pk=int(number))
    return rows.matching(text)


TARGETS = (
    Target(
        "group", "kelompok", "Kelompok", Group, "groups:group-detail", ("village",),
        lambda rows, text: rows.matching(text),
        lambda row: f"Kelompok {row.code} {row.name}",
    ),
    Target(
        "loan", "pinjaman", "Pinjaman", Loan, "loans:loan-detail", ("group__village",),
        lambda rows, text: rows.matching(text),
        lambda row: f"Pinjaman {row.code} ({row.group.name})",
    ),
    Target(
        "entry", "bukti", "Bukti jurnal", Entry, "ledger:entry-detail", (), _entries,
        lambda row: f"Bukti {row.label}",
    ),
    Target(
        "grant", "blm", "Kegiatan BLM", Grant, "grants:grant-detail",
        ("decree__phase", "proposal__village"), _grants,
        lambda row: f"{row.code} {row.proposal.title}",
    ),
    Target(
        "infrastructure", "prasarana", "Prasarana", Infrastructure,
        "maintenance:infrastructure-detail", ("village",),
        lambda rows, text: rows.matching(text),
        lambda row: f"Prasarana {row.name}, {row.village.name}",
    ),
    Target(
        "household", "rtm", "RTM", Household, "goats:household-detail", ("village",),
        _households,
        lambda row: f"RTM {row.pk}, {row.village.name}",
    ),
    Target(
        "goat", "kambing", "Kambing", Goat, "goats:goat-detail", (),
        lambda rows, text: rows.tagged(text),
        lambda row: f"Kambing {row.tag}",
    ),
    Target(
        "village", "desa", "Desa", Village, "desk:village-detail", (),
        lambda rows, text: rows.filter(Q(name__icontains=text) | Q(code__iexact=text)),
        lambda row: f"Desa {row.name}",
    ),
)  # fmt: skip
BY_NAME = {target.name: target for target in TARGETS}
BY_SLUG = {target.slug: target for target in TARGETS}


def about_of(finding: Finding) -> About | None:
    """What a finding is about; None where it is about the office as a whole.

    Load it with ``with_names`` before.
    """
    for target in TARGETS:
        if pk := getattr(finding, f"{target.name}_id"):
            return About(target, pk, target.told(getattr(finding, target.name)))
    return None


def row_named(key: str, user: User) -> tuple[Target, Model] | None:
    """The row that an address names (``pinjaman-17``), if there is one that the user may see."""
    slug, _, number = key.rpartition("-")
    target = BY_SLUG.get(slug)
    if target is None or not (number.isascii() and number.isdigit() and len(number) <= 18):
        return None
    rows = target.model.objects.visible_to(user).select_related(*target.related)
    row = rows.filter(pk=int(number)).first()
    return (target, row) if row else None


def search(text: str, user: User, slug: str = "") -> list[About]:
    """Rows that match the words, of one kind or of all, that the user may see.

    One query for each kind.
    """
    if not text:
        return []
    wanted = [BY_SLUG[slug]] if slug in BY_SLUG else TARGETS
    found = []
    for target in wanted:
        rows = target.model.objects.visible_to(user).select_related(*target.related)
        found += [
            About(target, row.pk, target.told(row))
            for row in target.search(rows, text)[:MOST_FOUND]
        ]
    return found
