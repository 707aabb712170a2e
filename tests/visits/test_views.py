"""Pages of visits: who may open them, what they say, and what a form sent twice does."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from tests import factories
from tests.maintenance.register.village import upload
from tests.visits.villages import SEEN, TODAY, close, create_setting, visit
from upk.access import Role
from upk.periods import Quarter
from visits.models import AgreementStep, Visit, VisitPhoto
from visits.services.photos import attach_photos

pytestmark = pytest.mark.django_db


@pytest.fixture
def setting():
    return create_setting()


@pytest.fixture
def facilitator(client, setting):
    client.force_login(setting.facilitator)
    return client


def filled(setting, **fields) -> dict:
    ids = [m.pk for m in setting.group.memberships.exclude(position="member")]
    return {
        "visited_on": "2010-02-10", "kind": "group", "officers": ids[:2], "member_count": "6",
        "agenda": "Setoran", "findings": "Lengkap", "next_on": "2010-03-10",
        "agreed-1-text": "Melunasi", "agreed-1-who": "Bendahara", "agreed-1-due": "2010-02-24",
        "request_key": str(uuid4()),
    } | fields  # fmt: skip


def add_address(setting) -> str:
    return reverse("visits:visit-add-group", args=[setting.group.pk])


def test_visit_is_recorded_once_however_often_it_is_sent(facilitator, setting):
    data = filled(setting)

    first = facilitator.post(add_address(setting), data)
    second = facilitator.post(add_address(setting), data)

    made = Visit.objects.get()
    card = reverse("visits:visit-detail", args=[made.pk])
    assert (first.status_code, first.url, second.url) == (302, card, card)
    assert (made.visitor, made.member_count, made.next_on) == (
        setting.facilitator, 6, date(2010, 3, 10),
    )  # fmt: skip
    assert made.officers.count() == 2
    page = facilitator.get(card).content.decode()
    assert "Melunasi" in page
    assert "6 orang" in page


def test_form_says_what_is_wrong_and_keeps_what_was_typed(facilitator, setting):
    data = filled(setting, visited_on="2010-02-16", agenda="", **{"agreed-1-who": ""})

    response = facilitator.post(add_address(setting), data)

    assert response.status_code == 422
    page = response.content.decode()
    assert "Lengkapi, atau kosongkan barisnya." in page
    assert 'value="Melunasi"' in page
    assert Visit.objects.count() == 0


def test_day_that_has_not_come_is_refused_at_its_field(facilitator, setting):
    response = facilitator.post(add_address(setting), filled(setting, visited_on="2010-02-16"))

    assert response.context["form"].errors["visited_on"] == [
        "16 Februari 2010 belum tiba. Periksa tanggalnya."
    ]


def test_officers_of_another_day_are_asked_again(facilitator, setting):
    chair = setting.group.memberships.get(position="chair")
    chair.until = date(2010, 2, 1)
    chair.save()

    response = facilitator.post(add_address(setting), filled(setting, officers=[chair.pk]))

    assert "Tandai lagi yang hadir" in response.content.decode()


def test_photo_comes_along_small_and_may_follow_later(facilitator, setting):
    facilitator.post(add_address(setting), filled(setting) | {"camera": upload()})
    made = Visit.objects.get()
    photo = made.photos.get()

    shown = facilitator.get(reverse("visits:visit-photo", args=[photo.pk]))
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    address = reverse("visits:visit-photo-add", args=[made.pk])
    assert "Pilih fotonya" in facilitator.post(address, {}).content.decode()
    withdraw = reverse("visits:visit-photo-withdraw", args=[photo.pk])
    assert facilitator.post(withdraw, {"reason": "Salah"}).status_code == 302
    assert facilitator.get(reverse("visits:visit-photo", args=[photo.pk])).status_code == 404
    assert VisitPhoto.objects.shown().count() == 0


def test_correction_and_withdrawal(facilitator, setting):
    old = visit(setting)
    address = reverse("visits:visit-correct", args=[old.pk])
    form = facilitator.get(address).context["form"]
    assert form["agreed-1-text"].value() == "Melunasi tunggakan dua bulan"

    facilitator.post(address, filled(setting, visited_on="2010-02-03", reason="Salah hitung"))
    new = Visit.objects.standing().get()
    assert (new.corrects, new.member_count) == (old, 6)
    assert (
        "sudah diganti"
        in facilitator.get(reverse("visits:visit-detail", args=[old.pk])).content.decode()
    )

    data = {"reason": "Tidak jadi", "request_key": str(uuid4())}
    address = reverse("visits:visit-withdraw", args=[new.pk])
    assert facilitator.post(address, data).status_code == 302
    assert facilitator.post(address, data).status_code == 302
    assert (Visit.objects.count(), Visit.objects.standing().count()) == (3, 0)


def test_agreement_is_closed_and_opened(facilitator, setting):
    agreement = visit(setting).agreements.get()
    data = {"kind": "done", "on": "2010-02-12", "note": "Lunas", "request_key": str(uuid4())}
    address = reverse("visits:agreement-close", args=[agreement.pk])
    listed = reverse("visits:agreement-list")
    assert "Lewat waktu" in facilitator.get(listed).content.decode()

    for _ in range(2):
        assert facilitator.post(address, data).status_code == 302
    assert AgreementStep.objects.get().note == "Lunas"
    assert "Melunasi" not in facilitator.get(listed).content.decode()
    assert "Selesai 12-02-2010" in facilitator.get(f"{listed}?keadaan=selesai").content.decode()

    data = {"on": "2010-02-13", "note": "Belum", "request_key": str(uuid4())}
    facilitator.post(reverse("visits:agreement-reopen", args=[agreement.pk]), data)
    assert "Lewat waktu" in facilitator.get(listed).content.decode()


def test_who_was_not_visited(facilitator, setting):
    never = factories.create_group(setting.village, name="Sekar Arum")
    visit(setting, TODAY, agreements=[])

    page = facilitator.get(reverse("visits:visit-missing"))

    assert [row.group for row in page.context["rows"]] == [None, never]
    text = page.content.decode()
    assert "<strong>1</strong> dari 2 kelompok aktif belum dikunjungi" in text
    every = facilitator.get(f"{reverse('visits:visit-missing')}?keadaan=semua")
    assert len(every.context["rows"]) == 3
    before = facilitator.get(f"{reverse('visits:visit-missing')}?triwulan=2009-4")
    assert (before.context["quarter"], before.context["missing_groups"]) == (Quarter(2009, 4), 2)


def test_list_filters(facilitator, setting):
    visit(setting, agenda="Pembukuan")
    visit(setting, date(2009, 11, 4), group=None, agenda="Musyawarah", agreements=[])

    def found(query: str) -> list[str]:
        page = facilitator.get(f"{reverse('visits:visit-list')}?{query}").context["page"]
        return [row.agenda for row in page]

    assert found("") == ["Pembukuan", "Musyawarah"]
    assert found("triwulan=2009-4") == ["Musyawarah"]
    assert found("triwulan=kemarin&jenis=x&desa=y") == ["Pembukuan", "Musyawarah"]
    assert found(f"kelompok={setting.group.pk}") == ["Pembukuan"]
    assert found("cari=musya") == ["Musyawarah"]
    assert found(f"oleh={setting.manager.pk}") == []


def test_where_a_visit_may_be_written_down(facilitator, setting):
    other = factories.create_group(factories.create_village(setting.office))

    page = facilitator.get(reverse("visits:visit-choose")).content.decode()

    assert add_address(setting) in page
    assert str(other) not in page


def test_out_of_sight_is_not_found(client, setting):
    made = visit(setting)
    photo = attach_photo(setting, made)
    agreement = made.agreements.get()
    elsewhere = factories.create_user(Role.FACILITATOR, setting.office)

    for user in (elsewhere, factories.create_user()):
        client.force_login(user)
        for name, pk in (
            ("visit-detail", made.pk), ("visit-correct", made.pk), ("visit-withdraw", made.pk),
            ("visit-minutes", made.pk), ("visit-photo-add", made.pk), ("visit-photo", photo.pk),
            ("visit-photo-withdraw", photo.pk), ("agreement-close", agreement.pk),
            ("agreement-reopen", agreement.pk), ("visit-add-group", setting.group.pk),
            ("visit-add-village", setting.village.pk),
        ):  # fmt: skip
            address = reverse(f"visits:{name}", args=[pk])
            assert client.get(address).status_code == 404, (user.role, name)
        assert list(client.get(reverse("visits:visit-list")).context["page"]) == []


def attach_photo(setting, made):
    from tests.visits.test_services import a_photo  # noqa: PLC0415 -- that module's own helper

    return attach_photos(made, [a_photo()], by=setting.manager)[0]


def test_supervisor_reads_and_writes_nothing(client, setting):
    made = visit(setting)
    client.force_login(factories.create_user(Role.SUPERVISOR, setting.office))

    page = client.get(reverse("visits:visit-detail", args=[made.pk])).content.decode()
    assert "Melunasi" in page
    assert "Perbaiki" not in page
    assert client.get(add_address(setting)).status_code == 403
    assert client.post(reverse("visits:visit-correct", args=[made.pk])).status_code == 403


def test_minutes_are_a_pdf(facilitator, setting):
    made = visit(setting)

    answer = facilitator.get(reverse("visits:visit-minutes", args=[made.pk]))

    assert answer.content.startswith(b"%PDF-")
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("count", [1, 4])
def test_lists_ask_the_same_whatever_the_number(
    facilitator, setting, count, django_assert_num_queries
):
    groups = [setting.group, *(factories.create_group(setting.village) for _ in range(count))]
    for group in groups:
        made = visit(setting, group=group)
        close(setting, made.agreements.get())

    for name, queries in (("visit-list", 7), ("visit-missing", 9), ("agreement-list", 5)):
        with django_assert_num_queries(queries):
            facilitator.get(reverse(f"visits:{name}") + "?keadaan=semua")


def test_staff_names_who_was_there(client, setting):
    client.force_login(setting.manager)
    response = client.post(add_address(setting), filled(setting, visitor=setting.facilitator.pk))

    made = Visit.objects.get()
    assert response.status_code == 302
    assert (made.visitor, made.recorded_by) == (setting.facilitator, setting.manager)
    assert made.visited_on != SEEN
