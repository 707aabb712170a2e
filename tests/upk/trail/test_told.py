"""Every row that can change says so: by ``save``, by ``delete``, and by what sends no signal."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings as installed
from django.db import IntegrityError, connection
from django.db.models import F, Sum
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from loans.models import Loan
from tests import factories
from tests.upk.ledger.test_protection import ADD_ONLY
from upk.access import Role
from upk.offices.models import Person, User, Village
from upk.trail import keys
from upk.trail.acting import acting_as
from upk.trail.events import Event
from upk.trail.models import TrailEntry
from upk.trail.told import EXEMPT, HIDDEN
from upk.trail.trailed import Trailed, TrailedQuerySet, told_columns

TOLD = [model for model in apps.get_models() if issubclass(model, Trailed)]
NIK, OTHER_NIK = "3314015202800001", "3314015202800002"


def told(row) -> list[tuple[str, dict]]:
    """Events of a row with all that can be read of them, the oldest first."""
    entries = TrailEntry.objects.filter(kind=row._meta.label_lower, object_id=row.pk)
    return [(entry.event, entry.changes | inside(entry)) for entry in entries.order_by("id")]


def inside(entry: TrailEntry) -> dict:
    if not entry.sealed:
        return {}
    key = keys.keys_of([entry.person_id])[entry.person_id]
    return keys.unseal(entry.sealed, key).get("changes", {})


def last(row) -> tuple[str, dict]:
    return told(row)[-1]


# The list of what is told


def test_every_model_is_append_only_told_or_exempt():
    open_models = {
        m._meta.label_lower for m in apps.get_models() if m._meta.db_table not in ADD_ONLY
    }
    swapped = {
        m._meta.label_lower for m in apps.get_models(include_swapped=True) if m._meta.swapped
    }

    assert open_models - swapped == {m._meta.label_lower for m in TOLD} | EXEMPT.keys()


def test_told_models_can_only_be_written_by_querysets_that_tell():
    assert len(TOLD) >= 25
    for model in TOLD:
        for manager in model._meta.managers:
            assert isinstance(manager.get_queryset(), TrailedQuerySet), model


def test_no_secret_and_no_ciphertext_is_told():
    names = {f"{m._meta.label_lower}.{name}" for m in TOLD for name in told_columns(m)}

    assert not [name for name in names if re.search(r"password|cipher|session|last_login", name)]
    digests = {name for name in names if "digest" in name}
    assert digests == {"offices.person.nik_digest", "offices.person.kk_digest"}
    assert set(Person.TRAIL.instead) == {"nik_digest", "kk_digest"}


SOURCES = ("upk", "groups", "visits", "training", "loans", "maintenance", "goats", "grants",
           "closing", "oversight", "reports")  # fmt: skip
AROUND = re.compile(r"_raw_delete|\._update\(|UPDATE \S+ SET|INSERT INTO \S+|told_together\(\)")
SILENT = {
    "upk/ledger/services.py": {
        'INSERT INTO "ledger_submission"',
        "UPDATE ledger_vouchercounter SET",
        "told_together()",
    },
    "upk/desk/moving/history/inserting.py": {"INSERT INTO {quote(model._meta.db_table)}"},
    "upk/desk/moving/writing/move.py": {"told_together()"},
    "upk/desk/privacy/rotation.py": {"told_together()"},
    "upk/desk/moving/dumps/store.py": {
        'INSERT INTO "{table.key}"',
        "INSERT INTO {YEARS}",
    },
}
"""Files that may: append-only rows, what is told as one event, and a store of its own."""


def test_no_source_writes_past_the_querysets():
    found = {}
    for folder in SOURCES:
        for path in Path(installed.BASE_DIR, folder).rglob("*.py"):
            name = str(path.relative_to(installed.BASE_DIR))
            if "migrations" in path.parts or "example" in path.parts or name.endswith("guards.py"):
                continue
            if hits := set(AROUND.findall(path.read_text())):
                found[name] = hits
    assert found == SILENT


# What was typed is there


@pytest.fixture
def manager(db):
    return factories.create_user(Role.MANAGER)


def test_change_of_a_record_tells_who_what_before_and_after(manager):
    village = factories.create_village(manager.office, name="Gemolong")

    with acting_as(manager):
        village.name, village.payment_day = "Gemolong Baru", 15
        village.save()

    entry = TrailEntry.objects.first()
    assert (entry.user, entry.office, entry.about) == (manager, manager.office, "Gemolong Baru")
    assert last(village) == (
        Event.CHANGED,
        {"name": ["Gemolong", "Gemolong Baru"], "payment_day": [None, 15]},
    )


def test_new_person_is_told_sealed_and_numbers_in_place_of_digests(manager):
    person = factories.create_person(factories.create_village(manager.office), name="Sri", nik=NIK)

    row = TrailEntry.objects.values().get(kind="offices.person", object_id=person.pk)
    event, changes = last(person)
    assert (event, changes["name"], changes["nik"]) == ("created", [None, "Sri"], [None, NIK])
    assert "nik_digest" not in changes
    assert not {"Sri", NIK, person.nik_digest} & set(re.findall(r"\w+", str(row)))


def test_another_nik_is_told_before_and_after(manager):
    person = factories.create_person(factories.create_village(manager.office), nik=NIK)

    person.set_identity(nik=OTHER_NIK)
    person.save()

    assert last(person) == (Event.CHANGED, {"nik": [NIK, OTHER_NIK]})


def test_same_nik_under_another_key_is_no_change(manager, settings):
    person = factories.create_person(factories.create_village(manager.office), nik=NIK)
    before = len(told(person))

    settings.IDENTITY_DIGEST_KEY = "another key of digests"
    person.set_identity(nik=NIK)
    person.save()

    assert len(told(person)) == before


def test_password_and_session_leave_no_row(manager):
    before = len(told(manager))

    manager.set_password("lain-sekali-527")
    manager.session_epoch += 1
    manager.save(update_fields=["password", "session_epoch"])
    manager.save()

    assert len(told(manager)) == before


def test_phone_of_a_group_has_nobodys_key_so_only_its_change_is_told(manager):
    group = factories.create_group(factories.create_village(manager.office), phone="0812-555")

    group.phone = "0813-777"
    group.save()

    assert last(group) == (Event.CHANGED, {"phone": [HIDDEN, HIDDEN]})


def test_update_of_many_rows_tells_each(manager):
    villages = [factories.create_village(manager.office) for _ in range(3)]

    Village.objects.filter(office=manager.office).update(payment_day=7)

    assert [last(v) for v in villages] == [(Event.CHANGED, {"payment_day": [None, 7]})] * 3


def test_bulk_create_and_bulk_update_tell_each_in_a_constant_number_of_queries(
    manager, django_assert_num_queries
):
    village = factories.create_village(manager.office)
    made = [
        Person(office=manager.office, village=village, name=f"P{i}", sex="P") for i in range(20)
    ]
    with django_assert_num_queries(5):  # rows; keys looked up, made, read; the trail
        Person.objects.bulk_create(made)

    for person in made:
        person.phone = "0812"
    with django_assert_num_queries(6):  # before, rows, after; keys looked up and read; the trail
        Person.objects.bulk_update(made, ["phone"])

    assert told(made[7])[0][1]["name"] == [None, "P7"]
    assert [last(p) for p in made] == [(Event.CHANGED, {"phone": ["", "0812"]})] * 20


def test_deleted_rows_are_told(manager):
    loan = factories.create_proposal()
    share = loan.shares.first()
    kind, pk = share._meta.label_lower, share.pk

    loan.shares.all().delete()

    entry = TrailEntry.objects.get(kind=kind, object_id=pk, event=Event.DELETED)
    assert entry.changes["principal"] == [share.principal, None]


def test_what_follows_other_rows_costs_no_query(manager, django_assert_num_queries):
    assert not told_columns(Loan) & {"status", "disbursed_on", "disbursement"}

    with django_assert_num_queries(1):
        manager.last_login = timezone.now()
        manager.save(update_fields=["last_login"])


def test_payments_even_the_last_leave_no_row_of_the_trail(manager):
    group = factories.create_group(factories.create_village(manager.office))
    loan = factories.create_loan(group, disbursed_on=date(2008, 6, 1))
    count = TrailEntry.objects.count()

    factories.pay(loan)
    owed = loan.instalments.aggregate(total=Sum(F("principal") + F("interest")))["total"]
    factories.pay(loan, amount=owed - loan.repayments.get().amount)

    loan.refresh_from_db()
    assert loan.status == Loan.Status.SETTLED
    assert TrailEntry.objects.count() == count


@pytest.mark.django_db(transaction=True)
def test_change_and_its_trail_stand_or_fall_together(monkeypatch):
    """Nobody above opens a transaction here: each way of writing has its own."""
    loan = factories.create_proposal()
    village = loan.group.village
    before = list(Village.objects.values_list("name", flat=True)), loan.shares.count()
    renamed = Village.objects.get(pk=village.pk)
    renamed.name = "Lain"
    new = [Village(office=village.office, code=code, name=code) for code in ("B1", "B2")]

    def fail(*_, **__) -> None:
        raise IntegrityError("no room")

    monkeypatch.setattr("upk.trail.writing._entry", fail)
    for write in (
        new[0].save,
        renamed.save,
        lambda: Village.objects.filter(pk=village.pk).update(name="Lain"),
        lambda: Village.objects.bulk_create(new),
        lambda: Village.objects.bulk_update([renamed], ["name"]),
        loan.shares.first().delete,
        loan.shares.all().delete,
    ):
        assert not connection.in_atomic_block
        with pytest.raises(IntegrityError, match="no room"):
            write()
        now = list(Village.objects.values_list("name", flat=True)), loan.shares.count()
        assert now == before


@pytest.mark.django_db(transaction=True)
def test_change_that_fails_leaves_no_trail():
    village = factories.create_village(name="Gemolong")
    factories.create_village(village.office, name="Sumberlawang")
    count = TrailEntry.objects.count()

    village.name = "Sumberlawang"
    with pytest.raises(IntegrityError):
        village.save()

    assert not connection.in_atomic_block
    assert TrailEntry.objects.count() == count


def test_nobody_but_a_command_is_told_as_such(manager, monkeypatch):
    monkeypatch.setattr("sys.argv", ["manage.py", "shell"])
    monkeypatch.setattr("getpass.getuser", lambda: "root")

    User.objects.filter(pk=manager.pk).update(role=Role.SECRETARY)

    entry = TrailEntry.objects.first()
    assert (entry.user, entry.command, entry.office) == (None, "shell (root)", manager.office)
    assert entry.changes == {"role": ["manager", "secretary"]}


class TypedValues(TestCase):
    """Whatever is typed into a person is there before and after, and nowhere in clear."""

    texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=60)

    @classmethod
    def setUpTestData(cls) -> None:
        cls.village = factories.create_village()

    @settings(max_examples=40)
    @given(texts, texts)
    def test_person(self, before: str, after: str):
        person = factories.create_person(self.village, name=before)
        person.name = after
        person.save()

        changes = [change["name"] for _, change in told(person) if "name" in change]
        assert changes[0] == [None, before]
        assert (len(changes) == 1) == (before == after)
        assert changes[-1][1] == after
