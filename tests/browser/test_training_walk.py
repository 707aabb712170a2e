"""Trainings in the browser: attendance on a phone over a weak line, tests by keyboard."""

import pytest

from tests.browser.session import follow_menu, overflow, sign_in, wait_until
from tests.browser.test_inspections import follow, press
from tests.browser.test_walks import check_page, faults_of
from tests.training.world import FIRST, World
from training.models import Attendance, Batch, Certificate, Participant, Score

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world() -> World:
    return World(group_count=2)


def tick(page, name: str) -> None:
    page.locator("label.tick", has_text=name).click()


def test_pages_fit_and_have_no_serious_fault_of_accessibility(world, new_page, live_server):
    batch = world.held(world.groups[:1])
    world.certify(batch)
    planned = world.plan(world.groups[1:], capacity=2)
    world.enrol(planned)

    for width in (1366, 390):
        page = new_page(live_server.url, width=width, bypass_csp=True)
        sign_in(page, world.manager)
        for address in (
            "/pelatihan/",
            "/pelatihan/baru/",
            "/pelatihan/berikutnya/",
            "/pelatihan/cakupan/",
            f"/pelatihan/cakupan/?desa={world.village.pk}",
            "/pelatihan/jenis/",
            f"/pelatihan/{batch.pk}/",
            f"/pelatihan/{planned.pk}/",
            f"/pelatihan/{planned.pk}/kehadiran/",
            f"/pelatihan/{planned.pk}/nilai/",
            f"/pelatihan/{planned.pk}/peserta/kelompok/?desa={world.village.pk}",
            f"/pelatihan/{planned.pk}/peserta/lain/",
            f"/pelatihan/{batch.pk}/sertifikat/",
            "/laporan/training/",
        ):
            check_page(page, address)

            assert faults_of(page) == [], (width, address)


def test_attendance_on_a_phone_over_a_lost_line(world, new_page, live_server):
    batch = world.plan(world.groups[:1])
    names = [p.person.name for p in Participant.objects.select_related("person")]
    page = new_page(live_server.url, width=390, height=844, has_touch=True)
    sign_in(page, world.facilitator(world.village))
    address = f"/pelatihan/{batch.pk}/kehadiran/?hari=1"
    page.goto(address)
    page.get_by_role("button", name="Centang semua").click()
    tick(page, names[1])
    key = page.input_value("[name=request_key]")

    page.context.set_offline(True)
    page.get_by_role("button", name="Simpan").click()
    page.wait_for_timeout(500)
    page.context.set_offline(False)
    assert not Attendance.objects.exists()
    page.goto(address)
    wait_until(page, "document.querySelector('.draft-note') !== null")
    boxes = page.locator("label.tick input")
    assert [boxes.nth(n).is_checked() for n in range(3)] == [True, False, True]
    assert page.input_value("[name=request_key]") == key
    assert overflow(page) == 0
    press(page, "Simpan")

    assert page.get_by_text("2 dari 3 hadir").is_visible()
    there = Attendance.objects.order_by("participant").values_list("day", "is_present")
    assert list(there) == [(FIRST, True), (FIRST, False), (FIRST, True)]
    page.goto(address)
    assert page.locator(".draft-note").count() == 0


def test_an_answer_that_got_lost_is_no_second_attendance(world, new_page, live_server):
    batch = world.plan(world.groups[:1])
    page = new_page(live_server.url, width=390)
    sign_in(page, world.secretary)
    address = f"/pelatihan/{batch.pk}/kehadiran/?hari=1"
    page.goto(address)
    page.get_by_role("button", name="Centang semua").click()

    def lose_the_answer(route) -> None:
        route.fetch(max_redirects=0)  # the server has it
        route.abort("internetdisconnected")

    where = f"**/pelatihan/{batch.pk}/kehadiran/**"
    page.route(where, lambda r: lose_the_answer(r) if r.request.method == "POST"
               else r.continue_())  # fmt: skip
    page.get_by_role("button", name="Simpan").click()
    page.wait_for_timeout(500)
    assert Attendance.objects.count() == 3
    page.unroute(where)
    page.context.clear_cookies(name="messages")  # came with the answer
    page.goto(address)
    boxes = page.locator("label.tick input")
    assert [boxes.nth(n).is_checked() for n in range(3)] == [True] * 3
    press(page, "Simpan")

    assert page.get_by_text("3 dari 3 hadir").is_visible()
    assert Attendance.objects.count() == 3


def test_attendance_without_scripts(world, new_page, live_server):
    batch = world.plan(world.groups[:1])
    page = new_page(live_server.url, width=390, java_script_enabled=False)
    sign_in(page, world.manager)
    page.goto(f"/pelatihan/{batch.pk}/kehadiran/")

    assert not page.get_by_role("button", name="Centang semua").is_visible()
    tick(page, batch.participants.first().person.name)
    press(page, "Simpan")

    assert Attendance.objects.filter(is_present=True).count() == 1


def test_a_batch_from_the_plan_to_the_certificates(world, new_page, live_server):
    page = new_page(live_server.url)
    sign_in(page, world.secretary)
    page.goto("/")
    follow_menu(page, "Pelatihan")
    follow(page, "Angkatan berikutnya")
    page.get_by_label("Tempat").fill("Balai desa")
    page.get_by_label("Hari pertama").fill("2010-02-15")
    page.get_by_label("Hari terakhir").fill("2010-02-15")
    press(page, "Rencanakan Ctrl+Enter")
    batch = Batch.objects.get()
    assert batch.participants.count() == 6

    follow(page, "Pelatihan pengurus kelompok 1")
    follow(page, "Kehadiran")
    page.get_by_role("button", name="Centang semua").click()
    press(page, "Simpan Ctrl+Enter")
    follow(page, "Nilai tes")
    cells = page.locator("table[data-grid] input")
    cells.nth(0).focus()
    for score in ("40", "50", "60"):  # Enter goes down the column of the first test
        page.keyboard.type(score)
        page.keyboard.press("Enter")
    cells.nth(1).fill("90")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    assert [s.score for s in Score.objects.filter(test="before")] == [40, 50, 60]
    assert page.get_by_text("dari 40 ke 90").is_visible()
    follow(page, "Tandai terlaksana")
    press(page, "Simpan Ctrl+Enter")
    follow(page, "Terbitkan sertifikat")
    press(page, "Terbitkan Ctrl+Enter")

    assert page.get_by_text("006/SERT/2010").is_visible()
    assert Certificate.objects.count() == 6
    follow(page, "Pelatihan")
    follow(page, "Cakupan")
    assert page.get_by_text("100,00%").first.is_visible()
