"""People become anonymous: everything personal goes, every sum stays.

Name, NIK, KK, birth date, telephone and address go from the register, the address and photos of
the household too, and the key under which the trail can be read. What stays is that somebody of
this sex and village had these shares, paid these amounts, belonged to this group.
"""

from collections.abc import Iterable
from datetime import date
from functools import partial

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from goats.models import Household, HouseholdChange
from upk.desk.privacy.due import Due, due_people, photos_of
from upk.desk.privacy.models import RetentionRule
from upk.ledger.services import lock_office_alone
from upk.offices.file_kinds import REMOVED_NAME
from upk.offices.models import Office, Person, StoredFile, User
from upk.offices.stored_files import remove_from_disk
from upk.periods import format_date
from upk.problems import Problem
from upk.refusing import raise_if_any
from upk.trail.events import Event
from upk.trail.keys import forget
from upk.trail.services import record

MANY = 100
"""People who become anonymous together."""


@transaction.atomic
def set_rule(
    office: Office, *, years: int, since: date, on: date, by: User, by_itself: bool = False
) -> RetentionRule:
    """How long personal data are kept from ``since`` on; twice is once.

    ``by_itself``: who is past it becomes anonymous without the manager's tick (``apply_rule``).
    Raises ``ValidationError`` for a day that has passed, or one with another rule.
    """
    office = lock_office_alone(office)
    known = RetentionRule.objects.filter(office=office, since=since).first()
    if known and (known.years, known.by_itself) == (years, by_itself):
        return known
    found = []
    if since < on:
        text = f"Pilih {format_date(on)} atau sesudahnya: yang sudah lewat tidak diubah."
        found.append(Problem("past", text, "since"))
    elif known:
        text = f"Untuk tanggal ini sudah ada aturan: {known.years} tahun. Pilih tanggal lain."
        found.append(Problem("taken", text, "since"))
    raise_if_any(found)
    rule = RetentionRule.objects.create(
        office=office, since=since, years=years, by_itself=by_itself, recorded_by=by
    )
    record(
        event=Event.SETTING_CHANGED, user=by, office=office, subject=rule,
        about="Lama penyimpanan data pribadi",
        details={"years": years, "since": since, "by_itself": by_itself},
    )  # fmt: skip
    return rule


def due_by_rule(office: Office, on: date) -> list[Due]:
    """Whose day has come on which the office's rule applies by itself; nobody where it doesn't."""
    return [due for due in due_people(office, on) if due.goes_on and due.goes_on <= on]


def apply_rule(office: Office, *, on: date) -> int:
    """Make those anonymous whose day has come by itself; how many. Twice is once.

    ``MANY`` at a time: an interruption leaves the others to the next time. The trail tells that
    a command did it. Raises ``ValidationError`` as ``make_anonymous``.
    """
    ids = [due.person.pk for due in due_by_rule(office, on)]
    return sum(
        make_anonymous(office, ids[first : first + MANY], on=on, by=None, is_by_rule=True)
        for first in range(0, len(ids), MANY)
    )


@transaction.atomic
def make_anonymous(
    office: Office, ids: Iterable[int], *, on: date, by: User | None, is_by_rule: bool = False
) -> int:
    """Make these people anonymous, all of them or none; gives how many became it now.

    Whoever is it already stays as it is, so twice is once. Files go from the disk once everything
    is committed; one that an interruption left goes the next time.
    ``is_by_rule``: only those whose day has come by itself.
    Raises ``ValidationError`` where somebody's time hasn't come (any more).
    """
    office = lock_office_alone(office)
    people = list(
        Person.objects.select_for_update(no_key=True)
        .filter(office=office, pk__in=list(ids), anonymous_number=None)
        .order_by("pk")
    )
    found = due_by_rule(office, on) if is_by_rule else due_people(office, on)
    due = {one.person.pk: one for one in found}
    raise_if_any([_no_longer(person) for person in people if person.pk not in due])
    files = _remove_photos(people)
    last = Person.objects.filter(office=office).aggregate(Max("anonymous_number"))
    first = (last["anonymous_number__max"] or 0) + 1
    for number, person in enumerate(people, first):
        _forget(person, number)
        _tell(office, person, due[person.pk], by)
    gone = set(
        StoredFile.objects.filter(office=office, removed_at__isnull=False)
        .values_list("sha256", flat=True)
    )  # fmt: skip
    transaction.on_commit(partial(remove_from_disk, files | gone))
    return len(people)


def _no_longer(person: Person) -> Problem:
    text = f"{person} tidak (lagi) memenuhi aturan penyimpanan. Buka rencananya sekali lagi."
    return Problem("not_due", text)


def _forget(person: Person, number: int) -> None:
    """Everything personal of somebody; the trail's key first, so that it keeps nothing of this."""
    forget(person)
    person.anonymous_number, person.name = number, f"Anonim {number}"
    person.birth_date, person.phone, person.address = None, "", ""
    person.set_identity()
    person.save()
    for home in Household.objects.filter(head=person).exclude(address=""):
        home.address = ""
        home.save(update_fields=["address"])
    told = HouseholdChange.objects.filter(household__head=person, field="address")
    told.update(before="", after="")  # append-only but for this: no history sees it


def _remove_photos(people: list[Person]) -> set[str]:
    """Mark the photos of their households as removed; gives their digests.

    A picture that something else shows too stays: it is about that as well.
    """
    photos = list(photos_of(people).select_related("file"))
    own = {photo.pk for photo in photos}
    now, gone = timezone.now(), set()
    for file in {photo.file for photo in photos}:
        if _is_shown_elsewhere(file, own):
            continue
        file.name, file.removed_at = REMOVED_NAME, now
        file.save(update_fields=["name", "removed_at"])
        gone.add(file.sha256)
    return gone


def _is_shown_elsewhere(file: StoredFile, photos: set[int]) -> bool:
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and relation.is_relation):
            continue
        rows = relation.related_model._base_manager.filter(**{relation.field.name: file})
        if relation.related_model._meta.label == "goats.HouseholdPhoto":
            rows = rows.exclude(pk__in=photos)
        if rows.exists():
            return True
    return False


def _tell(office: Office, person: Person, due: Due, by: User | None) -> None:
    """Note who was made anonymous by which reason, without saying who it was."""
    why = {"last": due.tie.on, "what": due.tie.what, "photos": due.photos}
    record(
        event=Event.ANONYMISED, user=by, office=office, about=person.name,
        details={"person": person.pk, **why},
    )  # fmt: skip
