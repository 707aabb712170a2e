"""A finding from a loan's page to its end: written at the desk, answered on a phone, closed."""

import pytest
from django.urls import reverse

from oversight.models import Finding, FindingStep
from tests import factories
from tests.browser.session import follow_menu, overflow, sign_in
from tests.browser.test_walks import check_page, faults_of
from tests.maintenance.register.village import photo_bytes
from tests.oversight.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world() -> World:
    world = World()
    world.loan = factories.create_loan(factories.create_group(world.village, name="Melati"))
    return world


def press(page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def follow(page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name=name).first.click()


def at(new_page, live_server, user, width: int = 1366):
    page = new_page(live_server.url, width=width, height=844 if width == 390 else 768)
    page.set_default_timeout(15_000)
    sign_in(page, user)
    return page


def test_written_from_a_loan_answered_on_a_phone_and_closed(world, new_page, live_server):
    page = at(new_page, live_server, world.supervisor)
    page.goto(reverse("loans:loan-detail", args=[world.loan.pk]))
    follow(page, "Catat temuan")
    page.locator("#id_subject").fill("Kartu belum diserahkan")
    page.locator("#id_text").fill("Kelompok belum memegang kartunya.")
    page.locator("#id_addressee").select_option("treasurer")
    press(page, "Simpan")
    finding = Finding.objects.get()
    assert (finding.loan, finding.subject) == (world.loan, "Kartu belum diserahkan")

    phone = at(new_page, live_server, world.treasurer, width=390)
    phone.goto(reverse("loans:loan-detail", args=[world.loan.pk]))
    follow(phone, finding.code)
    assert overflow(phone) <= 0
    follow(phone, "Jawab")
    phone.locator("#id_text").fill("Kartu diserahkan")
    phone.wait_for_timeout(600)
    phone.reload()
    assert phone.locator("#id_text").input_value() == "Kartu diserahkan"
    photo = {"name": "kartu.jpg", "mimeType": "image/jpeg", "buffer": photo_bytes()}
    phone.locator("#id_file").set_input_files(photo)
    press(phone, "Kirim jawaban")
    assert FindingStep.objects.get().file.content_type == "image/jpeg"

    page.goto("/")
    follow_menu(page, "Temuan")
    follow(page, finding.code)
    follow(page, "Nyatakan selesai")
    page.locator("#id_text").fill("Kartu dilihat di kelompok.")
    press(page, "Nyatakan selesai")
    assert world.state(finding) == "closed"
    page.goto(reverse("loans:loan-detail", args=[world.loan.pk]))
    assert "Temuan yang selesai" in page.content()


def test_what_a_finding_is_about_is_searched(world, new_page, live_server):
    page = at(new_page, live_server, world.supervisor)
    page.goto(reverse("oversight:finding-add"))
    page.locator("#id_subject").fill("Buku anggota")
    page.wait_for_timeout(600)
    page.locator("#cari").fill("melati")
    press(page, "Cari")
    follow(page, f"Kelompok {world.loan.group.code}")
    assert page.locator("#id_subject").input_value() == "Buku anggota"
    page.locator("#id_text").fill("Belum diisi.")
    press(page, "Simpan")

    assert Finding.objects.get().group == world.loan.group


@pytest.mark.parametrize("width", [1366, 390])
def test_pages_fit_and_have_no_serious_fault_of_accessibility(world, new_page, live_server, width):
    finding = world.finding(about=world.loan)
    world.step(finding, "answered")
    agreement = world.agreement()
    own = {
        world.supervisor: [
            ("finding-list", []), ("finding-add", []), ("finding-detail", [finding.pk]),
            ("finding-step", [finding.pk, "kembalikan"]), ("finding-minutes", []),
        ],
        world.secretary: [
            ("finding-answer", [finding.pk]), ("agreement-list", []),
            ("agreement-detail", [agreement.pk]), ("partner-list", []),
            ("partner-detail", [agreement.partner_id]),
            ("agreement-add", [agreement.partner_id]), ("partner-add", []),
        ],
    }  # fmt: skip
    for user, addresses in own.items():
        page = new_page(live_server.url, width=width, bypass_csp=True)
        sign_in(page, user)
        for name, args in addresses:
            check_page(page, reverse(f"oversight:{name}", args=args))

            assert faults_of(page) == [], (width, name)
