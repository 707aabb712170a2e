"""Issuing a quarter: close its books, freeze the pack's values, and make its files.

Freezing is one transaction with the office locked; the PDF takes seconds and is made afterwards,
from the frozen text. If that fails the issue stands, and the file is made when it is asked for.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from closing.services import close_through
from loans.models import Product
from reports.differences import changes_between
from reports.figures import published
from reports.issued_files import make_file, pack_of
from reports.models import IssuedFigure, IssuedFile, IssuedReport
from reports.pack import Pack, PackQuestion, build_pack
from reports.render.pdf import PdfError
from upk.access import Role
from upk.ledger.models import Entry, PeriodChange, Posting
from upk.ledger.services import claim_submission, lock_office_alone
from upk.money import rupiah
from upk.offices.models import Office, User
from upk.periods import Quarter, format_date, today


@dataclass(frozen=True, slots=True)
class Difference:
    """A product whose loans and receivable account disagree at a quarter's end."""

    product: str
    account: str
    loans: int
    ledger: int


def issue_quarter(
    office: Office,
    quarter: Quarter,
    *,
    by: User,
    render: bool = True,
    request_key: UUID | None = None,
    reason: str = "",
) -> IssuedReport:
    """Close the quarter, freeze its pack as the next revision, and (``render``) make the PDF.

    ``reason`` is kept with the issue, and with the closing: why it was issued although the
    checklist warned (``upk.desk``, which shows it, wants one then).
    Idempotent: while the newest issue holds, asking again returns it, also for two at once. One
    that is outdated, or that the district returned, is followed by the next revision.
    Quarters are issued in order; after a reopening the earliest outdated one comes first.
    Raises ``PermissionDenied`` unless ``by`` is the office's manager, ``ValidationError`` if it
    isn't this quarter's turn, it isn't over, or loans and receivable accounts disagree.
    """
    if by.role != Role.MANAGER or by.office_id != office.pk:
        raise PermissionDenied
    issued = _freeze(office, quarter, by=by, request_key=request_key, reason=reason.strip())
    if render and issued.file(IssuedFile.Kind.PDF) is None:
        try:
            make_file(issued, IssuedFile.Kind.PDF)
        except PdfError:  # told in the log; the issue stands and the file can be made later
            return issued
    return issued


@transaction.atomic
def _freeze(
    office: Office, quarter: Quarter, *, by: User, request_key: UUID | None, reason: str
) -> IssuedReport:
    office = lock_office_alone(office)
    earlier = IssuedReport.objects.filter(office=office).of_quarter(quarter)
    newest = earlier.with_outdated().with_answer().order_by("-revision").first()
    if request_key is not None:
        _, is_new = claim_submission(office, request_key, {"quarter": str(quarter)}, by=by)
        if not is_new and newest:
            return newest
    if newest and not newest.is_to_be_issued_again:
        return newest
    if problem := why_not(office, quarter):
        raise ValidationError(problem)
    if not office.is_closed(quarter.end):
        close_through(office, through=quarter.end, by=by, reason=reason)
    question = PackQuestion.of_quarter(office, quarter)
    if differences := receivable_differences(question):
        raise ValidationError([difference_text(difference) for difference in differences])
    pack = with_changes(build_pack(office, quarter, question=question), newest)
    return _store(office, pack, newest, by=by, reason=reason)


def with_changes(pack: Pack, before: IssuedReport | None) -> Pack:
    """The pack with what the revision before said otherwise, if that had the same format."""
    if before is None or before.format_version != pack.format_version:
        return pack
    changes = changes_between(pack_of(before), pack)
    return replace(pack, changes=changes, changed_since=before.revision)


def _store(
    office: Office, pack: Pack, newest: IssuedReport | None, *, by: User, reason: str = ""
) -> IssuedReport:
    text, figures = pack.as_text(), published(pack)
    issued = IssuedReport.objects.create(
        office=office,
        year=pack.quarter.year,
        quarter=pack.quarter.number,
        revision=newest.revision + 1 if newest else 1,
        as_of=pack.quarter.end,
        books=PeriodChange.objects.filter(office=office).latest("pk"),
        issued_by=by,
        issued_by_name=by.name,
        reason=reason,
        rule=pack.rule[:250],
        format_version=pack.format_version,
        value=text,
        value_sha256=sha256(text.encode()).hexdigest(),
        figure_count=len(figures),
    )
    IssuedFigure.objects.bulk_create(
        IssuedFigure(report=issued, key=key, label=f.label, unit=f.unit.value, value=f.value)
        for key, f in figures.items()
    )
    return issued


def next_quarter(office: Office) -> Quarter | None:
    """Whose turn it is: the earliest outdated one, else the one after the last that was issued.

    ``None`` while nothing has been issued: then any quarter may be the first. One that was returned
    may be issued again at any time, since its books stayed closed.
    """
    newest = IssuedReport.objects.filter(office=office).newest().with_outdated()
    rows = newest.order_by("year", "quarter").values_list("year", "quarter", "outdated")
    issued = [(Quarter(year, number), outdated) for year, number, outdated in rows]
    if not issued:
        return None
    again = [quarter for quarter, outdated in issued if outdated]
    return again[0] if again else issued[-1][0].next()


def why_not(office: Office, quarter: Quarter) -> str:
    """Why the quarter can't be issued now, as a sentence; empty if it can."""
    if quarter.end > today(office):
        return (
            f"{quarter.label} belum berakhir. Laporannya dapat diterbitkan "
            f"mulai {format_date(quarter.end)}."
        )
    turn = next_quarter(office)
    if turn is not None and turn != quarter and not is_returned(office, quarter):
        return f"Terbitkan {turn.label} lebih dahulu: laporan diterbitkan berurutan."
    return ""


def is_returned(office: Office, quarter: Quarter) -> bool:
    """Whether the newest issue of a quarter still holds and was returned by the district."""
    issues = IssuedReport.objects.filter(office=office).of_quarter(quarter).newest()
    newest = issues.with_outdated().with_answer().first()
    return bool(newest and not newest.outdated and newest.is_returned)


def receivable_differences(question: PackQuestion) -> list[Difference]:
    """Receivable accounts that don't equal the outstanding principal of their loans."""
    products = Product.objects.filter(office=question.office).select_related("receivable")
    of_account, codes, accounts = defaultdict(int), defaultdict(list), {}
    account_of = {}
    for product in products.order_by("code"):
        account_of[product.pk] = product.receivable_id
        accounts[product.receivable_id] = product.receivable
        codes[product.receivable_id].append(product.code)
    for position in question.owed_at_end():
        of_account[account_of[position.product_id]] += position.outstanding
    net = Posting.objects.of_office(question.office).until(question.period.end)
    held = net.touching(accounts.values()).net_by_account()
    return [
        Difference(", ".join(codes[pk]), str(account), of_account[pk], held.get(pk, 0))
        for pk, account in accounts.items()
        if of_account[pk] != held.get(pk, 0)
    ]


def difference_text(difference: Difference) -> str:
    """What a difference says to the manager."""
    return (
        f"Saldo pinjaman {difference.product} {rupiah(difference.loans)}, tetapi akun "
        f"{difference.account} {rupiah(difference.ledger)}. "
        "Buka Periksa Buku dan selesaikan selisihnya sebelum menerbitkan."
    )


def quarters_of(office: Office) -> list[Quarter]:
    """The office's quarters, the running one first, back to its first entry."""
    first: date | None = (
        Entry.objects.filter(office=office)
        .order_by("happened_on")
        .values_list("happened_on", flat=True)
        .first()
    )
    quarter = Quarter.of(today(office))
    last = min(Quarter.of(first), quarter) if first else quarter
    found = [quarter]
    while found[-1] > last:
        found.append(found[-1].previous())
    return found
