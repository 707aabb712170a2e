"""What happens to groups: registered, members come, change position and go.

Each service holds the group first, so that two people can't fill one position at once.
"""

from datetime import date, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from groups.models import Group, Membership
from upk.ledger.services import claim_submission
from upk.offices.models import Person, User
from upk.periods import format_date, today


def save_group(group: Group) -> Group:
    """Save a new or changed group.

    Raises ``ValidationError`` where its code is taken, or its village or category would change
    although it has loans: their reports are by village and product.
    """
    try:
        with transaction.atomic():
            if group.pk:
                before = Group.objects.select_for_update().get(pk=group.pk)
                _check_may_change(before, group)
                group.level = before.level  # that of the newest assessment
            group.save()
    except IntegrityError as error:
        raise ValidationError(
            {"code": f"Kode {group.code} sudah dipakai kelompok lain. Pakai kode lain."}
        ) from error
    return group


def _check_may_change(before: Group, after: Group) -> None:
    if not before.loans.exists():
        return
    errors = {}
    if before.village_id != after.village_id:
        errors["village"] = "Kelompok ini sudah punya pinjaman, sehingga desanya tetap."
    if before.category != after.category:
        errors["category"] = "Kelompok ini sudah punya pinjaman, sehingga jenisnya tetap."
    if errors:
        raise ValidationError(errors)


@transaction.atomic
def add_member(
    group: Group,
    person: Person,
    *,
    position: str = Membership.Position.MEMBER,
    since: date,
) -> Membership:
    """Take a person into a group from a day on.

    Raises ``ValidationError`` with every reason against it.
    """
    group = Group.objects.select_for_update().get(pk=group.pk)
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    problems = []
    if person.office_id != group.office_id:
        raise ValidationError({"person": "Pilih orang dari daftar."})
    if person.anonymous_number:
        text = "Data pribadi orang ini sudah dihapus. Catat orangnya sebagai orang baru."
        raise ValidationError({"person": text})
    if not group.is_active:
        problems.append(f"Kelompok {group} sudah tidak aktif.")
    if since > today(group.office):
        problems.append("Tanggal mulai belum tiba. Periksa tanggalnya.")
    earlier = Membership.objects.filter(group=group, person=person)
    if earlier.open().exists():
        problems.append(f"{person} sudah menjadi anggota kelompok ini.")
    elif earlier.filter(until__gte=since).exists():
        problems.append(f"{person} masih anggota pada {format_date(since)}. Pilih tanggal lain.")
    problems += _position_problems(group, person, position)
    if problems:
        raise ValidationError(problems)
    return Membership.objects.create(group=group, person=person, position=position, since=since)


def _position_problems(group: Group, person: Person, position: str) -> list[str]:
    """Why the position isn't free for the person."""
    if position == Membership.Position.MEMBER:
        return []
    holder = Membership.objects.open().filter(group=group, position=position)
    holder = holder.exclude(person=person).select_related("person").first()
    if holder is None:
        return []
    label = holder.get_position_display()
    return [f"{label} masih dijabat {holder.person}. Ubah kedudukannya lebih dahulu."]


@transaction.atomic
def add_new_person(
    group: Group, person: Person, *, position: str, since: date, request_key: UUID, by: User
) -> Membership:
    """Record a person who isn't in the register yet, and take him or her into the group.

    Idempotent by ``request_key``. Raises as ``add_member``; nothing is saved then.
    """
    content = {"group": group.pk, "name": person.name, "position": position, "since": since}
    submission_is_new = claim_submission(group.office, request_key, content, by=by)[1]
    if not submission_is_new:
        same = Membership.objects.filter(group=group, person__name=person.name, since=since)
        return same.latest("pk")
    person.save()
    return add_member(group, person, position=position, since=since)


@transaction.atomic
def change_position(membership: Membership, *, position: str, since: date) -> Membership:
    """End this row the day before ``since`` and begin another in the new position.

    Raises ``ValidationError`` with every reason against it.
    """
    group = Group.objects.select_for_update().get(pk=membership.group_id)
    membership = Membership.objects.select_related("person").get(pk=membership.pk)
    problems = _ending_problems(membership, since - timedelta(days=1), group)
    if position == membership.position:
        label = membership.get_position_display()
        problems.append(f"{membership.person} memang sudah menjadi {label.lower()}.")
    problems += _position_problems(group, membership.person, position)
    if problems:
        raise ValidationError(problems)
    membership.until = since - timedelta(days=1)
    membership.save(update_fields=["until"])
    return Membership.objects.create(
        group=group, person=membership.person, position=position, since=since
    )


@transaction.atomic
def end_membership(membership: Membership, *, until: date) -> Membership:
    """End a membership; ``until`` is its last day.

    Raises ``ValidationError`` if it has ended, hadn't begun then, or the day is in the future.
    """
    group = Group.objects.select_for_update().get(pk=membership.group_id)
    membership = Membership.objects.select_related("person").get(pk=membership.pk)
    if problems := _ending_problems(membership, until, group):
        raise ValidationError(problems)
    membership.until = until
    membership.save(update_fields=["until"])
    return membership


def _ending_problems(membership: Membership, until: date, group: Group) -> list[str]:
    if membership.until is not None:
        return [f"Keanggotaan ini sudah berakhir pada {format_date(membership.until)}."]
    if until < membership.since:
        return [f"Pilih tanggal sesudah {format_date(membership.since)}, hari mulainya."]
    if until > today(group.office):
        return ["Tanggal itu belum tiba. Periksa tanggalnya."]
    return []
