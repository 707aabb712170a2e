"""The page of the trail: who reads what, found, named, masked, linked, and taken away as a file."""

import ast
import io
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from tests import factories
from tests.upk.trail.test_told import NIK, SOURCES, TOLD
from upk.access import Role
from upk.desk.trail import wording
from upk.trail import keys
from upk.trail.acting import acting_as
from upk.trail.events import Event
from upk.trail.models import TrailEntry
from upk.trail.services import record
from upk.trail.trailed import told_columns

PAGE = reverse("desk:trail")
DEFS = (ast.FunctionDef, ast.AsyncFunctionDef)


@pytest.fixture
def manager(db):
    return factories.create_user(Role.MANAGER)


@pytest.fixture
def supervisor(manager):
    return factories.create_user(Role.SUPERVISOR, manager.office)


@pytest.fixture
def person(manager):
    village = factories.create_village(manager.office, name="Gemolong")
    with acting_as(manager):
        person = factories.create_person(village, name="Sri Wahyuni", nik=NIK, phone="0812-555")
        person.phone = "0813-777"
        person.save()
    return person


def page(client, user, **query):
    client.force_login(user)
    return client.get(PAGE, query)


def rows(answer) -> list[tuple]:
    return [
        (row.entry.event, row.about, {c.label: (c.before, c.after) for c in row.changes})
        for row in answer.context["rows"]
    ]


def test_manager_sees_who_changed_what_before_and_after(client, manager, person):
    answer = page(client, manager, jenis="offices.person")

    changed, created = answer.context["rows"]
    assert rows(answer)[0] == ("changed", "Sri Wahyuni", {"telepon": ("0812-555", "0813-777")})
    assert rows(answer)[1][2]["NIK"] == ("–", "•" * 12 + NIK[-4:])
    assert rows(answer)[1][2]["desa"] == ("–", "Gemolong")
    assert (changed.who, created.kind) == (manager.name, "Orang")
    assert changed.url == reverse("offices:person-detail", args=[person.pk])


def test_supervisor_sees_numbers_and_birth_date_masked(client, supervisor, person):
    factories.create_person(person.village, name="Ani", birth_date="1980-02-12")

    answer = page(client, supervisor, jenis="offices.person")

    assert rows(answer)[0][2]["tanggal lahir"] == ("–", "•••")
    assert rows(answer)[2][2]["NIK"] == ("–", "•" * 12 + NIK[-4:])
    assert NIK not in answer.content.decode()


def test_what_was_said_about_a_forgotten_person_is_gone(client, manager, person):
    keys.forget(person)
    person.name = "Anonim 1"
    person.save()

    answer = page(client, manager, jenis="offices.person")

    text = answer.content.decode()
    assert "Data orang ini sudah dihapus" in text
    assert not [word for word in ("Wahyuni", "0812-555", NIK) if word in text]


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.MANAGER, Role.SUPERVISOR)])
def test_others_are_refused(client, manager, role):
    user = factories.create_user(role, None if role == Role.DISTRICT else manager.office)
    client.force_login(user)

    assert client.get(PAGE).status_code == 403
    assert client.post(reverse("desk:trail-file", args=["csv"])).status_code == 403


def test_another_office_sees_nothing_of_it(client, person):
    stranger = factories.create_user(Role.MANAGER)

    for query in ({}, {"orang": person.pk}, {"jenis": "offices.person", "catatan": person.pk}):
        answer = page(client, stranger, **query)
        assert "Wahyuni" not in answer.content.decode()
        assert not [
            row for row in rows(answer) if row[0] in ("created", "changed") and "Sri" in row[1]
        ]


def test_filters_find_by_user_person_record_event_and_day(client, manager, supervisor, person):
    with acting_as(supervisor):
        person.village.payment_day = 5
        person.village.save()
    today = datetime.now(ZoneInfo(manager.office.timezone)).date()

    def found(**query) -> list[tuple[str, str]]:
        return [(r[0], r[1]) for r in rows(page(client, manager, **query)) if r[0] != "login"]

    village = ("changed", "Gemolong")
    assert found(oleh=supervisor.pk) == [village]
    assert found(orang=person.pk) == [("changed", "Sri Wahyuni"), ("created", "Sri Wahyuni")]
    assert found(jenis="offices.village", catatan=person.village_id, kejadian="changed") == [
        village
    ]
    assert found(dari=today, kejadian="changed", jenis="offices.village") == [village]
    assert found(sampai=today - timedelta(1)) == []
    assert found(dari="bukan-hari", kejadian="tidak-ada", oleh="x", jenis="a.b.c") == []


def test_trail_of_a_group_has_its_members(client, manager):
    group = factories.create_group(factories.create_village(manager.office))
    member = group.memberships.first()

    answer = page(client, manager, jenis="groups.group", catatan=group.pk)

    kinds = {row.kind for row in answer.context["rows"]}
    assert kinds == {"Kelompok", "Keanggotaan"}
    assert f"{member} · {member.person.name}" in {row.about for row in answer.context["rows"]}


def test_many_rows_cost_as_many_queries_as_few(client, manager):
    village = factories.create_village(manager.office)
    client.force_login(manager)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(PAGE, {"jenis": "offices.person"}).status_code == 200
        return len(queries)

    factories.create_person(village)
    cost()  # the session's first request
    few = cost()
    for _ in range(20):
        factories.create_person(village, nik="")
    assert cost() == few
    assert few <= 10


def test_pages_of_records_lead_to_their_trail(client, manager, supervisor, person):
    group = factories.create_group(person.village)
    places = {
        reverse("offices:person-detail", args=[person.pk]): f"{PAGE}?orang={person.pk}",
        reverse("groups:group-detail", args=[group.pk]): (
            f"{PAGE}?jenis=groups.group&amp;catatan={group.pk}"
        ),
        reverse("offices:user-list"): f"{PAGE}?jenis=offices.user&amp;catatan={supervisor.pk}",
    }
    client.force_login(manager)

    for address, way in places.items():
        assert way in client.get(address).content.decode()

    client.force_login(factories.create_user(Role.SECRETARY, manager.office))
    for address in list(places)[:2]:
        assert PAGE not in client.get(address).content.decode()


def test_empty_trail_says_what_will_be_there(client, manager):
    answer = page(client, manager, kejadian="backup")

    assert "Tidak ada jejak yang cocok" in answer.content.decode()


# Files


def cells(client, user, kind: str, query: str = "") -> list[tuple]:
    client.force_login(user)
    answer = client.post(reverse("desk:trail-file", args=[kind]) + query)
    assert answer["Content-Disposition"].startswith("attachment")
    if kind == "csv":
        lines = answer.content.decode("utf-8-sig").splitlines()
        return [tuple(line.split(";")) for line in lines]
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
    return [tuple(cell or "" for cell in row) for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_file_holds_the_rows_masked_for_everybody_and_is_told(client, manager, person, kind):
    found = cells(client, manager, kind, "?jenis=offices.person")

    assert found[1][1:8] == (
        manager.name, "Diubah", "Orang", "Sri Wahyuni", "telepon", "0812-555", "0813-777",
    )  # fmt: skip
    assert NIK not in str(found)
    assert NIK[-4:] in str(found)
    entry = TrailEntry.objects.get(event=Event.TRAIL_EXPORT)
    assert (entry.user, entry.details) == (manager, {"format": kind, "rows": 2})


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("start", list("=+-@\t"))
def test_no_cell_begins_as_a_formula(client, manager, kind, start):
    village = factories.create_village(manager.office)
    village.name = f"{start}HYPERLINK(1)"
    village.save()
    record(event=Event.BACKUP, user=manager, office=manager.office, details={"rows": f"{start}1"})

    found = cells(client, manager, kind)

    assert "HYPERLINK" in str(found)
    assert not [cell for row in found for cell in row if str(cell)[:1] in tuple("=+-@\t\r")]


def test_unknown_format_is_not_found(client, manager):
    client.force_login(manager)

    assert client.post(reverse("desk:trail-file", args=["pdf"])).status_code == 404
    assert client.get(reverse("desk:trail-file", args=["csv"])).status_code == 405


# Words


def test_every_told_record_and_column_has_an_indonesian_name():
    assert {model._meta.label_lower for model in TOLD} <= wording.KINDS.keys()
    for model in TOLD:
        for name in told_columns(model) - {"nik_digest", "kk_digest"}:
            field = model._meta.get_field(name)
            is_named = str(field.verbose_name) != name.replace("_", " ")
            assert is_named or name in wording.COLUMNS, (model, name)


def test_pages_of_kinds_are_there():
    for kind in wording.KINDS.values():
        assert not kind.page or reverse(kind.page, args=[1])


def _told_with_events() -> set[str]:
    """Keys of dictionaries that are given to ``record`` or ``note``, or named just before."""
    found = set()
    for folder in SOURCES:
        for path in Path(settings.BASE_DIR, folder).rglob("*.py"):
            functions = [n for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, DEFS)]
            for inside in (list(ast.walk(function)) for function in functions):
                calls = [n for n in inside if isinstance(n, ast.Call)]
                telling = [c for c in calls if getattr(c.func, "id", "") in ("record", "note")]
                named = [n.value for n in inside if telling and isinstance(n, ast.Assign)]
                given = [n for call in telling for n in ast.walk(call)]
                dicts = [n for n in named + given if isinstance(n, ast.Dict)]
                found |= {key.value for n in dicts for key in n.keys if key}
    return found


def test_whatever_events_tell_has_an_indonesian_name():
    told = _told_with_events()
    assert {"browser", "rows", "years"} <= told
    assert told - set(wording.COLUMNS) == set()
