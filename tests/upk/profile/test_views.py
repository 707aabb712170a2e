"""Pages of the office's profile, by role."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from tests import factories
from tests.upk.profile.test_services import appoint, keep, write
from upk.access import Role
from upk.desk.example.villages.sample_paper import sample_pdf, sample_upload
from upk.profile.models import LegalDocument, Officer, ProfileText

pytestmark = pytest.mark.django_db
EDIT = reverse("profile:edit")
VISION = reverse("profile:text-edit", args=["vision"])
OFFICER = {"title": "Ketua UPK", "name": "Sri Rekaan", "since": "2005-01-01", "signs": "on"}
DOCUMENT = {"kind": "decree", "number": "SK/7", "dated_on": "2005-01-01", "is_public": "on"}


@pytest.fixture
def secretary(client):
    user = factories.create_user(Role.SECRETARY)
    client.force_login(user)
    return user


def form_of(values: dict, **more) -> dict:
    return {"request_key": uuid4(), **values, **more}


def test_the_page_shows_what_stands_and_where_to_begin(client, secretary):
    page = client.get(EDIT).content.decode()

    assert "Belum ditulis" in page
    assert reverse("profile:officer-add") in page
    assert reverse("desk:public-office", args=[secretary.office.code]) in page

    write(secretary, "Desa yang maju")
    appoint(secretary, "Sekretaris")
    keep(secretary, "SK/9")
    page = client.get(EDIT).content.decode()
    assert ("Desa yang maju" in page, "Nama Sekretaris" in page, "SK/9" in page) == (True,) * 3


def test_readers_see_no_way_to_write(client, secretary):
    appoint(secretary)
    client.force_login(factories.create_user(Role.SUPERVISOR, office=secretary.office))

    page = client.get(EDIT).content.decode()

    assert "Nama Ketua" in page
    assert "/profil/pengurus/" not in page
    assert VISION not in page
    assert client.get(VISION).status_code == 403


def test_a_text_is_written_once_and_its_history_kept(client, secretary):
    sent = form_of({"text": "Maju bersama", "since": "2010-02-15"})

    assert [client.post(VISION, sent).url, client.post(VISION, sent).url] == [EDIT, EDIT]

    assert ProfileText.objects.get().text == "Maju bersama"
    page = client.get(VISION).content.decode()
    assert page.count("Maju bersama") == 2  # in the form, and in the history
    assert secretary.name in page


def test_a_wrong_text_comes_back_with_its_reason(client, secretary):
    sent = form_of({"text": "Ada {kerbau} ekor", "since": "2010-02-15"})

    page = client.post(VISION, sent).content.decode()

    assert "{kerbau} tidak dikenal" in page
    assert "Ada {kerbau} ekor" in page
    assert client.get(reverse("profile:text-edit", args=["slogan"])).status_code == 404


def test_an_officer_comes_and_goes(client, secretary):
    sent = form_of(OFFICER)
    for _ in range(2):
        assert client.post(reverse("profile:officer-add"), sent).url == EDIT
    officer = Officer.objects.get()
    assert (officer.name, officer.signs, officer.until) == ("Sri Rekaan", True, None)

    end = reverse("profile:officer-end", args=[officer.pk])
    assert "belum tiba" in client.post(end, {"until": "2010-02-16"}).content.decode()
    assert client.post(end, {"until": "2010-02-10"}).url == EDIT
    assert Officer.objects.get().until == date(2010, 2, 10)

    away = reverse("profile:officer-withdraw", args=[officer.pk])
    assert client.get(away).status_code == 200
    assert client.post(away).url == EDIT
    assert "Sri Rekaan" not in client.get(EDIT).content.decode()


def test_a_document_is_kept_with_its_file(client, secretary):
    sent = form_of(DOCUMENT, file=sample_upload())

    assert client.post(reverse("profile:document-add"), sent).url == EDIT

    document = LegalDocument.objects.get()
    answer = client.get(reverse("profile:document-file", args=[document.pk]))
    assert answer.content == sample_pdf()
    assert client.post(reverse("profile:document-withdraw", args=[document.pk])).url == EDIT
    assert LegalDocument.objects.get().withdrawn_by == secretary


def test_what_is_no_paper_is_refused(client, secretary):
    bad = sample_upload()
    bad.file.write(b"MZ")

    page = client.post(reverse("profile:document-add"), form_of(DOCUMENT, file=bad))

    assert "Hanya foto (JPEG, PNG) atau PDF" in page.content.decode()
    assert not LegalDocument.objects.exists()


def test_rows_of_another_office_are_not_found(client, secretary):
    other = factories.create_user(Role.SECRETARY)
    officer, document = appoint(other), keep(other, upload=sample_upload())

    for name, row in (
        ("officer-end", officer), ("officer-withdraw", officer),
        ("document-withdraw", document), ("document-file", document),
    ):  # fmt: skip
        assert client.get(reverse(f"profile:{name}", args=[row.pk])).status_code == 404, name


@pytest.mark.parametrize("count", [1, 4])
def test_the_page_asks_as_many_queries_for_many_rows(
    client, secretary, count, django_assert_max_num_queries
):
    for n in range(count):
        appoint(secretary, f"Jabatan {n}")
        keep(secretary, f"SK/{n}")

    with django_assert_max_num_queries(10):
        client.get(EDIT)
