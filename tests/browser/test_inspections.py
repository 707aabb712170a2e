"""Looking after what was built, in the browser: at the road with a phone, and at the desk."""

from datetime import date

import pytest

from maintenance.models import Infrastructure, Inspection, Photo
from tests.browser.session import follow_menu, overflow, sign_in, wait_until
from tests.browser.test_walks import check_page, faults_of
from tests.maintenance.register import village as tools
from tests.maintenance.register.village import TODAY
from upk.ledger.services import close_books

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def setting() -> tools.Setting:
    """Two pieces: a bridge and a road that was good in the closed quarter before."""
    setting = tools.create_setting()
    road = tools.register(setting, name="Jalan rabat Dukuh Timur")
    tools.register(setting, name="Jembatan Kali Cemoro", kind="bridge")
    tools.inspect(setting, road, date(2009, 12, 1))
    close_books(setting.office, through=date(2009, 12, 31), by=setting.manager)
    return setting


def photo(colour: str = "green") -> dict:
    return {
        "name": "jalan.jpg",
        "mimeType": "image/jpeg",
        "buffer": tools.photo_bytes(size=(2000, 1500), colour=colour),
    }


def press(page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def follow(page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name=name).first.click()


def fill_in(page, condition: str, notes: str) -> None:
    page.locator("label.tile", has_text=condition).click()
    page.get_by_label("Catatan").fill(notes)


def test_pages_fit_and_have_no_serious_fault_of_accessibility(setting, new_page, live_server):
    road = Infrastructure.objects.get(kind="road")
    look = tools.inspect(setting, road, TODAY, "heavy", notes="Retak", inspector_name="Pak Sastro")
    tools.repair(setting, road)

    for width in (1366, 390):
        page = new_page(live_server.url, width=width, bypass_csp=True)
        sign_in(page, setting.manager)
        for address in (
            "/pemeliharaan/prasarana/",
            f"/pemeliharaan/prasarana/?desa={setting.village.pk}&keadaan=semua",
            "/pemeliharaan/prasarana/baru/",
            f"/pemeliharaan/prasarana/{road.pk}/",
            f"/pemeliharaan/prasarana/{road.pk}/ubah/",
            f"/pemeliharaan/prasarana/{road.pk}/akhiri/",
            f"/pemeliharaan/prasarana/{road.pk}/periksa/",
            f"/pemeliharaan/prasarana/{road.pk}/perbaikan/",
            f"/pemeliharaan/prasarana/{road.pk}/foto/",
            "/pemeliharaan/prasarana/pemeriksaan/",
            "/pemeliharaan/prasarana/pemeriksaan/?keadaan=sudah",
            f"/pemeliharaan/prasarana/pemeriksaan/{look.pk}/perbaiki/",
            "/pemeliharaan/prasarana/bobot/",
            "/laporan/infrastructure/",
        ):
            check_page(page, address)

            assert faults_of(page) == [], (width, address)


def test_an_inspection_at_the_road_over_a_lost_line(setting, new_page, live_server):
    page = new_page(live_server.url, width=390, height=844, has_touch=True)
    sign_in(page, setting.facilitator)
    page.goto("/pemeliharaan/prasarana/pemeriksaan/")
    follow(page, "Periksa Jalan rabat Dukuh Timur")
    fill_in(page, "Rusak berat", "Amblas 2 m di dekat jembatan")
    page.get_by_label("Ambil foto").set_input_files(photo())
    key = page.input_value("[name=request_key]")
    address = page.url

    page.context.set_offline(True)
    page.get_by_role("button", name="Simpan, lalu berikutnya").click()
    page.wait_for_timeout(500)
    page.context.set_offline(False)
    assert Inspection.objects.count() == 1
    page.goto(address)

    wait_until(page, "document.querySelector('.draft-note') !== null")
    assert "Foto harus dipilih sekali lagi." in page.locator(".draft-note").inner_text()
    assert page.get_by_label("Catatan").input_value() == "Amblas 2 m di dekat jembatan"
    assert page.locator("label.tile", has_text="Rusak berat").locator("input").is_checked()
    assert page.input_value("[name=request_key]") == key
    assert overflow(page) == 0
    page.get_by_label("Ambil foto").set_input_files(photo())
    press(page, "Simpan, lalu berikutnya")

    assert page.locator("h1").inner_text() == "Periksa Jembatan Kali Cemoro"
    look = Inspection.objects.latest("id")
    assert (look.condition, look.notes) == ("heavy", "Amblas 2 m di dekat jembatan")
    assert [p.inspection for p in Photo.objects.all()] == [look]
    page.goto(address)
    assert page.locator(".draft-note").count() == 0


def test_an_answer_that_got_lost_is_not_a_second_inspection(setting, new_page, live_server):
    page = new_page(live_server.url, width=390)
    sign_in(page, setting.facilitator)
    road = Infrastructure.objects.get(kind="road")
    address = f"/pemeliharaan/prasarana/{road.pk}/periksa/"
    page.goto(address)
    fill_in(page, "Rusak ringan", "Retak")

    def lose_the_answer(route) -> None:
        route.fetch(max_redirects=0)  # the server has it
        route.abort("internetdisconnected")

    page.route(f"**{address}", lambda r: lose_the_answer(r) if r.request.method == "POST"
               else r.continue_())  # fmt: skip
    page.get_by_role("button", name="Simpan", exact=True).click()
    page.wait_for_timeout(500)
    assert road.inspections.filter(inspected_on=TODAY).count() == 1
    page.unroute(f"**{address}")
    page.context.clear_cookies(name="messages")  # came with the answer
    page.goto(address)
    wait_until(page, "document.querySelector('.draft-note') !== null")
    press(page, "Simpan")

    assert page.get_by_text("tersimpan: rusak ringan.").is_visible()
    assert road.inspections.filter(inspected_on=TODAY).count() == 1


def test_an_inspection_without_scripts(setting, new_page, live_server):
    page = new_page(live_server.url, width=390, java_script_enabled=False)
    sign_in(page, setting.facilitator)
    page.goto("/pemeliharaan/prasarana/pemeriksaan/")
    follow(page, "Periksa Jembatan Kali Cemoro")

    page.get_by_label("Catatan").fill("Baut longgar")
    press(page, "Simpan, lalu berikutnya")
    assert page.get_by_text("Pilih kondisinya.").is_visible()
    assert page.get_by_label("Catatan").input_value() == "Baut longgar"
    page.locator("label.tile", has_text="Rusak ringan").click()
    page.get_by_label("Pilih foto yang sudah ada").set_input_files([photo("red"), photo("blue")])
    press(page, "Simpan, lalu berikutnya")

    assert page.locator("h1").inner_text() == "Periksa Jalan rabat Dukuh Timur"
    assert Inspection.objects.latest("id").photos.count() == 2


def test_the_office_registers_corrects_and_looks_after_a_piece(setting, new_page, live_server):
    page = new_page(live_server.url)
    sign_in(page, setting.secretary)
    page.goto("/")
    follow_menu(page, "Prasarana")
    follow(page, "Daftarkan")
    page.get_by_label("Desa").select_option(label=setting.village.name)
    page.get_by_label("Jenis").select_option(label="Talud / tembok penahan")
    page.get_by_label("Nama").fill("Talud Dukuh Kulon")
    page.get_by_label("Dibangun tahun").fill("2009")
    page.get_by_label("Biaya").fill("62500000")
    page.get_by_label("Ukuran").fill("45,5")
    page.get_by_label("Satuan").select_option(label="m³")
    page.get_by_label("Tempat").fill("RT 03 Dukuh Kulon")
    press(page, "Simpan Ctrl+Enter")

    follow(page, "Talud Dukuh Kulon")
    assert page.get_by_text("45,5 m³").is_visible()
    follow(page, "Ubah data")
    page.get_by_label("Tim pemelihara").fill("TP3 Kulon")
    page.get_by_label("Alasan").fill("Timnya baru dibentuk")
    press(page, "Simpan Ctrl+Enter")
    assert page.get_by_role("cell", name="Timnya baru dibentuk").is_visible()
    follow(page, "Catat perbaikan")
    page.get_by_label("Dibayar dari").select_option(label="Anggaran desa")
    page.get_by_label("Biaya").fill("750000")
    press(page, "Simpan Ctrl+Enter")
    assert page.get_by_text("Rp 750.000").is_visible()

    piece = Infrastructure.objects.get(name="Talud Dukuh Kulon")
    assert (piece.team, piece.cost, piece.revision) == ("TP3 Kulon", 62_500_000, 1)


def test_a_reported_quarter_is_refused_in_words(setting, new_page, live_server):
    page = new_page(live_server.url, width=390)
    sign_in(page, setting.facilitator)
    bridge = Infrastructure.objects.get(kind="bridge")
    page.goto(f"/pemeliharaan/prasarana/{bridge.pk}/periksa/")
    fill_in(page, "Baik", "Kokoh")
    page.get_by_label("Tanggal diperiksa").fill("2009-12-31")

    press(page, "Simpan")

    assert page.get_by_text("Sudah dilaporkan: buku ditutup sampai 31 Desember 2009").is_visible()
    assert page.get_by_label("Catatan").input_value() == "Kokoh"
    assert not bridge.inspections.exists()
