"""New keys for NIK and KK, while everybody works: office by office, each in one transaction.

An office's digests are always all under one key (guarded in the database), so its uniqueness
holds at every moment, and whoever still has the old key in hand is refused. Interrupted, it goes
on where it was; the old keys are forgotten when a last look finds nothing under them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cryptography.fernet import InvalidToken
from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model, QuerySet

from upk import identity_keys
from upk.offices import identity
from upk.offices.models import Office, Person
from upk.trail.trailed import told_together

BATCH = 500
"""Rows that are read and written at once."""

ENCRYPTED = (("trail", "PersonKey", "cipher"),)
"""Other columns under the same key: app, model, column with ciphertext; rows change one by one."""

Told = Callable[[str], None]


class UnreadableIdentity(Exception):
    """A number that none of the keys here can read; the text names its row."""


@dataclass(frozen=True, slots=True)
class Rotated:
    """What a run changed: offices, people, other rows; and whether the old keys are forgotten."""

    offices: int
    people: int
    others: int


def rotate(tell: Told = lambda text: None, *, on_office: Callable[[Office], None]) -> Rotated:
    """Put all identity numbers under new keys, or go on with what was interrupted.

    ``on_office`` is called within the transaction of each office that changed. Raises
    ``UnreadableIdentity``, ``ImproperlyConfigured`` (``identity_keys.begin``).
    """
    tell("new keys made" if identity_keys.begin() else "going on with the keys made before")
    changed = people = others = 0
    while waiting := _offices_waiting():
        for office in waiting:
            count = _rotate_office(office, on_office)
            changed, people = changed + bool(count), people + count
            tell(f"{office.code}: {count} people")
    for model, column in _other_columns():
        others += _rotate_column(model, column)
    identity_keys.end()
    return Rotated(changed, people, others)


def _with_identity() -> QuerySet:
    return Person.objects.exclude(nik_cipher=b"", kk_cipher=b"")


def _offices_waiting() -> list[Office]:
    """Offices with a number that isn't under the newest keys, by code."""
    mark = identity_keys.digest_keys()[0].mark
    rows = (
        _with_identity()
        .order_by()
        .values_list("office_id", "nik_cipher", "nik_digest", "kk_cipher", "kk_digest")
    )
    found: set[int] = set()
    for office_id, nik, nik_digest, kk, kk_digest in rows.iterator(BATCH):
        if office_id not in found and not (
            _is_new(nik, nik_digest, mark) and _is_new(kk, kk_digest, mark)
        ):
            found.add(office_id)
    return list(Office.objects.filter(pk__in=found).order_by("code"))


def _is_new(cipher: bytes, digest: str | None, mark: str) -> bool:
    if not cipher:
        return True
    return identity.mark_of(digest or "") == mark and identity.is_of_newest_key(cipher)


@transaction.atomic
def _rotate_office(office: Office, on_office: Callable[[Office], None]) -> int:
    """All people of an office at once; nobody else writes people meanwhile."""
    Office.objects.select_for_update(no_key=True).get(pk=office.pk)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE offices_person IN SHARE ROW EXCLUSIVE MODE")
    people = _with_identity().filter(office=office).order_by("pk")
    with told_together():  # nothing of a person changes
        people.update(nik_digest=None, kk_digest=None)
        count = sum(map(_renew_all, _batches(people)))
    on_office(office)
    return count


def _renew_all(people: list[Person]) -> int:
    for person in people:
        _renew(person)
    names = ["nik_cipher", "nik_digest", "kk_cipher", "kk_digest"]
    Person.objects.bulk_update(people, names, batch_size=BATCH)
    return len(people)


def _renew(person: Person) -> None:
    """Both numbers under the newest keys; doesn't save."""
    try:
        nik, kk = person.nik, person.kk
    except InvalidToken as error:
        raise UnreadableIdentity(f"person {person.pk} of {person.office_id}") from error
    person.nik_cipher, person.nik_digest = identity.encrypt(nik), identity.digest(nik)
    person.kk_cipher, person.kk_digest = identity.encrypt(kk), identity.digest(kk)


def _batches(rows: QuerySet) -> Iterator[list[Model]]:
    """The rows in the order of their keys, so many at a time."""
    last = 0
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        last = batch[-1].pk
        yield batch


def _other_columns() -> list[tuple[type[Model], str]]:
    return [
        (apps.get_model(app, name), column)
        for app, name, column in ENCRYPTED
        if app in apps.app_configs
    ]


def _rotate_column(model: type[Model], column: str) -> int:
    """Rows of another table, in batches, until none is under the old key."""
    count = 0
    while True:
        done = sum(_rotate_batch(batch, column) for batch in _batches(model.objects.order_by("pk")))
        if not done:
            return count
        count += done


@transaction.atomic
def _rotate_batch(batch: list[Model], column: str) -> int:
    """Those of a batch that need it, held and read again: somebody may have changed one."""
    old = [row.pk for row in batch if not _is_done(row, column)]
    if not old:
        return 0
    rows = list(type(batch[0]).objects.select_for_update().filter(pk__in=old).order_by("pk"))
    rows = [row for row in rows if not _is_done(row, column)]
    for row in rows:
        try:
            setattr(row, column, identity.encrypted_anew(getattr(row, column)))
        except InvalidToken as error:
            raise UnreadableIdentity(f"{row._meta.label} {row.pk}") from error
    type(batch[0]).objects.bulk_update(rows, [column])
    return len(rows)


def _is_done(row: Model, column: str) -> bool:
    value = getattr(row, column)
    return not value or identity.is_of_newest_key(value)
