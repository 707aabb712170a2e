"""Writers of what came of a batch: attendance of a day, and both tests in one table."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet

from training.models import Attendance, Batch, Certificate, Participant, Score
from training.rules.batches import RECORDED
from training.rules.results import BEST
from training.services.holding import hold_batch
from training.services.problems import day_problems, newest, role_problems, state_problems
from upk.access import STAFF, Role
from upk.ledger.models import Submission
from upk.ledger.services import claim_submission
from upk.offices.models import Office, User
from upk.periods import format_date
from upk.problems import Problem
from upk.refusing import raise_if_any

TAKERS = (*STAFF, Role.FACILITATOR)
"""Who takes attendance: the office, and who is responsible for the participants' village."""


def last_seen(rows: QuerySet) -> int:
    """The number of the newest row, 0 without one: what a form remembers of what it showed."""
    return rows.order_by().aggregate(last=Max("pk"))["last"] or 0


def attendance_seen(batch: Batch, day: date, by: User) -> int:
    """What a form of a day's attendance remembers of the rows that ``by`` sees."""
    rows = Attendance.objects.visible_to(by).filter(participant__batch=batch, day=day)
    return last_seen(rows)


def scores_seen(batch: Batch, by: User) -> int:
    """What a form of the tests remembers of the rows that ``by`` sees."""
    return last_seen(Score.objects.visible_to(by).filter(participant__batch=batch))


@transaction.atomic
def record_attendance(
    batch: Batch,
    day: date,
    present: Mapping[int, bool],
    *,
    seen: int | None = None,
    request_key: UUID,
    by: User,
) -> list[Attendance]:
    """Who was there on a day, by the number of the participant; others stay as they are.

    What was recorded already and differs is replaced. ``seen`` refuses a form that somebody else
    has overtaken. Idempotent by ``request_key``: sent again after a lost line, it gives the first
    rows. Raises ``ValidationError`` with all reasons: a day that isn't one of the batch, hasn't
    come or is reported; people that aren't on the list or aren't of the user's villages; an
    absence under a certificate.
    """
    office, found = hold_batch(batch)
    content = {"attendance": found.pk, "day": day, "present": _plain(present)}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return list(Attendance.objects.filter(submission=submission))
    people = _listed(found, by)
    known = {
        row.participant_id: row
        for row in Attendance.objects.standing().filter(participant__in=list(people), day=day)
    }
    changed = {
        pk: is_present
        for pk, is_present in present.items()
        if pk not in known or known[pk].is_present != is_present
    }
    problems = _day_problems(office, found, day) + _writing_problems(office, found, by)
    problems += _stranger_problems(present, people)
    if seen is not None and seen != attendance_seen(found, day, by):
        problems.append(_overtaken())
    problems += _listed_later_problems(people, changed, day)
    problems += _certificate_problems(pk for pk, is_present in changed.items() if not is_present)
    raise_if_any(problems)
    return Attendance.objects.bulk_create(
        Attendance(
            participant_id=pk, day=day, is_present=is_present, replaces=known.get(pk),
            submission=submission, recorded_by=by,
        )
        for pk, is_present in sorted(changed.items())
    )  # fmt: skip


def _writing_problems(office: Office, batch: Batch, by: User) -> list[Problem]:
    return role_problems(office, by, TAKERS) + state_problems(batch.state, RECORDED)


def _day_problems(office: Office, batch: Batch, day: date) -> list[Problem]:
    found = day_problems(office, day, field="day")
    if day not in newest(batch).days:
        found.append(Problem("day", "Tanggal ini bukan hari pelatihannya.", "day"))
    return found


def _plain(values: Mapping[int, object]) -> dict[str, object]:
    return {str(pk): value for pk, value in sorted(values.items())}


def _listed(batch: Batch, by: User) -> dict[int, Participant]:
    """Participants whom ``by`` may write about, by number."""
    rows = Participant.objects.visible_to(by).filter(batch=batch).standing()
    return {row.pk: row for row in rows.select_related("person", "user")}


def _stranger_problems(given: Iterable[int], people: Mapping) -> list[Problem]:
    if set(given) <= set(people):
        return []
    text = "Daftar pesertanya sudah berubah. Muat ulang halaman, lalu isi lagi."
    return [Problem("participant", text)]


def _overtaken() -> Problem:
    text = (
        "Sudah diisi orang lain sesudah halaman ini dibuka. Muat ulang halaman untuk melihatnya, "
        "lalu ubah seperlunya."
    )
    return Problem("overtaken", text)


def _listed_later_problems(people: Mapping, changed: Mapping, day: date) -> list[Problem]:
    """Those who came onto the list after the day."""
    names = [
        people[pk].shown_name for pk in changed if pk in people and people[pk].enrolled_on > day
    ]
    if not names:
        return []
    text = f"Baru didaftar sesudah {format_date(day)}: {', '.join(names)}."
    return [Problem("listed_later", text)]


def _certificate_problems(absent) -> list[Problem]:
    held = Certificate.objects.standing().filter(participant__in=list(absent))
    numbers = ", ".join(str(certificate) for certificate in held)
    if not numbers:
        return []
    text = f"Sertifikat {numbers} sudah terbit. Tarik dahulu, baru ubah kehadirannya."
    return [Problem("certificate", text)]


@transaction.atomic
def record_scores(
    batch: Batch,
    scores: Mapping[tuple[int, str], int | None],
    *,
    given_on: date,
    seen: int | None = None,
    request_key: UUID,
    by: User,
) -> list[Score]:
    """Scores by participant's number and test (``Score.Test``), 0 to 100; None takes one back.

    What is recorded already isn't written again; what differs is replaced and keeps its day, new
    ones are of ``given_on``. Idempotent by ``request_key``. Raises ``ValidationError`` with all
    reasons.
    """
    office, found = hold_batch(batch)
    given = [[*key, value] for key, value in sorted(scores.items())]
    content = {"scores": found.pk, "on": given_on, "given": given}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return list(Score.objects.filter(submission=submission))
    people = _listed(found, by)
    known = {
        (row.participant_id, row.test): row
        for row in Score.objects.standing().filter(participant__in=list(people))
    }
    changed = {
        key: value
        for key, value in scores.items()
        if (known[key].score if key in known else None) != value
    }
    problems = _writing_problems(office, found, by)
    problems += _stranger_problems({pk for pk, _ in scores}, people)
    if any(not 0 <= value <= BEST for value in changed.values() if value is not None):
        problems.append(Problem("score", f"Nilai antara 0 dan {BEST}."))
    if seen is not None and seen != scores_seen(found, by):
        problems.append(_overtaken())
    days = {known[key].given_on if key in known else given_on for key in changed}
    problems += _test_day_problems(office, found, days or {given_on})
    raise_if_any(problems)
    return _write_scores(changed, known, given_on, submission, by)


def _test_day_problems(office: Office, batch: Batch, days: set[date]) -> list[Problem]:
    """What is wrong with the days of scores that are written: new ones, and those replaced."""
    first, found = newest(batch).starts_on, []
    for day in sorted(days):
        found += day_problems(office, day, field="given_on", since=first, told="Tes")
    return found


def _write_scores(
    changed: Mapping, known: Mapping, given_on: date, submission: Submission, by: User
) -> list[Score]:
    rows = []
    for (participant, test), score in sorted(changed.items()):
        old = known.get((participant, test))
        rows.append(
            Score(
                participant_id=participant, test=test, score=score, replaces=old,
                given_on=old.given_on if old else given_on, submission=submission, recorded_by=by,
            )
        )  # fmt: skip
    return Score.objects.bulk_create(rows)
