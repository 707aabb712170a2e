"""An office that comes in by the command line: looked through, made if need be, moved in.

The same functions as on the pages; only here an office may be made, and a whole history restored.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from enum import StrEnum
from hashlib import file_digest
from pathlib import Path
from typing import BinaryIO

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from upk.access import Role
from upk.desk.moving import jobs
from upk.desk.moving.checks import check
from upk.desk.moving.content import Content
from upk.desk.moving.history.contents import has_history
from upk.desk.moving.history.returning import AlreadyHere, NotRestored, restore
from upk.desk.moving.known import Known
from upk.desk.moving.models import MovedIn
from upk.desk.moving.packed import Refused
from upk.desk.moving.preview import preview_of
from upk.desk.moving.problems import CellProblem
from upk.desk.moving.reading import Progress, read
from upk.desk.moving.tables import tables_of
from upk.desk.moving.writing.move import (
    AlreadyMoved,
    known_of,
    move_in,
    reasons_against,
)
from upk.desk.new_office import create_office
from upk.offices.models import Office, User
from upk.refusing import raise_if_any


class State(StrEnum):
    """How it ended."""

    CLEAN = "clean"
    """Nothing is wrong, and nothing was asked to be written."""
    MOVED = "moved"
    RESTORED = "restored"
    ALREADY = "already"
    """This very file is in; nothing was changed."""
    PROBLEMS = "problems"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Arrival:
    """What became of a file; ``as_dict`` is what programs read."""

    state: State
    message: str = ""
    problems: tuple[CellProblem, ...] = ()
    preview: dict | None = None
    rows: int = 0
    users: tuple[str, ...] = ()

    def as_dict(self) -> dict:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Manager:
    """Who moves in. ``password`` is asked for only when a new office has to be made."""

    username: str
    name: str
    password: Callable[[], str]


def arrive(
    path: Path, manager: Manager, *, is_dry: bool, progress: Progress = lambda done, total: None
) -> Arrival:
    """Look through a file, and move it in unless ``is_dry`` or something is wrong.

    A workbook goes into the office of its code, which is made with its manager if there is none;
    the history of another Bergulir makes its office anew. All or nothing.
    """
    try:
        with path.open("rb") as file:
            if has_history(tables_of(file)):
                return _restore(path, manager, is_dry, progress)
            return _move(path, file, manager, is_dry, progress)
    except Refused as error:
        return Arrival(State.REFUSED, str(error))
    except (AlreadyMoved, AlreadyHere) as error:
        return Arrival(State.ALREADY, _words(error))
    except NotRestored as error:
        state = State.PROBLEMS if error.problems else State.REFUSED
        return Arrival(state, str(error), error.problems)
    except ValidationError as error:
        return Arrival(State.REFUSED, _words(error))


def _words(error: Exception) -> str:
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)


def _restore(path: Path, manager: Manager, is_dry: bool, progress: Progress) -> Arrival:
    restored = restore(path, by_name=manager.name, is_dry=is_dry, progress=progress)
    state = State.CLEAN if is_dry else State.RESTORED
    return Arrival(state, rows=restored.rows, users=restored.users)


def _move(
    path: Path, file: BinaryIO, manager: Manager, is_dry: bool, progress: Progress
) -> Arrival:
    digest = file_digest(file, "sha256").hexdigest()
    if moved := MovedIn.objects.filter(sha256=digest).select_related("office").first():
        raise AlreadyMoved(moved)
    content, found = read(file, today=timezone.localdate(), progress=progress)
    office = _office_of(content)
    if office is not None:
        raise_if_any(reasons_against(office))
    known = known_of(office) if office else _known_when_made(content)
    if problems := jobs.all_problems(found, check(content, known)):
        told = tuple(map(jobs.without_identities, problems))
        return Arrival(State.PROBLEMS, problems=told)
    preview = jobs.as_json(preview_of(content, known))
    rows = sum(1 for _ in content)
    if is_dry:
        return Arrival(State.CLEAN, preview=preview, rows=rows)
    with transaction.atomic():
        by = _manager_of(office, manager) if office else _make(content, manager)
        move_in(by.office, content, by=by, sha256=digest, file_name=path.name)
    return Arrival(State.MOVED, preview=preview, rows=rows)


def _office_of(content: Content) -> Office | None:
    codes = [row["code"] for row in content["office"]]
    return Office.objects.filter(code__in=[code for code in codes if code]).first()


def _manager_of(office: Office, manager: Manager) -> User:
    """The manager of that name, or the only one. Raises ``ValidationError``."""
    managers = User.objects.filter(office=office, role=Role.MANAGER, is_active=True)
    if manager.username:
        managers = managers.filter(username=manager.username)
    found = list(managers[:2])
    if len(found) != 1:
        raise ValidationError(f"Sebutkan manajer kantor {office.code} dengan --manager.")
    return found[0]


def _make(content: Content, manager: Manager) -> User:
    """Make the office of the workbook with its manager. Raises ``ValidationError``."""
    if not manager.username:
        raise ValidationError("Kantor ini belum ada: sebutkan manajernya dengan --manager.")
    try:
        User._meta.get_field("username").run_validators(manager.username)
    except ValidationError as error:
        raise ValidationError(f"Nama pengguna {manager.username}: {_words(error)}") from error
    if User.objects.filter(username=manager.username).exists():
        raise ValidationError(f"Nama pengguna {manager.username} sudah dipakai.")
    password = manager.password()
    validate_password(password)
    who = {"username": manager.username, "manager_name": manager.name, "password": password}
    return create_office(_facts(content) | who, on=timezone.localdate())


def _facts(content: Content) -> dict:
    """What a new office is made with; its rules hold from the day after the old books."""
    row = next(iter(content["office"]), None)

    def said(key: str, otherwise: object) -> object:
        return otherwise if row is None or row[key] is None else row[key]

    last_day: date = said("cut_over", timezone.localdate() - timedelta(days=1))
    return {
        "office_code": said("code", "BARU"),
        "office_name": said("name", "-"),
        "subdistrict": said("subdistrict", "-"),
        "legal_form": said("legal_form", Office.LegalForm.UPK),
        "timezone": said("timezone", Office.TimeZone.WIB),
        "district_code": said("district_code", "BARU"),
        "district_name": said("district_name", "-"),
        "province": said("province", "-"),
        "since": last_day + timedelta(days=1),
    }


def _known_when_made(content: Content) -> Known:
    """What the office would have: it is made, looked at, and taken back."""
    with transaction.atomic():
        who = {"username": "belum-ada", "manager_name": "-", "password": None}
        office = create_office(_facts(content) | who, on=timezone.localdate()).office
        known = known_of(office)
        transaction.set_rollback(True)
    return known
