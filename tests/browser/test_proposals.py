"""A proposal from the phase to the meeting's decision, as people click it; and on a phone."""

from datetime import date

import pytest
from playwright.sync_api import Page

from grants.models import Proposal
from grants.proposals.scoring_sets import create_default_sets
from tests import factories
from tests.browser.session import overflow, sign_in
from tests.browser.test_walks import faults_of
from tests.grants.office import create_grant_office, create_phase, create_verified
from upk.access import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def fits(page: Page, name: str) -> None:
    """One heading, no wider than the screen at either width, nothing that axe calls serious."""
    for width in (390, 1366):
        page.set_viewport_size({"width": width, "height": 768})
        assert overflow(page) <= 0, (name, width)
    assert page.locator("h1").count() == 1, name
    assert faults_of(page) == [], name


def send(page: Page, label: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=label).click()


def fill(page: Page, fields: dict[str, str]) -> None:
    for name, value in fields.items():
        page.fill(f"[name='{name}']", value)


@pytest.fixture
def office():
    """An office with criteria; three villages, the names of which a longer one shares."""
    office, villages, manager = create_grant_office()
    create_default_sets(office, date(2009, 1, 1))
    return villages, manager


def open_phase(page: Page, villages) -> None:
    page.goto("/blm/usulan/tahap/")
    fits(page, "no phase yet")
    page.get_by_role("link", name="Tahun anggaran baru").first.click()
    fill(page, {
        "year": "2010", "number": "MAD/01/2010", "decided_on": "2010-01-15",
        "amount": "2.000.000.000", "sumber-apbn": "1.600.000.000", "sumber-apbd": "400.000.000",
        "pagu-fisik": "120.000.000", "pagu-pendidikan": "1.780.000.000",
    })  # fmt: skip
    send(page, "Hitung dari persen")
    assert page.input_value("[name=upk]") == "40.000.000"
    assert page.input_value(f"[name=tpk-{villages[0].pk}]") == "20.000.000"
    assert page.input_value("[name=pagu-operasional]") == "100.000.000"
    assert page.locator("[data-total=budgets]").inner_text() == "Rp 2.000.000.000"
    fits(page, "phase form")
    send(page, "Simpan")
    fits(page, "phase")


def propose(page: Page, villages, number: int, swadaya: str) -> None:
    page.goto("/blm/usulan/tahap/")
    page.get_by_role("link", name="2010", exact=True).click()
    page.get_by_role("link", name="Usulan baru").click()
    page.select_option("[name=village]", str(villages[number].pk))
    page.select_option("[name=sector]", "fisik")
    fill(page, {
        "proposed_on": "2010-01-20", "title": f"Rabat jalan dusun {number + 1}", "kind": "Jalan",
        "location": "RT 1", "men": "40", "women": "45", "poor": "30", "asked": "80.000.000",
        "swadaya": swadaya,
    })  # fmt: skip
    fits(page, "proposal form")
    send(page, "Simpan")
    fits(page, "proposal")


def verify(page: Page, number: int) -> None:
    page.get_by_role("link", name="Catat verifikasi").click()
    page.check("[name=verdict][value=ya]")
    fill(page, {"happened_on": "2010-01-25", "number": f"TV/0{number}", "notes": "Layak"})
    for tick in page.locator("[name^=dokumen-]").all():
        tick.check()
    fits(page, "verification")
    send(page, "Simpan")


def score(page: Page, marks: tuple[str, str]) -> None:
    page.get_by_role("link", name="Nilai", exact=True).click()
    page.fill("[name=happened_on]", "2010-01-28")
    for field, mark in zip(page.locator("[name^=nilai-]").all(), marks, strict=True):
        field.fill(mark)
    fits(page, "score")
    send(page, "Simpan nilai")
    fits(page, "scored proposal")


def test_from_the_phase_to_the_decision(office, new_page, live_server):
    villages, manager = office
    secretary = factories.create_user(Role.SECRETARY, manager.office)
    desk = new_page(live_server.url, bypass_csp=True)
    sign_in(desk, manager)
    open_phase(desk, villages)
    page = new_page(live_server.url, bypass_csp=True)
    sign_in(page, secretary)
    for number, (marks, swadaya) in enumerate([(("60", "60"), "5.000.000"),
                                               (("90", "80"), "20.000.000")]):  # fmt: skip
        propose(page, villages, number, swadaya)
        verify(page, number)
        score(page, marks)

    worse, better = Proposal.objects.order_by("number")
    desk.goto(f"/blm/usulan/{worse.pk}/")
    desk.get_by_role("link", name="Catat keputusan MAD").click()
    fits(desk, "decision")
    fill(desk, {"number": "MAD/02/2010", "decided_on": "2010-02-05"})
    desk.select_option(f"[name=putusan-{worse.pk}]", "setuju")
    send(desk, "Catat keputusan")
    assert "peringkatnya di bawah 002" in desk.inner_text("[role=alert]")
    assert desk.input_value(f"[name=jumlah-{worse.pk}]") == "80.000.000"
    desk.fill(f"[name=alasan-{worse.pk}]", "Jembatan putus, jalan satu-satunya")
    desk.select_option(f"[name=putusan-{better.pk}]", "tolak")
    desk.fill(f"[name=alasan-{better.pk}]", "Dana bidang habis")
    fits(desk, "decision with its reason")
    send(desk, "Catat keputusan")
    fits(desk, "ranking")
    assert "melewati 002" in desk.inner_text("main")

    worse.refresh_from_db()
    better.refresh_from_db()
    assert (worse.status, better.status) == ("A", "T")
    for address in ("/blm/usulan/", "/blm/usulan/kriteria/", "/blm/usulan/kriteria/baru/",
                    "/laporan/grants-by-sector/", "/laporan/grants-by-village/"):  # fmt: skip
        assert desk.goto(address).status == 200
        fits(desk, address)


def test_a_facilitator_proposes_on_a_phone_without_scripts(office, new_page, live_server):
    villages, manager = office
    phase = create_phase(villages, manager)
    create_verified(phase, villages[1], manager)
    facilitator = factories.create_user(Role.FACILITATOR, manager.office)
    factories.assign(facilitator, villages[0])
    page = new_page(live_server.url, width=390, java_script_enabled=False)
    sign_in(page, facilitator)

    page.goto("/blm/usulan/")
    assert page.locator("tbody tr").count() == 0
    page.get_by_role("link", name="Usulan 2009").click()
    page.select_option("[name=sector]", "kesehatan")
    fill(page, {
        "title": "Posyandu", "kind": "Posyandu", "location": "Dusun 1", "men": "3",
        "women": "60", "poor": "70", "asked": "15.000.000", "swadaya": "1.000.000",
    })  # fmt: skip
    send(page, "Simpan")
    assert "Warga miskin 70 orang melebihi pemanfaat 63." in page.inner_text("main")
    page.fill("[name=poor]", "20")
    send(page, "Simpan")

    made = Proposal.objects.get(title="Posyandu")
    assert (made.village, made.poor, made.number) == (villages[0], 20, 2)
