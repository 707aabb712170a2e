"""The office's kinds of training and their dated rules."""

from datetime import date

from django.db import transaction

from training.models import Audience, KindRule, TrainingKind
from training.rules.batches import DEFAULT_PERCENT
from training.rules.defaults import DEFAULT_KINDS
from training.services.problems import closed_problems, required, role_problems
from upk.access import Role
from upk.ledger.services import lock_office
from upk.offices.models import Office, User
from upk.problems import Problem
from upk.refusing import raise_if_any

RULERS = (Role.MANAGER,)
"""Who says by which rules the office trains."""


@transaction.atomic
def create_default_kinds(office: Office, since: date, *, by: User) -> list[TrainingKind]:
    """The kinds of ``training.rules.defaults`` that the office lacks, in force from ``since`` on.

    Twice is once. Raises ``ValidationError`` where ``since`` lies in closed books.
    """
    office = _office_alone(office)
    raise_if_any([*role_problems(office, by), *closed_problems(office, since, "")])
    known = set(office.training_kinds.values_list("name", flat=True))
    return [
        _create(office, (name, audience), (capacity, DEFAULT_PERCENT), since, by)
        for name, audience, capacity in DEFAULT_KINDS
        if name not in known
    ]


@transaction.atomic
def add_kind(
    office: Office,
    name: str,
    audience: str,
    *,
    capacity: int,
    percent: int,
    since: date,
    by: User,
) -> TrainingKind:
    """Another kind of training, by its rules from ``since`` on.

    Units: people in a batch; percent of its days that a certificate asks for. Raises
    ``ValidationError`` with all reasons: the name is taken, the day lies in closed books, numbers
    that make no sense.
    """
    office = _office_alone(office)
    name = " ".join(name.split())
    problems = role_problems(office, by, RULERS) + required(name, "name")
    problems += closed_problems(office, since, "since") + _number_problems(capacity, percent)
    if audience not in Audience.values:
        problems.append(Problem("audience", "Pilih untuk siapa.", "audience"))
    if office.training_kinds.filter(name__iexact=name).exists():
        problems.append(Problem("taken", "Sudah ada jenis pelatihan dengan nama ini.", "name"))
    raise_if_any(problems)
    return _create(office, (name, audience), (capacity, percent), since, by)


@transaction.atomic
def add_kind_rule(
    kind: TrainingKind, *, capacity: int, percent: int, since: date, by: User
) -> KindRule:
    """New rules for batches that begin on ``since`` or later; the same again is kept once.

    Raises ``ValidationError`` with all reasons.
    """
    office = lock_office(kind.office)
    problems = role_problems(office, by, RULERS) + closed_problems(office, since, "since")
    raise_if_any(problems + _number_problems(capacity, percent))
    last = kind.rules.filter(since=since).first()
    if last and (last.capacity, last.attendance_percent) == (capacity, percent):
        return last
    return KindRule.objects.create(
        kind=kind, since=since, capacity=capacity, attendance_percent=percent, made_by=by
    )


@transaction.atomic
def set_kind_active(kind: TrainingKind, *, is_active: bool, by: User) -> TrainingKind:
    """Whether new batches of a kind may be planned. Raises ``ValidationError`` without the role."""
    office = lock_office(kind.office)
    raise_if_any(role_problems(office, by, RULERS))
    kind.is_active = is_active
    kind.save(update_fields=["is_active"])
    return kind


def _office_alone(office: Office) -> Office:
    """The office, its kinds held: a name is taken once."""
    lock_office(office)
    return Office.objects.select_for_update(no_key=True).get(pk=office.pk)


def _create(
    office: Office, named: tuple[str, str], rule: tuple[int, int], since: date, by: User
) -> TrainingKind:
    kind = TrainingKind.objects.create(office=office, name=named[0], audience=named[1], made_by=by)
    KindRule.objects.create(
        kind=kind, since=since, capacity=rule[0], attendance_percent=rule[1], made_by=by
    )
    return kind


def _number_problems(capacity: int, percent: int) -> list[Problem]:
    found = []
    if not 1 <= capacity <= 500:
        found.append(Problem("capacity", "Antara 1 dan 500 peserta.", "capacity"))
    if not 1 <= percent <= 100:
        found.append(Problem("percent", "Antara 1 dan 100 persen.", "percent"))
    return found
