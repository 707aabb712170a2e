"""The whole life of a loan in the browser, step by step as the office's people take it.

Used by the test of it and by the pictures of the manual: ``look`` is called on every page with the
page's name before it is sent on.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from playwright.sync_api import Page

from groups.models import Group
from tests import factories
from upk.offices.models import Village

WOMEN = ("Siti Rahayu", "Dewi Lestari", "Sri Wahyuni", "Ratna Sari", "Endang Susilowati")
LOAN = re.compile(r"/pinjaman/(\d+)/")
Look = Callable[[Page, str], None]


@dataclass(frozen=True)
class Walk:
    """Pages of secretary, manager and treasurer, each signed in."""

    secretary: Page
    manager: Page
    treasurer: Page
    look: Look

    def propose(self, group: int, amount: str) -> str:
        """The secretary enters what the group asks for; gives the loan's address."""
        page = self.secretary
        page.goto(f"/pinjaman/baru/?kelompok={group}")
        page.fill("[name=principal]", amount)
        page.click("button:has-text('Bagi rata')")
        press(page, "Periksa dan lihat jadwal")
        self.look(page, "usulan")
        press(page, "Simpan usulan")
        return LOAN.search(page.url).group(0)

    def verify(self, loan: str, body: str = "TV") -> None:
        """Every member's form, the papers, and what the team decided."""
        page = self.secretary
        page.goto(f"{loan}verifikasi/")
        forms = page.locator("tbody a[href*='/verifikasi/']")
        addresses = [link.get_attribute("href") for link in forms.all()]
        for n, address in enumerate(dict.fromkeys(addresses)):
            page.goto(address)
            for group in page.locator("fieldset.choice-line").all():
                group.locator("input[type=radio]").first.check(force=True)
            page.fill("[name=income]", "3.000.000")
            page.fill("[name=cost]", "1.500.000")
            if not n:
                self.look(page, "verifikasi-pemanfaat")
            with page.expect_navigation():
                page.click("button.btn-outline-primary:has-text('Simpan')")
        self._check_papers(page, loan)
        page.goto(f"{loan}verifikasi/")
        self.look(page, "verifikasi")
        page.click("main a:has-text('Catat putusan')")
        page.fill("[name=number]", "05/TV/2010")
        self.look(page, "putusan-tv")
        press(page, "Simpan putusan")

    def _check_papers(self, page: Page, loan: str) -> None:
        page.goto(f"{loan}verifikasi/")
        page.click("main a:has-text('Periksa dokumen')")
        for choice in page.locator("select[name^=status-]").all():
            choice.select_option("C")
        for choice in page.locator("input[type=radio][value=C]").all():
            choice.check(force=True)
        self.look(page, "kelengkapan")
        press(page, "Simpan")

    def approve(self, loan: str) -> None:
        """The manager enters the decision with its number."""
        page = self.manager
        page.goto(loan)
        page.click("main a:has-text('Setujui')")
        page.fill("[name=number]", "07/TP/2010")
        self.look(page, "persetujuan")
        press(page, "Setujui")
        self.look(page, "menunggu")

    def disburse(self, loan: str) -> None:
        """The treasurer pays out what waits."""
        page = self.treasurer
        page.goto("/pinjaman/daftar-tunggu/")
        self.look(page, "daftar-tunggu")
        page.goto(loan)
        page.click("main a:has-text('Cairkan')")
        self.look(page, "pencairan")
        page.click("button[name=cairkan]")
        page.wait_for_url("**/pencairan/**")
        self.look(page, "tanda-terima")

    def pay(self, loan: str, amount: str) -> None:
        """The treasurer takes money for the next instalments."""
        page = self.treasurer
        page.goto(f"{loan}angsuran/baru/")
        page.fill("#id_amount", amount)
        page.click("label.sheet-check")
        press(page, "Catat setoran")

    def settle(self, loan: str) -> None:
        """The manager's quotation; the treasurer takes the money."""
        self.manager.goto(loan)
        self.look(self.manager, "pinjaman")
        self.manager.click("main a:has-text('Rincian pelunasan')")
        self.look(self.manager, "rincian-pelunasan")
        page = self.treasurer
        page.goto(f"{loan}pelunasan/")
        page.click("main a:has-text('Terima pelunasan')")
        press(page, "Lihat akibatnya")
        self.look(page, "pelunasan")
        with page.expect_navigation():
            page.click("button[name=simpan]")

    def _decided(self, address: str, name: str, fields: dict[str, str]) -> None:
        """A form of the manager with a decision: filled, looked at, sent."""
        page = self.manager
        page.goto(address)
        for field, value in fields.items():
            page.fill(f"[name={field}]", value)
        press(page, "Lihat akibatnya")
        self.look(page, name)
        with page.expect_navigation():
            page.click("button[name=simpan]")

    def show_endings(self, loan: str, decided_on: str) -> None:
        """What writing off, and a member's death, would do: looked at, not sent."""
        page = self.manager
        decided = {"number": "09/MAD/2010", "decided_on": decided_on}
        for part, name in (("hapus", "penghapusan"), ("pemanfaat/selesai", "meninggal")):
            page.goto(f"{loan}{part}/")
            if page.locator("[name=person]").count():
                page.select_option("[name=person]", index=1)
                page.check("[name=how][value=death]")
            for field, value in decided.items():
                page.fill(f"[name={field}]", value)
            press(page, "Lihat akibatnya")
            self.look(page, name)

    def reschedule(self, loan: str, decided_on: str) -> str:
        """A new loan takes over; gives its address."""
        self._decided(
            f"{loan}jadwal-ulang/",
            "jadwal-ulang",
            {"number": "08/MAD/2010", "decided_on": decided_on, "carried_interest": "0",
             "tenor": "18"},
        )  # fmt: skip
        return LOAN.search(self.manager.url).group(0)


def new_group() -> Group:
    """A group of the example office that hasn't borrowed yet."""
    village = Village.objects.filter(name="Krikilan").get()
    group = factories.create_group(
        village, member_count=0, code="KRI-99", name="Sekar Arum", founded_on=date(2009, 1, 5)
    )
    positions = ("chair", "secretary", "treasurer", "member", "member")
    for position, name in zip(positions, WOMEN, strict=True):
        person = factories.create_person(village, name=name)
        group.memberships.create(person=person, position=position, since=date(2009, 1, 5))
    return group


def press(page: Page, button: str) -> None:
    """Send the form by the button with that text, and wait for the answer."""
    with page.expect_navigation():
        page.click(f"main button:has-text('{button}')")
