"""Partners and agreements: who keeps them, what was said before, what runs out."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from oversight.models import Agreement, Partner
from oversight.records import agreements_on, running_out
from oversight.rules.agreements import Step
from oversight.services import (
    PartnerFacts,
    add_partner,
    attach_agreement_file,
    change_partner,
    record_agreement_step,
)
from tests.maintenance.register.village import upload
from tests.oversight.world import FOUND, LATER, World, agreement, made
from upk.ledger.services import close_books

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture
def world():
    return World()


def refused(attempt) -> set[tuple[str, str]]:
    with pytest.raises(ValidationError) as caught:
        attempt()
    found = caught.value.error_dict.items()
    return {(field, one.code) for field, errors in found for one in errors}


def ended(row: Agreement, by, kind=Step.ENDED, *, on=LATER, reason="Pindah tugas", key=None):
    key = key or uuid4()
    return record_agreement_step(row, kind, on=on, reason=reason, request_key=key, by=by)


def test_a_changed_partner_keeps_what_was_said(world):
    partner = world.partner()
    facts = PartnerFacts("UPK Kecamatan Masaran", "office", "Masaran", "Sekretaris")
    key = uuid4()

    for _ in range(2):
        change_partner(partner, facts, request_key=key, by=world.manager)

    partner.refresh_from_db()
    assert (partner.name, partner.revision) == ("UPK Kecamatan Masaran", 1)
    told = partner.versions.values_list("revision", "name")
    assert list(told) == [(1, "UPK Kecamatan Masaran"), (0, "UPK Masaran")]
    assert refused(
        lambda: change_partner(partner, facts, request_key=uuid4(), by=world.manager)
    ) == {("__all__", "same")}


def test_a_partner_is_registered_once_by_those_who_keep_them(world):
    key = uuid4()
    facts = PartnerFacts("BRI Unit Kalijambe", "bank", "Kalijambe")
    first = add_partner(facts, request_key=key, by=world.manager)

    assert add_partner(facts, request_key=key, by=world.manager) == first
    again = PartnerFacts("bri unit  kalijambe", "bank", " ")
    assert refused(lambda: add_partner(again, request_key=uuid4(), by=world.treasurer)) == {
        ("name", "registered"), ("place", "empty"), ("__all__", "role"),
    }  # fmt: skip
    assert Partner.objects.count() == 1
    assert add_partner(facts, request_key=uuid4(), by=World().manager) != first


def test_an_agreement_and_its_paper(world):
    key = uuid4()
    partner = world.partner()
    row = world.agreement(partner, key=key, upload=upload(PDF, "pks.pdf"))

    assert world.agreement(partner, key=key, upload=upload(PDF, "pks.pdf")) == row
    attach_agreement_file(row, upload(PDF, "pks.pdf"), by=world.secretary)
    assert [kept.file.name for kept in row.files.all()] == ["pks.pdf"]
    assert made(row).state_on(FOUND) == "running"


def test_refusals_come_together(world):
    partner = world.partner()
    world.agreement(partner)

    assert refused(
        lambda: agreement(
            partner, world.supervisor, on=date(2010, 2, 16), subject="",
            until=date(2007, 12, 31),
        )
    ) == {
        ("on", "future"), ("__all__", "role"), ("subject", "empty"), ("until", "order"),
        ("number", "registered"),
    }  # fmt: skip
    assert {field for field, _ in refused(
        lambda: world.agreement(partner, number="2", upload=upload(b"x", "x.exe"))
    )} == {"file"}  # fmt: skip
    assert Agreement.objects.count() == 1


def test_ended_early_once_and_resumed(world):
    row = world.agreement()
    key = uuid4()

    assert ended(row, world.secretary, key=key) == ended(row, world.secretary, key=key)
    assert made(row).state_on(LATER) == "ended"
    assert refused(lambda: ended(row, world.secretary, on=FOUND, reason=" ")) == {
        ("__all__", "state"), ("on", "order"), ("reason", "empty"),
    }  # fmt: skip
    ended(row, world.secretary, Step.RESUMED, reason="Keliru")
    assert made(row).state_on(LATER) == "running"
    assert Agreement.objects.as_of(FOUND).get().state_on(FOUND) == "running"


def test_a_mistake_leaves_its_number_free(world):
    partner = world.partner()
    row = world.agreement(partner)
    ended(row, world.manager, Step.VOID, reason="Dua kali")

    second = world.agreement(partner)

    assert agreements_on(world.office, LATER)[0].row == second
    assert len(agreements_on(world.office, LATER)) == 1
    assert refused(lambda: ended(row, world.manager, Step.RESUMED)) == {("__all__", "registered")}


def test_what_was_listed_stays_listed(world):
    row = world.agreement(on=LATER)
    close_books(world.office, through=date(2010, 1, 31), by=world.manager)

    assert agreements_on(world.office, FOUND) == []
    assert refused(lambda: ended(row, world.manager)) == {("on", "closed")}
    late = refused(lambda: world.agreement(row.partner, number="2", on=LATER))
    assert late == {("on", "closed")}


def test_what_runs_out_soon_comes_first(world):
    partner = world.partner()
    for number, until in (
        ("a", date(2010, 5, 1)), ("b", date(2010, 3, 1)), ("c", None), ("d", date(2011, 1, 1)),
        ("e", date(2009, 12, 31)),
    ):  # fmt: skip
        world.agreement(partner, number=number, until=until)

    soon = running_out(world.office, date(2010, 2, 15))

    assert [shown.row.number for shown in soon] == ["b", "a"]


def test_who_sees_agreements(world):
    row = world.agreement()
    found = Agreement.objects.visible_to

    for user in (world.supervisor, world.manager, world.treasurer):
        assert list(found(user)) == [row]
    assert not found(world.facilitator)
    assert not found(World().manager)
