"""An office in which everybody has numbers does all that leaves files; then they are looked for.

Nothing that is kept may hold one: no backup, no log, nothing that lies in ``var/`` after the jobs,
no workbook or CSV that somebody may take away. What is allowed to says ``test_nowhere_in_clear``.
What somebody scanned or photographed isn't looked at: a picture of a KTP shows what it shows.
"""

import io
import re
from collections.abc import Iterator

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from reports.registry import REPORTS
from tests import databases, factories
from tests.searched import found_in, names_in
from tests.test_access import all_views
from tests.upk.desk.keeping import world
from tests.upk.desk.privacy.at_work import KKS, MOVED_IN, NIKS, AtWork, hearing, in_clear, work
from upk.access import Role
from upk.desk.district import consolidated
from upk.desk.keeping.backing_up import back_up
from upk.ledger.services import Move, post_entry
from upk.offices.models import Person, User
from upk.pdf import make_pdf

NAME = b"UPK Kalijambe"
SHEETS = ("xlsx", "csv")
OF_PEOPLE = {"desk:person-copy"}
"""What holds numbers on purpose, and is told when it is taken."""


@pytest.fixture(scope="module")
def at_work(empty_template, django_db_setup, django_db_blocker, tmp_path_factory) -> AtWork:
    """One installation for all tests here, connected as long as they run."""
    folder = tmp_path_factory.mktemp("at-work")
    with django_db_blocker.unblock():
        name = databases.copy(empty_template, folder, "at_work")
        with (
            databases.connected_to(name),
            world.installation(folder / "var", world.KEYS),
        ):
            yield work(folder / "var")
        databases.remove(name)


@pytest.fixture
def in_its_place(at_work, _own_files, settings) -> None:
    """Files are looked for where the installation has put them."""
    settings.VAR_DIR, settings.MEDIA_ROOT = at_work.var, at_work.var / "files"


def test_everybody_has_numbers(at_work):
    """Else nothing could be found anywhere."""
    people = Person.objects.filter(office=at_work.rows.office)
    others = Person.objects.exclude(nik_digest=None).exclude(office=at_work.rows.office)

    assert len(people) > 50
    assert [person for person in people if not (person.nik and person.kk)] == []
    assert {person.nik for person in others} >= set(MOVED_IN)


def test_no_backup_holds_a_number(at_work):
    content = at_work.backup.read_bytes()
    places = names_in(content, "")

    assert in_clear(content, "backup") == []
    database = {"sqlite": "/database.sqlite3.gz", "postgresql": "/database.dump"}
    opened = found_in(content, "", [NAME])
    assert any(place.startswith(database[connection.vendor]) for place in opened)
    for end in (
        r"\.pdf/text",
        r"\.pdf/.*\.json",
        r"\.xlsx/xl/worksheets/\S+",
        r"\.zip/.*\.xlsx/\S+",
    ):
        assert any(re.search(f"/files/.*{end}$", place) for place in places), end


def test_nothing_that_lies_in_var_holds_a_number(at_work):
    lying = [path for path in at_work.var.rglob("*") if path.is_file()]
    kinds = {path.relative_to(at_work.var).parts[0] for path in lying}

    drafts = {"drafts"} if connection.vendor == "sqlite" else set()
    assert kinds >= {"backup", "files", "work", "keluar.zip"} | drafts
    assert [p for path in lying for p in in_clear(path.read_bytes(), path.name)] == []
    assert [path for path in lying if in_clear(path.name.encode(), "")] == []
    assert [
        path for folder in ("moving", "leaving") for path in (at_work.var / folder).iterdir()
    ] == []


def lines_in_clear(lines: list[str]) -> list[str]:
    return [line for line in lines if in_clear(line.encode(), "")]


# Files that somebody may take away


def downloads(at_work: AtWork) -> Iterator[tuple[str, Role, str]]:
    """Every workbook and CSV of the URL map: the view, who asks for it, and its address."""
    rows = at_work.rows
    names = {
        "reports:download": [[name] for name in REPORTS],
        "budget:version-download": [[rows.budget]],
        "desk:trail-file": [[]],
        "desk:district-comparison-file": [[]],
        "desk:district-consolidated-file": [[d.name] for d in consolidated.DEFINITIONS],
    }
    for view, arguments in names.items():
        role = Role.DISTRICT if "district" in view else Role.MANAGER
        for args in arguments:
            yield from ((view, role, reverse(view, args=[*args, kind])) for kind in SHEETS)
    for kind in ("xlsx", "json", "annexes", "pdf"):
        yield (
            "reports:issued-file",
            Role.MANAGER,
            reverse("reports:issued-file", args=[rows.issued, kind]),
        )
    yield "desk:moving-template", Role.MANAGER, reverse("desk:moving-template")
    bundle = reverse("desk:district-bundle-file", args=[rows.bundle])
    yield "desk:district-bundle-file", Role.DISTRICT, bundle


def test_every_view_that_gives_such_a_file_is_walked(at_work):
    """Whoever adds one that is asked for a format must say here how to ask."""
    asked_for_a_format = {
        name
        for name, pattern in all_views().items()
        if {"file_format", "kind"} & pattern.pattern.converters.keys()
    }
    walked = {view for view, _, _ in downloads(at_work)} | at_work.files.keys()

    assert asked_for_a_format - walked == OF_PEOPLE | {"offices:checklist-add"}


def taken(at_work: AtWork) -> Iterator[tuple[str, str, bytes]]:
    """Each of them as it is handed out: view, address and content."""
    by, desk = Client(), Client()
    by.force_login(User.objects.get(pk=at_work.rows.by))
    desk.force_login(User.objects.get(pk=at_work.rows.desk_user))
    for view, role, address in downloads(at_work):
        client = desk if role == Role.DISTRICT else by
        answer = (client.post if view == "desk:trail-file" else client.get)(address)
        assert (answer.status_code, "html" in answer["Content-Type"]) == (200, False), address
        yield view, address, b"".join(answer) if answer.streaming else answer.content


if connection.vendor == "sqlite":  # what a file says doesn't depend on the database

    def test_no_workbook_no_csv_and_no_line_of_the_log_holds_a_number(at_work, in_its_place):
        people = Person.objects.filter(office=at_work.rows.office).values_list("name", flat=True)
        names = [name.encode() for name in people]
        with hearing() as heard:
            files = list(taken(at_work))

        assert [place for _, address, file in files for place in in_clear(file, address)] == []
        naming = {view for view, address, file in files if found_in(file, address, names)}
        assert {"reports:download", "desk:trail-file"} <= naming
        assert len(heard.lines) > 100
        assert lines_in_clear([*at_work.logged, *heard.lines]) == []


def test_what_is_wrong_with_a_file_is_told_without_the_number(at_work):
    assert [len(files) for files in at_work.files.values()] == [2]
    for address, content in at_work.files["desk:moving-problems"].items():
        assert in_clear(content, address) == []
        assert found_in(content, address, [b"(nomor identitas)"]) != []


# The search itself


NIK, KK = f"{NIKS}00001", f"{KKS}00002"


def workbook() -> bytes:
    book, made = openpyxl.Workbook(), io.BytesIO()
    book.active.append([" ".join(KK)])
    book.save(made)
    return made.getvalue()


def test_what_is_planted_in_a_backup_is_found_wherever_it_lies(
    empty_template, django_db_blocker, tmp_path
):
    dotted = f"{NIK[:6]}.{NIK[6:12]}.{NIK[12:]}"
    files = {
        "text.pdf": make_pdf(f"<html><body><p>{dotted}</p></body></html>"),
        "inside.pdf": make_pdf(
            "<html><body><p>x</p></body></html>", attachments={"data.json": NIK.encode()}
        ),
        "list.xlsx": workbook(),
        "photo.png": b"\x89PNG" + NIK.encode("utf-16-le"),
        "fine.pdf": make_pdf("<html><body><p>3314015204700009</p></body></html>"),
    }
    with django_db_blocker.unblock():
        name = databases.copy(empty_template, tmp_path, "planted")
        with databases.connected_to(name), world.installation(tmp_path / "var", world.KEYS):
            made = world.make_office()
            cash, capital = (factories.account(made.office, c) for c in ("1.1.01.01", "3.1.01.01"))
            post_entry(
                made.office, happened_on=factories.TODAY, memo=f"Titipan {NIK}",
                moves=[Move(cash, capital, 1)], by=made.by,
            )  # fmt: skip
            for file, content in files.items():
                (world.file_root() / file).write_bytes(content)
            content = back_up(world.NOW).path.read_bytes()
        databases.remove(name)

    found = in_clear(content, "")
    in_database = [place for place in found if place.startswith("/database")]
    in_files = {place.split("/")[2]: place for place in found if place.startswith("/files/")}
    last = {"sqlite": "ledger_entry", "postgresql": "rows"}[connection.vendor]
    assert any(place.endswith(f"/{last}") for place in in_database)
    assert in_files == {
        "text.pdf": "/files/text.pdf/text",
        "inside.pdf": "/files/inside.pdf/data.json",
        "list.xlsx": "/files/list.xlsx/xl/worksheets/sheet1.xml",
        "photo.png": "/files/photo.png",
    }
