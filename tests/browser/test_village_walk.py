"""A person with two villages on the road: start page, a visit, its agreement, the sheet."""

from datetime import date

import pytest

from tests import factories
from tests.browser.session import overflow, sign_in, wait_until
from tests.browser.test_walks import check_page, faults_of
from tests.maintenance.register.village import photo_bytes
from tests.visits.villages import create_setting, visit
from visits.models import Visit, VisitAgreement

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def setting():
    """A group that is late with its loan, and an agreement with another that is overdue."""
    setting = create_setting()
    product = factories.create_product(setting.office)
    factories.create_loan(
        setting.group, product, by=setting.manager, disbursed_on=date(2009, 9, 15)
    )
    other = factories.create_group(setting.village, name="Sekar Arum")
    visit(setting, group=other, next_on=date(2010, 3, 3))
    return setting


def press(page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def follow(page, link) -> None:
    with page.expect_navigation():
        link.click()


def test_pages_fit_and_have_no_serious_fault_of_accessibility(setting, new_page, live_server):
    made = Visit.objects.get()
    agreement = made.agreements.get()
    village, group = setting.village.pk, setting.group.pk

    for width in (1366, 390):
        page = new_page(live_server.url, width=width, bypass_csp=True)
        sign_in(page, setting.manager)
        for address in (
            "/desa-binaan/", f"/desa-binaan/{village}/", "/penanggung-jawab/",
            f"/penanggung-jawab/{setting.facilitator.pk}/", f"/desa/{village}/riwayat/",
            f"/desa/{village}/penanggung-jawab/", "/kunjungan/", "/kunjungan/belum/",
            "/kunjungan/baru/", f"/kunjungan/baru/?desa={village}",
            f"/kunjungan/kelompok/{group}/baru/", f"/kunjungan/desa/{village}/baru/",
            f"/kunjungan/{made.pk}/", f"/kunjungan/{made.pk}/perbaiki/",
            f"/kunjungan/{made.pk}/batalkan/", f"/kunjungan/{made.pk}/foto/",
            "/kunjungan/kesepakatan/", f"/kunjungan/kesepakatan/{agreement.pk}/tutup/",
            "/laporan/visits/",
        ):  # fmt: skip
            check_page(page, address)

            assert faults_of(page) == [], (width, address)


def test_a_visit_on_the_road_over_a_lost_line(setting, new_page, live_server):
    page = new_page(live_server.url, width=390, height=844, has_touch=True)
    sign_in(page, setting.facilitator)
    page.goto("/")
    assert overflow(page) == 0

    follow(page, page.get_by_role("link", name="Tempo dan tunggakan"))
    assert page.url.endswith("#kelompok")
    late = page.locator("#kelompok tr", has_text=setting.group.name)
    follow(page, late.get_by_role("link", name="Kunjungi"))  # two taps from the start page
    address, key = page.url, page.input_value("[name=request_key]")
    page.get_by_label("Ketua:").check()
    page.get_by_label("Anggota lain yang hadir").fill("4")
    page.get_by_label("Acara").fill("Penagihan")
    page.get_by_label("Apa yang disepakati").first.fill("Melunasi dua angsuran")
    page.get_by_label("Siapa").first.fill("Ketua kelompok")
    page.get_by_label("Paling lambat").first.fill("2010-02-28")

    page.context.set_offline(True)
    page.get_by_role("button", name="Simpan", exact=True).click()
    page.wait_for_timeout(500)
    page.context.set_offline(False)
    assert Visit.objects.count() == 1
    page.goto(address)
    wait_until(page, "document.querySelector('.draft-note') !== null")

    assert page.input_value("[name=request_key]") == key
    assert page.get_by_label("Ketua:").is_checked()
    assert page.get_by_label("Apa yang disepakati").first.input_value() == "Melunasi dua angsuran"
    page.get_by_label("Ambil foto").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo_bytes(size=(2000, 1500))}
    )
    press(page, "Simpan")

    made = Visit.objects.get(group=setting.group)
    assert page.url.endswith(f"/kunjungan/{made.pk}/")
    assert (made.member_count, made.officers.count(), made.photos.count()) == (4, 1, 1)
    assert overflow(page) == 0
    page.goto(address)
    assert page.locator(".draft-note").count() == 0


def test_an_agreement_is_closed_two_taps_from_the_start_page(setting, new_page, live_server):
    page = new_page(live_server.url, width=390, height=844, has_touch=True)
    sign_in(page, setting.facilitator)
    page.goto("/")
    follow(page, page.get_by_role("link", name="Kesepakatan", exact=True))
    follow(page, page.locator("#kesepakatan").get_by_role("link", name="Tutup"))

    page.get_by_label("Keterangan").fill("Sudah dibayar lunas")
    press(page, "Simpan")

    assert page.get_by_text("Kesepakatan ditutup.").is_visible()
    assert VisitAgreement.objects.get().steps.get().kind == "done"
    page.goto("/")
    assert page.get_by_role("link", name="Kesepakatan", exact=True).count() == 0
    sheet = page.get_by_role("link", name="Lembar desa").get_attribute("href")
    answer = page.request.get(live_server.url + sheet)
    assert (answer.status, answer.body()[:5]) == (200, b"%PDF-")
