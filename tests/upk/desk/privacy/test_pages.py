"""Pages about personal data: what is masked, what is asked for and told, what is handed out."""

import io
import json
import re
from datetime import date

import pypdf
import pytest
import pyzipper
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goats.models import Household
from groups.models import Membership
from tests import factories
from tests.upk.desk.privacy.world import KK, NIK
from upk.access import Role
from upk.desk.privacy.forgetting import make_anonymous
from upk.desk.privacy.held import held_about
from upk.desk.privacy.mentions import PLACES
from upk.desk.privacy.models import RetentionRule
from upk.offices.models import Person
from upk.trail.events import Event
from upk.trail.models import TrailEntry

pytestmark = pytest.mark.django_db

ROLES = (Role.MANAGER, Role.TREASURER, Role.SECRETARY, Role.FACILITATOR, Role.SUPERVISOR)
SECRET = "empat kata yang panjang"


def signed_in(role: str, office) -> Client:
    client = Client()
    client.user = factories.create_user(role, office)
    client.force_login(client.user)
    return client


@pytest.fixture
def person() -> Person:
    return factories.create_person(nik=NIK, kk=KK, name="Sri", birth_date=date(1970, 3, 12))


def events() -> list[str]:
    return list(TrailEntry.objects.order_by("pk").values_list("event", flat=True))


@pytest.mark.parametrize("role", ROLES)
def test_nobody_sees_a_whole_number_without_asking(person, role):
    client = signed_in(role, person.office)
    if role == Role.FACILITATOR:
        factories.assign(client.user, person.village)
    pages = [
        reverse("offices:person-list"), reverse("offices:person-detail", args=[person.pk]),
    ]  # fmt: skip

    told = "".join(client.get(page).text for page in pages)

    assert "Sri" in told
    assert NIK not in told
    assert KK not in told
    assert ("Tampilkan NIK dan KK" in told) == (role in (Role.MANAGER, Role.SECRETARY))


@pytest.mark.parametrize("role", [Role.MANAGER, Role.SECRETARY])
def test_whole_numbers_are_shown_on_request_and_told(person, role):
    client, before = signed_in(role, person.office), events()

    answer = client.post(reverse("offices:person-identity", args=[person.pk]))

    assert (NIK in answer.text, KK in answer.text) == (True, True)
    assert answer["Cache-Control"] == "no-store"
    assert events() == [*before, Event.IDENTITY_SHOWN]
    entry = TrailEntry.objects.latest("pk")
    assert (entry.user, entry.person, entry.office) == (client.user, person, person.office)


def test_asking_needs_a_post(person):
    client, before = signed_in(Role.MANAGER, person.office), events()

    answer = client.get(reverse("offices:person-identity", args=[person.pk]))

    assert (answer.status_code, events()) == (405, before)


def test_the_household_page_shows_masked_numbers_to_everybody(world):
    client = signed_in(Role.MANAGER, world.office)
    home = Household.objects.get(pk=world.home.pk)

    answer = client.get(reverse("goats:household-detail", args=[home.pk]))

    assert KK not in answer.text
    assert home.head.kk_masked in answer.text
    assert reverse("offices:person-detail", args=[home.head_id]) in answer.text


@pytest.mark.parametrize(
    "typed", [NIK, f" {NIK[:6]} {NIK[6:12]} {NIK[12:]} ", f"{NIK[:8]}.{NIK[8:]}"]
)
def test_a_nik_is_searched_without_standing_in_an_address(person, typed):
    client = signed_in(Role.TREASURER, person.office)

    answer = client.post(reverse("offices:person-search"), {"nik": typed})

    assert answer.url == reverse("offices:person-detail", args=[person.pk])


@pytest.mark.parametrize(
    ("typed", "said"),
    [("3314019999999999", "belum tercatat"), ("331", "16 angka"), ("", "16 angka")],
)
def test_an_unknown_or_short_nik_is_told_without_repeating_it(person, typed, said):
    client = signed_in(Role.TREASURER, person.office)

    answer = client.post(reverse("offices:person-search"), {"nik": typed}, follow=True)

    assert said in answer.text
    assert not typed or typed not in answer.text
    assert answer.redirect_chain == [(reverse("offices:person-list"), 302)]


def test_a_nik_of_another_office_is_not_found(person):
    client = signed_in(Role.MANAGER, factories.create_office())

    answer = client.post(reverse("offices:person-search"), {"nik": NIK})

    assert answer.url == reverse("offices:person-list")


@pytest.mark.parametrize("typed", [NIK, f"{NIK[:6]} {NIK[6:]}"])
def test_a_nik_in_the_field_of_names_leaves_the_address_at_once(person, typed):
    client = signed_in(Role.MANAGER, person.office)

    answer = client.get(reverse("offices:person-list"), {"cari": typed})

    assert answer.url == reverse("offices:person-list")


def test_the_copy_as_json_holds_what_is_known_and_is_told(world):
    client, before = signed_in(Role.MANAGER, world.office), events()

    answer = client.post(reverse("desk:person-copy", args=[world.member.pk, "json"]))

    held = json.loads(answer.content)
    assert held["about"]["NIK"] == NIK
    assert held["about"]["Tanggal lahir"] == "1970-03-12"
    assert held["shares"][0]["Alokasi (Rp)"] == 1_000_000
    assert held["memberships"][0]["Sampai"] == "2009-12-20"
    assert "identity_shown" not in answer.text
    assert [row["Kejadian"] for row in held["trail"]][-1] == "NIK/KK ditampilkan"
    assert events() == [*before, Event.PERSONAL_EXPORT]
    assert answer["Cache-Control"] == "private, no-store"


def test_the_copy_as_pdf_is_readable(world):
    client = signed_in(Role.MANAGER, world.office)

    answer = client.post(reverse("desk:person-copy", args=[world.home.head_id, "pdf"]))

    text = "".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages
    )
    for words in ("Data yang disimpan tentang Karto", KK, "Rumah tangga miskin", "Jalan Lama 9 B"):
        assert words in text


KEYS = {"trail.PersonKey"}
"""What opens the trail about a person; it says nothing itself."""


def test_the_copy_asks_every_table_that_names_a_person(world):
    naming = {
        model._meta.label: model._meta.db_table
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.remote_field and field.remote_field.model is Person
    }

    with CaptureQueriesContext(connection) as asked:
        held_about(world.member, factories.TODAY)

    sources = set(re.findall(r'(?:FROM|JOIN) "(\w+)"', " ".join(q["sql"] for q in asked)))
    assert len(naming) >= 12
    assert {label for label, table in naming.items() if table not in sources} <= KEYS


def test_the_copy_asks_as_often_for_much_as_for_little(
    world,
    django_assert_max_num_queries,
):
    empty = factories.create_person(world.loan.group.village)
    with django_assert_max_num_queries(18):
        held_about(world.member, factories.TODAY)
    with django_assert_max_num_queries(18):
        held_about(empty, factories.TODAY)


def test_the_command_writes_the_same_archive_and_tells(
    world,
    settings,
    tmp_path,
):
    settings.VAR_DIR = tmp_path
    secret, target = tmp_path / "kata", tmp_path / "kantor.zip"
    secret.write_text(SECRET)
    code = world.office.code
    quiet = {"stdout": io.StringIO(), "stderr": io.StringIO()}

    call_command("export_office", code, output=target, passphrase_file=secret, **quiet)

    assert target.stat().st_mode & 0o077 == 0
    assert pyzipper.AESZipFile(target).infolist()[0].flag_bits & 1
    assert events()[-1] == Event.OFFICE_EXPORT
    secret.write_text("pendek")
    with pytest.raises(CommandError, match="at least 12"):
        call_command(
            "export_office", code, output=tmp_path / "b.zip", passphrase_file=secret, **quiet
        )
    with pytest.raises(CommandError, match=r"ends with \.zip"):
        call_command("export_office", code, output=tmp_path / "b.xlsx", **quiet)


@pytest.fixture
def later(world):
    """The office's today is eleven years later, so that people's time has come."""
    world.office.practice_date = date(2021, 6, 1)
    world.office.save()
    return world


def test_the_plan_is_shown_and_confirmed(later):
    client = signed_in(Role.MANAGER, later.office)
    plan = client.get(reverse("desk:retention")).text
    assert "Sudah waktunya: 4 orang" in plan
    assert later.member.name in plan
    sent = {"orang": [later.member.pk, later.home.head_id]}

    unmeant = client.post(reverse("desk:people-forget"), sent)
    nobody = client.post(reverse("desk:people-forget"), {"is_meant": "on"})
    done = client.post(reverse("desk:people-forget"), sent | {"is_meant": "on"}, follow=True)

    assert "Tandai kotak ini" in unmeant.text
    assert "Centang dahulu" in nobody.text
    assert "Data pribadi 2 orang dihapus" in done.text
    assert Person.objects.exclude(anonymous_number=None).count() == 2


def test_the_plan_asks_as_often_for_many(later, django_assert_max_num_queries):
    client = signed_in(Role.MANAGER, later.office)
    client.get(reverse("desk:retention"))
    for _ in range(5):
        person = factories.create_person(later.loan.group.village)
        Membership.objects.create(
            group=later.loan.group, person=person, since=date(2005, 1, 1), until=date(2006, 1, 1)
        )

    with django_assert_max_num_queries(37 + len(PLACES)):
        answer = client.get(reverse("desk:retention"))

    assert "Sudah waktunya: 9 orang" in answer.text


def test_a_rule_is_set_on_its_page(person):
    client = signed_in(Role.MANAGER, person.office)

    answer = client.post(
        reverse("desk:retention-rule"), {"years": "12", "since": factories.TODAY}, follow=True
    )
    refused = client.post(reverse("desk:retention-rule"), {"years": "31", "since": factories.TODAY})

    assert "<strong>12 tahun</strong>" in answer.text
    assert RetentionRule.objects.get().years == 12
    assert refused.context["form"].errors.keys() == {"years"}
    assert TrailEntry.objects.filter(event=Event.SETTING_CHANGED).count() == 1


def test_somebody_anonymous_has_a_page_and_no_form(later):
    make_anonymous(later.office, later.ids, on=date(2021, 6, 1), by=later.manager)
    client = signed_in(Role.MANAGER, later.office)
    address = reverse("offices:person-detail", args=[later.member.pk])

    page = client.get(address)
    edit = client.get(reverse("offices:person-edit", args=[later.member.pk]))
    copied = client.post(reverse("desk:person-copy", args=[later.member.pk, "json"]))

    assert "sudah dihapus menurut aturan" in page.text
    assert "Tampilkan NIK" not in page.text
    assert (edit.url, copied.url) == (address, address)


def test_the_start_page_tells_the_manager_of_those_who_are_due(later):
    group = factories.create_group(later.loan.group.village)
    factories.create_loan(group, principal=3_000_000, by=later.manager)
    client, other = (signed_in(role, later.office) for role in (Role.MANAGER, Role.TREASURER))

    assert "Data pribadi 4 orang sudah melewati" in client.get(reverse("desk:home")).text
    assert "sudah melewati lama simpannya" not in other.get(reverse("desk:home")).text
