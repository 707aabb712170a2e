"""Papers of a batch: what stands in them, that each person has a page, and who may print."""

import io
from uuid import uuid4

import pytest
from django.urls import reverse
from pypdf import PdfReader

from tests.training.world import LAST, World
from training.models import Batch, Certificate
from training.papers import attendance_list_html, certificates_html, invitation_html
from training.records.roll import roll_of
from training.services.certificates import withdraw_certificate

pytestmark = pytest.mark.django_db


def loaded(batch: Batch) -> Batch:
    rows = Batch.objects.with_facts().select_related("kind", "office__district")
    return rows.get(pk=batch.pk)


def pages_of(response) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages]


def test_invitation_names_place_topics_and_who_waits():
    world = World(group_count=2)
    batch = loaded(world.plan(capacity=5))

    html = invitation_html(batch, roll_of(batch))

    assert "9 Februari 2010 sampai 10 Februari 2010 (2 hari)" in html
    assert "Buku kas" in html
    assert html.count("(menunggu tempat)") == 1
    assert world.manager.name in html


def test_attendance_list_has_a_cell_to_sign_for_each_day():
    world = World()
    batch = world.plan()
    world.enrol(batch, "monitor", name="KM-Kab", origin="Kabupaten")
    batch = loaded(batch)

    html = attendance_list_html(batch, roll_of(batch))

    assert html.count('<td class="sign">') == 4 * 2
    assert "KM-Kab" in html


def test_each_certificate_has_a_page_of_its_own(client):
    world = World()
    batch = world.held()
    certificates = world.certify(batch)
    withdraw_certificate(
        certificates[0], on=LAST, reason="x", request_key=uuid4(), by=world.manager
    )
    client.force_login(world.secretary)

    whole = client.get(reverse("training:certificates", args=[batch.pk]))
    one = client.get(
        reverse("training:certificates", args=[batch.pk]) + f"?nomor={certificates[2].pk}"
    )

    pages = pages_of(whole)
    assert len(pages) == 2
    assert "002/SERT/2010" in pages[0]
    assert "003/SERT/2010" in pages[1]
    [page] = pages_of(one)
    assert certificates[2].participant.person.name in page
    assert whole["Cache-Control"] == "private, no-store"


def test_a_batch_without_certificates_says_so(client):
    world = World()
    batch = world.plan()
    client.force_login(world.manager)

    page = client.get(reverse("training:certificates", args=[batch.pk]), follow=True)

    assert "Terbitkan dahulu" in page.text


def test_long_names_and_topics_stay_on_their_page(client):
    world = World()
    batch = world.held(attitude="\n".join(f"Materi yang panjang nomor {n}" for n in range(20)))
    person = batch.participants.first().person
    person.name = "Raden Ayu " + "Wahyuningsih Setyowati " * 4
    person.save()
    world.certify(batch)
    client.force_login(world.manager)

    pages = pages_of(client.get(reverse("training:certificates", args=[batch.pk])))

    assert len(pages) == 3


def test_papers_make_pdfs(client):
    world = World()
    batch = world.plan()
    client.force_login(world.manager)

    for name in ("invitation", "attendance-list"):
        response = client.get(reverse(f"training:{name}", args=[batch.pk]))
        assert response["Content-Type"] == "application/pdf"
        assert world.groups[0].name in "".join(pages_of(response))


def test_certificates_are_in_the_words_of_their_day():
    world = World()
    batch = world.held()
    rows = world.certify(batch)

    html = certificates_html(loaded(batch), Certificate.objects.filter(pk=rows[0].pk))

    assert "selama 2 hari" in html
    assert "10 Februari 2010" in html
