"""One ZIP with all packs of a quarter, made in the background and fetched later.

The builder is a thread that mostly waits: each PDF is made by a process of its own, if the office
hasn't one yet, and kept with the issue; so a bundle that was interrupted goes on quickly when it is
begun again. It holds a lock file while it works: a bundle "in the making" that nobody holds was
interrupted. Files are written beside their place and moved there whole; memory holds one pack.
"""

import csv
import io
import logging
import os
import zipfile
from datetime import datetime
from hashlib import file_digest
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from reports.issued_files import Tampered, make_file, read_file
from reports.models import IssuedFile, IssuedReport
from reports.render.pdf import PdfError
from upk.background import STARTING, held, start_after_commit
from upk.background import is_held as is_work_held
from upk.desk.district.models import Bundle, must_be_of
from upk.desk.district.records import Rules, today_of
from upk.desk.district.rules.bundling import Kept, contents_digest, to_throw_away
from upk.offices.models import District, User
from upk.periods import Quarter

logger = logging.getLogger(__name__)

KINDS = (IssuedFile.Kind.PDF, IssuedFile.Kind.XLSX)
FOLDER = "bundles"
NAMED = ("office__code", "revision", "value_sha256")
"""What names an issue among the contents of a bundle."""
TRIES = 3
"""How often a pack is tried: nobody waits for a bundle, and a busy machine gets quieter."""

LATER = "Lanjutkan sebentar lagi; bila tetap gagal, beri tahu pengelola."
DAMAGED = "tidak cocok lagi dengan sidik jarinya; lihat catatan server."
NOT_WRITTEN = "Berkas tidak dapat ditulis di server; beri tahu pengelola."


class NotAdded(Exception):
    """An office's pack could not be put in; the text is for the user."""


def issues_of(district: District, quarter: Quarter):
    """The newest issue of each of the district's offices for a quarter, by office's code."""
    found = IssuedReport.objects.filter(office__district=district).of_quarter(quarter).newest()
    return found.order_by("office__code")


def contents_of(district: District, quarter: Quarter) -> tuple[int, str]:
    """How many issues a bundle would hold now, and their digest; one query."""
    found = list(issues_of(district, quarter).values_list(*NAMED))
    return len(found), contents_digest(found)


@transaction.atomic
def request_bundle(district: District, quarter: Quarter, *, by: User) -> Bundle:
    """Begin a bundle of a quarter; its thread starts when the transaction is through.

    Idempotent: one in the making, or finished with the same issues and its file still there, is
    given back. When it is done, older files of the quarter and those past their time go.
    Raises ``PermissionDenied``, ``ValidationError`` if nothing was issued.
    """
    must_be_of(by, district.pk)
    District.objects.select_for_update().get(pk=district.pk)
    total, contents = contents_of(district, quarter)
    if not total:
        raise ValidationError(f"Belum ada laporan {quarter.label} yang terbit.")
    same = Bundle.objects.filter(district=district, year=quarter.year, quarter=quarter.number)
    if making := same.filter(state=Bundle.State.BUILDING).first():
        return making
    done = same.filter(state=Bundle.State.DONE, contents=contents).first()
    if done and done.full_path.exists():
        return done
    bundle = Bundle.objects.create(
        district=district,
        year=quarter.year,
        quarter=quarter.number,
        total=total,
        contents=contents,
        requested_by=by,
        begun_at=timezone.now(),
    )
    _start(bundle)
    return bundle


@transaction.atomic
def resume_bundle(bundle: Bundle, *, by: User) -> Bundle:
    """Go on with one that failed or was interrupted; one that is being made goes on by itself.

    What was issued meanwhile goes in too. Raises ``PermissionDenied``.
    """
    must_be_of(by, bundle.district_id)
    bundle = Bundle.objects.select_for_update().get(pk=bundle.pk)
    if bundle.state not in (Bundle.State.FAILED, Bundle.State.BUILDING) or is_held(bundle):
        return bundle
    others = Bundle.objects.filter(
        district=bundle.district_id, year=bundle.year, quarter=bundle.quarter,
        state=Bundle.State.BUILDING,
    ).exclude(pk=bundle.pk)  # fmt: skip
    if other := others.first():
        return other
    bundle.total, bundle.contents = contents_of(bundle.district, bundle.period)
    bundle.state, bundle.problem = Bundle.State.BUILDING, ""
    bundle.done, bundle.begun_at = 0, timezone.now()
    bundle.save()
    _start(bundle)
    return bundle


def is_interrupted(bundle: Bundle, now: datetime) -> bool:
    """Whether it should be in the making but nobody makes it: the server was stopped."""
    is_making = bundle.state == Bundle.State.BUILDING
    return is_making and now - bundle.begun_at > STARTING and not is_held(bundle)


def is_held(bundle: Bundle) -> bool:
    """Whether somebody on this machine makes it right now."""
    return is_work_held(_work(bundle.pk))


def _work(pk: int) -> str:
    return f"bundle-{pk}"


def _start(bundle: Bundle) -> None:
    start_after_commit(_work(bundle.pk), lambda: build_bundle(bundle.pk))


def build_bundle(pk: int) -> None:
    """Make the ZIP of a bundle that is to be made; waits for whoever makes it already."""
    with held(_work(pk)):
        bundle = Bundle.objects.select_related("district").get(pk=pk)
        if bundle.state != Bundle.State.BUILDING:
            return
        try:
            _build(bundle)
        except (NotAdded, OSError) as error:
            logger.error("bundle %s: %s", pk, error)
            bundle.state = Bundle.State.FAILED
            bundle.problem = str(error) if isinstance(error, NotAdded) else NOT_WRITTEN
            bundle.save(update_fields=["state", "problem", "done"])
        else:
            throw_away(bundle.district, timezone.now())


def _build(bundle: Bundle) -> None:
    folder = Path(settings.MEDIA_ROOT) / FOLDER / bundle.district.code
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".{bundle.pk}.part"
    issues = list(issues_of(bundle.district, bundle.period).values_list("pk", *NAMED))
    bundle.total, bundle.contents = len(issues), contents_digest(named for _, *named in issues)
    bundle.save(update_fields=["total", "contents"])
    try:
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_STORED) as packed:
            listed = []
            for count, (pk, *_) in enumerate(issues, start=1):
                listed += _add(packed, pk)
                bundle.done = count
                bundle.save(update_fields=["done"])
            packed.writestr("daftar.csv", _manifest(listed))
        with draft.open("rb") as file:
            digest, size = file_digest(file, "sha256").hexdigest(), draft.stat().st_size
        place = Path(FOLDER) / bundle.district.code / f"{bundle.period}-{digest[:16]}.zip"
        os.replace(draft, Path(settings.MEDIA_ROOT) / place)
    finally:
        draft.unlink(missing_ok=True)
    bundle.path, bundle.size, bundle.sha256 = str(place), size, digest
    bundle.state, bundle.finished_at = Bundle.State.DONE, timezone.now()
    bundle.save()


def _add(packed: zipfile.ZipFile, issue_id: int) -> list[tuple]:
    """Put an issue's files in, each checked against its digest; made now if there is none."""
    issued = IssuedReport.objects.defer("value").select_related("office").get(pk=issue_id)
    stem = f"{issued.office.code}-{issued.period}-rev{issued.revision}".lower()
    lines = []
    for kind in KINDS:
        try:
            file = _made(issued, kind)
            content = read_file(file)
        except PdfError as error:
            raise NotAdded(f"PDF {issued.office.name} belum dapat dibuat. {LATER}") from error
        except Tampered as error:
            raise NotAdded(f"Berkas terbitan {issued.office.name} {DAMAGED}") from error
        name = f"{stem}.{kind}"
        packed.writestr(name, content)
        lines.append((issued.office.code, issued.office.name, issued.revision, name, file.sha256))
    return lines


def _made(issued: IssuedReport, kind: str) -> IssuedFile:
    """The file of an issue, tried again where it couldn't be made. Raises what ``make_file`` does.

    A PDF that took too long, or found no place among those being made, may succeed soon after.
    """
    for _ in range(TRIES - 1):
        try:
            return make_file(issued, kind)
        except PdfError as error:
            logger.warning("issued report %s is tried again: %s", issued.pk, error)
    return make_file(issued, kind)


def _manifest(lines: list[tuple]) -> bytes:
    """What is in the ZIP, as CSV that a spreadsheet opens: office, revision, file, SHA-256."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(("Kode", "UPK", "Revisi", "Berkas", "SHA-256"))
    writer.writerows(lines)
    return text.getvalue().encode("utf-8-sig")


def throw_away(district: District, now: datetime) -> int:
    """Remove the files of bundles that are past their time; how many. Their rows stay."""
    days = Rules(district).on(today_of(district)).bundle_days
    done = Bundle.objects.filter(district=district, state=Bundle.State.DONE)
    kept = [Kept(b.pk, str(b.period), b.finished_at) for b in done]
    gone = done.in_bulk(to_throw_away(kept, now, days))
    still_used = set(done.exclude(pk__in=gone).values_list("path", flat=True))
    for bundle in gone.values():
        if bundle.path not in still_used:
            bundle.full_path.unlink(missing_ok=True)
        bundle.state = Bundle.State.GONE
        bundle.save(update_fields=["state"])
    return len(gone)
