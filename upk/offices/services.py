"""What changes users, responsibilities and people: more than one row, or with a rule."""

import secrets
from collections.abc import Iterable
from datetime import date, timedelta

from axes.utils import reset as unlock
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from upk.offices.models import Assignment, Decision, Office, Person, User, Village
from upk.periods import format_date
from upk.problems import Problem
from upk.refusing import raise_if_any
from upk.trail.acting import who
from upk.trail.events import Event
from upk.trail.services import record

USUAL_VILLAGES = 2
"""How many villages somebody is normally responsible for (domain.md, 1)."""

_IDENTITY_LOCKS = 527_002
"""The first key of PostgreSQL's advisory locks on identities; see ``hold_identities``."""

TEMPORARY_FOR = timedelta(days=7)
"""How long a password that somebody else has made is good for a first login [chosen]."""

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_password() -> str:
    """A password that can be read out on the telephone: 4 groups of 4 signs, 79 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def give_temporary_password(user: User) -> str:
    """Set a password that must be changed at the first login, and return it; saves nothing."""
    password = new_password()
    user.set_password(password)
    user.temporary_until = timezone.now() + TEMPORARY_FOR
    return password


@transaction.atomic
def change_password(user: User, password: str, *, session_key: str | None) -> None:
    """Set the password that the user has chosen; all sessions but ``session_key`` end."""
    user.set_password(password)
    user.temporary_until = None
    user.save(update_fields=["password", "temporary_until"])
    user.sessions.exclude(session_key=session_key).delete()
    note(Event.PASSWORD_CHANGED, user)


@transaction.atomic
def reset_password(user: User) -> str:
    """Give the user a new password and return it; all sessions of the user end.

    It is good for a week and must be changed at the first login. Whoever was locked out over the
    old one, or must wait over wrong codes that somebody with the old one has typed, can use the new
    one at once.
    """
    password = give_temporary_password(user)
    user.save(update_fields=["password", "temporary_until"])
    _end_sessions(user)
    user.authenticator_set.update(throttling_failure_count=0)
    note(Event.PASSWORD_RESET, user)
    unlock(username=user.username)
    return password


def let_in(user: User) -> str:
    """Let somebody sign in who can't: an inactive user, or one who came without a password.

    Returns the new password, which is shown once.
    """
    user.is_active = True
    user.save(update_fields=["is_active"])
    return reset_password(user)


@transaction.atomic
def end_sessions(user: User) -> None:
    """End all sessions of the user, on every device."""
    _end_sessions(user)
    note(Event.SESSIONS_ENDED, user)


def _end_sessions(user: User) -> None:
    user.session_epoch += 1
    user.save(update_fields=["session_epoch"])
    user.sessions.all().delete()


def note(event: Event, user: User, details: dict | None = None) -> None:
    """Write into the trail what was done about somebody's login, and by whom."""
    record(
        event=event,
        user=who(),
        office=user.office,
        about=user.username,
        subject=user,
        details=details,
    )


@transaction.atomic
def record_person(person: Person) -> Person:
    """Save a new person, one at a time in an office.

    Raises ``ValidationError`` if the NIK, or somebody with exactly these data, is recorded: so two
    clicks make one person.
    """
    office = Office.objects.select_for_update(no_key=True).get(pk=person.office_id)
    people = Person.objects.filter(office=office)
    if person.nik_digest:
        same, field = people.filter(nik_digest__in=person.nik_digests), "nik"
        told = "NIK ini sudah tercatat atas nama {name}."
    else:
        facts = ("village", "name", "sex", "birth_date", "phone", "address")
        same = people.filter(nik_digest=None, **{name: getattr(person, name) for name in facts})
        field = "name"
        told = "{name} dengan data yang persis sama sudah tercatat. Lengkapi alamat atau NIK-nya."
    if other := same.first():
        raise ValidationError({field: told.format(name=other.name)})
    person.save()
    return person


@transaction.atomic
def assign_village(
    village: Village,
    user: User,
    *,
    since: date,
    reason: str = "",
    third_is_meant: bool = False,
    by: User | None = None,
) -> Assignment:
    """Make ``user`` responsible for ``village`` from ``since`` on; the former one ends the day
    before. ``since`` may be to come: until then the former one stays.

    Twice is once. Raises ``ValidationError`` with all reasons: somebody of another office, a
    hand-over without a ``reason``, a day in closed books (reports say who was responsible then) or
    not after that on which the newest assignment began, a
    third village without ``third_is_meant``.
    """
    village = Village.objects.select_for_update().get(pk=village.pk)
    now_open = village.assignments.filter(until__isnull=True).first()
    if now_open and (now_open.user_id, now_open.since) == (user.pk, since):
        return now_open
    raise_if_any(_assignment_problems(village, user, now_open, since, reason, third_is_meant))
    if now_open:
        now_open.until = since - timedelta(days=1)
        now_open.save(update_fields=["until"])
    return Assignment.objects.create(
        user=user, village=village, since=since, reason=reason.strip(), recorded_by=by
    )


def _assignment_problems(
    village: Village,
    user: User,
    now_open: Assignment | None,
    since: date,
    reason: str,
    third_is_meant: bool,
) -> list[Problem]:
    found = []
    if user.office_id != village.office_id or not user.is_active:
        found.append(Problem("elsewhere", "Pilih pengguna aktif dari kantor ini.", "user"))
    elif now_open and now_open.user_id == user.pk:
        found.append(Problem("same", f"{user} sudah penanggung jawab desa ini.", "user"))
    if now_open and since <= now_open.since:
        began = format_date(now_open.since)
        text = f"Penugasan yang terakhir mulai {began}. Pilih tanggal sesudahnya."
        found.append(Problem("before", text, "since"))
    elif village.office.is_closed(since):
        shut = format_date(village.office.books_closed_through)
        text = f"Sudah dilaporkan: buku ditutup sampai {shut}. Pilih tanggal sesudahnya."
        found.append(Problem("closed", text, "since"))
    if now_open and not reason.strip():
        text = "Tulis alasan desa ini berpindah tangan."
        found.append(Problem("reason", text, "reason"))
    has = user.assignments.filter(until__isnull=True).exclude(village=village).count()
    if has >= USUAL_VILLAGES and not third_is_meant:
        text = (
            f"{user} sudah bertanggung jawab atas {has} desa. "
            "Tandai kotak ini bila memang dimaksudkan."
        )
        found.append(Problem("third_village", text, "third_is_meant"))
    return found


def record_decision(office: Office, *, body: str, number: str, decided_on: date) -> Decision:
    """The decision of that body, number and day; recorded once, however often it is named.

    Raises ``ValidationError`` without a number.
    """
    if not number.strip():
        raise ValidationError({"number": "Tulis nomor keputusannya."})
    decision, _ = Decision.objects.get_or_create(
        office=office, body=body, number=number.strip(), decided_on=decided_on
    )
    return decision


def hold_identities(digests: Iterable[str | None]) -> None:
    """Let no other transaction, of whatever office, hold the same NIKs until this one ends.

    People of two offices with one NIK are two rows, so no row lock would do. Two digests may share
    a key (32 bits): then one waits for the other without need. Always in the order of the keys, so
    that nobody waits in a circle. On SQLite the write transaction is that lock already.
    """
    if connection.vendor != "postgresql":
        return
    keys = sorted({int(digest[-8:], 16) - 2**31 for digest in digests if digest})
    with connection.cursor() as cursor:
        for key in keys:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_IDENTITY_LOCKS, key])
