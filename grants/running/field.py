"""What happens in the village besides money: contributions, and how far the work is."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from grants.models import Contribution, Grant, Progress
from grants.running.agreements import over_problems
from grants.running.holding import file_content, hold_grant
from grants.running.problems import day_problems
from grants.running.standings import standing_of
from upk.offices.models import Office, User
from upk.offices.stored_files import store_file
from upk.periods import format_date
from upk.problems import Problem
from upk.refusing import raise_if_any


@dataclass(frozen=True, slots=True)
class Given:
    """What the village gave: its value in whole rupiah, and how much of it unless it is money."""

    kind: str
    given_on: date
    amount: int
    quantity: Decimal | None = None
    unit: str = ""
    note: str = ""

    def content(self) -> dict:
        """What a form sent twice is recognised by."""
        return {
            "given": [self.kind, self.amount, self.unit, self.note], "on": self.given_on,
            "quantity": str(self.quantity) if self.quantity is not None else "",
        }  # fmt: skip


@transaction.atomic
def record_contribution(
    grant: Grant, given: Given, *, replaces: Contribution | None = None, request_key: UUID, by: User
) -> Contribution:
    """Record a contribution (swadaya), or what takes the place of a wrong one; 0 for nothing.

    Idempotent by ``request_key``. Raises ``ValidationError`` for a day in the future or before the
    decree, a value or quantity that is missing, a row that was replaced already.
    """
    content = {**given.content(), "replaces": replaces and replaces.pk}
    office, submission, is_new = hold_grant(grant, request_key, content, by=by)
    if not is_new:
        return submission.contributions.get()
    raise_if_any(_given_problems(office, grant, given, replaces))
    return Contribution.objects.create(
        grant=grant, kind=given.kind, given_on=given.given_on, amount=given.amount,
        quantity=given.quantity, unit=given.unit.strip(), note=given.note.strip(),
        replaces=replaces, submission=submission, recorded_by=by,
    )  # fmt: skip


def _given_problems(
    office: Office, grant: Grant, given: Given, replaces: Contribution | None
) -> list[Problem]:
    problems = [
        *day_problems(office, given.given_on),
        *over_problems(standing_of(grant, date.max)),
        *_before_decree(grant, given.given_on),
    ]
    if given.amount < 0 or (given.amount == 0 and replaces is None):
        problems.append(Problem("amount", "Isi nilainya dalam rupiah."))
    is_money = given.kind == Contribution.Kind.MONEY
    if is_money and (given.quantity is not None or given.unit.strip()):
        problems.append(Problem("quantity", "Uang tidak memakai volume dan satuan."))
    if not is_money and not (given.quantity and given.quantity > 0 and given.unit.strip()):
        problems.append(Problem("quantity", "Isi volume dan satuannya, misalnya 12 HOK."))
    if replaces and Contribution.objects.filter(replaces=replaces).exists():
        problems.append(Problem("replaced", "Catatan ini sudah diganti."))
    return problems


@transaction.atomic
def record_progress(
    grant: Grant,
    *,
    measured_on: date,
    percent: Decimal,
    reason: str = "",
    file: UploadedFile | None = None,
    request_key: UUID,
    by: User,
) -> Progress:
    """Record how far the work is, in percent; never above 100, less than before with a reason.

    Idempotent by ``request_key``. Raises ``ValidationError`` for a day in the future, before the
    decree or before the last measurement.
    """
    content = {
        "progress": str(percent), "on": measured_on, "reason": reason,
        "file": file_content(file),
    }  # fmt: skip
    office, submission, is_new = hold_grant(grant, request_key, content, by=by)
    if not is_new:
        return submission.grant_progress.get()
    problems = [
        *day_problems(office, measured_on),
        *over_problems(standing_of(grant, date.max)),
        *_before_decree(grant, measured_on),
        *_progress_problems(grant, measured_on, percent, reason),
    ]
    raise_if_any(problems)
    return Progress.objects.create(
        grant=grant, measured_on=measured_on, percent=percent, reason=reason.strip(),
        file=store_file(office, file, by=by) if file else None, submission=submission,
        recorded_by=by,
    )  # fmt: skip


def _progress_problems(grant: Grant, on: date, percent: Decimal, reason: str) -> list[Problem]:
    problems = []
    if not 0 <= percent <= 100:
        problems.append(Problem("percent", "Kemajuan fisik 0 sampai 100%."))
    last = grant.progress.order_by("-id").first()
    if last and on < last.measured_on:
        day = format_date(last.measured_on)
        problems.append(Problem("order", f"Kemajuan terakhir tercatat {day}: pilih tanggal itu "
                                         "atau sesudahnya."))  # fmt: skip
    if last and percent < last.percent and not reason.strip():
        was = f"{last.percent.normalize():f}".replace(".", ",")
        problems.append(Problem("less", f"Kemajuan turun dari {was}%: tulis alasannya."))
    return problems


def _before_decree(grant: Grant, on: date) -> list[Problem]:
    if on >= grant.decree.decided_on:
        return []
    day = format_date(grant.decree.decided_on)
    return [Problem("early", f"Tanggalnya tidak boleh sebelum SPC ({day}).")]
