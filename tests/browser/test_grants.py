"""A grant from the decree to the register, as people click it; papers in the field on a phone."""

from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse

from grants.models import Contribution, Grant, GrantMove, Progress
from grants.running.standings import standing_of
from maintenance.models import Infrastructure
from tests import factories
from tests.browser.session import overflow, sign_in
from tests.grants.running import world as w
from upk.access import Role

pytestmark = pytest.mark.browser


class Desk:
    """Three people of the office, each at a screen of their own, and one in the village."""

    def __init__(self, world: w.World, server, new_page) -> None:
        facilitator = factories.create_user(Role.FACILITATOR, world.office)
        factories.assign(facilitator, world.villages[0])
        people = {
            "secretary": world.secretary, "manager": world.manager, "treasurer": world.treasurer,
            "facilitator": facilitator,
        }  # fmt: skip
        self.pages = {}
        for name, user in people.items():
            self.pages[name] = new_page(server.url)
            sign_in(self.pages[name], user)
        self.phone = self.pages["facilitator"]
        self.phone.set_viewport_size({"width": 390, "height": 800})
        self.grant = ""

    def open(self, who: str, link: str):
        """The grant's page, and from it the form behind a link."""
        page = self.pages[who]
        page.goto(self.grant)
        self.fits(page, link)
        page.get_by_role("link", name=link, exact=True).first.click()
        page.wait_for_load_state()
        self.fits(page, link)
        return page

    def fits(self, page, what: str) -> None:
        assert overflow(page) <= 0, what
        assert page.locator("h1").count() == 1, what

    def fill(self, who: str, link: str, button: str = "Simpan", **fields) -> None:
        """Fill a form by its labels and send it; a list of files goes into the file field."""
        page = self.open(who, link)
        form = page.locator("form[data-main]")
        for label, value in fields.items():
            field = form.get_by_label(label.replace("_", " "), exact=False).first
            if label == "file":
                page.locator("input[type=file]").set_input_files(value)
            elif field.evaluate("e => e.tagName") == "SELECT":
                field.select_option(value)
            elif field.get_attribute("type") in ("radio", "checkbox"):
                form.get_by_label(value).check()
            else:
                field.fill(value)
        with page.expect_navigation():
            page.get_by_role("button", name=button).first.click()
        self.fits(page, button)
        assert page.locator(".invalid-feedback, .alert-danger").count() == 0, page.content()


@pytest.fixture
def paper(tmp_path) -> Path:
    file = tmp_path / "laporan.pdf"
    file.write_bytes(w.PDF)
    return file


def record_decree(page) -> None:
    """The camat's decree of the year, by its form."""
    page.goto(reverse("grants:decree-list"))
    page.get_by_role("link", name="Catat SPC 2009").click()
    page.get_by_label("Nomor SPC").fill("412/07/2009")
    page.get_by_label("Tanggal SPC").fill("2009-05-20")
    page.get_by_label("Camat yang menetapkan").fill("Drs. Camat")
    with page.expect_navigation():
        page.get_by_role("button", name="Simpan").click()


def look_at_the_end(desk: Desk) -> None:
    """The finished grant as each sees it, and the lists: they fit, and name the register."""
    for who in desk.pages:
        desk.pages[who].goto(desk.grant)
        desk.fits(desk.pages[who], who)
        assert "ada di daftar prasarana" in desk.pages[who].content()
    desk.pages["treasurer"].goto(reverse("grants:fund-list"))
    desk.fits(desk.pages["treasurer"], "fund-list")
    desk.phone.goto(reverse("grants:grant-list"))
    desk.fits(desk.phone, "grant-list")


def test_from_the_decree_to_the_register(live_server, transactional_db, new_page, paper):
    world = w.create_world(decreed=False)
    people = [factories.create_person(world.villages[0]) for _ in range(3)]
    desk = Desk(world, live_server, new_page)
    record_decree(desk.pages["secretary"])
    grant = Grant.objects.with_names().get(proposal=world.proposals["fisik"])
    desk.grant = reverse("grants:grant-detail", args=[grant.pk])
    w.receive(world)

    chair, secretary, treasurer = (str(person.pk) for person in people)
    desk.fill(
        "secretary", "Isi pengurus TPK", Ketua_TPK=chair, Sekretaris_TPK=secretary,
        Bendahara_TPK=treasurer, Bank_TPK="BRI", Nomor_rekening="0123",
    )  # fmt: skip
    desk.fill(
        "secretary", "Catat SPPB", Nomor_SPPB="01", Tanggal_SPPB="2009-06-01",
        Ditandatangani_untuk_UPK="Ketua UPK", PjOK="PjOK",
    )  # fmt: skip
    for number, day in ((1, "2009-06-08"), (2, "2009-07-08"), (3, "2009-08-08")):
        desk.fill("facilitator", f"Catat RPD tahap {number}", Tanggal=day)
        if number == 3:
            desk.fill(
                "facilitator", "Catat pemeriksaan lapangan", Tanggal=day, Kemajuan_fisik="80",
                Siap="Siap: dana dapat dicairkan", Diperiksa_oleh="PjOK",
            )  # fmt: skip
        desk.fill("manager", f"Setujui RPD tahap {number}", Tanggal_persetujuan=day)
        desk.fill("treasurer", f"Cairkan tahap {number}", "Cairkan", Tanggal_pencairan=day)
        desk.fill("facilitator", f"Catat LPD tahap {number}", Tanggal=day, file=paper)
    desk.fill("facilitator", "Catat kemajuan", Tanggal="2009-09-01", Kemajuan_fisik="100")
    desk.fill(
        "facilitator", "Catat swadaya", Tanggal="2009-09-01", Bentuk="tenaga", Nilainya="3.000.000",
        Volume="120", Satuan="HOK",
    )  # fmt: skip
    desk.fill(
        "facilitator", "Catat musyawarah", Tanggal="2009-09-10", Jumlah_peserta="60",
        Pertanggungjawaban="Pertanggungjawaban diterima",
    )  # fmt: skip
    desk.fill(
        "secretary", "Catat laporan akhir", Tanggal="2009-09-20", file=paper,
        Jenis_prasarana="road", Ukuran="450", Satuan="m",
    )  # fmt: skip

    facts = standing_of(grant, date(2010, 2, 15)).facts
    assert facts.finished_on == date(2009, 9, 20)
    assert [t.paid_on.month for t in facts.tranches] == [6, 7, 8]
    assert (Progress.objects.count(), Contribution.objects.count()) == (1, 1)
    assert GrantMove.objects.held() == 800_000_000 - 123_456_789
    assert Infrastructure.objects.get().cost == 126_456_789
    look_at_the_end(desk)


def test_what_was_typed_in_the_field_outlives_a_dropped_line(
    live_server, transactional_db, new_page
):
    world = w.create_world()
    w.sign(world.physical, world.secretary)
    desk = Desk(world, live_server, new_page)
    address = reverse("grants:check-add", args=[world.physical.pk])
    page = desk.phone
    page.goto(address)
    page.get_by_label("Diperiksa oleh").fill("PjOK Kalijambe")
    page.get_by_label("Kemajuan fisik").fill("55")
    page.wait_for_timeout(600)

    page.context.set_offline(True)
    page.get_by_role("button", name="Simpan").click()
    page.wait_for_timeout(300)
    page.context.set_offline(False)
    page.goto(address)

    assert page.get_by_label("Diperiksa oleh").input_value() == "PjOK Kalijambe"
    assert page.get_by_label("Kemajuan fisik").input_value() == "55"
